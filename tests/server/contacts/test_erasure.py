"""The proof of erasure: of an ended request no byte of ciphertext is in the database's files or in a dump.

On PostgreSQL the proof is of what a dump and a query can reach: pages of the disk may hold dead rows until
they are used again, and the engine's own log has a time of its own.
"""

import subprocess
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import make_url

from neuvola_core.contact import Handling
from neuvola_server.house import House
from support.contacts import MadeRequest, link_to, register, request_to
from support.houses import HandClock, Server, TestDesk, house_at
from support.postgres import programs

Ending = Callable[[House, TestDesk, HandClock, MadeRequest], object]


def done(house: House, _desk: TestDesk, _clock: HandClock, made: MadeRequest) -> None:
    token = link_to(house, made.id)
    house.handlings.mark(token, house.handlings.confirm(token), Handling.DONE)


def withdrawn_on_the_web(house: House, _desk: TestDesk, _clock: HandClock, made: MadeRequest) -> None:
    house.handlings.withdraw(made.code)


def withdrawn_by_a_desk(_house: House, desk: TestDesk, _clock: HandClock, made: MadeRequest) -> None:
    desk.sync(made.withdrawal)


def grown_old(house: House, _desk: TestDesk, clock: HandClock, _made: MadeRequest) -> None:
    for _ in range(14):
        clock.move(days=1)
        house.keeper.round()


ENDINGS = pytest.mark.parametrize("end", [done, withdrawn_on_the_web, withdrawn_by_a_desk, grown_old])


PIECE = 20


def secrets_of(*records: Any) -> list[bytes]:
    """Pieces of the ciphertexts and of the keys they are sealed with, as they would stand in a page."""
    found = []
    for record in records:
        sealed = record.body["sealed"]
        for text in (sealed["text"], *sealed["keys"].values()):
            found += [text[start : start + PIECE].encode() for start in range(0, len(text) - PIECE, PIECE)]
    return found


def sent(house: House, desk: TestDesk) -> tuple[MadeRequest, list[bytes]]:
    """A request and, under the same id, another one beside it; what of both must go."""
    register(house, "o1")
    made = request_to(house, "o1")
    other = replace(request_to(house, "o1").record, id=made.id)
    desk.sync(made.record)
    assert desk.sync(other).verdicts[made.id].status == "conflict"
    return made, secrets_of(made.record, other)


def files_of(house: House) -> bytes:
    path = Path(make_url(house.settings.database_url).database or "")
    beside = (path.with_name(path.name + ending) for ending in ("", "-wal", "-shm", "-journal"))
    return b"".join(file.read_bytes() for file in beside if file.exists())


@ENDINGS
def test_no_byte_is_left_in_the_files_of_sqlite(sqlite_house: House, clock: HandClock, end: Ending) -> None:
    house = sqlite_house
    desk = Server(house, clock, ask=house.port, door=lambda: house.door("127.0.0.1")).enrol()
    made, secret = sent(house, desk)
    before = files_of(house)
    there = sum(piece in before for piece in secret)
    assert there > 0.9 * len(secret)  # all but those that a page's end breaks in two
    end(house, desk, clock, made)
    after = files_of(house)
    assert not [piece for piece in secret if piece in after]
    assert house.handlings.states([made.id])[made.id][0].state.is_over


def test_what_a_reader_held_up_goes_with_the_next_round(sqlite_house: House, clock: HandClock) -> None:
    house = sqlite_house
    desk = Server(house, clock, ask=house.port, door=lambda: house.door("127.0.0.1")).enrol()
    made, secret = sent(house, desk)
    with house.database.engine.connect() as reader:
        reader.exec_driver_sql("SELECT count(*) FROM private_record").all()
        house.handlings.withdraw(made.code)
        assert any(piece in files_of(house) for piece in secret)  # in the log that the reader reads
    house.keeper.round()
    assert not [piece for piece in secret if piece in files_of(house)]


@ENDINGS
def test_no_byte_is_in_a_dump_of_postgresql(
    postgres_url: str, clock: HandClock, tmp_path: Path, end: Ending
) -> None:
    found = programs()
    assert found is not None
    with house_at(tmp_path / "server", postgres_url, clock) as house:
        desk = Server(house, clock, ask=house.port, door=lambda: house.door("127.0.0.1")).enrol()
        made, secret = sent(house, desk)
        before = dump(found, postgres_url)
        assert all(piece in before for piece in secret)
        end(house, desk, clock, made)
        after = dump(found, postgres_url)
        assert not [piece for piece in secret if piece in after]
        assert dead_rows(postgres_url) == 0


def dump(found: Path, url: str) -> bytes:
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    return subprocess.run([found / "pg_dump", plain], check=True, capture_output=True).stdout


def dead_rows(url: str) -> int:
    """Row versions of private tables that nobody sees and that still hold what they held."""
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with closing(psycopg.connect(plain, autocommit=True)) as connection:
        connection.execute("CREATE EXTENSION IF NOT EXISTS pgstattuple")
        query = "SELECT sum(dead_tuple_count) FROM (VALUES ('private_record'), ('private_conflict')) AS t(n),"
        row = connection.execute(f"{query} LATERAL pgstattuple(n)").fetchone()
    assert row is not None
    return int(row[0])
