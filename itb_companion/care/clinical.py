"""Which clinical content is in force: the built-in one, or the stricter of it and the files."""

from collections.abc import Mapping
from types import MappingProxyType

from itb_companion.care.built_in import BUILT_IN
from itb_companion.care.catalogue import Catalogue
from itb_companion.care.problems import Problem
from itb_companion.care.value import field, value


@value
class Clinical:
    """The catalogue that counts, and what is known about the files. From the start it is the built-in one."""

    catalogue: Catalogue = BUILT_IN
    texts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Words of the files that count in place of the built-in ones, by their key in `words`."""
    differing: tuple[str, ...] = ()
    """The files that are in order and say something that counts otherwise than the built-in content."""
    unused: tuple[str, ...] = ()
    """What such files say otherwise and does not count: `levels`, what to do at a level; `pumps`, the pump models."""
    problems: tuple[Problem, ...] = ()
    """What is wrong with the files; while anything is, the built-in rules count alone."""
