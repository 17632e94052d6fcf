"""Sees windows as the window manager does, and asks a program whether it still answers; speaks JSON lines.

Every request is `{"do": name, ...}`, every answer `{"ok": value}` or `{"error": sentence}`. It talks to the X server
through libX11 itself: a tool that is started anew for each look would be too slow to measure with. Instants are those
of time.monotonic(), which all processes of a computer share.
"""

import ctypes
import ctypes.util
import itertools
import json
import sys
import time

POLL_S = 0.004
LONGEST_PING_S = 10.0
PINGS = itertools.count(1)
"""No two have the same number: a late answer is taken for no other's."""
IS_VIEWABLE, CLIENT_MESSAGE = 2, 33
STRUCTURE_NOTIFY, SUBSTRUCTURE_NOTIFY, SUBSTRUCTURE_REDIRECT = 1 << 17, 1 << 19, 1 << 20
ANY_TYPE = 0

x = ctypes.CDLL(ctypes.util.find_library("X11") or "libX11.so.6")
Window = Atom = ctypes.c_ulong


class ClientMessage(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("send_event", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("window", Window),
        ("message_type", Atom),
        ("format", ctypes.c_int),
        ("data", ctypes.c_long * 5),
    )


class Event(ctypes.Union):
    _fields_ = (("type", ctypes.c_int), ("client", ClientMessage), ("pad", ctypes.c_long * 24))


class Attributes(ctypes.Structure):
    # Up to the one that is of use; the rest is room.
    _fields_ = (
        ("place", ctypes.c_int * 6),
        ("visual", ctypes.c_void_p),
        ("root", Window),
        ("kind", ctypes.c_int * 4),
        ("planes", ctypes.c_ulong * 2),
        ("save_under", ctypes.c_int),
        ("colormap", ctypes.c_ulong),
        ("map_installed", ctypes.c_int),
        ("map_state", ctypes.c_int),
        ("room", ctypes.c_long * 16),
    )


x.XOpenDisplay.restype = ctypes.c_void_p
x.XDefaultRootWindow.restype = Window
x.XDefaultRootWindow.argtypes = [ctypes.c_void_p]
x.XInternAtom.restype = Atom
x.XInternAtom.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int]
x.XGetWindowAttributes.argtypes = [ctypes.c_void_p, Window, ctypes.POINTER(Attributes)]
x.XSelectInput.argtypes = [ctypes.c_void_p, Window, ctypes.c_long]
x.XSendEvent.argtypes = [ctypes.c_void_p, Window, ctypes.c_int, ctypes.c_long, ctypes.POINTER(Event)]
x.XSync.argtypes = [ctypes.c_void_p, ctypes.c_int]
x.XPending.argtypes = [ctypes.c_void_p]
x.XNextEvent.argtypes = [ctypes.c_void_p, ctypes.POINTER(Event)]
x.XFree.argtypes = [ctypes.c_void_p]
x.XGetWindowProperty.argtypes = [
    ctypes.c_void_p, Window, Atom, ctypes.c_long, ctypes.c_long, ctypes.c_int, Atom, ctypes.POINTER(Atom),
    ctypes.POINTER(ctypes.c_int), ctypes.POINTER(ctypes.c_ulong), ctypes.POINTER(ctypes.c_ulong),
    ctypes.POINTER(ctypes.c_void_p),
]  # fmt: skip

# A window may be gone before it is asked about; without this the library would end the process.
ON_ERROR = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)(lambda *_: 0)
x.XSetErrorHandler(ON_ERROR)
DISPLAY = x.XOpenDisplay(None)
ROOT = x.XDefaultRootWindow(DISPLAY)


def atom(name):
    return x.XInternAtom(DISPLAY, name.encode(), 0)


def property_of(window, name):
    """Return a property as bytes, or as whole numbers where it is one of those; None where it is not there."""
    kind, form, count, after, found = Atom(), ctypes.c_int(), ctypes.c_ulong(), ctypes.c_ulong(), ctypes.c_void_p()
    out = (ctypes.byref(part) for part in (kind, form, count, after, found))
    if x.XGetWindowProperty(DISPLAY, window, atom(name), 0, 4096, 0, ANY_TYPE, *out) or not found:
        return None
    try:
        if form.value == 8:
            return ctypes.string_at(found.value, count.value)
        return list(ctypes.cast(found, ctypes.POINTER(ctypes.c_ulong))[: count.value])
    finally:
        x.XFree(found)


def is_on_screen(window):
    seen = Attributes()
    return bool(x.XGetWindowAttributes(DISPLAY, window, ctypes.byref(seen))) and seen.map_state == IS_VIEWABLE


def windows(pid, title=""):
    """Return the windows of a program on the screen with this in their title."""
    return [
        window
        for window in property_of(ROOT, "_NET_CLIENT_LIST") or []
        if property_of(window, "_NET_WM_PID") == [pid]
        and title.encode() in (property_of(window, "_NET_WM_NAME") or b"")
        and is_on_screen(window)
    ]


def titles(query):
    """Return the titles of a program's windows on the screen."""
    return [(property_of(window, "_NET_WM_NAME") or b"").decode() for window in windows(query["pid"])]


def mapped(query):
    """Return the instant at which a window with this in its title is on the screen."""
    deadline = time.monotonic() + query["within"]
    while not windows(query["pid"], query["title"]):
        if time.monotonic() > deadline:
            raise TimeoutError(f"no window {query['title']!r} within {query['within']} s: {titles(query)}")
        time.sleep(POLL_S)
    return time.monotonic()


def send(to, mask, window, kind, *data):
    event = Event()
    event.client = ClientMessage(CLIENT_MESSAGE, 0, 1, DISPLAY, window, atom(kind), 32, (ctypes.c_long * 5)(*data))
    x.XSendEvent(DISPLAY, to, 0, mask, ctypes.byref(event))
    x.XSync(DISPLAY, 0)


def answers(number):
    """Return whether the answer to this ping has come."""
    event = Event()
    while x.XPending(DISPLAY):
        x.XNextEvent(DISPLAY, ctypes.byref(event))
        if event.type == CLIENT_MESSAGE and list(event.client.data[:2]) == [atom("_NET_WM_PING"), number]:
            return True
    return False


def ping_once(window):
    number, began = next(PINGS), time.monotonic()
    send(window, 0, window, "WM_PROTOCOLS", atom("_NET_WM_PING"), number, window)
    while not answers(number) and time.monotonic() - began < LONGEST_PING_S and is_on_screen(window):
        time.sleep(0.001)
    return time.monotonic() - began


def ping(query):
    """Ask one window of a program again and again, as a window manager does; return how long each answer took."""
    x.XSelectInput(DISPLAY, ROOT, STRUCTURE_NOTIFY)  # with this Qt sends its answers
    took, deadline = [], time.monotonic() + query["seconds"]
    while time.monotonic() < deadline:
        for window in windows(query["pid"])[:1]:
            took.append(ping_once(window))
        time.sleep(query["every"])
    x.XSelectInput(DISPLAY, ROOT, 0)
    return took


def handled(query):
    """Wait until a program has taken in every key so far: it answers what it is asked in its turn after them."""
    x.XSelectInput(DISPLAY, ROOT, STRUCTURE_NOTIFY)
    for window in windows(query["pid"])[:1]:
        ping_once(window)
    x.XSelectInput(DISPLAY, ROOT, 0)
    return True


def close(query):
    """Close a window as a click on the cross in its title bar does; return how many there were."""
    found = windows(query["pid"], query["title"])
    for window in found:
        send(ROOT, SUBSTRUCTURE_NOTIFY | SUBSTRUCTURE_REDIRECT, window, "_NET_CLOSE_WINDOW", 0, 2)
    return len(found)


DO = {"titles": titles, "mapped": mapped, "ping": ping, "handled": handled, "close": close}


def main():
    print(json.dumps({"ok": "ready"}), flush=True)  # noqa: T201
    for line in sys.stdin:
        query = json.loads(line)
        try:
            answer = {"ok": DO[query["do"]](query)}
        except Exception as error:  # noqa: BLE001 - told to the test, which fails with it
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
