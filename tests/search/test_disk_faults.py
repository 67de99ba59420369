"""A fault of the disk is no damage: the catalogue is good, and must not be set aside for it."""

import shutil
import sqlite3
from collections import namedtuple
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from neuvola_core.errors import (
    BusyError,
    CannotWriteError,
    CatalogueDamagedError,
    DiskFullError,
    NeuvolaError,
)
from neuvola_search.catalogue import open_catalogue
from neuvola_search.query import Query
from neuvola_search.schema import faults_named, known_fault
from support.disks import disk_of
from support.services import fill, make_service

Usage = namedtuple("Usage", "free")


def database_fault(code: int, text: str = "") -> sqlite3.Error:
    fault = sqlite3.OperationalError(text)
    fault.sqlite_errorcode = code
    return fault


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (sqlite3.SQLITE_CORRUPT, CatalogueDamagedError),
        (sqlite3.SQLITE_NOTADB, CatalogueDamagedError),
        (sqlite3.SQLITE_IOERR_SHORT_READ, CatalogueDamagedError),
        (sqlite3.SQLITE_IOERR_READ, CatalogueDamagedError),
        (sqlite3.SQLITE_BUSY, BusyError),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, BusyError),
        (sqlite3.SQLITE_LOCKED, BusyError),
        (sqlite3.SQLITE_FULL, DiskFullError),
        (sqlite3.SQLITE_READONLY, CannotWriteError),
        (sqlite3.SQLITE_CANTOPEN, CannotWriteError),
        (sqlite3.SQLITE_PERM, CannotWriteError),
        (sqlite3.SQLITE_IOERR_WRITE, CannotWriteError),
        (sqlite3.SQLITE_IOERR_FSYNC, CannotWriteError),
        (sqlite3.SQLITE_IOERR_SHMSIZE, CannotWriteError),
        (sqlite3.SQLITE_IOERR_SHMOPEN, CannotWriteError),
        (sqlite3.SQLITE_IOERR_TRUNCATE, CannotWriteError),
        (sqlite3.SQLITE_IOERR_LOCK, CannotWriteError),
    ],
)
def test_only_a_fault_of_the_file_itself_is_damage(code: int, kind: type[NeuvolaError], path: Path) -> None:
    assert type(known_fault(database_fault(code), path)) is kind


@pytest.mark.parametrize(
    "code", [sqlite3.SQLITE_IOERR_SHMSIZE, sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_CANTOPEN]
)
def test_a_full_disk_is_told_as_such(code: int, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _place: Usage(free=4096))
    assert type(known_fault(database_fault(code), path)) is DiskFullError


def test_a_folder_that_is_gone_does_not_hide_the_fault(tmp_path: Path) -> None:
    fault = database_fault(sqlite3.SQLITE_CANTOPEN)
    assert type(known_fault(fault, tmp_path / "gone" / "catalogue.db")) is CannotWriteError


def test_a_mistake_of_the_program_is_no_known_fault(path: Path) -> None:
    mistake = database_fault(sqlite3.SQLITE_ERROR, 'near "SELEC": syntax error')
    assert known_fault(mistake, path) is None
    with pytest.raises(sqlite3.OperationalError, match="syntax"), faults_named(path):
        raise mistake


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    with disk_of("2m", tmp_path / "disk") as place:
        yield place


def fill_up(place: Path) -> Path:
    ballast = place / "ballast"
    with ballast.open("wb", buffering=0) as file:
        while True:
            try:
                file.write(bytes(1024))
            except OSError:
                return ballast


def test_a_catalogue_on_a_full_disk_is_not_damaged_and_works_again(small_disk: Path) -> None:
    path = small_disk / "catalogue.db"
    catalogue = open_catalogue(path)
    fill(catalogue, make_service("Velkaneuvonta"))
    catalogue.close()
    ballast = fill_up(small_disk)
    with pytest.raises(DiskFullError):
        open_catalogue(path).search(Query("velka"))
    ballast.unlink()
    catalogue = open_catalogue(path)
    assert catalogue.search(Query("velka")).total == 1
    catalogue.close()


def test_an_import_that_fills_the_disk_leaves_what_was(small_disk: Path) -> None:
    catalogue = open_catalogue(small_disk / "catalogue.db")
    fill(catalogue, make_service("Velkaneuvonta"))
    many = [make_service(f"Palvelu {n}", description="pitkä kuvaus " * 200) for n in range(2000)]
    with pytest.raises(DiskFullError):
        catalogue.apply(many, origin="test", complete=True, fetched_on=date(2026, 11, 20))
    assert catalogue.info().services == 1
    assert catalogue.search(Query("velka")).total == 1
    catalogue.close()
