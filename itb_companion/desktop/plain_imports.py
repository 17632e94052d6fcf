"""Takes PySide6's own import hook away, which would read the source of every module that is imported after it.

The hook exists for `from __feature__ import ...`, which this program never uses; without it a start takes a fifth
less time. PySide6 keeps the original under a name of its own, and where it does not, nothing is changed.
"""

import builtins

import PySide6.QtCore  # noqa: F401 - brings the hook

_original = getattr(builtins, "__orig_import__", None)
if _original is not None:
    builtins.__import__ = _original
