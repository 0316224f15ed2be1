"""Help, wrong usage, links that lead nowhere, and hosting.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import errno
import json
import os
import re
import signal
import socket
import ssl
import subprocess
import threading

import ctl

COMMANDS = ['serve', 'info', 'apply', 'export', 'tail', 'say']
TOKEN = 'A' * 22
FINGERPRINT = 'F' * 43


def test_help():
    text = ctl.run('--help').decode()
    for command in COMMANDS:
        assert re.search(rf'^  {command} ', text, re.MULTILINE), command
        page = ctl.run(command, '--help').decode()
        for heading in ('NAME', 'SYNOPSIS', 'DESCRIPTION', 'OPTIONS', 'EXIT STATUS', 'EXAMPLES'):
            assert re.search(rf'^{heading}$', page, re.MULTILINE), (command, heading)
        assert max(map(len, page.splitlines())) <= 100, command


def test_version():
    assert re.fullmatch(rb'drawbridgectl \d+\.\d+\.\d+\n', ctl.run('--version'))


def test_wrong_usage():
    link = f'drawbridge://127.0.0.1:1/r#{TOKEN}'
    for arguments in ([], ['nonsense'], ['--nonsense'], ['serve', 'x'], ['serve', '--port'], ['serve', '--port', 'x'],
                      ['serve', '--port', '65536'], ['serve', '--port', '-1'], ['serve', '--port', '1.5'],
                      ['serve', '--room', 'a b'], ['serve', '--room', ''], ['serve', '--room', 'x' * 65],
                      ['serve', '--nonsense'], ['info'], ['info', link, link], ['apply'],
                      ['apply', link, 'a', 'b'], ['export', link], ['export', link, '--format', 'gif'],
                      ['export', '--format', 'json'], ['tail'], ['tail', link, 'x'], ['say', link],
                      ['say', link, ''], ['say', link, 'a', 'b'], ['say', link, 'a', '--loud'], ['info', '--name', 'x', link]):
        words = ctl.complain(*arguments, status=2)
        assert '--help' in words, (arguments, words)


def test_malformed_links():
    for link in ('', 'nonsense', 'drawbridge://h/r', f'drawbridge://h/r#{TOKEN[1:]}', f'drawbridge://h:0/r#{TOKEN}',
                 f'ftp://h/r#{TOKEN}', f'drawbridge://h/a b#{TOKEN}', f'drawbridge://h/r#{TOKEN}.short', f'drawbridge://h/r#{TOKEN}'):
        for arguments in (['info', link], ['apply', link], ['export', link, '--format', 'json'], ['tail', link],
                          ['say', link, 'hello']):
            ctl.complain(*arguments)


def everywhere(link):
    """What each command says where nobody is."""
    return [ctl.complain(*arguments) for arguments in (
        ['info', link], ['apply', link], ['export', link, '--format', 'png'], ['tail', link], ['say', link, 'hello'])]


def test_nobody_there():
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        port = probe.getsockname()[1]
        for words in everywhere(f'ws://127.0.0.1:{port}/r#{TOKEN}'):
            assert 'Nothing is listening' in words, words
    for words in everywhere(f'drawbridge://no-such-host.invalid/r#{TOKEN}.{FINGERPRINT}'):
        assert 'no-such-host.invalid' in words, words


def test_wrong_room_and_token():
    with ctl.board() as board:
        _, room, token, _ = ctl.LINK.match(board.link).groups()
        said = set()
        for link in (board.link.replace(f'/{room}#', '/other#'), board.link.replace(token, TOKEN)):
            said.update(everywhere(link))
        assert len(said) <= 2, said  # the one is not told from the other
        board.stop()


def test_not_drawbridge():
    with socket.create_server(('127.0.0.1', 0)) as server:
        def answer():
            while True:
                try:
                    peer, _ = server.accept()
                except OSError:
                    return
                with peer:
                    peer.recv(65536)
                    peer.sendall(b'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi')
        threading.Thread(target=answer, daemon=True).start()
        place = f'127.0.0.1:{server.getsockname()[1]}/r#{TOKEN}'
        for words in everywhere(f'ws://{place}'):
            assert 'not Drawbridge' in words, words
        for link in (f'wss://{place}', f'drawbridge://{place}.{FINGERPRINT}'):
            for words in everywhere(link):
                assert 'encrypted' in words, words


def test_serve():
    with ctl.board('--title', 'Plän', '--room', 'Room_1-a', '--name', 'Höst') as board:
        port, room, _, _ = ctl.LINK.match(board.link).groups()
        assert room == 'Room_1-a'
        card = json.loads(ctl.run('info', board.link))
        assert card == {'drawbridge': 1, 'protocol': 'drawbridge.v1', 'full': False, 'title': 'Plän', 'people': 0,
                        'items': 0, 'host': 'Höst'}, card
        assert 'taken' in ctl.complain('serve', '--listen', '127.0.0.1', '--port', port)
        assert board.export()['title'] == 'Plän'
        assert board.stop() == ''


def test_plain():
    """Not encrypted, on the loopback address alone, and it says so."""
    with ctl.start('serve', '--plain', '--port', '0') as process:
        link = process.line()
        place = re.fullmatch(r'ws://(127\.0\.0\.1):(\d+)/[^#]+#[A-Za-z0-9_-]{22,}', link)
        assert place, link
        assert json.loads(ctl.run('info', link))['items'] == 0
        ctl.run('say', link, 'hello')
        assert socket.socket().connect_ex(('127.0.0.2', int(place[2]))) == errno.ECONNREFUSED
        process.process.send_signal(signal.SIGTERM)
        _, words = process.process.communicate(timeout=ctl.PATIENCE)
        assert b'not encrypted' in words, words


def test_other_host():
    """The same place with another key is refused everywhere, before anything is said."""
    with ctl.board() as board:
        fingerprint = ctl.LINK.match(board.link).group(4)
        for words in everywhere(board.link.replace(fingerprint, FINGERPRINT)):
            assert 'not the host that this link was made for' in words, words
        for words in everywhere(board.link.replace('drawbridge://', 'wss://').replace('.' + fingerprint, '')):
            assert 'cannot be trusted' in words, words
        plain = board.link.replace('drawbridge://', 'ws://').replace('.' + fingerprint, '')
        assert 'expects an encrypted connection' in ctl.complain('export', plain, '--format', 'json')


def speaks(port, version):
    """Whether a handshake of that version alone succeeds; this side would take any."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.set_ciphers('ALL:@SECLEVEL=0')
    context.minimum_version = context.maximum_version = version
    with socket.create_connection(('127.0.0.1', port), ctl.PATIENCE) as connection:
        try:
            with context.wrap_socket(connection) as secured:
                return secured.version() is not None
        except (ssl.SSLError, ConnectionError):
            return False


def test_old_tls():
    """Below 1.2 it does not even shake hands."""
    with ctl.board() as board:
        port = int(ctl.LINK.match(board.link).group(1))
        versions = (ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1, ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3)
        assert [speaks(port, version) for version in versions] == [False, False, True, True]


def test_identity():
    """A host stays who it is, and does not use a key that others can read."""
    def fingerprint():
        with ctl.board() as board:
            return ctl.LINK.match(board.link).group(4)
    path = os.path.join(ctl.data.name, 'drawbridge', 'identity.pem')
    before = fingerprint()
    assert os.stat(path).st_mode & 0o777 == 0o600 and os.stat(os.path.dirname(path)).st_mode & 0o777 == 0o700
    assert fingerprint() == before
    os.chmod(path, 0o644)
    assert 'chmod 600' in ctl.complain('serve', '--port', '0')
    os.remove(path)
    assert fingerprint() != before


def test_rooms():
    """Several boards, a link a line; no link leads into another's."""
    names = ['maths', 'physics', 'room-3']
    with ctl.board(*(word for name in names for word in ('--room', name))) as board:
        links = [board.link] + [board.line() for _ in names[1:]]
        assert [ctl.LINK.match(link).group(2) for link in links] == names, links
        tokens = [ctl.LINK.match(link).group(3) for link in links]
        assert len(set(tokens)) == len(names), tokens
        ctl.run('say', links[1], 'only here')
        chats = [len(json.loads(ctl.run('export', link, '--format', 'json'))['chat']) for link in links]
        assert chats == [0, 1, 0], chats
        everywhere(links[0].replace(tokens[0], tokens[1]))
        board.stop()
    assert 'called' in ctl.complain('serve', '--port', '0', '--room', 'a', '--room', 'a')
    assert '64' in ctl.complain('serve', '--port', '0', *(word for i in range(65) for word in ('--room', f'r{i}')))


def test_serve_anywhere():
    """On all addresses the link has one that leads here."""
    with ctl.start('serve', '--port', '0') as process:
        link = process.line()
        assert json.loads(ctl.run('info', link))['people'] == 0
        process.process.send_signal(signal.SIGTERM)
        process.end()
    ctl.complain('serve', '--listen', '192.0.2.1', '--port', '0')
    ctl.complain('serve', '--listen', 'nonsense', '--port', '0')


def test_signals():
    for number in (signal.SIGINT, signal.SIGTERM):
        with ctl.board() as board:
            assert board.stop(number) == ''


def test_ipv6():
    with ctl.start('serve', '--listen', '::1', '--port', '0') as process:
        link = process.line()
        assert link.startswith('drawbridge://[::1]:'), link
        assert json.loads(ctl.run('info', link))['items'] == 0


def test_process_title():
    """What `ps` shows of a command that goes on leads nobody into the room."""
    with ctl.board() as board, ctl.start('tail', board.link) as tail:
        assert tail.json()['event'] == 'welcome'
        with open(f'/proc/{tail.process.pid}/cmdline', encoding='utf-8') as file:
            title = file.read()
        link, secret = board.link.split('#')
        assert f'{link}#***' in title, title
        assert not [part for part in secret.split('.') if part in title], title


def test_logs():
    """However much is logged, on either side, no token is in it."""
    loud = dict(ctl.environment, G_MESSAGES_DEBUG='all')  # GLib writes that to stdout
    with ctl.board(environment=loud) as board:
        while not ctl.LINK.match(board.link):
            assert board.link, 'no link'
            board.link = board.line()
        token = ctl.LINK.match(board.link).group(3)
        for arguments in (['info', board.link], ['export', board.link, '--format', 'json'],
                          ['say', board.link.replace('#' + token, '#' + TOKEN), 'hello']):
            done = subprocess.run([ctl.program, *arguments], env=loud, capture_output=True, timeout=ctl.PATIENCE, check=False)
            said = (done.stdout + done.stderr).decode()
            assert 'DEBUG' in said and token not in said, said
        said = board.stop()
        assert token not in said, said


def test_closed_stdout():
    """Who closes the other end early gets a failure, not a killed process."""
    with ctl.board() as board:
        read, write = os.pipe()
        os.close(read)
        done = subprocess.run([ctl.program, 'export', board.link, '--format', 'json'], stdout=write,
                              stderr=subprocess.PIPE, timeout=ctl.PATIENCE, check=False)
        os.close(write)
        assert done.returncode == 1 and b'Cannot write' in done.stderr, done


ctl.main([test_help, test_version, test_wrong_usage, test_malformed_links, test_nobody_there, test_wrong_room_and_token,
          test_not_drawbridge, test_serve, test_plain, test_other_host, test_old_tls, test_identity, test_rooms,
          test_serve_anywhere, test_signals, test_ipv6, test_process_title, test_logs, test_closed_stdout])
