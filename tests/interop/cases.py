"""What a WebSocket must answer to what, as data: the Autobahn test suite's cases by its numbers, and more of our own.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import random

from peer import BINARY, CLOSE, CONTINUATION, PING, PONG, TEXT, Frame, Raw

DATA = (TEXT, BINARY)
CONTROL = (CLOSE, PING, PONG)
PROTOCOL, INVALID, TOO_LARGE = 1002, 1007, 1009


class Chop:
    """What follows is sent in pieces of n octets; 0: whole."""

    def __init__(self, n):
        self.n = n


class Await:
    """Goes on once all events are there that had to be so far, one for each of these; n: once there are n; 'close': once the
    other side has closed; 'sent': once all has gone."""

    def __init__(self, what=None):
        self.what = what


class Case:
    """`items` are sent; `events` must come, in order, and no others. Then `close`: 1000, and we close; other codes: the
    other side must close with one of them by itself. `answers`: it answers a close frame among the items with that
    code (-1: none).
    `arguments` are the program's; `offer` and `answer` of permessage-deflate are ours in the one and the other role.
    `swells` is the memory in MiB that it may cost; `packs`: how many messages come compressed."""

    def __init__(self, name, items, events=(), close=1000, answers=None, arguments=(), offer=None, answer=None,
                 swells=None, packs=None):
        self.name, self.items, self.events, self.arguments = name, items, events, tuple(arguments)
        self.closes = (close,) if isinstance(close, int) else close
        self.answers, self.offer, self.answer, self.swells, self.packs = answers, offer, answer, swells, packs

    # What is large is a function, so that it is not all there at once.

    def make_items(self):
        return self.items() if callable(self.items) else self.items

    def make_events(self):
        return list(self.events() if callable(self.events) else self.events)


def text(data):
    return ('text', data.encode() if isinstance(data, str) else data)


def binary(data):
    return ('binary', data)


def pong(data=b''):
    return ('pong', data)


def fragments(opcode, pieces, between=()):
    """A message in those pieces, `between` behind each but the last."""
    frames = []
    for i, piece in enumerate(pieces):
        last = i == len(pieces) - 1
        frames += [Frame(CONTINUATION if i else opcode, piece, last), *(() if last else between)]
    return frames


def framing():
    for part, opcode, name, letter in ((1, TEXT, 'text', b'*'), (2, BINARY, 'binary', b'\xfe')):
        sizes = [(n, 0) for n in (0, 125, 126, 127, 128, 65535, 65536)] + [(65536, 997)]
        for i, (n, chop) in enumerate(sizes, 1):
            yield Case(f'1.{part}.{i}', [Chop(chop), Frame(opcode, letter * n)], [(name, letter * n)])


def pings():
    hello, noise = b'Hello, world!', b'\x00\xff\xfe\xfd\xfc\xfb\x00\xff'
    for i, payload in enumerate((b'', hello, noise, b'\xfe' * 125), 1):
        yield Case(f'2.{i}', [Frame(PING, payload)], [pong(payload)])
    yield Case('2.5', [Frame(PING, b'\xfe' * 126)], close=PROTOCOL)
    yield Case('2.6', [Chop(1), Frame(PING, b'\xfe' * 125)], [pong(b'\xfe' * 125)])
    yield Case('2.7', [Frame(PONG)])
    yield Case('2.8', [Frame(PONG, b'unsolicited')])
    yield Case('2.9', [Frame(PONG, b'unsolicited'), Frame(PING, b'p')], [pong(b'p')])
    ten = [b'payload-%d' % i for i in range(10)]
    yield Case('2.10', [Frame(PING, payload) for payload in ten], [pong(payload) for payload in ten])
    yield Case('2.11', [Chop(1), *(Frame(PING, payload) for payload in ten)], [pong(payload) for payload in ten])
    yield Case('2.order', [Frame(TEXT, b'a'), Frame(PING, b'p'), Frame(TEXT, b'b'), Frame(PING, b'q'),
                           Frame(BINARY, b'c')],
               [text('a'), pong(b'p'), text('b'), pong(b'q'), binary(b'c')])
    many = [b'%d' % i for i in range(2000)]
    yield Case('2.many', [Frame(PING, payload) for payload in many], [pong(payload) for payload in many])


def reserved_bits():
    hello = b'Hello, world!'
    yield Case('3.1', [Frame(TEXT, hello, rsv=1)], close=PROTOCOL)
    for i, (rsv, chop) in enumerate(((2, 0), (3, 0), (4, 1)), 2):
        yield Case(f'3.{i}', [Chop(chop), Frame(TEXT, hello), Frame(TEXT, hello, rsv=rsv), Frame(PING)],
                   [text(hello)], PROTOCOL)
    yield Case('3.5', [Frame(BINARY, b'\0\xff' * 4, rsv=5)], close=PROTOCOL)
    yield Case('3.6', [Frame(PING, hello, rsv=6)], close=PROTOCOL)
    yield Case('3.7', [Frame(CLOSE, b'\x03\xe8', rsv=7)], close=PROTOCOL)
    for arguments, offer in (((), None), (('--deflate',), 'permessage-deflate')):
        for opcode in (*DATA, *CONTROL):
            for rsv in range(1, 8):
                if not (offer and rsv == 4 and opcode in DATA):
                    yield Case(f'3.{opcode}-{rsv}{"d" if offer else ""}', [Frame(opcode, rsv=rsv), Frame(PING)],
                               close=PROTOCOL,
                               arguments=arguments, offer=offer, answer=offer)
        for rsv in range(1, 8):
            yield Case(f'3.0-{rsv}{"d" if offer else ""}',
                       [Frame(TEXT, b'a', False), Frame(CONTINUATION, b'b', rsv=rsv), Frame(PING)],
                       close=PROTOCOL, arguments=arguments, offer=offer, answer=offer)


def opcodes():
    hello = b'Hello, world!'
    for group, codes in ((1, range(3, 8)), (2, range(11, 16))):
        for i, opcode in enumerate(codes, 1):
            payload = hello if i % 2 == 0 or i == 5 else b''
            before = [Frame(TEXT, hello)] if i > 2 else []
            yield Case(f'4.{group}.{i}', [Chop(1 if i == 5 else 0), *before, Frame(opcode, payload), Frame(PING)],
                       [text(hello)] * len(before), PROTOCOL)
            yield Case(f'4.{group}.{i}-inside',
                       [Frame(TEXT, b'a', False), Frame(opcode, payload), Frame(CONTINUATION, b'b')], close=PROTOCOL)
            yield Case(f'4.{group}.{i}-unfinished', [Frame(opcode, payload, False)], close=PROTOCOL)


def fragmentation():
    one, two, three = b'fragment1', b'fragment2', b'fragment3'
    both = text(one + two)
    yield Case('5.1', fragments(PING, [one, two]), close=PROTOCOL)
    yield Case('5.2', fragments(PONG, [one, two]), close=PROTOCOL)
    yield Case('5.2-close', [Frame(CLOSE, b'\x03\xe8', False), Frame(CONTINUATION)], close=PROTOCOL)
    for i, (sync, chop) in enumerate(((False, 0), (True, 0), (False, 1))):
        waits = [Await('sent')] if sync else []
        yield Case(f'5.{3 + i}', [Chop(chop), *fragments(TEXT, [one, two], waits)], [both])
        yield Case(f'5.{6 + i}', [Chop(chop), *fragments(TEXT, [one, two], [Frame(PING, b'ping'), *waits])],
                   [pong(b'ping'), both])
    for i, (fin, how) in enumerate((fin, how) for fin in (True, False) for how in ('', 'sync', 'chopped')):
        waits, chop = [Await('sent')] if how == 'sync' else [], int(how == 'chopped')
        yield Case(f'5.{9 + i}', [Chop(chop), Frame(CONTINUATION, b'non-continuation payload', fin), *waits,
                                  Frame(TEXT, b'Hello, world!')], close=PROTOCOL)
    yield Case('5.15', [*fragments(TEXT, [one, two]), Frame(CONTINUATION, three, False), Frame(TEXT, b'fragment4')],
               [both], PROTOCOL)
    for i, fin in ((16, False), (17, True)):
        round_ = [Frame(CONTINUATION, one, fin), Frame(TEXT, two, False), Frame(CONTINUATION, three)]
        yield Case(f'5.{i}', round_ * 2, close=PROTOCOL)
    yield Case('5.18', [Frame(TEXT, one, False), Frame(TEXT, two)], close=PROTOCOL)
    five = [b'fragment%d' % i for i in range(1, 6)]
    for i, waits in ((19, []), (20, [Await('sent')])):
        frames = fragments(TEXT, five, waits)
        at = 2 + 2 * len(waits)
        frames[at:at] = [Frame(PING, b'pongme 1!'), Await(1)]
        frames[-1:-1] = [Frame(PING, b'pongme 2!'), *waits]
        yield Case(f'5.{i}', frames, [pong(b'pongme 1!'), pong(b'pongme 2!'), text(b''.join(five))])
    yield Case('5.binary-inside', [Frame(BINARY, one, False), Frame(BINARY, two)], close=PROTOCOL)
    yield Case('5.unfinished-inside', [Frame(TEXT, one, False), Frame(TEXT, two, False)], close=PROTOCOL)
    yield Case('5.behind', [*fragments(TEXT, [one, two]), Frame(CONTINUATION, three)], [both], PROTOCOL)
    yield Case('5.empty', fragments(BINARY, [b''] * 1000 + [b'end']), [binary(b'end')])
    yield Case('5.nothing', fragments(TEXT, [b''] * 1000), [text('')])
    yield Case('5.control', fragments(BINARY, [b'x'] * 50, [Frame(PING, b'p' * 125), Frame(PONG, b'q')]),
               [pong(b'p' * 125)] * 49 + [binary(b'x' * 50)])
    yield Case('5.close', [Frame(TEXT, one, False), Frame(CLOSE, b'\x03\xe8'), Frame(CONTINUATION, two)],
               answers=1000)
    yield Case('5.next', [*fragments(TEXT, [one, two]), *fragments(BINARY, [one, three]), Frame(TEXT, two)],
               [both, binary(one + three), text(two)])


def lengths():
    """Lengths that are not in their shortest form, too long for anything, and control frames over 125 octets."""
    for opcode in (*DATA, *CONTROL):
        for n, size in ((0, '16'), (5, '16'), (125, '16'), (0, '64'), (5, '64'), (125, '64')):
            yield Case(f'length.{opcode}-{n}-{size}', [Frame(opcode, b'x' * n, size=size), Frame(PING)],
                       close=PROTOCOL)
        for n in (126, 127, 1000, 65535, 65536):
            if opcode in CONTROL:
                yield Case(f'length.{opcode}-{n}', [Frame(opcode, b'x' * n), Frame(PING)], close=PROTOCOL)
        for announced in (1 << 63, (1 << 64) - 1, (1 << 63) + 5):
            yield Case(f'length.{opcode}-{announced:x}',
                       [Frame(opcode, b'hello', size=b'\x7f' + announced.to_bytes(8, 'big'))], close=PROTOCOL)
    for opcode in DATA:
        for n in (126, 1000, 65535):
            yield Case(f'length.{opcode}-{n}-64', [Frame(opcode, b'x' * n, size='64'), Frame(PING)], close=PROTOCOL)
    for opcode in (*DATA, *CONTROL, CONTINUATION):
        before = [] if opcode else [Frame(TEXT, b'a', False)]
        for n in (0, 2, 126, 65536):
            if n <= 125 or opcode not in CONTROL:
                yield Case(f'mask.{opcode}-{n}', [*before, Frame(opcode, b'\x03\xe8' * (n // 2), wrong=True),
                                                  Frame(PING)], close=PROTOCOL)
    yield Case('mask.later', [Frame(TEXT, b'a'), Frame(TEXT, b'b', wrong=True), Frame(PING)], [text('a')], PROTOCOL)


def cut():
    """Messages of each form of length, cut at many places, in one conversation."""
    for size, step in ((1, 1), (125, 1), (126, 1), (1000, 1), (65536, 503)):
        def items(size=size, step=step):
            for at in range(1, 40):
                yield Chop(at * step)
                yield Frame(BINARY, b'x' * size)
                yield Await('sent')
        yield Case(f'cut.{size}', items, [binary(b'x' * size)] * 39)
    yield Case('cut.all', [Chop(1), *fragments(TEXT, ['ä'.encode()] * 20, [Frame(PING, b'p')]),
                           Frame(BINARY, b'y' * 300)],
               [pong(b'p')] * 19 + [text('ä' * 20), binary(b'y' * 300)])


def stars(kind, n):
    return lambda: [(kind, b'*' * n)]


def limits():
    """Section 9: large messages, many fragments, many octets a write; and many messages, one after the other."""
    mib = 1 << 20
    for part, opcode, name in ((1, TEXT, 'text'), (2, BINARY, 'binary')):
        for i, n in enumerate((65536, 262144, mib, 4 * mib, 8 * mib, 16 * mib), 1):
            yield Case(f'9.{part}.{i}', lambda n=n, opcode=opcode: [Frame(opcode, b'*' * n)], stars(name, n))
        for i, n in enumerate((64, 256, 1024, 4096, 16384, 65536, 262144, mib, 4 * mib), 1):
            yield Case(f'9.{part + 2}.{i}', lambda n=n, opcode=opcode: fragments(opcode, [b'*' * n] * (4 * mib // n)),
                       stars(name, 4 * mib))
        for i, n in enumerate((64, 128, 256, 512, 1024, 2048), 1):
            yield Case(f'9.{part + 4}.{i}', lambda n=n, opcode=opcode: [Chop(n), Frame(opcode, b'*' * mib)],
                       stars(name, mib))
        for i, n in enumerate((0, 16, 64, 256, 1024, 4096), 1):
            yield Case(f'9.{part + 6}.{i}', [Frame(opcode, b'*' * n), Await()] * 1000, [(name, b'*' * n)] * 1000)
    yield Case('10.1.1', lambda: fragments(TEXT, [b'*' * 1300] * 50 + [b'*' * 536]), stars('text', 65536))
    yield Case('9.limit', lambda: [Frame(BINARY, b'*' * (16 * mib + 1))], close=TOO_LARGE)
    yield Case('9.announced', [Frame(BINARY, b'', size=b'\x7f' + (16 * mib + 1).to_bytes(8, 'big'))], close=TOO_LARGE,
               swells=2)
    for opcode in DATA:
        yield Case(f'9.huge-{opcode}', [Frame(opcode, b'', size=b'\x7f' + ((1 << 63) - 1).to_bytes(8, 'big'))],
                   close=TOO_LARGE, swells=2)
    small = ('--limit', '65536')
    yield Case('9.small', [Frame(BINARY, b'x' * 65536)] * 3, [binary(b'x' * 65536)] * 3, arguments=small)
    yield Case('9.small-1', [Frame(BINARY, b'x' * 65537)], close=TOO_LARGE, arguments=small)
    yield Case('9.small-fragments', fragments(BINARY, [b'x' * 32768] * 2) * 2, [binary(b'x' * 65536)] * 2,
               arguments=small)
    yield Case('9.small-fragments-1', fragments(BINARY, [b'x' * 32768] * 2 + [b'x']), close=TOO_LARGE,
               arguments=small)
    yield Case('9.small-header', [Frame(BINARY, b'x' * 65536, False), Frame(CONTINUATION, b'', size=b'\x01'),
                                  Await('close')],
               close=TOO_LARGE, arguments=small)
    yield Case('9.small-tiny', lambda: fragments(BINARY, [b'x'] * 65537), close=TOO_LARGE, arguments=small)
    yield Case('9.small-more', lambda: [Frame(TEXT, b'a'), Frame(BINARY, b'x' * (4 * mib)), Frame(TEXT, b'b')],
               [text('a')], TOO_LARGE, arguments=small)
    yield Case('9.zero', [Frame(BINARY)], [binary(b'')], arguments=('--limit', '0'))
    yield Case('9.zero-1', [Frame(BINARY, b'x')], close=TOO_LARGE, arguments=('--limit', '0'))


def closing():
    reason = 'Bye, ‘bye’'.encode()
    hello = b'Hello World!'
    close = Frame(CLOSE, b'\x03\xe8')
    yield Case('7.1.1', [Frame(TEXT, hello)], [text(hello)])
    yield Case('7.1.2', [close, close], answers=1000)
    yield Case('7.1.3', [close, Frame(PING)], answers=1000)
    yield Case('7.1.4', [close, Frame(TEXT, hello)], answers=1000)
    yield Case('7.1.5', [Frame(TEXT, b'fragment1', False), close, Frame(CONTINUATION, b'fragment2')], answers=1000)
    yield Case('7.1.6', lambda: [Frame(TEXT, b'*' * 262144), Frame(TEXT, hello), close, Frame(PING)],
               [text(b'*' * 262144), text(hello)], answers=1000)
    yield Case('7.3.1', [Frame(CLOSE)], answers=-1)
    yield Case('7.3.2', [Frame(CLOSE, b'a')], close=PROTOCOL)
    yield Case('7.3.3', [close], answers=1000)
    yield Case('7.3.4', [Frame(CLOSE, b'\x03\xe8Hello World!')], answers=1000)
    yield Case('7.3.5', [Frame(CLOSE, b'\x03\xe8' + b'*' * 123)], answers=1000)
    yield Case('7.3.6', [Frame(CLOSE, b'\x03\xe8' + b'*' * 124)], close=PROTOCOL)
    yield Case('7.5.1', [Frame(CLOSE, b'\x03\xe8\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce\xb5\xed\xa0\x80\x65')],
               close=INVALID)
    yield Case('7.reason', [Frame(CLOSE, b'\x0f\xa0' + reason)], answers=4000)
    yield Case('7.chopped', [Chop(1), Frame(CLOSE, b'\x0b\xb8' + reason)], answers=3000)
    yield Case('7.behind', [Frame(PING, b'p'), Frame(TEXT, hello), close, Raw(b'\xff' * 5000)],
               [pong(b'p'), text(hello)], answers=1000)
    for i, bad in enumerate((b'\xff', b'\xc3', b'\xc0\x80', b'\xed\xa0\x80', b'\xf4\x90\x80\x80', b'ok\xe2\x82')):
        yield Case(f'7.5-{i}', [Frame(CLOSE, b'\x03\xe8' + bad)], close=INVALID)
    allowed = [1000, 1001, 1002, 1003, *range(1007, 1015), 3000, 3999, 4000, 4999]
    for i, code in enumerate(allowed, 1):
        yield Case(f'7.7.{i}', [Frame(CLOSE, code.to_bytes(2, 'big'))], answers=code)
    forbidden = [0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535, 100, 255, 256, 512, 5001,
                 9999, 32768, 65534]
    random.seed(7)
    forbidden += [random.randrange(1016, 3000) for _ in range(20)]
    forbidden += [random.randrange(5000, 65536) for _ in range(20)]
    for i, code in enumerate(forbidden, 1):
        yield Case(f'7.9.{i} ({code})', [Frame(CLOSE, code.to_bytes(2, 'big'))], close=PROTOCOL)
    for code in [random.randrange(3000, 5000) for _ in range(30)]:
        yield Case(f'7.7 ({code})', [Frame(CLOSE, code.to_bytes(2, 'big') + reason)], answers=code)


def plain():
    for group in (framing(), pings(), reserved_bits(), opcodes(), fragmentation(), lengths(), cut(), closing(),
                  limits()):
        yield from group
