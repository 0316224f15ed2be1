"""The program under test in either role, and one case played with it.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import contextlib
import os
import socket
import subprocess

import cases
import cases_deflate
import cases_handshake
from peer import CLOSE, TEXT, Fault, Frame, Peer, accept_of, codec_of, head, make_key, read_head, request, terms_of

PATIENCE = float(os.environ.get('PATIENCE', 60))  # s; sanitizers are slow
SANITIZED = 32  # MiB that a sanitizer's quarantine may keep besides
HELLO = dict(items=[Frame(TEXT, b'hello')], events=[cases.text('hello')])


def show(events):
    return [(kind, data if len(data) < 60 else f'{data[:20]}... of {len(data)}') for kind,
            data in events[:12]] + ['...'] * (len(events) > 12)


def kibibytes(pid, name):
    with open(f'/proc/{pid}/status', encoding='ascii') as status:
        return next(int(line.split()[1]) for line in status if line.startswith(name))


def peak(pid):
    """KiB that a process has had in memory at most."""
    return kibibytes(pid, 'VmHWM')


def is_sanitized(pid):
    """A sanitizer's shadow takes terabytes of addresses."""
    return kibibytes(pid, 'VmSize') > 1 << 30


class Play:
    """One case over one connection that is open."""

    def __init__(self, case, peer):
        self.case, self.peer = case, peer
        self.n_awaited = 0

    def wait(self, until, what):
        if not self.peer.pump(until):
            raise Fault(f'{what}: not in time; {show(self.peer.events)}, close {self.peer.close_code}')
        if not until():
            raise Fault(f'{what}: {self.peer.ended} first; {show(self.peer.events)}, close {self.peer.close_code}')

    def wait_for(self, what):
        peer = self.peer
        if what == 'sent':
            self.wait(lambda: not peer.chunks, 'sent')
        elif what == 'close':
            self.wait(lambda: peer.close_code is not None, 'close')
        elif what is None:
            self.n_awaited += 1
            self.wait(lambda: len(peer.events) >= self.n_awaited, 'the next answer')
        else:
            self.wait(lambda: len(peer.events) >= what, f'{what} answers')

    def send(self):
        chop = 0
        for item in self.case.make_items():
            if isinstance(item, cases.Chop):
                chop = item.n
            elif isinstance(item, cases.Await):
                self.wait_for(item.what)
            else:
                self.peer.put(item.octets(self.peer), chop)

    def end(self):
        """Reads on until the other side has ended the stream, which a server does first."""
        peer = self.peer
        if not peer.is_client:
            peer.pump(lambda: not peer.chunks)
            with contextlib.suppress(OSError):
                peer.sock.shutdown(socket.SHUT_WR)
        if not peer.pump(lambda: False):
            raise Fault('the stream is not ended')
        if peer.ended == 'reset':
            raise Fault('the connection was reset')

    def run(self):
        case, peer = self.case, self.peer
        expected = case.make_events()
        self.send()
        ours = case.answers is None and case.closes == (1000,)
        if ours:
            self.wait(lambda: len(peer.events) >= len(expected) and not peer.chunks, 'answers')
            peer.put(Frame(CLOSE, b'\x03\xe8').octets(peer))
        self.wait(lambda: peer.close_code is not None, 'close')
        if peer.events != expected:
            raise Fault(f'{show(peer.events)}, not {show(expected)}')
        if case.packs is not None and peer.codec.n_packed != case.packs:
            raise Fault(f'{peer.codec.n_packed} messages came compressed, not {case.packs}')
        codes = (case.answers,) if case.answers is not None else case.closes
        if peer.close_code not in codes:
            raise Fault(f'closed with {peer.close_code}, not {codes}')
        if not ours and case.answers is None:
            peer.put(Frame(CLOSE, peer.close_code.to_bytes(2, 'big')).octets(peer))
        self.end()


class Server:
    """The program as a server."""

    def __init__(self, program, arguments):
        self.process = subprocess.Popen([*program, 'serve', '--port', '0', *arguments], stdout=subprocess.PIPE)
        self.port = int(self.process.stdout.readline())

    def close(self):
        alive = self.process.poll() is None
        self.process.kill()
        self.process.communicate()
        if not alive:
            raise Fault(f'the server ended with {self.process.returncode}')

    def connect(self):
        return socket.create_connection(('127.0.0.1', self.port), PATIENCE)

    def play(self, case):
        with self.connect() as sock:
            key = make_key()
            sock.sendall(request(self.port, key=key, Sec_WebSocket_Extensions=case.offer))
            first, headers, rest = read_head(sock, PATIENCE)
            if ' 101 ' not in first or headers.get('sec-websocket-accept') != accept_of(key).decode():
                raise Fault(f'no upgrade: {first}')
            terms = terms_of(headers.get('sec-websocket-extensions'))
            if (terms is None) != (case.offer is None):
                raise Fault(f'agreed on {terms} for {case.offer}')
            Play(case, Peer(sock, True, codec_of(terms, True), rest, PATIENCE)).run()

    def ask(self, item):
        """Sends a request and judges what comes."""
        with self.connect() as sock:
            key = make_key()
            octets = item.octets or request(self.port, key=key, **item.changes)
            if item.first:
                octets = item.first.encode() + octets[octets.index(b'\r\n'):]
            for i in range(0, len(octets), item.chop or len(octets)):
                sock.sendall(octets[i:i + (item.chop or len(octets))])
            answer = read_head(sock, PATIENCE)
            if answer is None:
                if item.statuses is not None:
                    raise Fault('cut')
                return
            first, headers, rest = answer
            status = int(first.split(' ')[1])
            if item.statuses is None and status in cases_handshake.REFUSED:
                return
            if item.statuses is None or status not in item.statuses:
                raise Fault(f'{first}, not {item.statuses}')
            for name, value in item.headers.items():
                if headers.get(name) != value:
                    raise Fault(f'{name}: {headers.get(name)}, not {value}')
            if status == 101:
                self.check_upgrade(sock, item, key, headers, rest)

    def check_upgrade(self, sock, item, key, headers, rest):
        has_key = 'Sec_WebSocket_Key' in item.changes or item.octets
        if not has_key and headers.get('sec-websocket-accept') != accept_of(key).decode():
            raise Fault('wrong accept')
        if headers.get('upgrade', '').lower() != 'websocket' or headers.get('connection', '').lower() != 'upgrade':
            raise Fault(f'{headers}')
        if 'sec-websocket-protocol' in headers:
            raise Fault('a sub-protocol that is not spoken')
        terms = terms_of(headers.get('sec-websocket-extensions'))
        if terms != item.terms:
            raise Fault(f'agreed on {terms}, not {item.terms}')
        Play(cases.Case('', **HELLO), Peer(sock, True, codec_of(terms, True), rest, PATIENCE)).run()


class Client:
    """The program as a client: we are the server that it connects to."""

    def __init__(self, program, arguments):
        self.listener = socket.create_server(('127.0.0.1', 0))
        self.listener.settimeout(PATIENCE)
        self.port = self.listener.getsockname()[1]
        self.deflates = '--deflate' in arguments
        self.target = '/chat?room=1'
        self.process = subprocess.Popen([*program, 'connect', f'ws://127.0.0.1:{self.port}{self.target}', *arguments],
                                        stderr=subprocess.DEVNULL)
        self.keys = set()

    def accept(self):
        """A connection and the key that it sent."""
        sock, _ = self.listener.accept()
        first, headers, rest = read_head(sock, PATIENCE)
        wrong = [name for name, value in {'host': f'127.0.0.1:{self.port}', 'upgrade': 'websocket',
                                          'sec-websocket-version': '13'}.items()
                 if headers.get(name, '').lower() != value]
        key = headers.get('sec-websocket-key', '')
        if first != f'GET {self.target} HTTP/1.1' or wrong or rest or len(key) != 24 or key in self.keys:
            raise Fault(f'a bad request: {first}, {headers}, {rest}')
        if 'upgrade' not in headers.get('connection', '').lower() or 'sec-websocket-protocol' in headers:
            raise Fault(f'a bad request: {headers}')
        if ('permessage-deflate' in headers.get('sec-websocket-extensions', '')) != self.deflates:
            raise Fault(f"offered {headers.get('sec-websocket-extensions')}")
        self.keys.add(key)
        return sock, key.encode()

    def upgrade(self, key, first='HTTP/1.1 101 Switching Protocols', **changes):
        headers = {'Upgrade': 'websocket', 'Connection': 'Upgrade', 'Sec-WebSocket-Accept': '{accept}'}
        headers.update({name.replace('_', '-'): value for name, value in changes.items()})
        accept = accept_of(key).decode()
        text = head(first, headers).decode('latin-1')
        return text.format(accept=accept, lower=accept.lower(), key=key.decode(),
                           short=accept.rstrip('=')).encode('latin-1')

    def play(self, case):
        sock, key = self.accept()
        with sock:
            peer = Peer(sock, False, codec_of(terms_of(case.answer), False), patience=PATIENCE)
            peer.put(self.upgrade(key,
                                  Sec_WebSocket_Extensions=case.answer))  # the first frames go in one piece with it
            Play(case, peer).run()

    def answer(self, item):
        """Answers the upgrade, right or wrong, and judges what comes of it."""
        sock, key = self.accept()
        with sock:
            octets = item.octets if item.octets is not None else self.upgrade(key, item.first, **item.changes)
            with contextlib.suppress(ConnectionResetError, BrokenPipeError):
                for i in range(0, len(octets), item.chop or len(octets) or 1):
                    sock.sendall(octets[i:i + (item.chop or len(octets))])
            if item.opens:
                terms = terms_of(item.changes.get('Sec_WebSocket_Extensions'))
                data = cases_deflate.word_text(5, 5000)
                hello = cases.Case('', [Frame(TEXT, data), Frame(TEXT, data)], [cases.text(data)] * 2)
                peer = Peer(sock, False, codec_of(terms, False), patience=PATIENCE)
                Play(hello, peer).run()
                return
            if item.octets is not None:
                with contextlib.suppress(OSError):
                    sock.shutdown(socket.SHUT_WR)
            sock.settimeout(PATIENCE)
            try:
                if sock.recv(1):
                    raise Fault('spoke after a wrong answer')
            except ConnectionResetError:
                pass
        status = self.process.wait(PATIENCE)
        if status != item.exits:
            raise Fault(f'exit status {status}, not {item.exits}')

    def close(self):
        """410 ends it."""
        try:
            if self.process.poll() is None:
                sock, _ = self.accept()
                with sock:
                    sock.sendall(b'HTTP/1.1 410 Gone\r\nContent-Length: 0\r\nConnection: close\r\n\r\n')
                if self.process.wait(PATIENCE) != 0:
                    raise Fault(f'exit status {self.process.returncode} after 410')
        finally:
            self.process.kill()
            self.process.wait()
            self.listener.close()


def watch_memory(subject, case):
    """Plays a case that must not cost more than it may, not counting what the first of all costs."""
    pid = subject.process.pid
    subject.play(cases.Case('', **HELLO, offer=case.offer, answer=case.answer))
    allowed = case.swells + (SANITIZED if is_sanitized(pid) else 0)
    with open(f'/proc/{pid}/clear_refs', 'w', encoding='ascii') as refs:
        refs.write('5')
    before = peak(pid)
    subject.play(case)
    swollen = (peak(pid) - before) / 1024
    if swollen > allowed:
        raise Fault(f'took {swollen:.1f} MiB, not {allowed}')
