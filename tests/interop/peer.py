"""The other side of a WebSocket, in either role, that can do everything wrong: frames by hand over a raw socket.

It is strict about what it is sent. Nothing here knows the program under test.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import base64
import collections
import hashlib
import os
import select
import socket
import time
import zlib

GUID = b'258EAFA5-E914-47DA-95CA-C5AB0DC85B11'
CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG = 0, 1, 2, 8, 9, 10
NAMES = {TEXT: 'text', BINARY: 'binary', PING: 'ping', PONG: 'pong'}
TAIL = b'\0\0\xff\xff'


class Fault(AssertionError):
    """What the other side did wrong."""


def mask(data, key):
    n = len(data)
    if n == 0:
        return b''
    keys = (key * (n // 4 + 1))[:n]
    return (int.from_bytes(data, 'little') ^ int.from_bytes(keys, 'little')).to_bytes(n, 'little')


class Frame:
    """One frame. `size` is what stands for the length: None, the shortest; '16' or '64', that form; bytes, as they are
    (0x00 to 0x7f first). `wrong` masks it where it must not be, or the other way round."""

    def __init__(self, opcode, payload=b'', fin=True, rsv=0, size=None, wrong=False):
        self.opcode, self.payload, self.fin, self.rsv, self.size, self.wrong = opcode, payload, fin, rsv, size, wrong

    def _length(self):
        n = len(self.payload)
        if isinstance(self.size, bytes):
            return self.size
        if self.size == '64' or (self.size is None and n > 0xffff):
            return b'\x7f' + n.to_bytes(8, 'big')
        if self.size == '16' or (self.size is None and n > 125):
            return b'\x7e' + n.to_bytes(2, 'big')
        return bytes([n])

    def octets(self, peer):
        masked = peer.is_client != self.wrong
        length = self._length()
        head = bytes([self.fin << 7 | self.rsv << 4 | self.opcode, length[0] | masked << 7]) + length[1:]
        if not masked:
            return head + self.payload
        key = os.urandom(4)
        return head + key + mask(self.payload, key)


class Raw:
    """Octets as they are."""

    def __init__(self, data):
        self.data = data

    def octets(self, peer):
        return self.data


class Message:
    """A message, compressed where that was agreed on, in fragments of `fragment` octets of payload."""

    def __init__(self, opcode, data, fragment=0):
        self.opcode, self.data, self.fragment = opcode, data, fragment

    def octets(self, peer):
        payload = peer.codec.pack(self.data) if peer.codec else self.data
        step = self.fragment or max(1, len(payload))
        pieces = [payload[i:i + step] for i in range(0, len(payload), step)] or [b'']
        rsv = 4 if peer.codec else 0
        return b''.join(Frame(CONTINUATION if i else self.opcode, piece, i == len(pieces) - 1,
                              0 if i else rsv).octets(peer)
                        for i, piece in enumerate(pieces))


class Codec:
    """permessage-deflate at one side: what it sends, and what it gets. Windows are in bits."""

    def __init__(self, out_window=15, out_context=True, in_window=15, in_context=True, level=1):
        self.out_window, self.out_context = max(9, out_window), out_context
        self.in_window, self.in_context = in_window, in_context
        self.level = level
        self.n_packed = 0  # messages that came compressed
        self.deflater = self.inflater = None

    def pack(self, data):
        if self.deflater is None or not self.out_context:
            self.deflater = zlib.compressobj(self.level, zlib.DEFLATED, -self.out_window)
        packed = self.deflater.compress(data) + self.deflater.flush(zlib.Z_SYNC_FLUSH)
        return packed[:-4]

    def unpack(self, data):
        if self.inflater is None or not self.in_context:
            self.inflater = zlib.decompressobj(-self.in_window)
        self.n_packed += 1
        out, rest = [], data + TAIL
        # In small windows little by little: what refers too far back is found only beyond what came out at once.
        limit = 0 if self.in_window == 15 else 64
        while rest:
            out.append(self.inflater.decompress(rest, limit))
            rest = self.inflater.unconsumed_tail
        while limit:
            out.append(self.inflater.decompress(b'', limit))
            if not out[-1]:
                break
        return b''.join(out)


class Peer:
    """A conversation behind its handshake."""

    def __init__(self, sock, is_client, codec=None, rest=b'', patience=10):
        self.sock, self.is_client, self.codec, self.patience = sock, is_client, codec, patience
        self.data = bytearray(rest)
        self.chunks = collections.deque()  # each one write; a bytearray may still grow
        self.n_sent = 0  # of chunks[0]
        self.events = []
        self.message = None  # opcode, compressed, pieces
        self.close_code = None  # -1: a close frame without one
        self.ended = None  # 'eof', or 'reset'
        self.reading = True
        sock.setblocking(False)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._decode()

    def put(self, data, chop=0):
        if chop:
            self.chunks.extend(data[i:i + chop] for i in range(0, len(data), chop))
        elif self.chunks and isinstance(self.chunks[-1], bytearray) and len(self.chunks[-1]) < 1 << 20:
            self.chunks[-1] += data
        else:
            self.chunks.append(bytearray(data))

    def _write(self):
        chunk = self.chunks[0]
        try:
            with memoryview(chunk) as view, view[self.n_sent:self.n_sent + (1 << 20)] as piece:
                self.n_sent += self.sock.send(piece)
        except (BlockingIOError, InterruptedError):
            return
        except (ConnectionResetError, BrokenPipeError):
            self.chunks.clear()
            return
        if self.n_sent == len(chunk):
            self.chunks.popleft()
            self.n_sent = 0

    def _read(self):
        try:
            data = self.sock.recv(1 << 18)
        except (BlockingIOError, InterruptedError):
            return
        except ConnectionResetError:
            self.ended = 'reset'
            return
        if not data:
            self.ended = 'eof'
            return
        self.data += data
        self._decode()

    def pump(self, until, seconds=None):
        """Sends and receives until that is so, or nothing more can come. False: neither, in time."""
        end = time.monotonic() + (self.patience if seconds is None else seconds)
        while not until() and self.ended is None:
            left = end - time.monotonic()
            if left <= 0:
                return False
            readable, writable, _ = select.select([self.sock] if self.reading else [],
                                                  [self.sock] if self.chunks else [], [], left)
            if writable:
                self._write()
            if readable:
                self._read()
        return True

    def _decode(self):
        while self._take_frame():
            pass

    def _take_frame(self):
        data = self.data
        if len(data) < 2:
            return False
        length, at = data[1] & 0x7f, 2
        if length > 125:
            size = 2 if length == 126 else 8
            if len(data) < at + size:
                return False
            length, at = int.from_bytes(data[at:at + size], 'big'), at + size
            if length <= (125 if size == 2 else 0xffff):
                raise Fault('a length that is not in its shortest form')
        masked = bool(data[1] & 0x80)
        if masked == self.is_client:
            raise Fault('masked by a server' if masked else 'not masked by a client')
        total = at + 4 * masked + length
        if len(data) < total:
            return False
        payload = bytes(data[at + 4 * masked:total])
        if masked:
            payload = mask(payload, bytes(data[at:at + 4]))
        first = data[0]
        del data[:total]
        self._take(first & 0xf, bool(first & 0x80), first >> 4 & 7, payload)
        return True

    def _take(self, opcode, fin, rsv, payload):
        if self.close_code is not None:
            raise Fault('a frame behind the close frame')
        if opcode >= 8 and (not fin or len(payload) > 125 or rsv):
            raise Fault('a bad control frame')
        if rsv not in ((0, 4) if self.codec and opcode in (TEXT, BINARY) else (0,)):
            raise Fault(f'reserved bits {rsv}')
        if opcode == CLOSE:
            self._take_close(payload)
        elif opcode in (PING, PONG):
            self.events.append((NAMES[opcode], payload))
        elif opcode in (CONTINUATION, TEXT, BINARY):
            self._take_data(opcode, fin, rsv, payload)
        else:
            raise Fault(f'opcode {opcode}')

    def _take_close(self, payload):
        if len(payload) == 1:
            raise Fault('half a close code')
        self.close_code = int.from_bytes(payload[:2], 'big') if payload else -1
        payload[2:].decode('utf-8')

    def _take_data(self, opcode, fin, rsv, payload):
        if (opcode == CONTINUATION) != (self.message is not None):
            raise Fault('a continuation of nothing, or a message inside another')
        if self.message is None:
            self.message = (opcode, bool(rsv), [])
        self.message[2].append(payload)
        if not fin:
            return
        opcode, packed, pieces = self.message
        self.message = None
        data = b''.join(pieces)
        if packed:
            data = self.codec.unpack(data)
        if opcode == TEXT:
            data.decode('utf-8')
        self.events.append((NAMES[opcode], data))


def accept_of(key):
    return base64.b64encode(hashlib.sha1(key + GUID).digest())


def make_key():
    return base64.b64encode(os.urandom(16))


def request(port, target='/', key=None, **changes):
    """An upgrade; changes by a header's name with _ for -: a value, None for none, a list for several."""
    headers = {
        'Host': f'127.0.0.1:{port}',
        'Upgrade': 'websocket',
        'Connection': 'Upgrade',
        'Sec-WebSocket-Key': (key or make_key()).decode(),
        'Sec-WebSocket-Version': '13',
    }
    headers.update({name.replace('_', '-'): value for name, value in changes.items()})
    return head(f'GET {target} HTTP/1.1', headers)


def head(first, headers):
    lines = [first]
    for name, value in headers.items():
        for one in value if isinstance(value, list) else [value]:
            if one is not None:
                lines.append(f'{name}: {one}')
    return ('\r\n'.join(lines) + '\r\n\r\n').encode('latin-1')


def read_head(sock, patience=10):
    """The first line, the headers by lower-case name (lines of one name joined by ', ') and what is behind them; None
    where the other side ends it first."""
    sock.settimeout(patience)
    data = b''
    while b'\r\n\r\n' not in data:
        try:
            more = sock.recv(65536)
        except ConnectionResetError:
            return None
        if not more:
            return None
        data += more
    text, rest = data.split(b'\r\n\r\n', 1)
    lines = text.decode('latin-1').split('\r\n')
    headers = {}
    for line in lines[1:]:
        name, value = line.split(':', 1)
        name, value = name.lower(), value.strip()
        headers[name] = f'{headers[name]}, {value}' if name in headers else value
    return lines[0], headers, rest


def terms_of(value):
    """permessage-deflate's parameters in an answer; None where there is none."""
    if not value:
        return None
    if ',' in value:
        raise Fault(f'more than one extension in the answer: {value}')
    name, *parameters = [part.strip() for part in value.split(';')]
    if name != 'permessage-deflate':
        raise Fault(f'an extension that was not offered: {value}')
    terms = {}
    for parameter in parameters:
        key, _, bits = parameter.partition('=')
        if key in terms or key not in ('server_no_context_takeover', 'client_no_context_takeover',
                                       'server_max_window_bits', 'client_max_window_bits'):
            raise Fault(f'a bad answer: {value}')
        terms[key] = int(bits) if bits else True
    return terms


def codec_of(terms, is_client, level=1):
    """What both agreed on, at one side."""
    if terms is None:
        return None
    mine, theirs = ('client', 'server') if is_client else ('server', 'client')
    return Codec(terms.get(f'{mine}_max_window_bits', 15), f'{mine}_no_context_takeover' not in terms,
                 terms.get(f'{theirs}_max_window_bits', 15), f'{theirs}_no_context_takeover' not in terms, level)
