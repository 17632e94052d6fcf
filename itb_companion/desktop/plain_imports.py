"""Loads PySide6 without what a running program never needs of it."""

import builtins
import linecache

from itb_companion.desktop.late_parts import explanations_later


def use_plain_imports() -> None:
    """Load PySide6 and put Python's own import back; a start takes a fifth less time without the hook.

    The hook would read the source of every module that is imported after it. It exists for `from __feature__ import`,
    which this program never uses. PySide6 keeps the original under a name of its own; where it does not, nothing is
    changed.
    """
    with explanations_later():
        import PySide6.QtCore  # noqa: F401 - brings the hook

    linecache.clearcache()  # its own sources, read by the hook
    original = getattr(builtins, "__orig_import__", None)
    if original is not None:
        builtins.__import__ = original
