"""Help, wrong usage, links that lead nowhere, and hosting.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import json
import os
import re
import signal
import socket
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
        port, room, token = ctl.LINK.match(board.link).groups()
        said = set()
        for link in (f'ws://127.0.0.1:{port}/other#{token}', f'ws://127.0.0.1:{port}/{room}#{TOKEN}'):
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
    with ctl.board('--title', 'Plän', '--room', 'Room_1-a', '--name', 'Höst', '--plain') as board:
        port, room, _ = ctl.LINK.match(board.link).groups()
        assert room == 'Room_1-a'
        card = json.loads(ctl.run('info', board.link))
        assert card == {'drawbridge': 1, 'protocol': 'drawbridge.v1', 'full': False, 'title': 'Plän', 'people': 0,
                        'items': 0, 'host': 'Höst'}, card
        assert 'taken' in ctl.complain('serve', '--listen', '127.0.0.1', '--port', port)
        assert board.export()['title'] == 'Plän'
        assert board.stop() == ''


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
        assert link.startswith('ws://[::1]:'), link
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
          test_not_drawbridge, test_serve, test_serve_anywhere, test_signals, test_ipv6, test_process_title, test_closed_stdout])
