"""The file format of catalogue.db: tables, versions, connections, and what its faults are called.

``PRAGMA user_version`` is the format; the meta row ``index`` is the version of the index and of the
analysis it was made with. The services with their canonical JSON are the truth of the file; everything else
can be made again from them. ``forms`` keeps what the dictionary told of the words of texts and of the need
vocabulary, never of a query. A posting is a roaring bitmap of docnos in the portable serialisation. A docno
is given to one state of one service and never to another: a changed service gets a new one, and the old one
is dead until a sweep takes it out of the postings.
"""

import itertools
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import msgspec
from pyroaring import BitMap

from neuvola_core.errors import (
    BusyError,
    CannotWriteError,
    CatalogueDamagedError,
    DiskFullError,
    NeuvolaError,
    RecordNewerError,
)

SCHEMA_VERSION: Final = 1
INDEX_VERSION: Final = 2
PREFIX_LENGTH: Final = 5
"""Prefixes up to this length have their postings ready; longer ones have few enough word forms to add up."""

_BUSY_MS: Final = 30_000
_JOURNAL_BYTES: Final = 16 * 1024 * 1024
_WAL_TRIES: Final = 20
_SPENT_DOCNOS: Final = 8
_FULL_BELOW: Final = 65_536
_SPENT_FROM: Final = 100_000
_READER_CACHE_KIB: Final = 4_096
_WRITER_CACHE_KIB: Final = 65_536

_TABLES: Final = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value ANY) WITHOUT ROWID;
CREATE TABLE sources (name TEXT PRIMARY KEY, imported_on TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE services (
    docno INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    source TEXT NOT NULL,
    kind TEXT NOT NULL,
    source_id TEXT NOT NULL,
    origin TEXT NOT NULL,
    digest TEXT NOT NULL,
    fetched_on TEXT NOT NULL,
    withdrawn_on TEXT,
    sort_name TEXT NOT NULL,
    name_words INTEGER NOT NULL,
    checked INTEGER NOT NULL,
    card BLOB NOT NULL,
    hours BLOB NOT NULL,
    canonical BLOB NOT NULL
);
CREATE TABLE forms (word TEXT PRIMARY KEY, reading TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX services_identity ON services (source, kind, source_id);
CREATE INDEX services_origin ON services (origin, withdrawn_on, id, docno);
CREATE INDEX services_order ON services (sort_name, docno, name_words, checked) WHERE withdrawn_on IS NULL;
"""
_INDEX_TABLES: Final = """
CREATE TABLE terms (
    term TEXT PRIMARY KEY, name BLOB, keyword BLOB, summary BLOB, body BLOB, dotted TEXT
) WITHOUT ROWID;
CREATE TABLE prefixes (term TEXT PRIMARY KEY, name BLOB, keyword BLOB, summary BLOB, body BLOB) WITHOUT ROWID;
CREATE TABLE facets (kind TEXT, value TEXT, docs BLOB NOT NULL, PRIMARY KEY (kind, value)) WITHOUT ROWID;
CREATE TABLE names (
    name TEXT, docno INTEGER, own INTEGER NOT NULL, PRIMARY KEY (name, docno)
) WITHOUT ROWID;
CREATE TABLE vocabulary (id INTEGER PRIMARY KEY, word TEXT NOT NULL);
CREATE TABLE trigrams (gram TEXT PRIMARY KEY, words BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE orders (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
"""
_INDEX_NAMES: Final = ("terms", "prefixes", "facets", "names", "vocabulary", "trigrams", "orders")
_DAMAGED: Final = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT}
_UNREADABLE: Final = {
    *(sqlite3.SQLITE_IOERR_READ, sqlite3.SQLITE_IOERR_SHORT_READ),
    *(sqlite3.SQLITE_IOERR_CORRUPTFS, sqlite3.SQLITE_IOERR_DATA),
}
"""The faults of input and output that are the file's own; the others are the disk's, and the file is good."""
_BUSY: Final = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_UNWRITABLE: Final = {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM}


def known_fault(fault: sqlite3.Error, path: Path) -> NeuvolaError | None:
    """The typed error for a fault of the file or the disk; None for a mistake of this program."""
    code = getattr(fault, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    primary = code & 0xFF
    if primary in _BUSY:
        return BusyError(path=path)
    if primary == sqlite3.SQLITE_FULL:
        return DiskFullError(path=path)
    if code in _UNREADABLE or primary in _DAMAGED:
        return CatalogueDamagedError(path=path)
    if "no such table" in str(fault) or "no such column" in str(fault):
        return CatalogueDamagedError(path=path)
    if primary == sqlite3.SQLITE_IOERR or primary in _UNWRITABLE:
        return DiskFullError(path=path) if _is_full(path) else CannotWriteError(path=path)
    return None


def _is_full(path: Path) -> bool:
    """Whether there is no room beside the file: not every fault of a full disk says so itself."""
    try:
        return shutil.disk_usage(path.parent).free < _FULL_BELOW
    except OSError:
        return False


@contextmanager
def faults_named(path: Path) -> Iterator[None]:
    """Translates what sqlite3 and the decoders raise into the known faults."""
    try:
        yield
    except sqlite3.Error as fault:
        known = known_fault(fault, path)
        if known is None:
            raise
        raise known from fault
    except msgspec.MsgspecError as fault:
        raise CatalogueDamagedError(path=path) from fault


def bitmap(data: bytes, path: Path) -> BitMap:
    """A stored posting; raises ``CatalogueDamagedError`` for bytes that are none."""
    try:
        return BitMap.deserialize(data)
    except (ValueError, TypeError, IndexError) as fault:
        raise CatalogueDamagedError(path=path) from fault


def connect(path: Path, *, writer: bool = False) -> sqlite3.Connection:
    """An autocommitting connection; readers never wait for a writer (WAL)."""
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=_BUSY_MS / 1000)
    try:
        cache = _WRITER_CACHE_KIB if writer else _READER_CACHE_KIB
        connection.execute(f"PRAGMA cache_size = -{cache}")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA temp_store = MEMORY")
        if writer:
            connection.execute(f"PRAGMA journal_size_limit = {_JOURNAL_BYTES}")
        else:
            connection.execute("PRAGMA query_only = ON")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def prepare(path: Path, index: str) -> bool:
    """Makes the file where there is none and checks one there is; True if its index must be made again.

    ``index`` is the version of the index this program makes. Raises ``CatalogueDamagedError`` and
    ``RecordNewerError``.
    """
    connection = connect(path, writer=True)
    try:
        connection.execute("BEGIN")  # one state: another process may be making it
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        tables = _tables(connection)
        connection.execute("COMMIT")
        if version > SCHEMA_VERSION:
            raise RecordNewerError(path=path)
        if version == 0 and not tables:
            _use_wal(connection)
            _make(connection, index)
            return False
        if version == 0 or not {"meta", "services", "sources", "forms"} <= tables:
            raise CatalogueDamagedError(path=path)
        return is_outdated(connection, path, index)
    finally:
        connection.close()


def _tables(connection: sqlite3.Connection) -> set[str]:
    return {row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}


def is_outdated(connection: sqlite3.Connection, path: Path, index: str) -> bool:
    """Whether the index is missing, of another version, or has spent far more docnos than it needs."""
    made_with = str(meta(connection, "index") or "0")
    number = made_with.partition("/")[0]
    if number.isdigit() and int(number) > INDEX_VERSION:
        raise RecordNewerError(path=path)
    count = connection.execute("SELECT count(*) FROM services").fetchone()[0]
    spent = int(meta(connection, "docno") or 0)
    wasteful = spent > _SPENT_DOCNOS * count + _SPENT_FROM
    return not set(_INDEX_NAMES) <= _tables(connection) or made_with != index or wasteful


def _use_wal(connection: sqlite3.Connection) -> None:
    for _ in range(_WAL_TRIES):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as fault:
            if fault.sqlite_errorcode & 0xFF not in _BUSY:
                raise
            # Changing the mode does not wait for another process that does the same; a transaction does.
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("COMMIT")
        else:
            return
    connection.execute("PRAGMA journal_mode = WAL")


def _make(connection: sqlite3.Connection, index: str) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Another process may have made it while this one waited for the lock.
        if int(connection.execute("PRAGMA user_version").fetchone()[0]) == 0:
            _run(connection, _TABLES)
            _run(connection, _INDEX_TABLES)
            connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
            set_meta(connection, "generation", 1)
            set_meta(connection, "docno", 0)
            set_meta(connection, "index", index)
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _run(connection: sqlite3.Connection, statements: str) -> None:
    # executescript would commit the open transaction.
    for statement in statements.split(";"):
        if statement.strip():
            connection.execute(statement)


def empty_index(connection: sqlite3.Connection) -> None:
    """Drops and makes again the tables of the index, inside the caller's transaction."""
    for name in _INDEX_NAMES:
        connection.execute(f"DROP TABLE IF EXISTS {name}")
    _run(connection, _INDEX_TABLES)


def meta(connection: sqlite3.Connection, key: str) -> str | int | None:
    """A fact about the file, or None."""
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    value: str | int | None = row[0] if row else None
    return value


def set_meta(connection: sqlite3.Connection, key: str, value: str | int) -> None:
    """States a fact about the file."""
    connection.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (key, value))


def set_aside(path: Path) -> Path:
    """Renames a damaged file and its journal to the first free ``….damaged-N``; the catalogue is a cache."""
    for number in itertools.count(1):
        aside = path.with_name(f"{path.name}.damaged-{number}")
        if not aside.exists():
            break
    for suffix in ("-wal", "-shm"):
        journal = path.with_name(path.name + suffix)
        if journal.exists():
            journal.replace(aside.with_name(aside.name + suffix))
    if path.exists():
        path.replace(aside)
    return aside
