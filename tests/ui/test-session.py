# Joining and losing sessions: links that do not work, the join dialog, a broken cable, and what closing asks.
# usage: virtual-display.sh python3 test-session.py DRAWBRIDGE DRAWBRIDGECTL SCREENSHOTS
# SPDX-License-Identifier: GPL-3.0-or-later

import sys

from desk import *
from proxy import Proxy

WIDTH, HEIGHT, BESIDE = 660, 840, 690


def ink(x, y):
    drag(line((x, y), (x + 100, y + 30)))


def port_of(link):
    return int(re.search(r":(\d+)/", link).group(1))


def with_port(link, port):
    return re.sub(r":\d+/", f":{port}/", link)


def refuses_links():
    """a link that is none is said to be none"""
    app = desk.open("Ana", "drawbridge://127.0.0.1:1/board")
    app.hear("This Link Does Not Work")
    desk.shoot("bad-link")
    app.end()


def finds_nobody():
    """where nobody listens, the window says so, and can try again"""
    app = desk.open("Ana", with_port(board.link, 1))
    app.place(0, 0, WIDTH, HEIGHT)
    app.hear("Could Not Join")
    app.hear("Nothing is listening at 127.0.0.1")
    desk.shoot("nobody")
    app.end()


def knows_no_room():
    """a wrong token is told apart from a host that is away"""
    app = desk.open("Ana", re.sub(r"#[^.]*", "#" + "A" * 22, board.link))
    app.hear("The link is not valid for this room")
    app.end()


def trusts_no_stranger():
    """who answers with another certificate is not joined, and the window says what that means"""
    app = desk.open("Ana", re.sub(r"\.[^.]*$", "." + "A" * 43, board.link))
    app.place(0, 0, WIDTH, HEIGHT)
    app.hear("Could Not Join")
    app.hear("is not the host that this link was made for")
    desk.shoot("stranger")
    app.end()


def hides_token():
    """the list of processes shows nobody's token"""
    app = desk.open("Ana", board.link)
    wait("the board's title", lambda: app.title() == "Party")
    with open(f"/proc/{app.number()}/cmdline") as file:
        title = file.read()
    place, secret = board.link.split("#")
    assert place in title and not any(part in title for part in secret.split(".")), title
    app.end()


def shows_card():
    """the join dialog shows what a link leads to, and Enter joins in a window of its own"""
    global ana
    ana = desk.open("Ana")
    ana.place(0, 0, WIDTH, HEIGHT)
    ink(200, 300)
    wait("ink", lambda: desk.sees(is_blue, 250, 315))
    put_clipboard(board.link)
    dialog = ana.dialog("Join", lambda: ana.key("ctrl+j"))
    ana.hear("Party")
    desk.shoot("join-dialog")
    before = ana.windows() - {dialog}
    ana.key("Return", window=dialog)
    ana.first = ana.window
    ana.window = wait("a window for the session", lambda: ana.windows() - before - {dialog}).pop()
    wait("the board's title", lambda: ana.title() == "Party")
    ana.gone(dialog)
    ana.key("ctrl+w")
    ana.gone(ana.window)
    ana.window = ana.first


def asks_before_closing():
    """closing a board that exists nowhere else asks first"""
    question = ana.dialog("", lambda: ana.key("ctrl+w"))
    ana.hear("Discard This Board?")
    desk.shoot("discard")
    ana.key("Escape", window=question)
    ana.gone(question)
    assert desk.sees(is_blue, 250, 315) and not ana.has_ended()
    question = ana.dialog("", lambda: ana.key("ctrl+w"))
    ana.key("alt+d", window=question)
    wait("the app to end", ana.has_ended)


def works_offline():
    """a broken cable: the window says so, both draw on, and afterwards each has everything"""
    global bo, cable
    cable = Proxy(port_of(board.link))
    bo = desk.open("Bo", with_port(board.link, cable.port))
    bo.place(0, 0, WIDTH, HEIGHT)
    cy = desk.open("Cy", board.link)
    cy.place(BESIDE, 0, WIDTH, HEIGHT)
    bo.focus()
    ink(100, 200)
    wait("Bo's ink in Cy's window", lambda: desk.sees(is_blue, BESIDE + 150, 215))
    cable.cut()
    bo.hear("Offline")
    bo.focus()
    ink(100, 300)
    ink(100, 400)
    cy.focus()
    ink(BESIDE + 300, 300)
    desk.shoot("offline")
    wait("Cy's ink", lambda: len(board.items("stroke")) == 2)
    assert not desk.sees(is_blue, BESIDE + 150, 315) and not desk.sees(is_blue, 350, 315)
    cable.mend()
    wait("Bo's ink in Cy's window", lambda: desk.sees(is_blue, BESIDE + 150, 315) and desk.sees(is_blue, BESIDE + 150, 415))
    wait("Cy's ink in Bo's window", lambda: desk.sees(is_blue, 350, 315))
    wait("four strokes", lambda: len(board.items("stroke")) == 4)
    bo.key("ctrl+z")
    wait("Bo's undo still works", lambda: len(board.items("stroke")) == 3)
    cy.key("ctrl+w")
    wait("Cy's window closes without a question", cy.has_ended)


def asks_while_unsent():
    """closing asks while something has not been sent"""
    cable.cut()
    bo.hear("Offline")
    bo.focus()
    ink(100, 500)
    question = bo.dialog("", lambda: bo.key("ctrl+w"))
    bo.hear("Lose Unsent Changes?")
    bo.key("Escape", window=question)
    bo.gone(question)
    cable.mend()
    wait("it has been sent", lambda: len(board.items("stroke")) == 4)


def outlives_host():
    """when the host is gone for good, the board stays and the window keeps trying"""
    for process in desk.others[1:]:
        process.kill()
    bo.hear("Offline")
    assert desk.sees(is_blue, 150, 215) and desk.sees(is_blue, 350, 315)
    desk.shoot("host-gone")


steps = [refuses_links, finds_nobody, knows_no_room, trusts_no_stranger, hides_token, shows_card]
steps += [asks_before_closing, works_offline, asks_while_unsent, outlives_host]
with Desk(*sys.argv[1:4], reader=True) as desk:
    board = desk.serve("Party")
    sys.exit(tap(desk, steps))
