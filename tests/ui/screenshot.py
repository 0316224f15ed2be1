# Makes the pictures of the README: a board in the middle of a session, light and dark.
# usage: virtual-display.sh python3 screenshot.py DRAWBRIDGE DRAWBRIDGECTL FOLDER    (meson compile screenshots)
# SPDX-License-Identifier: GPL-3.0-or-later

import math
import sys

from desk import *

WIDTH, HEIGHT = 1280, 800
BESIDE = 1300  # where the others' windows are: on the screen, not in the picture


def note(x, y, turn, fill, text):
    return {"op": "create", "kind": "note", "x": x, "y": y, "width": 160, "height": 150, "rotation": turn, "fill": fill, "text": text}


def box(x, text):
    return {"op": "create", "kind": "rectangle", "x": x, "y": 118, "width": 112, "height": 66, "size": 2.5, "text": text}


def arrow(x):
    return {"op": "create", "kind": "arrow", "points": [[x, 151], [x + 30, 151]], "size": 2.5}


def marker():
    points = [[510 + 8 * i, 204 + 5 * math.sin(i / 8), 1] for i in range(52)]
    return {"op": "create", "kind": "highlighter", "points": points, "color": "#f8e45c", "size": 18}


def loops():
    """What a hand does with a pen: faster and lighter upwards, slower and heavier downwards."""
    points = []
    for i in range(260):
        turn = i / 260 * 5.25 * 2 * math.pi
        rise = 0.5 - 0.5 * math.cos(turn)
        x = 425 + 440 * i / 260 + 34 * math.sin(turn)
        points.append([x, 530 - 90 * rise - 20 * i / 260, 0.55 + 0.4 * math.sin(turn + 1)])
    return {"op": "create", "kind": "stroke", "points": points, "color": "#1c71d8", "size": 8}


def edits():
    return [
        note(90, 78, -1.5, "#fae58b", "Login flow\nError states for expired invites"),
        note(262, 96, 1.5, "#b2dffa", "Offline\nQueue edits, merge on reconnect"),
        note(98, 262, 0.8, "#c9f2bf", "Ship it\nBeta on Friday? 好的！"),
        box(520, "Invite"),
        arrow(634),
        box(666, "Join"),
        arrow(780),
        box(812, "Draw"),
        marker(),
        {
            "op": "create",
            "kind": "ellipse",
            "x": 512,
            "y": 268,
            "width": 262,
            "height": 126,
            "size": 2.5,
            "color": "#9141ac",
            "fill": "#9141ac26",
            "text": "Shared session",
        },
        loops(),
    ]


def fill(board):
    lines = "".join(json.dumps(edit) + "\n" for edit in edits())
    subprocess.run([desk.ctl, "apply", board.link, "--name", "Ana Ruiz"], input=lines, text=True, check=True, capture_output=True)


def say(board, person, text):
    """With the clipboard: no key is an emoji's."""
    before = len(board.lines())
    put_clipboard(text)
    person.key("ctrl+v")
    person.key("Return")
    wait("the line", lambda: len(board.lines()) > before)


def take(scheme):
    """One scene, one picture."""
    global board
    board = desk.serve("Sprint planning")
    fill(board)
    ana = desk.open("Ana Ruiz", board.link, settings={"color": "'#e66100'"})
    bo = desk.open("Bo Chen", board.link, settings={"color": "'#26a269'"})
    me = desk.open("Mia Huber", board.link, settings={"color": "'#1c71d8'", "color-scheme": f"'{scheme}'"})
    for person in (ana, bo):
        person.place(BESIDE, 0, WIDTH, HEIGHT)
    me.place(0, 0, WIDTH, HEIGHT)
    for person in (ana, bo, me):
        person.key("F9")
    say(board, ana, "Can we group the login notes on the left? 👍")
    say(board, me, "Done: moved them next to the flow.")
    say(board, bo, "Offline merge worked on my laptop, no conflicts at all.")
    say(board, me, "Great, shipping the beta on Friday then.")
    ana.focus()
    hover(BESIDE + 707, 300)
    wait("Ana's arrow", lambda: desk.sees(like(0xE6, 0x61, 0x00), 711, 308))
    wait("the toasts to go", lambda: len(set(desk.screen.region(560, 650, 160, 60))) < 8)
    wait("a still picture", desk.screen.is_still)
    path = os.path.join(desk.shots, f"board-{scheme}.png")
    run("import", "-silent", "-window", "root", "-crop", f"{WIDTH}x{HEIGHT}+0+0", "+repage", "-depth", "8", path)
    for person in (ana, bo, me):
        person.end()
    desk.people.clear()


with Desk(*sys.argv[1:4]) as desk:
    os.makedirs(desk.shots, exist_ok=True)
    take("light")
    take("dark")
