"""What waits for the server: nothing blocks, nothing vanishes, nothing is told twice in different words."""

from collections.abc import Iterator
from datetime import UTC, date, timedelta
from pathlib import Path

import pytest

from neuvola_core.visit import IsoWeek, Language, PartOfDay
from neuvola_desk.record_port import Footfall, GivenCount, HeldBack, LanguageCount
from neuvola_desk.storage.record import Record
from neuvola_desk.usecases.clock import FixedClock
from neuvola_desk.usecases.visits import VisitLog
from support.records import FOOD, POINT, SUNDAY_MORNING, full_draft, new_log, new_record

WEEK = IsoWeek(2026, 47)
TODAY = date(2026, 11, 22)
MORNING = (TODAY, PartOfDay.MORNING)


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


def test_the_same_id_twice_is_one_item(record: Record) -> None:
    record.outbox.put("a", "experience", b'{"x":1}')
    record.outbox.put("a", "experience", b'{"x":2}')
    assert [item.payload for item in record.outbox.waiting()] == [b'{"x":1}']


def test_what_has_never_left_can_be_taken_back(record: Record, log: VisitLog) -> None:
    record.outbox.put("a", "correction", b'{"x":1}')
    record.outbox.put("b", "correction", b'{"x":2}')
    record.outbox.offer({"b": b'{"x":2}'})
    visit = log.log(full_draft())
    assert [record.outbox.withdraw(one) for one in ("a", "a", "b", visit.id)] == [True, False, False, False]
    assert {item.id for item in record.outbox.waiting()} == {"b", visit.id}


def test_an_open_part_of_day_is_held_back(log: VisitLog, record: Record, clock: FixedClock) -> None:
    log.log(full_draft())
    record.outbox.put("a", "experience", b"{}")
    assert [item.kind for item in record.outbox.waiting(closed_only=True)] == ["experience"]
    assert len(record.outbox.waiting()) == 2
    clock.move(timedelta(hours=4))
    record.purge(clock.now())
    assert len(record.outbox.waiting(closed_only=True)) == 2


def test_a_try_is_counted_and_fixes_the_payload(log: VisitLog, record: Record) -> None:
    logged = log.log(full_draft())
    record.outbox.offer({logged.id: b'{"coarse":true}'})
    (waiting,) = record.outbox.waiting()
    assert (waiting.tries, waiting.payload) == (1, b'{"coarse":true}')
    assert log.unsent()[0].language is Language.SO


def test_items_tried_least_go_first(record: Record) -> None:
    for name in ("a", "b", "c"):
        record.outbox.put(name, "experience", b"{}")
    record.outbox.offer({"a": b"{}"})
    assert [item.id for item in record.outbox.waiting()] == ["b", "c", "a"]
    assert [item.id for item in record.outbox.waiting(limit=1)] == ["b"]


def test_each_item_has_its_own_verdict(log: VisitLog, record: Record) -> None:
    stored, refused, waiting = (log.log(full_draft()).id for _ in range(3))
    record.outbox.settle([stored], {refused: "unknown-need"}, WEEK)
    assert [item.id for item in record.outbox.waiting()] == [waiting]
    assert [(item.id, item.last_refusal) for item in record.outbox.refused()] == [(refused, "unknown-need")]
    assert [item.id for item in record.outbox.sent()] == [stored]
    assert {visit.id for visit in log.unsent()} == {refused, waiting}
    assert record.outbox.count() == 2


def test_a_refused_item_can_wait_again_or_be_given_up(log: VisitLog, record: Record) -> None:
    again, given_up = (log.log(full_draft()).id for _ in range(2))
    record.outbox.settle([], {again: "x", given_up: "x"}, WEEK)
    record.outbox.resend(again)
    record.outbox.discard(given_up)
    record.outbox.discard(again)  # only what was refused can be given up
    assert [item.id for item in record.outbox.waiting()] == [again]
    assert {visit.id for visit in log.unsent()} == {again}


def test_counters_are_told_once_until_they_move(log: VisitLog, record: Record) -> None:
    log.log(full_draft())
    changed = record.counters.changed()
    assert len(changed) == 4
    record.counters.offer(changed)
    assert set(record.counters.changed()) == set(changed)  # no answer: told again
    record.counters.settle(changed)
    assert record.counters.changed() == ()
    log.count_question()
    assert record.counters.changed() == (Footfall(POINT, TODAY, PartOfDay.MORNING, 2),)


def test_counters_do_not_tell_of_a_part_of_day_that_is_open(
    log: VisitLog, record: Record, clock: FixedClock
) -> None:
    log.log(full_draft(given=full_draft().given[:1]))
    clock.move(timedelta(hours=4))
    record.purge(clock.now())
    log.log(full_draft())
    afternoon = (TODAY, PartOfDay.AFTERNOON)
    assert set(record.counters.changed(afternoon)) == {
        Footfall(POINT, TODAY, PartOfDay.MORNING, 1),
        GivenCount(POINT, WEEK, "rahat_eivat_riita", FOOD, 1),
        LanguageCount(POINT, "2026-11", Language.SO, 1),
    }
    assert LanguageCount(POINT, "2026-11", Language.SO, 2) in record.counters.changed()


def test_what_was_told_of_an_open_part_of_day_is_not_taken_back_before_it_closes(
    log: VisitLog, record: Record, clock: FixedClock
) -> None:
    morning = (TODAY, PartOfDay.MORNING)
    logged = log.log(full_draft())
    record.outbox.offer({logged.id: b"{}"})
    told = record.counters.changed()
    record.counters.offer(told)
    record.counters.settle(told)
    assert record.counters.changed(morning) == ()
    log.undo(logged.id)
    record.purge(clock.now())
    assert record.counters.changed(morning) == ()
    clock.move(timedelta(hours=4))
    record.purge(clock.now())
    noughts = record.counters.changed((TODAY, PartOfDay.AFTERNOON))
    assert {count.n for count in noughts} == {0}
    assert len(noughts) == 4


def test_an_undo_waits_until_its_part_of_day_closes(log: VisitLog, record: Record, clock: FixedClock) -> None:
    logged = log.log(full_draft())
    record.outbox.offer({logged.id: b"{}"})
    record.outbox.settle([logged.id], {}, WEEK)
    log.undo(logged.id)
    noon = clock.now().replace(hour=12, minute=0).astimezone(UTC)
    assert record.outbox.waiting(closed_only=True) == ()
    assert record.outbox.held_back() == HeldBack(0, noon, 1)
    assert [item.kind for item in record.outbox.waiting()] == ["visit_undo"]
    clock.move(timedelta(hours=4))
    record.purge(clock.now())
    assert [item.kind for item in record.outbox.waiting(closed_only=True)] == ["visit_undo"]
    assert record.outbox.held_back() == HeldBack()


def test_a_clock_put_back_holds_nothing_for_longer_than_a_day(record: Record, clock: FixedClock) -> None:
    record.outbox.put("a", "experience", b"{}", closes=clock.now() + timedelta(hours=2))
    assert record.outbox.waiting(closed_only=True) == ()
    clock.move(timedelta(days=-9))
    record.purge(clock.now())
    assert [item.id for item in record.outbox.waiting(closed_only=True)] == ["a"]


def test_a_counter_that_was_told_and_undone_is_told_as_nought(log: VisitLog, record: Record) -> None:
    logged = log.log(full_draft())
    record.counters.offer(record.counters.changed())  # and the answer is lost
    log.undo(logged.id)
    noughts = record.counters.changed()
    assert {count.n for count in noughts} == {0}
    assert len(noughts) == 4
    record.counters.settle(noughts)
    assert record.counters.changed() == ()
    assert record.counters.totals() == ()


def test_a_counter_that_was_never_told_is_never_told_as_nought(log: VisitLog, record: Record) -> None:
    log.undo(log.log(full_draft()).id)
    assert record.counters.changed() == ()
