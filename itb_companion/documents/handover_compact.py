"""The handover sheet as a compact text for a QR code: whole lines of least need are left out until it fits.

A clinic's own instruction is told whole or not at all; where it has no room, the text says where it stands.
"""

from collections.abc import Mapping

from itb_companion.care.value import value
from itb_companion.documents.handover import Handover, Section

MOST_BYTES = 980
"""Of the compact text: its code has at most 105 modules a side, which a phone reads from a screen."""
_BY_NEED = (
    "patient", "happened", "pump", "team", "check", "fill", "calls", "notes", "written", "others", "oral", "baseline",
    "clinic", "do-not",
)  # fmt: skip
_FIRST_LINES = {"patient": None, "happened": None, "baseline": 0, "do-not": 0}
"""Of these sections so many lines, None for all, come before the rest of any; of the others three."""


@value
class _Step:
    """Lines that are told together; a later step at the same place tells more than the one before, in its stead."""

    part: str
    place: int
    lines: tuple[str, ...]
    is_rest: bool
    """Whether the first lines of every other section come before it."""

    @property
    def rank(self) -> tuple[bool, int, int]:
        """How much it is needed, least for most."""
        return self.is_rest, _BY_NEED.index(self.part), self.place


_Kept = Mapping[tuple[str, int], tuple[str, ...]]
"""Lines by their section and the place in it."""


def compact_text(sheet: Handover) -> str:
    """Return the sheet as plain text of at most MOST_BYTES in UTF-8, by leaving out whole lines of least need."""
    steps = [step for section in sheet.sections for step in _steps(section)]
    headings = {section.id: section.heading.upper() for section in sheet.sections}
    text = _joined(headings, {(step.part, step.place): step.lines for step in steps})
    if _size(text) <= MOST_BYTES:
        return text
    return f"{_joined(headings, _most_needed(headings, steps, MOST_BYTES - _size(sheet.more)))}{sheet.more}"


def _steps(section: Section) -> list[_Step]:
    # Without the degree sign the text is plain ASCII in most households, which every phone reads alike.
    lines = tuple(line.replace("°", "") for line in section.lines)
    if section.instead:
        return [
            _Step(section.id, 0, (section.instead,), is_rest=False),
            _Step(section.id, 0, lines, is_rest=True),
        ]
    most = _FIRST_LINES.get(section.id, 3)
    return [
        _Step(section.id, place, (line,), is_rest=most is not None and place >= most)
        for place, line in enumerate(lines)
    ]


def _most_needed(headings: Mapping[str, str], steps: list[_Step], room: int) -> _Kept:
    """Return what fits into `room` bytes, taken by need."""
    kept: dict[tuple[str, int], tuple[str, ...]] = {}
    for step in sorted(steps, key=lambda step: step.rank):
        above = () if any(part == step.part for part, _ in kept) else (headings[step.part],)
        before = kept.get((step.part, step.place), ())
        needed = _size(_lines(*above, *step.lines)) - _size(_lines(*before))
        if needed <= room:
            kept[step.part, step.place] = step.lines
            room -= needed
    return kept


def _joined(headings: Mapping[str, str], kept: _Kept) -> str:
    text = ""
    for part, heading in headings.items():
        own = [line for (of, _), lines in sorted(kept.items()) if of == part for line in lines]
        text += _lines(heading, *own) if own else ""
    return text


def _lines(*lines: str) -> str:
    return "".join(f"{line}\n" for line in lines)


def _size(text: str) -> int:
    return len(text.encode())
