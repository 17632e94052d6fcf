"""Loads peewee without four modules that it only uses with PostgreSQL and with columns that this record has not.

They take 15 ms of every start. Where peewee does use one, it is loaded then.
"""

import sys
from importlib import import_module
from types import ModuleType
from typing import Any

_LATER = ("calendar", "hashlib", "socket", "uuid")


class _Later(ModuleType):
    """Stands for a module until something is asked of it."""

    def __getattr__(self, name: str) -> Any:
        self.step_aside()
        return getattr(import_module(self.__name__), name)

    def step_aside(self) -> None:
        """Let the next import of this name load the module itself."""
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]


def load_peewee() -> None:
    """Import peewee with a stand-in for each of the modules that nobody has loaded yet."""
    if "peewee" in sys.modules:
        return
    stand_ins = [_Later(name) for name in _LATER if name not in sys.modules]
    sys.modules.update({stand_in.__name__: stand_in for stand_in in stand_ins})
    try:
        import peewee  # noqa: F401 - keeps the stand-ins; everybody else gets the modules
    finally:
        for stand_in in stand_ins:
            stand_in.step_aside()
