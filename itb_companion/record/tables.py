"""The tables. Entries are corrected, not erased: a newer row replaces an older one, which stays."""

from peewee import AutoField, BooleanField, CharField, FloatField, ForeignKeyField, IntegerField, Model, TextField

from itb_companion.record.database import follow
from itb_companion.record.fields import DayField, DocumentField, InstantField, WallTimeField


class Entry(Model):
    """What every entry carries: when and by whom it was recorded, and the id of the entry that replaced it."""

    id = AutoField()
    recorded_at = InstantField()
    recorded_by = CharField()
    replaced_by = IntegerField(null=True)


class PersonRow(Entry):
    """The person with the pump."""

    name = CharField()
    special_risks = DocumentField()

    class Meta:
        table_name = "person"


class PumpRow(Entry):
    """The pump."""

    reservoir_ml = FloatField()
    model_id = CharField()
    name = CharField()
    serial = CharField()
    replacement_on = DayField(null=True)

    class Meta:
        table_name = "pump"


class FillRow(Entry):
    """One printout after a refill."""

    filled_on = DayField()
    volume_ml = FloatField(null=True)
    concentration_mcg_per_ml = FloatField(null=True)
    dose_mcg_per_day = FloatField(null=True)
    alarm_volume_ml = FloatField()
    alarm_on = DayField(null=True)
    longest_interval_days = IntegerField()
    margin_days = IntegerField()

    class Meta:
        table_name = "fill"


class AppointmentRow(Entry):
    """A refill appointment; a cancelled one has no day."""

    on_day = DayField(null=True)
    at_time = WallTimeField(null=True)

    class Meta:
        table_name = "appointment"


class ContactRow(Entry):
    """Somebody to call; a removed one stays, marked as removed."""

    name = CharField()
    role = CharField()
    day_number = CharField()
    after_hours_number = CharField()
    verified_on = DayField(null=True)
    after_hours_verified_on = DayField(null=True)
    entered_on = DayField(null=True)
    position = IntegerField()
    removed = BooleanField()

    class Meta:
        table_name = "contact"


class SettingRow(Entry):
    """One setting or document by name: emergency number, plan, preferences, caregiver on duty."""

    name = CharField()
    value = DocumentField()

    class Meta:
        table_name = "setting"


class EpisodeRow(Model):
    """One escalation, and how it ended; one that was opened again is open, and `closing` has how it had ended."""

    id = AutoField()
    opened_at = InstantField()
    recorded_by = CharField()
    first_sign_at = InstantField(null=True)
    ending = CharField(null=True)
    ended_what = TextField(null=True)
    advised_by = TextField(null=True)
    ended_by = CharField(null=True)
    ended_at = InstantField(null=True)

    class Meta:
        table_name = "episode"


class CheckRow(Model):
    """One check for signs; its content is the fold of its ticks. `episode` is the one that stood open meanwhile."""

    id = AutoField()
    started_at = InstantField()
    recorded_by = CharField()
    saved_at = InstantField(null=True)
    level = CharField(null=True)
    rules = DocumentField(null=True)
    episode = ForeignKeyField(EpisodeRow, null=True, backref="checks")
    episode_id: int | None

    class Meta:
        table_name = "sign_check"


class TickRow(Model):
    """One answer within a check, as it was made; a later one about the same thing takes its place in the fold."""

    id = AutoField()
    check_id = ForeignKeyField(CheckRow, backref="ticks", column_name="check_id", object_id_name="check_row_id")
    check_row_id: int
    what = CharField()
    value = DocumentField(null=True)
    since = InstantField(null=True)
    recorded_at = InstantField()
    recorded_by = CharField()

    class Meta:
        table_name = "tick"


class CauseRow(Model):
    """Why an episode stands."""

    id = AutoField()
    episode = ForeignKeyField(EpisodeRow, backref="causes")
    episode_id: int
    level = CharField()
    rule_ids = DocumentField()
    signs = DocumentField()
    reading = IntegerField()
    at = InstantField()
    recorded_by = CharField()
    opening = IntegerField(default=0)

    class Meta:
        table_name = "cause"


class AttemptRow(Model):
    """One call that was tried."""

    id = AutoField()
    episode = ForeignKeyField(EpisodeRow, backref="attempts")
    episode_id: int
    who = CharField()
    number = CharField()
    role = CharField(null=True)
    outcome = CharField()
    at = InstantField()
    recorded_by = CharField()
    opening = IntegerField(default=0)

    class Meta:
        table_name = "attempt"


class NoteRow(Model):
    """One line that a person wrote while help was sought."""

    id = AutoField()
    episode = ForeignKeyField(EpisodeRow, backref="notes")
    episode_id: int
    text = TextField()
    at = InstantField()
    recorded_by = CharField()

    class Meta:
        table_name = "note"


class ClosingRow(Model):
    """How an episode had ended before its signs returned and it was opened again."""

    id = AutoField()
    episode = ForeignKeyField(EpisodeRow, backref="closings")
    episode_id: int
    first_sign_at = InstantField(null=True)
    ending = CharField()
    ended_what = TextField()
    advised_by = TextField()
    ended_by = CharField()
    ended_at = InstantField()
    reopened_at = InstantField()
    recorded_by = CharField()

    class Meta:
        table_name = "closing"


class AlertRow(Model):
    """One alert about one cause, from raised to settled."""

    id = AutoField()
    cause = CharField()
    kind = CharField()
    key = CharField()
    due_at = InstantField()
    severity = IntegerField()
    once = BooleanField()
    danger_at = InstantField(null=True)
    raised_at = InstantField()
    shown_at = InstantField(null=True)
    announced_at = InstantField(null=True)
    seen_at = InstantField(null=True)
    seen_by = CharField()
    quiet_until = InstantField(null=True)
    snoozed = BooleanField()
    settled_at = InstantField(null=True)
    settled_by = CharField()
    settled_why = CharField()

    class Meta:
        table_name = "alert"


class OccurrenceRow(Model):
    """One occurrence of something due, written before it is shown; its key is unique for ever."""

    id = AutoField()
    key = CharField(unique=True)
    alert = ForeignKeyField(AlertRow, backref="occurrences")
    alert_id: int
    kind = CharField()
    due_at = InstantField()
    raised_at = InstantField()

    class Meta:
        table_name = "occurrence"


class DeliveryRow(Model):
    """One attempt to show an occurrence through one channel."""

    id = AutoField()
    key = CharField()
    channel = CharField()
    outcome = CharField()
    detail = TextField()
    at = InstantField()

    class Meta:
        table_name = "delivery"


class AnswerRow(Model):
    """One answer of a person to an alert: seen, snoozed, woken."""

    id = AutoField()
    alert = ForeignKeyField(AlertRow, backref="answers")
    what = CharField()
    until = InstantField(null=True)
    at = InstantField()
    recorded_by = CharField()

    class Meta:
        table_name = "answer"


class AbsenceRow(Model):
    """A time in which the program was not running, or the computer slept."""

    id = AutoField()
    started_at = InstantField()
    ended_at = InstantField()
    kind = CharField()
    told_at = InstantField(null=True)

    class Meta:
        table_name = "absence"


class PulseRow(Model):
    """The last time the program looked at what is due; one row."""

    id = IntegerField(primary_key=True)
    at = InstantField()

    class Meta:
        table_name = "pulse"


TABLES: tuple[type[Model], ...] = (
    PersonRow,
    PumpRow,
    FillRow,
    AppointmentRow,
    ContactRow,
    SettingRow,
    EpisodeRow,
    CheckRow,
    TickRow,
    CauseRow,
    AttemptRow,
    NoteRow,
    ClosingRow,
    AlertRow,
    OccurrenceRow,
    DeliveryRow,
    AnswerRow,
    AbsenceRow,
    PulseRow,
)

follow(TABLES)
