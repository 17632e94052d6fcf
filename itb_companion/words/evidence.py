"""Words for what is known about reaching a person: from evidence, and unknown is told as unknown."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from itb_companion.care.alarm_test import AlarmTest
from itb_companion.care.clinical import Clinical
from itb_companion.care.people import Contact
from itb_companion.care.ports import ALERT_WINDOW, DBUS, SOUND, Startup, StartupState
from itb_companion.words.language import Words

Line = tuple[bool | None, str]
"""True: it is so. False: it does not work. None: not known, or nothing to worry about and nothing to rely on."""
Deliveries = Mapping[str, tuple[str, str, datetime]]
"""The newest outcome of each channel that was ever tried: outcome, detail, when."""

_STALE_BACKUP_DAYS = 2
_STALE_TEST_DAYS = 30


def window(words: Words, deliveries: Deliveries, now: datetime) -> list[Line]:
    """Return when the alert window last came up."""
    if ALERT_WINDOW not in deliveries:
        return [(None, words.text("reach.never"))]
    return [(True, words.text("reach.shown", when=words.moment(deliveries[ALERT_WINDOW][2], now)))]


def looked(words: Words, at: datetime) -> list[Line]:
    """Return when the program last looked at what is due."""
    return [(True, words.text("reach.looked", when=words.moment(at, at)))]


def notifications(
    words: Words, deliveries: Deliveries, service: str | None, now: datetime, test: AlarmTest | None = None
) -> list[Line]:
    """Return whether notifications work; `service` names itself, is empty where there is none, None if not asked."""
    lines: list[Line] = []
    if test is not None and not test.saw_notification:
        name = test.by or words.text("today.someone")
        lines.append((False, words.text("reach.not-seen", when=words.moment(test.at, now), name=name)))
    tried = {channel: found for channel, found in deliveries.items() if channel not in (ALERT_WINDOW, SOUND)}
    if DBUS in tried and tried[DBUS][0] == "confirmed":
        lines.append((True, words.text("reach.notified", when=words.moment(tried[DBUS][2], now))))
    elif DBUS in tried:
        lines.append(_no_service(words, tried[DBUS][0]))
    elif any(outcome == "unconfirmed" for outcome, _, _ in tried.values()):
        lines.append((None, words.text("reach.unconfirmed")))
    elif tried:
        lines.append(_no_service(words, next(iter(tried.values()))[0]))
    if service is None:
        lines.append((None, words.text("reach.unknown-service")))
    else:
        answers = (True, words.text("reach.confirmed", name=service))
        lines.append(answers if service else _no_service(words, "unavailable"))
    return list(dict.fromkeys(lines))


def _no_service(words: Words, outcome: str) -> Line:
    return False, words.text("reach.no-service", why=words.text(f"outcome.{outcome}"))


def sound(words: Words, deliveries: Deliveries, test: AlarmTest | None, now: datetime) -> list[Line]:
    """Return whether the alarm sounds, and whether a person has heard it."""
    lines: list[Line] = []
    if SOUND in deliveries:
        outcome, detail, at = deliveries[SOUND]
        if outcome in ("unavailable", "timed-out"):
            return [(False, words.text("reach.no-sound", why=detail))]
        if outcome == "unconfirmed":
            lines.append((None, words.text("reach.sounded", when=words.moment(at, now))))
    if test is None:
        return [*lines, (None, words.text("reach.never-tested"))]
    when, name = words.moment(test.at, now), test.by or words.text("today.someone")
    if not test.heard_sound:
        return [*lines, (False, words.text("reach.not-heard", when=when, name=name))]
    if (now - test.at).days >= _STALE_TEST_DAYS:
        return [*lines, (None, words.text("reach.tested-long-ago", when=when))]
    # That somebody heard it says more than that it was played.
    return [(True, words.text("reach.heard", when=when, name=name))]


def seen(words: Words, last: tuple[datetime, str] | None, now: datetime) -> list[Line]:
    """Return when a person last answered an alert."""
    if last is None:
        return []
    name = last[1] or words.text("today.someone")
    return [(True, words.text("reach.seen", when=words.moment(last[0], now), name=name))]


def startup(words: Words, state: StartupState | None) -> list[Line]:
    """Return whether the program starts by itself at login."""
    if state is None:
        return [(None, words.text("reach.startup.unknown"))]
    if state.startup is Startup.ON and state.is_doubtful:
        return [(None, words.text("reach.startup.doubt", detail=state.detail))]
    if state.startup is Startup.ON:
        return [(True, words.text("reach.startup.on"))]
    if state.startup is Startup.OFF:
        return [(False, words.text("reach.startup.off"))]
    if state.startup is Startup.BROKEN:
        return [(False, words.text("reach.startup.broken", detail=state.detail))]
    return [(None, words.text("reach.startup.unknown"))]


def backup(words: Words, made_at: datetime | None, now: datetime, today: date) -> list[Line]:
    """Return how old the newest backup is."""
    if made_at is None:
        return [(None, words.text("reach.backup.none"))]
    is_fresh = (now - made_at).days < _STALE_BACKUP_DAYS
    age = words.away(made_at.astimezone(words.zone).date(), today)
    return [(True if is_fresh else None, words.text("reach.backup.age", age=age))]


def numbers(words: Words, contacts: Sequence[Contact], today: date) -> list[Line]:
    """Return how many telephone numbers were verified lately enough."""
    known = [(number, contact.entered_on or today) for contact in contacts for number in contact.numbers]
    if not known:
        return []
    right = sum(n.verified_on is not None and n.verified_on <= today < n.due_on(entered, today) for n, entered in known)
    if right < len(known):
        return [(None, words.text("reach.numbers.some", right=right, all=len(known)))]
    return [(True, words.text("reach.numbers.one" if right == 1 else "reach.numbers.all", all=right))]


def clinical(words: Words, content: Clinical) -> list[Line]:
    """Return that clinical files have a fault, or what in them was changed and whether it counts; else nothing."""
    if content.problems:
        files = words.listed(dict.fromkeys(problem.field for problem in content.problems))
        return [(False, words.text("reach.clinical.broken", files=files))]
    files = words.listed(content.differing)
    lines: list[Line] = [(None, words.text("reach.clinical.differs", files=files))] if files else []
    return [*lines, *((None, words.text(f"reach.clinical.unused.{what}")) for what in content.unused)]
