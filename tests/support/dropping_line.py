"""A line to a server on which every connection breaks after so many bytes, both ways together."""

import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field


@dataclass
class DroppingLine:
    """Its address, after how many bytes it breaks (0 never), and what has gone through."""

    url: str
    after: int
    drops: int = 0
    connections: int = 0
    bytes: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


class _Connection:
    def __init__(self, line: DroppingLine, client: socket.socket, server: socket.socket) -> None:
        self._line = line
        self._ends = (client, server)
        self._left = line.after

    def carry(self) -> None:
        client, server = self._ends
        back = threading.Thread(target=self._pump, args=(server, client), daemon=True)
        back.start()
        self._pump(client, server)
        back.join()

    def _pump(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while piece := source.recv(4096):
                passes = self._passes(len(piece))
                target.sendall(piece[:passes])
                if passes < len(piece):
                    self._break()
                    return
            target.shutdown(socket.SHUT_WR)

    def _passes(self, size: int) -> int:
        with self._line.lock:
            passes = min(size, self._left) if self._line.after else size
            self._left -= passes
            self._line.bytes += passes
            self._line.drops += passes < size
            return passes

    def _break(self) -> None:
        for end in self._ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


@contextmanager
def dropping_line(host: str, port: int, after: int) -> Iterator[DroppingLine]:
    """A line for as long as the block lasts."""
    listening = socket.create_server(("127.0.0.1", 0))
    line = DroppingLine(f"http://127.0.0.1:{listening.getsockname()[1]}", after)

    def serve() -> None:
        with suppress(OSError):
            while True:
                client, _address = listening.accept()
                threading.Thread(target=carry, args=(client,), daemon=True).start()

    def carry(client: socket.socket) -> None:
        line.connections += 1
        with closing(client), suppress(OSError), socket.create_connection((host, port)) as server:
            _Connection(line, client, server).carry()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield line
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join(10)
