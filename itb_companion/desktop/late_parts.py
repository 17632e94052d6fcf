"""Leaves parts of PySide6 for later that only explain a wrong call: it would compile them from source at each start.

PySide6 carries a dozen modules of its own as text. Most of them know the signatures of Qt's functions, and are asked
for a sentence when one is called wrongly, or by tools that write documentation; one is for `from __feature__ import`.
Together they take a third of the time in which an empty window opens. Here each of them is a stand-in until somebody
asks it for anything.
"""

import __future__

import builtins
from collections.abc import Iterator
from contextlib import contextmanager
from types import CodeType
from typing import Any

_FOLDER = "shibokensupport/"
_LATE = frozenset(
    f"{_FOLDER}{name}.py"
    for name in (
        "feature",
        "signature/mapping",
        "signature/errorhandler",
        "signature/layout",
        "signature/parser",
        "signature/lib/enum_sig",
        "signature/lib/pyi_generator",
        "signature/lib/tool",
    )
)
_AT_ONCE = {
    # C++ looks for this in the module's dictionary, and ends the process where it is missing.
    f"{_FOLDER}signature/mapping.py": (
        "def update_mapping(fill=fill): return fill(globals(), {file!r}, 'update_mapping')()\n"
    ),
    # Asked at every import while the hook is there; nothing here is imported from `__feature__`.
    f"{_FOLDER}feature.py": "def feature_import(*_, **__): return None\ndef feature_imported(_): return None\n",
}
"""What a stand-in has without being asked."""
_compile = compile
_sources: dict[str, Any] = {}  # by file name, until they are compiled


@contextmanager
def explanations_later() -> Iterator[None]:
    """Put stand-ins for these parts while PySide6 is imported; a version that has them elsewhere is left as it is."""
    builtins.compile = _compile_or_put_off  # type: ignore[assignment]
    try:
        yield
    finally:
        builtins.compile = _compile


def _compile_or_put_off(source: Any, filename: Any, *given: Any, **named: Any) -> Any:
    if filename not in _LATE:
        return _compile(source, filename, *given, **named)
    _sources[filename] = source
    return _stand_in(filename)


def _stand_in(filename: str) -> CodeType:
    """Return a module's code that has nothing in it but what loads the real one."""
    text = f"from {__name__} import fill\ndef __getattr__(name): return fill(globals(), {filename!r}, name)\n"
    text += _AT_ONCE.get(filename, "").format(file=filename)
    return _compile(text, filename, "exec")


def fill(module: dict[str, Any], filename: str, name: str) -> Any:
    """Turn a stand-in into the real module and return what was asked of it; AttributeError where it has no such name.

    Python's own questions, as whether a module is a package, are not worth loading it.
    """
    if name.startswith("__"):
        raise AttributeError(name)
    source = _sources.pop(filename, None)
    if source is not None:
        del module["__getattr__"], module["fill"]
        exec(_compile(source, filename, "exec", __future__.annotations.compiler_flag), module)  # noqa: S102
    try:
        return module[name]
    except KeyError:
        raise AttributeError(f"{filename} has no {name}") from None
