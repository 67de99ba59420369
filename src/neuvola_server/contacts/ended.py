"""Which requests have ended, outside the database: a copy of it that is put back holds them as they were.

A file a day beside the database, a line for each request: the SHA-256 of its id, from which nobody gets the
id; or of what takes a request back that has yet to come. It is on the disk just before that is committed.
Files of other hosts may be laid beside.
"""

import hashlib
import os
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, event

from neuvola_core.errors import CannotWriteError

KEPT: Final = timedelta(days=30)
_FILES: Final = "????-??-??*.ended"
_OPTION: Final = "ended_requests"
_SIGNS: Final = 64


class EndedRequests:
    """The files of one folder."""

    def __init__(self, folder: Path, clock: Callable[[], datetime]) -> None:
        self._folder = folder
        self._clock = clock

    def follow(self, engine: Engine) -> None:
        """Has what is erased over the engine noted here."""
        options: dict[str, Any] = {_OPTION: self}
        engine.update_execution_options(**options)

        @event.listens_for(engine, "commit")
        def _commit(connection: Connection) -> None:
            if noted := connection.info.pop(_OPTION, ()):
                self.add(*noted)

        @event.listens_for(engine, "rollback")
        def _rollback(connection: Connection) -> None:
            if not connection.invalidated:  # one that broke is made anew with nothing noted
                connection.info.pop(_OPTION, None)

    def add(self, *requests: str) -> None:
        """Puts requests on the disk; raises ``CannotWriteError``."""
        path = self._folder / f"{self._clock().date()}.ended"
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            is_new = not path.exists()
            _append(path, "".join(f"{_hash(request)}\n" for request in requests).encode())
            if is_new:
                _sync(self._folder)
        except OSError as fault:
            raise CannotWriteError(path=str(path)) from fault

    def has(self, *noted: str) -> bool:
        """Whether any of these was noted in the last ``KEPT``."""
        wanted = [_hash(one).encode("ascii") for one in noted]
        # Anybody may give codes on the web: the files can be long, and are not taken apart for one line.
        said = (path.read_bytes() for path in self._folder.glob(_FILES))
        return any(line in text for text in said for line in wanted)

    def those_of(self, requests: tuple[str, ...]) -> tuple[str, ...]:
        """Those that were erased."""
        known = self._all()
        return tuple(request for request in requests if _hash(request) in known)

    def sweep(self, today: date) -> None:
        """Drops the files that are too old."""
        for path in self._folder.glob(_FILES):
            if path.name[:10] <= (today - KEPT).isoformat():
                path.unlink(missing_ok=True)

    def _all(self) -> frozenset[str]:
        lines = (line for path in self._folder.glob(_FILES) for line in path.read_text("ascii").split())
        return frozenset(line for line in lines if len(line) == _SIGNS)  # a torn one may be the last


def note(connection: Connection, *what: str) -> None:
    """Has a request that is erased, or a withdrawal, put on the disk when the transaction is committed."""
    connection.info.setdefault(_OPTION, []).extend(what)


def is_noted(connection: Connection, *what: str) -> bool:
    """Whether any of these was noted before, as the disk has it."""
    found: EndedRequests = connection.get_execution_options()[_OPTION]
    return found.has(*what)


def withdrawal_of(code: str, request: str = "") -> tuple[str, ...]:
    """What is noted of a withdrawal that is here first: the hash of its code, the request that it names."""
    named = {"code": code, "request": request}
    return tuple(f"withdrawn {kind} {said}" for kind, said in named.items() if said)


def _hash(request: str) -> str:
    return hashlib.sha256(request.encode()).hexdigest()


def _append(path: Path, line: bytes) -> None:
    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(file, line)
        os.fsync(file)
    finally:
        os.close(file)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
