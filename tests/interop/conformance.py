"""Plays every case against a program that echoes, in both roles. Speaks TAP.

usage: conformance.py [--only TEXT] [--roles server,client,handshake,behaviour] PROGRAM...

PROGRAM takes `serve --port 0` and `connect URL` as ws-echo does.
SPDX-License-Identifier: GPL-3.0-or-later
"""
import argparse
import contextlib
import functools
import itertools
import queue
import subprocess
import threading
import time

import behaviour
import cases
import cases_deflate
import cases_handshake
import cases_utf8
from subjects import Client, Server, watch_memory

THREADS = 4


class Results:
    def __init__(self):
        self.lock = threading.Lock()
        self.n, self.failed = 0, 0

    def add(self, name, fault=None):
        with self.lock:
            self.n += 1
            self.failed += fault is not None
            print(f'{"not ok" if fault else "ok"} {self.n} - {name}'.replace('#', '.'), flush=True)
            if fault:
                print(f'# {type(fault).__name__}: {str(fault)[:600]}'.replace('\n', ' '), flush=True)


def attempt(results, name, deed):
    try:
        deed()
    except (AssertionError, OSError, ValueError, TypeError, subprocess.TimeoutExpired) as fault:
        results.add(name, fault)
        return False
    results.add(name)
    return True


def play(subject, case):
    if isinstance(case, behaviour.Deed):
        case.does(subject)
    elif case.swells is not None:
        watch_memory(subject, case)
    else:
        subject.play(case)


def run_group(results, role, subject_of, group):
    """Cases of one way to start the program, one after the other."""
    subject = None
    for case in group:
        try:
            subject = subject or subject_of()
        except (OSError, ValueError) as fault:
            results.add(f'{role} {case.name}', fault)
            continue
        if not attempt(results, f'{role} {case.name}', lambda: play(subject, case)):
            # Whatever it is that it is left with, it is not the next case's.
            with contextlib.suppress(Exception):
                subject.process.kill()
                subject.close()
            subject = None
    if subject is not None:
        attempt(results, f'{role} ends {" ".join(group[-1].arguments)}', subject.close)


def ask(results, program, arguments, items):
    server = Server(program, arguments)
    for item in items:
        attempt(results, f'server {item.name}', lambda item=item: server.ask(item))
    attempt(results, f'server ends {" ".join(arguments)}', server.close)


def answer(results, program, item):
    client = Client(program, item.arguments)
    if not attempt(results, f'client {item.name}', lambda: client.answer(item)):
        client.process.kill()
    with contextlib.suppress(Exception):
        client.close()


def grouped(items, size=1 << 30):
    """By arguments, and in parts of that size."""
    for arguments, group in itertools.groupby(sorted(items, key=lambda item: item.arguments),
                                              key=lambda item: item.arguments):
        group = list(group)
        for i in range(0, len(group), size):
            yield arguments, group[i:i + size]


def jobs_of(options, results):
    wanted = [case for group in (cases.plain(), cases_utf8.utf8(),
                                 cases_deflate.deflate()) for case in group if options.only in case.name]
    for role, kind in (('server', Server), ('client', Client)):
        mine = [case for case in wanted if role in options.roles]
        for arguments, group in grouped(mine, 1 + len(mine) // (2 * THREADS)):
            yield functools.partial(run_group, results, role, functools.partial(kind, options.program, arguments),
                                    group)
    for role, kind, deeds in (('server', Server, behaviour.of_servers), ('client', Client, behaviour.of_clients)):
        for deed in deeds():
            if 'behaviour' in options.roles and options.only in deed.name:
                yield functools.partial(run_group, results, role, functools.partial(kind, options.program, ()),
                                        [deed])
    if 'handshake' in options.roles:
        for arguments, group in grouped(item for item in cases_handshake.requests() if options.only in item.name):
            yield functools.partial(ask, results, options.program, arguments, group)
        for item in cases_handshake.answers():
            if options.only in item.name:
                yield functools.partial(answer, results, options.program, item)


def work(jobs):
    with contextlib.suppress(queue.Empty):
        while True:
            jobs.get_nowait()()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--only', default='')
    parser.add_argument('--roles', default='server,client,handshake,behaviour')
    parser.add_argument('program', nargs='+')
    options = parser.parse_args()
    results, jobs = Results(), queue.Queue()
    began = time.monotonic()
    for job in jobs_of(options, results):
        jobs.put(job)
    threads = [threading.Thread(target=work, args=(jobs,)) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(f'1..{results.n}')
    print(f'# {results.n - results.failed} passed, {results.failed} failed in {time.monotonic() - began:.1f} s')


if __name__ == '__main__':
    main()
