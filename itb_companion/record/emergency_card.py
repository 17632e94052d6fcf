"""The small plain copy that the emergency screen can open from when the record cannot be read."""

import json
from pathlib import Path

from itb_companion.care.household import Household
from itb_companion.care.people import Contact, OfficeHours, Person, Role
from itb_companion.care.plan import Plan, check_plan
from itb_companion.care.pump import Pump
from itb_companion.care.value import replace
from itb_companion.record.atomic_file import write_atomically
from itb_companion.record.own_files import CARD_NAME
from itb_companion.record.people import plan_document, plan_from
from itb_companion.record.regular_file import read_regular
from itb_companion.words.plain import one_line, plain

_FORMAT = 1


def write(folder: Path, household: Household) -> None:
    """Write the card of a household; the card before stays whole if that fails (OSError)."""
    write_atomically(folder / CARD_NAME, card_bytes(household))


def card_bytes(household: Household) -> bytes:
    """Return the card as JSON: whom to call, for whom, and what pump it is."""
    person, pump = household.person, household.pump
    document = {
        "format": _FORMAT,
        "emergency_number": household.emergency_number,
        "person": {"name": person.name, "special_risks": sorted(person.special_risks)} if person else None,
        "pump": {"reservoir_ml": pump.reservoir_ml, "name": pump.full_name, "serial": pump.serial} if pump else None,
        "contacts": [
            {
                "name": contact.name,
                "role": contact.role.value,
                "day_number": contact.day_number,
                "after_hours_number": contact.after_hours_number,
            }
            for contact in household.contacts
        ],
        "plan": plan_document(household.plan),
        "caregiver": household.caregiver,
    }
    return json.dumps(document, ensure_ascii=False, indent=2).encode()


def read(folder: Path) -> Household:
    """Return the household as far as the card tells; an empty one where there is no card or it cannot be read.

    Never raises: each part that cannot be read is left out, and the rest still helps.
    """
    try:
        document = json.loads(read_regular(folder / CARD_NAME))
    except (OSError, ValueError, RecursionError):
        return Household()
    if not isinstance(document, dict):
        return Household()
    return Household(
        person=_person(document.get("person")),
        pump=_pump(document.get("pump")),
        contacts=_contacts(document.get("contacts")),
        emergency_number=_text(document.get("emergency_number")),
        caregiver=_text(document.get("caregiver")),
        plan=_plan(document.get("plan")),
    )


def _text(value: object) -> str:
    return plain(value) if isinstance(value, str) else ""


def _person(value: object) -> Person | None:
    if not isinstance(value, dict) or not _text(value.get("name")):
        return None
    risks = value.get("special_risks")
    return Person(
        one_line(value["name"]),
        frozenset(r for r in risks if isinstance(r, str)) if isinstance(risks, list) else frozenset(),
    )


def _pump(value: object) -> Pump | None:
    if not isinstance(value, dict) or not isinstance(value.get("reservoir_ml"), int | float):
        return None
    try:
        reservoir_ml = float(value["reservoir_ml"])
    except OverflowError:
        return None
    return Pump(reservoir_ml, name=_text(value.get("name")), serial=_text(value.get("serial")))


def _contacts(value: object) -> tuple[Contact, ...]:
    found = []
    for entry in value if isinstance(value, list) else []:
        if isinstance(entry, dict) and (_text(entry.get("day_number")) or _text(entry.get("after_hours_number"))):
            role = _text(entry.get("role"))
            found.append(
                Contact(
                    _text(entry.get("name")),
                    Role(role) if role in set(Role) else Role.OTHER,
                    _text(entry.get("day_number")),
                    _text(entry.get("after_hours_number")),
                ),
            )
    return tuple(found)


def _plan(value: object) -> Plan:
    try:
        plan = plan_from(value) if isinstance(value, dict) else Plan()
        if not check_plan(plan) and isinstance(plan.instructions, str):
            return replace(plan, clinic_wait_min=int(plan.clinic_wait_min), urgent_wait_min=int(plan.urgent_wait_min))
        return Plan()
    except (TypeError, ValueError, KeyError, IndexError, AttributeError, OverflowError):
        return Plan(office_hours=OfficeHours())
