"""What a visitor told of a service waits for a server, but not for ever word for word."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from neuvola_core import codec
from neuvola_core.experience import Experience, Helped
from neuvola_core.ids import new_record_id
from neuvola_core.slip import new_slip, slip_hash
from neuvola_core.visit import IsoWeek, UnmetReason
from neuvola_desk.storage.record import Record
from neuvola_desk.usecases.clock import HELSINKI
from support.records import new_record


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    record = new_record(tmp_path)
    yield record
    record.close()


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=HELSINKI)


def put(record: Record) -> Experience:
    told = Experience(
        new_record_id(),
        "s",
        IsoWeek(2026, 47),
        Helped.NO,
        UnmetReason.FULL,
        "Jono oli pitkä.",
        slip_hash(new_slip()),
    )
    record.outbox.put(told.id, "experience", codec.to_json(told))
    return told


def kept(record: Record) -> Experience:
    [item] = record.outbox.waiting()
    return codec.from_json(item.payload, Experience)


def test_the_words_go_after_30_days_and_the_hash_after_90(record: Record) -> None:
    told = put(record)
    record.purge(at(date(2026, 12, 15)))
    assert kept(record) == told
    record.purge(at(date(2026, 12, 16)))  # 30 days after the Monday of the week
    assert (kept(record).text, kept(record).slip) == ("", told.slip)
    record.purge(at(date(2027, 2, 13)))
    assert kept(record).slip == told.slip
    record.purge(at(date(2027, 2, 14)))
    left = kept(record)
    assert (left.id, left.service, left.helped, left.obstacle) == (told.id, "s", Helped.NO, UnmetReason.FULL)
    assert (left.text, left.slip) == ("", "")


def test_nothing_else_that_waits_is_touched(record: Record) -> None:
    put(record)
    record.outbox.put("c", "correction", b'{"text":"Numero on vaihtunut"}')
    record.purge(at(date(2027, 2, 14)))
    assert b'{"text":"Numero on vaihtunut"}' in [item.payload for item in record.outbox.waiting()]


def test_it_is_counted_once(record: Record) -> None:
    put(record)
    assert record.purge(at(date(2026, 12, 16))) == 1
    assert record.purge(at(date(2026, 12, 16))) == 0
