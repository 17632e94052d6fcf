"""Says in one sentence why no window can be opened, before Qt is asked: it would end the process without a word."""

import ctypes
import importlib.util
import sys
import threading
from collections.abc import Mapping
from pathlib import Path

from itb_companion.desktop.system_libraries import missing_library_sentence

__all__ = ["missing_library_sentence", "why_no_window"]

WORKS_WITHOUT = "Without a display these work: agenda, screenshots, doctor, triage."
NEEDS_NOTHING = frozenset({"offscreen", "minimal", "minimalegl", "vnc", "linuxfb", "eglfs", "vkkhrdisplay", "directfb"})
"""Platforms of Qt that draw without a display server."""
PATIENCE_S = 5.0
"""For an X server that accepts the connection and then says nothing."""


def why_no_window(environ: Mapping[str, str], platform: str = sys.platform) -> str | None:
    """Return one sentence for the person when no window can be opened here, or None when one can.

    Imports no Qt. What it loads is what Qt loads next, so it costs a start next to nothing.
    """
    if not platform.startswith("linux"):
        return None
    wanted = [name.partition(":")[0] for name in environ.get("QT_QPA_PLATFORM", "").split(";") if name]
    if NEEDS_NOTHING.intersection(wanted):
        return _why_library("lib/libQt6Widgets.so.6", "")
    with_x = environ.get("DISPLAY") and _allows(wanted, "xcb")
    with_wayland = environ.get("WAYLAND_DISPLAY") and _allows(wanted, "wayland")
    if not with_x and not with_wayland:
        return f"There is no display to open a window on. {WORKS_WITHOUT}"
    if with_wayland and _wayland_socket(environ).exists():
        return _why_library("plugins/platforms/libqwayland.so", "")
    if not with_x:
        return f"The Wayland display {environ['WAYLAND_DISPLAY']} cannot be reached. {WORKS_WITHOUT}"
    return _why_library("plugins/platforms/libqxcb.so", WORKS_WITHOUT) or _why_no_x(environ["DISPLAY"])


def _allows(wanted: list[str], kind: str) -> bool:
    return not wanted or any(name.startswith(kind) for name in wanted)


def _wayland_socket(environ: Mapping[str, str]) -> Path:
    """Return where the Wayland server listens; an absolute WAYLAND_DISPLAY stands for itself."""
    return Path(environ.get("XDG_RUNTIME_DIR", "/")) / environ["WAYLAND_DISPLAY"]


def _why_no_x(display: str) -> str | None:
    """Return why the X server cannot be reached, found out through the library that Qt itself connects with."""
    verdict: list[str | None] = []
    probe = threading.Thread(target=lambda: verdict.append(_x_error(display)), name="x-probe", daemon=True)
    probe.start()
    probe.join(PATIENCE_S)
    if not verdict:
        return f"The display {display} does not answer. {WORKS_WITHOUT}"
    return verdict[0]


def _x_error(display: str) -> str | None:
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError as error:
        return missing_library_sentence(error)
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(display.encode(), None)
    refused = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return f"The display {display} cannot be reached. {WORKS_WITHOUT}" if refused else None


def _why_library(part: str, works: str) -> str | None:
    """Return which system library the part of Qt lacks. The file itself is asked, for a list would be wrong one day."""
    package = importlib.util.find_spec("PySide6")
    for folder in (package.submodule_search_locations or []) if package else []:
        file = Path(folder) / "Qt" / part
        if not file.exists():  # a distribution's own build keeps it elsewhere, and depends on all it needs
            continue
        try:
            ctypes.CDLL(str(file))
        except OSError as error:
            sentence = missing_library_sentence(error)
            return f"{sentence} {works}".rstrip() if sentence else None
    return None
