"""No room to write: it is said, nothing is lost, and all goes on when there is room again."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import text

from neuvola_core.errors import DiskFullError
from neuvola_desk.storage.record import Record, open_record
from support.records import KEY, expected_totals, full_draft, new_log, new_record, totals


def log_until_full(record: Record) -> int:
    log = new_log(record)
    for logged in range(20_000):
        try:
            log.log(full_draft())
        except DiskFullError:
            return logged
    pytest.fail("the disk was never full")


def assert_whole(record: Record, visits: int) -> None:
    assert len(new_log(record).unsent()) == record.outbox.count() == visits
    assert totals(record) == expected_totals([full_draft()] * visits)
    assert record.problems() == ()


def test_a_file_that_may_not_grow_loses_nothing(tmp_path: Path) -> None:
    record = new_record(tmp_path)
    with record._database.write() as connection:
        pages = connection.execute(text("PRAGMA page_count")).scalar_one()
        connection.execute(text(f"PRAGMA max_page_count = {pages + 4}"))
    logged = log_until_full(record)
    assert_whole(record, logged)
    record.close()
    record = new_record(tmp_path)
    assert_whole(record, logged)
    new_log(record).log(full_draft())
    record.close()


def test_a_full_disk_loses_nothing(small_disk: Path) -> None:
    record = new_record(small_disk)
    logged = log_until_full(record)
    assert logged > 20
    assert_whole(record, logged)
    record.close()
    record = new_record(small_disk)
    assert_whole(record, logged)
    record.close()


def test_no_record_is_half_made_on_a_full_disk(small_disk: Path) -> None:
    (small_disk / "ballast").write_bytes(bytes(680 * 1024))
    with pytest.raises(DiskFullError):
        new_record(small_disk)
    assert [file.name for file in small_disk.iterdir()] == ["ballast"]
    (small_disk / "ballast").unlink()
    record = open_record(small_disk / "desk.db", KEY)
    new_log(record).log(full_draft())
    record.close()


def test_a_copy_is_not_half_made_on_a_full_disk(small_disk: Path) -> None:
    record = new_record(small_disk)
    new_log(record).log(full_draft())
    room = shutil.disk_usage(small_disk).free
    (small_disk / "ballast").write_bytes(bytes(room - 24 * 1024))
    with pytest.raises(DiskFullError):
        record.back_up(new_log(record).tally().day)
    assert list((small_disk / "backups").glob("desk-*.db")) == []
    assert_whole(record, 1)
    record.close()
