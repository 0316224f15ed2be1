"""Lets another's WebSocket meet ours, in both roles, with compression and without. Speaks TAP.

usage: meet.py WS_ECHO PARTNER...

PARTNER takes `client URL plain|deflate`, and ends with 0 if all was as it should be; and `server plain|deflate`: then it
prints its port, converses with one client, prints "done" if all was as it should be, and answers the next with 410.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import subprocess
import sys

PATIENCE = 120  # s; sanitizers are slow
echo, partner = sys.argv[1], sys.argv[2:]


def flags(terms):
    return ['--deflate'] if terms == 'deflate' else []


def start(command):
    """A server; it and its port."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    return process, int(process.stdout.readline())


def meet_client(terms):
    server, port = start([echo, 'serve', '--port', '0', *flags(terms)])
    try:
        subprocess.run([*partner, 'client', f'ws://127.0.0.1:{port}/', terms],
                       stdout=subprocess.DEVNULL, timeout=PATIENCE, check=True)
        assert server.poll() is None
    finally:
        server.kill()
        server.communicate()


def meet_server(terms):
    server, port = start([*partner, 'server', terms])
    try:
        subprocess.run([echo, 'connect', f'ws://127.0.0.1:{port}/', *flags(terms)], timeout=PATIENCE, check=True)
        assert server.stdout.readline() == b'done\n'
    finally:
        server.kill()
        server.communicate()


n = 0
for terms in ('plain', 'deflate'):
    for role, meet in (('client', meet_client), ('server', meet_server)):
        n += 1
        try:
            meet(terms)
            print(f'ok {n} - their {role}, {terms}')
        except (AssertionError, ValueError, subprocess.SubprocessError) as fault:
            print(f'not ok {n} - their {role}, {terms}\n# {fault}')
print(f'1..{n}')
