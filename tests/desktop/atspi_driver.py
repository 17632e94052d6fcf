"""Reads and presses what a screen reader sees. Run by Debian's own Python, which has pyatspi; speaks JSON lines.

Every request is `{"do": name, ...}`, every answer `{"ok": value}` or `{"error": sentence}`. It knows nothing of the
program under test, and it imports nothing of it.
"""

import json
import sys
import time
import warnings

import pyatspi  # noqa: F401 - the package that CI installs; it brings and sets up Atspi
from gi.repository import Atspi, GLib

warnings.simplefilter("ignore", DeprecationWarning)  # of Atspi about itself

POLL_S = 0.02
LONGEST_REBUILDING_S = 5.0
NODES = {}
"""Everything that was handed out, by number, until the next `find`."""


def states_of(node):
    return [state.value_nick for state in node.get_state_set().get_states()]


def applications(pid):
    desktop = Atspi.get_desktop(0)
    for number in range(desktop.get_child_count()):
        app = desktop.get_child_at_index(number)
        try:
            if app is not None and app.get_process_id() == pid:
                app.set_cache_mask(Atspi.Cache.NONE)
                yield app
        except GLib.Error:
            continue  # a program that was killed and is not struck off yet


def windows(pid):
    for app in applications(pid):
        for number in range(app.get_child_count()):
            window = app.get_child_at_index(number)
            if window is not None:
                yield window


def text_of(node):
    if node.get_text_iface() is None:
        return None
    length = Atspi.Text.get_character_count(node)
    return Atspi.Text.get_text(node, 0, length) if length else ""


def box_of(node):
    place = Atspi.Component.get_extents(node, Atspi.CoordType.SCREEN)
    return [place.x, place.y, place.width, place.height]


def cut(box, other):
    left, top = max(box[0], other[0]), max(box[1], other[1])
    right = min(box[0] + box[2], other[0] + other[2])
    bottom = min(box[1] + box[3], other[1] + other[3])
    return [left, top, max(0, right - left), max(0, bottom - top)]


def seen_of(node):
    """Return the part of a widget that no scroll area hides."""
    box, above = box_of(node), node.get_parent()
    while above is not None and above.get_role() != Atspi.Role.APPLICATION:
        if above.get_component_iface() is not None:
            box = cut(box, box_of(above))
        above = above.get_parent()
    return box


def label_of(node):
    """Return the label that a screen reader reads before a field, where one is tied to it."""
    for relation in node.get_relation_set():
        if relation.get_relation_type() == Atspi.RelationType.LABELLED_BY:
            return relation.get_target(0).get_name() or ""
    return ""


def plain(node, states, number):
    return {
        "id": number,
        "role": node.get_role_name(),
        "name": node.get_name() or "",
        "description": node.get_description() or "",
        "label": label_of(node) if "focusable" in states else "",
        "states": states,
        "text": text_of(node),
        "box": box_of(node) if node.get_component_iface() is not None else [0, 0, 0, 0],
    }


def walk(node, *, hidden=False):
    states = states_of(node)
    if "showing" not in states and not hidden:
        return
    yield node, states
    for number in range(node.get_child_count()):
        child = node.get_child_at_index(number)
        if child is not None:
            yield from walk(child, hidden=hidden)


def fits(node, states, query):
    role, name, part, state = (query.get(key) for key in ("role", "name", "part", "state"))
    if state is not None and state not in states:
        return False
    if role is not None and node.get_role_name() != role:
        return False
    if name is None and part is None:
        return True
    found = node.get_name() or ""
    return (name is None or found == name) and (part is None or part in found)


def find(query):
    """Return what fits the query (pid, window, role, name, part of the name, state), in reading order."""
    NODES.clear()
    found = []
    for window in windows(query["pid"]):
        if query.get("window") is not None and query["window"] not in (window.get_name() or ""):
            continue
        for node, states in walk(window, hidden=query.get("hidden", False)):
            if fits(node, states, query):
                NODES[len(NODES)] = node
                found.append(plain(node, states, len(NODES) - 1))
                if query.get("first"):
                    return found
    return found


def steady(query):
    """Return what fits; where the program rebuilt its widgets while they were read, they are read anew."""
    deadline = time.monotonic() + LONGEST_REBUILDING_S
    while True:
        try:
            return find(query)
        except GLib.Error:
            if time.monotonic() > deadline:
                raise
            time.sleep(POLL_S)


def tolerant(query):
    """Return what fits; nothing where the program rebuilt its widgets, or ended, while it was read."""
    try:
        return find(query)
    except GLib.Error as error:
        print(f"{error}", file=sys.stderr, flush=True)  # noqa: T201
        return []


def wait(query):
    """Return what fits the query as soon as anything does; with `gone`, an empty list as soon as nothing does."""
    deadline = time.monotonic() + query["within"]
    query = query | {"first": True}
    while True:
        found = tolerant(query)
        if bool(found) != query.get("gone", False):
            return found
        if time.monotonic() > deadline:
            raise TimeoutError(f"{'still there' if found else 'not there'} after {query['within']} s: {query}")
        time.sleep(POLL_S)


def titles(query):
    """Return the titles of the windows that are shown."""
    return [window.get_name() or "" for window in windows(query["pid"]) if "showing" in states_of(window)]


def fresh(query):
    node = NODES[query["id"]]
    return {**plain(node, states_of(node), query["id"]), "seen": seen_of(node)}


def press(query):
    node = NODES[query["id"]]
    names = [Atspi.Action.get_action_name(node, i) for i in range(Atspi.Action.get_n_actions(node))]
    wanted = query.get("action") or next(name for name in ("Press", "Toggle", "click") if name in names)
    return Atspi.Action.do_action(node, names.index(wanted))


def write(query):
    return Atspi.EditableText.set_text_contents(NODES[query["id"]], query["text"])


def focus(query):
    return Atspi.Component.grab_focus(NODES[query["id"]])


def answer_time(query):
    """Return how long the program's main loop takes to answer, in seconds."""
    began = time.monotonic()
    for app in applications(query["pid"]):
        for number in range(app.get_child_count()):
            app.get_child_at_index(number).get_name()
    return time.monotonic() - began


DO = {
    "find": steady, "wait": wait, "titles": titles, "fresh": fresh, "press": press, "write": write, "focus": focus,
    "answer_time": answer_time,
}  # fmt: skip


def main():
    # A program that does not answer must not hold up this one for half a minute.
    Atspi.set_timeout(3000, 10_000)
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
