"""Acts about the person, the contacts, who is on duty, and what family and care team set."""

from datetime import date

from itb_companion.care.household import Preferences, check_preferences
from itb_companion.care.people import Contact, Person, check_contact, check_name, check_number
from itb_companion.care.plan import Plan, check_plan
from itb_companion.care.problems import Problem, stop_on_errors
from itb_companion.care.pump import Fill, Pump, check_fill, check_pump
from itb_companion.care.value import replace, value
from itb_companion.companion.desk import Desk
from itb_companion.record import entries, refills
from itb_companion.record import people as kept


@value
class FirstStart:
    """The least that the program needs to be of use. Parts that can wait are None."""

    person: Person
    caregiver: str
    emergency_number: str
    pump: Pump | None = None
    fill: Fill | None = None
    contact: Contact | None = None


class People:
    """What a caregiver can do about people and settings. Each act raises NotAcceptedError for what cannot be kept."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def check_first_start(self, start: FirstStart) -> list[Problem]:
        """Return every problem of a first start, each at its field.

        Those of the contact under `contact_name` and so on.
        """
        problems = check_name(start.person.name) + check_name(start.caregiver, "caregiver")
        problems += check_emergency_number(start.emergency_number)
        if start.pump is not None:
            problems += check_pump(start.pump)
        if start.fill is not None:
            problems += check_fill(start.fill, start.pump, self._desk.today)
        if start.contact is not None:
            for problem in check_contact(start.contact):
                field = "contact_name" if problem.field == "name" else problem.field
                problems.append(replace(problem, field=field))
        return problems

    def begin(self, start: FirstStart) -> None:
        """Keep everything of the first start in one act."""
        stop_on_errors(self.check_first_start(start))
        now, by = self._desk.now, start.caregiver.strip()
        with self._desk.act():
            entries.set_setting("caregiver", by, now, by)
            entries.set_setting("emergency_number", start.emergency_number.strip(), now, by)
            kept.save_person(replace(start.person, name=start.person.name.strip()), now, by)
            if start.pump is not None:
                refills.save_pump(start.pump, now, by)
            if start.fill is not None:
                refills.save_fill(start.fill, now, by)
            if start.contact is not None:
                kept.save_contact(replace(start.contact, entered_on=self._desk.today), 0, now, by)

    def save_person(self, person: Person) -> None:
        """Keep the person's name and special risks."""
        stop_on_errors(check_name(person.name))
        with self._desk.act():
            kept.save_person(replace(person, name=person.name.strip()), self._desk.now, self._desk.caregiver)

    def save_contact(self, contact: Contact) -> None:
        """Keep a contact: a new one at the end of the ladder, a changed one in its place.

        A number that changed was not verified; its date goes with it.
        """
        stop_on_errors(check_contact(contact))
        contacts = kept.contacts()
        places = {known.id: (place, known) for place, known in enumerate(contacts)}
        position, old = places.get(contact.id, (len(contacts), None))
        with self._desk.act():
            known = _with_dates_of(old, contact, self._desk.today)
            kept.save_contact(known, position, self._desk.now, self._desk.caregiver)

    def move_contact(self, contact_id: int, steps: int) -> None:
        """Move a contact up (negative) or down the ladder."""
        contacts = list(kept.contacts())
        place = next((i for i, contact in enumerate(contacts) if contact.id == contact_id), None)
        if place is None:
            return
        contact = contacts.pop(place)
        contacts.insert(max(0, min(place + steps, len(contacts))), contact)
        with self._desk.act():
            for position, moved in enumerate(contacts):
                kept.save_contact(moved, position, self._desk.now, self._desk.caregiver)

    def verify_number(self, contact_id: int, *, after_hours: bool = False) -> None:
        """Keep that somebody called one number of a contact today and it was right."""
        field = "after_hours_verified_on" if after_hours else "verified_on"
        for position, contact in enumerate(kept.contacts()):
            if contact.id == contact_id:
                verified = replace(contact, **{field: self._desk.today})
                with self._desk.act():
                    kept.save_contact(verified, position, self._desk.now, self._desk.caregiver)

    def remove_contact(self, contact_id: int) -> None:
        """Take a contact off the ladder; what was kept of it stays in the record."""
        for position, contact in enumerate(kept.contacts()):
            if contact.id == contact_id:
                with self._desk.act():
                    kept.save_contact(contact, position, self._desk.now, self._desk.caregiver, removed=True)

    def set_emergency_number(self, number: str) -> None:
        """Keep the emergency number that a person confirmed."""
        stop_on_errors(check_emergency_number(number))
        self._set("emergency_number", number.strip())

    def set_caregiver(self, name: str) -> None:
        """Keep who is on duty from now on."""
        stop_on_errors(check_name(name, "caregiver"))
        with self._desk.act():
            entries.set_setting("caregiver", name.strip(), self._desk.now, name.strip())

    def save_plan(self, plan: Plan) -> None:
        """Keep the care team's plan; one that stands already is not entered anew. A rule can only get stricter."""
        from itb_companion.care.stricter import check_stricter

        stop_on_errors(check_plan(plan) + check_stricter(plan.stricter))
        if plan != self._desk.household().plan or entries.setting("plan") is None:
            self._set("plan", kept.plan_document(plan))

    def save_preferences(self, preferences: Preferences) -> None:
        """Keep how this household wants to be reminded."""
        stop_on_errors(check_preferences(preferences))
        old = self._desk.household().preferences
        if preferences.sign_check_times != old.sign_check_times:
            preferences = replace(preferences, sign_checks_since=self._desk.now)
        self._set("preferences", kept.preferences_document(preferences))

    def set_option(self, name: str, value: str) -> None:
        """Keep a choice about the program itself, such as theme or text size."""
        self._set("options", {**self._desk.household().options, name: value})

    def _set(self, name: str, value: object) -> None:
        with self._desk.act():
            entries.set_setting(name, value, self._desk.now, self._desk.caregiver)


def _with_dates_of(old: Contact | None, contact: Contact, today: date) -> Contact:
    """Return a contact as it is kept: a number that changed was not verified, and was entered today."""
    if old is None:
        return replace(contact, entered_on=contact.entered_on or today)
    same_day = old.day_number.strip() == contact.day_number.strip()
    same_after_hours = old.after_hours_number.strip() == contact.after_hours_number.strip()
    return replace(
        contact,
        verified_on=old.verified_on if same_day else None,
        after_hours_verified_on=old.after_hours_verified_on if same_after_hours else None,
        entered_on=old.entered_on if same_day and same_after_hours else today,
    )


def check_emergency_number(number: str) -> list[Problem]:
    """Return what is wrong with an emergency number: missing, or not a number."""
    if not number.strip():
        return [Problem("emergency_number", "emergency-number-missing")]
    return [
        problem
        for problem in check_number(number, "emergency_number")
        # Emergency numbers may be shorter than any other.
        if problem.code != "number-too-short" or not any(char.isdigit() for char in number)
    ]
