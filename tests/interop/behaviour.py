"""What takes more than frames: what is sent too early, who reads too late, who leaves without a word.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import select
import socket
import struct
import time

import cases
from peer import BINARY, CLOSE, TEXT, Fault, Frame, Peer, make_key, read_head, request
from subjects import HELLO, PATIENCE, SANITIZED, Play, is_sanitized, peak

MIB = 1 << 20


class Deed:
    def __init__(self, name, does):
        self.name, self.does, self.arguments = name, does, ()


def open_peer(subject):
    """A connection of either kind behind its handshake."""
    if hasattr(subject, 'connect'):
        sock = subject.connect()
        sock.sendall(request(subject.port, key=make_key()))
        rest = read_head(sock, PATIENCE)[2]
        return Peer(sock, True, None, rest, PATIENCE)
    sock, key = subject.accept()
    sock.sendall(subject.upgrade(key))
    return Peer(sock, False, patience=PATIENCE)


def greet(subject):
    subject.play(cases.Case('', **HELLO))


def pipeline(frames, chop=0):
    """The frames come right behind the request, before it is answered."""
    def does(server):
        with server.connect() as sock:
            writer = Peer(sock, True, patience=PATIENCE)
            octets = request(server.port, key=make_key()) + b''.join(frame.octets(writer) for frame in frames)
            writer.put(octets, chop)
            writer.reading = False
            writer.pump(lambda: not writer.chunks)
            rest = read_head(sock, PATIENCE)[2]
            Play(cases.Case('', [], [('binary', frame.payload) for frame in frames]),
                 Peer(sock, True, None, rest, PATIENCE)).run()
    return does


def stall(subject):
    """Who sends and does not read is read from no more; then all comes that was sent."""
    greet(subject)
    before = peak(subject.process.pid)
    message, n = b'x' * 65536, 1024
    peer = open_peer(subject)
    with peer.sock:
        peer.reading = False
        for _ in range(n):
            peer.put(Frame(BINARY, message).octets(peer))
        while True:
            left = len(peer.chunks), peer.n_sent
            peer.pump(lambda: (len(peer.chunks), peer.n_sent) != left, 0.5)
            if (len(peer.chunks), peer.n_sent) == left:
                break
        if not peer.chunks:
            raise Fault('took all that was sent though nothing was read')
        if (peak(subject.process.pid) - before) / 1024 > 6 + SANITIZED * is_sanitized(subject.process.pid):
            raise Fault(f'{(peak(subject.process.pid) - before) / 1024:.1f} MiB for one who does not read')
        peer.reading = True
        Play(cases.Case('', [], [('binary', message)] * n), peer).run()


def half_close(server):
    """A client that shuts its side without a close frame gets what it is owed, and an end."""
    peer = open_peer(server)
    with peer.sock:
        peer.put(Frame(TEXT, b'hello').octets(peer))
        peer.pump(lambda: peer.events)
        peer.sock.shutdown(socket.SHUT_WR)
        if not peer.pump(lambda: False) or peer.events != [('text', b'hello')]:
            raise Fault(f'{peer.events}, {peer.ended}')


def vanish(octets):
    """Leaves by a reset, after so much; others are served as before."""
    def does(subject):
        peer = open_peer(subject)
        peer.put(Frame(BINARY, b'x' * 1000).octets(peer)[:octets])
        peer.pump(lambda: not peer.chunks)
        peer.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
        peer.sock.close()
        greet(subject)
    return does


def vanish_early(octets):
    """The same within the request."""
    def does(server):
        sock = server.connect()
        sock.sendall(request(server.port)[:octets])
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
        sock.close()
        greet(server)
    return does


def crowd(server):
    """Many at once, each with its own messages."""
    peers = [open_peer(server) for _ in range(100)]
    for i, peer in enumerate(peers):
        peer.put(Frame(TEXT, b'%d' % i).octets(peer))
    for i, peer in enumerate(peers):
        with peer.sock:
            Play(cases.Case('', [], [('text', b'%d' % i)]), peer).run()


def again(client):
    """However a connection ends, the client comes again."""
    for _ in range(20):
        greet(client)
    for end in ('eof', 'close'):
        peer = open_peer(client)
        with peer.sock:
            if end == 'close':
                peer.put(Frame(CLOSE).octets(peer))
                peer.pump(lambda: peer.close_code is not None)
    greet(client)


def is_cut(sock):
    """Whether what is written goes nowhere, after a while."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            sock.send(b'\0')
        except (BrokenPipeError, ConnectionResetError):
            return True
        select.select([], [], [], 0.05)
    return False


def leave_open(frame):
    """Says goodbye, or is refused, and does not end the stream: after a while the other side has had enough."""
    def does(subject):
        peer = open_peer(subject)
        with peer.sock:
            peer.put(frame.octets(peer))
            peer.pump(lambda: peer.close_code is not None)
            if hasattr(subject, 'accept'):
                greet(subject)  # it comes again though the stream before is still open
            elif not peer.pump(lambda: False):
                raise Fault('the stream is not ended')
            if not is_cut(peer.sock):
                raise Fault('held open for ever')
    return does


def of_servers():
    yield Deed('left open', leave_open(Frame(CLOSE, b'\x03\xe8')))
    yield Deed('left open when refused', leave_open(Frame(3)))
    yield Deed('pipelined: one', pipeline([Frame(BINARY, b'x')]))
    yield Deed('pipelined: 200', pipeline([Frame(BINARY, b'%d' % i) for i in range(200)]))
    yield Deed('pipelined: 1 MiB', pipeline([Frame(BINARY, b'x' * MIB)]))
    yield Deed('pipelined: octet by octet', pipeline([Frame(BINARY, b'%d' % i) for i in range(20)], 1))
    yield Deed('pipelined: by sevens', pipeline([Frame(BINARY, b'x' * 3000) for i in range(20)], 7))
    yield Deed('stalled', stall)
    yield Deed('half closed', half_close)
    yield Deed('crowd', crowd)
    for n in (0, 1, 5, 9, 500, 1008):
        yield Deed(f'vanished {n}', vanish(n))
    for n in (0, 1, 30, 100):
        yield Deed(f'vanished in the request {n}', vanish_early(n))


def of_clients():
    yield Deed('left open', leave_open(Frame(CLOSE, b'\x03\xe8')))
    yield Deed('left open when refused', leave_open(Frame(3)))
    yield Deed('stalled', stall)
    yield Deed('again', again)
    for n in (0, 1, 3, 500, 1004):
        yield Deed(f'vanished {n}', vanish(n))
