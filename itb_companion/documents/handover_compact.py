"""The handover sheet as a compact text for a QR code: whole lines of least need are left out until it fits."""

from collections.abc import Mapping

from itb_companion.documents.handover import Handover

MOST_BYTES = 980
"""Of the compact text: its code has at most 105 modules a side, which a phone reads from a screen."""
_BY_NEED = (
    "patient", "happened", "pump", "team", "check", "fill", "calls", "notes", "written", "others", "clinic", "do-not",
)  # fmt: skip
_NEEDED_WHOLE = frozenset({"patient", "happened"})
_FIRST_LINES = 3


def compact_text(sheet: Handover) -> str:
    """Return the sheet as plain text of at most MOST_BYTES in UTF-8, by leaving out whole lines of least need."""
    # Without the degree sign the text is plain ASCII in most households, which every phone reads alike.
    sections = {
        part.id: (part.heading.upper(), [line.replace("°", "") for line in part.lines]) for part in sheet.sections
    }
    places = [(part, place) for part, (_, lines) in sections.items() for place in range(len(lines))]
    text = _joined(sections, set(places))
    if _size(text) <= MOST_BYTES:
        return text
    return f"{_joined(sections, _most_needed(sections, places, MOST_BYTES - _size(sheet.more)))}{sheet.more}"


_Parts = Mapping[str, tuple[str, list[str]]]
"""Heading and lines by the id of the section, in the order of the sheet."""


def _most_needed(sections: _Parts, places: list[tuple[str, int]], room: int) -> set[tuple[str, int]]:
    """Return the places of the lines that fit into `room` bytes, taken by need."""
    kept: set[tuple[str, int]] = set()
    for part, place in sorted(places, key=_by_need):
        heading, lines = sections[part]
        is_first = not any(part == kept_part for kept_part, _ in kept)
        needed = _size(f"{lines[place]}\n") + (_size(f"{heading}\n") if is_first else 0)
        if needed <= room:
            kept.add((part, place))
            room -= needed
    return kept


def _by_need(line: tuple[str, int]) -> tuple[bool, int, int]:
    """Return the rank of a line: of most sections the first lines come before the rest of any."""
    part, place = line
    return part not in _NEEDED_WHOLE and place >= _FIRST_LINES, _BY_NEED.index(part), place


def _joined(sections: _Parts, kept: set[tuple[str, int]]) -> str:
    text = ""
    for part, (heading, lines) in sections.items():
        own = [line for place, line in enumerate(lines) if (part, place) in kept]
        text += "".join(f"{line}\n" for line in (heading, *own)) if own else ""
    return text


def _size(text: str) -> int:
    return len(text.encode())
