"""The handover sheet: what an ambulance or emergency department needs, in the order of clinical-facts section 6.

What is not known is told as not known. What people typed is told letter by letter, each text on one line.
"""

from datetime import datetime

from itb_companion.care.episode import Episode
from itb_companion.care.household import Household
from itb_companion.care.value import value
from itb_companion.documents.handover_check import last_check
from itb_companion.documents.handover_episode import calls, happened, notes, patient
from itb_companion.documents.handover_people import others, team, written
from itb_companion.documents.handover_plan import instructions, oral_baclofen, usual
from itb_companion.documents.handover_pump import fill, pump
from itb_companion.documents.handover_words import moment_told
from itb_companion.words import Words, emergency


@value
class Section:
    """Lines under a heading; `id` names the part, such as "pump"."""

    id: str
    heading: str
    lines: tuple[str, ...]
    instead: str = ""
    """What a shortened text tells where all of these lines have no room; "" where it may tell some of them."""


@value
class Handover:
    """Everything the sheet tells, in words, most needed first; every line is plain text without a break."""

    title: str
    sections: tuple[Section, ...]
    written: str
    """When it was written, for the foot of a page."""
    more: str
    """Says that a shortened text is not all."""

    @property
    def lines(self) -> tuple[str, ...]:
        """Every line, without title and headings."""
        return tuple(line for section in self.sections for line in section.lines)


def handover(words: Words, household: Household, episode: Episode | None, now: datetime) -> Handover:
    """Return the sheet of a household at `now`; an episode with id 0 was not started yet and only lends its words."""
    parts = (
        ("patient", patient(words, household, episode, now)),
        ("happened", happened(words, household, episode, now)),
        ("check", last_check(words, household, episode, now)),
        ("baseline", usual(words, household)),
        ("pump", pump(words, household)),
        ("fill", fill(words, household, now)),
        ("calls", calls(words, episode, now)),
        ("notes", notes(words, household, episode, now)),
        ("team", team(words, household)),
        ("others", others(words, household)),
        ("oral", oral_baclofen(words, household, now)),
        ("clinic", instructions(household)),
        ("do-not", (emergency.do_not(words, episode),)),
        ("written", written(words, household, now)),
    )
    sections = tuple(_section(words, part, lines) for part, lines in parts if lines)
    at = words.text("handover.written.at", when=moment_told(words, now))
    return Handover(words.text("handover.title"), sections, at, words.text("handover.more"))


def _section(words: Words, part: str, lines: tuple[str, ...]) -> Section:
    instead = f"handover.{part}.on-sheet"
    return Section(part, words.text(f"handover.{part}"), lines, words.text(instead) if words.has(instead) else "")
