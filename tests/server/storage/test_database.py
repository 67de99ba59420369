"""The engine over its file: nobody but its owner reads what desks sent."""

import os
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from neuvola_server.storage.database import Database


@pytest.fixture(autouse=True)
def _usual_mask() -> Iterator[None]:
    former = os.umask(0o022)
    yield
    os.umask(former)


def rights(folder: Path) -> dict[str, int]:
    return {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}


def filled(path: Path) -> Database:
    database = Database(f"sqlite:///{path}")
    database.write(lambda connection: connection.execute(text("CREATE TABLE IF NOT EXISTS t (n)")).rowcount)
    return database


def test_a_new_database_and_what_lies_beside_it_are_the_owners_alone(tmp_path: Path) -> None:
    with closing(filled(tmp_path / "server.db")):
        assert rights(tmp_path) == dict.fromkeys(("server.db", "server.db-wal", "server.db-shm"), 0o600)


def test_one_that_others_may_read_is_closed_to_them(tmp_path: Path) -> None:
    with closing(filled(tmp_path / "server.db")) as first:
        for path in tmp_path.iterdir():
            path.chmod(0o644)
        with closing(filled(tmp_path / "server.db")):
            assert set(rights(tmp_path).values()) == {0o600}
        assert first.is_sqlite
