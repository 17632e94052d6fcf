"""Builds what the emergency screen shows, from the open episode, or from what a person is about to ask for."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import QCoreApplication

from itb_companion.care.episode import Attempt, Episode, Outcome
from itb_companion.care.household import Household
from itb_companion.care.people import Rung
from itb_companion.care.reminders import recheck
from itb_companion.care.triage import Level
from itb_companion.documents.qr import tel_link
from itb_companion.ui.emergency_shown import CallView, EmergencyView
from itb_companion.words import Words
from itb_companion.words import emergency as say
from itb_companion.words.emergency_story import story, told

_DRESS = {Level.EMERGENCY: "emergency", Level.URGENT: "urgent"}
_MOST_TRIED = 3
_MOST_LINES = 60


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
    return EmergencyView(
        dress=_DRESS.get(level, "accent"),
        title=say.title(words, episode, level),
        line=say.line(words, episode, now),
        elapsed=max(now - episode.began_at, timedelta()),
        elapsed_caption=say.clock_caption(words, episode),
        first_step=say.first_step(words, level),
        team_step=say.team_step(words, level),
        emergency_call=_emergency_call(words, household, episode),
        script=say.script(words, _name(household), episode, now, say.measured(episode)),
        calls=[_call(words, rung, episode) for rung in rungs],
        take_along=say.take_along(words),
        do_not=say.do_not(words, episode),
        next_steps=_next_steps(words, household, episode, rungs, now),
        caregiver=household.caregiver,
        is_open=episode.id > 0 and episode.is_open,
        is_emergency=level is Level.EMERGENCY,
        question=say.really(words, episode, now),
        story=_story(words, household, episode, now) if episode.id > 0 else [],
        notice=notice,
        clinic_says=say.clinic_says(words, household.plan, now.astimezone(words.zone).date()),
    )


def _name(household: Household) -> str:
    return say.spoken_name(household.person.name) if household.person else ""


def _story(words: Words, household: Household, episode: Episode, now: datetime) -> list[str]:
    lines = story(words, episode, household.plan, now)[:_MOST_LINES]
    return [told(words, line, _when(words, line.at, now)) for line in lines]


def _when(words: Words, at: datetime, now: datetime) -> str:
    """Return the time of something, with its day where that is not today."""
    is_today = at.astimezone(words.zone).date() == now.astimezone(words.zone).date()
    return words.clock(at) if is_today else words.moment(at, now)


def _emergency_call(words: Words, household: Household, episode: Episode) -> CallView:
    number = household.emergency_number
    tried = _newest_first([attempt for attempt in episode.standing_attempts if attempt.role is None])
    name = QCoreApplication.translate("Emergency", "Emergency number")
    outcomes = [_outcome(words, attempt) for attempt in tried]
    return CallView(name, "", number, tel_link(number) if number else "", outcomes, is_reached=_reached(tried))


def _call(words: Words, rung: Rung, episode: Episode) -> CallView:
    contact = rung.contact
    tried = _newest_first(
        [
            a
            for a in episode.standing_attempts
            if a.role is not None and (a.who, a.number) == (contact.name, rung.number)
        ]
    )
    outcomes = [_outcome(words, attempt) for attempt in tried]
    link = tel_link(rung.number)
    detail, can_decide = _detail(words, rung), contact.role.can_decide
    return CallView(contact.name, detail, rung.number, link, outcomes, _reached(tried), can_decide)


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


def _newest_first(attempts: Sequence[Attempt]) -> list[Attempt]:
    return sorted(attempts, key=lambda attempt: attempt.at, reverse=True)[:_MOST_TRIED]


def _reached(newest_first: Sequence[Attempt]) -> bool:
    return bool(newest_first) and newest_first[0].outcome is Outcome.REACHED


def _outcome(words: Words, attempt: Attempt) -> str:
    outcome, key = words.text(f"emergency.outcome.{attempt.outcome}"), "emergency.tried.by"
    key = key if attempt.by else "emergency.tried"
    return words.text(key, outcome=outcome, time=words.clock(attempt.at), by=attempt.by)


def _team_reached(episode: Episode) -> bool:
    """Whether somebody of the pump team knows of it: who comes with the ambulance may not know these pumps."""
    return any(attempt.ends_waiting and attempt.role is not None for attempt in episode.standing_attempts)


def _next_steps(
    words: Words, household: Household, episode: Episode, rungs: Sequence[Rung], now: datetime
) -> list[str]:
    steps, again = [], recheck(household, now)
    escalates_at = episode.next_escalation_at(now, household.plan)
    if escalates_at is not None and not episode.id:
        steps.append(words.text("emergency.waiting-not-begun"))
    elif escalates_at is not None:
        worse = Level(episode.level_at(now, household.plan) + 1)
        steps.append(words.text(f"emergency.waiting.{worse.id}", time=words.clock(escalates_at)))
    elif episode.was_told(now, household.plan):
        steps.append(words.text("emergency.waiting-over"))
        if any(rung.contact.role.can_decide for rung in rungs) and not _team_reached(episode):
            steps.append(words.text("emergency.tell-team"))
    if again is not None and again[1] > now:
        steps.append(words.text("emergency.check-again-at", time=words.clock(again[1])))
    elif again is not None:
        steps.append(words.text("emergency.check-again-now"))
    return steps
