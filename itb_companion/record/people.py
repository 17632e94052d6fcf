"""Keeps the person, the contacts and what the care team and the family set."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from itb_companion.care.household import Preferences
from itb_companion.care.people import Contact, OfficeHours, Person, Role
from itb_companion.care.plan import Plan, Question, Range, standard_questions
from itb_companion.record import entries
from itb_companion.record.late_tables import ContactRow, PersonRow
from itb_companion.record.prepared import Prepared
from itb_companion.words.plain import one_line


def person() -> tuple[Person, datetime] | None:
    """Return the person and when they were first entered."""
    row = _PERSON.first()
    if row is None:
        return None
    first = _FIRST_PERSON.first() or row
    return Person(one_line(row.name), frozenset(row.special_risks)), first.recorded_at


_PERSON: Prepared[PersonRow] = Prepared("person", entries.NEWEST)
_FIRST_PERSON: Prepared[PersonRow] = Prepared("person", "ORDER BY id LIMIT 1")


def save_person(person: Person, now: datetime, by: str) -> None:
    """Keep the person's data; the data before stay as a replaced entry."""
    entries.replace_current(PersonRow, now, by, name=person.name, special_risks=sorted(person.special_risks))


def contacts() -> tuple[Contact, ...]:
    """Return the contacts in the order of the family's ladder."""
    return tuple(_contact(row) for row in _CONTACTS.rows())


_CONTACTS: Prepared[ContactRow] = Prepared("contact", "WHERE replaced_by IS NULL AND removed = 0 ORDER BY position, id")


def _contact(row: ContactRow) -> Contact:
    role = Role(row.role) if row.role in set(Role) else Role.OTHER
    return Contact(
        one_line(row.name),
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
    expires_on = plan.oral_baclofen_expires_on
    return {
        "clinic_wait_min": plan.clinic_wait_min,
        "urgent_wait_min": plan.urgent_wait_min,
        **{name: _range_document(getattr(plan, name)) for name in _RANGES},
        "usual_spasticity": plan.usual_spasticity,
        "stricter": dict(plan.stricter),
        "instructions": plan.instructions,
        "oral_baclofen_instruction": plan.oral_baclofen_instruction,
        "oral_baclofen_expires_on": expires_on.isoformat() if expires_on else None,
        "questions": [
            {"text": q.text, "standard": q.standard, "is_answered": q.is_answered, "answer": q.answer}
            for q in plan.questions
        ],
        "opens": plan.office_hours.opens.isoformat("minutes"),
        "closes": plan.office_hours.closes.isoformat("minutes"),
    }


_RANGES = ("usual_systolic_mmhg", "usual_diastolic_mmhg", "usual_pulse_per_min", "usual_temperature_c")


def plan_from(document: dict[str, Any] | None) -> Plan:
    """Return the plan of a document; what is missing in it is the default.

    Raises TypeError, ValueError, KeyError or IndexError where it holds something else than `plan_document` writes.
    """
    found, usual = document or {}, Plan()
    hours, spasticity = usual.office_hours, found.get("usual_spasticity")
    expires_on = found.get("oral_baclofen_expires_on")
    return Plan(
        clinic_wait_min=found.get("clinic_wait_min", usual.clinic_wait_min),
        urgent_wait_min=found.get("urgent_wait_min", usual.urgent_wait_min),
        **{name: _range(found.get(name)) for name in _RANGES},
        usual_spasticity=None if spasticity is None else int(spasticity),
        stricter=found.get("stricter", {}),
        instructions=found.get("instructions", ""),
        oral_baclofen_instruction=_text(found.get("oral_baclofen_instruction", "")),
        oral_baclofen_expires_on=None if expires_on is None else date.fromisoformat(expires_on),
        questions=_questions(found["questions"]) if "questions" in found else standard_questions(),
        office_hours=OfficeHours(
            time.fromisoformat(found.get("opens", hours.opens.isoformat())),
            time.fromisoformat(found.get("closes", hours.closes.isoformat())),
        ),
    )


def _questions(document: Sequence[dict[str, Any]]) -> tuple[Question, ...]:
    return tuple(
        Question(_text(one["text"]), _text(one["standard"]), bool(one["is_answered"]), _text(one["answer"]))
        for one in document
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"a text, not {type(value).__name__}")
    return value


def _range_document(usual: Range | None) -> list[float] | None:
    return None if usual is None else [usual.least, usual.most]


def _range(document: Sequence[float] | None) -> Range | None:
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
