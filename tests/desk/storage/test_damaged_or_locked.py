"""A file that is no record is not blamed on the passphrase, and faults of the disk are told apart."""

import errno
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import StatementError
from sqlcipher3 import dbapi2

from neuvola_core.errors import (
    BusyError,
    CannotWriteError,
    DiskFullError,
    NeuvolaError,
    RecordDamagedError,
    RecordKeyError,
)
from neuvola_desk.storage import cipher, database
from neuvola_desk.storage.database import known_error, translated
from neuvola_desk.storage.record import open_record
from support.records import KEY, full_draft, new_log, new_record


@pytest.fixture
def path(tmp_path: Path) -> Path:
    record = new_record(tmp_path)
    new_log(record).log(full_draft())
    record.close()
    return record.path


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data[:10],
        lambda data: data[:4000],
        lambda data: b"\0" * len(data),
        lambda data: b"SQLite format 3\0" + b"\0" * 8000,
        lambda data: "Tämä on kauppalista: maitoa, leipää.\n".encode() * 400,
        lambda data: b"<html>" + b" " * 9000,
        lambda data: b"hei",
        lambda data: b"",
    ],
    ids=["10 bytes", "part of a page", "zeros", "plain database", "text", "page", "word", "nothing"],
)
def test_what_is_no_record_is_damaged_whatever_the_key(path: Path, spoil) -> None:
    spoilt = spoil(path.read_bytes())
    path.write_bytes(spoilt)
    for key in (KEY, bytes(32)):
        with pytest.raises(RecordDamagedError):
            open_record(path, key)
    assert path.read_bytes() == spoilt


def test_another_key_is_still_a_wrong_key(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(RecordKeyError) as raised:
        open_record(path, bytes(32))
    assert raised.value.facts["reason"] == "wrong"
    assert path.read_bytes() == before


@pytest.mark.parametrize("length", [0, 16, 31, 33, 64])
def test_a_key_of_another_length_never_reaches_the_file(path: Path, length: int) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        cipher.connect(path, bytes(length))


def fault(code: int) -> dbapi2.Error:
    made = dbapi2.OperationalError("fault")
    made.sqlite_errorcode = code
    return made


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (sqlite3.SQLITE_CORRUPT, RecordDamagedError),
        (sqlite3.SQLITE_NOTADB, RecordDamagedError),
        (sqlite3.SQLITE_BUSY, BusyError),
        (sqlite3.SQLITE_LOCKED, BusyError),
        (sqlite3.SQLITE_FULL, DiskFullError),
        (sqlite3.SQLITE_READONLY, CannotWriteError),
        (sqlite3.SQLITE_IOERR_WRITE, CannotWriteError),
        (sqlite3.SQLITE_CANTOPEN, CannotWriteError),
    ],
)
def test_a_fault_of_the_database_is_a_known_one(code: int, kind: type[NeuvolaError], path: Path) -> None:
    assert type(known_error(fault(code), path)) is kind
    with pytest.raises(kind), translated(path):
        raise fault(code)


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (errno.ENOSPC, DiskFullError),
        (errno.EDQUOT, DiskFullError),
        (errno.EACCES, CannotWriteError),
        (errno.EROFS, CannotWriteError),
        (errno.EPERM, CannotWriteError),
        (errno.EIO, OSError),
    ],
)
def test_a_fault_of_the_disk_is_a_known_one(number: int, kind: type[Exception], path: Path) -> None:
    with pytest.raises(kind), translated(path):
        raise OSError(number, "fault")


def test_a_mistake_of_the_program_goes_through(path: Path) -> None:
    assert known_error(fault(sqlite3.SQLITE_ERROR), path) is None
    with pytest.raises(dbapi2.OperationalError), translated(path):
        raise fault(sqlite3.SQLITE_ERROR)
    opened = database.Database(path, KEY)
    with pytest.raises(StatementError), opened.read() as connection:
        connection.execute(text("SELECT nonsense FROM nowhere"))
    opened.close()
