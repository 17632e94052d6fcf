"""QR codes as plain matrices of dark and light, made on this machine."""

from itb_companion.care.people import dialable

Matrix = tuple[tuple[bool, ...], ...]
_SHORT = 200
"""Letters up to which a code may lose a seventh of itself."""


def tel_link(number: str) -> str:
    """Return what a telephone dials when it scans: only digits and a leading plus."""
    return f"tel:{dialable(number)}"


def matrix(text: str) -> Matrix:
    """Return the modules of the QR code of a text, dark as True, without the quiet border."""
    import segno  # loads slowly; nobody needs it before a code is painted

    # A long text needs so many modules that larger ones help a phone more than spare ones do.
    error = "m" if len(text) <= _SHORT else "l"
    if text.isascii():
        code = segno.make(text, error=error, micro=False)
    else:
        code = segno.make(text, error=error, micro=False, encoding="utf-8", eci=True)  # else readers guess
    return tuple(tuple(bool(module) for module in row) for row in code.matrix)
