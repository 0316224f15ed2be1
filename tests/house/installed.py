#!/usr/bin/env python3
"""Checks what `meson install` put into a prefix.

SPDX-License-Identifier: GPL-3.0-or-later
usage: installed.py PREFIX
"""
import configparser
import os
import pathlib
import subprocess
import sys

APPLICATION = 'org.drawbridge.Drawbridge'
FILES = {
    'bin/drawbridge',
    'bin/drawbridgectl',
    f'share/applications/{APPLICATION}.desktop',
    f'share/dbus-1/services/{APPLICATION}.service',
    f'share/glib-2.0/schemas/{APPLICATION}.gschema.xml',
    f'share/icons/hicolor/scalable/apps/{APPLICATION}.svg',
    f'share/icons/hicolor/symbolic/apps/{APPLICATION}-symbolic.svg',
    'share/locale/de/LC_MESSAGES/drawbridge.mo',
    'share/locale/zh_CN/LC_MESSAGES/drawbridge.mo',
    f'share/metainfo/{APPLICATION}.metainfo.xml',
}
# Made after the installation, from what was installed.
CACHES = {
    'share/applications/mimeinfo.cache',
    'share/glib-2.0/schemas/gschemas.compiled',
    'share/icons/hicolor/icon-theme.cache',
}
COMMANDS = ['serve', 'info', 'apply', 'export', 'tail', 'say']


def keys_of(path, section):
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str
    parser.read(path, encoding='utf-8')
    return parser[section]


def check_files(prefix):
    found = {file.relative_to(prefix).as_posix() for file in prefix.rglob('*') if not file.is_dir()}
    for name in (FILES | CACHES) - found:
        yield f'{name} is not there'
    for name in found - FILES - CACHES:
        yield f'{name} should not be there'


def check_desktop(prefix):
    entry = keys_of(prefix / f'share/applications/{APPLICATION}.desktop', 'Desktop Entry')
    if 'x-scheme-handler/drawbridge' not in entry['MimeType'].split(';'):
        yield 'the desktop file does not take drawbridge:// links'
    if not (prefix / 'bin' / entry['Exec'].split()[0]).exists() or '%u' not in entry['Exec']:
        yield 'the desktop file starts something else'
    for language in ('de', 'zh_CN'):
        if f'Comment[{language}]' not in entry:
            yield f'the desktop file is not translated ({language})'
    cache = keys_of(prefix / 'share/applications/mimeinfo.cache', 'MIME Cache')
    if APPLICATION + '.desktop' not in cache.get('x-scheme-handler/drawbridge', ''):
        yield 'the cache of handlers does not know drawbridge:// links'


def check_service(prefix):
    service = keys_of(prefix / f'share/dbus-1/services/{APPLICATION}.service', 'D-BUS Service')
    if service['Name'] != APPLICATION or not os.access(service['Exec'].split()[0], os.X_OK):
        yield 'the D-Bus service starts nothing'


def check_words(prefix):
    """Both programs and every command say what they are for."""
    for arguments in (['drawbridge', '--help'], ['drawbridgectl', '--help'], ['drawbridgectl', '--version'],
                      *(['drawbridgectl', command, '--help'] for command in COMMANDS)):
        done = subprocess.run([prefix / 'bin' / arguments[0], *arguments[1:]], capture_output=True, text=True,
                              timeout=20, check=False)
        if done.returncode != 0 or not done.stdout.strip():
            yield f'{" ".join(arguments)}: status {done.returncode}, {done.stdout!r}, {done.stderr!r}'


def main():
    prefix = pathlib.Path(sys.argv[1]).resolve()
    faults = list(check_files(prefix))
    if not faults:
        faults = [*check_desktop(prefix), *check_service(prefix), *check_words(prefix)]
    print('\n'.join(faults))
    return 1 if faults else 0


if __name__ == '__main__':
    sys.exit(main())
