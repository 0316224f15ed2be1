"""What the tests of drawbridgectl share: running it, and TAP.

SPDX-License-Identifier: GPL-3.0-or-later
usage of a test: test_NAME.py DRAWBRIDGECTL
"""
import contextlib
import json
import os
import random
import re
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import traceback

PATIENCE = 60  # s; sanitizers are slow
LINK = re.compile(r'^drawbridge://127\.0\.0\.1:(\d+)/([A-Za-z0-9_-]{1,64})#([A-Za-z0-9_-]{22,})\.([A-Za-z0-9_-]{43})$')

program = sys.argv[1] if len(sys.argv) > 1 else 'drawbridgectl'
# No display, no desktop, another language: none of it must matter.
environment = {key: value for key, value in os.environ.items() if key not in ('DISPLAY', 'WAYLAND_DISPLAY')}
data = tempfile.TemporaryDirectory()  # where a host's key is kept
environment['XDG_DATA_HOME'] = data.name
environment['LANG'] = environment['LANGUAGE'] = 'de_DE.UTF-8'


def run(*arguments, status=0, text='', timeout=PATIENCE):
    """Runs a command to its end; its stdout."""
    done = subprocess.run([program, *arguments], input=text.encode() if isinstance(text, str) else text,
                          capture_output=True, env=environment, timeout=timeout, check=False)
    assert done.returncode == status, (arguments, done.returncode, done.stdout[-500:], done.stderr[-500:])
    if status != 0:
        assert done.stderr.startswith(b'drawbridgectl: ') or b'"ok":false' in done.stdout, (arguments, done.stderr)
    return done.stdout


def complain(*arguments, status=1, text=''):
    """Runs a command that fails; its words on stderr."""
    done = subprocess.run([program, *arguments], input=text.encode(), capture_output=True, env=environment,
                          timeout=PATIENCE, check=False)
    assert done.returncode == status, (arguments, done.returncode, done.stderr)
    assert done.stderr.startswith(b'drawbridgectl: '), (arguments, done.stderr)
    assert not done.stdout, (arguments, done.stdout)
    return done.stderr.decode()


class Process:
    """A command that goes on, read a line at a time."""

    def __init__(self, *arguments, environment=environment):
        self.process = subprocess.Popen([program, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, env=environment)
        self.rest = b''

    def line(self):
        """The next line on stdout; '' at its end."""
        until = time.monotonic() + PATIENCE
        while b'\n' not in self.rest:
            ready, _, _ = select.select([self.process.stdout], [], [], max(0, until - time.monotonic()))
            assert ready, f'nothing more after {self.rest!r}'
            data = os.read(self.process.stdout.fileno(), 65536)
            if not data:
                return ''
            self.rest += data
        line, self.rest = self.rest.split(b'\n', 1)
        return line.decode()

    def json(self):
        return json.loads(self.line())

    def write(self, text):
        self.process.stdin.write(text.encode())
        self.process.stdin.flush()

    def end(self, status=0):
        """Closes stdin and waits; what was left on stdout."""
        out, err = self.process.communicate(timeout=PATIENCE)
        assert self.process.returncode == status, (self.process.args, self.process.returncode, out[-500:], err[-500:])
        return (self.rest + out).decode()

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.communicate()


@contextlib.contextmanager
def start(*arguments):
    process = Process(*arguments)
    try:
        yield process
    finally:
        process.close()


class Board(Process):
    """A hosted board."""

    def __init__(self, *arguments, **options):
        super().__init__('serve', '--listen', '127.0.0.1', '--port', '0', *arguments, **options)
        self.link = self.line()

    def export(self):
        return json.loads(run('export', self.link, '--format', 'json'))

    def apply(self, lines, status=0, timeout=PATIENCE, name='Ann'):
        """Applies a list of edits, texts or dictionaries; the answers."""
        text = ''.join((line if isinstance(line, str) else json.dumps(line)) + '\n' for line in lines)
        out = run('apply', '--name', name, self.link, status=status, text=text, timeout=timeout)
        return [json.loads(line) for line in out.splitlines()]

    def stop(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        return self.end()


@contextlib.contextmanager
def board(*arguments, **options):
    process = Board(*arguments, **options)
    try:
        yield process
    finally:
        process.close()


class Proxy:
    """A way to a board that can be cut, and is there again at once."""

    def __init__(self, link):
        port = LINK.match(link).group(1)
        self.target = ('127.0.0.1', int(port))
        self.server = socket.create_server(('127.0.0.1', 0))
        self.link = link.replace(port, str(self.server.getsockname()[1]), 1)
        self.connections = []
        self.passed = 0  # bytes towards the board
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                here, _ = self.server.accept()
                there = socket.create_connection(self.target)
                self.connections += [here, there]
                for source, sink in ((here, there), (there, here)):
                    threading.Thread(target=self._pass, args=(source, sink, sink is there), daemon=True).start()

    def _pass(self, source, sink, counts):
        with contextlib.suppress(OSError):
            while data := source.recv(4096):
                self.passed += len(data) if counts else 0
                sink.sendall(data)
        for end in (source, sink):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def cut(self):
        connections, self.connections = self.connections, []
        for connection in connections:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def close(self):
        self.server.close()
        self.cut()


@contextlib.contextmanager
def folder():
    with tempfile.TemporaryDirectory() as path:
        yield path


def seed():
    """A random generator whose seed is told; DRAWBRIDGE_SEED=N repeats a run."""
    number = int(os.environ.get('DRAWBRIDGE_SEED', random.SystemRandom().randrange(1 << 32)))
    print(f'# DRAWBRIDGE_SEED={number}', flush=True)
    return random.Random(number)


def main(tests):
    """Runs the functions, as TAP."""
    failed = 0
    print(f'1..{len(tests)}')
    for number, test in enumerate(tests, 1):
        try:
            test()
            print(f'ok {number} {test.__name__}', flush=True)
        except Exception:  # pylint: disable=broad-except
            failed += 1
            print(''.join(f'# {line}\n' for line in traceback.format_exc().splitlines()), end='')
            print(f'not ok {number} {test.__name__}', flush=True)
    sys.exit(1 if failed else 0)
