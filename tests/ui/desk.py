# A desk with real windows on it: starts the app, moves the pointer, types, looks at the screen.
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run under tests/virtual-display.sh. Nothing here sleeps for luck: `wait` asks again until a deadline."""

import ctypes
import json
import mmap
import os
import re
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time
import traceback

DEADLINE = 30  # seconds; generous, since machines are slow now and then
TELL_NUMBER = 'echo $$ >"$HOME/number"; exec "$@"'
COMPLAINT = re.compile(r"-(CRITICAL|WARNING|ERROR) \*\*|AddressSanitizer|runtime error")


def wait(what, condition, deadline=DEADLINE):
    """Returns the first true value of condition(); fails when there is none by the deadline."""
    end = time.monotonic() + deadline
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f"waited in vain for: {what}")
        time.sleep(0.03)  # between two looks at the condition


def run(*command, check=True, environment=None):
    """What a program prints."""
    result = subprocess.run(
        [str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=DEADLINE, env=environment
    )
    if check and result.returncode != 0:
        raise AssertionError(f"{command[0]} {command[1]}: {result.stderr.strip()}")
    return result.stdout


# --- the screen ---


class Screen:
    """The virtual display's memory, which Xvfb keeps in a file: 25 words of X window dump header, colours, pixels."""

    def __init__(self):
        with open(os.environ["DRAWBRIDGE_FRAMEBUFFER"], "rb") as file:
            self.memory = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        words = struct.unpack(">25I", self.memory[:100])
        self.width, self.height, self.stride = words[4], words[5], words[12]
        self.pixels = words[0] + 12 * words[19]

    def row(self, x, y, width):
        start = self.pixels + y * self.stride + 4 * x
        return self.memory[start : start + 4 * width]

    def region(self, x, y, width, height):
        """The colours of a piece of the screen as (red, green, blue), row by row."""
        left, top = max(int(x), 0), max(int(y), 0)
        width, height = min(int(x) + width, self.width) - left, min(int(y) + height, self.height) - top
        rows = [self.row(left, top + i, width) for i in range(height)]
        return [(row[i + 2], row[i + 1], row[i]) for row in rows for i in range(0, len(row), 4)]

    def grab(self):
        return self.memory[self.pixels : self.pixels + self.stride * self.height]

    def is_still(self):
        before = self.grab()
        time.sleep(0.15)  # what is compared are two moments: a few frames lie between
        return before == self.grab()

    def shoot(self, folder, name):
        """Keeps a picture of the screen, once it stands still; returns the file."""
        os.makedirs(folder, exist_ok=True)
        path = os.path.join(folder, name + ".png")
        wait("a still picture", self.is_still)
        run("import", "-silent", "-window", "root", path)
        return path


def like(*wanted, tolerance=40):
    """A test for a colour."""
    return lambda color: all(abs(part - want) <= tolerance for part, want in zip(color, wanted))


is_blue = like(0x1C, 0x71, 0xD8)
is_dark = like(0x24, 0x1F, 0x31, tolerance=30)


def is_yellow(color):
    """A note's paper."""
    red, green, blue = color
    return red > 225 and green > 190 and blue < red - 25


# --- pointer, keys, clipboard ---


def teach_letters(letters):
    """Gives letters keys of their own. Left alone, xdotool changes the keyboard for each, sooner than programs notice."""
    x11 = ctypes.CDLL("libX11.so.6")
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XkbKeycodeToKeysym.restype = ctypes.c_ulong
    display = ctypes.c_void_p(x11.XOpenDisplay(None))
    free = [key for key in range(9, 256) if not any(x11.XkbKeycodeToKeysym(display, key, 0, level) for level in range(4))]
    for key, letter in zip(free, letters):
        symbol = ord(letter) if ord(letter) < 0x100 else 0x1000000 + ord(letter)
        x11.XChangeKeyboardMapping(display, key, 2, (ctypes.c_ulong * 2)(symbol, symbol), 1)
    x11.XCloseDisplay(display)


def xdotool(*words):
    return run("xdotool", *words)


def drag(points, button=1, release=True, keys=()):
    """Moves through points of the screen with a button down, and keys; many small steps, as a hand does."""
    (x, y), rest = points[0], points[1:]
    words = ["mousemove", x, y]
    for key in keys:
        words += ["keydown", key]
    words += ["mousedown", button]
    for x, y in rest:
        words += ["mousemove", x, y, "sleep", "0.01"]
    if release:
        words += ["mouseup", button]
        for key in keys:
            words += ["keyup", key]
    xdotool(*words)


def line(start, end, steps=12):
    (x, y), (to_x, to_y) = start, end
    return [(round(x + (to_x - x) * i / steps), round(y + (to_y - y) * i / steps)) for i in range(steps + 1)]


def release(button=1):
    xdotool("mouseup", button)


def click(x, y, times=1, button=1):
    xdotool("mousemove", x, y, "click", "--repeat", times, "--delay", 60, button)


def hover(x, y):
    xdotool("mousemove", x, y)


def clipboard():
    return run("xclip", "-o", "-selection", "clipboard", check=False)


def put_clipboard(text):
    """xclip stays to serve the text until somebody else owns the clipboard; its pipes must not be waited for."""
    process = subprocess.Popen(["xclip", "-selection", "clipboard"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    process.communicate(text.encode())
    wait("the clipboard", lambda: clipboard() == text)


# --- windows ---


def search_windows(*words):
    return set(run("xdotool", "search", *words, check=False).split())


def window_title(window):
    return run("xdotool", "getwindowname", window, check=False).strip()


class Reader:
    """A screen reader: what all windows on this display say, and buttons pressed without a pointer."""

    def __init__(self):
        script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "reader.py")
        self.process = subprocess.Popen(
            [sys.executable, script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        self.bus = self.ask("bus")  # for apps on other session buses than ours

    def ask(self, *words):
        self.process.stdin.write("\t".join(words) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def tree(self, process):
        """Everything that a process shows, parents before children."""
        found = self.ask("tree", str(process))
        return [node for node in found if node["shown"]] if isinstance(found, list) else []

    def end(self):
        self.process.kill()
        self.process.wait()


class App:
    """One person's Drawbridge, with a session bus, settings and a home of its own."""

    def __init__(self, desk, name, *arguments, settings=None, environment=None):
        self.name = name
        self.screen = desk.screen
        self.reader = desk.reader
        self.home = tempfile.mkdtemp(prefix=f"{name}-", dir=os.environ["HOME"])
        self.log = os.path.join(self.home, "stderr")
        settings = dict({"name": f"'{name}'"}, **(settings or {}))
        self.environment = self.create_environment(settings, environment or {})
        if self.reader is None:
            self.environment["GTK_A11Y"] = "none"  # starts sooner
        else:
            self.environment["AT_SPI_BUS_ADDRESS"] = self.reader.bus
        with open(self.log, "w") as log:
            self.process = subprocess.Popen(
                ["dbus-run-session", "--", "sh", "-c", TELL_NUMBER, "sh", desk.program, *arguments],
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.window = wait(f"the window of {name}", self.windows).pop()

    def create_environment(self, settings, more):
        config = os.path.join(self.home, "config")
        shutil.copytree(os.environ["XDG_CONFIG_HOME"], config)
        keyfile = os.path.join(config, "glib-2.0", "settings", "keyfile")
        os.makedirs(os.path.dirname(keyfile))
        with open(keyfile, "w") as file:
            file.write("[org/drawbridge/Drawbridge]\n")
            file.writelines(f"{key}={value}\n" for key, value in settings.items())
        places = {"XDG_RUNTIME_DIR": "run", "XDG_DATA_HOME": "data", "XDG_CACHE_HOME": "cache"}
        for folder in places.values():
            os.mkdir(os.path.join(self.home, folder), 0o700)
        environment = dict(os.environ, HOME=self.home, XDG_CONFIG_HOME=config, GSETTINGS_BACKEND="keyfile")
        environment.update({key: os.path.join(self.home, folder) for key, folder in places.items()})
        environment.update(more)
        return environment

    def number(self):
        """The app's process; 0 as long as it has not begun."""
        try:
            with open(os.path.join(self.home, "number")) as file:
                return int(file.read() or 0)
        except FileNotFoundError:
            return 0

    def windows(self):
        number = self.number()
        return search_windows("--all", "--onlyvisible", "--pid", number, "--class", "drawbridge") if number else set()

    def place(self, x, y, width, height):
        self.focus()
        xdotool("windowsize", self.window, width, height)
        xdotool("windowmove", self.window, x, y)
        wait("the window in its place", lambda: self.geometry() == (x, y, width, height))
        corners = [(x + left, y + top) for left in (10, width - 10) for top in (10, height - 10)]
        is_painted = lambda: all(self.screen.region(*corner, 1, 1) != [(0, 0, 0)] for corner in corners)
        wait("the window to be drawn", lambda: is_painted() and self.screen.is_still())

    def geometry(self):
        values = dict(pair.split("=") for pair in xdotool("getwindowgeometry", "--shell", self.window).splitlines())
        return tuple(int(values[key]) for key in ("X", "Y", "WIDTH", "HEIGHT"))

    def focus(self, window=None):
        xdotool("windowactivate", "--sync", window or self.window)

    def key(self, *keys, window=None):
        self.focus(window)
        xdotool("key", "--clearmodifiers", *keys)

    def type(self, text, window=None):
        self.focus(window)
        xdotool("type", "--delay", 25, text)

    def title(self):
        return window_title(self.window)

    def dialog(self, title, opening):
        """Does what opens a dialog; returns the dialog's window."""
        before = self.windows()
        opening()
        found = lambda: [w for w in self.windows() - before - {self.window} if title in window_title(w)]
        return wait(f"the dialog “{title}”", found)[0]

    # What it says to a screen reader.

    def tree(self):
        return self.reader.tree(self.number())

    def find(self, role, name):
        return [node for node in self.tree() if node["role"] == role and node["name"] == name]

    def says(self, words):
        return any(words in node["name"] or words in node["text"] for node in self.tree())

    def hear(self, words):
        wait(f"the words “{words}”", lambda: self.says(words))

    def press(self, role, name):
        node = wait(f"the {role} “{name}”", lambda: self.find(role, name))[0]
        assert node["actions"], f"the {role} “{name}” has no action"
        self.reader.ask("do", json.dumps(node["path"]), node["actions"][0])

    def gone(self, window):
        wait("the window to close", lambda: window not in self.windows())

    def complaints(self):
        with open(self.log) as log:
            return [text.strip() for text in log if COMPLAINT.search(text)]

    def has_ended(self):
        return self.process.poll() is not None

    def end(self):
        """SIGTERM to all that it started."""
        if not self.has_ended():
            os.killpg(self.process.pid, signal.SIGTERM)
            self.process.wait(timeout=DEADLINE)
        wait(f"the end of {self.name}", self.is_gone)

    def is_gone(self):
        """Nothing of what it started is left; its windows' numbers are free for others by then."""
        try:
            os.killpg(self.process.pid, 0)
        except ProcessLookupError:
            return True
        return False


# --- boards ---


class Board:
    """What a room holds, as drawbridgectl tells it."""

    def __init__(self, ctl, link):
        self.ctl, self.link = ctl, link

    def export(self):
        return json.loads(run(self.ctl, "export", self.link, "--format", "json"))

    def info(self):
        return json.loads(run(self.ctl, "info", self.link))

    def items(self, kind):
        return [item for item in self.export()["items"] if item["kind"] == kind]

    def lines(self):
        return [line["text"] for line in self.export()["chat"]]


LINK = re.compile(r"(?:drawbridge|ws)://\S+#\S{22,}")


def loopback(link):
    """The same room by way of 127.0.0.1."""
    return re.sub(r"//(\[[^]]*\]|[^:/]*)", "//127.0.0.1", link)


# --- the test ---


class Desk:
    """The screen, the window manager, and the people at it. `with` ends them all."""

    def __init__(self, program, ctl, shots, reader=False):
        self.program, self.ctl, self.shots = program, ctl, shots
        self.reader = Reader() if reader else None
        self.screen = Screen()
        self.people = []
        self.others = []

    def __enter__(self):
        teach_letters("äöüßé中文你好")
        self.start("openbox", stdout=subprocess.DEVNULL)
        return self

    def __exit__(self, *_):
        for person in reversed(self.people):
            person.end()
        for process in reversed(self.others):
            process.kill()
            process.wait()
        if self.reader is not None:
            self.reader.end()

    def start(self, *command, **options):
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL, **options)
        self.others.append(process)
        return process

    def open(self, name, *arguments, **options):
        person = App(self, name, *arguments, **options)
        self.people.append(person)
        return person

    def shoot(self, name):
        return self.screen.shoot(self.shots, name)

    def sees(self, color, x, y, width=12, height=12):
        return any(map(color, self.screen.region(x - width // 2, y - height // 2, width, height)))

    def count(self, color, x, y, width, height):
        return sum(map(color, self.screen.region(x, y, width, height)))

    def serve(self, title):
        """A board hosted without a window."""
        server = self.start(
            self.ctl, "serve", "--port", "0", "--listen", "127.0.0.1", "--title", title, stdout=subprocess.PIPE, text=True
        )
        return Board(self.ctl, server.stdout.readline().strip())

    def complaints(self):
        return [f"{person.name}: {text}" for person in self.people for text in person.complaints()]


def tap(desk, steps):
    """One TAP line a step; a step that fails ends the run, since the next ones stand on it."""
    print(f"1..{len(steps)}", flush=True)
    for number, step in enumerate(steps, 1):
        began = time.monotonic()
        try:
            step()
            complaints = desk.complaints()
            assert not complaints, "\n# ".join(complaints)
        except Exception:  # whatever went wrong is the step's failure
            desk.shoot(f"failed-{os.path.basename(sys.argv[0])}-{step.__name__}")
            print("# " + traceback.format_exc().strip().replace("\n", "\n# "))
            for left in steps[number - 1 :]:
                print(f"not ok {steps.index(left) + 1} - {left.__doc__}", flush=True)
            return 1
        print(f"ok {number} - {step.__doc__}\n# {time.monotonic() - began:.1f} s", flush=True)
    return 0
