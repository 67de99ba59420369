"""A line between desk and server that misbehaves: a TCP proxy on loopback that harms connections as told.

What it can do: refuse, black-hole, cut the request or the answer, swallow the answer after the work is
done, deliver the request twice, slice the answer into small pieces, or answer with the page of a captive
portal. A plan says what befalls each connection in turn, so a test can be repeated exactly.
"""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Harm(StrEnum):
    """What befalls a connection."""

    NONE = "none"
    REFUSE = "refuse"
    SWALLOW_ANSWER = "swallow-answer"
    CUT_ANSWER = "cut-answer"
    CUT_REQUEST = "cut-request"
    TWICE = "twice"
    SLICES = "slices"
    PORTAL = "portal"
    ERROR = "error"
    BUSY = "busy"
    BLACK_HOLE = "black-hole"


_PORTAL: Final = b"<html><body>Welcome! Please accept the terms of the shopping centre.</body></html>"
_CANNED: Final = {
    Harm.PORTAL: b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n"
    b"Content-Length: %d\r\n\r\n%s" % (len(_PORTAL), _PORTAL),
    Harm.ERROR: b"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
    Harm.BUSY: b"HTTP/1.1 429 Too Many Requests\r\nRetry-After: 1\r\nContent-Length: 0\r\n"
    b"Connection: close\r\n\r\n",
}
_PIECE: Final = 11
_WAIT: Final = 30.0
Plan = Callable[[int], Harm]
"""Gives the harm of the n-th connection, from 0."""


@dataclass(slots=True)
class Line:
    """The proxy's address and what it has done."""

    url: str
    plan: Plan
    connections: int = 0
    drop_after: int = 0
    """Bytes after which every answer breaks off; 0 never."""


class FaultProxy:
    """Takes one request a connection to the server behind it, harmed as planned."""

    def __init__(self, host: str, port: int, plan: Plan) -> None:
        self._behind = (host, port)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.line = Line(f"http://127.0.0.1:{self._listening.getsockname()[1]}", plan)
        self._lock = threading.Lock()
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._closed.set()
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join(_WAIT)

    def _serve(self) -> None:
        while not self._closed.is_set():
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            with self._lock:
                number, self.line.connections = self.line.connections, self.line.connections + 1
            harm = self.line.plan(number)
            threading.Thread(target=self._handle, args=(client, harm), daemon=True).start()

    def _handle(self, client: socket.socket, harm: Harm) -> None:
        with closing(client), suppress(OSError):
            client.settimeout(_WAIT)
            if harm is Harm.REFUSE:
                _reset(client)
                return
            request = _whole_request(client)
            if not request:
                return
            if harm in _CANNED:
                client.sendall(_CANNED[harm])
                return
            if harm is Harm.BLACK_HOLE:
                self._closed.wait(_WAIT)
                return
            if harm is Harm.CUT_REQUEST:
                self._ask(request[: len(request) // 2], answer=False)
                _reset(client)
                return
            answer = self._ask(request)
            if harm is Harm.TWICE:
                answer = self._ask(request)
            if harm is Harm.SWALLOW_ANSWER:
                _reset(client)
                return
            self._give(client, answer, harm)

    def _give(self, client: socket.socket, answer: bytes, harm: Harm) -> None:
        if harm is Harm.CUT_ANSWER:
            client.sendall(answer[: len(answer) * 2 // 3])
            _reset(client)
        elif harm is Harm.SLICES:
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for start in range(0, min(len(answer), 4096), _PIECE):
                client.sendall(answer[start : min(start + _PIECE, 4096)])
            client.sendall(answer[4096:])
        elif self.line.drop_after and len(answer) > self.line.drop_after:
            client.sendall(answer[: self.line.drop_after])
            client.shutdown(socket.SHUT_WR)
        else:
            client.sendall(answer)

    def _ask(self, request: bytes, *, answer: bool = True) -> bytes:
        with closing(socket.create_connection(self._behind, timeout=_WAIT)) as server:
            server.sendall(_closing(request))
            if not answer:
                return b""
            got = bytearray()
            while piece := server.recv(65536):
                got += piece
            return bytes(got)


def _closing(request: bytes) -> bytes:
    """The request with the wish that the server closes the connection after its answer."""
    head, mark, body = request.partition(b"\r\n\r\n")
    lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"connection:")]
    return b"\r\n".join([*lines, b"Connection: close"]) + mark + body


def _whole_request(client: socket.socket) -> bytes:
    got = bytearray()
    while b"\r\n\r\n" not in got:
        piece = client.recv(65536)
        if not piece:
            return b""
        got += piece
    head, _, body = bytes(got).partition(b"\r\n\r\n")
    length = next(
        (
            int(line.split(b":")[1])
            for line in head.split(b"\r\n")
            if line.lower().startswith(b"content-length:")
        ),
        0,
    )
    while len(body) < length:
        piece = client.recv(65536)
        if not piece:
            return b""
        got += piece
        body += piece
    return bytes(got)


def _reset(client: socket.socket) -> None:
    """Closes with a reset, as a line that breaks."""
    with suppress(OSError):
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")


@contextmanager
def faulty_line(host: str, port: int, plan: Plan) -> Iterator[Line]:
    """A line to the server at host and port for as long as it lasts."""
    proxy = FaultProxy(host, port, plan)
    try:
        yield proxy.line
    finally:
        proxy.close()
