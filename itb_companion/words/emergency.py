"""The emergency screen's words: what is happening, and what to say on the telephone.

The script is short enough to read aloud in 20 seconds, in the order of clinical-facts section 6.
"""

from datetime import datetime

from itb_companion.care.episode import Episode
from itb_companion.care.triage import Level, Reading
from itb_companion.words.language import Words
from itb_companion.words.signs import inside_sentence

_READINGS = {
    Reading.NEITHER: "neither",
    Reading.TOO_LITTLE: "too-little",
    Reading.TOO_MUCH: "too-much",
    Reading.EITHER: "either",
}
EMPTY_RULES = frozenset({"reservoir-may-be-empty", "alarm-date-passed"})
_MOST_SIGNS_IN_SCRIPT = 5


def _about(episode: Episode | None) -> str:
    """Return which words fit: by the signs, or by an empty pump where there are none."""
    if episode is None:
        return "neither"
    if episode.reading is Reading.NEITHER and EMPTY_RULES & set(episode.rule_ids):
        return "empty"
    return _READINGS[episode.reading]


def title(words: Words, episode: Episode | None, level: Level) -> str:
    """Return what is happening, in one line."""
    about = words.text(f"emergency.title.{_about(episode)}")
    prefix = f"emergency.title.prefix.{level.id}"
    if level is Level.EMERGENCY or level is Level.URGENT:
        about = about[0].lower() + about[1:]
    return words.text(prefix, title=about) if words.has(prefix) else about


def line(words: Words, episode: Episode | None, now: datetime) -> str:
    """Return the signs, and since when."""
    if episode is None or not episode.signs:
        opened = episode.opened_at if episode else now
        return words.text("emergency.line.no-signs", when=words.moment(opened, now))
    signs = inside_sentence(words, episode.signs)
    return words.text(
        "emergency.line.signs",
        signs=signs[0].upper() + signs[1:],
        when=words.moment(episode.began_at, now),
    )


def clock_caption(words: Words, episode: Episode | None) -> str:
    """Return what the running clock counts from."""
    has_sign = episode is not None and episode.first_sign_at is not None
    return words.text("emergency.clock.signs" if has_sign else "emergency.clock.opened")


def script(
    words: Words, name: str, episode: Episode | None, now: datetime, temperature_c: float | None = None
) -> list[str]:
    """Return what to say on the telephone, sentence by sentence, filled in from the record."""
    about = _about(episode)
    said = [
        words.text("emergency.say.pump", name=name or words.text("emergency.someone")),
        words.text(f"emergency.say.{about}"),
    ]
    if about in ("too-little", "either"):
        said.append(words.text("emergency.say.mimics"))
    if episode is not None and episode.signs:
        said.append(_signs_said(words, episode, now, temperature_c))
    return said


def _signs_said(words: Words, episode: Episode, now: datetime, temperature_c: float | None) -> str:
    chosen = [sign for sign in episode.signs if not (sign == "fever" and "high-fever" in episode.signs)]
    said = []
    for sign in chosen[:_MOST_SIGNS_IN_SCRIPT]:
        text = inside_sentence(words, [sign])
        if sign in ("fever", "high-fever") and temperature_c is not None:
            text = f"{text} of {temperature_c:g} °C"
        said.append(text)
    signs = words.listed(said)
    if episode.first_sign_at is None:
        return words.text("emergency.say.signs", signs=signs)
    return words.text("emergency.say.since", signs=signs, when=words.moment(episode.first_sign_at, now))
