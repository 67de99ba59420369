"""The copies as a person chooses among them: what they hold, what is put where, and for how long."""

import os
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from neuvola_core.errors import BusyError, DiskFullError, NoBackupError
from neuvola_desk.recovery_port import Backup
from neuvola_desk.storage import copies
from neuvola_desk.storage.record import open_record
from neuvola_desk.storage.shelf import CopyShelf
from support.records import KEY, SUNDAY_MORNING, full_draft, new_log, new_record, raw

TODAY = SUNDAY_MORNING.date()
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A record with three visits; yesterday's copy has one, today's two."""
    record = new_record(tmp_path)
    log = new_log(record)
    for day in (YESTERDAY, TODAY):
        log.log(full_draft())
        record.back_up(day)
    log.log(full_draft())
    record.close()
    return record.path


@pytest.fixture
def shelf(path: Path) -> CopyShelf:
    return CopyShelf(path)


def visits_in(path: Path) -> int:
    record = open_record(path, KEY)
    try:
        return len(new_log(record).unsent())
    finally:
        record.close()


def test_each_copy_is_listed_with_its_visits_and_looking_leaves_nothing(path: Path, shelf: CopyShelf) -> None:
    before = {file: file.read_bytes() for file in path.parent.rglob("*.db")}
    assert shelf.backups(KEY) == (Backup(TODAY, 2), Backup(YESTERDAY, 1))
    after = {file: file.read_bytes() for file in path.parent.rglob("*") if file.is_file()}
    assert after == before


def test_a_copy_that_cannot_be_read_says_so_and_is_never_taken(path: Path, shelf: CopyShelf) -> None:
    copy = copies.backups(path)[0]
    copy.write_bytes(copy.read_bytes()[:-4096])
    assert shelf.backups(KEY) == (Backup(TODAY, None), Backup(YESTERDAY, 1))
    before = path.read_bytes()
    with pytest.raises(NoBackupError):
        shelf.restore(KEY, TODAY, TODAY)
    assert path.read_bytes() == before


def test_a_page_damaged_in_the_middle_of_a_copy_is_found(path: Path, shelf: CopyShelf) -> None:
    copy = copies.backups(path)[0]
    damaged = bytearray(copy.read_bytes())
    damaged[len(damaged) // 2] ^= 0xFF
    copy.write_bytes(damaged)
    assert shelf.backups(KEY)[0] == Backup(TODAY, None)


def test_files_of_somebody_else_are_no_copies(path: Path, shelf: CopyShelf) -> None:
    (path.parent / "backups" / "desk-vanha.db").write_bytes(b"muuta")
    assert [backup.day for backup in shelf.backups(KEY)] == [TODAY, YESTERDAY]


def test_a_sound_record_is_set_aside_whole_and_the_copy_taken_into_use(path: Path, shelf: CopyShelf) -> None:
    aside = shelf.restore(KEY, YESTERDAY, TODAY)
    assert aside is not None
    assert (visits_in(path), visits_in(aside)) == (1, 3)
    assert len(copies.backups(path)) == 2


def test_a_damaged_record_is_set_aside_as_it_is(path: Path, shelf: CopyShelf) -> None:
    path.write_bytes(b"broken" * 1000)
    aside = shelf.restore(KEY, TODAY, TODAY)
    assert aside is not None
    assert aside.read_bytes() == b"broken" * 1000
    assert visits_in(path) == 2


def test_a_record_that_is_gone_comes_back_from_its_copy(path: Path, shelf: CopyShelf) -> None:
    path.unlink()
    path.with_name("desk.db-wal").write_bytes(b"left")
    assert shelf.restore(KEY, TODAY, TODAY) is None
    assert visits_in(path) == 2


def test_while_another_program_has_the_record_open_nothing_is_moved(path: Path, shelf: CopyShelf) -> None:
    with closing(raw(path)) as other:
        other.execute("SELECT count(*) FROM visit").fetchone()
        with pytest.raises(BusyError):
            shelf.restore(KEY, TODAY, TODAY)
    assert visits_in(path) == 3
    assert not list(path.parent.glob("*aside*"))


def test_a_restore_that_fails_half_way_leaves_the_record_in_its_place(
    path: Path, shelf: CopyShelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_record: Path, _key: bytes, _backup: Path) -> None:
        raise DiskFullError(path=path)

    monkeypatch.setattr(copies, "restore", full)
    with pytest.raises(DiskFullError):
        shelf.restore(KEY, TODAY, TODAY)
    assert visits_in(path) == 3


def test_the_key_of_a_record_is_known_by_its_copies_too(path: Path, shelf: CopyShelf) -> None:
    assert shelf.fits(KEY)
    assert not shelf.fits(bytes(32))
    path.write_bytes(b"broken" * 1000)
    assert shelf.fits(KEY)
    path.unlink()
    assert shelf.fits(KEY)


def test_starting_over_moves_record_and_copies_and_erases_nothing(path: Path, shelf: CopyShelf) -> None:
    held = sorted(file.read_bytes() for file in path.parent.rglob("*.db"))
    moved = shelf.set_all_aside(TODAY)
    assert not path.exists()
    assert shelf.backups(KEY) == ()
    files = [f for place in moved for f in (place.rglob("*") if place.is_dir() else (place,)) if f.is_file()]
    assert sorted(file.read_bytes() for file in files) == held
    new_record(path.parent).close()
    assert shelf.set_all_aside(TODAY)[0] not in moved


def _aged(path: Path, moment: datetime) -> None:
    os.utime(path, (moment.timestamp(), moment.timestamp()))


@pytest.mark.parametrize(("days", "stays"), [(0, True), (29, True), (31, False), (400, False)])
def test_copies_and_what_was_set_aside_go_after_thirty_days(
    path: Path, shelf: CopyShelf, days: int, stays: bool
) -> None:
    for copy in copies.backups(path):
        _aged(copy, SUNDAY_MORNING)
    migration = path.with_name("desk.db.before-0001")
    migration.write_bytes(b"copy")
    _aged(migration, SUNDAY_MORNING)
    aside = shelf.restore(KEY, TODAY, TODAY)
    assert aside is not None
    folder = copies.backup_folder(path)
    kept_apart = folder.with_name(f"backups.aside-{TODAY:%Y-%m-%d}-1")
    kept_apart.mkdir()
    (kept_apart / "desk-2026-10-01.db").write_bytes(b"copy")
    key_file = path.with_name(f"installation.json.aside-{TODAY:%Y-%m-%d}-1")
    key_file.write_bytes(b"{}")

    record = open_record(path, KEY)
    record.purge(SUNDAY_MORNING + timedelta(days=days))
    record.close()

    left = [aside, kept_apart, key_file, migration, *copies.backups(path)]
    assert [place.exists() for place in left[:4]] == [stays] * 4
    assert len(copies.backups(path)) == (2 if stays else 0)
    assert visits_in(path) == 2, "the record itself is no copy"
