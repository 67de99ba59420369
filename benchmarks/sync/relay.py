"""A line to a server that counts what passes it; a process of its own, so that its work is nobody's."""

import multiprocessing
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

REQUEST = b" HTTP/1.1\r\n"


@dataclass
class Relay:
    """Its address and the counters, which both processes share: requests, bytes asked, bytes answered."""

    url: str
    counted: Any

    @property
    def requests(self) -> int:
        return int(self.counted[0])

    @property
    def bytes(self) -> tuple[int, int]:
        return int(self.counted[1]), int(self.counted[2])

    def clear(self) -> None:
        for place in range(3):
            self.counted[place] = 0


def _pump(source: socket.socket, target: socket.socket, counted: Any, place: int) -> None:
    with suppress(OSError):
        while piece := source.recv(1 << 18):
            with counted.get_lock():
                counted[place] += len(piece)
                counted[0] += piece.count(REQUEST) if place == 1 else 0
            target.sendall(piece)
        target.shutdown(socket.SHUT_WR)


def _carry(client: socket.socket, address: tuple[str, int], counted: Any) -> None:
    with client, socket.create_connection(address) as server:
        for end in (client, server):
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        back = threading.Thread(target=_pump, args=(server, client, counted, 2), daemon=True)
        back.start()
        _pump(client, server, counted, 1)
        back.join(10)


def _serve(listening: socket.socket, address: tuple[str, int], counted: Any) -> None:
    while True:
        client, _ = listening.accept()
        threading.Thread(target=_carry, args=(client, address, counted), daemon=True).start()


@contextmanager
def relay(host: str, port: int) -> Iterator[Relay]:
    """A relay to this server."""
    context = multiprocessing.get_context("fork")
    counted = context.Array("q", 3)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        process = context.Process(target=_serve, args=(listening, (host, port), counted), daemon=True)
        process.start()
        try:
            yield Relay(f"http://127.0.0.1:{listening.getsockname()[1]}", counted)
        finally:
            process.terminate()
            process.join(10)
