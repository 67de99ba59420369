"""What had ended stays ended, whatever copy of the database is put back."""

import json
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection

from neuvola_core.contact import Handling, withdrawal_hash
from neuvola_core.errors import CannotWriteError
from neuvola_server.contacts import erasing
from neuvola_server.contacts.ended import EndedRequests
from neuvola_server.contacts.values import Withdrawn
from neuvola_server.house import House
from support.contacts import MadeRequest, link_to, register, request_to
from support.houses import HandClock, Server, house_at, stored_rows
from support.needles import found


def _copy(house: House, to: Path) -> Path:
    """A backup as the engine makes it; returns what it is a copy of."""
    path = Path(str(house.database.engine.url.database))
    with sqlite3.connect(path) as source, sqlite3.connect(to) as copy:
        source.backup(copy)
    source.close()
    copy.close()
    return path


def _put_back(copy: Path, path: Path) -> None:
    for ending in ("-wal", "-shm"):
        Path(f"{path}{ending}").unlink(missing_ok=True)
    shutil.copy(copy, path)


@pytest.fixture
def restored(tmp_path: Path, clock: HandClock) -> Iterator[tuple[House, MadeRequest, MadeRequest]]:
    """A house of a copy made before the first of two requests was taken back."""
    with house_at(tmp_path / "s", clock=clock) as house:
        register(house, "o1")
        desk = Server(house, clock, ask=house.port, door=lambda: house.door("127.0.0.1")).enrol()
        over, open_ = request_to(house), request_to(house)
        desk.sync(over.record)
        desk.sync(open_.record)
        path = _copy(house, tmp_path / "copy.db")
        assert house.handlings.withdraw(over.code) is Withdrawn.NOW
    _put_back(tmp_path / "copy.db", path)
    with house_at(tmp_path / "s", clock=clock) as house:
        yield house, over, open_


def test_a_restore_ends_again_what_had_ended(restored: tuple[House, MadeRequest, MadeRequest]) -> None:
    house, over, open_ = restored
    assert link_to(house, over.id)
    assert house.retention.end_again() == 1
    assert link_to(house, over.id) == ""
    assert stored_rows(house)[over.id].body is None
    assert [one.state for one in house.handlings.states([over.id])[over.id]] == [Handling.EXPIRED]
    assert link_to(house, open_.id)
    assert house.retention.end_again() == 0


def test_a_desk_that_sends_it_again_brings_nothing_back(tmp_path: Path, clock: HandClock) -> None:
    with house_at(tmp_path / "s", clock=clock) as house:
        register(house, "o1")
        desk = Server(house, clock, ask=house.port, door=lambda: house.door("127.0.0.1")).enrol()
        path = _copy(house, tmp_path / "copy.db")
        made = request_to(house)
        ticket = desk.ticket
        desk.sync(made.record)
        browser = house.handlings.confirm(link_to(house, made.id))
        house.handlings.mark(link_to(house, made.id), browser, Handling.DONE)
    _put_back(tmp_path / "copy.db", path)
    with house_at(tmp_path / "s", clock=clock) as house:
        desk.port, desk.ticket = house.port(desk.identity.token), ticket
        assert desk.sync(made.record).verdicts[made.id].status == "created"
        assert stored_rows(house)[made.id].body is None
        assert link_to(house, made.id) == ""


def test_nothing_on_the_disk_names_a_request_and_all_goes_in_a_month(
    tmp_path: Path, clock: HandClock
) -> None:
    ended = EndedRequests(tmp_path / "ended", clock)
    assert not ended.has("a")
    ended.add("a")
    clock.move(days=1)
    ended.add("b")
    ended.add("b")
    (tmp_path / "ended" / "2026-11-16-other-host.ended").write_text("torn\n", "ascii")
    assert ended.those_of(("a", "b", "c")) == ("a", "b")
    files = sorted((tmp_path / "ended").iterdir())
    assert [file.stat().st_mode & 0o077 for file in files if "other" not in file.name] == [0, 0]
    assert {len(line) for file in files for line in file.read_text("ascii").split()} == {64, 4}
    ended.sweep(clock().date() + timedelta(days=29))
    assert (ended.has("a"), ended.has("b")) == (False, True)
    ended.sweep(clock().date() + timedelta(days=30))
    assert list((tmp_path / "ended").iterdir()) == []


def test_an_erasure_that_is_taken_back_is_not_noted(house: House) -> None:
    register(house, "o1")

    def broken(connection: Connection) -> None:
        erasing.erase(connection, made.id)
        raise RuntimeError

    desk = Server(house, HandClock(), ask=house.port, door=lambda: house.door("127.0.0.1")).enrol()
    made, other = request_to(house), request_to(house)
    desk.sync(made.record)
    desk.sync(other.record)
    with pytest.raises(RuntimeError):
        house.database.write(broken)
    house.handlings.withdraw(other.code)
    assert house.ended.those_of((made.id, other.id)) == (other.id,)


def test_the_daily_sweep_ends_them_too(restored: tuple[House, MadeRequest, MadeRequest]) -> None:
    house, over, open_ = restored
    house.retention.sweep()
    assert (link_to(house, over.id), stored_rows(house)[over.id].body) == ("", None)
    assert link_to(house, open_.id)


def test_a_disk_that_takes_nothing_is_told_of(tmp_path: Path, clock: HandClock) -> None:
    (tmp_path / "ended").write_text(json.dumps("no folder"), "utf-8")
    with pytest.raises(CannotWriteError):
        EndedRequests(tmp_path / "ended", clock).add("a")


@pytest.mark.parametrize("by_desk", [False, True], ids=["on the web", "by a desk"])
def test_a_withdrawal_that_was_here_first_outlives_the_copy_it_is_not_in(
    tmp_path: Path, clock: HandClock, by_desk: bool
) -> None:
    with house_at(tmp_path / "s", clock=clock) as house:
        register(house, "o1")
        desk = Server(house, clock, ask=house.port, door=lambda: house.door("127.0.0.1")).enrol()
        made, other = request_to(house), request_to(house)
        path, ticket = _copy(house, tmp_path / "copy.db"), desk.ticket
        if by_desk:
            desk.sync(made.withdrawal)
        else:
            assert house.handlings.withdraw(made.code) is Withdrawn.WAITING
    noted = b"".join(file.read_bytes() for file in (tmp_path / "s" / "ended").iterdir())
    assert found((made.code, withdrawal_hash(made.code), made.id), noted) == []
    _put_back(tmp_path / "copy.db", path)
    with house_at(tmp_path / "s", clock=clock) as house:
        desk.port, desk.ticket = house.port(desk.identity.token), ticket
        desk.sync(made.record)
        desk.sync(other.record)
        assert stored_rows(house)[made.id].body is None
        assert [one.state for one in house.handlings.states([made.id])[made.id]] == [Handling.WITHDRAWN]
        assert link_to(house, made.id) == ""
        assert link_to(house, other.id)


def test_a_newer_copy_in_which_the_request_has_come_does_not_bring_it_back(
    tmp_path: Path, clock: HandClock
) -> None:
    """An old copy, a withdrawal meanwhile, then a copy from between."""
    with house_at(tmp_path / "s", clock=clock) as house:
        register(house, "o1")
        desk = Server(house, clock, ask=house.port, door=lambda: house.door("127.0.0.1")).enrol()
        made = request_to(house)
        path = _copy(house, tmp_path / "old.db")
        desk.sync(made.record)
        _copy(house, tmp_path / "newer.db")
    _put_back(tmp_path / "old.db", path)
    with house_at(tmp_path / "s", clock=clock) as house:
        assert house.handlings.withdraw(made.code) is Withdrawn.WAITING
    _put_back(tmp_path / "newer.db", path)
    with house_at(tmp_path / "s", clock=clock) as house:
        assert house.retention.end_again() == 1
        assert stored_rows(house)[made.id].body is None
        assert [one.state for one in house.handlings.states([made.id])[made.id]] == [Handling.WITHDRAWN]
