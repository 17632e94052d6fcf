"""QR codes as plain matrices of dark and light, made on this machine."""

from itb_companion.care.people import dialable

Matrix = tuple[tuple[bool, ...], ...]


def tel_link(number: str) -> str:
    """Return what a telephone dials when it scans: only digits and a leading plus."""
    return f"tel:{dialable(number)}"


def matrix(text: str) -> Matrix:
    """Return the modules of the QR code of a text, dark as True, without the quiet border."""
    import segno  # loads slowly; nobody needs it before a code is painted

    code = segno.make(text, error="m", micro=False)
    return tuple(tuple(bool(module) for module in row) for row in code.matrix)
