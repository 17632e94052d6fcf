"""The review of the clinical files: what is right comes to the built-in catalogue, and each fault is told by name."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from itb_companion.care.built_in import BUILT_IN
from itb_companion.care.catalogue import Catalogue, Level, Need, Rule
from itb_companion.care.clinical_files import FILES, review
from itb_companion.care.signs import CONTEXT, PumpAlarm
from itb_companion.care.triage import assess
from itb_companion.words import Words, built_in_english, problems
from tests.clinical_files import documents, of_the_files, reviewed
from tests.factories import BERLIN, make_check

WORDS = Words(BERLIN)
WHOLE = documents()


def row(files: dict[str, Any], file: str, table: str, id_: str) -> dict[str, Any]:
    return next(row for row in files[file][table] if row["id"] == id_)


def fever(files: dict[str, Any]) -> dict[str, Any]:
    return row(files, "rules.toml", "rule", "fever")


def itch(files: dict[str, Any]) -> dict[str, Any]:
    return row(files, "signs.toml", "sign", "itch")


def pump(files: dict[str, Any]) -> dict[str, Any]:
    return row(files, "pumps.toml", "pump", "synchromed-ii-20")


def test_the_files_come_to_the_built_in_catalogue_and_its_words():
    found = reviewed()

    assert found.problems == ()
    assert found.catalogue == BUILT_IN
    assert found.texts == built_in_english.TEXTS


FAULTS: list[tuple[str, Callable[[dict[str, Any]], Any], str]] = [
    ("unknown-id", lambda f: itch(f).update(id="itching"), "signs.toml: sign itching is not known to this program."),
    ("missing-id", lambda f: f["signs.toml"]["sign"].pop(0), "signs.toml: sign itch is missing."),
    ("missing-id", lambda f: f["signs.toml"]["context"].pop(), "signs.toml: context mimic-found is missing."),
    ("missing-id", lambda f: f["signs.toml"]["alarm"].pop(), "signs.toml: alarm pump-alarm is missing."),
    ("missing-id", lambda f: f["rules.toml"]["rule"].pop(0), "rules.toml: rule severe-sign is missing."),
    ("missing-id", lambda f: f["rules.toml"]["level"].pop(0), "rules.toml: level clear is missing."),
    ("missing-id", lambda f: f["pumps.toml"]["pump"].pop(), "pumps.toml: pump prometra-ii-40 is missing."),
    ("missing-id", lambda f: f["sources.toml"]["source"].pop(0), "sources.toml: source label-boxed is missing."),
    ("unknown-id", lambda f: fever(f).update(id="heat"), "rules.toml: rule heat is not known to this program."),
    ("unknown-id", lambda f: pump(f).update(id="new-pump"), "pumps.toml: pump new-pump is not known"),
    (
        "duplicate-id",
        lambda f: f["rules.toml"]["rule"].append(dict(fever(f))),
        "rules.toml: rule fever stands there twice.",
    ),
    ("no-id", lambda f: itch(f).pop("id"), "signs.toml: an entry of “sign” has no id"),
    ("no-id", lambda f: itch(f).update(id="Itch!"), "signs.toml: an entry of “sign” has no id"),
    ("no-id", lambda f: itch(f).update(id=3), "signs.toml: an entry of “sign” has no id"),
    ("missing-source", lambda f: fever(f).pop("sources"), "rules.toml, fever: no source is named."),
    ("missing-source", lambda f: fever(f).update(sources=[]), "rules.toml, fever: no source is named."),
    (
        "unknown-source",
        lambda f: fever(f).update(sources=["rch", "hearsay"]),
        "rules.toml, fever: the source “hearsay” does not stand in sources.toml.",
    ),
    ("unknown-source", lambda f: itch(f).update(sources=["hearsay"]), "signs.toml, itch: the source “hearsay”"),
    ("wrong-type", lambda f: fever(f).update(sources="rch"), "rules.toml, fever: “sources” must be a list of ids."),
    ("wrong-type", lambda f: fever(f).update(sources=[1]), "rules.toml, fever: “sources” must be a list of ids."),
    (
        "missing-translation",
        lambda f: fever(f).pop("en"),
        "rules.toml, fever: the words for “why” are missing in the language “en”.",
    ),
    ("missing-translation", lambda f: itch(f)["en"].pop("outside"), "signs.toml, itch: the words for “outside”"),
    (
        "missing-translation",
        lambda f: f["rules.toml"].update(languages=["en", "de"]),
        "in the language “de”.",
    ),
    ("languages", lambda f: f["signs.toml"].update(languages=["de"]), "must be a list of languages with “en”"),
    ("languages", lambda f: f["signs.toml"].update(languages=["en", "German"]), "must be a list of languages"),
    ("wrong-type", lambda f: f["signs.toml"].update(languages="en"), "signs.toml, signs.toml: “languages” must be"),
    ("missing-key", lambda f: f["signs.toml"].pop("languages"), "“languages” is missing."),
    ("unknown-level", lambda f: fever(f).update(level="red"), "there is no level “red”. Known are: clear, watch,"),
    ("wrong-type", lambda f: fever(f).update(level=3), "rules.toml, fever: “level” must be one of clear, watch,"),
    ("missing-key", lambda f: fever(f).pop("level"), "rules.toml, fever: “level” is missing."),
    ("unknown-group", lambda f: itch(f).update(group="late"), "there is no group “late”. Known are: early, severe,"),
    (
        "unknown-name",
        lambda f: fever(f)["when"][0].update(of=["fever", "heat"]),
        "rules.toml, fever: “heat” is no sign, group, circumstance or alarm of signs.toml.",
    ),
    ("never-met", lambda f: fever(f)["when"][0].update(at_least=2), "asks for 2 of fewer ids"),
    ("wrong-type", lambda f: fever(f)["when"][0].update(at_least=0), "“at_least” must be a whole number of 1 or more."),
    ("wrong-type", lambda f: fever(f)["when"][0].update(at_least=True), "“at_least” must be a whole number"),
    ("wrong-type", lambda f: fever(f)["when"][0].update(of=[]), "“of” must be a list of ids."),
    ("missing-key", lambda f: fever(f)["when"][0].pop("of"), "“of” is missing."),
    ("unknown-key", lambda f: fever(f)["when"][0].update(unless=["itch"]), "rules.toml, fever: “unless” is not known"),
    ("wrong-type", lambda f: fever(f).update(when=[]), "rules.toml, fever: “when” must be a list of tables."),
    ("wrong-type", lambda f: fever(f).update(when="always"), "“when” must be a list of tables."),
    ("unknown-key", lambda f: fever(f).update(levle="urgent"), "rules.toml, fever: “levle” is not known here."),
    ("unknown-key", lambda f: fever(f)["en"].update(hint="x"), "rules.toml, fever: “hint” is not known here."),
    ("unknown-key", lambda f: f["pumps.toml"].update(pumps=[]), "pumps.toml, pumps.toml: “pumps” is not known here."),
    ("placeholder", lambda f: fever(f)["en"].update(why="Hot: {sign}."), "have a brace that nothing fills."),
    ("placeholder", lambda f: fever(f)["en"].update(why="Hot: {because!r}."), "have a brace that nothing fills."),
    ("placeholder", lambda f: fever(f)["en"].update(why="Hot {"), "have a brace that nothing fills."),
    ("placeholder", lambda f: itch(f)["en"].update(name="{because}"), "have a brace that nothing fills."),
    ("wrong-type", lambda f: fever(f)["en"].update(why=""), "“why” must be a text on one line"),
    ("wrong-type", lambda f: fever(f)["en"].update(why="a\nb"), "“why” must be a text on one line"),
    ("wrong-type", lambda f: fever(f)["en"].update(why="a" * 301), "“why” must be a text on one line"),
    ("wrong-type", lambda f: fever(f)["en"].update(why=3), "“why” must be a text on one line"),
    ("wrong-type", lambda f: itch(f).update(both_ways="yes"), "signs.toml, itch: “both_ways” must be true or false."),
    ("wrong-type", lambda f: pump(f).update(reservoir_ml=0), "“reservoir_ml” must be a number above 0, at most 100."),
    ("wrong-type", lambda f: pump(f).update(reservoir_ml=float("nan")), "“reservoir_ml” must be a number above 0"),
    ("wrong-type", lambda f: pump(f).update(reservoir_ml=True), "“reservoir_ml” must be a number above 0"),
    ("wrong-type", lambda f: pump(f).update(name=" "), "“name” must be a text on one line"),
    ("missing-key", lambda f: f["rules.toml"].pop("rule"), "rules.toml, rules.toml: “rule” is missing."),
    ("wrong-type", lambda f: f["rules.toml"].update(rule={}), "rules.toml: “rule” must be a list of tables."),
    ("wrong-type", lambda f: f["rules.toml"].update(rule=["a"]), "“rule” must be a list of tables."),
    ("missing-key", lambda f: f.update({"rules.toml": []}), "“rule” is missing."),
]  # fmt: skip


@pytest.mark.parametrize(("code", "break_it", "told"), FAULTS)
def test_each_fault_is_told_with_file_entry_and_what_is_wrong(code, break_it, told):
    files = copy.deepcopy(WHOLE)
    break_it(files)

    found = review(files, BUILT_IN)
    sentences = [problems.sentence(WORDS, problem) for problem in found.problems if problem.code == f"clinical-{code}"]

    assert found.catalogue is None
    assert any(told in sentence for sentence in sentences), [problems.sentence(WORDS, one) for one in found.problems]
    assert all("{" not in sentence and sentence.endswith(".") for sentence in sentences)


def test_words_of_a_file_that_is_in_order_count_beside_one_that_is_not():
    files = copy.deepcopy(WHOLE)
    itch(files)["en"]["name"] = "Itch"
    fever(files)["level"] = "red"

    found = review(files, BUILT_IN)

    assert found.texts["sign.itch.name"] == "Itch"
    assert "rule.fever" not in found.texts


@pytest.mark.parametrize("missing", FILES)
def test_without_one_of_the_files_there_is_no_catalogue_and_the_others_are_held_against_the_built_in_one(missing):
    found = review(WHOLE | {missing: None}, BUILT_IN)

    assert found.catalogue is None
    assert found.problems == ()


@pytest.mark.parametrize("missing", FILES)
def test_without_a_built_in_catalogue_the_files_stand_for_themselves(missing):
    assert review(WHOLE).catalogue == BUILT_IN
    assert review(WHOLE | {missing: None}).catalogue is None


def test_a_language_is_read_by_its_name_and_none_where_it_is_not_declared():
    assert review(WHOLE, BUILT_IN, "de").texts == {}


def test_spaces_that_do_not_break_are_a_text_on_one_line():
    files = copy.deepcopy(WHOLE)
    itch(files)["en"]["plain"] = "Itching\u00a0\u202f: without a rash."

    assert review(files, BUILT_IN).problems == ()


def with_file_rule(rule_id: str, level: Level, *needs: Need) -> Catalogue:
    rules = tuple(
        Rule(rule.id, level, ("rch",), needs) if rule.id == rule_id else rule for rule in of_the_files().rules
    )
    return BUILT_IN.with_rules_of(Catalogue(BUILT_IN.signs, BUILT_IN.context, rules, BUILT_IN.pumps, BUILT_IN.sources))


class TestTheStricterCounts:
    def test_equal_files_add_nothing(self):
        assert BUILT_IN.with_rules_of(of_the_files()) == BUILT_IN

    def test_a_file_raises_a_level_and_both_reasons_are_told(self):
        content = with_file_rule("one-early-sign", Level.EMERGENCY, Need(1, frozenset({"itch"})))

        [fired] = [one for one in assess(make_check(["itch", "nausea"]), (), None, content).fired if one.level > 1]

        assert (fired.rule_id, fired.level, fired.because) == ("one-early-sign", Level.EMERGENCY, ("itch",))
        assert fired.sources == ("medtronic-underdose", "medtronic-card", "rch")
        assert assess(make_check(["tingling"]), (), None, content).level is Level.CALL_CLINIC

    def test_a_file_that_lowers_a_level_or_asks_for_more_lowers_nothing(self):
        looser = with_file_rule("severe-sign", Level.CLEAR, Need(1, frozenset({"cold"})))

        assert assess(make_check(["seizure"]), (), None, looser) == assess(make_check(["seizure"]))
        assert assess(make_check(["cold"]), (), None, looser).level is Level.URGENT

    def test_a_file_makes_a_rule_fire_on_more(self):
        content = with_file_rule("fever", Level.URGENT, Need(2, frozenset({"nausea", "vomiting", "missed-oral-dose"})))

        assert assess(make_check(["nausea"]), (), None, content).level is Level.WATCH
        found = assess(make_check(["nausea"]), ["missed-oral-dose"], None, content)

        assert found.level is Level.URGENT
        assert found.fired[0].because == ("nausea", "missed-oral-dose")

    def test_reasons_are_told_in_the_order_of_the_catalogue(self):
        found = assess(make_check(["tingling", "itch"], pump_alarm=PumpAlarm.UNSURE), CONTEXT)
        [concern] = [fired for fired in found.fired if fired.rule_id == "early-sign-with-concern"]

        assert concern.because[:2] == ("itch", "tingling")
        assert concern.because[-1] == "pump-alarm"
        assert concern.because[2:-1] == tuple(one for one in CONTEXT if one not in ("missed-oral-dose", "mimic-found"))
