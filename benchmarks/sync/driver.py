"""A light HTTP/1.1 client for load: many connections kept open in one thread."""

import asyncio
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Seen:
    """What the callers saw: seconds of each good answer, and what went wrong."""

    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    lasted: float = 0.0

    def at(self, share: float) -> float:
        """The latency below which this share of the answers came, in milliseconds."""
        ordered = sorted(self.seconds)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")

    @property
    def rate(self) -> float:
        """Good answers a second."""
        return len(self.seconds) / self.lasted if self.lasted else 0.0


@dataclass(frozen=True, slots=True)
class Call:
    """One request, and whether its answer is good."""

    method: str
    path: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    is_good: Callable[[int, bytes], bool]

    def bytes(self, host: str) -> bytes:
        lines = [f"{self.method} {self.path} HTTP/1.1", f"Host: {host}", f"Content-Length: {len(self.body)}"]
        lines += [f"{name}: {value}" for name, value in self.headers]
        return ("\r\n".join(lines) + "\r\n\r\n").encode() + self.body


class Connection:
    """One keep-alive connection; opened again when the server has closed it."""

    def __init__(self, host: str, port: int) -> None:
        self._address = (host, port)
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def ask(self, call: Call) -> tuple[int, bytes]:
        if self._writer is None:
            self._reader, self._writer = await asyncio.open_connection(*self._address)
        assert self._reader is not None
        self._writer.write(call.bytes(self._address[0]))
        await self._writer.drain()
        head = await self._reader.readuntil(b"\r\n\r\n")
        status = int(head.split(b" ", 2)[1])
        length, closes = 0, False
        for line in head.lower().split(b"\r\n")[1:]:
            name, _, value = line.partition(b":")
            if name == b"content-length":
                length = int(value)
            closes = closes or (name == b"connection" and value.strip() == b"close")
        body = await self._reader.readexactly(length) if length else b""
        if closes:
            self.close()
        return status, body

    def close(self) -> None:
        if self._writer is not None:
            self._writer.close()
        self._reader = self._writer = None


Sync = Callable[[int, int], list[Call]]
"""The calls of one sync of a desk: its number, and how many syncs it has done."""


async def _sync(connection: Connection, calls: list[Call], seen: Seen) -> None:
    began = time.perf_counter()
    try:
        for call in calls:
            status, body = await connection.ask(call)
            if not call.is_good(status, body):
                seen.errors.append(f"{status} {body[:120]!r}")
                return
    except (OSError, asyncio.IncompleteReadError) as fault:
        connection.close()
        seen.errors.append(type(fault).__name__)
        return
    seen.seconds.append(time.perf_counter() - began)


async def open_loop(host: str, port: int, sync: Sync, desks: int, period: float, lasting: float) -> Seen:
    """Every desk syncs each ``period`` seconds, whatever the server's speed; offsets are spread evenly."""
    seen = Seen()

    async def desk(number: int) -> None:
        connection = Connection(host, port)
        await asyncio.sleep(random.uniform(0, period))
        until = time.perf_counter() + lasting
        due = time.perf_counter()
        done = 0
        while due < until:
            await _sync(connection, sync(number, done), seen)
            done += 1
            due += period
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
        connection.close()

    began = time.perf_counter()
    await asyncio.gather(*(desk(number) for number in range(desks)))
    seen.lasted = time.perf_counter() - began
    return seen


async def closed_loop(host: str, port: int, sync: Sync, connections: int, lasting: float) -> Seen:
    """``connections`` callers, each asking again as soon as it is answered."""
    seen = Seen()
    until = time.perf_counter() + lasting

    async def caller(number: int) -> None:
        connection = Connection(host, port)
        done = 0
        while time.perf_counter() < until:
            await _sync(connection, sync(number, done), seen)
            done += 1
        connection.close()

    began = time.perf_counter()
    await asyncio.gather(*(caller(number) for number in range(connections)))
    seen.lasted = time.perf_counter() - began
    return seen


async def in_turn(host: str, port: int, calls: list[Call]) -> tuple[float, list[str]]:
    """All calls one after another on one connection: seconds, and what went wrong."""
    connection = Connection(host, port)
    seen = Seen()
    began = time.perf_counter()
    for call in calls:
        await _sync(connection, [call], seen)
    lasted = time.perf_counter() - began
    connection.close()
    return lasted, seen.errors
