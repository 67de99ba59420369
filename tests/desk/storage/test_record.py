"""Opening the record: what is made, what is refused, and that nothing is ever overwritten."""

import os
import shutil
import threading
from contextlib import closing
from pathlib import Path

import pytest

from neuvola_core.errors import BusyError, RecordDamagedError, RecordKeyError, RecordNewerError
from neuvola_desk.record_port import RECORD_ID
from neuvola_desk.storage import cipher, copies
from neuvola_desk.storage.copies import backups, set_aside
from neuvola_desk.storage.record import Record, open_record, restore_backup
from support.records import KEY, expected_totals, full_draft, new_log, new_record, raw, totals


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "desk.db"


def filled(path: Path, visits: int = 1) -> bytes:
    record = open_record(path, KEY)
    for _ in range(visits):
        new_log(record).log(full_draft())
    record.close()
    return path.read_bytes()


def test_a_new_record_is_there_whole_and_private(path: Path) -> None:
    record = open_record(path, KEY)
    new_log(record).log(full_draft())
    modes = {file.name: file.stat().st_mode & 0o777 for file in path.parent.iterdir()}
    record.close()
    assert modes == {"desk.db": 0o600, "desk.db-wal": 0o600, "desk.db-shm": 0o600}
    assert [file.name for file in path.parent.iterdir()] == ["desk.db"]


def test_a_record_that_others_may_read_is_made_private(path: Path) -> None:
    filled(path)
    path.chmod(0o644)
    open_record(path, KEY).close()
    assert path.stat().st_mode & 0o777 == 0o600


def test_every_connection_has_the_settings_that_safety_rests_on(path: Path) -> None:
    filled(path)
    with closing(raw(path)) as connection:
        found = {
            name: connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "temp_store")
        }
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "temp_store": 2,
    }


def test_the_file_holds_no_plain_text(path: Path) -> None:
    content = filled(path)
    assert not content.startswith(b"SQLite format 3")
    assert b"rahat_eivat_riita" not in content


def test_a_wrong_key_is_told_from_damage_and_changes_nothing(path: Path) -> None:
    before = filled(path)
    with pytest.raises(RecordKeyError) as refused:
        open_record(path, bytes(32))
    assert refused.value.facts["reason"] == "wrong"
    assert path.read_bytes() == before


@pytest.mark.parametrize("where", [0, 100, 4095], ids=["salt-and-all", "first page", "its end"])
def test_damage_is_told_and_left_alone(path: Path, where: int) -> None:
    damaged = bytearray(filled(path))
    damaged[where] ^= 0xFF
    path.write_bytes(damaged)
    with pytest.raises((RecordDamagedError, RecordKeyError)):
        open_record(path, KEY)
    assert path.read_bytes() == bytes(damaged)


def test_a_damaged_first_page_is_not_taken_for_a_wrong_key(path: Path) -> None:
    damaged = bytearray(filled(path))
    damaged[200:300] = bytes(100)
    path.write_bytes(damaged)
    with pytest.raises(RecordDamagedError):
        open_record(path, KEY)


def test_a_page_damaged_further_in_is_found_by_the_check(path: Path) -> None:
    damaged = bytearray(filled(path))
    damaged[-4096:-4000] = bytes(96)
    path.write_bytes(damaged)
    try:
        record = open_record(path, KEY)
    except RecordDamagedError:
        return
    problems = record.problems()
    record.close()
    assert problems


def test_an_empty_file_is_damage_not_a_new_record(path: Path) -> None:
    path.touch()
    with pytest.raises(RecordDamagedError):
        open_record(path, KEY)
    assert path.stat().st_size == 0


def test_a_log_whose_file_is_gone_is_damage_not_a_new_record(path: Path) -> None:
    log = path.with_name("desk.db-wal")
    log.write_bytes(b"left over")
    with pytest.raises(RecordDamagedError):
        open_record(path, KEY)
    assert not path.exists()
    assert log.read_bytes() == b"left over"


def test_a_newer_record_is_refused_and_left_alone(path: Path) -> None:
    filled(path)
    with closing(raw(path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(RecordNewerError):
        open_record(path, KEY)
    with closing(raw(path)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("9999",)


def test_two_programs_share_one_record(path: Path) -> None:
    one, other = open_record(path, KEY), open_record(path, KEY)
    new_log(one).log(full_draft())
    new_log(other).log(full_draft())
    assert len(new_log(one).unsent()) == len(new_log(other).unsent()) == 2
    one.close()
    other.close()


def log_fifteen(record: Record) -> None:
    log = new_log(record)
    for _ in range(15):
        log.log(full_draft())


def test_threads_and_programs_write_at_the_same_time(path: Path) -> None:
    records = [open_record(path, KEY), open_record(path, KEY)]
    writers = [threading.Thread(target=log_fifteen, args=(record,)) for record in records * 2]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert len(new_log(records[0]).unsent()) == 60
    assert totals(records[1]) == expected_totals([full_draft()] * 60)
    for record in records:
        record.close()


def test_a_program_that_holds_the_record_for_long_makes_the_other_say_so(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cipher, "BUSY_MS", 50)
    filled(path)
    record = open_record(path, KEY)
    with closing(raw(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(BusyError):
            new_log(record).log(full_draft())
        other.execute("ROLLBACK")
    new_log(record).log(full_draft())
    assert len(new_log(record).unsent()) == 2
    record.close()


def test_a_record_made_by_another_process_meanwhile_is_used(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready = path.with_name("ready.db")
    filled(ready)

    def first_to_come(source: Path, target: Path) -> None:
        shutil.copy(ready, path)
        with pytest.raises(FileExistsError):
            os.link(source, target)

    monkeypatch.setattr("neuvola_desk.storage.record.put_in_place", first_to_come)
    record = open_record(path, KEY)
    assert len(new_log(record).unsent()) == 1
    record.close()


def test_the_copy_of_the_day_is_whole_private_and_forgets_what_is_short_lived(path: Path) -> None:
    record = open_record(path, KEY)
    new_log(record).log(full_draft(note="Ryhmään ei ollut paikkoja"))
    copy = record.back_up(new_log(record).tally().day)
    assert record.back_up(new_log(record).tally().day) == copy
    record.close()
    assert backups(path) == (copy,)
    assert sorted(file.name for file in copy.parent.iterdir()) == ["desk-2026-11-22.db"]
    assert copy.stat().st_mode & 0o777 == 0o600
    with closing(raw(copy)) as connection:
        counts = [
            connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("visit", "outbox", "joined_visit", "note")
        ]
    assert counts == [1, 1, 0, 0]


def test_two_that_copy_at_once_do_not_spoil_each_others_copy(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record, other = open_record(path, KEY), open_record(path, KEY)
    new_log(record).log(full_draft())
    today = new_log(record).tally().day
    settled = copies.settle

    def while_the_other_copies(unfinished: Path) -> None:
        monkeypatch.setattr(copies, "settle", settled)
        assert other.back_up(today).exists()
        settled(unfinished)

    monkeypatch.setattr(copies, "settle", while_the_other_copies)
    copy = record.back_up(today)
    record.close()
    other.close()
    assert [file.name for file in copy.parent.iterdir()] == ["desk-2026-11-22.db"]
    with closing(raw(copy)) as connection:
        assert connection.execute("SELECT count(*) FROM visit").fetchone() == (1,)


def test_a_copy_that_a_crash_left_unfinished_goes_when_it_is_old(path: Path) -> None:
    record = open_record(path, KEY)
    folder = path.with_name("backups")
    folder.mkdir()
    old, young = (folder / f"desk-2026-11-21.db.part-{n}" for n in "12")
    for leftover in (old, young):
        leftover.write_bytes(b"half")
    os.utime(old, (0, 0))
    copy = record.back_up(new_log(record).tally().day)
    record.close()
    assert {*folder.iterdir()} == {copy, young}


def test_a_damaged_record_is_set_aside_and_the_copy_taken_into_use(path: Path) -> None:
    record = open_record(path, KEY)
    today = new_log(record).tally().day
    new_log(record).log(full_draft())
    copy = record.back_up(today)
    former = record.settings.get(RECORD_ID)
    record.close()
    path.write_bytes(b"broken" * 1000)

    aside = set_aside(path, today)
    restored = restore_backup(path, KEY, copy)

    assert aside.read_bytes() == b"broken" * 1000
    assert len(new_log(restored).unsent()) == 1
    assert restored.settings.get(RECORD_ID) not in ("", former)
    restored.close()
    path.write_bytes(b"again")
    assert set_aside(path, today) != aside
    assert copy.exists()


def test_a_copy_is_never_put_over_a_record(path: Path) -> None:
    record: Record = new_record(path.parent)
    copy = record.back_up(new_log(record).tally().day)
    with pytest.raises(FileExistsError):
        restore_backup(path, KEY, copy)
    record.close()
