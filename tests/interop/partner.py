"""python3-websockets meets ws-echo. usage: partner.py client URL plain|deflate | partner.py server plain|deflate

SPDX-License-Identifier: GPL-3.0-or-later
"""
import asyncio
import http
import sys

import websockets

OPTIONS = dict(compression='deflate' if sys.argv[-1] == 'deflate' else None, max_size=1 << 24)


def messages():
    texts = ['', 'hello', 'Grüße 😀', 'words and words ' * 20000]
    binaries = [bytes(i * i & 0xff for i in range(n)) for n in (0, 1, 125, 126, 1000, 65535, 65536, 1000000)]
    return texts + binaries + [f'message {i}' for i in range(300)]


async def converse(ws):
    """All are sent at once, one of them in fragments; then a ping, and a close frame that is answered alike."""
    assert bool(ws.extensions) == (OPTIONS['compression'] is not None), ws.extensions

    async def send():
        for message in messages():
            await ws.send(['hel', 'lo'] if message == 'hello' else message)
    sending = asyncio.create_task(send())
    for message in messages():
        assert await ws.recv() == message
    await sending
    await (await ws.ping(b'are you there?'))
    await ws.close(4000, 'done')
    assert ws.close_code == 4000, ws.close_code


async def serve():
    met = asyncio.Event()

    async def meet(ws):
        await converse(ws)
        print('done', flush=True)
        met.set()

    async def refuse(path, headers):
        return (http.HTTPStatus.GONE, [], b'') if met.is_set() else None
    async with websockets.serve(meet, '127.0.0.1', 0, process_request=refuse, **OPTIONS) as server:
        print(server.sockets[0].getsockname()[1], flush=True)
        await asyncio.Future()


async def connect(url):
    async with websockets.connect(url, **OPTIONS) as ws:
        await converse(ws)


asyncio.run(connect(sys.argv[2]) if sys.argv[1] == 'client' else serve())
