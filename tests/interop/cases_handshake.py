"""The opening handshake of both sides, as data: what is asked, and what must be answered.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import base64

PD = 'permessage-deflate'
BOTH = {'server_no_context_takeover': True, 'client_no_context_takeover': True}

REFUSED = range(400, 600)


class Request:
    """An upgrade with some headers changed (see peer.request), or `octets` as they are. `status` is what may be
    answered; None: any refusal, or the connection may be cut. `terms` are what must be agreed on: None for nothing."""

    def __init__(self, name, status=101, first=None, octets=None, terms=None, arguments=(), chop=0, headers=(),
                 **changes):
        self.name, self.first, self.octets, self.terms = name, first, octets, terms
        self.arguments, self.chop = tuple(arguments), chop
        self.statuses = (status,) if isinstance(status, int) else status
        self.headers, self.changes = dict(headers), changes  # headers: of the answer, that must be there


def key_of(n):
    return base64.b64encode(bytes(range(n))).decode()


def upgrades():
    good = {
        'as it is': {},
        'octet by octet': dict(chop=1),
        'a path': dict(first='GET /a/b%20c?d=e&f HTTP/1.1'),
        'Upgrade in capitals': dict(Upgrade='WEBSOCKET'),
        'Upgrade as browsers had it': dict(Upgrade='WebSocket'),
        'Connection of two': dict(Connection='keep-alive, Upgrade'),
        'Connection of two, turned round': dict(Connection='upgrade,keep-alive'),
        'Connection in capitals': dict(Connection='UPGRADE'),
        'a browser': dict(Origin='http://example.com', User_Agent='Mozilla/5.0', Pragma='no-cache',
                          Cache_Control='no-cache', Accept_Encoding='gzip'),
        'no Origin': {},
        'Origin null': dict(Origin='null'),
        'a sub-protocol that is not spoken': dict(Sec_WebSocket_Protocol='chat, superchat'),
        'an extension that is not known': dict(Sec_WebSocket_Extensions='foo; bar=1'),
        'cookies': dict(Cookie=['a=b', 'c=d']),
        'a long header': dict(X_Long='x' * 4000),
        'many headers': {f'X_{i}': 'y' * 20 for i in range(60)},
        "RFC 6455's key": dict(Sec_WebSocket_Key='dGhlIHNhbXBsZSBub25jZQ=='),
        'Host without port': dict(Host='example.com'),
        'Host in IPv6': dict(Host='[::1]:80'),
    }
    for name, changes in good.items():
        yield Request(f'upgrade: {name}', **changes)
    accept = {'sec-websocket-accept': 's3pPLMBiTxaQ9kYGzzhZRbK+xOo='}
    lines = ['GET / HTTP/1.1', 'host: h', 'upgrade: websocket', 'connection: upgrade',
             'sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==', 'sec-websocket-version: 13', '', '']
    for name, octets in {
            'names in small letters': '\r\n'.join(lines),
            'names in capitals': '\r\n'.join(line.upper() if 'key' not in line else line for line in lines),
            'no space behind the colon': '\r\n'.join(line.replace(': ', ':') for line in lines),
            'spaces around values': '\r\n'.join(line.replace(': ',
                                                             ':  \t') + (' ' if ':' in line else '') for line in lines),
    }.items():
        yield Request(f'upgrade: {name}', octets=octets.encode(), headers=accept)


def refusals():
    for name, value in {'none': None, '12': '12', '14': '14', '0': '0', '8': '8', '7': '7', '013': '013',
                        '+13': '+13', '13.0': '13.0', '1 3': '1 3',
                        'empty': '', 'words': 'thirteen', 'a list': '13, 8', 'two': ['13', '8'],
                        'the same twice': ['13', '13'], '130': '130', '-13': '-13'}.items():
        yield Request(f'version: {name}', 426, Sec_WebSocket_Version=value, headers={'sec-websocket-version': '13'})
    for name, value in {'none': None, 'empty': '', '15 octets': key_of(15), '17 octets': key_of(17),
                        '0 octets': '====', '18 octets': key_of(18), '32 octets': key_of(32),
                        'not base64': '!' * 22 + '==', 'a space in it': 'dGhlIHNhb XBsZSBub25jZQ==',
                        'no padding': 'dGhlIHNhbXBsZSBub25jZQ', 'one pad': 'dGhlIHNhbXBsZSBub25jZQ=',
                        'base64url': '_-' * 11 + '==', 'pads in front': '==dGhlIHNhbXBsZSBub25jZQ',
                        'two': [key_of(16), key_of(16)], 'a list': f'{key_of(16)}, {key_of(16)}',
                        'text': 'x'}.items():
        yield Request(f'key: {name}', 400, Sec_WebSocket_Key=value)
    for name, value in {'none': None, 'empty': '', 'two': ['a', 'b'], 'the same twice': ['a', 'a'],
                        'a space in it': 'a b', 'a list': 'a, b', 'a path': 'a/b', 'two ports': 'a:1:2',
                        'no number': 'a:x', 'only a port': ':80', 'user': 'u@h', 'half a bracket': '[::1',
                        'a URL': 'http://h/'}.items():
        yield Request(f'Host: {name}', 400, Host=value)
    for name, value in {'none': None, 'empty': '', 'h2c': 'h2c', 'longer': 'websockets', 'shorter': 'websocke',
                        'two words': 'web socket', 'two': ['websocket', 'websocket'],
                        'two kinds': ['websocket', 'h2c'], 'quoted': '"websocket"'}.items():
        yield Request(f'Upgrade: {name}', 400, Upgrade=value)
    for name, value in {'none': None, 'empty': '', 'close': 'close', 'keep-alive': 'keep-alive', 'longer': 'Upgrades',
                        'two words': 'Up grade', 'two': ['Upgrade', 'Upgrade'],
                        'two kinds': ['keep-alive', 'Upgrade'], 'quoted': '"Upgrade"'}.items():
        yield Request(f'Connection: {name}', 400, Connection=value)
    for method in ('POST', 'PUT', 'HEAD', 'DELETE', 'OPTIONS', 'PATCH', 'get', 'GETS'):
        yield Request(f'method: {method}', REFUSED, first=f'{method} / HTTP/1.1')
    for version in ('HTTP/1.0', 'HTTP/0.9', 'HTTP/2.0', 'HTTP/3', 'http/1.1', 'HTTP/1', 'HTTP', 'FTP/1.1'):
        yield Request(f'HTTP: {version}', None, first=f'GET / {version}')
    for name, octets in {'garbage': b'\0\1\2\3garbage\r\n\r\n', 'no request line': b'\r\n\r\n\r\n\r\n',
                         'TLS': b'\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03' + b'x' * 100,
                         'a frame': b'\x81\x85\0\0\0\0Hello\r\n\r\n'}.items():
        yield Request(f'no HTTP: {name}', None, octets=octets)
    for name, value in {'empty between': 'a,,b', 'a slash': 'a/b', 'a space': 'a b', 'quoted': '"a"'}.items():
        yield Request(f'sub-protocol: {name}', (101, 400), Sec_WebSocket_Protocol=value)


def origins():
    arguments = ('--origin', 'http://127.0.0.1:8080')
    for origin in ('http://127.0.0.1:8080', None):
        yield Request(f'origin: {origin}', Origin=origin, arguments=arguments)
    for origin in ('http://127.0.0.1', 'https://127.0.0.1:8080', 'http://127.0.0.1:80', 'http://127.0.0.1:80800',
                   'http://127.0.0.1:8080.evil.example', 'http://127.0.0.1:8080/',
                   'null', 'http://evil.example', '127.0.0.1:8080', '', 'http://evil.example/http://127.0.0.1:8080',
                   'file://', 'http://localhost:8080',
                   ['http://127.0.0.1:8080', 'http://evil.example'], ['http://evil.example',
                                                                      'http://127.0.0.1:8080'],
                                                                      'http://127.0.0.1:8080, http://evil.example',
                   'http://127.0.0.1:8080 http://evil.example'):
        yield Request(f'origin: {origin}', 403, Origin=origin, arguments=arguments)


def offers():
    """Of permessage-deflate. What does not follow the header's grammar fails the handshake (RFC 6455, section 9.1)."""
    def request(offer, status=101, terms=None):
        return Request(f'offer: {offer}', status, Sec_WebSocket_Extensions=offer, terms=terms,
                       arguments=('--deflate',))
    yield Request('offer: not asked for', Sec_WebSocket_Extensions=PD)
    yield Request('offer: none', arguments=('--deflate',))
    yield request(PD, terms={})
    for parameter in ('server_no_context_takeover', 'client_no_context_takeover'):
        yield request(f'{PD}; {parameter}', terms={parameter: True})
    yield request(f'{PD}; server_no_context_takeover; client_no_context_takeover', terms=BOTH)
    yield request(f'{PD};client_no_context_takeover;server_no_context_takeover', terms=BOTH)
    yield request(f'{PD}; client_max_window_bits', terms={})
    for bits in range(8, 16):
        yield request(f'{PD}; server_max_window_bits={bits}', terms={'server_max_window_bits': bits})
        yield request(f'{PD}; client_max_window_bits={bits}', terms={})
        yield request(f'{PD}; client_max_window_bits={bits}; server_max_window_bits={bits}',
                      terms={'server_max_window_bits': bits})
    yield request(f'{PD}; server_max_window_bits="10"', terms={'server_max_window_bits': 10})
    yield request(f'{PD} ;\tserver_max_window_bits = 12 , ', terms={'server_max_window_bits': 12})
    yield request(f', ,{PD},', terms={})
    for value in ('7', '16', '0', '08', '09', '010', '1', '100', '-9', '+9', '9.0', '0x9', 'ten', '4294967305', 'x'):
        yield request(f'{PD}; server_max_window_bits={value}')
        yield request(f'{PD}; client_max_window_bits={value}')
    for bad in ('; server_max_window_bits', '; server_no_context_takeover=1', '; client_no_context_takeover=true',
                '; server_no_context_takeover="x"', '; unknown', '; unknown=1',
                '; Server_No_Context_Takeover', '; server_no_context_takeover; server_no_context_takeover',
                '; client_no_context_takeover; client_no_context_takeover',
                '; server_max_window_bits=10; server_max_window_bits=10',
                '; server_max_window_bits=10; server_max_window_bits=11',
                '; client_max_window_bits; client_max_window_bits=10'):
        yield request(PD + bad)
        yield request(f'{PD}{bad}, {PD}', terms={})
        yield request(f'{PD}{bad}, {PD}; server_max_window_bits=9, {PD}', terms={'server_max_window_bits': 9})
    for other in ('x-webkit-deflate-frame', 'permessage-bzip2', 'permessage-deflate2', 'permessage-deflat',
                  'foo; bar="baz"'):
        yield request(other)
        yield request(f'{other}, {PD}', terms={})
        yield request(f'{PD}, {other}', terms={})
    yield request(f'{PD}, {PD}; server_max_window_bits=9', terms={})
    yield request(f'{PD}; server_max_window_bits=9, {PD}', terms={'server_max_window_bits': 9})
    yield request([PD, f'{PD}; server_max_window_bits=9'], terms={})
    yield request(['foo', PD], terms={})
    for bad in (';', '; ;', ' server_no_context_takeover', '=1', '; =10', '; server_max_window_bits=',
                '; server_max_window_bits=10 11', '; server_max_window_bits==10',
                '; server_max_window_bits="10', '; server_max_window_bits=""', '; server_max_window_bits="1 0"',
                '; server_max_window_bits=(10)', '/1', ', foo;', ', "'):
        yield request(PD + bad, 400)


def requests():
    for group in (upgrades(), refusals(), origins(), offers()):
        yield from group


class Answer:
    """To a client's upgrade: headers changed ({accept} is filled in), or `octets` as they are. `opens`: whether that is a
    right answer; if it is, a message is echoed."""

    def __init__(self, name, opens=False, first='HTTP/1.1 101 Switching Protocols', octets=None, arguments=(), chop=0,
                 exits=1, **changes):
        self.name, self.opens, self.first, self.octets = name, opens, first, octets
        self.arguments, self.chop, self.exits = tuple(arguments), chop, exits
        self.changes = changes


def answers():
    for name, changes in {
            'as it is': {}, 'octet by octet': dict(chop=1), 'Upgrade in capitals': dict(Upgrade='WebSocket'),
            'Connection in small letters': dict(Connection='upgrade'),
            'Connection of two': dict(Connection='keep-alive, Upgrade'),
            'another reason': dict(first='HTTP/1.1 101 Go on'), 'no reason': dict(first='HTTP/1.1 101 '),
            'more headers': dict(Server='x', Date='today', X_Y='z' * 1000)}.items():
        yield Answer(f'answer: {name}', True, **changes)
    for status in ('200 OK', '201 Created', '204 No Content', '301 Moved', '302 Found', '400 Bad Request',
                   '401 Unauthorized', '403 Forbidden', '404 Not Found', '426 Upgrade Required',
                   '500 Error', '503 Busy', '099 Odd', '1010 Odd'):
        yield Answer(f'answer: {status}', first=f'HTTP/1.1 {status}')
    yield Answer('answer: 410', exits=0, first='HTTP/1.1 410 Gone', Upgrade=None, Connection='close',
                 Content_Length='0')
    yield Answer('answer: 410 with a body', exits=0, octets=b'HTTP/1.1 410 Gone\r\nContent-Length: 5\r\n\r\ngone\n')
    for name, changes in {
            'HTTP/1.0': dict(first='HTTP/1.0 101 Switching Protocols'),
            'HTTP/2.0': dict(first='HTTP/2.0 101 Switching Protocols'),
            'no accept': dict(Sec_WebSocket_Accept=None),
            'another accept': dict(Sec_WebSocket_Accept='s3pPLMBiTxaQ9kYGzzhZRbK+xOo='),
            'an empty accept': dict(Sec_WebSocket_Accept=''),
            'accept in small letters': dict(Sec_WebSocket_Accept='{lower}'),
            'accept twice': dict(Sec_WebSocket_Accept=['{accept}', '{accept}']),
            'the key for accept': dict(Sec_WebSocket_Accept='{key}'),
            'accept without its padding': dict(Sec_WebSocket_Accept='{short}'), 'no Upgrade': dict(Upgrade=None),
            'another Upgrade': dict(Upgrade='h2c'), 'Upgrade twice': dict(Upgrade=['websocket', 'h2c']),
            'no Connection': dict(Connection=None), 'another Connection': dict(Connection='close'),
            'a sub-protocol': dict(Sec_WebSocket_Protocol='chat'),
            'an extension': dict(Sec_WebSocket_Extensions=PD),
            'an unknown extension': dict(Sec_WebSocket_Extensions='foo')}.items():
        yield Answer(f'answer: {name}', **changes)
    for name, octets in {'nothing': b'', 'garbage': b'\0\1\2\3\r\n\r\n', 'half of it': b'HTTP/1.1 101 Swi',
                         'no headers': b'HTTP/1.1 101 Switching Protocols\r\n\r\n',
                         'a frame': b'\x81\x05Hello',
                         'endless': b'HTTP/1.1 101 Switching Protocols\r\n' + b'X: ' + b'y' * 200000}.items():
        yield Answer(f'answer: {name}', octets=octets)
    deflate = ('--deflate',)
    for bits in range(8, 16):
        yield Answer(f'answer: client window {bits}', True, arguments=deflate,
                     Sec_WebSocket_Extensions=f'{PD}; client_max_window_bits={bits}')
        yield Answer(f'answer: server window {bits}', True, arguments=deflate,
                     Sec_WebSocket_Extensions=f'{PD}; server_max_window_bits={bits}')
    for good in ('', '; server_no_context_takeover', '; client_no_context_takeover',
                 '; server_no_context_takeover; client_no_context_takeover; client_max_window_bits=9'):
        yield Answer(f'answer: {PD}{good}', True, arguments=deflate, Sec_WebSocket_Extensions=PD + good)
    yield Answer('answer: no extension', True, arguments=deflate)
    for bad in ('; client_max_window_bits', '; server_max_window_bits', '; server_max_window_bits=16',
                '; server_max_window_bits=7', '; client_max_window_bits=16', '; client_max_window_bits=09',
                '; client_max_window_bits=010', '; unknown', '; unknown=1', '; server_no_context_takeover=1',
                '; client_no_context_takeover=0', ';', '; server_no_context_takeover; server_no_context_takeover',
                '; client_max_window_bits=9; client_max_window_bits=9', f', {PD}', ', foo', ' x'):
        yield Answer(f'answer: {PD}{bad}', arguments=deflate, Sec_WebSocket_Extensions=PD + bad)
    for other in ('foo', 'permessage-bzip2', 'Foo, bar'):
        yield Answer(f'answer: {other}', arguments=deflate, Sec_WebSocket_Extensions=other)
