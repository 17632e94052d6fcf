"""Reads numbers as people type them."""

import math


def read_number(text: str) -> float | None:
    """Return the number that a text stands for, with a dot or a comma for decimals; None if it is none."""
    plain = text.strip().replace("\u00a0", "").replace(" ", "").replace(",", ".")
    try:
        number = float(plain)
    except ValueError:
        return None
    # "nan", "inf" and digits of other scripts are no readings.
    return number if math.isfinite(number) and plain.isascii() else None
