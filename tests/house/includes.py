#!/usr/bin/env python3
"""Checks that includes run level or down the house, and that sources keep their head and their size.

SPDX-License-Identifier: GPL-3.0-or-later
usage: includes.py ROOT
"""
import pathlib
import re
import sys

# From the cellar up. A room may include itself and what stands above it in this list.
ROOMS = [
    'core/base', 'core/ink', 'core/doc', 'core/frame', 'core/frame/websocket', 'core/frame/edit', 'core/sync',
    'core/tools', 'paint', 'session', 'ui', '.',
]
STRANGERS = [{'core/frame/websocket', 'core/frame/edit'}]
# Made by the build; where they may be included from.
GENERATED = {'config.h': 'paint', 'data/bridge-icons.h': 'ui', 'ui/ui-resources.h': 'ui'}
C11 = {
    'assert.h', 'complex.h', 'ctype.h', 'errno.h', 'fenv.h', 'float.h', 'inttypes.h', 'iso646.h', 'limits.h',
    'locale.h', 'math.h', 'setjmp.h', 'signal.h', 'stdalign.h', 'stdarg.h', 'stdatomic.h', 'stdbool.h', 'stddef.h',
    'stdint.h', 'stdio.h', 'stdlib.h', 'stdnoreturn.h', 'string.h', 'tgmath.h', 'threads.h', 'time.h', 'uchar.h',
    'wchar.h', 'wctype.h',
}
# The core takes no input, no clock, no locale, and jumps nowhere.
CORE = C11 - {'locale.h', 'setjmp.h', 'signal.h', 'stdatomic.h', 'stdio.h', 'threads.h', 'time.h', 'wchar.h', 'wctype.h'}
WINDOW_SYSTEM = re.compile(r'^(gtk|gdk|gsk|adwaita)')
INCLUDE = re.compile(r'^\s*#\s*include\s*(<([^>]+)>|"([^"]+)")')
HEAD = re.compile(r'/\* [A-Z].*?SPDX-License-Identifier: GPL-3\.0-or-later( \*/|\n)', re.DOTALL)
MAX_LINES = 600


def room_of(path):
    """The room that a path below src/ lies in; None if there is no such room."""
    folder = str(pathlib.PurePosixPath(path).parent)
    return folder if folder in ROOMS else None


def judge_own(room, target, src):
    """What is wrong with including "target" from a room, or None."""
    if target in GENERATED:
        return None if ROOMS.index(room) >= ROOMS.index(GENERATED[target]) else 'is not for the core'
    other = room_of(target)
    if other is None or '..' in target:
        return 'is not spelled from src/'
    if ROOMS.index(other) > ROOMS.index(room):
        return f'lies above {room}'
    if other != room and {room, other} in STRANGERS:
        return f'and {room} do not know each other'
    if not (src / target).exists():
        return 'is not there'
    return None


def judge_system(room, path, target):
    """What is wrong with including <target> from a room, or None."""
    if room.startswith('core/'):
        allowed = target in CORE or (target == 'zlib.h' and path == 'core/frame/deflate.c')
        return None if allowed else 'has no place in the core'
    if room in ('paint', 'session') and WINDOW_SYSTEM.match(target):
        return f'has no place in {room}'
    return None


def includes_of(text):
    for number, line in enumerate(text.splitlines(), 1):
        found = INCLUDE.match(line)
        if found:
            yield number, found.group(2), found.group(3)


def check_includes(src, path, text):
    room = room_of(path)
    if room is None:
        yield f'src/{path}: lies in no room of the house'
        return
    for number, system, own in includes_of(text):
        fault = judge_system(room, path, system) if system else judge_own(room, own, src)
        if fault:
            yield f'src/{path}:{number}: {system or own} {fault}'


def check_form(name, text):
    if not HEAD.match(text):
        yield f'{name}: does not begin with its purpose and its SPDX line'
    if text.count('\n') >= MAX_LINES:
        yield f'{name}: has {MAX_LINES} lines or more'


def check(root):
    src = root / 'src'
    for file in sorted(root.glob('src/**/*.[ch]')):
        text = file.read_text(encoding='utf-8')
        yield from check_includes(src, file.relative_to(src).as_posix(), text)
    for file in sorted([*root.glob('src/**/*.[ch]'), *root.glob('tests/**/*.[ch]')]):
        yield from check_form(file.relative_to(root).as_posix(), file.read_text(encoding='utf-8'))


def main():
    faults = list(check(pathlib.Path(sys.argv[1])))
    print('\n'.join(faults))
    return 1 if faults else 0


if __name__ == '__main__':
    sys.exit(main())
