"""A line to a server inside this process that breaks as told: the faults of a network at the level of calls.

What a whole call can meet: it never leaves, its answer is lost after the work is done, it is delivered twice,
it is delivered later among others, the server fails half-way and takes its work back, is busy, does not let
in, or something else answers in its place.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from neuvola_core.errors import AccessRefusedError, NeuvolaError, ServerBusyError, ServerUnreachableError
from neuvola_core.port import Progress
from neuvola_desk.sync.exchange import Line
from neuvola_server.house import House


class Break(StrEnum):
    """What befalls one call."""

    NONE = "none"
    BEFORE = "before"
    AFTER = "after"
    TWICE = "twice"
    LATER = "later"
    HALF_WAY = "half-way"
    BUSY = "busy"
    SHUT_OUT = "shut-out"
    PORTAL = "portal"
    KILLED_BEFORE = "killed-before"
    KILLED_AFTER = "killed-after"


class KilledError(BaseException):
    """The desk's process ends here, as by kill -9: nothing of the program runs any more."""


@dataclass
class BrokenLine:
    """Breaks calls in the order of ``plan``; without a plan nothing breaks."""

    house: House
    plan: list[Break] = field(default_factory=list)
    late: list[Callable[[], Any]] = field(default_factory=list)
    """Calls that a network has kept back and will deliver."""
    seen: set[Break] = field(default_factory=set)

    def line(self, _url: str = "", _ca: str = "") -> Line:
        """What an ``Exchange`` is given."""
        return Line(_Door(self), lambda token: _Port(self, token), lambda: None)  # type: ignore[arg-type]

    def deliver_late(self) -> None:
        """What was kept back arrives now; nobody waits for the answers."""
        calls, self.late = self.late, []
        for call in calls:
            try:
                call()
            except NeuvolaError:
                continue

    def call(self, work: Callable[[], Any]) -> Any:
        """One call over the line."""
        broken = self.plan.pop(0) if self.plan else Break.NONE
        self.seen.add(broken)
        match broken:
            case Break.BEFORE:
                raise ServerUnreachableError(reason="offline", url="")
            case Break.BUSY:
                raise ServerBusyError(retry_after=1)
            case Break.SHUT_OUT:
                raise AccessRefusedError(reason="unknown")
            case Break.PORTAL:
                raise ServerUnreachableError(reason="portal", url="")
            case Break.KILLED_BEFORE:
                raise KilledError
            case Break.LATER:
                self.late.append(work)
                raise ServerUnreachableError(reason="timeout", url="")
            case Break.HALF_WAY:
                self._fail_half_way(work)
        answer = work()
        if broken is Break.TWICE:
            answer = work()
        if broken is Break.AFTER:
            raise ServerUnreachableError(reason="offline", url="")
        if broken is Break.KILLED_AFTER:
            raise KilledError
        return answer

    def _fail_half_way(self, work: Callable[[], Any]) -> None:
        """The server's engine fails when it is to commit; what was done is taken back."""
        engine = self.house.database.engine

        def fail(_connection: Any) -> None:
            raise OperationalError("COMMIT", {}, OSError("disk I/O error"))

        event.listen(engine, "commit", fail)
        try:
            work()
        except OperationalError:
            pass
        finally:
            event.remove(engine, "commit", fail)
        raise ServerUnreachableError(reason="fault", url="")


class _Door:
    def __init__(self, line: BrokenLine) -> None:
        self._line = line

    def enrol(self, request: Any) -> Any:
        return self._line.call(lambda: self._line.house.door("127.0.0.1").enrol(request))


class _Port:
    """Every call of the port, over the line."""

    def __init__(self, line: BrokenLine, token: str) -> None:
        self._line = line
        self._token = token

    def __getattr__(self, name: str) -> Callable[..., Any]:
        return lambda *given: self._line.call(
            lambda: getattr(self._line.house.port(self._token), name)(*given)
        )

    def fetch_snapshot(self, name: str, size: int, into: Path, progress: Progress | None = None) -> None:
        """Breaks off after some bytes where the plan says that the answer is lost."""
        if self._line.plan and self._line.plan[0] in (Break.AFTER, Break.BEFORE):
            self._line.plan.pop(0)
            port = self._line.house.port(self._token)
            held = into.stat().st_size if into.exists() else 0
            port.fetch_snapshot(name, min(size, held + (size - held) // 2), into, progress)
            raise ServerUnreachableError(reason="offline", url="")
        self._line.call(lambda: self._line.house.port(self._token).fetch_snapshot(name, size, into, progress))
