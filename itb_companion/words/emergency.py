"""The emergency screen's words: what is happening, and what to say on the telephone.

Each case has its own words: signs by the way in which they point; without signs that point anywhere the pump's alarm,
an overdue refill, a pump that may be empty. The script is short enough to read aloud in 20 seconds, in the order of
clinical-facts section 6.
"""

from datetime import date, datetime

from itb_companion.care.episode import Ending, Episode
from itb_companion.care.plan import Plan
from itb_companion.care.signs import PumpAlarm
from itb_companion.care.triage import Level, Reading
from itb_companion.words.language import Words
from itb_companion.words.signs import inside_sentence

_READINGS = {Reading.TOO_LITTLE: "too-little", Reading.TOO_MUCH: "too-much", Reading.EITHER: "either"}
_CIRCUMSTANCES = (
    ("two-tone", {"two-tone-alarm"}),
    ("fault", {"known-fault"}),
    ("empty", {"reservoir-may-be-empty"}),
    ("overdue", {"alarm-date-passed", "refill-missed"}),
    ("single-beep", {"single-beep"}),
)
"""What the rules say of the pump, worst first."""
MOST_WORDS = 60
"""Of a script, that it can be read aloud in 20 seconds; what decided first is said, the screen has every sign."""
_MOST_SIGNS_IN_SCRIPT = 5
_FEVERS = ("fever", "high-fever")
_MOST_NAMES, _MOST_LETTERS = 6, 48


def case(episode: Episode | None) -> str:
    """Return which words fit: by the signs, or by what the pump does where they point nowhere."""
    if episode is None:
        return "neither"
    if episode.reading is not Reading.NEITHER:
        return _READINGS[episode.reading]
    return _circumstance(episode) or ("site" if "pump-site" in episode.rule_ids else "neither")


def _circumstance(episode: Episode) -> str:
    rules = set(episode.rule_ids)
    found = next((name for name, its_rules in _CIRCUMSTANCES if its_rules & rules), "")
    # The rules take a tone that nobody is sure of for the worse one; on the telephone it is told as it was heard.
    return "beep-unsure" if found == "two-tone" and _tone_heard(episode) is PumpAlarm.UNSURE else found


def _tone_heard(episode: Episode) -> PumpAlarm | None:
    heard = [check.pump_alarm for check in episode.standing_checks if check.pump_alarm not in (None, PumpAlarm.NONE)]
    return PumpAlarm.TWO_TONE if PumpAlarm.TWO_TONE in heard else heard[-1] if heard else None


def title(words: Words, episode: Episode | None, level: Level) -> str:
    """Return what is happening, in one line."""
    about = words.text(f"emergency.title.{case(episode)}")
    prefix = f"emergency.title.prefix.{level.id}"
    if level is Level.EMERGENCY or level is Level.URGENT:
        about = about[0].lower() + about[1:]
    return words.text(prefix, title=about) if words.has(prefix) else about


def line(words: Words, episode: Episode | None, now: datetime) -> str:
    """Return the signs, and since when; of an episode that was opened again, when it had been closed."""
    if episode is None or not episode.signs:
        opened = episode.stands_since if episode else now
        told = words.text("emergency.line.no-signs", when=words.moment(opened, now))
    else:
        signs = inside_sentence(words, episode.signs)
        when = words.moment(episode.began_at, now)
        told = words.text("emergency.line.signs", signs=signs[0].upper() + signs[1:], when=when)
    if episode is None or not episode.earlier:
        return told
    return words.text("emergency.line.again", line=told, when=words.moment(episode.earlier[-1].closing.at, now))


def first_step(words: Words, level: Level) -> str:
    """Return what stands over the emergency number. Source: clinical-facts section 3."""
    return words.text(f"emergency.first.{max(level, Level.CALL_CLINIC).id}")


def team_step(words: Words, level: Level) -> str:
    """Return what stands over the pump team. Source: clinical-facts section 3."""
    return words.text(f"emergency.team.{max(level, Level.CALL_CLINIC).id}")


def clock_caption(words: Words, episode: Episode | None) -> str:
    """Return what the running clock counts from."""
    has_sign = episode is not None and episode.first_sign_at is not None
    return words.text("emergency.clock.signs" if has_sign else "emergency.clock.opened")


def do_not(words: Words, episode: Episode | None) -> str:
    """Return what not to do."""
    own = f"emergency.do-not.{case(episode)}"
    return words.text(own if words.has(own) else "emergency.do-not")


def take_along(words: Words) -> list[str]:
    """Return what to take along. Source: clinical-facts section 5."""
    return [words.text(f"emergency.take.{item}") for item in ("cards", "medicines", "printout")]


def ending(words: Words, how: Ending, advised_by: str = "") -> str:
    """Return how an episode ended, with who gave the advice where that is known."""
    if how is Ending.ADVICE and advised_by:
        return words.text("emergency.ending.advice-from", who=advised_by)
    return words.text(f"emergency.ending.{how}")


def really(words: Words, episode: Episode, now: datetime) -> str:
    """Return the second question before a false alarm closes an emergency: what was ticked, and what is known.

    Sources: medtronic-card (mild signs), clinical-facts section 1 (timeline), gablofen-patient (overdose).
    """
    ticked = words.text("emergency.really.no-signs")
    if episode.signs:
        signs, when = inside_sentence(words, episode.signs), words.moment(episode.began_at, now)
        ticked = words.text("emergency.really.signs", signs=signs, when=when)
    key = "emergency.really.too-much" if episode.reading is Reading.TOO_MUCH else "emergency.really"
    return words.text(key, ticked=ticked)


def spoken_name(name: str) -> str:
    """Return as much of a name as can be said in a script of 20 seconds: its first 6 words, and 48 letters of them."""
    spoken = ""
    for word in name.split()[:_MOST_NAMES]:
        if spoken and len(spoken) + 1 + len(word) > _MOST_LETTERS:
            break
        spoken = f"{spoken} {word}".strip()
    return spoken[:_MOST_LETTERS]


def script(
    words: Words, name: str, episode: Episode | None, now: datetime, temperature_c: float | None = None
) -> list[str]:
    """Return what to say on the telephone, sentence by sentence, filled in from the record."""
    about = case(episode)
    said = [
        words.text("emergency.say.pump", name=name or words.text("emergency.someone")),
        words.text(f"emergency.say.{about}"),
    ]
    if about in ("too-little", "either"):
        said.append(words.text("emergency.say.mimics"))
    if episode is None:
        return said
    also = _circumstance(episode)
    if about in _READINGS.values() and also:
        said.append(words.text(f"emergency.say.also.{also}"))
    if episode.signs and about != "site":
        for most in range(_MOST_SIGNS_IN_SCRIPT, 0, -1):
            signs = _signs_said(words, episode, now, temperature_c, most)
            if len(" ".join([*said, signs]).split()) <= MOST_WORDS:
                break
        said.append(signs)
    return said


def _signs_said(words: Words, episode: Episode, now: datetime, temperature_c: float | None, most: int) -> str:
    chosen = [sign for sign in episode.signs if not (sign == "fever" and "high-fever" in episode.signs)]
    said = []
    for sign in chosen[:most]:
        text = inside_sentence(words, [sign])
        if sign in _FEVERS and temperature_c is not None:
            text = f"{text} of {words.temperature(temperature_c)}"
        said.append(text)
    signs = words.listed(said)
    if episode.first_sign_at is None:
        return words.text("emergency.say.signs", signs=signs)
    return words.text("emergency.say.since", signs=signs, when=words.moment(episode.first_sign_at, now))


def measured(episode: Episode) -> float | None:
    """Return the newest temperature in °C that was measured since the episode was opened for the last time."""
    taken = [check.vitals.temperature_c for check in episode.standing_checks if check.vitals.temperature_c is not None]
    return taken[-1] if taken else None


def clinic_says(words: Words, plan: Plan, today: date) -> list[str]:
    """Return the clinic's own words for such a time, a paragraph each; nothing in them is ours."""
    own, oral, expires_on = (
        plan.instructions.strip(),
        plan.oral_baclofen_instruction.strip(),
        plan.oral_baclofen_expires_on,
    )
    told = [own] if own else []
    if oral:
        told.append(words.text("emergency.clinic-oral", text=oral))
    if oral and expires_on is not None and expires_on <= today:
        told.append(words.text("handover.oral.expired", day=words.day(expires_on, today)))
    return told
