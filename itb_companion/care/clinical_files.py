"""What the clinical files say, held against what they must hold: a catalogue with its words, or every problem by name.

Takes parsed files, so that nothing here can fail for reasons of a disk. Each problem names the file, the entry and what
is wrong with it.
"""

from collections.abc import Callable, Iterable, Mapping

from itb_companion.care.catalogue import (
    ALARM_IDS,
    Catalogue,
    Group,
    Level,
    Need,
    PumpModel,
    Rule,
    Sign,
    named_sets,
    need,
)
from itb_companion.care.clinical_rows import Document, Table
from itb_companion.care.problems import Problem
from itb_companion.care.value import value

SIGNS_FILE, RULES_FILE, PUMPS_FILE, SOURCES_FILE = "signs.toml", "rules.toml", "pumps.toml", "sources.toml"
FILES = (SOURCES_FILE, SIGNS_FILE, RULES_FILE, PUMPS_FILE)
_SIGN_WORDS = ("name", "plain", "outside", "inside")
_LEVEL_WORDS = ("name", "headline", "advice")
_LARGEST_RESERVOIR_ML = 100.0


@value
class Reviewed:
    """What a review of the files came to. There is a catalogue only where no file has a problem."""

    catalogue: Catalogue | None
    texts: Mapping[str, str]
    """Words of the files that have no problem, by their key in `words`."""
    problems: tuple[Problem, ...]


def review(files: Mapping[str, object], built_in: Catalogue | None = None, language: str = "en") -> Reviewed:
    """Return what the parsed files come to, by name; a file that could not be read is None, and told by who read it.

    With a built-in catalogue the ids are those of the program: none may be missing, and none be new.
    """
    problems: list[Problem] = []
    documents = {name: Document(name, files[name], problems) for name in FILES if files.get(name) is not None}
    sources = _sources(documents.get(SOURCES_FILE), built_in)
    known_sources = sources or (built_in.sources if built_in else {})
    signs, context = _signs(documents.get(SIGNS_FILE), known_sources, built_in)
    if built_in is not None and not signs:
        signs, context = built_in.signs, built_in.context
    rules = _rules(documents.get(RULES_FILE), known_sources, signs, context, built_in)
    pumps = _pumps(documents.get(PUMPS_FILE), known_sources, built_in)
    in_order = {name for name in documents if not any(problem.field == name for problem in problems)}
    texts: dict[str, str] = {}
    for name in (SIGNS_FILE, RULES_FILE):
        if name in in_order:
            texts |= texts_of(documents[name].content, language)
    whole = in_order == set(FILES)
    catalogue = Catalogue(signs, context, rules, pumps, sources) if whole else None
    return Reviewed(catalogue, texts, tuple(problems))


def _sources(file: Document | None, built_in: Catalogue | None) -> dict[str, str]:
    if file is None:
        return {}
    file.only_keys(("source",))
    found = {}
    for row in file.rows("source", must=built_in.sources if built_in else ()):
        row.only_keys(("id", "title"))
        found[row.id] = row.text("title")
    return found


def _signs(
    file: Document | None, sources: Iterable[str], built_in: Catalogue | None
) -> tuple[tuple[Sign, ...], tuple[str, ...]]:
    if file is None:
        return (), ()
    languages = file.languages()
    file.only_keys(("languages", "sign", "context", "alarm"))
    known = tuple(sign.id for sign in built_in.signs) if built_in else ()
    signs = []
    for row in file.rows("sign", must=known, closed=built_in is not None):
        row.only_keys(("id", "group", "both_ways", "sources", *languages))
        row.words(languages, _SIGN_WORDS)
        group = row.choice("group", tuple(group.value for group in Group), "unknown-group")
        signs.append(Sign(row.id, Group(group), row.sources(sources), row.flag("both_ways")))
    context = []
    for row in file.rows("context", must=built_in.context if built_in else (), closed=built_in is not None):
        row.only_keys(("id", *languages))
        row.words(languages, ("inside",), optional=("short",))
        context.append(row.id)
    for row in file.rows("alarm", must=ALARM_IDS, closed=True):
        row.only_keys(("id", *languages))
        row.words(languages, ("inside",))
    return tuple(signs), tuple(context)


def _rules(
    file: Document | None,
    sources: Iterable[str],
    signs: tuple[Sign, ...],
    context: tuple[str, ...],
    built_in: Catalogue | None,
) -> tuple[Rule, ...]:
    if file is None:
        return ()
    languages, levels = file.languages(), tuple(level.id for level in Level)
    file.only_keys(("languages", "level", "rule"))
    for row in file.rows("level", must=levels, closed=True):
        row.only_keys(("id", *languages))
        row.words(languages, _LEVEL_WORDS)
    sets = named_sets(signs)
    names = frozenset((*sets, *(sign.id for sign in signs), *context, *ALARM_IDS))
    known = tuple(dict.fromkeys(rule.id for rule in built_in.rules)) if built_in else ()
    rules = []
    for row in file.rows("rule", must=known, closed=built_in is not None):
        row.only_keys(("id", "level", "sources", "when", *languages))
        row.words(languages, ("why",), fillable=("because",))
        level = Level.from_id(row.choice("level", levels, "unknown-level"))
        when = tuple(_need(line, sets, names) for line in row.tables("when"))
        rules.append(Rule(row.id, level, row.sources(sources), when))
    return tuple(rules)


def _need(line: Table, sets: Mapping[str, frozenset[str]], names: frozenset[str]) -> Need:
    line.only_keys(("at_least", "of"))
    wanted = need(sets, line.whole("at_least"), *line.known_names("of", names))
    if wanted.at_least > len(wanted.of):
        line.say("never-met", what=wanted.at_least)
    return wanted


def _pumps(file: Document | None, sources: Iterable[str], built_in: Catalogue | None) -> tuple[PumpModel, ...]:
    if file is None:
        return ()
    file.only_keys(("pump",))
    known = tuple(pump.id for pump in built_in.pumps) if built_in else ()
    pumps = []
    for row in file.rows("pump", must=known, closed=built_in is not None):
        row.only_keys(("id", "name", "maker", "reservoir_ml", "sources"))
        size = row.number("reservoir_ml", above=0, most=_LARGEST_RESERVOIR_ML)
        described_in = row.sources(sources, may_be_none=True)
        pumps.append(PumpModel(row.id, row.text("name"), row.text("maker", may_be_empty=True), size, described_in))
    return tuple(pumps)


def texts_of(document: Mapping[str, object], language: str) -> dict[str, str]:
    """Return the words of a file that is in order, by their key in `words`."""
    texts: dict[str, str] = {}
    for table, key_of in _KEYS.items():
        for row in _rows(document.get(table)):
            words = row.get(language)
            told = words if isinstance(words, dict) else {}
            texts |= {key_of(str(row["id"]), part): str(text) for part, text in told.items()}
    return texts


def _rows(rows: object) -> list[dict[str, object]]:
    return rows if isinstance(rows, list) else []


_KEYS: Mapping[str, Callable[[str, str], str]] = {
    "sign": lambda id_, part: f"sign.{id_}.{part}",
    "context": lambda id_, part: f"event.{id_}" if part == "short" else f"context.{id_}",
    "alarm": lambda id_, _: f"context.{id_}",
    "level": lambda id_, part: f"level.{id_}.{part}",
    "rule": lambda id_, _: f"rule.{id_}",
}
