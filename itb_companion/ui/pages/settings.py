"""Settings: when to remind, who is on duty, how the program looks, and what it is not."""

from collections.abc import Mapping
from datetime import time

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from itb_companion.care.household import Preferences, check_preferences
from itb_companion.care.ports import Startup, StartupState
from itb_companion.care.problems import Problem
from itb_companion.care.temperature import OPTION, TemperatureUnit
from itb_companion.care.value import replace
from itb_companion.ui.backups_card import BackupsCard
from itb_companion.ui.fields import Choice, Fields, SaveRow, Tick, beside, line_edit
from itb_companion.ui.later import Below, widgets_in
from itb_companion.ui.lock_card import LockCard
from itb_companion.ui.log_card import LogCard
from itb_companion.ui.reading import Unreadable, read_time, read_whole
from itb_companion.ui.whole_copy_card import WholeCopyCard
from itb_companion.ui.widgets.buttons import plain_button, primary_button
from itb_companion.ui.widgets.card import Card
from itb_companion.ui.widgets.field import Field
from itb_companion.ui.widgets.labels import WrapLabel
from itb_companion.ui.widgets.page import Page
from itb_companion.ui.widgets.segmented import Option, Segmented
from itb_companion.words.language import Words

MOST_LETTERS = 200
TEXT_SCALES = ("1.00", "1.25", "1.50", "1.75", "2.00")
QUIET = ("quiet_from", "quiet_until")
STEPS = ("book_steps", "attend_steps", "replacement_steps")


class SettingsPage(Page):
    """Shows the settings and changes them.

    Signals: `preferences_saved(Preferences)`, `option_set(name, value)` at once for theme and text size,
    `caregiver_saved(str)`, `startup_wanted(bool)` for starting at login.
    """

    preferences_saved = Signal(object)
    option_set = Signal(str, str)
    caregiver_saved = Signal(str)
    startup_wanted = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self.set_title(self.tr("Settings"))
        self._preferences = Preferences()
        self._options: Mapping[str, str] = {}
        self._words: Words | None = None
        self._submitted: Fields | None = None
        self._build_duty()
        self._build_reminders()
        self._build_startup()
        self._build_look()
        self.below = Below(self, self.body)
        self.below.keep_back(widgets_in(self.body)[2:])
        for name, make in (
            ("backups", BackupsCard),
            ("whole_copy", WholeCopyCard),
            ("lock", LockCard),
            ("log", LogCard),
            ("not_this", self._made_not_this),
        ):
            self.below.add(name, make)

    @property
    def backups(self) -> BackupsCard:
        """The card of the backups."""
        return self.below["backups"]

    @property
    def whole_copy(self) -> WholeCopyCard:
        """The card of everything in one file."""
        return self.below["whole_copy"]

    @property
    def lock_card(self) -> LockCard:
        """The card of the screen lock."""
        return self.below["lock"]

    @property
    def log_card(self) -> LogCard:
        """The card of the log."""
        return self.below["log"]

    def show_settings(self, preferences: Preferences, options: Mapping[str, str], caregiver: str, words: Words) -> None:
        """Show the settings; what a person is typing stays."""
        self._preferences, self._options, self._words = preferences, options, words
        self._show_options()
        if not self.duty_fields.is_dirty:
            self.caregiver.setText(caregiver)
        if self.fields.is_dirty:
            return
        self.fields["morning"].set_text(f"{preferences.morning:%H:%M}")
        for name in STEPS:
            self.fields[name].set_text(", ".join(str(step) for step in getattr(preferences, name)))
        for name in QUIET:
            wall = getattr(preferences, name)
            self.fields[name].set_text(f"{wall:%H:%M}" if wall else "")
        times = ", ".join(f"{at:%H:%M}" for at in preferences.sign_check_times)
        self.fields["sign_check_times"].set_text(times)

    def show_problems(self, problems: list[Problem], words: Words) -> None:
        """Say each problem at its field; what was typed stays."""
        duty = [problem for problem in problems if problem.field in self.duty_fields]
        for fields, wrong in ((self.duty_fields, duty), (self.fields, [p for p in problems if p not in duty])):
            first = fields.show_problems(wrong, words) if wrong else None
            if first:
                fields.focus(first)

    def accepted(self) -> None:
        """Say that what was submitted last was kept; a theme says so by itself."""
        for fields, row in ((self.fields, self.reminders_row), (self.duty_fields, self.duty_row)):
            if fields is self._submitted:
                fields.clear()
                fields.is_dirty = False
                row.saved.show()
        self._submitted = None

    def _build_duty(self) -> None:
        self.caregiver = line_edit(MOST_LETTERS)
        self.duty_fields = Fields(self)
        hint = self.tr("This name stands on every entry from now on.")
        field = self.duty_fields.add("caregiver", Field(self.tr("Your name"), self.caregiver, hint=hint))
        self.save_caregiver_button = plain_button(self.tr("Save the name"))
        self.duty_row = SaveRow(self.save_caregiver_button)
        card = Card(self.tr("Who is on duty"))
        for part in (field, self.duty_row):
            card.add(part)
        self.body.addWidget(card)
        self.duty_fields.edited.connect(self.duty_row.saved.hide)
        self.save_caregiver_button.clicked.connect(self._on_save_caregiver)
        self.caregiver.returnPressed.connect(self._on_save_caregiver)

    def _build_look(self) -> None:
        question = self.tr("Colours")
        self.theme = Segmented(
            question,
            (
                Option("system", self.tr("As the system")),
                Option("light", self.tr("Light")),
                Option("dark", self.tr("Dark")),
            ),
        )
        self.text_scale = Choice()
        for scale in TEXT_SCALES:
            self.text_scale.addItem(self.tr("{percent} %").format(percent=round(float(scale) * 100)), scale)
        card = Card(self.tr("How it looks"))
        card.add(WrapLabel(question, "strong"))
        card.add(self.theme)
        card.add(Field(self.tr("Text size"), self.text_scale))
        unit = self.tr("Temperatures in")
        self.temperature_unit = Segmented(unit, [Option(each.value, each.sign) for each in TemperatureUnit])
        card.add(WrapLabel(unit, "strong"))
        card.add(self.temperature_unit)
        self.body.addWidget(card)
        self.theme.chosen.connect(self._on_theme)
        self.temperature_unit.chosen.connect(self._on_temperature_unit)
        self.text_scale.activated.connect(lambda: self._set_option("text_scale", self.text_scale.currentData()))

    def _build_startup(self) -> None:
        self.startup = Tick(self.tr("Start by itself when I log in"))
        self.startup_told = WrapLabel("", "quiet")
        card = Card(self.tr("Starting"))
        why = self.tr("While the program does not run, nothing reminds you.")
        for part in (WrapLabel(why, "quiet"), self.startup, self.startup_told):
            card.add(part)
        self.body.addWidget(card)
        self.startup.box.clicked.connect(self.startup_wanted)

    def show_startup(self, state: StartupState | None, told: str) -> None:
        """Show whether the program starts at login, as it was read back."""
        self.startup.box.setChecked(state is not None and state.startup is Startup.ON)
        self.startup.setEnabled(state is not None)
        self.startup_told.setText(told)

    def _build_reminders(self) -> None:
        self.fields = Fields(self)
        steps = self.tr("Days before, separated by commas.")
        labels = {
            "morning": (self.tr("Reminders of the day come at"), self.tr("A time in the morning, such as 09:00.")),
            "sign_check_times": (
                self.tr("Remind me to check for signs at"),
                self.tr("Times separated by commas, such as 08:00, 20:00. Empty means no reminder."),
            ),
            "quiet_from": (
                self.tr("Quiet from"),
                self.tr("Between these times what is not urgent makes no sound. The window comes all the same."),
            ),
            "quiet_until": (self.tr("Quiet until"), self.tr("Leave both empty for no quiet hours.")),
            "book_steps": (self.tr("Remind me to book the refill"), steps),
            "attend_steps": (
                self.tr("Remind me of the appointment"),
                self.tr("Days before, separated by commas; 0 is the day itself."),
            ),
            "replacement_steps": (self.tr("Remind me that the pump must be replaced"), steps),
        }  # fmt: skip
        for name, (label, hint) in labels.items():
            self.fields.add(name, Field(label, line_edit(MOST_LETTERS), hint=hint))
        self.save_button = primary_button(self.tr("Save the reminders"))
        self.reminders_row = SaveRow(self.save_button)
        card = Card(self.tr("Reminders"))
        card.add(beside(self.fields["morning"], self.fields["sign_check_times"]))
        card.add(beside(self.fields["quiet_from"], self.fields["quiet_until"]))
        card.add(self.fields["book_steps"])
        card.add(beside(self.fields["attend_steps"], self.fields["replacement_steps"]))
        card.add(self.fields.other)
        card.add(self.reminders_row)
        self.body.addWidget(card)
        self.fields.edited.connect(self.reminders_row.saved.hide)
        self.save_button.clicked.connect(self._on_save_reminders)

    def _made_not_this(self) -> Card:
        card = Card(self.tr("What this program is not"))
        for line in (
            self.tr("It never talks to the pump, and it never changes a dose."),
            self.tr("It makes no diagnosis. No sign ticked does not mean that all is well."),
            self.tr("It calls nobody by itself: you make every call."),
            self.tr("It sends nothing over a network. Everything stays on this computer."),
        ):
            card.add(WrapLabel(line))
        return card

    def _show_options(self) -> None:
        theme = self._options.get("theme", "system")
        self.theme.set_value(theme if theme in self.theme.segments else "system")
        if self._words is not None:
            self.temperature_unit.set_value(self._words.temperature_unit.value)
        try:
            scale = float(self._options.get("text_scale", "1"))
        except ValueError:
            scale = 1.0
        self.text_scale.show_data(min(TEXT_SCALES, key=lambda each: abs(float(each) - scale)))

    def _on_theme(self, key: str) -> None:
        if not key:  # there is always a theme, so the answer cannot be taken back
            self._show_options()
            return
        self._set_option("theme", key)

    def _on_temperature_unit(self, key: str) -> None:
        if not key:  # there is always a unit, so the answer cannot be taken back
            self._show_options()
            return
        self._set_option(OPTION, key)

    def _set_option(self, name: str, value: str) -> None:
        self._submitted = None
        self.option_set.emit(name, value)

    def _on_save_caregiver(self) -> None:
        self._submitted = self.duty_fields
        self.caregiver_saved.emit(self.caregiver.text().strip())

    def _on_save_reminders(self) -> None:
        problems: list[Problem] = []
        # Steps that cannot be read are no steps, for which the domain has its own problem.
        steps = {name: self.fields.read(name, _read_steps, [], ()) for name in STEPS}
        morning = self.fields.read("morning", read_time, problems, Preferences().morning)
        times = self.fields.read("sign_check_times", _read_times, problems, ())
        quiet = {name: self.fields.read(name, read_time, problems, None) for name in QUIET}
        preferences = replace(self._preferences, morning=morning, sign_check_times=times, **steps, **quiet)
        unread = {problem.field for problem in problems}
        problems += [
            problem
            for problem in check_preferences(preferences)
            if (problem.field in STEPS and not steps[problem.field])
            or (problem.field in QUIET and not unread & {*QUIET})
        ]
        if problems:
            self.show_problems(problems, self._words)
            return
        self._submitted = self.fields
        self.preferences_saved.emit(preferences)


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.replace(";", ",").split(",") if part.strip()]


def _read_steps(text: str) -> tuple[int, ...]:
    """Read days before, such as "42, 28, 7", furthest first; raises Unreadable."""
    return tuple(sorted({read_whole(part) for part in _parts(text)}, reverse=True))


def _read_times(text: str) -> tuple[time, ...]:
    """Read times of day, such as "08:00, 20:00", earliest first; raises Unreadable."""
    times = tuple(sorted({read_time(part) for part in _parts(text)}))
    if not times:
        raise Unreadable("not-a-time")
    return times
