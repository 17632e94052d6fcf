"""The clinical files on this computer: whatever becomes of them, the built-in rules are the least that counts."""

import random
import shutil
import tomllib
from functools import cache
from pathlib import Path

import pytest

from itb_companion.care.built_in import BUILT_IN, DIGESTS
from itb_companion.care.clinical import Clinical
from itb_companion.care.plan import Plan
from itb_companion.care.signs import CONTEXT, SIGNS, Answer, PumpAlarm, Tone
from itb_companion.care.triage import Level, Reading, assess
from itb_companion.companion.clinical import LARGEST_KB, read_clinical_files
from itb_companion.words import Words, evidence, problems
from itb_companion.words.why import explained
from tests.clinical_files import FOLDER
from tests.factories import BERLIN, Program, make_check

WORDS = Words(BERLIN)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the clinical files that a test may spoil."""
    copy = tmp_path / "clinical"
    copy.mkdir()
    for name in DIGESTS:
        shutil.copy(FOLDER / name, copy)
    return copy


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def raise_early_sign(folder: Path) -> None:
    rule = 'id = "one-early-sign"\nlevel = '
    edit(folder / "rules.toml", f'{rule}"call-clinic"', f'{rule}"urgent"')


def told(clinical: Clinical) -> list[tuple[bool | None, str]]:
    return evidence.clinical(WORDS, clinical)


class TestFilesAsTheyCame:
    def test_they_are_the_built_in_content_and_nothing_is_told(self):
        assert read_clinical_files() == Clinical()
        assert told(read_clinical_files()) == []

    def test_nothing_needs_to_be_parsed(self, monkeypatch):
        monkeypatch.setattr("tomllib.loads", None)

        assert read_clinical_files() == Clinical()

    def test_line_ends_of_another_system_change_nothing(self, folder):
        for file in folder.iterdir():
            file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))

        assert read_clinical_files(folder) == Clinical()

    def test_a_comment_more_changes_nothing(self, folder):
        for file in folder.iterdir():
            file.write_bytes(file.read_bytes() + b"\r\n# seen by a nurse\r\n")
        clinical = read_clinical_files(folder)

        assert clinical.catalogue == BUILT_IN
        assert (clinical.problems, clinical.differing) == ((), ())


class TestChangedFiles:
    def test_a_stricter_rule_counts_and_is_told(self, folder):
        raise_early_sign(folder)
        clinical = read_clinical_files(folder)

        assert assess(make_check(["itch"]), (), None, clinical.catalogue).level is Level.URGENT
        [(works, said)] = told(clinical)
        assert works is None
        assert said.startswith("Rules or words for signs were changed in rules.toml. Of changed and built-in rules the")

    def test_a_looser_rule_changes_nothing_and_is_told(self, folder):
        edit(folder / "rules.toml", 'id = "severe-sign"\nlevel = "emergency"', 'id = "severe-sign"\nlevel = "watch"')
        clinical = read_clinical_files(folder)

        assert assess(make_check(["seizure"]), (), None, clinical.catalogue) == assess(make_check(["seizure"]))
        assert clinical.differing == ("rules.toml",)

    def test_a_sign_that_was_moved_to_a_milder_group_keeps_its_level(self, folder):
        edit(folder / "signs.toml", 'id = "seizure"\ngroup = "severe"', 'id = "seizure"\ngroup = "not-specific"')
        clinical = read_clinical_files(folder)

        assert assess(make_check(["seizure"]), (), None, clinical.catalogue).level is Level.EMERGENCY
        assert clinical.differing == ("signs.toml", "rules.toml")

    def test_a_sign_that_was_moved_to_a_graver_group_counts_there(self, folder):
        edit(folder / "signs.toml", 'id = "tremor"\ngroup = "not-specific"', 'id = "tremor"\ngroup = "early"')
        clinical = read_clinical_files(folder)

        assert assess(make_check(["tremor"]), (), None, clinical.catalogue).level is Level.CALL_CLINIC

    def test_other_words_are_said(self, folder):
        edit(folder / "signs.toml", 'name = "Itching"', 'name = "It itches"')
        edit(folder / "rules.toml", 'why = "An early sign: {because}."', 'why = "Seen early: {because}."')
        words = Words(BERLIN)
        clinical = read_clinical_files(folder)

        words.adopt(clinical.texts)

        assert words.text("sign.itch.name") == "It itches"
        assert words.text("rule.one-early-sign", because="x") == "Seen early: x."
        assert words.text("sign.tingling.name") == "Tingling or numbness"
        assert clinical.differing == ("signs.toml", "rules.toml")
        assert clinical.catalogue == BUILT_IN

    def test_no_file_changes_what_to_do_at_a_level(self, folder):
        edit(folder / "rules.toml", "Call the emergency number now", "Wait until Monday")
        clinical = read_clinical_files(folder)
        words = Words(BERLIN)
        words.adopt(clinical.texts)

        assert words.text("level.emergency.headline") == "Call the emergency number now"
        assert clinical.differing == ()
        assert told(clinical) == [
            (None, "Words for what to do were changed in rules.toml. They are not used: the built-in ones count.")
        ]

    def test_a_changed_pump_is_told_as_not_used_and_is_not(self, folder):
        edit(folder / "pumps.toml", "SynchroMed III, 20 mL", "SynchroMed III (20 mL)")
        clinical = read_clinical_files(folder)

        assert clinical == Clinical(texts=clinical.texts, unused=("pumps",))
        assert told(clinical) == [
            (None, "Pump models were changed in pumps.toml. They are not used: the built-in ones count.")
        ]

    def test_another_title_of_a_source_is_told_where_somebody_asks_why(self, folder):
        edit(folder / "sources.toml", "fact sheet 4, Complications", "fact sheet 5")
        clinical = read_clinical_files(folder)
        found = assess(make_check(temperature_c=38.2), (), None, clinical.catalogue)
        [paragraph] = explained(WORDS, found, Plan(), clinical.catalogue.sources)

        assert paragraph.endswith("From: Royal Children's Hospital Melbourne, Intrathecal baclofen fact sheet 5.")
        assert (clinical.differing, clinical.unused) == (("sources.toml",), ())

    def test_a_new_source_of_a_changed_rule_is_told_by_its_title(self, folder):
        (folder / "sources.toml").write_text(
            (folder / "sources.toml").read_text(encoding="utf-8") + '\n[[source]]\nid = "ours"\ntitle = "Our sheet"\n',
            encoding="utf-8",
        )
        raise_early_sign(folder)
        rule = 'id = "one-early-sign"\nlevel = "urgent"\nsources = ['
        edit(folder / "rules.toml", rule, f'{rule}"ours", ')
        clinical = read_clinical_files(folder)
        found = assess(make_check(["itch"]), (), None, clinical.catalogue)

        assert "Our sheet" in explained(WORDS, found, Plan(), clinical.catalogue.sources)[0]

    @pytest.mark.parametrize(
        ("sign", "old", "new"),
        [
            ("itch", 'group = "early"\n', 'group = "early"\nboth_ways = true\n'),
            ("floppy", 'group = "too-much"\n', 'group = "too-much"\nboth_ways = true\n'),
            ("seizure", "both_ways = true\n", ""),
        ],
        ids=["early", "too-much", "taken-away"],
    )
    def test_a_sign_points_both_ways_where_the_file_or_the_built_in_content_says_so(self, folder, sign, old, new):
        """Both readings are then handed on; the level never hangs on it."""
        entry = f'id = "{sign}"\n'
        text = (folder / "signs.toml").read_text(encoding="utf-8")
        before, after = text.split(entry)
        (folder / "signs.toml").write_text(f"{before}{entry}{after.replace(old, new, 1)}", encoding="utf-8")
        clinical = read_clinical_files(folder)
        check = make_check([sign])
        found, usual = assess(check, (), None, clinical.catalogue), assess(check)

        assert clinical.differing == ("signs.toml",)
        assert (found.reading, found.level) == (Reading.EITHER, usual.level)


KINDS = ["missing", "bytes", "syntax", "deep", "large", "empty"]
BROKEN = [
    (None, "rules.toml is missing."),
    (b"\xff\xfe", "rules.toml is not a text file in UTF-8."),
    (b"[[rule]", "rules.toml is not valid TOML: "),
    (b"a = " + b"[" * 50_000, "rules.toml is not valid TOML: "),
    (b"#" * (LARGEST_KB * 1024 + 1), "rules.toml is larger than 128 kB, so it was not read."),
    (b"", "“languages” is missing."),
]


class TestBrokenFiles:
    @pytest.mark.parametrize(("content", "sentence"), BROKEN, ids=KINDS)
    def test_the_built_in_rules_count_and_it_is_told_what_is_wrong(self, folder, content, sentence):
        file = folder / "rules.toml"
        if content is None:
            file.unlink()
        else:
            file.write_bytes(content)
        clinical = read_clinical_files(folder)

        assert clinical.catalogue is BUILT_IN
        assert sentence in problems.sentence(WORDS, clinical.problems[0])
        [(works, said)] = told(clinical)
        assert works is False
        assert said == "A fault in rules.toml: the built-in rules for signs count. Please install the program anew."

    def test_a_folder_in_place_of_a_file_is_told(self, folder):
        (folder / "rules.toml").unlink()
        (folder / "rules.toml").mkdir()

        assert "rules.toml cannot be read: " in problems.sentence(WORDS, read_clinical_files(folder).problems[0])

    def test_without_any_file_the_built_in_rules_count(self, tmp_path):
        clinical = read_clinical_files(tmp_path / "none")

        assert clinical.catalogue is BUILT_IN
        assert [problem.code for problem in clinical.problems] == ["clinical-missing-file"] * 4

    def test_a_stricter_rule_in_a_broken_file_does_not_count_and_the_words_of_the_others_do(self, folder):
        edit(folder / "rules.toml", 'level = "watch"', 'level = "soon"')
        edit(folder / "signs.toml", 'name = "Itching"', 'name = "It itches"')
        clinical = read_clinical_files(folder)

        assert clinical.catalogue is BUILT_IN
        assert clinical.texts["sign.itch.name"] == "It itches"
        [fault] = clinical.problems
        assert "rules.toml, not-specific-signs: there is no level “soon”." in problems.sentence(WORDS, fault)

    def test_every_fault_is_told(self, folder):
        edit(folder / "rules.toml", 'level = "urgent"', 'level = "soon"')
        (folder / "pumps.toml").unlink()
        faults = [problems.sentence(WORDS, problem) for problem in read_clinical_files(folder).problems]

        assert faults[0] == "pumps.toml is missing."
        assert faults[1].startswith("rules.toml, two-early-signs: there is no level “soon”.")
        assert len(faults) == 8


def test_a_check_is_assessed_by_the_content_in_force(program: Program, folder: Path):
    program.begin()
    checks = program.companion.checks
    plain = checks.tick("sign:itch", Answer.YES).assessment.level
    raise_early_sign(folder)

    program.companion.desk.clinical = read_clinical_files(folder)

    assert (plain, checks.progress().assessment.level) == (Level.CALL_CLINIC, Level.URGENT)


# Fuzz

MUTATIONS = 2_000
VALUES = ['"urgent"', '"clear"', '"fever"', "0", "-1", "true", "[]", "{}", '""', "inf", "1979-05-27", "é", "\x00"]
CHECKS = [
    *((make_check([sign.id]), ()) for sign in SIGNS),
    (make_check(["nausea"], tone=Tone.LOOSER, pump_alarm=PumpAlarm.SINGLE, temperature_c=38.0), ("recent-fall",)),
    (make_check(["itch", "sweating"]), ()),
    (make_check(temperature_c=39.0), ()),
    (make_check(pump_alarm=PumpAlarm.UNSURE), ()),
    (make_check(), CONTEXT),
]
LEVELS = [assess(check, context).level for check, context in CHECKS]


def mutated(text: str, chance: random.Random) -> str:
    """Return a file after one to three accidents: of lines, of words, of characters."""
    for _ in range(chance.randint(1, 3)):
        lines = text.splitlines(keepends=True)
        at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        kind = chance.randrange(7)
        if kind == 0:
            del lines[at]
        elif kind == 1:
            lines.insert(at, lines[other])
        elif kind == 2:
            lines[at], lines[other] = lines[other], lines[at]
        elif kind == 3:
            lines = lines[:at]
        elif kind == 4:
            key, equals, _ = lines[at].partition("=")
            lines[at] = f"{key}{equals} {chance.choice(VALUES)}\n"
        elif kind == 5:
            values = lines[other].split('"')[1::2] or ["x"]
            parts = lines[at].split('"')
            parts[1::2] = [chance.choice(values) for _ in parts[1::2]]
            lines[at] = '"'.join(parts)
        else:
            line = lines[at]
            place = chance.randrange(len(line))
            lines[at] = line[:place] + chance.choice(['"', "[", "]", "=", "#", "\\", "{", "", "7"]) + line[place + 1 :]
        text = "".join(lines) or "\n"
    return text


@pytest.mark.no_cover
def test_two_thousand_spoilt_files_raise_nothing_and_lower_nothing(folder, monkeypatch):
    monkeypatch.setattr("tomllib.loads", cache(tomllib.loads))  # the files that were not touched are parsed once
    texts = {name: (FOLDER / name).read_text(encoding="utf-8") for name in DIGESTS}
    chance, kinds = random.Random(20260310), {"in order": 0, "differing": 0, "broken": 0}
    for turn in range(MUTATIONS):
        name = chance.choice([*DIGESTS, "rules.toml", "signs.toml"])
        (folder / name).write_text(mutated(texts[name], chance), encoding="utf-8", newline="")
        clinical = read_clinical_files(folder)
        (folder / name).write_text(texts[name], encoding="utf-8", newline="")
        is_other = clinical.differing or clinical.unused
        kinds["broken" if clinical.problems else "differing" if is_other else "in order"] += 1
        if clinical.problems:
            assert clinical.catalogue is BUILT_IN
            assert told(clinical)[0][0] is False
            assert all(problems.sentence(WORDS, problem) for problem in clinical.problems)
        if clinical.catalogue is not BUILT_IN:
            for (check, context), least in zip(CHECKS, LEVELS, strict=True):
                assert assess(check, context, None, clinical.catalogue).level >= least, f"turn {turn}"
    assert min(kinds.values()) > MUTATIONS / 100, kinds
