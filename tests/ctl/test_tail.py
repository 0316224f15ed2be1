"""What tail tells, and how it ends.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import contextlib
import signal

import ctl


def next_event(tail, *names):
    """The next event of those names; others are passed over."""
    while True:
        event = tail.json()
        if event['event'] in names:
            return event


def test_events():
    with ctl.board('--title', 'Plan', '--room', 'room', '--name', 'Host') as board:
        board.apply([{'op': 'create', 'kind': 'note', 'text': 'there before'}], name='Early')
        with ctl.start('tail', '--name', 'Watcher', board.link) as tail, ctl.start('apply', '--name', 'Ann', board.link) as ann:
            welcome = tail.json()
            assert welcome['event'] == 'welcome' and welcome['items'] == 1, welcome
            assert (welcome['title'], welcome['room'], welcome['host']) == ('Plan', 'room', 'Host')
            assert 'Watcher' in welcome['people']
            if 'Ann' not in welcome['people']:
                assert next_event(tail, 'join')['author'] == 'Ann'
            ann.write('{"op":"create","kind":"note","as":"n","x":5,"text":"Hi"}\n')
            answer = ann.json()
            event = next_event(tail, 'edit')
            assert (event['revision'], event['author'], event['id']) == (answer['revision'], 'Ann', answer['id']), event
            assert (event['op'], event['kind']) == ('create', 'note')
            assert event['changed']['x'] == 5 and event['changed']['text'] == 'Hi'
            ann.write('{"op":"set","id":"@n","fill":"#00ff00"}\n')
            event = next_event(tail, 'edit')
            assert event['op'] == 'set' and event['changed'] == {'fill': '#00ff00'}, event
            ann.write('{"op":"say","text":"Hello"}\n')
            event = next_event(tail, 'say')
            assert (event['author'], event['text']) == ('Ann', 'Hello') and event['time'].endswith('Z') and event['id']
            ann.write('{"op":"delete","id":"@n"}\n')
            event = next_event(tail, 'edit')
            assert event['op'] == 'delete' and event['changed'] == {'deleted': True}, event
            ann.end()
            left = next_event(tail, 'leave')
            assert left['author'] == 'Ann'
            board.stop()
            bye = next_event(tail, 'bye')
            assert bye['reason'] and bye['revision'] == left['revision'] == event['revision'], bye
            assert tail.end() == ''


def test_every_edit():
    """Each edit of many is told, in the order of revisions."""
    with ctl.board() as board, ctl.start('tail', board.link) as tail:
        revision = tail.json()['revision']
        answers = board.apply([{'op': 'create', 'kind': 'rectangle', 'x': i} for i in range(2000)])
        for number, answer in enumerate(answers):
            event = next_event(tail, 'edit')
            assert event['revision'] == answer['revision'] > revision
            assert event['id'] == answer['id'] and event['changed']['x'] == number
            revision = event['revision']
        board.stop()
        next_event(tail, 'bye')
        tail.end()


def test_lost():
    with ctl.board() as board, ctl.start('tail', board.link) as tail:
        tail.json()
        board.process.send_signal(signal.SIGKILL)
        assert tail.line() == ''
        tail.end(status=1)


def test_cut():
    """A connection that breaks is lost: what happens meanwhile could not be told."""
    with ctl.board() as board, contextlib.closing(ctl.Proxy(board.link)) as proxy, ctl.start('tail', proxy.link) as tail:
        tail.json()
        proxy.cut()
        assert tail.line() == ''
        tail.end(status=1)


ctl.main([test_events, test_every_edit, test_lost, test_cut])
