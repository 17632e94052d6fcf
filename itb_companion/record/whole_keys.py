"""The ids inside the keys of alerts: "recheck:7:urgent" is about check 7, and goes with it when it gets another id."""

from collections.abc import Mapping

from itb_companion.record.whole_schema import KEYED, LARGEST_ID


def id_in(key: str) -> tuple[str, int] | None:
    """Return the table and the id that a key names, or None where it names none."""
    kind, _, rest = key.partition(":")
    number = rest.partition(":")[0]
    if kind not in KEYED or not (number.isascii() and number.isdigit()) or len(number) > len(str(LARGEST_ID)):
        return None
    if number.startswith("0"):
        return None
    return KEYED[kind], int(number)


def renamed(key: str, ids: Mapping[str, Mapping[int, int]]) -> str:
    """Return a key with the id in it exchanged, where that entry has another id now."""
    about = id_in(key)
    if about is None:
        return key
    kind, _, rest = key.partition(":")
    number, colon, end = rest.partition(":")
    return f"{kind}:{ids[about[0]].get(about[1], int(number))}{colon}{end}"
