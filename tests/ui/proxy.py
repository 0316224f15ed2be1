# A cable between guest and host that can be cut and mended.
# SPDX-License-Identifier: GPL-3.0-or-later

import selectors
import socket
import threading


class Proxy:
    """Listens on a port of the loopback and passes bytes to another, both ways; while it is cut, nobody gets through."""

    def __init__(self, port):
        self.target = ("127.0.0.1", port)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.is_cut = False
        self.pairs = []
        self.lock = threading.Lock()
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            guest, _ = self.listener.accept()
            with self.lock:
                if self.is_cut:
                    guest.close()
                    continue
                try:
                    host = socket.create_connection(self.target)
                except OSError:
                    guest.close()  # nobody is there any more
                    continue
                self.pairs.append((guest, host))
            threading.Thread(target=self.carry, args=(guest, host), daemon=True).start()

    @staticmethod
    def carry(guest, host):
        selector = selectors.DefaultSelector()
        selector.register(guest, selectors.EVENT_READ, host)
        selector.register(host, selectors.EVENT_READ, guest)
        try:
            while True:
                for key, _ in selector.select():
                    data = key.fileobj.recv(65536)
                    if not data:
                        return
                    key.data.sendall(data)
        except OSError:
            pass  # it was cut
        finally:
            guest.close()
            host.close()

    def cut(self):
        with self.lock:
            self.is_cut = True
            for pair in self.pairs:
                for end in pair:
                    try:
                        end.shutdown(socket.SHUT_RDWR)
                    except OSError:
                        pass  # it is closed already
            self.pairs.clear()

    def mend(self):
        with self.lock:
            self.is_cut = False
