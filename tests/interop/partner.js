// Node's ws meets ws-echo. usage: partner.js client URL plain|deflate | partner.js server plain|deflate
// SPDX-License-Identifier: GPL-3.0-or-later
'use strict';

const assert = require('assert');
const WebSocket = require('ws');

const options = { perMessageDeflate: process.argv.at(-1) === 'deflate' && { threshold: 0 }, maxPayload: 1 << 24 };

function messages() {
  const texts = ['', 'hello', 'Grüße 😀', 'words and words '.repeat(20000)];
  const sizes = [0, 1, 125, 126, 1000, 65535, 65536, 1000000];
  const binaries = sizes.map((n) => Buffer.from(Array.from({ length: n }, (_, i) => (i * i) & 0xff)));
  const numbers = Array.from({ length: 300 }, (_, i) => `message ${i}`);
  return [...texts, ...binaries, ...numbers];
}

// All are sent at once, one of them in fragments; then a ping, and a close frame that is answered alike.
function converse(ws) {
  assert.strictEqual(ws.extensions, options.perMessageDeflate ? 'permessage-deflate' : '');
  return new Promise((resolve, reject) => {
    const expected = messages();
    ws.on('error', reject);
    ws.on('message', (data, isBinary) => {
      const message = expected.shift();
      assert.strictEqual(isBinary, typeof message !== 'string');
      assert.ok(data.equals(Buffer.from(message)));
      if (expected.length === 0) ws.ping('are you there?');
    });
    ws.on('pong', (data) => {
      assert.strictEqual(data.toString(), 'are you there?');
      ws.close(4000, 'done');
    });
    ws.on('close', (code) => {
      assert.strictEqual(expected.length, 0);
      assert.strictEqual(code, 4000);
      resolve();
    });
    for (const message of messages()) {
      if (message === 'hello') {
        ws.send('hel', { fin: false });
        ws.send('lo', { fin: true });
      } else {
        ws.send(message);
      }
    }
  });
}

if (process.argv[2] === 'client') {
  const ws = new WebSocket(process.argv[3], options);
  ws.on('open', () => converse(ws));
} else {
  let met = false;
  const verifyClient = (info, answer) => answer(!met, 410);
  const server = new WebSocket.Server({ ...options, host: '127.0.0.1', port: 0, verifyClient });
  server.on('listening', () => console.log(server.address().port));
  server.on('connection', async (ws) => {
    await converse(ws);
    console.log('done');
    met = true;
  });
}
