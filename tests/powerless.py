"""Programs for which permissions hold, which they do not for root."""

import os


def powerless() -> tuple[str, ...]:
    """Return what stands before a command to take root's power from it; nothing where nobody is root."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    return ("setpriv", "--bounding-set=-all", "--inh-caps=-all") if root else ()
