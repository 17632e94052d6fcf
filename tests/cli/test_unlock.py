"""`unlock` takes a forgotten screen lock away, for whoever owns the files."""

from pathlib import Path

from itb_companion.companion.screen_lock import ScreenLock, lock_of
from itb_companion.desktop.single_instance import SingleInstance
from tests.cli.conftest import Call
from tests.factories import Program


def lock(data: Path) -> None:
    program = Program(data)
    ScreenLock(program.companion.people, program.clock).turn_on("forgotten", "forgotten", 5)
    program.companion.people.set_option("theme", "dark")
    program.companion.close()


def options(data: Path) -> dict[str, str]:
    program = Program(data)
    found = dict(program.companion.household().options)
    program.companion.close()
    return found


def test_it_takes_the_lock_away_and_nothing_else(call: Call, data: Path):
    lock(data)

    told = call("--data-dir", data, "unlock")

    assert (told.code, told.err) == (0, "")
    assert told.out == "The screen lock is off. You can set a new one in Settings.\n"
    assert lock_of(options(data)) is None
    assert options(data)["theme"] == "dark"


def test_without_a_lock_it_says_so(call: Call, data: Path):
    assert call("--data-dir", data, "unlock").out == "There was no screen lock.\n"


def test_while_the_program_runs_it_says_what_to_do(call: Call, data: Path, qapp):
    lock(data)
    running = SingleInstance(data)
    running.acquire()

    told = call("--data-dir", data, "unlock")
    running.release()

    assert told.refused() == "Please quit ITB Companion first (Ctrl+Q in its window), then run this again."
    assert lock_of(options(data)) is not None


def test_without_a_record_it_says_so(call: Call, tmp_path: Path):
    assert "There is no record in" in call("--data-dir", tmp_path / "none", "unlock").refused()
