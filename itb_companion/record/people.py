"""Keeps the person, the contacts and what the care team and the family set."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from itb_companion.care.household import Preferences
from itb_companion.care.people import Contact, OfficeHours, Person, Role
from itb_companion.care.plan import Plan, Range
from itb_companion.record import entries
from itb_companion.record.tables import ContactRow, PersonRow


def person() -> tuple[Person, datetime] | None:
    """Return the person and when they were first entered."""
    row = entries.current(PersonRow)
    if row is None:
        return None
    first = PersonRow.select(PersonRow.recorded_at).order_by(PersonRow.id).first()
    return Person(row.name, frozenset(row.special_risks)), first.recorded_at


def save_person(person: Person, now: datetime, by: str) -> None:
    """Keep the person's data; the data before stay as a replaced entry."""
    entries.replace_current(PersonRow, now, by, name=person.name, special_risks=sorted(person.special_risks))


def contacts() -> tuple[Contact, ...]:
    """Return the contacts in the order of the family's ladder."""
    query = ContactRow.select().where(ContactRow.replaced_by.is_null() & (ContactRow.removed == False))  # noqa: E712
    return tuple(_contact(row) for row in query.order_by(ContactRow.position, ContactRow.id))


def _contact(row: ContactRow) -> Contact:
    role = Role(row.role) if row.role in set(Role) else Role.OTHER
    return Contact(
        row.name,
        role,
        row.day_number,
        row.after_hours_number,
        row.verified_on,
        row.after_hours_verified_on,
        row.entered_on,
        row.id,
    )


def save_contact(contact: Contact, position: int, now: datetime, by: str, *, removed: bool = False) -> int:
    """Keep a contact, new or in the place of the one with its id; return the new id."""
    row = entries.replace(
        ContactRow,
        contact.id,
        now,
        by,
        name=contact.name.strip(),
        role=contact.role.value,
        day_number=contact.day_number.strip(),
        after_hours_number=contact.after_hours_number.strip(),
        verified_on=contact.verified_on,
        after_hours_verified_on=contact.after_hours_verified_on,
        entered_on=contact.entered_on,
        position=position,
        removed=removed,
    )
    return int(row.id)


def plan_document(plan: Plan) -> dict[str, Any]:
    """Return a plan as the plain document that is kept."""
    return {
        "clinic_wait_min": plan.clinic_wait_min,
        "urgent_wait_min": plan.urgent_wait_min,
        "usual_systolic_mmhg": _range_document(plan.usual_systolic_mmhg),
        "usual_pulse_per_min": _range_document(plan.usual_pulse_per_min),
        "stricter": dict(plan.stricter),
        "instructions": plan.instructions,
        "opens": plan.office_hours.opens.isoformat("minutes"),
        "closes": plan.office_hours.closes.isoformat("minutes"),
    }


def plan_from(document: dict[str, Any] | None) -> Plan:
    """Return the plan of a document; what is missing in it is the default."""
    found, usual = document or {}, Plan()
    hours = usual.office_hours
    return Plan(
        clinic_wait_min=found.get("clinic_wait_min", usual.clinic_wait_min),
        urgent_wait_min=found.get("urgent_wait_min", usual.urgent_wait_min),
        usual_systolic_mmhg=_range(found.get("usual_systolic_mmhg")),
        usual_pulse_per_min=_range(found.get("usual_pulse_per_min")),
        stricter=found.get("stricter", {}),
        instructions=found.get("instructions", ""),
        office_hours=OfficeHours(
            time.fromisoformat(found.get("opens", hours.opens.isoformat())),
            time.fromisoformat(found.get("closes", hours.closes.isoformat())),
        ),
    )


def _range_document(usual: Range | None) -> list[int] | None:
    return None if usual is None else [usual.least, usual.most]


def _range(document: Sequence[int] | None) -> Range | None:
    return None if document is None else Range(document[0], document[1])


def preferences_document(preferences: Preferences) -> dict[str, Any]:
    """Return preferences as the plain document that is kept."""
    since = preferences.sign_checks_since
    return {
        "morning": preferences.morning.isoformat("minutes"),
        "book_steps": list(preferences.book_steps),
        "attend_steps": list(preferences.attend_steps),
        "replacement_steps": list(preferences.replacement_steps),
        "sign_check_times": [wall.isoformat("minutes") for wall in preferences.sign_check_times],
        "sign_checks_since": since.isoformat() if since else None,
        "quiet_from": _wall_text(preferences.quiet_from),
        "quiet_until": _wall_text(preferences.quiet_until),
    }


def preferences_from(document: dict[str, Any] | None) -> Preferences:
    """Return the preferences of a document; what is missing in it is the default."""
    if document is None:
        return Preferences()
    usual, since = Preferences(), document.get("sign_checks_since")
    return Preferences(
        morning=time.fromisoformat(document.get("morning", usual.morning.isoformat())),
        book_steps=tuple(document.get("book_steps", usual.book_steps)),
        attend_steps=tuple(document.get("attend_steps", usual.attend_steps)),
        replacement_steps=tuple(document.get("replacement_steps", usual.replacement_steps)),
        sign_check_times=tuple(time.fromisoformat(wall) for wall in document.get("sign_check_times", ())),
        sign_checks_since=datetime.fromisoformat(since) if since else None,
        quiet_from=_wall(document.get("quiet_from", _wall_text(usual.quiet_from))),
        quiet_until=_wall(document.get("quiet_until", _wall_text(usual.quiet_until))),
    )


def _wall_text(wall: time | None) -> str | None:
    return None if wall is None else wall.isoformat("minutes")


def _wall(text: str | None) -> time | None:
    return None if text is None else time.fromisoformat(text)
