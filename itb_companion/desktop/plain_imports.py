"""Loads PySide6 without two of its habits that cost a third of a start and that this program never needs."""

import builtins
from types import CodeType
from typing import Any

_LATER = frozenset(
    f"shibokensupport/{name}.py"
    for name in (
        "signature/errorhandler",
        "signature/layout",
        "signature/lib/enum_sig",
        "signature/lib/pyi_generator",
        "signature/lib/tool",
        "signature/mapping",
        "signature/parser",
    )
)
"""PySide6's parser of signatures. It is text inside a library, compiled anew at every start: 65 ms of processor time,
for nothing until a call of Qt is refused and its message names the right arguments."""
_STAND_IN = """
from itb_companion.desktop.plain_imports import complete

def __getattr__(name):
    return complete(globals(), name)

def update_mapping():  # PySide6's library takes this function out of the module without asking `__getattr__`
    complete(globals(), "update_mapping")()

first_update_mapping = update_mapping  # and may keep it without a reference of its own
"""
_waiting: dict[str, bytes] = {}


def use_plain_imports() -> None:
    """Load PySide6: its parser of signatures when first needed, and Python's own import put back.

    PySide6's import reads the source of every module that is imported after it, for `from __feature__ import ...`; a
    start takes a fifth less time without. Where another PySide6 has neither of the two, nothing is changed.
    """
    compile_now = builtins.compile

    def compile_later(source: Any, filename: Any, *how: Any, **more: Any) -> Any:
        if filename not in _LATER:
            return compile_now(source, filename, *how, **more)
        _waiting[filename] = source
        return compile_now(_STAND_IN, filename, "exec")

    builtins.compile = compile_later
    try:
        import PySide6.QtCore  # noqa: F401 - brings the hook
    finally:
        builtins.compile = compile_now
    original = getattr(builtins, "__orig_import__", None)
    if original is not None:
        builtins.__import__ = original


def complete(module: dict[str, Any], name: str) -> Any:
    """Fill a module that was left for later, and return what was asked of it."""
    if name.startswith("__"):  # such as `__path__`, which the import machinery asks of every module
        raise AttributeError(name)
    text = _waiting.pop(module["__file__"], None)
    if text is not None:
        del module["__getattr__"], module["update_mapping"]
        code: CodeType = compile(text, module["__file__"], "exec")
        exec(code, module)  # noqa: S102 - PySide6's own text
    try:
        return module[name]
    except KeyError:
        raise AttributeError(name) from None
