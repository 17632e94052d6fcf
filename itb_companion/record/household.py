"""Reads the whole household out of the record, as the domain sees it."""

from itb_companion.care.household import Household
from itb_companion.care.triage import Level
from itb_companion.record import checks, entries, episodes, people, refills
from itb_companion.words.plain import one_line


def read() -> Household:
    """Return everything that the agenda and the rules look at."""
    person = people.person()
    settings = entries.settings()
    check, level_id = checks.last_saved_and_level()
    return Household(
        person=person[0] if person else None,
        entered_at=person[1] if person else None,
        pump=refills.pump(),
        fill=refills.current_fill(),
        appointment=refills.appointment(),
        contacts=people.contacts(),
        emergency_number=settings.get("emergency_number", ""),
        caregiver=one_line(settings.get("caregiver", "")),
        plan=people.plan_from(settings.get("plan")),
        preferences=people.preferences_from(settings.get("preferences")),
        last_check=check,
        last_level=_level(level_id),
        last_closed_at=episodes.last_closed_at(),
        episode=episodes.open_episode(),
        options=settings.get("options", {}),
    )


def _level(level_id: str) -> Level:
    """Return the level with this id; one that is not known, from another version, is none."""
    return next((level for level in Level if level.id == level_id), Level.CLEAR)
