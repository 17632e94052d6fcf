"""The handover sheet's parts about people: whom to call, and who wrote it."""

from datetime import datetime

from itb_companion.care.household import Household
from itb_companion.care.people import Contact, dialable
from itb_companion.documents.handover_words import moment_told, one_line
from itb_companion.words import Words


def team(words: Words, household: Household) -> tuple[str, ...]:
    """Return the contacts who can decide about the pump."""
    team = [contact for contact in household.contacts if contact.role.can_decide]
    return tuple(_contact(words, contact) for contact in team) or (words.text("handover.team.none"),)


def others(words: Words, household: Household) -> tuple[str, ...]:
    """Return everybody else, and the emergency number."""
    lines = [_contact(words, contact) for contact in household.contacts if not contact.role.can_decide]
    if number := one_line(household.emergency_number):
        lines.append(words.text("handover.emergency-number", number=number))
    return tuple(lines)


def _contact(words: Words, contact: Contact) -> str:
    day, after_hours = one_line(contact.day_number), one_line(contact.after_hours_number)
    if day and dialable(contact.day_number) == dialable(contact.after_hours_number):
        numbers = [words.text("handover.number.both", number=day)]
    else:
        known = (("day", day), ("after-hours", after_hours))
        numbers = [words.text(f"handover.number.{key}", number=number) for key, number in known if number]
    role = words.text(f"role.{contact.role}")
    return words.text("handover.contact", name=one_line(contact.name), role=role, numbers=", ".join(numbers))


def written(words: Words, household: Household, now: datetime) -> tuple[str, ...]:
    """Return when this was written, and who is on duty."""
    by = one_line(household.caregiver)
    duty = words.text("handover.on-duty", name=by) if by else words.text("handover.on-duty-unknown")
    return (words.text("handover.written.at", when=moment_told(words, now)), duty)
