# What a screen reader gets: a name for every control, and tools that can be chosen without a pointer.
# usage: virtual-display.sh python3 test-reader.py DRAWBRIDGE DRAWBRIDGECTL SCREENSHOTS
# SPDX-License-Identifier: GPL-3.0-or-later

import sys

from desk import *

CONTROLS = ("push button", "toggle button", "text", "entry", "check box", "radio button", "combo box", "tool bar", "switch")
WIDGET = re.compile(r"^(Gtk|Adw|Bridge)[A-Z]\w+$")  # GTK's name for what has none


def nameless():
    controls = [node for node in ana.tree() if node["role"] in CONTROLS]
    return [f"{node['role']} {node['path']}" for node in controls if not node["name"].strip() or WIDGET.match(node["name"])]


def check_names(least):
    """Every control that is shown has a name of its own. (A toast's button has none in libadwaita 1.2; it goes after a while.)"""
    wait("names", lambda: not nameless())
    controls = [node["name"] for node in ana.tree() if node["role"] in CONTROLS]
    assert len(controls) >= least, controls


def choose(name):
    """GTK answers at once and presses the button a little later."""
    ana.press("push button", name)
    wait(f"{name} is chosen", lambda: any(node["checked"] for node in ana.find("push button", name)))


def names_window():
    """header, palette and zoom"""
    global ana
    ana = desk.open("Ana")
    ana.place(0, 0, 1200, 820)
    ana.hear("Share")
    check_names(28)
    for name in ("Undo", "Redo", "Main menu", "Chat", "Zoom in", "Zoom out", "Zoom to 100%", "Blue", "Medium"):
        assert ana.find("push button", name), name


def chooses_tools():
    """each tool is chosen without a pointer and tells that it is"""
    for name in ("Hand", "Select", "Highlighter", "Eraser", "Note", "Text", "Shape", "Pen"):
        choose(name)
        chosen = [node["name"] for node in ana.tree() if node["checked"] and node["name"] in ("Pen", "Select", name)]
        assert chosen == [name], chosen


def chooses_colors():
    """colours and sizes too, and with them one draws"""
    choose("Red")
    choose("Very thick")
    drag(line((300, 300), (500, 300)))
    wait("thick red ink", lambda: desk.count(like(0xE0, 0x1B, 0x24), 350, 285, 100, 30) > 1000)


def names_chat():
    """the chat"""
    ana.press("push button", "Chat")
    wait("its entry", lambda: ana.find("text", "Message everyone"))
    for name in ("Send", "Insert an emoji"):
        assert ana.find("push button", name), name
    check_names(30)


def names_dialog(title, opening, least):
    dialog = ana.dialog(title, opening)
    wait("its controls", lambda: [node for node in ana.tree() if title in node["name"]])
    check_names(least)
    ana.key("Escape", window=dialog)
    ana.gone(dialog)


def names_dialogs():
    """the dialogs"""
    names_dialog("Share", lambda: ana.key("ctrl+shift+s"), 33)
    names_dialog("Join", lambda: ana.key("ctrl+j"), 33)
    names_dialog("Preferences", lambda: ana.key("ctrl+comma"), 32)


with Desk(*sys.argv[1:4], reader=True) as desk:
    sys.exit(tap(desk, [names_window, chooses_tools, chooses_colors, names_chat, names_dialogs]))
