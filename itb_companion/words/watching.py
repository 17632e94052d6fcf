"""Words after a check without signs: what to watch for, and when to look again. They never say that all is well."""

from datetime import UTC, datetime, timedelta

from itb_companion.care.household import Household
from itb_companion.care.reminders import recheck
from itb_companion.care.signs import LEADING_SIGNS
from itb_companion.words.language import Words
from itb_companion.words.signs import inside_sentence


def what_to_watch(words: Words, household: Household, now: datetime) -> str:
    """Return the early signs to watch for and when to look again, in words."""
    signs = words.text("check.watch", signs=inside_sentence(words, LEADING_SIGNS))
    planned, asked = next_look(words, household, now), recheck(household, now)
    instants = [at for at in (planned, asked[1] if asked else None) if at is not None and at > now]
    again_at = min(instants, default=None)
    if again_at is None:
        return f"{signs} {words.text('check.again')}"
    return f"{signs} {words.text('check.again.at', when=words.moment(again_at, now))}"


def next_look(words: Words, household: Household, now: datetime) -> datetime | None:
    """Return when the household next looks for signs by its own plan; None where it set no times."""
    today = now.astimezone(words.zone).date()
    times = household.preferences.sign_check_times
    instants = [
        datetime.combine(day, wall, tzinfo=words.zone).astimezone(UTC)
        for day in (today, today + timedelta(days=1))
        for wall in sorted(times)
    ]
    return next((at for at in instants if at > now), None)
