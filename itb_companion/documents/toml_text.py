"""Writes texts and lists as TOML, so that any reader gives back exactly what was written."""

import re
from collections.abc import Sequence

_SHORT = {"\b": r"\b", "\t": r"\t", "\n": r"\n", "\f": r"\f", "\r": r"\r", '"': r"\"", "\\": r"\\"}
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
"""What an editor does not show, or shows in another order than it is written."""
LONG_KEY = re.compile(r"(?<![\w\"'-])(?:[\w\"'-]++[ \t]*+\.[ \t]*+){16}")
"""Sixteen names joined by dots: no care plan has such a key, and a long one takes TOML's reader minutes."""


def quoted(text: str) -> str:
    """Return a text as a TOML string; one of several lines stands on several lines."""
    plain = text.replace("\\", "\\\\")
    if "\n" in text:
        # Three quotes would end it, and so would one right before its end.
        plain = re.sub(r'"(?="|\Z)', r"\"", plain)
        lines = [_UNSEEN.sub(_escaped, line) for line in plain.split("\n")]
        return '"""\n' + _without_long_keys("\n".join(lines)) + '"""'
    return '"' + _without_long_keys(_UNSEEN.sub(_escaped, plain.replace('"', r"\""))) + '"'


def _without_long_keys(written: str) -> str:
    """Spell dots out where a text looks like what a reader refuses."""
    return written.replace(".", r"\u002E") if LONG_KEY.search(f'"{written}') else written


def listed(texts: Sequence[str]) -> str:
    """Return texts as a TOML array."""
    return "[" + ", ".join(quoted(text) for text in texts) + "]"


def _escaped(found: re.Match[str]) -> str:
    letter = found[0]
    return _SHORT.get(letter) or f"\\u{ord(letter):04X}"
