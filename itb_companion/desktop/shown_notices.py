"""Remembers which notification of the service is which of our notices."""

from collections.abc import Sequence

DEFAULT_ACTION = "default"


class ShownNotices:
    """Ids belong to one run of the service: when another one takes over, they name other programs' notices."""

    def __init__(self) -> None:
        self._owner = ""
        self._numbers: dict[str, int] = {}
        self._keys: dict[int, str] = {}

    def served_by(self, owner: str) -> None:
        """Note the unique bus name of the service; a change makes every id worthless."""
        if owner != self._owner:
            self._owner = owner
            self._numbers.clear()
            self._keys.clear()

    @property
    def owner(self) -> str:
        """The unique bus name of the service that gave the ids; empty while it is not known."""
        return self._owner

    def number(self, key: str) -> int:
        """Return the id under which the notice with this key stands on the screen, or 0 as D-Bus says for none."""
        return self._numbers.get(key, 0)

    def remember(self, key: str, number: int) -> int | None:
        """Keep the id of a notice; return an older id of the same key that has to be closed, if there is one."""
        before = self._numbers.get(key)
        self._numbers[key] = number
        self._keys[number] = key
        return None if before == number else before

    def forget(self, key: str) -> int | None:
        """Forget the notice with this key and return its id, if it stands on the screen."""
        number = self._numbers.pop(key, None)
        if number is not None:
            self._keys.pop(number, None)
        return number

    def key_of(self, sender: str, arguments: Sequence[object]) -> str | None:
        """Return the key of the notice that a signal ActionInvoked says was clicked, if it is ours and is true."""
        if sender != self._owner or len(arguments) != 2 or arguments[1] != DEFAULT_ACTION:  # noqa: PLR2004
            return None
        return self._keys.get(arguments[0]) if isinstance(arguments[0], int) else None

    def closed(self, sender: str, arguments: Sequence[object]) -> None:
        """Note a signal NotificationClosed: that id must not be replaced any more.

        Its key stays known, since some services say that a notice was closed before they say that it was clicked.
        """
        if sender != self._owner or not arguments or not isinstance(arguments[0], int):
            return
        key = self._keys.get(arguments[0])
        if key is not None and self._numbers.get(key) == arguments[0]:
            del self._numbers[key]
