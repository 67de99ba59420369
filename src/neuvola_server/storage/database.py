"""The engine behind the server: SQLite or PostgreSQL by URL, whole transactions, tried again.

Work is a function of a connection, so that it can be done again when the engine takes a transaction back or
the line to it breaks. Work must therefore have no effect but on the database.
"""

import os
import random
import threading
from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import DBAPIError, OperationalError

T = TypeVar("T")

_TRIES: Final = 8
_FIRST_PAUSE: Final = 0.05
_LONGEST_PAUSE: Final = 2.0
_TRANSIENT: Final = ("40001", "40P01", "57P", "08", "53300", "25006")
"""Classes of SQLSTATE after which the same work may succeed: 25006 is a leader that has become a follower."""
_BUSY_MS: Final = 30_000
_SCRUB_MS: Final = 2000
REQUESTS: Final = ("private_record", "private_conflict", "handling", "mail")
"""Tables in which a contact request lies while somebody works on it."""
EXPERIENCES: Final = ("record", "conflict", "experience_waiting")
"""Tables in which the words of an experience lie until somebody has read them."""
SCRUBBED: Final = (*REQUESTS, *EXPERIENCES, "slip_answer", "audit")
"""Tables of which rows must leave no trace; no names but these become part of a statement."""
_MORE: Final = 10
"""Connections beyond the pool's size that a rush may open."""


class Database:
    """One database; ``read`` and ``write`` are the only ways in."""

    def __init__(self, url: str, *, pool_size: int = 20) -> None:
        self.is_sqlite: Final = make_url(url).get_backend_name() == "sqlite"
        self._engine = _sqlite(url, pool_size) if self.is_sqlite else _postgresql(url, pool_size)
        self._woken = threading.Event()
        self._unscrubbed = set(SCRUBBED)  # whoever had it before may have ended between erasing and scrubbing

    @property
    def engine(self) -> Engine:
        """For migrations and tests."""
        return self._engine

    def read(self, work: Callable[[Connection], T]) -> T:
        """Does the work over one state of the database."""
        return self._again(work, writes=False)

    def write(self, work: Callable[[Connection], T]) -> T:
        """Does the work and commits it: all of it or none."""
        return self._again(work, writes=True)

    def _again(self, work: Callable[[Connection], T], *, writes: bool) -> T:
        pause = _FIRST_PAUSE
        for left in reversed(range(_TRIES)):
            try:
                return self._once(work, writes)
            except DBAPIError as fault:
                if not left or not is_transient(fault):
                    raise
            # Full jitter, so that those who collided do not collide again; closing ends the wait.
            self._woken.wait(random.uniform(0, pause))  # noqa: S311 - no secret
            pause = min(_LONGEST_PAUSE, 2 * pause)
        raise AssertionError("unreachable")

    def _once(self, work: Callable[[Connection], T], writes: bool) -> T:
        with self._engine.connect() as plain:
            connection = plain.execution_options(writes=writes)
            if not self.is_sqlite and not writes:
                connection = connection.execution_options(
                    isolation_level="REPEATABLE READ", postgresql_readonly=True
                )
            with connection.begin():
                return work(connection)

    def scrub(self, tables: Collection[str] = SCRUBBED) -> bool:
        """Takes what was erased out of logs and free space too, as far as the engine lets; True if it did.

        ``tables`` are those of ``SCRUBBED`` that something was erased from.

        SQLite: erased bytes are overwritten in their pages (``secure_delete``), and here the write-ahead log,
        where they stood before, is emptied. PostgreSQL: dead rows are taken out of their tables by VACUUM;
        what they held may stay in a page until it is used again, and the engine's own log and backups have a
        time of their own. No dump holds any of it from the commit on. Where a reader is in the way it is
        left to the next call.
        """
        self._unscrubbed.update(tables)
        try:
            done = self._empty_log() if self.is_sqlite else self._vacuum(tables)
        except DBAPIError as fault:
            if not is_transient(fault) and not isinstance(fault, OperationalError):
                raise
            return False
        self._unscrubbed.difference_update(done)
        return bool(done)

    @property
    def is_scrubbed(self) -> bool:
        """Whether the last scrubbing of this process, if there was any, has reached everything."""
        return not self._unscrubbed

    def _empty_log(self) -> Collection[str]:
        with self._engine.connect() as connection:
            plain = connection.connection.cursor()
            plain.execute(f"PRAGMA busy_timeout = {_SCRUB_MS}")
            try:
                busy, _in_log, _moved = plain.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            finally:
                plain.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
                plain.close()
            return () if busy else SCRUBBED

    def _vacuum(self, tables: Collection[str]) -> Collection[str]:
        chosen = tuple(table for table in SCRUBBED if table in tables)
        with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(f"SET lock_timeout = '{_SCRUB_MS}ms'"))
            try:
                for table in chosen:
                    connection.execute(text(f"VACUUM {table}"))
            finally:
                connection.execute(text("RESET lock_timeout"))
        return chosen

    def close(self) -> None:
        """Closes every connection."""
        self._woken.set()
        self._engine.dispose()


def is_transient(fault: DBAPIError) -> bool:
    """Whether the same work may succeed when it is done again."""
    if fault.connection_invalidated:
        return True
    state = str(getattr(fault.orig, "sqlstate", "") or "")
    if state:
        return state.startswith(_TRANSIENT)
    # A connection that could not be made, or broke off, has no SQLSTATE.
    return (
        type(fault.orig).__module__.startswith("psycopg") and type(fault.orig).__name__ == "OperationalError"
    )


def _sqlite(url: str, pool_size: int) -> Engine:
    path = make_url(url).database
    if path:
        _keep_private(Path(path))
    waiting = {"timeout": _BUSY_MS / 1000, "check_same_thread": False}
    engine = create_engine(url, pool_size=pool_size, max_overflow=_MORE, connect_args=waiting)

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # transactions are begun below
        for pragma in (
            "journal_mode = WAL",
            "synchronous = FULL",
            "secure_delete = ON",
            f"busy_timeout = {_BUSY_MS}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _keep_private(path: Path) -> None:
    """Makes the file for its owner alone before the engine does; what lies beside it gets the same rights."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with suppress(OSError):  # what cannot be made or is another's is told of when it is opened
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    for file in (path, *(path.with_name(path.name + ending) for ending in ("-wal", "-shm"))):
        with suppress(OSError):
            file.chmod(0o600)


def _postgresql(url: str, pool_size: int) -> Engine:
    chosen = make_url(url)
    if chosen.drivername in ("postgresql", "postgres"):
        chosen = chosen.set(drivername="postgresql+psycopg")
    # Connections are not tried before use: work on a broken one fails as a transient fault, the pool then
    # throws away all that are as old, and the work is done again.
    return create_engine(chosen, pool_size=pool_size, max_overflow=_MORE, pool_recycle=1800)
