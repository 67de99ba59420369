import sqlite3
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from neuvola_core.catalogue import Service
from neuvola_core.errors import CannotWriteError, CatalogueDamagedError, RecordNewerError
from neuvola_search.catalogue import Catalogue, open_catalogue, set_aside
from neuvola_search.query import Query

Make = Callable[..., Service]


@pytest.fixture
def filled(path: Path, make: Make) -> Path:
    catalogue = open_catalogue(path)
    services = [make(f"Palvelu {n}", summary="Pitkä teksti. " * 30) for n in range(200)]
    catalogue.apply(services, origin="test", complete=True, fetched_on=date(2026, 11, 1))
    catalogue.close()
    with sqlite3.connect(path) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    raw.close()
    return path


def _read_everything(catalogue: Catalogue) -> None:
    catalogue.search(Query("palvelu"))
    catalogue.search(Query("teksti", offset=150, limit=50))
    list(catalogue.all_services())
    catalogue.info()


def _use_everything(path: Path) -> None:
    catalogue = open_catalogue(path)
    try:
        _read_everything(catalogue)
    finally:
        catalogue.close()


@pytest.mark.parametrize("content", [b"not a database at all, but long enough to be read", b"\0" * 8192])
def test_another_kind_of_file_is_damaged(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(CatalogueDamagedError):
        open_catalogue(path)


def test_a_database_that_is_not_a_catalogue_is_damaged(path: Path) -> None:
    with sqlite3.connect(path) as raw:
        raw.execute("CREATE TABLE other (x)")
    raw.close()
    with pytest.raises(CatalogueDamagedError):
        open_catalogue(path)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_truncated_file_is_damaged(filled: Path, share: float) -> None:
    content = filled.read_bytes()
    filled.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(CatalogueDamagedError):
        _use_everything(filled)


@pytest.mark.parametrize("place", [5_000, 20_000, 100_000])
def test_overwritten_pages_are_damaged_or_unread(filled: Path, place: int) -> None:
    content = bytearray(filled.read_bytes())
    content[place : place + 40_000] = b"\xa5" * 40_000
    filled.write_bytes(content)
    with pytest.raises(CatalogueDamagedError):
        _use_everything(filled)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE terms SET name = x'00', summary = x'00'",
        "UPDATE facets SET docs = x''",
        "UPDATE services SET card = x'ff'",
        "UPDATE services SET canonical = '{'",
        "DROP TABLE terms",
    ],
)
def test_broken_contents_are_damaged(filled: Path, statement: str) -> None:
    catalogue = open_catalogue(filled)
    with sqlite3.connect(filled) as raw:
        raw.execute(statement)
    raw.close()
    try:
        with pytest.raises(CatalogueDamagedError):
            _read_everything(catalogue)
    finally:
        catalogue.close()


def test_a_missing_index_is_made_again(filled: Path) -> None:
    with sqlite3.connect(filled) as raw:
        raw.execute("DROP TABLE terms")
    raw.close()
    catalogue = open_catalogue(filled)
    assert catalogue.search(Query("teksti")).total == 200
    catalogue.close()


def test_set_aside_makes_room_for_a_new_one(filled: Path) -> None:
    first = set_aside(filled)
    assert first.name == "catalogue.db.damaged-1"
    assert not filled.exists()
    open_catalogue(filled).close()
    second = set_aside(filled)
    assert second.name == "catalogue.db.damaged-2"
    assert first.exists()
    assert not list(filled.parent.glob("catalogue.db-*"))


@pytest.mark.parametrize(
    "statement", ["PRAGMA user_version = 99", "UPDATE meta SET value = '99/x' WHERE key = 'index'"]
)
def test_a_newer_file_is_left_alone(filled: Path, statement: str) -> None:
    with sqlite3.connect(filled) as raw:
        raw.execute(statement)
    raw.close()
    with pytest.raises(RecordNewerError):
        open_catalogue(filled)


def test_a_missing_file_is_not_made_unless_asked(path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        open_catalogue(path, create=False)
    assert not path.exists()


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(CannotWriteError):
        open_catalogue(tmp_path / "file" / "catalogue.db")
    with pytest.raises(CannotWriteError):
        open_catalogue(tmp_path)
