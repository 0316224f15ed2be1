"""Compressed messages (RFC 7692): sections 12 and 13 of the Autobahn test suite, and frames by hand.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import functools
import json
import random
import zlib

from cases import INVALID, PROTOCOL, TOO_LARGE, Await, Case, Chop, binary, fragments, pong, text
from peer import BINARY, CLOSE, CONTINUATION, PING, TEXT, Frame, Message

PD = 'permessage-deflate'
NO_CONTEXT = f'{PD}; server_no_context_takeover; client_no_context_takeover'
HELLO = bytes.fromhex('f248cdc9c90700')
AGAIN = bytes.fromhex('f200110000')  # "Hello" by reference to the message before
FORMS = {'': dict(offer=PD, answer=PD), ' fresh': dict(offer=NO_CONTEXT, answer=NO_CONTEXT)}

# Payload and auto-fragment sizes of sections 12 and 13.
SIZES = [(16, 0), (64, 0), (256, 0), (1024, 0), (4096, 0), (8192, 0), (16384, 0), (32768, 0), (65536, 0), (131072, 0),
         (8192, 256), (16384, 256), (32768, 256), (65536, 256), (131072, 256), (131072, 1024), (131072,
                                                                                                4096), (131072, 32768)]
VOLUME = 400_000  # octets a case; the suite sends a thousand messages of each size

# What the one role offers and the other agrees to, in section 13.
TERMS = [
    (f'{PD}; client_no_context_takeover; client_max_window_bits', PD),
    (f'{PD}; client_no_context_takeover; client_max_window_bits; server_no_context_takeover',
     f'{PD}; client_no_context_takeover'),
    (f'{PD}; client_no_context_takeover; client_max_window_bits; server_max_window_bits=9',
     f'{PD}; client_max_window_bits=9'),
    (f'{PD}; client_no_context_takeover; client_max_window_bits; server_max_window_bits=15',
     f'{PD}; client_max_window_bits=15'),
    (f'{PD}; client_no_context_takeover; client_max_window_bits; server_no_context_takeover; server_max_window_bits=9',
     f'{PD}; client_no_context_takeover; client_max_window_bits=9'),
    (f'{PD}; client_no_context_takeover; client_max_window_bits; server_no_context_takeover; server_max_window_bits=15',
     f'{PD}; client_no_context_takeover; client_max_window_bits=15'),
    (f'{PD}; server_no_context_takeover; server_max_window_bits=9, {PD}; server_no_context_takeover, {PD}',
     f'{PD}; server_no_context_takeover; client_no_context_takeover; server_max_window_bits=9; client_max_window_bits=9'),
]


def word_text(seed, n):
    rng = random.Random(seed)
    words = [''.join(rng.choice('etaoinshrdluäöü') for _ in range(rng.randrange(2, 10))) for _ in range(400)]
    return ' '.join(rng.choice(words) for _ in range(n // 5)).encode()


def test_data():
    """Like the suite's: prose, a picture, a document that is compressed already, JSON and HTML."""
    rng = random.Random(12)
    records = [{'id': i, 'name': f'name {rng.randrange(99)}', 'values': [rng.random() for _ in range(4)],
                'on': i % 3 == 0} for i in range(2500)]
    row = bytes(rng.randrange(256) for _ in range(512))
    return [
        (BINARY, word_text(1, 220_000)),
        (BINARY, b''.join(bytes((value + y // 3) & 0xff for value in row) for y in range(512))),
        (BINARY, rng.randbytes(262_144)),
        (TEXT, json.dumps(records).encode()),
        (TEXT, ''.join(f'  <li class="c{i % 7}"><a href="/p/{i}">entry {i}</a></li>\n' for i in range(5000)).encode()),
    ]


def stream(name, opcode, data, size, fragment, terms):
    n = min(1000, max(4, VOLUME // size))
    twice = data * (1 + size // len(data)) + data[:size]
    messages = [twice[i * size % len(data):][:size] for i in range(n)]

    def items():
        for i, message in enumerate(messages):
            yield Message(opcode, message, fragment)
            if i % 4 == 3:
                yield Await(i + 1)
    kind = text if opcode == TEXT else binary
    return Case(name, items, [kind(message) for message in messages], arguments=('--deflate',), offer=terms[0],
                answer=terms[1])


def streams():
    data = test_data()
    for part, (opcode, octets) in enumerate(data, 1):
        for i, (size, fragment) in enumerate(SIZES, 1):
            yield stream(f'12.{part}.{i}', opcode, octets, size, fragment, TERMS[0])
    for part, terms in enumerate(TERMS, 1):
        for i, (size, fragment) in enumerate(SIZES, 1):
            yield stream(f'13.{part}.{i}', *data[3], size, fragment, terms)


def windows():
    """Every window and both contexts: what is sent to us must keep to what was agreed on. What is small comes as it is, and
    all in a window of 8 bits, which zlib does not make."""
    words = word_text(3, 120_000)[:100_000]
    for bits in range(8, 16):
        for context in ('', '; server_no_context_takeover', '; client_no_context_takeover'):
            offer = f'{PD}; server_max_window_bits={bits}{context}'
            answer = f'{PD}; client_max_window_bits={bits}{context}'
            for data in (words, words[:3000], words[:1000]):
                yield Case(f'window.{bits}{context[2:8]}-{len(data)}', [Message(BINARY, data)] * 3, [binary(data)] * 3,
                           arguments=('--deflate',), offer=offer, answer=answer,
                           packs=3 if bits > 8 and len(data) > 1024 else 0)


def stored(data, last=False):
    n = len(data)
    return bytes([last]) + n.to_bytes(2, 'little') + (n ^ 0xffff).to_bytes(2, 'little') + data


def conversation(name, items, events=(), close=1000, forms=('', ' fresh'), answers=None, **more):
    for form in forms:
        yield Case(f'{name}{form}', items, events, close, answers, ('--deflate',), **FORMS[form], **more)


def by_hand():
    """The examples of section 7.2.3, and the corners of DEFLATE."""
    hello, keeps = text('Hello'), ('',)
    packed = Frame(TEXT, HELLO, rsv=4)
    final = bytes.fromhex('f348cdc9c90700')
    table = [
        ('hello', [packed], [hello]),
        ('fragments', [Frame(TEXT, HELLO[:3], False, 4), Frame(CONTINUATION, HELLO[3:])], [hello]),
        ('octets', [Chop(1), packed], [hello]),
        ('stored', [Frame(TEXT, stored(b'Hello') + b'\0', rsv=4)], [hello]),
        ('final', [Frame(TEXT, final + b'\0', rsv=4)], [hello]),
        ('final inside', [Frame(TEXT, final + HELLO, rsv=4)], [text('HelloHello')]),
        ('final fragments', [Frame(TEXT, final, False, 4), Frame(CONTINUATION, HELLO)], [text('HelloHello')]),
        ('final alone', [Frame(TEXT, final, rsv=4)] * 2, [hello] * 2),
        ('two blocks', [Frame(TEXT, bytes.fromhex('f24805000000ffffcac9c90700'), rsv=4)], [hello]),
        ('tail left', [Frame(TEXT, HELLO + b'\0\0\xff\xff', rsv=4), Frame(TEXT, b'x')], [hello, text('x')]),
        ('many blocks', [Frame(TEXT, b''.join(stored(b'x') for _ in range(1000)) + b'\0', rsv=4)],
         [text('x' * 1000)]),
        ('empty', [Frame(TEXT, b'\0', rsv=4), Frame(BINARY, b'\0', rsv=4)], [text(''), binary(b'')]),
        ('nothing', [Frame(TEXT, b'', rsv=4), packed], [text(''), hello]),
        ('empty fixed', [Frame(TEXT, b'\x02\0', rsv=4)], [text('')]),
        ('empty fragments', [Frame(TEXT, b'', False, 4), Frame(CONTINUATION, b'', False), Frame(CONTINUATION, b'\0')],
         [text('')]),
        ('plain between', [packed, Frame(TEXT, b'x'), *fragments(BINARY, [b'y', b'z']), packed],
         [hello, text('x'), binary(b'yz'), hello]),
        ('ping between', [Frame(TEXT, HELLO[:2], False, 4), Frame(PING, b'p'), Frame(CONTINUATION, HELLO[2:])],
         [pong(b'p'), hello]),
        ('1000', [packed] * 1000, [hello] * 1000),
    ]
    for name, items, events in table:
        yield from conversation(f'deflate.{name}', items, events)
    yield from conversation('deflate.takeover', [packed, Frame(TEXT, AGAIN, rsv=4)], [hello] * 2, forms=keeps)
    yield from conversation('deflate.takeover over plain', [packed, Frame(TEXT, b'other'), Frame(TEXT, AGAIN, rsv=4)],
                            [hello, text('other'), hello], forms=keeps)
    yield from conversation('deflate.takeover over final',
                            [Frame(TEXT, final + b'\0', rsv=4), Frame(TEXT, AGAIN, rsv=4)], [hello] * 2, forms=keeps)
    yield from conversation('deflate.close inside', [Frame(TEXT, HELLO[:3], False, 4), Frame(CLOSE, b'\x03\xe8')],
                            answers=1000)


def refusals():
    packed = Frame(TEXT, HELLO, rsv=4)
    first = Frame(TEXT, HELLO[:3], False, 4)
    for name, items, close in [
        ('rsv1 continued', [first, Frame(CONTINUATION, HELLO[3:], rsv=4)], PROTOCOL),
        ('rsv1 in plain', [Frame(TEXT, b'a', False), Frame(CONTINUATION, HELLO, rsv=4)], PROTOCOL),
        ('rsv1 on ping', [Frame(PING, b'', rsv=4)], PROTOCOL),
        ('rsv1 on close', [Frame(CLOSE, b'\x03\xe8', rsv=4)], PROTOCOL),
        ('message inside', [first, packed], PROTOCOL),
        ('bad block', [Frame(BINARY, b'\x06', rsv=4)], INVALID),
        ('bad codes', [Frame(BINARY, b'\xff\xff\xff\xff', rsv=4)], INVALID),
        ('bad stored', [Frame(BINARY, bytes.fromhex('000500fbff48656c6c6f00'), rsv=4)], INVALID),
        ('cut short', [Frame(BINARY, HELLO[:3], rsv=4)], INVALID),
        ('stored cut short', [Frame(BINARY, stored(b'Hello')[:7], rsv=4)], INVALID),
        ('too far back', [Frame(BINARY, AGAIN, rsv=4)], INVALID),
        ('bad in fragment', [Frame(BINARY, b'\x06', False, 4), Await('close'), Frame(CONTINUATION, b'\0')], INVALID),
        ('plain data', [Frame(TEXT, b'Hello, this is not compressed', rsv=4)], (INVALID, PROTOCOL)),
    ]:
        yield from conversation(f'deflate.{name}', items, close=close)
    yield from conversation('deflate.forgotten', [packed, Frame(TEXT, AGAIN, rsv=4)], [text('Hello')], INVALID,
                            forms=(' fresh',))
    for arguments in ((), ('--deflate',)):
        yield Case(f'deflate.not agreed{len(arguments)}', [packed], close=PROTOCOL, arguments=arguments)


@functools.cache
def zeros(n, level=9):
    deflater = zlib.compressobj(level, zlib.DEFLATED, -15)
    piece = bytes(1 << 20)
    return b''.join(deflater.compress(piece) for _ in range(n >> 20)) + deflater.flush(zlib.Z_SYNC_FLUSH)[:-4]


def bombs():
    """Memory is bounded by what one message may have, whatever it is said to hold."""
    small = ('--deflate', '--limit', '65536')
    for form, terms in FORMS.items():
        yield Case(f'bomb.whole{form}', lambda: [Frame(BINARY, zeros(128 << 20), rsv=4)], close=TOO_LARGE,
                   arguments=('--deflate',), swells=48, **terms)
        yield Case(f'bomb.small{form}', lambda: [Frame(BINARY, zeros(64 << 20), rsv=4)], close=TOO_LARGE,
                   arguments=small, swells=4, **terms)
        yield Case(f'bomb.text{form}', lambda: [Frame(TEXT, zeros(64 << 20), rsv=4)], close=TOO_LARGE,
                   arguments=small, swells=4, **terms)
        yield Case(f'bomb.fragments{form}', lambda: fragments_of(zeros(64 << 20), 100), close=TOO_LARGE,
                   arguments=small, swells=4, **terms)
        yield Case(f'bomb.limit{form}', lambda: [Message(BINARY, b'x' * 65536)], [binary(b'x' * 65536)],
                   arguments=small, **terms)
        yield Case(f'bomb.limit + 1{form}', lambda: [Message(BINARY, b'x' * 65537)], close=TOO_LARGE, arguments=small,
                   **terms)
        yield Case(f'bomb.16 MiB{form}', lambda: [Message(BINARY, b'x' * (16 << 20))], [binary(b'x' * (16 << 20))],
                   arguments=('--deflate',), **terms)
        noise = random.Random(1).randbytes(65536)
        yield Case(f'bomb.noise{form}', lambda noise=noise: [Message(BINARY, noise)], [binary(noise)],
                   arguments=small, **terms)
        yield Case(f'bomb.nothing{form}', lambda: [Frame(BINARY, stored(b'') * 10000 + b'\0', rsv=4)], [binary(b'')],
                   arguments=('--deflate',), swells=4, **terms)


def fragments_of(packed, n):
    return [Frame(CONTINUATION if i else BINARY, packed[i:i + n], i + n >= len(packed),
                  0 if i else 4) for i in range(0, len(packed), n)]


def deflate():
    for group in (by_hand(), refusals(), windows(), bombs(), streams()):
        yield from group
