"""Somebody only asks something: one more for the day, and one less when that was a slip."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from neuvola_core.errors import UndoTooLateError
from neuvola_core.visit import PartOfDay
from neuvola_desk.storage.record import Record
from neuvola_desk.usecases.clock import FixedClock
from neuvola_desk.usecases.visits import VisitLog
from support.records import POINT, SUNDAY_MORNING, new_log, new_record


@dataclass
class Point:
    record: Record
    clock: FixedClock
    log: VisitLog

    @property
    def footfall(self) -> dict[PartOfDay, int]:
        return dict(self.record.counters.footfall(POINT, SUNDAY_MORNING.date()))


@pytest.fixture
def point(tmp_path: Path) -> Iterator[Point]:
    record, clock = new_record(tmp_path), FixedClock(SUNDAY_MORNING)
    yield Point(record, clock, new_log(record, clock))
    record.close()


def test_what_was_counted_is_taken_back_where_it_was_counted(point: Point) -> None:
    point.log.count_question()
    counted = point.log.count_question()
    point.log.undo_question(counted)
    assert point.footfall == {PartOfDay.MORNING: 1}
    assert point.log.unsent() == ()


def test_nothing_goes_below_nought(point: Point) -> None:
    counted = point.log.count_question()
    point.log.undo_question(counted)
    point.log.undo_question(counted)
    assert point.footfall == {}


def test_when_the_part_of_day_has_closed_it_stays(point: Point) -> None:
    counted = point.log.count_question()
    point.clock.move(counted.undo_until - point.clock.now() - timedelta(seconds=1))
    point.log.undo_question(counted)
    counted = point.log.count_question()
    point.clock.move(timedelta(seconds=1))
    with pytest.raises(UndoTooLateError):
        point.log.undo_question(counted)
    assert point.footfall == {PartOfDay.MORNING: 1}
