"""Retention, by an injected clock."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from neuvola_core.visit import IsoWeek, PartOfDay
from neuvola_desk.record_port import SERVER_DAY, NoteKind, ServiceNote
from neuvola_desk.storage.record import Record
from neuvola_desk.usecases.clock import HELSINKI, FixedClock
from neuvola_desk.usecases.visits import VisitLog
from support.records import POINT, SUNDAY_MORNING, full_draft, new_log, new_record

WEEK = IsoWeek(2026, 47)
TODAY = date(2026, 11, 22)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(SUNDAY_MORNING)


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    record = new_record(tmp_path)
    yield record
    record.close()


@pytest.fixture
def log(record: Record, clock: FixedClock) -> VisitLog:
    return new_log(record, clock)


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=HELSINKI)


def server_says(record: Record, day: date) -> None:
    record.settings.put(SERVER_DAY, day.isoformat())


def test_nothing_goes_before_its_time(log: VisitLog, record: Record, clock: FixedClock) -> None:
    log.log(full_draft(note="Ei kyytiä"))
    assert record.purge(clock.now()) == 0
    assert log.last_undoable() is not None


def test_a_joined_visit_goes_when_its_part_of_day_closes(log: VisitLog, record: Record) -> None:
    log.log(full_draft())
    assert record.purge(at(TODAY, 12)) == 1
    assert record.purge(at(TODAY, 12)) == 0
    assert len(log.unsent()) == 1


def test_a_sent_visit_goes_within_thirty_days_of_the_server(
    log: VisitLog, record: Record, clock: FixedClock
) -> None:
    sent, waiting = log.log(full_draft()).id, log.log(full_draft()).id
    record.outbox.settle([sent], {}, WEEK)
    clock.move(timedelta(days=1))
    server_says(record, TODAY + timedelta(days=23))
    record.purge(clock.now())
    assert len(record.visits.of_weeks(POINT, WEEK, WEEK)) == 2
    server_says(record, TODAY + timedelta(days=30))
    record.purge(clock.now())
    assert [visit.id for visit in record.visits.of_weeks(POINT, WEEK, WEEK)] == [waiting]
    assert record.outbox.sent() == ()


def test_a_visit_that_was_sent_and_erased_can_still_be_taken_back(
    log: VisitLog, record: Record, clock: FixedClock
) -> None:
    sent = log.log(full_draft()).id
    record.outbox.settle([sent], {}, IsoWeek(2025, 47))  # by a server whose clock was wrong for a moment
    server_says(record, TODAY)
    record.purge(clock.now())
    assert record.outbox.sent() == ()
    log.undo(sent)
    [event] = record.outbox.waiting()
    assert (event.kind, event.payload) == ("visit_undo", b'{"undoes":"%s"}' % sent.encode())


def test_an_unsent_visit_waits_however_long(log: VisitLog, record: Record) -> None:
    log.log(full_draft())
    record.purge(at(TODAY + timedelta(days=700)))
    assert len(log.unsent()) == 1


def test_a_visit_sent_late_is_kept_for_its_weeks_all_the_same(log: VisitLog, record: Record) -> None:
    logged = log.log(full_draft())
    later = TODAY + timedelta(days=60)
    record.outbox.settle([logged.id], {}, IsoWeek.of(later))
    server_says(record, later + timedelta(days=14))
    record.purge(at(later + timedelta(days=14)))
    assert [item.id for item in record.outbox.sent()] == [logged.id]
    server_says(record, later + timedelta(days=30))
    record.purge(at(later + timedelta(days=30)))
    assert record.outbox.sent() == ()
    assert record.visits.of_weeks(POINT, WEEK, WEEK) == ()


def test_notes_go_after_seven_days_and_service_notes_stay(log: VisitLog, record: Record) -> None:
    log.log(full_draft(note="Ei kyytiä"))
    record.service_notes.put(ServiceNote("a", "Ovi sisäpihalta", TODAY))
    record.purge(at(TODAY + timedelta(days=6)))
    assert len(record.notes.of_kind(NoteKind.GAP, TODAY)) == 1
    record.purge(at(TODAY + timedelta(days=7)))
    assert record.notes.of_kind(NoteKind.GAP, TODAY) == ()
    assert record.service_notes.get("a") == ServiceNote("a", "Ovi sisäpihalta", TODAY)


def test_counters_go_after_two_years(log: VisitLog, record: Record) -> None:
    log.log(full_draft())
    record.counters.count_footfall(POINT, TODAY, PartOfDay.LATE)
    record.purge(at(date(2028, 11, 30)))
    assert len(record.counters.totals()) == 5
    record.purge(at(date(2028, 12, 31)))
    assert record.counters.totals() == ()


@pytest.mark.parametrize("told", [True, False])
def test_a_clock_that_is_wrong_erases_nothing_that_may_have_to_be_sent_again(
    log: VisitLog, record: Record, *, told: bool
) -> None:
    sent = log.log(full_draft()).id
    record.outbox.settle([sent], {}, WEEK)
    if told:
        server_says(record, TODAY)
    record.purge(at(TODAY + timedelta(days=400)))
    assert [item.id for item in record.outbox.sent()] == [sent]
    assert len(record.visits.of_weeks(POINT, WEEK, WEEK)) == 1


def test_a_total_that_the_server_has_not_confirmed_stays(log: VisitLog, record: Record) -> None:
    server_says(record, TODAY)
    record.counters.count_footfall(POINT, TODAY, PartOfDay.LATE)
    settled = record.counters.changed()
    record.counters.offer(settled)
    record.counters.settle(settled)
    log.log(full_draft())
    waiting = record.counters.changed()
    record.counters.offer(waiting)
    record.purge(at(date(2028, 12, 31)))
    assert len(record.counters.totals()) == 5
    server_says(record, date(2028, 12, 31))
    record.purge(at(TODAY))
    assert set(record.counters.totals()) == set(waiting)
    record.counters.settle(waiting)
    record.purge(at(TODAY))
    assert record.counters.totals() == ()


def test_copies_of_the_day_go_after_a_month(log: VisitLog, record: Record) -> None:
    copy = record.back_up(TODAY)
    now = datetime.now(HELSINKI)
    record.purge(now + timedelta(days=29))
    assert copy.exists()
    record.purge(now + timedelta(days=31))
    assert not copy.exists()
