"""A line to a server that counts the bytes of each connection, both ways."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field


@dataclass
class CountingLine:
    """Its address, and bytes asked and answered by connection."""

    url: str
    counts: list[list[int]] = field(default_factory=list)

    @property
    def exchanges(self) -> list[tuple[int, int]]:
        return [(asked, answered) for asked, answered in self.counts]

    def clear(self) -> None:
        self.counts.clear()


def _pump(source: socket.socket, target: socket.socket, count: list[int], place: int) -> None:
    with suppress(OSError):
        while piece := source.recv(65536):
            count[place] += len(piece)
            target.sendall(piece)
        target.shutdown(socket.SHUT_WR)


@contextmanager
def counting_line(host: str, port: int) -> Iterator[CountingLine]:
    listening = socket.create_server(("127.0.0.1", 0))
    line = CountingLine(f"http://127.0.0.1:{listening.getsockname()[1]}")

    def serve() -> None:
        with suppress(OSError):
            while True:
                client, _address = listening.accept()
                threading.Thread(target=carry, args=(client,), daemon=True).start()

    def carry(client: socket.socket) -> None:
        count = [0, 0]
        line.counts.append(count)
        with client, socket.create_connection((host, port)) as server:
            back = threading.Thread(target=_pump, args=(server, client, count, 1), daemon=True)
            back.start()
            _pump(client, server, count, 0)
            back.join(10)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield line
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join(10)
