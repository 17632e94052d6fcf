"""A failure that is told to the person in one sentence."""


class Failure(Exception):  # noqa: N818 - it is what it is called
    """One sentence that says what to do; exit code 1."""
