"""Exports: JSON that can be made again, pictures without a display.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import json
import os
import re
import struct
import xml.etree.ElementTree
import zlib

import ctl

KINDS = ['stroke', 'highlighter', 'rectangle', 'ellipse', 'diamond', 'line', 'arrow', 'text', 'note']
WITH_POINTS = ['stroke', 'highlighter', 'line', 'arrow']
PROPERTIES = {'x', 'y', 'width', 'height', 'rotation', 'color', 'fill', 'size', 'dash', 'opacity', 'font_size', 'text',
              'locked'}


def random_color(random):
    return '#' + ''.join(random.choice('0123456789abcdef') for _ in range(random.choice([6, 8])))


def random_properties(random):
    """Some of an item's properties."""
    every = {
        'x': random.uniform(-1000, 1000), 'y': random.uniform(-1e6, 1e6), 'width': random.uniform(0, 500),
        'height': random.uniform(0, 500), 'rotation': random.uniform(-360, 360), 'color': random_color(random),
        'fill': random.choice([None, random_color(random)]), 'size': random.uniform(0.25, 256),
        'dash': random.choice(['solid', 'dashed', 'dotted']), 'opacity': random.random(),
        'font_size': random.uniform(1, 100), 'text': random.choice(['', 'one', 'two\nlines', '中文 "quoted" \\ \t']),
    }
    return {key: value for key, value in every.items() if random.random() < 0.5}


def random_create(random):
    kind = random.choice(KINDS)
    edit = {'op': 'create', 'kind': kind, **random_properties(random)}
    if kind in WITH_POINTS:
        edit['points'] = [[random.uniform(-300, 300), random.uniform(-300, 300), random.random()][:random.choice([2, 3])]
                          for _ in range(random.randrange(1, 30))]
        edit['precision'] = random.randrange(0, 16)
    return edit


def test_round_trip():
    random = ctl.seed()
    lines = []
    for number in range(300):
        lines.append({**random_create(random), 'as': str(number)})
        if random.random() < 0.3:
            lines.append({'op': 'set', 'id': f'@{random.randrange(number + 1)}', **random_properties(random)})
        if random.random() < 0.1:
            lines.append({'op': random.choice(['front', 'back', 'delete']), 'id': f'@{number}'})
    lines += [{'op': 'set', 'id': f'@{number}', 'locked': True} for number in range(0, 300, 7)]
    with ctl.board() as first, ctl.board() as second:
        first.apply(lines)
        written = first.export()['items']
        second.apply([{'op': 'create', **item} for item in written], name='Ben')
        again = second.export()['items']
        assert len(written) == len(again)
        for one, two in zip(written, again):
            assert one.pop('author') == 'Ann' and two.pop('author') == 'Ben'
            one.pop('id'), two.pop('id')
            assert one == two, (one, two)


def test_form():
    with ctl.board('--title', 'Plan', '--room', 'room') as board:
        ids = [answer['id'] for answer in board.apply([
            {'op': 'create', 'kind': 'note', 'as': 'a'},
            {'op': 'create', 'kind': 'line', 'points': [[10, 20], [40, 60, 0.5]]},
            {'op': 'create', 'kind': 'text', 'text': 'Hello'},
            {'op': 'create', 'kind': 'ellipse', 'as': 'gone'},
            {'op': 'delete', 'id': '@gone'},
            {'op': 'front', 'id': '@a'},
        ])]
        ctl.run('say', '--name', 'Ben', board.link, 'Good\nmorning')
        ctl.run('say', board.link, '--name', 'Ben', '--', '--loud')
        export = board.export()
        assert set(export) == {'format', 'version', 'title', 'room', 'revision', 'digest', 'items', 'chat'}
        assert (export['format'], export['version'], export['title'], export['room']) == ('drawbridge-board', 1, 'Plan', 'room')
        assert re.fullmatch('[0-9a-f]{32}', export['digest'])
        assert [item['id'] for item in export['items']] == [ids[1], ids[2], ids[0]]
        line, text, note = export['items']
        assert set(note) == PROPERTIES | {'id', 'kind', 'author'} and set(line) == set(note) | {'precision', 'points'}
        assert (note['width'], note['height'], note['author']) == (200, 200, 'Ann')
        assert text['width'] > 10 and text['height'] > 10
        assert line['points'] == [[0, 0, 1], [30, 40, 0.502]] and (line['x'], line['y']) == (10, 20)
        assert [(chat['author'], chat['text']) for chat in export['chat']] == [('Ben', 'Good\nmorning'), ('Ben', '--loud')]
        for chat in export['chat']:
            assert set(chat) == {'id', 'author', 'time', 'text'}
            assert re.fullmatch(r'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z', chat['time']), chat
        assert board.export()['digest'] == export['digest']
        board.apply([{'op': 'set', 'id': ids[0], 'x': 1}])
        assert board.export()['digest'] != export['digest']


def unfilter(kind, line, above, step):
    """One row of a PNG as it was before it was filtered."""
    row = bytearray(line)
    for i, _ in enumerate(row):
        left, up, corner = (row[i - step] if i >= step else 0), above[i], (above[i - step] if i >= step else 0)
        paeth = min((left, up, corner), key=lambda value: abs(left + up - corner - value))
        row[i] = (row[i] + (0, left, up, (left + up) // 2, paeth)[kind]) & 0xff
    return bytes(row)


def read_png(data):
    """Checks a PNG's chunks; (width, height, its pixels as a list)."""
    assert data[:8] == b'\x89PNG\r\n\x1a\n'
    at, packed = 8, b''
    while at < len(data):
        length, name = struct.unpack('>I4s', data[at:at + 8])
        body = data[at + 8:at + 8 + length]
        assert struct.unpack('>I', data[at + 8 + length:at + 12 + length])[0] == zlib.crc32(name + body)
        if name == b'IHDR':
            width, height, depth, kind = struct.unpack('>IIBB', body[:10])
        elif name == b'IDAT':
            packed += body
        at += 12 + length
    assert name == b'IEND' and depth == 8
    step = {2: 3, 6: 4}[kind]
    raw, size = zlib.decompress(packed), 1 + width * step
    assert len(raw) == height * size
    row, pixels = bytes(width * step), []
    for start in range(0, len(raw), size):
        row = unfilter(raw[start], raw[start + 1:start + size], row, step)
        pixels += [row[i:i + 3] for i in range(0, len(row), step)]
    return width, height, pixels


def test_pictures():
    with ctl.board() as board, ctl.folder() as folder:
        read_png(ctl.run('export', board.link, '--format', 'png'))
        board.apply([
            {'op': 'create', 'kind': 'rectangle', 'width': 400, 'height': 300, 'fill': '#ff0000', 'color': '#ff0000'},
            {'op': 'create', 'kind': 'text', 'text': 'Hello 中文', 'x': 20, 'y': 20},
            {'op': 'create', 'kind': 'stroke', 'points': [[0, 0, 0.1], [100, 200], [300, 50, 0.7]]},
        ])
        path = os.path.join(folder, 'board.png')
        assert ctl.run('export', board.link, '--format', 'png', '-o', path) == b''
        with open(path, 'rb') as file:
            width, height, pixels = read_png(file.read())
        assert 400 < width < 500 and 300 < height < 400
        assert pixels.count(b'\xff\x00\x00') > 50000  # most of it is the red rectangle
        svg = ctl.run('export', '--format', 'svg', board.link)
        root = xml.etree.ElementTree.fromstring(svg)
        assert root.tag == '{http://www.w3.org/2000/svg}svg' and float(root.get('width').removesuffix('px')) > 400
        assert 'Cannot write' in ctl.complain('export', board.link, '--format', 'svg', '-o', os.path.join(folder, 'no', 'board.svg'))
        out = os.path.join(folder, 'board.json')
        ctl.run('export', board.link, '--format', 'json', '--output', out)
        with open(out, encoding='utf-8') as file:
            assert len(json.load(file)['items']) == 3


ctl.main([test_round_trip, test_form, test_pictures])
