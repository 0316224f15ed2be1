#!/usr/bin/env python3
"""Checks that every string for people is in the template, and translated in every language.

SPDX-License-Identifier: GPL-3.0-or-later
usage: translations.py ROOT

`ninja -C BUILD drawbridge-update-po` brings the template and the languages up to date; then translate what is new.
"""
import ast
import pathlib
import re
import subprocess
import sys
import tempfile

# What meson's glib preset gives to xgettext.
XGETTEXT = [
    'xgettext', '--from-code=UTF-8', '--add-comments', '--package-name=drawbridge', '--keyword=_', '--keyword=N_',
    '--keyword=C_:1c,2', '--keyword=NC_:1c,2', '--keyword=g_dcgettext:2', '--keyword=g_dngettext:2,3',
    '--keyword=g_dpgettext2:2c,3', '--flag=N_:1:pass-c-format', '--flag=C_:2:pass-c-format',
    '--flag=NC_:2:pass-c-format', '--flag=g_dngettext:2:pass-c-format', '--flag=g_strdup_printf:1:c-format',
    '--flag=g_string_printf:2:c-format', '--flag=g_string_append_printf:2:c-format', '--flag=g_error_new:3:c-format',
    '--flag=g_set_error:4:c-format',
]
CALL = r'\b(_|N_|C_|NC_|Q_|gettext|ngettext|g_dgettext|g_dngettext|g_dcgettext|g_dpgettext2?)\s*\(\s*[^()"]*"'
# What marks a file as one with words for people.
MARKED = {
    '.c': re.compile(CALL),
    '.h': re.compile(CALL),
    '.ui': re.compile(r'translatable=["\'](yes|true)'),
    '.desktop.in': re.compile('^Name=', re.MULTILINE),
    '.metainfo.xml.in': re.compile('<name>'),
    '.gschema.xml': re.compile('<summary>'),
}
# What a .ui file shows or reads out, where a letter in it is not marked as translatable.
UNMARKED = re.compile(
    r'<(?:property|attribute) name="(?:label|title|subtitle|description|heading|body|tooltip-text|placeholder-text)"'
    r'>[^<]*?([^\W\d_][^<]*)|<item>[^<]*?([^\W\d_][^<]*)')


def entries_of(path):
    """The messages of a .po file but its header: {(context, id, plural): (translations, is fuzzy)}."""
    entries = {}
    for block in re.split(r'\n\s*\n', path.read_text(encoding='utf-8')):
        fields, field, fuzzy = {}, None, False
        for line in block.splitlines():
            if line.startswith('#'):
                fuzzy |= line.startswith('#,') and 'fuzzy' in line
                continue
            keyword, _, quoted = line.partition('"')
            if keyword.strip():
                field = keyword.strip()
            if quoted:
                fields[field] = fields.get(field, '') + ast.literal_eval('"' + quoted)
        if fields.get('msgid'):
            key = (fields.get('msgctxt'), fields['msgid'], fields.get('msgid_plural'))
            entries[key] = ([text for name, text in fields.items() if name.startswith('msgstr')], fuzzy)
    return entries


def listed(root):
    lines = (root / 'po/POTFILES').read_text(encoding='utf-8').splitlines()
    return [line for line in lines if line and not line.startswith('#')]


def texts(root):
    """The files that may hold words for people, as (name, text)."""
    for file in sorted(file for folder in ('data', 'src') for file in (root / folder).rglob('*')):
        if file.name.endswith(tuple(MARKED)):
            yield file.relative_to(root).as_posix(), file.read_text(encoding='utf-8')


def check_list(root):
    files = listed(root)
    for name in files:
        if not (root / name).is_file():
            yield f'po/POTFILES: {name} is not there'
    if files != sorted(files):
        yield 'po/POTFILES: not in order'
    for name, text in texts(root):
        marks = next(marks for ending, marks in MARKED.items() if name.endswith(ending))
        if name not in files and marks.search(text):
            yield f'po/POTFILES: {name} has strings to translate, but is not listed'


def check_templates(root):
    for name, text in texts(root):
        if name.endswith('.ui'):
            for match in UNMARKED.finditer(text):
                yield f'{name}: {match[1] or match[2]!r} is not marked as translatable'


def check_template(root, template):
    with tempfile.TemporaryDirectory() as folder:
        fresh = pathlib.Path(folder) / 'fresh.pot'
        subprocess.run([*XGETTEXT, f'--output={fresh}', *listed(root)], cwd=root, check=True)
        found = entries_of(fresh)
    for key in found.keys() - template.keys():
        yield f'po/drawbridge.pot: lacks {key[1]!r}'
    for key in template.keys() - found.keys():
        yield f'po/drawbridge.pot: holds {key[1]!r}, which is in no source'


def check_language(root, language, template):
    entries = entries_of(root / f'po/{language}.po')
    for key in template:
        translations, fuzzy = entries.get(key, ([], False))
        if fuzzy or not translations or not all(translations):
            yield f'po/{language}.po: {key[1]!r} is not translated'


def check(root):
    template = entries_of(root / 'po/drawbridge.pot')
    yield from check_list(root)
    yield from check_templates(root)
    yield from check_template(root, template)
    for language in (root / 'po/LINGUAS').read_text(encoding='utf-8').split():
        yield from check_language(root, language, template)


def main():
    faults = list(check(pathlib.Path(sys.argv[1])))
    print('\n'.join(faults))
    return 1 if faults else 0


if __name__ == '__main__':
    sys.exit(main())
