"""Lets a browser meet ws-echo: a page of another origin opens the WebSocket, and tells what came of it. Speaks TAP.

usage: meet_browser.py WS_ECHO CHROMIUM
SPDX-License-Identifier: GPL-3.0-or-later
"""
import http.server
import subprocess
import sys
import tempfile
import threading

PATIENCE = 150  # s; sanitizers are slow
FLAGS = ['--headless', '--dump-dom', '--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-dev-shm-usage',
         '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
         '--no-proxy-server']
echo, browser = sys.argv[1:]

# All messages are sent at once. The page is not loaded until its picture is, which waits for the result: so the browser
# that is to print the page waits too.
PAGE = '''<!doctype html><meta charset="utf-8"><title>A meeting</title>
<script>
const [port, terms] = location.hash.slice(1).split(',');
const squares = (n) => Uint8Array.from({ length: n }, (_, i) => i * i);
const expected = [
  '', 'hello', 'Grüße 😀', 'words and words '.repeat(20000),
  ...[0, 1, 125, 126, 1000, 65535, 65536, 1000000].map(squares),
  ...Array.from({ length: 300 }, (_, i) => `message ${i}`),
];
const tell = (result) => fetch('/result', { method: 'POST', body: String(result) });
const same = (a, b) => typeof a === 'string' || typeof b === 'string' ? a === b
  : a.byteLength === b.byteLength && new Uint8Array(a).every((value, i) => value === b[i]);
const ws = new WebSocket(`ws://127.0.0.1:${port}/page`);
let n = 0;
ws.binaryType = 'arraybuffer';
ws.onopen = () => {
  if (ws.extensions.startsWith('permessage-deflate') !== (terms === 'deflate')) tell(`extensions: ${ws.extensions}`);
  expected.forEach((message) => ws.send(message));
};
ws.onmessage = ({ data }) => {
  if (!same(data, expected[n])) tell(`message ${n} is another`);
  n += 1;
  if (n === expected.length) ws.close(4000, 'done');
};
ws.onclose = ({ code, wasClean }) => tell(
  n === expected.length && code === 4000 && wasClean ? 'passed' : `closed after ${n}: ${code}, ${wasClean}`);
</script>
<img src="/done">
'''


class Handler(http.server.BaseHTTPRequestHandler):
    """One page, its result, and the picture that waits for it."""

    def answer(self, body=b'', kind='text/plain'):
        self.send_response(200)
        self.send_header('Content-Type', kind)
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        if self.path == '/done':
            self.server.told.wait(PATIENCE)
        self.answer(PAGE.encode() if self.path == '/' else b'', 'text/html')

    def do_POST(self):
        self.server.results.append(self.rfile.read(int(self.headers['Content-Length'])).decode())
        self.answer()
        self.server.told.set()

    def log_message(self, *arguments):
        pass


def meet(terms):
    pages = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
    pages.told, pages.results = threading.Event(), []
    threading.Thread(target=pages.serve_forever, daemon=True).start()
    server = subprocess.Popen([echo, 'serve', '--port', '0', *(['--deflate'] if terms == 'deflate' else [])], stdout=subprocess.PIPE)
    try:
        port = int(server.stdout.readline())
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            subprocess.run([browser, *FLAGS, f'--user-data-dir={folder}', f'http://127.0.0.1:{pages.server_port}/#{port},{terms}'],
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=PATIENCE, check=True)
        assert pages.results == ['passed'], pages.results
    finally:
        pages.shutdown()
        server.kill()
        server.communicate()


print('1..2')
for number, way in enumerate(('plain', 'deflate'), 1):
    try:
        meet(way)
        print(f'ok {number} - browser, {way}')
    except (AssertionError, ValueError, OSError, subprocess.SubprocessError) as fault:
        print(f'not ok {number} - browser, {way}\n# {fault}')
