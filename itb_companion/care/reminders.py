"""What is reminded of beside the refill: pump, numbers, oral baclofen, backups, checks for signs, an open episode."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from itb_companion.care.household import Household
from itb_companion.care.occurrence import Item, Kind, View, days_before
from itb_companion.care.severity import Severity
from itb_companion.care.signs import Check
from itb_companion.care.triage import Level, saw_something

VERIFY_AGAIN_DAYS = 7
ORAL_EXPIRY_STEPS = (30, 7, 0)


def other_reminders(view: View) -> Iterator[Item]:
    """Yield all that is said about anything but the refill."""
    yield from _replace_pump(view)
    yield from _verify_numbers(view)
    yield from _oral_expiry(view)
    yield from _backup(view)
    yield from _sign_checks(view)
    yield from _recheck(view)
    yield from _episode(view)


def _replace_pump(view: View) -> Iterator[Item]:
    """Yield the ladder before the pump's replacement date, and every morning from that date on, urgently."""
    pump = view.household.pump
    if pump is None or pump.replacement_on is None:
        return
    replacement_on = pump.replacement_on
    cause, facts = f"replace-pump:{replacement_on.isoformat()}", {"replacement_on": replacement_on}
    ladder = days_before(replacement_on, view.household.preferences.replacement_steps)
    for day in view.that_matter({*ladder, *view.days(replacement_on, view.until)}):
        if day <= view.until:
            severity = Severity.URGENT if day >= replacement_on else Severity.REMINDER
            key = f"{cause}:{day.isoformat()}"
            danger_at = view.morning(replacement_on)
            yield Item(Kind.REPLACE_PUMP, cause, key, view.morning(day), severity, facts, danger_at=danger_at)


def _verify_numbers(view: View) -> Iterator[Item]:
    """Yield when each number of a contact should be called again, and every week until it was."""
    entered = (view.household.entered_at or view.now).astimezone(view.zone).date()
    due_on = [
        (number.due_on(contact.entered_on or entered, view.today), contact.name)
        for contact in view.household.contacts
        for number in contact.numbers
    ]
    for day in sorted({day for first, _ in due_on for day in _weekly(first, view.first, view.until)}):
        facts = {"contacts": tuple(dict.fromkeys(name for first, name in due_on if first <= day))}
        key = f"verify-numbers:{day.isoformat()}"
        yield Item(Kind.VERIFY_NUMBERS, "verify-numbers", key, view.morning(day), Severity.CALM, facts)


def _weekly(first: date, after: date, until: date) -> Iterator[date]:
    """Yield a day and every seventh day after it up to `until`, from the last one that is not later than `after`."""
    weeks = max((after - first).days // VERIFY_AGAIN_DAYS, 0)
    day = first + timedelta(days=weeks * VERIFY_AGAIN_DAYS)
    while day <= until:
        yield day
        day += timedelta(days=VERIFY_AGAIN_DAYS)


def _oral_expiry(view: View) -> Iterator[Item]:
    """Yield the steps before the oral baclofen at hand expires, its day, and every week until the date is changed.

    Source: medtronic-duties (keep it unexpired).
    """
    expires_on = view.household.plan.oral_baclofen_expires_on
    if expires_on is None:
        return
    cause = f"oral-expiry:{expires_on.isoformat()}"
    steps = days_before(expires_on, ORAL_EXPIRY_STEPS)
    for day in view.that_matter({*steps, *_weekly(expires_on, view.first, view.until)}):
        if day <= view.until:
            facts = {"expires_on": expires_on}
            yield Item(
                Kind.ORAL_EXPIRY, cause, f"{cause}:{day.isoformat()}", view.morning(day), Severity.REMINDER, facts
            )


def _backup(view: View) -> Iterator[Item]:
    """Yield, once backups fail or the last good one is two days old, that instant and every seventh morning after it.

    Nothing of it is coming before: the next backup is expected to be made.
    """
    backups = view.household.backups
    since = backups.due_at(view.now) if backups else None
    if since is None:
        return
    first = since.astimezone(view.zone).date()
    yield Item(Kind.BACKUP, "backup", f"backup:{since.isoformat()}", since, Severity.REMINDER)
    for day in _weekly(first + timedelta(days=VERIFY_AGAIN_DAYS), view.first, view.today):
        key = f"backup:{first.isoformat()}:{day.isoformat()}"
        if view.morning(day) <= view.now:
            yield Item(Kind.BACKUP, "backup", key, view.morning(day), Severity.REMINDER)


def _sign_checks(view: View) -> Iterator[Item]:
    """Yield the daily sign checks that were asked for; one is over when a check was saved after it."""
    preferences, last = view.household.preferences, view.household.last_check
    checked_at = last.saved_at if last else None
    if checked_at is not None and checked_at > view.now:
        checked_at = None  # from a clock that stood ahead: it says nothing about today
    since = preferences.sign_checks_since
    if since is not None and since > view.now:
        since = None
    for day in view.days(view.first, view.until):
        for wall in preferences.sign_check_times:
            due_at = view.at(day, wall)
            asked = since is None or due_at >= since
            if asked and (checked_at is None or checked_at < due_at):
                key = f"sign-check:{day.isoformat()}T{wall.isoformat('minutes')}"
                yield Item(Kind.SIGN_CHECK, "sign-check", key, due_at, Severity.CALM)


RECHECK_AFTER = {
    Level.WATCH: timedelta(hours=4),
    Level.CALL_CLINIC: timedelta(hours=2),
    Level.URGENT: timedelta(minutes=30),
    Level.EMERGENCY: timedelta(minutes=15),
}
"""So long after a check the signs are looked at again. Source for watch: clinical-facts section 3, "check again in 4
hours"; the others are this program's own, shorter where it is more serious."""
_RECHECK_SEVERITY = {Level.WATCH: Severity.CALM, Level.CALL_CLINIC: Severity.REMINDER}


def recheck(household: Household, now: datetime) -> tuple[Level, datetime] | None:
    """Return how serious it is and when the signs should be looked at again; None where nothing asks for it.

    What asks for it is an open episode, or what was seen in the last check. An episode that was closed after the
    check ends that: the person was handed over, or advice was received.
    """
    check, episode = household.last_check, household.episode
    if check is None or check.saved_at is None:
        return None
    level, looked_at = _seen_last(household, check, now), check.saved_at
    if episode is not None and episode.is_open:
        looked_at = max(check.saved_at, episode.stands_since)
        # What waiting makes of it later leaves this when it was due, or it would be late as soon as it is told.
        level = max(level, episode.level_at(looked_at, household.plan))
    if level not in RECHECK_AFTER:
        return None
    # A clock that stood far ahead must not put it off: then it is due at once.
    ahead = looked_at - now > RECHECK_AFTER[level]
    return level, now if ahead else looked_at + RECHECK_AFTER[level]


def _seen_last(household: Household, check: Check, now: datetime) -> Level:
    """Return what the last check came to, if something was seen in it and no episode was closed since; else clear.

    An overdue refill alone raises the level of every check; that is no reason to look again.
    """
    closed_at = household.last_closed_at
    is_over = closed_at is not None and check.saved_at is not None and check.saved_at <= closed_at <= now
    return household.last_level if saw_something(check, household.plan) and not is_over else Level.CLEAR


def _recheck(view: View) -> Iterator[Item]:
    """Yield when the signs should be looked at again."""
    found, check = recheck(view.household, view.now), view.household.last_check
    if found is None or check is None:
        return
    level, due_at = found
    severity = _RECHECK_SEVERITY.get(level, Severity.URGENT)
    cause = f"recheck:{check.id}"
    yield Item(Kind.RECHECK, cause, f"{cause}:{level.id}", due_at, severity)


_EPISODE_SEVERITY = {
    Level.CALL_CLINIC: Severity.REMINDER,
    Level.URGENT: Severity.URGENT,
    Level.EMERGENCY: Severity.EMERGENCY,
}


def _episode(view: View) -> Iterator[Item]:
    """Yield each level that the open episode has come to, and the one that waiting will bring."""
    episode, plan = view.household.episode, view.household.plan
    if episode is None or not episode.is_open:
        return
    # One that was opened again is a cause of its own: what was answered before it closed answers nothing now.
    cause = ":".join(["episode", str(episode.id), *([str(len(episode.earlier))] if episode.earlier else [])])
    steps: Iterable[tuple[Level, datetime]] = [(s.level, min(s.since, view.now)) for s in episode.steps(view.now, plan)]
    escalates_at = episode.next_escalation_at(view.now, plan)
    if escalates_at is not None:
        steps = [*steps, (Level(episode.level_at(view.now, plan) + 1), escalates_at)]
    told = episode.was_told(view.now, plan)
    for level, since in steps:
        severity = _EPISODE_SEVERITY.get(level, Severity.CALM)
        facts = {"level": level, "signs": episode.signs, "told": told}
        yield Item(Kind.EPISODE, cause, f"{cause}:{level.id}", since, severity, facts)
