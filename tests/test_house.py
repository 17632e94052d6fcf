"""The house holds: floors, the clock rule, a pure core, a whole wheel, and a Qt that does not wear out."""

import ast
import configparser
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.api import read_configuration

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "itb_companion"
KEPT_OUT_OF_CARE = {
    "time", "os", "pathlib", "io", "random", "secrets", "uuid", "sqlite3", "logging", "socket", "subprocess",
    "tempfile", "shutil", "glob", "threading", "asyncio", "zoneinfo", "locale",
}  # fmt: skip


def run(*argv: str, given: str = "", cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(argv, input=given, cwd=cwd, capture_output=True, text=True, timeout=100, check=False)


def module(name: str, *arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    return run(sys.executable, "-m", name, *arguments, **options)


class TestFloors:
    def test_every_import_contract_is_kept(self):
        lint = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True))"

        done = run(sys.executable, "-c", lint)

        assert done.returncode == 0, done.stdout + done.stderr
        assert "0 broken" in done.stdout

    def test_the_floors_are_exhaustive_so_that_a_new_one_must_be_given_its_place(self):
        contracts = read_configuration(str(ROOT / "pyproject.toml"))["contracts_options"]
        [layers] = [contract for contract in contracts if contract["type"] == "layers"]
        named = {name.strip() for line in layers["layers"] for name in line.split("|")}
        there = {path.stem for path in PACKAGE.iterdir() if (path / "__init__.py").exists() or path.suffix == ".py"}

        assert layers["exhaustive"] in (True, "True")
        assert named == there - {"__init__"}

    def test_every_page_is_in_the_contract_that_keeps_pages_apart(self):
        contracts = read_configuration(str(ROOT / "pyproject.toml"))["contracts_options"]
        [apart] = [contract for contract in contracts if contract["type"] == "independence"]
        pages = {f"itb_companion.ui.pages.{path.stem}" for path in (PACKAGE / "ui" / "pages").glob("*.py")}

        assert set(apart["modules"]) == pages - {"itb_companion.ui.pages.__init__"}

    @pytest.mark.parametrize("path", sorted((PACKAGE / "care").glob("*.py")), ids=lambda path: path.stem)
    def test_care_imports_only_the_standard_library_without_clock_files_and_chance(self, path):
        imported = set()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0
                own = (node.module or "").startswith("itb_companion")
                assert not own or node.module.startswith("itb_companion.care")
                imported |= set() if own else {(node.module or "").split(".")[0]}

        assert imported <= sys.stdlib_module_names - KEPT_OUT_OF_CARE


class TestClockRule:
    """Only clock.py asks the system for the time; the others are told."""

    @pytest.mark.parametrize(
        "snippet",
        [
            "from datetime import UTC, datetime\n\nnow = datetime.now(UTC)\n",
            "import datetime\n\nnow = datetime.datetime.now(datetime.UTC)\n",
            "from datetime import date\n\ntoday = date.today()\n",
            "import time\n\nnow = time.time()\n",
            "from PySide6.QtCore import QDateTime\n\nnow = QDateTime.currentDateTime()\n",
        ],
    )
    @pytest.mark.parametrize(
        "where", ["care/agenda.py", "companion/desk.py", "record/store.py", "desktop/heartbeat.py"]
    )
    def test_a_module_that_asks_the_system_for_the_time_is_caught(self, snippet, where):
        assert "TID251" in self.found(snippet, f"itb_companion/{where}")

    @pytest.mark.parametrize("where", ["ui/conductor.py", "app.py", "cli/doctor.py"])
    def test_no_module_of_the_upper_floors_may_ask_for_the_time_either(self, where):
        assert "TID251" in self.found("import time\n\nnow = time.time()\n", f"itb_companion/{where}")

    def test_the_clock_itself_may(self):
        snippet = "from datetime import UTC, datetime\n\nnow = datetime.now(UTC)\n"

        assert "TID251" not in self.found(snippet, "itb_companion/clock.py")

    def found(self, snippet: str, name: str) -> str:
        arguments = ["check", "--no-cache", "--output-format=concise", f"--stdin-filename={name}", "-"]
        return module("ruff", *arguments, given=f'"""A module."""\n\n{snippet}').stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[zipfile.ZipFile]:
    pytest.importorskip("hatchling", reason="the wheel is built offline with hatchling")
    copy, out = tmp_path_factory.mktemp("copy"), tmp_path_factory.mktemp("out")
    for name in ("itb_companion", "assets"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, copy)
    done = module("hatchling", "build", "-t", "wheel", "-d", str(out), cwd=copy)
    assert done.returncode == 0, done.stderr
    [built] = out.glob("*.whl")
    with zipfile.ZipFile(built) as opened:
        yield opened


class TestWheel:
    def test_every_asset_is_inside_where_the_program_looks_for_it(self, wheel):
        inside = {name for name in wheel.namelist() if name.startswith("itb_companion/assets/")}
        expected = {
            f"itb_companion/assets/{path.relative_to(ROOT / 'assets').as_posix()}"
            for path in (ROOT / "assets").rglob("*")
            if path.is_file()
        }

        assert inside == expected
        assert "itb_companion/assets/icons/emergency.svg" in inside
        assert "itb_companion/assets/clinical/emergency-numbers.toml" in inside

    def test_every_module_is_inside_and_no_test(self, wheel):
        modules = {f"itb_companion/{path.relative_to(PACKAGE).as_posix()}" for path in PACKAGE.rglob("*.py")}

        assert modules <= set(wheel.namelist())
        assert not [name for name in wheel.namelist() if name.startswith("tests/")]

    def test_it_brings_a_console_program_and_one_without_a_console(self, wheel):
        [name] = [name for name in wheel.namelist() if name.endswith("entry_points.txt")]
        points = configparser.ConfigParser()
        points.read_string(wheel.read(name).decode())

        assert dict(points["console_scripts"]) == {"itb-companion": "itb_companion.cli:main"}
        assert dict(points["gui_scripts"]) == {"itb-companion-window": "itb_companion.cli:main"}

    def test_the_licence_is_inside(self, wheel):
        assert [name for name in wheel.namelist() if name.endswith("LICENSE")]


def test_the_version_is_told_in_one_voice():
    from itb_companion import __version__

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    assert project["version"] == __version__


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on")
def test_qt_does_not_use_up_the_references_of_none():
    """PySide6 6.12.0 lost one at each such call on Python 3.11, which ends the process after some hours."""
    from PySide6.QtCore import QPoint

    point = QPoint()
    before = sys.getrefcount(None)
    for x in range(200):
        point.setX(x)

    assert abs(sys.getrefcount(None) - before) < 20


def test_every_test_that_the_readme_names_is_there():
    named = set(re.findall(r"`(test_\w+)`", (ROOT / "README.md").read_text(encoding="utf-8")))
    defined = set()
    for file in (ROOT / "tests").rglob("test_*.py"):
        defined |= set(re.findall(r"^ *def (test_\w+)\(", file.read_text(encoding="utf-8"), re.MULTILINE))

    assert named
    assert named <= defined
