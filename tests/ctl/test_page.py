"""What a browser makes of a link: a button that opens the app, or a link to paste into it.

SPDX-License-Identifier: GPL-3.0-or-later
"""
import re
import subprocess

import ctl

CHROMIUM = ['chromium', '--headless', '--no-sandbox', '--disable-gpu', '--ignore-certificate-errors', '--dump-dom']


def show(address):
    """The page after its script has run: what it shows of `app`, `paste` and `part`, and its source."""
    with ctl.folder() as home:
        done = subprocess.run([*CHROMIUM, f'--user-data-dir={home}/chromium', address], capture_output=True, check=True,
                              env=dict(ctl.environment, HOME=home), timeout=ctl.PATIENCE)
    source = done.stdout.decode()
    parts = dict(re.findall(r'<(?:p|div) id="(\w+)"( hidden)?', source))
    assert set(parts) == {'app', 'paste', 'part'}, source
    return [name for name, hidden in parts.items() if not hidden], source


def test_encrypted():
    with ctl.board() as board:
        address = board.link.replace('drawbridge:', 'https:')
        shown, source = show(address)
        assert shown == ['app'] and f'href="{board.link}"' in source, source
        shown, source = show(address[:-44])  # without the fingerprint
        assert shown == ['paste'] and f'value="{address[:-44].replace("https:", "wss:")}"' in source, source
        shown, _ = show(address[:-50])
        assert shown == ['part'], shown


def test_plain():
    with ctl.start('serve', '--plain', '--port', '0') as process:
        link = process.line()
        shown, source = show(link.replace('ws:', 'http:'))
        assert shown == ['paste'] and f'value="{link}"' in source, source
        shown, _ = show(link.replace('ws:', 'http:').split('#')[0])
        assert shown == ['part'], shown


ctl.main([test_encrypted, test_plain])
