"""Text that is UTF-8, and text that is not: section 6 of the Autobahn test suite, in every shape.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import zlib

from cases import INVALID, Await, Case, Chop, fragments, pong, text
from peer import CLOSE, CONTINUATION, PING, TEXT, Frame

KOSME = 'κόσμε'.encode()
HELLO = 'Hello-µ@ßöäüàá-UTF-8!!'.encode()
DEFLATE = dict(arguments=('--deflate',), offer='permessage-deflate', answer='permessage-deflate')


def is_utf8(data):
    try:
        data.decode('utf-8')
    except UnicodeDecodeError:
        return False
    return True


def noncharacters():
    yield from (b'\xef\xbf\xbe', b'\xef\xbf\xbf')
    for plane in range(1, 17):
        for low in (0xfffe, 0xffff):
            yield chr(plane << 16 | low).encode()


def sequences():
    """By section, from Markus Kuhn's decoder test and what the suite adds to it."""
    tails = [b'\xc0', b'\xe0\x80', b'\xf0\x80\x80', b'\xf8\x80\x80\x80', b'\xfc\x80\x80\x80\x80',
             b'\xdf', b'\xef\xbf', b'\xf7\xbf\xbf', b'\xfb\xbf\xbf\xbf', b'\xfd\xbf\xbf\xbf\xbf']
    highs, lows = (b'\xed\xa0\x80', b'\xed\xad\xbf', b'\xed\xae\x80', b'\xed\xaf\xbf'), (b'\xed\xb0\x80',
                                                                                         b'\xed\xbe\x80',
                                                                                         b'\xed\xbf\xbf')
    return {
        5: [b'hello$world', b'hello\xc2\xa2world', b'hello\xe2\x82\xacworld', b'hello\xf0\xa4\xad\xa2world', KOSME],
        6: [KOSME[:i] for i in range(1, len(KOSME) + 1)],
        7: [b'\0', b'\xc2\x80', b'\xe0\xa0\x80', b'\xf0\x90\x80\x80'],
        8: [b'\xf8\x88\x80\x80\x80', b'\xfc\x84\x80\x80\x80\x80'],
        9: [b'\x7f', b'\xdf\xbf', b'\xef\xbf\xbf', b'\xf4\x8f\xbf\xbf'],
        10: [b'\xf7\xbf\xbf\xbf', b'\xfb\xbf\xbf\xbf\xbf', b'\xfd\xbf\xbf\xbf\xbf\xbf'],
        11: [b'\xed\x9f\xbf', b'\xee\x80\x80', b'\xef\xbf\xbd', b'\xf4\x8f\xbf\xbf', b'\xf4\x90\x80\x80'],
        12: [b'\x80', b'\xbf', *((b'\x80\xbf' * 3)[:i] for i in range(2, 7)), bytes(range(0x80, 0xbf))],
        13: [b' '.join(bytes([i]) for i in range(*ends)) + b' ' for ends in ((0xc0, 0xdf), (0xe0, 0xef), (0xf0, 0xf7),
                                                                             (0xf8, 0xfb), (0xfc, 0xfd))],
        14: tails,
        15: [b''.join(tails)],
        16: [b'\xfe', b'\xff', b'\xfe\xfe\xff\xff'],
        17: [b'\xc0\xaf', b'\xe0\x80\xaf', b'\xf0\x80\x80\xaf', b'\xf8\x80\x80\x80\xaf', b'\xfc\x80\x80\x80\x80\xaf'],
        18: [b'\xc1\xbf', b'\xe0\x9f\xbf', b'\xf0\x8f\xbf\xbf', b'\xf8\x87\xbf\xbf\xbf', b'\xfc\x83\xbf\xbf\xbf\xbf'],
        19: [b'\xc0\x80', b'\xe0\x80\x80', b'\xf0\x80\x80\x80', b'\xf8\x80\x80\x80\x80', b'\xfc\x80\x80\x80\x80\x80'],
        20: [*highs, *lows],
        21: [high + low for high in highs for low in (lows[0], lows[2])],
        22: list(noncharacters()),
        23: [bytes([0xef, 0xbf, i]) for i in range(0xb9, 0xc0)],
    }


def basic():
    yield Case('6.1.1', [Frame(TEXT)], [text('')])
    yield Case('6.1.2', fragments(TEXT, [b'', b'', b'']), [text('')])
    yield Case('6.1.3', fragments(TEXT, [b'', b'middle frame payload', b'']), [text('middle frame payload')])
    yield Case('6.2.1', [Frame(TEXT, HELLO)], [text(HELLO)])
    yield Case('6.2.2', fragments(TEXT, [HELLO[:12], HELLO[12:]]), [text(HELLO)])
    yield Case('6.2.3', fragments(TEXT, [HELLO[i:i + 1] for i in range(len(HELLO))]), [text(HELLO)])
    yield Case('6.2.4', fragments(TEXT, [KOSME[i:i + 1] for i in range(len(KOSME))]), [text(KOSME)])
    for at in range(len(HELLO) + 1):
        yield Case(f'6.2-{at}', fragments(TEXT, [HELLO[:at], b'', HELLO[at:]], [Frame(PING, b'p')]),
                   [pong(b'p')] * 2 + [text(HELLO)])
    bad = KOSME + b'\xed\xa0\x80edited'
    yield Case('6.3.1', [Frame(TEXT, bad)], close=INVALID)
    yield Case('6.3.2', fragments(TEXT, [bad[i:i + 1] for i in range(len(bad))]), close=INVALID)


def fail_fast():
    """The other side must close before the rest is sent: in fragments, and in the middle of a frame."""
    for n, parts in ((1, (KOSME, b'\xf4\x90\x80\x80', b'edited')),
                     (2, (KOSME + b'\xf4', b'\x90', b'\x80\x80edited'))):
        yield Case(f'6.4.{n}', [Frame(TEXT, parts[0], False), Frame(PING, b'still?'), Await(1),
                                Frame(CONTINUATION, parts[1], False), Await('close'),
                                Frame(CONTINUATION, parts[2])], [pong(b'still?')], INVALID)
    whole = KOSME + b'\xf4\x90\x80\x80edited'
    for name, known in (('6.4.3', len(KOSME) + 4), ('6.4.4', len(KOSME) + 2)):
        yield Case(name, [Cut(whole, known), Await('close')], close=INVALID)
    bads = (b'\xff', b'\xc0', b'\xe0\x80', b'\xed\xa0', b'\xf0\x80', b'\xf4\x90', b'\xf5', b'\xc3a', b'\xe2\x82a',
            b'\x80')
    for i, bad in enumerate(bads):
        for lead in (0, 1, 7, 8, 15, 16, 200, 70000):
            data = b'a' * lead + bad
            yield Case(f'6.fast-{i}-{lead}', [Cut(data + b'b' * 1000, len(data)), Await('close')], close=INVALID)
            yield Case(f'6.fast-{i}-{lead}-ping', [Frame(TEXT, data, False), Await('close'), Frame(PING)],
                       close=INVALID)


class Cut:
    """A text frame of which only the first octets of the payload are sent: what is known then to be wrong."""

    def __init__(self, payload, known):
        self.payload, self.known = payload, known

    def octets(self, peer):
        octets = Frame(TEXT, self.payload).octets(peer)
        return octets[:len(octets) - len(self.payload) + self.known]


class Deflated:
    """A text compressed as one message of which only the first fragment is sent, all that is flushed in it."""

    def __init__(self, payload):
        self.payload = payload

    def octets(self, peer):
        deflater = zlib.compressobj(1, zlib.DEFLATED, -15)
        return Frame(TEXT, deflater.compress(self.payload) + deflater.flush(zlib.Z_SYNC_FLUSH), False, 4).octets(peer)


def utf8():
    yield from basic()
    yield from fail_fast()
    for section, payloads in sequences().items():
        for i, payload in enumerate(payloads, 1):
            name, good = f'6.{section}.{i}', is_utf8(payload)
            outcome = dict(events=[text(payload)]) if good else dict(close=INVALID)
            octets = [payload[k:k + 1] for k in range(len(payload))]
            yield Case(name, [Frame(TEXT, payload)], **outcome)
            yield Case(f'{name} octets', [Chop(1), *fragments(TEXT, octets)], **outcome)
            yield Case(f'{name} binary', [Frame(2, payload)], [('binary', payload)])
            yield Case(f'{name} later', [Frame(TEXT, b'a' * 61 + payload)],
                       **(dict(events=[text(b'a' * 61 + payload)]) if good else outcome))
            if len(payload) <= 123:
                yield Case(f'{name} reason', [Frame(CLOSE, b'\x03\xe8' + payload)],
                           **(dict(answers=1000) if good else outcome))
            if not good and not is_utf8(payload + b'\x80') and not is_utf8(payload + b'\x80\x80'):
                yield Case(f'{name} deflated', [Deflated(b'x' * 100 + payload), Await('close')], close=INVALID,
                           **DEFLATE)
