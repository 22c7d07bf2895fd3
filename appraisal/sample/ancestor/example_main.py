"""Copy this file and start from there."""

import selectors
import socket
import sys
import time

from pondkit.framing import FrameError, Unpacker
from pondkit.settings import Settings
from pondkit.ticker import Ticker


def open_listener(host, port, backlog=64):
    """A listening socket that never blocks."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((host, port))
    listener.listen(backlog)
    listener.setblocking(False)
    return listener


def serve(listener, ticker, on_open, on_packet, on_close):
    """The round of the pond: whoever speaks is heard, then the ticker runs."""
    selector = selectors.DefaultSelector()
    selector.register(listener, selectors.EVENT_READ, None)
    while True:
        for key, _ in selector.select(timeout=0.05):
            if key.data is None:
                connection, address = listener.accept()
                connection.setblocking(False)
                guest = on_open(connection, address)
                selector.register(connection, selectors.EVENT_READ, (guest, Unpacker()))
                continue
            guest, unpacker = key.data
            try:
                data = key.fileobj.recv(4096)
                packets = list(unpacker.feed(data)) if data else None
            except (OSError, FrameError):
                packets = None
            if packets is None:
                selector.unregister(key.fileobj)
                key.fileobj.close()
                on_close(guest)
                continue
            for opcode, body in packets:
                on_packet(guest, opcode, body)
        ticker.run_due(time.monotonic())


def main():
    with open(sys.argv[1], encoding="utf-8") as stream:
        settings = Settings(stream.read())
    listener = open_listener(settings.text("net", "host", "127.0.0.1"), settings.number("net", "port", 7000))
    serve(listener, Ticker(), lambda connection, address: connection, lambda *packet: None, lambda guest: None)


if __name__ == "__main__":
    main()
