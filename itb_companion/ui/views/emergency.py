"""Builds what the emergency screen shows, from the open episode, or from what a person is about to ask for."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import QCoreApplication

from itb_companion.care.agenda import recheck
from itb_companion.care.episode import Attempt, Episode
from itb_companion.care.household import Household
from itb_companion.care.people import Rung
from itb_companion.care.triage import Level, Reading
from itb_companion.documents.qr import tel_link
from itb_companion.ui.pages.emergency import CallView, EmergencyView
from itb_companion.words import Words
from itb_companion.words import emergency as say
from itb_companion.words.signs import level_name

_DRESS = {Level.EMERGENCY: "emergency", Level.URGENT: "urgent"}
_MOST_TRIED = 3


def emergency_view(
    words: Words,
    household: Household,
    episode: Episode,
    rungs: Sequence[Rung],
    now: datetime,
    notice: str = "",
) -> EmergencyView:
    """Return everything that the screen shows; an episode with id 0 was not started yet."""
    level = episode.level_at(now, household.plan)
    too_much = episode.reading is Reading.TOO_MUCH
    return EmergencyView(
        dress=_DRESS.get(level, "accent"),
        title=say.title(words, episode, level),
        line=say.line(words, episode, now),
        elapsed=max(now - episode.began_at, timedelta()),
        elapsed_caption=say.clock_caption(words, episode),
        emergency_call=_emergency_call(words, household, episode),
        script=_script(words, household, episode, now),
        calls=[_call(words, rung, episode) for rung in rungs],
        take_along=[words.text(f"emergency.take.{item}") for item in ("cards", "medicines", "printout")],
        do_not=words.text("emergency.do-not.too-much" if too_much else "emergency.do-not"),
        next_steps=_next_steps(words, household, episode, now),
        caregiver=household.caregiver,
        is_open=episode.id > 0 and episode.is_open,
        is_emergency=level is Level.EMERGENCY,
        notice=notice,
    )


def _script(words: Words, household: Household, episode: Episode, now: datetime) -> list[str]:
    check = household.last_check
    temperature = check.vitals.temperature_c if check is not None and _belongs(check.saved_at, episode) else None
    return say.script(words, household.person.name if household.person else "", episode, now, temperature)


def _belongs(saved_at: datetime | None, episode: Episode) -> bool:
    return saved_at is not None and saved_at >= episode.opened_at


def _emergency_call(words: Words, household: Household, episode: Episode) -> CallView:
    number = household.emergency_number
    tried = _tried(words, [attempt for attempt in episode.attempts if attempt.role is None])
    name = QCoreApplication.translate("Emergency", "Emergency number")
    return CallView(name, "", number, tel_link(number) if number else "", tried)


def _call(words: Words, rung: Rung, episode: Episode) -> CallView:
    contact = rung.contact
    tried = [a for a in episode.attempts if a.role is not None and (a.who, a.number) == (contact.name, rung.number)]
    return CallView(contact.name, _detail(words, rung), rung.number, tel_link(rung.number), _tried(words, tried))


def _detail(words: Words, rung: Rung) -> str:
    contact, tr = rung.contact, QCoreApplication.translate
    parts = [words.text(f"role.{contact.role}")]
    if contact.day_number and contact.after_hours_number:
        parts.append(
            tr("Emergency", "after-hours number") if rung.after_hours else tr("Emergency", "day number"),
        )
    elif rung.after_hours and not contact.after_hours_number:
        parts.append(tr("Emergency", "day number only"))
    verified_on = contact.after_hours_verified_on if rung.after_hours else contact.verified_on
    if verified_on is not None:
        verified = tr("Emergency", "verified {day}").format(day=words.short_day(verified_on))
        parts.append(verified)
    return ", ".join(parts)


def _tried(words: Words, attempts: Sequence[Attempt]) -> list[str]:
    newest = sorted(attempts, key=lambda attempt: attempt.at, reverse=True)[:_MOST_TRIED]
    return [f"{words.text(f'emergency.outcome.{attempt.outcome}')}, {words.clock(attempt.at)}" for attempt in newest]


def _next_steps(words: Words, household: Household, episode: Episode, now: datetime) -> list[str]:
    steps, again = [], recheck(household, now)
    escalates_at = episode.next_escalation_at(now, household.plan)
    if escalates_at is not None:
        worse = level_name(words, Level(episode.level_at(now, household.plan) + 1))
        steps.append(words.text("emergency.waiting", time=words.clock(escalates_at), level=worse.lower()))
    elif any(attempt.ends_waiting for attempt in episode.attempts):
        steps.append(words.text("emergency.waiting-over"))
    if again is not None and again[1] > now:
        steps.append(words.text("emergency.check-again-at", time=words.clock(again[1])))
    elif again is not None:
        steps.append(words.text("emergency.check-again-now"))
    return steps
