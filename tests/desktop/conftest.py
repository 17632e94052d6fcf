"""The desktop, a login on it, and what is shown of both when a test fails."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from .figures import Figures
from .session import Desktop, Session, desktop, missing


@pytest.fixture(scope="session")
def screen() -> Iterator[Desktop]:
    """The X server with its window manager. Skipped where a program is missing, but not in CI: there it is a hole."""
    lacking = missing()
    if lacking and os.environ.get("CI"):
        pytest.fail(f"CI lacks {', '.join(lacking)}")
    if lacking:
        pytest.skip(f"needs {', '.join(lacking)}")
    # Not pytest's own folder: the path of a socket may have only 107 letters, and another user must be able to pass.
    folder = Path(tempfile.mkdtemp(prefix="itb-screen-"))
    folder.chmod(0o711)
    with desktop(folder) as made:
        yield made
    shutil.rmtree(folder)


@pytest.fixture
def session(screen: Desktop, request: pytest.FixtureRequest) -> Iterator[Session]:
    """A login of its own for each test, with an empty message bus: no notification service yet."""
    folder = Path(tempfile.mkdtemp(prefix="itb-session-"))
    folder.chmod(0o711)
    screen.park_pointer()
    made = Session(screen, folder)
    try:
        yield made
        if failed(request.node):
            request.node.add_report_section("teardown", "desktop", told(made))
    finally:
        made.end()
    if not failed(request.node):
        shutil.rmtree(folder)


FIGURES = Figures()


@pytest.fixture
def figures() -> Figures:
    """Where every measured time of the run is kept."""
    return FIGURES


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print every measured time; with ITB_FIGURES also write them into that file."""
    if FIGURES.lines():
        terminalreporter.section("measured on the real program")
        terminalreporter.write_line("\n".join(FIGURES.lines()))
    if os.environ.get("ITB_FIGURES"):
        FIGURES.write(Path(os.environ["ITB_FIGURES"]))


def told(session: Session) -> str:
    """Return everything that helps to understand a failure, and where the picture of the screen is."""
    parts = [f"picture: {session.desktop.picture(session.folder / 'failed.png')}"]
    for program in session.programs:
        if program.process.poll() is None:
            with contextlib.suppress(AssertionError):
                parts += [f"{node.role} {node.name!r} {node.text or ''}" for node in program.find() if node.name]
    parts += [log.read_text(errors="replace")[-4000:] for log in (session.data / "log").glob("*.log")]
    return "\n".join([*parts, session.processes.logs(), session.desktop.processes.logs()])


FAILED = pytest.StashKey[bool]()


def failed(node: pytest.Item) -> bool:
    """Whether the test itself failed."""
    return node.stash.get(FAILED, False)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Any:
    """Remember that a test failed, so that its fixtures can tell what they saw."""
    report = yield
    item.stash[FAILED] = failed(item) or report.failed
    return report
