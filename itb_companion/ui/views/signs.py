"""Builds what the check for signs shows."""

from collections.abc import Mapping
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from itb_companion.care.built_in import BUILT_IN
from itb_companion.care.episode import Episode
from itb_companion.care.household import Household
from itb_companion.care.plan import Plan
from itb_companion.care.signs import LEADING_SIGNS, Answer, Check
from itb_companion.care.triage import Level
from itb_companion.companion.checks import Progress
from itb_companion.ui.pages.signs import PRESSURE_SIGN, SignsView
from itb_companion.words import Words
from itb_companion.words.emergency import title
from itb_companion.words.readings import asked_whether_unusual, compared
from itb_companion.words.signs import headline, inside_sentence, reasons, sign_name
from itb_companion.words.watching import what_to_watch
from itb_companion.words.why import explained

_DRESS = {Level.EMERGENCY: "emergency", Level.URGENT: "urgent", Level.CALL_CLINIC: "accent"}


def signs_view(
    words: Words,
    progress: Progress,
    household: Household,
    now: datetime,
    titles: Mapping[str, str] = BUILT_IN.sources,
) -> SignsView:
    """Return the check so far, and what it comes to; `titles` are those of the sources by id."""
    check, plan, standing = progress.check, household.plan, _standing(household, now)
    level = max(progress.assessment.level, standing)
    name = household.person.first_name if household.person else ""
    since = [(sign, sign_name(words, sign), words.moment(at, now)) for sign, at in check.since.items()]
    asked = asked_whether_unusual(check.vitals, plan)
    return SignsView(
        check=check,
        dress=_DRESS.get(level, "plain"),
        headline=_headline(words, progress, household, standing),
        reasons=reasons(words, progress.assessment),
        note=_below(words, progress, household, now),
        help_button=_tr("Show whom to call") if level >= Level.CALL_CLINIC else "",
        since=[line for line in since if line[0] in check.ticked],
        compared=compared(words, check.vitals, plan, name),
        asked=asked,
        unusual=check.unusual | _unusual_pressure(check, asked),
        unit=words.temperature_unit,
        why=explained(words, progress.assessment, plan, titles),
        known=_known(words, progress, household, now),
    )


def _unusual_pressure(check: Check, asked: frozenset[str]) -> frozenset[str]:
    """Return the pressure at which the answer about an unusual one is shown."""
    if check.answers.get(PRESSURE_SIGN) is not Answer.YES:
        return frozenset()
    return asked & {"diastolic_mmhg"} or frozenset({"systolic_mmhg"})


def _standing(household: Household, now: datetime) -> Level:
    """Return the level at which help is sought already: no check takes it back, whatever it comes to by itself."""
    episode = household.episode
    return episode.level_at(now, household.plan) if episode is not None else Level.CLEAR


def _headline(words: Words, progress: Progress, household: Household, standing: Level) -> str:
    if standing > progress.assessment.level:
        return title(words, household.episode, standing)
    if progress.assessment.level is Level.CLEAR:
        return _tr("Nothing ticked yet") if not progress.check.ticked else headline(words, Level.CLEAR)
    return headline(words, progress.assessment.level)


def _below(words: Words, progress: Progress, household: Household, now: datetime) -> str:
    """Return what to do; while help is sought first what was written down before, which this check only adds to."""
    episode = household.episode
    if episode is None and progress.assessment.level is Level.WATCH:
        return words.text("check.watch", signs=inside_sentence(words, LEADING_SIGNS))
    if episode is None:
        return _note(words, progress, household.plan) or _watch(words, household, now)
    before = [words.text("check.standing", signs=inside_sentence(words, episode.signs))] if episode.signs else []
    found = progress.assessment.level
    proves = [words.text("check.proves-nothing")] if found is Level.CLEAR else []
    if found > _standing(household, now):
        return "\n".join([*before, _note(words, progress, household.plan)])
    return "\n".join([*before, *_waiting(words, episode, household.plan, now), *proves])


def _waiting(words: Words, episode: Episode, plan: Plan, now: datetime) -> list[str]:
    """Return what becomes of it by when, counted from when help was first sought: no check begins the waiting anew."""
    rises_at = episode.next_escalation_at(now, plan)
    if rises_at is not None:
        worse = Level(episode.level_at(now, plan) + 1)
        return [words.text(f"emergency.waiting.{worse.id}", time=words.clock(rises_at))]
    has_waited_in_vain = episode.has_waited(now, plan) and not episode.was_told(now, plan)
    return [words.text("check.waited")] if has_waited_in_vain else []


def _note(words: Words, progress: Progress, plan: Plan) -> str:
    level = progress.assessment.level
    if level is Level.URGENT:
        return _tr("If nobody answers within {minutes} minutes, go to the hospital.").format(
            minutes=plan.urgent_wait_min
        )
    if level is Level.CALL_CLINIC:
        return _tr("If nobody is reached within {minutes} minutes, this becomes urgent.").format(
            minutes=plan.clinic_wait_min
        )
    return words.text("level.emergency.advice") if level is Level.EMERGENCY else ""


def _watch(words: Words, household: Household, now: datetime) -> str:
    """Return what a check without a sign to act on leaves to do; it never says that all is well."""
    return f"{words.text('check.proves-nothing')} {what_to_watch(words, household, now)}"


def _known(words: Words, progress: Progress, household: Household, now: datetime) -> dict[str, str]:
    """Return the events that the record knows, each in its sentence."""
    if "recent-refill" not in progress.known or household.fill is None:
        return {}
    day = words.day(household.fill.filled_on, now.astimezone(words.zone).date())
    return {"recent-refill": words.text("check.known.recent-refill", day=day)}


def _tr(text: str) -> str:
    return QCoreApplication.translate("Signs", text)
