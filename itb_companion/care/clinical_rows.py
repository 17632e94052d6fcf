"""Tables of a parsed clinical file, read without trust: each answer has the right type, and what is wrong is told."""

import re
from collections.abc import Iterable, Mapping, Sequence
from string import Formatter

from itb_companion.care.problems import Problem

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_FIRST_LANGUAGE = "en"
_LONGEST_TEXT = 300
_SPACES = {0xA0: " ", 0x202F: " "}
"""Spaces that do not break; French needs them, and Python does not count them as printable."""


class Table:
    """One table of a file; `id` is that of the entry it belongs to."""

    def __init__(self, file: "Document", id_: str, content: Mapping[str, object]) -> None:
        self.file = file
        self.id = id_
        self.content = content

    def say(self, code: str, **facts: object) -> None:
        """Keep a problem of this entry."""
        told = {"file": self.file.name, "id": self.id, **facts}
        self.file.problems.append(Problem(self.file.name, f"clinical-{code}", facts=told))

    def only_keys(self, keys: Sequence[str]) -> None:
        """Tell every key that is none of these: a slip of the pen would else be silent."""
        for key in self.content:
            if key not in keys:
                self.say("unknown-key", what=key)

    def text(self, key: str, *, may_be_empty: bool = False) -> str:
        """Return a text of one line, at most 300 characters."""
        text = self._there(key)
        if isinstance(text, str) and _is_one_line(text) and (text.strip() or may_be_empty):
            return text
        self._wrong(key, f"a text on one line, at most {_LONGEST_TEXT} characters")
        return ""

    def flag(self, key: str) -> bool:
        """Return true or false; false where it is not there."""
        flag = self.content.get(key, False)
        if not isinstance(flag, bool):
            self._wrong(key, "true or false")
        return flag is True

    def whole(self, key: str) -> int:
        """Return a whole number of 1 or more."""
        number = self._there(key)
        if isinstance(number, int) and not isinstance(number, bool) and number >= 1:
            return number
        self._wrong(key, "a whole number of 1 or more")
        return 1

    def number(self, key: str, *, above: float, most: float) -> float:
        """Return a number within its bounds."""
        number = self._there(key)
        if isinstance(number, int | float) and not isinstance(number, bool) and above < number <= most:
            return number
        self._wrong(key, f"a number above {above:g}, at most {most:g}")
        return most

    def choice(self, key: str, choices: Sequence[str], code: str) -> str:
        """Return one of the choices; another text is told as `code`."""
        text = self._there(key)
        if isinstance(text, str) and text in choices:
            return text
        if isinstance(text, str):
            self.say(code, what=text, known=", ".join(choices))
        else:
            self._wrong(key, f"one of {', '.join(choices)}")
        return choices[0]

    def known_names(self, key: str, known: Iterable[str]) -> tuple[str, ...]:
        """Return a list of ids of which each is known."""
        names = self._ids(key)
        for name in names:
            if name not in known:
                self.say("unknown-name", what=name)
        return names

    def sources(self, known: Iterable[str], *, may_be_none: bool = False) -> tuple[str, ...]:
        """Return the source ids; none, or one that sources.toml does not have, is told."""
        if "sources" not in self.content or self.content["sources"] == []:
            if not may_be_none:
                self.say("missing-source")
            return ()
        sources = self._ids("sources")
        for source in sources:
            if source not in known:
                self.say("unknown-source", what=source)
        return sources

    def tables(self, key: str) -> list["Table"]:
        """Return a list of one or more tables within this entry."""
        rows = self._there(key)
        if isinstance(rows, list) and rows and all(isinstance(row, dict) for row in rows):
            return [Table(self.file, self.id, row) for row in rows]
        self._wrong(key, "a list of tables")
        return []

    def _there(self, key: str) -> object:
        if key not in self.content:
            self.say("missing-key", what=key)
        return self.content.get(key)

    def _wrong(self, key: str, wanted: str) -> None:
        if key in self.content:  # else it was told as missing
            self.say("wrong-type", what=key, wanted=wanted)

    def _ids(self, key: str) -> tuple[str, ...]:
        ids = self._there(key)
        if isinstance(ids, list) and ids and all(isinstance(one, str) for one in ids):
            return tuple(ids)
        self._wrong(key, "a list of ids")
        return ()


class Row(Table):
    """One entry with an id, and its words for each language."""

    def words(
        self,
        languages: Iterable[str],
        parts: Sequence[str],
        *,
        optional: Sequence[str] = (),
        fillable: Sequence[str] = (),
    ) -> None:
        """Tell every language and part that has no words; `fillable` are the only placeholders."""
        for language in languages:
            given = self.content.get(language)
            if not isinstance(given, dict):
                self.say("missing-translation", language=language, what=", ".join(parts))
                continue
            told = Table(self.file, self.id, given)
            told.only_keys((*parts, *optional))
            for part in (*parts, *(part for part in optional if part in given)):
                if part not in given:
                    self.say("missing-translation", language=language, what=part)
                elif not _can_be_filled(told.text(part), fillable):
                    self.say("placeholder", language=language, what=part)


def _is_one_line(text: str) -> bool:
    return len(text) <= _LONGEST_TEXT and text.translate(_SPACES).isprintable()


def _can_be_filled(text: str, names: Sequence[str]) -> bool:
    """Whether a text has no placeholder but these, each bare: `{because}`."""
    try:
        parts = list(Formatter().parse(text))
    except ValueError:
        return False
    return all(name is None or (name in names and not form and not turn) for _, name, form, turn in parts)


class Document(Table):
    """A whole parsed file; its problems are gathered with those of the others."""

    def __init__(self, name: str, content: object, problems: list[Problem]) -> None:
        super().__init__(self, name, content if isinstance(content, dict) else {})
        self.name = name
        self.problems = problems

    def languages(self) -> tuple[str, ...]:
        """Return the languages that every entry must have words in; English is one of them."""
        languages = self._ids("languages")
        if not all(_LANGUAGE.fullmatch(language) for language in languages) or _FIRST_LANGUAGE not in languages:
            self.say("languages")
            return (_FIRST_LANGUAGE,)
        return languages

    def rows(self, table: str, *, must: Iterable[str] = (), closed: bool = False) -> list[Row]:
        """Return the entries of a table, each id once; `must` be there, and with `closed` no other may."""
        rows: dict[str, Row] = {}
        for content in self.tables(table):
            id_ = content.content.get("id")
            if not isinstance(id_, str) or not _ID.fullmatch(id_):
                self.say("no-id", what=table)
            elif id_ in rows:
                self.say("duplicate-id", what=f"{table} {id_}")
            else:
                rows[id_] = Row(self, id_, content.content)
        self._compare(table, rows, tuple(must), closed=closed)
        return list(rows.values())

    def _compare(self, table: str, rows: Iterable[str], must: Sequence[str], *, closed: bool) -> None:
        for id_ in must:
            if id_ not in rows:
                self.say("missing-id", what=f"{table} {id_}")
        for id_ in rows:
            if closed and id_ not in must:
                self.say("unknown-id", what=f"{table} {id_}", known=", ".join(must))
