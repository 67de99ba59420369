"""The engine behind the record: short transactions, and foreign errors turned into known ones.

Sessions live for one function. A write takes the write lock when it begins, so that a second process waits
for it instead of failing half-way.
"""

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2

from neuvola_core.errors import BusyError, CannotWriteError, DiskFullError, NeuvolaError, RecordDamagedError
from neuvola_desk.storage import cipher

_FULL_BELOW = 64 * 1024


def known_error(error: dbapi2.Error, path: Path) -> NeuvolaError | None:
    """The known fault behind a database error; None is a bug."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return RecordDamagedError(path=path)
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return BusyError(path=path)
    if code == sqlite3.SQLITE_FULL:
        return DiskFullError(path=path)
    if code in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN):
        # The shared-memory file cannot report a full disk as such.
        full = shutil.disk_usage(path.parent).free < _FULL_BELOW
        return DiskFullError(path=path) if full else CannotWriteError(path=path)
    return None


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turns errors of database and disk into known ones; everything else goes through."""
    try:
        yield
    except DBAPIError as error:
        known = known_error(error.orig, path) if isinstance(error.orig, dbapi2.Error) else None
        if known is None:
            raise
        raise known from error
    except dbapi2.Error as error:
        known = known_error(error, path)
        if known is None:
            raise
        raise known from error
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFullError(path=path) from error
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise CannotWriteError(path=path) from error
        raise


def make_engine(path: Path, key: bytes, *, foreign_keys: bool = True) -> Engine:
    """An engine over the encrypted file; threads never share a connection at the same time."""
    engine = create_engine(
        "sqlite://",
        module=dbapi2,
        creator=lambda: cipher.connect(path, key, foreign_keys=foreign_keys),
        hide_parameters=True,  # what a statement was given may be somebody's words
        poolclass=QueuePool,
        pool_size=2,
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


class Database:
    """One open record; every method of storage goes through ``read`` or ``write``."""

    def __init__(self, path: Path, key: bytes) -> None:
        self.path = path
        self.key = key
        self._engine = make_engine(path, key)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A consistent view of the record."""
        with translated(self.path), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction: all of it or none."""
        with translated(self.path), self._engine.connect() as plain:
            connection = plain.execution_options(writes=True)
            with connection.begin():
                yield connection

    def forget(self) -> None:
        """Empties the write-ahead log, so that what was erased is in no file any more.

        While another process reads, or the disk is full, the log stays until the next time: what was to be
        done is done by then, and must not look undone.
        """
        with suppress(BusyError, DiskFullError), translated(self.path):
            raw = self._engine.raw_connection()
            try:
                raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            finally:
                raw.close()

    def problems(self) -> tuple[str, ...]:
        """What a full check of the file finds; empty when it is sound."""
        with self.read() as connection:
            found = connection.execute(text("PRAGMA cipher_integrity_check")).scalars().all()
            if not found:  # a page that cannot be decrypted would stop the second check half-way
                found = connection.execute(text("PRAGMA quick_check")).scalars().all()
        return tuple(str(line) for line in found if line != "ok")

    def close(self) -> None:
        """Closes every connection; the last one to leave folds the log into the file."""
        self._engine.dispose()
