"""Where a path that was typed leads to."""

from pathlib import Path

from itb_companion.cli.failure import Failure


def whole_path(typed: str) -> Path:
    """Return a path from the root on; Failure where nobody can tell where it begins.

    That is the home of an unknown user, such as `~nobody1/pump`, or a path in a folder that was removed meanwhile.
    """
    try:
        return Path(typed).expanduser().absolute()
    except (RuntimeError, OSError) as error:
        from itb_companion.clock import SystemClock
        from itb_companion.words import Words

        told = Words(SystemClock().zone()).text("app.path-unknown", path=typed)
        raise Failure(told) from error
