"""Whether a window can be opened, and the one sentence for the person when it cannot."""

import os
import subprocess
import sys
import timeit
from pathlib import Path

import pytest

from itb_companion.desktop import display
from itb_companion.desktop.display import why_no_window

from .conftest import Start, require

WORKS = "Without a display these work: agenda, screenshots, doctor, triage."
NO_DISPLAY = f"There is no display to open a window on. {WORKS}"


@pytest.fixture
def xvfb(start: Start) -> str:
    """A real X server; without -noreset it would start anew after each probe, being without another client."""
    require("Xvfb")
    read_end, write_end = os.pipe()
    start("Xvfb", "-displayfd", str(write_end), "-nolisten", "tcp", "-noreset", pass_fds=(write_end,))
    os.close(write_end)
    with os.fdopen(read_end) as number:
        return f":{number.readline().strip()}"


@pytest.mark.parametrize(
    "environ",
    [
        {},
        {"DISPLAY": ""},
        {"QT_QPA_PLATFORM": "xcb"},
        {"QT_QPA_PLATFORM": "wayland;xcb"},
        {"QT_QPA_PLATFORM": "xcb", "WAYLAND_DISPLAY": "wayland-0"},
    ],
)
def test_no_display_at_all(environ: dict[str, str]):
    assert why_no_window(environ, "linux") == NO_DISPLAY


@pytest.mark.parametrize("platform", ["offscreen", "minimal", "vnc:size=800x600", "linuxfb"])
def test_platforms_that_need_no_display(platform: str):
    assert why_no_window({"QT_QPA_PLATFORM": platform}, "linux") is None


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_other_systems_always_have_one(platform: str):
    assert why_no_window({}, platform) is None


@pytest.mark.parametrize("name", [":987", "nonsense", "/nowhere:0"])
def test_a_display_that_nobody_serves(name: str):
    assert why_no_window({"DISPLAY": name}, "linux") == f"The display {name} cannot be reached. {WORKS}"


def test_a_wayland_display_that_nobody_serves(tmp_path: Path):
    environ = {"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": str(tmp_path)}

    assert why_no_window(environ, "linux") == f"The Wayland display wayland-0 cannot be reached. {WORKS}"


def test_a_wayland_display_that_is_there(tmp_path: Path):
    (tmp_path / "wayland-0").touch()

    assert why_no_window({"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": str(tmp_path)}, "linux") is None
    assert why_no_window({"WAYLAND_DISPLAY": str(tmp_path / "wayland-0")}, "linux") is None


def test_a_server_that_says_nothing_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    import threading

    gate = threading.Event()
    monkeypatch.setattr(display, "_x_error", lambda _: gate.wait())
    monkeypatch.setattr(display, "PATIENCE_S", 0.05)

    assert display._why_no_x(":0") == f"The display :0 does not answer. {WORKS}"
    gate.set()


@pytest.mark.parametrize(("part", "works"), [("plugins/platforms/libqxcb.so", WORKS), ("lib/libQt6Widgets.so.6", "")])
def test_a_missing_library_is_named_with_its_package(part: str, works: str, monkeypatch: pytest.MonkeyPatch):
    def refuse(file: str) -> None:
        assert file.endswith(part)
        raise OSError("libxcb-cursor.so.0: cannot open shared object file: No such file or directory")

    monkeypatch.setattr(display.ctypes, "CDLL", refuse)

    expected = (
        "The system library libxcb-cursor.so.0, which Qt needs, is not installed: "
        "on Debian and Ubuntu, 'sudo apt install libxcb-cursor0' brings it."
    )
    environ = {"DISPLAY": ":0"} if works else {"QT_QPA_PLATFORM": "offscreen"}
    assert why_no_window(environ, "linux") == f"{expected} {works}".rstrip()


def test_an_error_that_is_no_missing_library_is_left_to_qt(monkeypatch: pytest.MonkeyPatch):
    """Better a start that Qt may refuse than a refusal of ours where Qt would have started."""

    def refuse(_file: str) -> None:
        raise OSError("libQt6Core.so.6: version `Qt_6.99' not found")

    monkeypatch.setattr(display.ctypes, "CDLL", refuse)

    assert why_no_window({"QT_QPA_PLATFORM": "offscreen"}, "linux") is None


PROBE = """
import os, sys, time
from itb_companion.desktop.display import why_no_window
answers = [why_no_window(os.environ)]
best_s = 1.0
for _ in range(10):
    begin = time.perf_counter()
    answers.append(why_no_window(os.environ))
    best_s = min(best_s, time.perf_counter() - begin)
print(set(answers), [name for name in sys.modules if name.startswith("PySide6")], best_s)
"""


@pytest.mark.desktop
def test_with_a_display_it_says_nothing_loads_no_qt_and_takes_no_time(xvfb: str, start: Start):
    done = start(sys.executable, "-c", PROBE, environ={"DISPLAY": xvfb, "QT_QPA_PLATFORM": ""}).popen.stdout.read()

    answers, _, took_s = done.strip().rpartition(" ")
    assert answers == "{None} []"
    assert float(took_s) < 0.005


@pytest.mark.desktop
def test_a_server_that_does_not_know_this_user_is_named_instead_of_an_abort(start: Start, tmp_path: Path):
    require("Xvfb", "xauth")
    keys = tmp_path / "keys"
    subprocess.run(["xauth", "-q", "-f", str(keys), "add", ":0", ".", "0" * 32], check=True, capture_output=True)
    read_end, write_end = os.pipe()
    start("Xvfb", "-displayfd", str(write_end), "-nolisten", "tcp", "-auth", str(keys), pass_fds=(write_end,))
    os.close(write_end)
    with os.fdopen(read_end) as number:
        name = f":{number.readline().strip()}"

    assert why_no_window({"DISPLAY": name}, "linux") == f"The display {name} cannot be reached. {WORKS}"


def test_asking_is_quick_where_there_is_no_display():
    assert min(timeit.repeat(lambda: why_no_window({}, "linux"), number=1, repeat=10)) < 0.005
