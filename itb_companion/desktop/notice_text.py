"""Makes the texts of a notice safe for the services that show them."""

from itb_companion.words.plain import one_line, plain

__all__ = ["cut", "escaped", "one_line", "plain"]

_ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def escaped(text: str) -> str:
    """Return the text plain, with & < > escaped for a service that reads markup."""
    return plain(text).translate(_ESCAPED)


def cut(text: str, length: int) -> str:
    """Return the text in at most `length` UTF-16 units, with an ellipsis where something was left out."""
    if _units(text) <= length:
        return text
    kept = text[: length - 1]
    while _units(kept) > length - 1:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def _units(text: str) -> int:
    """Return the length as Windows counts it, where the limits come from."""
    return len(text.encode("utf-16-le")) // 2
