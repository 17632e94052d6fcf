"""Takes out of a text what nobody sees and what turns its order round, before a person reads it."""

import re

_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]")
"""Control characters, and those that embed, override or isolate a direction: "5 mg" could read as "gm 5".

The marks of Arabic and Hebrew (U+200E, U+200F) and the joiners that other scripts need stay.
"""
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")

_FROM_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
_LEFT_TO_RIGHT_MARK = "\u200e"


def plain(text: str) -> str:
    """Return a text as it can be shown: every end of a line as a newline, no controls, a half letter as "?"."""
    if text.isprintable():
        return text
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return _UNSEEN.sub("", _LINE_ENDS.sub("\n", whole))


def one_line(text: str) -> str:
    """Return a text plain and on one line, as a title or a name needs it."""
    return " ".join(plain(text).split())


def kept_apart(text: str) -> str:
    """Return what goes into a sentence so that it does not turn what stands beside it round.

    After a name that is written from right to left, the digits of a telephone number would be drawn from there too,
    group by group, and a sentence that begins with one would run from the right as a whole.
    """
    if text.isascii() or not _FROM_RIGHT_TO_LEFT.search(text):
        return text
    return f"{_LEFT_TO_RIGHT_MARK}{text}{_LEFT_TO_RIGHT_MARK}"
