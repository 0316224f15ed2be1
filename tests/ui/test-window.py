# Two people with real windows and real pointers: one draws and shares, the other joins, and they meet on one board.
# usage: virtual-display.sh python3 test-window.py DRAWBRIDGE DRAWBRIDGECTL SCREENSHOTS
# SPDX-License-Identifier: GPL-3.0-or-later

import sys

from desk import *

WIDTH, HEIGHT, BESIDE = 660, 840, 690  # of a window; where the second one stands
is_green = like(0x2E, 0xC2, 0x7E)
is_orange = like(0xE6, 0x61, 0x00)
is_red = like(0xE0, 0x1B, 0x24)


def wave(x, y):
    return [(x + 4 * i, y + 12 * abs(i % 20 - 10)) for i in range(40)]


def starts():
    """the app starts with an empty board"""
    global ana
    ana = desk.open("Ana", settings={"color": "'#2ec27e'"})
    ana.place(0, 0, WIDTH, HEIGHT)
    wait("the title", lambda: ana.title() == "Untitled Board")
    desk.shoot("start")


def draws():
    """a stroke drawn with the pointer is seen"""
    drag(wave(150, 200))
    wait("blue ink", lambda: desk.sees(is_blue, 150, 320))


def shares():
    """Share puts the link on the clipboard, and the room has the board"""
    global board
    dialog = ana.dialog("Share", lambda: ana.key("ctrl+shift+s"))
    link = wait("a link", lambda: LINK.match(clipboard())).group()
    desk.shoot("share")
    board = Board(desk.ctl, loopback(link))
    ana.key("Escape", window=dialog)
    ana.gone(dialog)
    assert len(board.items("stroke")) == 1


def joins():
    """who opens the link sees the board in a window of their own"""
    global bo
    bo = desk.open("Bo", board.link, settings={"color": "'#e66100'"})
    bo.place(BESIDE, 0, WIDTH, HEIGHT)
    wait("two people", lambda: board.info()["people"] == 2)
    wait("Ana's ink in Bo's window", lambda: desk.sees(is_blue, BESIDE + 150, 320))


def draws_together():
    """each sees what the other draws, while it is being drawn"""
    bo.key("p")
    drag(wave(BESIDE + 300, 400), release=False)
    wait("Bo's unfinished ink in Ana's window", lambda: desk.sees(is_blue, 300, 520))
    desk.shoot("live-stroke")
    release()
    wait("two strokes", lambda: len(board.items("stroke")) == 2)


def shows_cursors():
    """each sees where the other points, with the name"""
    hover(BESIDE + 80, 500)
    wait("Bo's arrow in Ana's window", lambda: desk.sees(is_orange, 84, 508))
    label = lambda: desk.screen.region(92, 514, 40, 24)
    wait("Bo's name beside it", lambda: sum(map(is_orange, label())) > 200 and any(map(like(255, 255, 255), label())))
    hover(80, 500)
    wait("Ana's arrow in Bo's window", lambda: desk.sees(is_green, BESIDE + 84, 508))
    wait("Bo's arrow has left", lambda: not desk.sees(is_orange, 84, 508))


def undoes_alone():
    """undo takes back one's own stroke, not the other's later one"""
    ana.key("ctrl+z")
    wait("one stroke", lambda: [stroke["author"] for stroke in board.items("stroke")] == ["Bo"])
    wait("it is gone from Bo's window", lambda: not desk.sees(is_blue, BESIDE + 150, 320))
    assert desk.sees(is_blue, 300, 520)
    ana.key("ctrl+shift+z")
    wait("two strokes again", lambda: len(board.items("stroke")) == 2)
    wait("it is back in Bo's window", lambda: desk.sees(is_blue, BESIDE + 150, 320))


def writes_note():
    """a note written by one is seen by the other, in any script"""
    ana.key("n")
    click(480, 250)
    ana.type("Grüße 中文")
    wait("the note's text", lambda: [note["text"] for note in board.items("note")] == ["Grüße 中文"])
    wait("the note in Bo's window", lambda: desk.sees(is_yellow, BESIDE + 480, 320))


def writes_together():
    """two people write in one note at once, and no letter is lost"""
    bo.key("v")
    click(BESIDE + 480, 250, times=2)
    bo.key("ctrl+Home")
    for letter in "Bo: ":
        bo.type(letter)
        ana.type("!")
    wait("both", lambda: board.items("note")[0]["text"] == "Bo: Grüße 中文!!!!")
    desk.shoot("writing-together")
    bo.key("Escape", "Escape")
    ana.key("Escape", "Escape")


def moves():
    """an item moved with the pointer moves for all"""
    before = board.items("note")[0]
    ana.key("v")
    drag(line((480, 320), (430, 350)))
    wait("another place", lambda: board.items("note")[0]["x"] == before["x"] - 50)
    assert board.items("note")[0]["y"] == before["y"] + 30
    wait("it has moved in Bo's window", lambda: desk.sees(is_yellow, BESIDE + 340, 360))


def copies():
    """what is copied in one window can be pasted in the other, and text from anywhere"""
    ana.key("ctrl+c")
    hover(BESIDE + 300, 600)
    bo.key("ctrl+v")
    wait("two notes", lambda: [note["text"] for note in board.items("note")] == ["Bo: Grüße 中文!!!!"] * 2)
    put_clipboard("from elsewhere")
    bo.key("ctrl+v")
    wait("a text", lambda: [text["text"] for text in board.items("text")] == ["from elsewhere"])
    assert board.items("text")[0]["width"] > 50
    bo.key("ctrl+z", "ctrl+z")
    wait("one note", lambda: len(board.items("note")) == 1 and not board.items("text"))


def chats():
    """what is said arrives, counted while the chat is closed, in any script"""
    badge = lambda: desk.count(is_red, BESIDE + 468, 8, 32, 40)
    assert badge() == 0
    ana.key("F9")
    ana.type("Hello Bo, 你好")
    ana.key("Return")
    wait("the line", lambda: board.lines() == ["Hello Bo, 你好"])
    wait("a count in Bo's window", lambda: badge() > 10)
    desk.shoot("unread")
    bo.key("F9")
    bo.type("Hi Ana")
    bo.key("shift+Return")
    bo.type("two lines")
    bo.key("Return")
    wait("the answer", lambda: board.lines() == ["Hello Bo, 你好", "Hi Ana\ntwo lines"])
    wait("no count in Bo's window", lambda: badge() == 0)
    desk.shoot("chat")
    ana.key("F9")
    bo.key("F9")


def finds_history():
    """who joins later finds the board and what was said"""
    hover(BESIDE + 80, 500)
    wait("Bo's arrow in Ana's window", lambda: desk.sees(is_orange, 84, 508))
    cy = desk.open("Cy", board.link, settings={"chat-open": "true"})
    cy.place(BESIDE, 0, WIDTH, HEIGHT)
    wait("Bo's arrow goes when his window is covered", lambda: not desk.sees(is_orange, 84, 508))
    cy.hear("Hello Bo, 你好")
    cy.hear("two lines")
    cy.hear("Live · 3")
    cy.key("ctrl+w")
    wait("Cy's window closes without a question", cy.has_ended)
    wait("two people", lambda: board.info()["people"] == 2)


def parts():
    """when the host stops sharing, the guest is told and keeps the board"""
    dialog = ana.dialog("Share", lambda: ana.key("ctrl+shift+s"))
    told = bo.windows()
    ana.key("alt+t", window=dialog)
    ended = wait("Bo is told", lambda: bo.windows() - told).pop()
    desk.shoot("ended")
    bo.key("Return", window=ended)
    bo.gone(ended)
    assert desk.sees(is_blue, BESIDE + 300, 520) and desk.sees(is_blue, 300, 520)
    bo.key("p")
    drag(line((BESIDE + 100, 600), (BESIDE + 200, 620)))
    wait("Bo's own ink", lambda: desk.sees(is_blue, BESIDE + 150, 610))
    assert not desk.sees(is_blue, 150, 610)


steps = [starts, draws, shares, joins, draws_together, shows_cursors, undoes_alone, writes_note, writes_together]
steps += [moves, copies, chats, finds_history, parts]
with Desk(*sys.argv[1:4], reader=True) as desk:
    sys.exit(tap(desk, steps))
