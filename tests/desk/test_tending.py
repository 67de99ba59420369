"""Opening the record erases what has had its time and copies the record; so does a desk that stays open."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from neuvola_core.errors import DiskFullError
from neuvola_desk.config import Settings, load_settings
from neuvola_desk.desk import Desk
from neuvola_desk.paths import DeskPaths
from neuvola_desk.storage.record import Record
from neuvola_desk.usecases.clock import FixedClock
from support.records import SUNDAY_MORNING, full_draft

PASSPHRASE = "tyynen järven ranta"


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(SUNDAY_MORNING)


@pytest.fixture
def paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DeskPaths:
    monkeypatch.setattr("neuvola_desk.keys.os_keyring", lambda: None)
    return DeskPaths(tmp_path / "desk").create()


@pytest.fixture
def desk(paths: DeskPaths, clock: FixedClock) -> Iterator[Desk]:
    desk = Desk(paths, clock=clock, ask_passphrase=lambda: PASSPHRASE)
    yield desk
    desk.close()


def copies(paths: DeskPaths) -> list[str]:
    folder = paths.data / "backups"
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_opening_the_record_makes_the_copy_of_the_day_once(desk: Desk, paths: DeskPaths) -> None:
    assert copies(paths) == []
    desk.visits.log(full_draft())
    [name] = copies(paths)
    assert name == "desk-2026-11-22.db"
    before = (paths.data / "backups" / name).read_bytes()
    desk.tend()
    assert copies(paths) == [name]
    assert (paths.data / "backups" / name).read_bytes() == before


def test_a_copy_is_encrypted(desk: Desk, paths: DeskPaths, clock: FixedClock) -> None:
    desk.visits.log(full_draft(note="Ryhmään ei ollut paikkoja"))
    clock.move(timedelta(days=1))
    desk.tend()
    for name in copies(paths):
        copy = paths.data / "backups" / name
        content = copy.read_bytes()
        assert not content.startswith(b"SQLite format 3")
        assert not [word for word in (b"velat", b"visit", b"paikkoja", b"CREATE TABLE") if word in content]
        assert copy.stat().st_mode & 0o077 == 0
        with closing(sqlite3.connect(copy)) as plain, pytest.raises(sqlite3.DatabaseError):
            plain.execute("SELECT * FROM sqlite_master")


def test_a_new_day_has_a_copy_of_its_own(desk: Desk, paths: DeskPaths, clock: FixedClock) -> None:
    assert desk.record.path.exists()
    clock.move(timedelta(days=1))
    desk.tend()
    assert copies(paths) == ["desk-2026-11-22.db", "desk-2026-11-23.db"]


def test_tending_erases_what_has_had_its_time(desk: Desk, clock: FixedClock) -> None:
    desk.visits.log(full_draft(note="Ryhmään ei ollut paikkoja"))
    clock.move(timedelta(days=7))
    desk.tend()
    assert desk.notes.gaps() == ()
    with desk.record._database.read() as connection:
        for table in ("joined_visit", "note"):
            assert connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one() == 0


def test_a_record_that_is_shut_stays_shut(paths: DeskPaths, clock: FixedClock) -> None:
    def never() -> str | None:
        raise AssertionError("nobody asked for the record")

    desk = Desk(paths, clock=clock, ask_passphrase=never)
    desk.tend()
    desk.close()
    assert not paths.record.exists()


def test_a_copy_that_cannot_be_made_stops_no_visit(
    desk: Desk, paths: DeskPaths, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object) -> Path:
        raise DiskFullError(path="x")

    with monkeypatch.context() as broken:
        broken.setattr(Record, "back_up", full)
        desk.visits.log(full_draft())
        assert isinstance(desk.backup_fault, DiskFullError)
        with pytest.raises(DiskFullError):
            desk.tend()
    desk.tend()
    assert copies(paths) == ["desk-2026-11-22.db"]
    assert len(desk.visits.unsent()) == 1


def test_the_settings_are_read_as_they_are_on_the_disk(desk: Desk, paths: DeskPaths) -> None:
    assert desk.settings == load_settings(paths.config) == Settings(tour_offered=False)
