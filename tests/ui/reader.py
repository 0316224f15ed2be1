# What a screen reader gets: a process on the app's own bus that answers for it, a line of JSON for each line asked.
# usage: reader.py (stdin: "bus", "tree PROCESS", or "do PATH ACTION" with a path as the tree gave it;
# tabs between)
# SPDX-License-Identifier: GPL-3.0-or-later

import json
import sys

import pyatspi
from gi.repository import Gio, GLib


def applications():
    desktop = pyatspi.Registry.getDesktop(0)
    desktop.clear_cache()
    return [desktop[i] for i in range(desktop.childCount)]


def text_of(node):
    try:
        return node.queryText().getText(0, -1)
    except NotImplementedError:
        return ""


def actions_of(node):
    try:
        action = node.queryAction()
        return [action.getName(i) for i in range(action.nActions)]
    except (NotImplementedError, GLib.Error):
        return []


def is_shown(node, states):
    """GTK 4.8 calls everything visible; what has never been shown has no size."""
    if not states.contains(pyatspi.STATE_VISIBLE):
        return False
    try:
        place = node.queryComponent().getExtents(pyatspi.WINDOW_COORDS)
        return place.width > 0 and place.height > 0
    except NotImplementedError:
        return True


def describe(node, path):
    states = node.getState()
    return {
        "path": path,
        "role": node.getRoleName(),
        "name": node.name or "",
        "text": text_of(node),
        "actions": actions_of(node),
        "shown": is_shown(node, states),
        "enabled": states.contains(pyatspi.STATE_SENSITIVE),
        "checked": states.contains(pyatspi.STATE_CHECKED) or states.contains(pyatspi.STATE_PRESSED),
        "focusable": states.contains(pyatspi.STATE_FOCUSABLE),
    }


def walk(node, path):
    yield describe(node, path)
    for i in range(node.childCount):
        child = node[i]
        if child is not None:
            yield from walk(child, path + [i])


def tree(process):
    found = enumerate(applications())
    return [node for i, top in found if top is not None and top.get_process_id() == process for node in walk(top, [i])]


def do(path, name):
    node = applications()[path[0]]
    for index in path[1:]:
        node = node[index]
    action = node.queryAction()
    names = [action.getName(i) for i in range(action.nActions)]
    return action.doAction(names.index(name))


def bus():
    session = Gio.bus_get_sync(Gio.BusType.SESSION)
    call = ("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress", None, None, Gio.DBusCallFlags.NONE, -1)
    return session.call_sync(*call).unpack()[0]


def answer(words):
    if words[0] == "bus":
        return bus()
    if words[0] == "tree":
        return tree(int(words[1]))
    return do(json.loads(words[1]), words[2])


for question in sys.stdin:
    try:
        result = answer(question.strip().split("\t"))
    except Exception as error:  # the tree changes while it is being read: whoever asks asks again
        result = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(result), flush=True)
