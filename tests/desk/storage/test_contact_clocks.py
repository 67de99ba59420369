"""How long a contact request is kept by a clock that is wrong: neither destroyed in silence nor kept on."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from neuvola_core import contact
from neuvola_core.contact import Consent
from neuvola_desk.contact_port import Stage
from neuvola_desk.record_port import CLOCK_OFFSET, SERVER_DAY
from neuvola_desk.storage.record import Record
from support.contact_desk import sealed_request
from support.records import SUNDAY_MORNING, new_record

TODAY = SUNDAY_MORNING.date()
DAY = timedelta(days=1)


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    record = new_record(tmp_path)
    yield record
    record.close()


def add(record: Record, day: date = TODAY) -> None:
    record.contacts.add(sealed_request("r1", day=day), Consent("1", "so", day))


def stages(record: Record) -> dict[str, Stage]:
    return {kept.id: kept.stage for kept in record.contacts.all()}


def test_one_that_waited_is_never_erased_without_anybody_seeing_that_it_is_lost(record: Record) -> None:
    add(record, day=TODAY - 2000 * DAY)
    for _ in range(2):
        record.purge(SUNDAY_MORNING)
        assert (record.outbox.waiting(), stages(record)) == ((), {"r1": Stage.LOST})
    assert record.contacts.lost() == 1
    record.contacts.note_lost_seen()
    record.purge(SUNDAY_MORNING)
    assert record.contacts.all() == ()


@pytest.mark.parametrize("days", [-2000, -30, 30, 2000])
def test_a_clock_whose_fault_is_known_destroys_nothing_too_early_and_keeps_nothing_too_long(
    record: Record, days: int
) -> None:
    add(record)
    offset = str(days * 24 * 60 * 60)
    record.settings.put_all({SERVER_DAY: TODAY.isoformat(), CLOCK_OFFSET: offset})
    last = contact.must_have_arrived(TODAY) - TODAY
    record.purge(SUNDAY_MORNING + days * DAY + last)
    assert stages(record) == {"r1": Stage.WAITING}
    record.purge(SUNDAY_MORNING + days * DAY + last + DAY)
    assert stages(record) == {"r1": Stage.LOST}


def test_a_clock_put_back_keeps_nothing_the_longer(record: Record) -> None:
    add(record, day=TODAY + 400 * DAY)
    record.settings.put(SERVER_DAY, TODAY.isoformat())
    record.purge(SUNDAY_MORNING - 40 * DAY)
    assert record.contacts.all()[0].day == TODAY
    record.settings.put(SERVER_DAY, (TODAY + 9 * DAY).isoformat())
    record.purge(SUNDAY_MORNING - 40 * DAY)
    assert (record.outbox.waiting(), stages(record)) == ((), {"r1": Stage.LOST})
