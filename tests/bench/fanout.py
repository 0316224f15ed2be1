#!/usr/bin/env python3
"""Holds our server beside one of libsoup's own WebSockets: both serve at the same time, and are loaded in turn.

SPDX-License-Identifier: GPL-3.0-or-later
usage: fanout.py [--json FILE] OURS SOUP LOAD

The three are bench-fanout-ours, bench-fanout-soup and bench-fanout-load. A figure is the median of several rounds, with
several processes, since where one lies in memory may cost it half as much again. CPU time is what a server says of itself (getrusage); sends are calls to the system that send, counted alike in both. Prints a table,
and JSON, which goes into FILE too. Exit status: 0 done, 1 a target is missed or nothing can be measured.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile

PAIRS = 3
ROUNDS, ROUNDS_MAX = 2, 5  # of each pair
SLICE = 250  # ms of load in one round
CPU_MIN = 0.3 / PAIRS  # s of each server in the rounds of a cell, unless that takes more than ROUNDS_MAX
PEERS = (1, 50, 500, 2000)
BURSTS = (1, 16, 64)
TLS_PEERS = 20
TURN_ROUNDS, TURN_SLICE = 15, 120
PACE_PEERS, PACE_RATE, PACE_MS = 50, 1000, 1500
SIDES = ('ours', 'soup')

# libsoup's CPU time of a delivery over ours, at least.
CPU_TARGETS = {('plain', peers, burst): 10 if burst == 16 else 30 for peers in (50, 500, 2000) for burst in (16, 64)}
CPU_TARGETS |= {('plain', peers, 1): 1.3 for peers in (50, 500, 2000)}
CPU_TARGETS[('tls', TLS_PEERS, 16)] = 8
# Of ours, at most.
SENDS_MAX = 0.07  # a delivery, at bursts of 16
RESIDENT_MAX = 2.0  # KiB a connection
TURN_MAX = 1.5  # a loop turn with 2,000 connections over one with one


class Server:
    """A server and the load on it, each a process that answers a line with a line."""

    def __init__(self, program, load, certificate=None):
        self.processes = []
        self.server = self.start([program] + ([certificate] if certificate else []))
        port = self.server.stdout.readline().strip()
        self.load = self.start([load, port, 'tls' if certificate else 'plain'])

    def start(self, command):
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.processes.append(process)
        return process

    def ask(self, process, line):
        process.stdin.write(line + '\n')
        process.stdin.flush()
        answer = process.stdout.readline()
        if not answer:
            sys.exit(f'fanout.py: no answer to “{line}”')
        return json.loads(answer)

    def report(self):
        return self.ask(self.server, 'report')

    def do(self, command):
        """What the load tells, and what the server spent meanwhile."""
        before = self.report()
        figures = self.ask(self.load, command)
        after = self.report()
        return figures | {'cpu_us': after['cpu_us'] - before['cpu_us'], 'sends': after['sends'] - before['sends']}

    def close(self):
        for process in reversed(self.processes):
            process.stdin.close()
            process.wait()


class Pair:
    """Both servers, with as many watchers each."""

    def __init__(self, options, peers, certificate=None):
        self.servers = {side: Server(getattr(options, side), options.load, certificate) for side in SIDES}
        self.empty = {side: server.report()['resident_kib'] for side, server in self.servers.items()}
        for server in self.servers.values():
            server.do(f'open {peers}')
        self.idle = {side: server.report()['resident_kib'] for side, server in self.servers.items()}

    def measure(self, command, rounds=ROUNDS, rounds_max=ROUNDS_MAX):
        """The figures of each round, by side."""
        figures = {side: [] for side in SIDES}
        while len(figures['soup']) < rounds or (len(figures['soup']) < rounds_max and
                                                min(cpu_seconds(rows) for rows in figures.values()) < CPU_MIN):
            for side in SIDES:
                figures[side].append(self.servers[side].do(command))
        return figures

    def close(self):
        for server in self.servers.values():
            server.close()


def cpu_seconds(rounds):
    return sum(row['cpu_us'] for row in rounds) / 1e6


def each(rounds, key, count):
    return statistics.median(row[key] / row[count] for row in rounds)


def median(rounds, key):
    return statistics.median(row[key] for row in rounds)


def tell_cell(line, peers, burst, figures):
    cell = {'line': line, 'peers': peers, 'burst': burst, 'target': CPU_TARGETS.get((line, peers, burst))}
    for side in SIDES:
        cell[side] = {
            'cpu_us': each(figures[side], 'cpu_us', 'deliveries'),
            'sends': each(figures[side], 'sends', 'deliveries'),
            'deliveries': sum(row['deliveries'] for row in figures[side]),
            'cpu_s': cpu_seconds(figures[side]),
        }
    cell['ratio'] = cell['soup']['cpu_us'] / cell['ours']['cpu_us']
    return cell


def fan_out(options, line, peers, certificate=None, also=lambda pair: None):
    """The cells of so many peers; `also` is called with the last pair of servers."""
    figures = {burst: {side: [] for side in SIDES} for burst in BURSTS}
    for i in range(PAIRS):
        pair = Pair(options, peers, certificate)
        for burst in BURSTS:
            for side, rounds in pair.measure(f'burst {burst} {SLICE}').items():
                figures[burst][side] += rounds
        if i == PAIRS - 1:
            also(pair)
        pair.close()
    return [tell_cell(line, peers, burst, figures[burst]) for burst in BURSTS]


def paced(pair):
    figures = pair.measure(f'pace {PACE_RATE} {PACE_MS}', rounds=3, rounds_max=3)
    result = {'peers': PACE_PEERS, 'rate': PACE_RATE}
    for side in SIDES:
        result[side] = {
            'cpu_us': each(figures[side], 'cpu_us', 'deliveries'),
            'p50_us': median(figures[side], 'p50_us'),
            'p99_us': median(figures[side], 'p99_us'),
        }
    return result


def loop_turn(few, many):
    """CPU time of an echo with nobody else there, and among so many who are silent."""
    figures = {side: ([], []) for side in SIDES}
    for _ in range(TURN_ROUNDS):
        for side in SIDES:
            for place, pair in enumerate((few, many)):
                figures[side][place].append(pair.servers[side].do(f'echo {TURN_SLICE}'))
    result = {}
    for side in SIDES:
        few_us, many_us = (each(rounds, 'cpu_us', 'messages') for rounds in figures[side])
        result[side] = {'few_us': few_us, 'many_us': many_us, 'ratio': many_us / few_us}
    return result


def resident(pair, peers):
    return {side: {'idle_kib': (pair.idle[side] - pair.empty[side]) / peers,
                   'loaded_mib': pair.servers[side].report()['resident_kib'] / 1024} for side in SIDES}


def measure(options, certificate):
    results = {'benchmark': 'fanout', 'cells': []}

    def pace(pair):
        results['paced'] = paced(pair)

    def turn(pair):
        alone = Pair(options, 0)
        results['resident'] = resident(pair, max(PEERS))
        results['turn'] = loop_turn(alone, pair)
        alone.close()

    also = {PACE_PEERS: pace, max(PEERS): turn}
    for peers in PEERS:
        results['cells'] += fan_out(options, 'plain', peers, also=also.get(peers, lambda pair: None))
    results['cells'] += fan_out(options, 'tls', TLS_PEERS, certificate)
    return results


class Judge:
    """Puts a word behind what misses its target."""

    def __init__(self):
        self.n_missed = 0

    def mark(self, kept, target):
        self.n_missed += not kept
        return f'{target}{"" if kept else "  MISSED"}'

    def at_least(self, figure, target):
        return '' if target is None else self.mark(figure >= target, f'>= {target}')

    def at_most(self, figure, target):
        return self.mark(figure <= target, f'<= {target}')


def tell_cells(results, judge):
    print(f'Server CPU us and sends a delivery of 128 bytes, the median of {ROUNDS * PAIRS} rounds or more in turn')
    print(f'{"":6}{"peers":>6}{"burst":>6}{"ours":>9}{"libsoup":>9}{"ratio":>8}  {"target":16}{"sends":>8}{"libsoup":>9}')
    for cell in results['cells']:
        ours, soup = cell['ours'], cell['soup']
        sends = judge.at_most(ours['sends'], SENDS_MAX) if cell['burst'] == 16 else ''
        print(f'{cell["line"]:6}{cell["peers"]:6}{cell["burst"]:6}{ours["cpu_us"]:9.3f}{soup["cpu_us"]:9.3f}{cell["ratio"]:8.2f}  '
              f'{judge.at_least(cell["ratio"], cell["target"]):16}{ours["sends"]:8.3f}{soup["sends"]:9.3f}  {sends}')


def tell_rest(results, judge):
    paced_, turn, memory = results['paced'], results['turn'], results['resident']
    print(f'\n{"":44}{"ours":>9}{"libsoup":>9}')

    def row(name, group, key, target=''):
        print(f'{name:44}{group["ours"][key]:9.2f}{group["soup"][key]:9.2f}  {target}')

    row(f'{PACE_RATE} a second to {PACE_PEERS}: latency p50, us', paced_, 'p50_us')
    row('  p99, us', paced_, 'p99_us')
    row('  CPU a delivery, us', paced_, 'cpu_us')
    row('An echo with no other peer: CPU, us', turn, 'few_us')
    row(f'  among {max(PEERS)} silent ones', turn, 'many_us')
    row('  ratio', turn, 'ratio', judge.at_most(turn['ours']['ratio'], TURN_MAX))
    row(f'Resident a peer, of {max(PEERS)} idle ones, KiB', memory, 'idle_kib',
        judge.at_most(memory['ours']['idle_kib'], RESIDENT_MAX))
    row('  all there is after the bursts, MiB', memory, 'loaded_mib')


def tell(results):
    judge = Judge()
    tell_cells(results, judge)
    tell_rest(results, judge)
    results['missed'] = judge.n_missed
    print(json.dumps(results))
    return judge.n_missed


def main():
    parser = argparse.ArgumentParser(usage='%(prog)s [--json FILE] OURS SOUP LOAD')
    parser.add_argument('--json')
    for name in ('ours', 'soup', 'load'):
        parser.add_argument(name)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        results = measure(options, os.path.join(folder, 'identity', 'host.pem'))
    missed = tell(results)
    if options.json:
        with open(options.json, 'w', encoding='utf-8') as file:
            json.dump(results, file)
    sys.exit(1 if missed else 0)


if __name__ == '__main__':
    main()
