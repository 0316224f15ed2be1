#!/usr/bin/env python3
"""Counts the tests in a testlog.json of meson: a line "passed N", and a line "failed NAME" for each that failed.

SPDX-License-Identifier: GPL-3.0-or-later
usage: count.py TESTLOG

A program that speaks TAP counts as many tests as it reports, any other as one. What was skipped has not passed.
"""
import json
import re
import sys

POINT = re.compile(r'^(not )?ok\b[ \d-]*(.*)$', re.MULTILINE)


def points_of(entry):
    """(number of tests that passed, names of those that failed) of one program."""
    points = [(not bad and '# SKIP' not in name.upper(), name) for bad, name in POINT.findall(entry.get('stdout') or '')]
    passed = sum(good for good, _ in points)
    failed = [f'{entry["name"]}: {name}' for good, name in points if not good]
    if entry['result'] != 'OK' and not failed:
        failed = [f'{entry["name"]} ({entry["result"]})']
    return passed if points else int(entry['result'] == 'OK'), failed


def main():
    passed, failed = 0, []
    with open(sys.argv[1], encoding='utf-8') as log:
        for line in log:
            good, bad = points_of(json.loads(line))
            passed += good
            failed += bad
    print('passed', passed)
    for name in failed:
        print('failed', name)


if __name__ == '__main__':
    main()
