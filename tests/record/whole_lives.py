"""Random lives of a household, written by the program's own acts: what exports are made of in tests."""

import random
from datetime import timedelta
from pathlib import Path

from itb_companion.care.alerts import Alert
from itb_companion.care.episode import Ending, Outcome
from itb_companion.care.household import Preferences
from itb_companion.care.people import SPECIAL_RISKS, Person, Role
from itb_companion.care.plan import Plan, Range
from itb_companion.care.ports import Delivery
from itb_companion.care.ports import Outcome as Shown
from itb_companion.care.signs import SIGNS
from itb_companion.care.value import replace
from itb_companion.record import episodes
from itb_companion.record.tables import TABLES
from tests.factories import Program, SettableClock, make_contact, make_fill, make_first_start

NAMES = ("Mia Berg", "Ali", "Zoë “Z” O'Neill", "李小龍", "=cmd()", "<b>x</b>", "a\tb c", "😀 é")
TEXTS = (*NAMES, "a\tb\nc")


class Life:
    """One household whose random caregiver does one act after the other; the same seed does the same acts."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.random = random.Random(seed)
        self.program = Program(folder, SettableClock())
        self.program.companion.desk.store.database.execute_sql("PRAGMA synchronous = OFF")

    def begin(self) -> "Life":
        """Enter the household, as a first start does."""
        self.companion.people.begin(make_first_start(person=Person(self.random.choice(NAMES))))
        return self

    @property
    def companion(self):
        """The program, with the tables bound to its record: they belong to the one that was opened last."""
        self.program.companion.desk.store.database.bind(TABLES)
        return self.program.companion

    @property
    def store(self):
        return self.companion.desk.store

    def live(self, acts: int) -> "Life":
        """Do so many acts, with hours and days between them."""
        todo = [getattr(self, name) for name in dir(self) if name.startswith("act_")]
        for _ in range(acts):
            self.program.clock.at += timedelta(
                minutes=self.random.randint(1, 3000), microseconds=self.random.randint(0, 9)
            )
            self.random.choice(todo)()
            if self.random.random() < 0.25:
                self._look()
        return self

    def close(self) -> None:
        self.companion.close()

    def _look(self) -> None:
        found = self.companion.reminders.evaluate()
        for alert in found.newly_shown:
            self._answer(alert)

    def _answer(self, alert: Alert) -> None:
        shown = [Delivery("alert-window", Shown.CONFIRMED), Delivery("dbus", Shown.REFUSED, self.random.choice(TEXTS))]
        self.companion.reminders.note_deliveries(alert.item.key, shown)
        if self.random.random() < 0.6:
            self.companion.reminders.seen(alert.id or 0)

    def act_person(self) -> None:
        risks = frozenset(risk for risk in SPECIAL_RISKS if self.random.random() < 0.5)
        self.companion.people.save_person(Person(self.random.choice(NAMES), risks))

    def act_contact(self) -> None:
        name, role = self.random.choice(NAMES), self.random.choice(list(Role))
        self.companion.people.save_contact(
            make_contact(name, role, day_number=f"+49 30 {self.random.randint(100, 999)}")
        )

    def act_contact_changes(self) -> None:
        people, known = self.companion.people, self.companion.household().contacts
        if not known:
            return
        contact = self.random.choice(known)
        self.random.choice(
            [
                lambda: people.verify_number(contact.id or 0),
                lambda: people.move_contact(contact.id or 0, self.random.choice((-1, 1))),
                lambda: people.remove_contact(contact.id or 0),
                lambda: people.save_contact(replace(contact, name=self.random.choice(NAMES))),
            ]
        )()

    def act_settings(self) -> None:
        people = self.companion.people
        self.random.choice(
            [
                lambda: people.set_caregiver(self.random.choice(NAMES)),
                lambda: people.set_option("theme", self.random.choice(("dark", "light"))),
                lambda: people.set_emergency_number(self.random.choice(("112", "911", "+1 612 555 0140"))),
                lambda: people.save_plan(
                    Plan(
                        clinic_wait_min=self.random.randint(1, 600),
                        usual_pulse_per_min=Range(50, 90),
                        instructions="«ä»\n2",
                    )
                ),
                lambda: people.save_preferences(Preferences(book_steps=(self.random.randint(2, 40), 1))),
                lambda: self.companion.reminders.note_alarm_test(saw_notification=True, heard_sound=False),
            ]
        )()

    def act_refill(self) -> None:
        refills, today = self.companion.refills, self.companion.desk.today
        if self.random.random() < 0.5:
            refills.record(make_fill(filled_on=today, alarm_on=today + timedelta(days=72)))
        else:
            refills.correct(
                replace(refills.fills()[0], dose_mcg_per_day=float(self.random.randint(100, 600)), alarm_on=None)
            )

    def act_appointment(self) -> None:
        refills = self.companion.refills
        if self.random.random() < 0.3:
            refills.cancel_appointment()
        else:
            refills.set_appointment(self.companion.desk.today + timedelta(days=self.random.randint(1, 60)), None)

    def act_check(self) -> None:
        checks = self.companion.checks
        checks.tick(f"sign:{self.random.choice(SIGNS).id}", self.random.choice(("yes", "no", "unsure")))
        checks.tick("temperature_c", self.random.choice((36.5, 38.25, 40.0)))
        checks.tick("note", self.random.choice(TEXTS))
        if self.random.random() < 0.7:
            checks.save()

    def act_no_signs(self) -> None:
        self.companion.checks.no_signs_now()

    def act_help(self) -> None:
        help_, now = self.companion.help, self.companion.desk.now
        if help_.current() is None:
            last = episodes.last_closed()
            if last is not None and self.random.random() < 0.4:
                with self.companion.desk.act():
                    episodes.reopen(last.id, None, now, "Ana")
                return
            help_.ask()
        elif self.random.random() < 0.5:
            help_.tried(
                self.random.choice(TEXTS), "112", self.random.choice((None, *Role)), self.random.choice(list(Outcome))
            )
        else:
            help_.close(self.random.choice(list(Ending)), self.random.choice(TEXTS), "Ana", self.random.choice(TEXTS))
