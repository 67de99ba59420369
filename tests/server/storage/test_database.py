"""The engine over its file: nobody but its owner reads what desks sent."""

import os
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from neuvola_server.storage.database import EXPERIENCES, REQUESTS, Database


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


def test_what_somebody_held_up_is_left_to_the_next_round(postgres_url: str) -> None:
    with closing(Database(postgres_url)) as database, closing(Database(postgres_url)) as other:
        assert database.scrub()
        with other.engine.begin() as holding:
            holding.execute(text(f"LOCK TABLE {REQUESTS[0]} IN ACCESS EXCLUSIVE MODE"))
            assert not database.scrub(REQUESTS)
            assert database.scrub(EXPERIENCES), "nobody is in the way there"
            assert not database.is_scrubbed
        assert database.scrub(REQUESTS)
        assert database.is_scrubbed


def test_a_database_that_was_somebody_elses_is_not_thought_clean(postgres_url: str) -> None:
    with closing(Database(postgres_url)) as database:
        assert database.scrub(REQUESTS)
        assert not database.is_scrubbed
