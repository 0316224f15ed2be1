"""Ten who apply 1,000 random edits each at once: every export afterwards is the same, with all that was created.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import json
import subprocess
import threading
import time

import ctl

PEOPLE = 10
EDITS = 1000


def random_edit(random, number, shared):
    """An edit of an item of this run, named by its number, or of one that all know."""
    own = f'@{random.randrange(number)}' if number > 0 else random.choice(shared)
    item = random.choice(shared) if random.random() < 0.3 else own
    points = [[random.randrange(2000), random.randrange(2000), random.random()] for _ in range(random.randrange(2, 30))]
    kind = random.choice(['rectangle', 'ellipse', 'diamond', 'note', 'text', 'stroke', 'line', 'arrow', 'highlighter'])
    create = {'op': 'create', 'kind': kind, 'as': str(number)}
    if kind in ('stroke', 'line', 'arrow', 'highlighter'):
        create['points'] = points
    else:
        create.update(x=random.randrange(2000), y=random.randrange(2000), text=random.choice(['', 'text']))
    return random.choice([
        create, create, create,
        {'op': 'set', 'id': item, 'x': random.uniform(-1000, 1000), 'rotation': random.randrange(360)},
        {'op': 'set', 'id': item, 'color': f'#{random.randrange(1 << 24):06x}', 'text': f'set {number}'},
        {'op': 'text', 'id': item, 'at': 0, 'insert': f'{number} '},
        {'op': 'front', 'id': item},
        {'op': 'back', 'id': item},
        {'op': 'delete', 'id': item},
        {'op': 'restore', 'id': item},
        {'op': 'say', 'text': f'{number}'},
    ])


def random_run(random, shared):
    """Edits whose names are those of items that were created: each edit's own number."""
    lines, created = [], 0
    for _ in range(EDITS):
        edit = random_edit(random, created, shared)
        created += edit['op'] == 'create'
        lines.append(json.dumps(edit))
    return '\n'.join(lines) + '\n'


def start_run(board, person, text, answers):
    process = subprocess.Popen([ctl.program, 'apply', '--name', f'Person {person}', board.link], stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, env=ctl.environment)

    def talk():
        out, _ = process.communicate(text.encode(), timeout=5 * ctl.PATIENCE)
        answers[person] = (process.returncode, [json.loads(line) for line in out.splitlines()])

    thread = threading.Thread(target=talk)
    thread.start()
    return thread


def test_crowd():
    random = ctl.seed()
    with ctl.board() as board:
        shared = [answer['id'] for answer in board.apply([{'op': 'create', 'kind': 'note', 'text': 'shared'} for _ in range(20)])]
        texts = [random_run(random, shared) for _ in range(PEOPLE)]
        answers = {}
        began = time.monotonic()
        threads = [start_run(board, person, texts[person], answers) for person in range(PEOPLE)]
        for thread in threads:
            thread.join()
        print(f'# {PEOPLE} x {EDITS} edits took {time.monotonic() - began:.2f} s')
        check(board, texts, answers, shared)


def check(board, texts, answers, shared):
    created, deleted = set(shared), set()
    assert len(answers) == PEOPLE
    for person, (status, lines) in answers.items():
        assert status == 0 and all(line['ok'] for line in lines), (person, status, [line for line in lines if not line['ok']][:3])
        assert [line['line'] for line in lines] == list(range(1, EDITS + 1))
        for text, line in zip(texts[person].splitlines(), lines):
            operation = json.loads(text)['op']
            if operation == 'create':
                created.add(line['id'])
            if operation == 'delete':
                deleted.add(line['id'])
    exports = [board.export() for _ in range(3)]
    assert len({export['digest'] for export in exports}) == 1
    assert exports[0]['items'] == exports[1]['items'] and exports[0]['chat'] == exports[1]['chat']
    shown = {item['id'] for item in exports[0]['items']}
    assert created - deleted <= shown <= created
    said = sum(json.loads(line)['op'] == 'say' for text in texts for line in text.splitlines())
    assert len(exports[0]['chat']) == said


ctl.main([test_crowd])
