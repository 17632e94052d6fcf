"""The person with the pump, the people around them, and whom to call by the hour of the day."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from itb_companion.care.problems import Problem
from itb_companion.care.value import value

NAME_MAX_LENGTH = 80
VERIFIED_FOR_DAYS = 90
"""So long a number counts as right after somebody called it."""
FIRST_VERIFY_DAYS = 7
"""So long after it was entered a number should be called for the first time."""
NUMBER_MIN_DIGITS = 3
NUMBER_MAX_DIGITS = 15  # ITU-T E.164
_NUMBER_PUNCTUATION = frozenset(" -./()\u00a0\u202f")
_SATURDAY = 5

SPECIAL_RISKS = ("t6-or-above", "cannot-communicate", "earlier-withdrawal")
"""Context ids that belong to the person rather than to the day. Source: label-boxed."""


@value
class Person:
    """The person who has the pump."""

    name: str
    special_risks: frozenset[str] = frozenset()

    @property
    def first_name(self) -> str:
        """What the program calls them in a sentence."""
        return self.name.split()[0] if self.name.split() else self.name

    @property
    def cannot_communicate(self) -> bool:
        """Whether signs must be worded as seen from outside first."""
        return "cannot-communicate" in self.special_risks


class Role(StrEnum):
    """What a contact is to the person with the pump, in the order in which help is sought."""

    ON_CALL = "on-call"
    CLINIC = "clinic"
    DOCTOR = "doctor"
    FAMILY = "family"
    OTHER = "other"

    @property
    def can_decide(self) -> bool:
        """Whether reaching this contact ends the waiting: somebody who can act on the pump was told."""
        return self in (Role.ON_CALL, Role.CLINIC, Role.DOCTOR)


@value
class KnownNumber:
    """One telephone number of a contact."""

    number: str
    verified_on: date | None
    after_hours: bool

    def due_on(self, entered_on: date, today: date) -> date:
        """Return the day from which it should be called again: 90 days after it was last right, 7 if it never was.

        A day that is still to come, from a clock that stood ahead, says nothing.
        """
        if self.verified_on is None or self.verified_on > today:
            return min(entered_on, today) + timedelta(days=FIRST_VERIFY_DAYS)
        return self.verified_on + timedelta(days=VERIFIED_FOR_DAYS)


@value
class Contact:
    """Somebody to call; a number by day, another after hours, or one for both."""

    name: str
    role: Role
    day_number: str = ""
    after_hours_number: str = ""
    verified_on: date | None = None
    """When somebody last called the day number and it was right."""
    after_hours_verified_on: date | None = None
    entered_on: date | None = None
    id: int | None = None

    @property
    def numbers(self) -> tuple["KnownNumber", ...]:
        """The different numbers of this contact, each with when it was last verified."""
        day, after_hours = self.day_number.strip(), self.after_hours_number.strip()
        found = [KnownNumber(day, self.verified_on, after_hours=False)] if day else []
        if after_hours and dialable(after_hours) != dialable(day):
            found.append(KnownNumber(after_hours, self.after_hours_verified_on, after_hours=True))
        return tuple(found)

    def number_at(self, *, office_hours: bool) -> str:
        """Return the number that fits the hour, or the only one there is."""
        first, second = self.day_number.strip(), self.after_hours_number.strip()
        if not office_hours:
            first, second = second, first
        return first or second

    def answers_now(self, *, office_hours: bool) -> bool:
        """Whether the number shown is meant for this hour."""
        return bool((self.day_number if office_hours else self.after_hours_number).strip())


@value
class OfficeHours:
    """When day numbers answer: Monday to Friday between two wall times."""

    opens: time = time(8, 0)
    closes: time = time(17, 0)

    def include(self, local: datetime) -> bool:
        """Whether a day number can be expected to answer at this local time."""
        return local.weekday() < _SATURDAY and self.opens <= local.time() < self.closes


@value
class Rung:
    """One step of the contact ladder: whom to call, and the number for this hour."""

    contact: Contact
    number: str
    after_hours: bool
    """Whether it is a number of its own for after hours."""


def ladder(contacts: Iterable[Contact], local: datetime, hours: OfficeHours | None = None) -> tuple[Rung, ...]:
    """Return the contacts in the order to call them at this local time.

    Those who can decide about the pump come first, and among them those whose number is meant for this hour. Within
    that, the order in which the family listed them stands. A contact without any number is left out: it cannot be
    called.
    """
    office = (hours or OfficeHours()).include(local)
    reachable = [contact for contact in contacts if contact.number_at(office_hours=office)]
    roles = list(Role)
    reachable.sort(
        key=lambda c: (not c.role.can_decide, not c.answers_now(office_hours=office), roles.index(c.role)),
    )
    return tuple(_rung(contact, office_hours=office) for contact in reachable)


def _rung(contact: Contact, *, office_hours: bool) -> Rung:
    number = contact.number_at(office_hours=office_hours)
    return Rung(contact, number, after_hours=number == contact.after_hours_number.strip() != contact.day_number.strip())


def dialable(number: str) -> str:
    """Return only what a telephone dials: digits, and a leading plus."""
    is_international = number.strip().startswith("+")
    if is_international:
        # People write "+49 (0)30 …": the zero is for calls within the country, and wrong after the country code.
        number = number.replace("(0)", "")
    digits = "".join(char for char in number if char in "0123456789")
    return ("+" if is_international else "") + digits


def check_name(name: str, field: str = "name") -> list[Problem]:
    """Return what is wrong with a name: empty, longer than 80 characters, or on several lines, as a paste may be."""
    if not name.strip():
        return [Problem(field, "name-empty")]
    if len(name.strip()) > NAME_MAX_LENGTH:
        return [Problem(field, "name-too-long", facts={"most": NAME_MAX_LENGTH})]
    if len(name.strip().splitlines()) > 1:
        return [Problem(field, "name-on-two-lines")]
    return []


def check_number(number: str, field: str) -> list[Problem]:
    """Return what is wrong with a telephone number; an empty one is no problem here.

    Digits, one leading plus, and the usual punctuation are a number; letters are not, since a phone may not dial them.
    """
    text = number.strip()
    if not text:
        return []
    body = text.removeprefix("+")
    if any(char not in "0123456789" and char not in _NUMBER_PUNCTUATION for char in body):
        return [Problem(field, "number-has-letters", facts={"typed": text})]
    count = len(dialable(text).lstrip("+"))
    if count < NUMBER_MIN_DIGITS:
        return [Problem(field, "number-too-short", facts={"typed": text})]
    if count > NUMBER_MAX_DIGITS:
        return [Problem(field, "number-too-long", facts={"typed": text, "most": NUMBER_MAX_DIGITS})]
    return []


def check_contact(contact: Contact) -> list[Problem]:
    """Return every problem of a contact, each at its field."""
    problems = check_name(contact.name)
    problems += check_number(contact.day_number, "day_number")
    problems += check_number(contact.after_hours_number, "after_hours_number")
    if not contact.day_number.strip() and not contact.after_hours_number.strip():
        problems.append(Problem("day_number", "number-missing"))
    return problems
