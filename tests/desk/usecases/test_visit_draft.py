from datetime import date, datetime, timedelta

import pytest

from neuvola_core.visit import IsoWeek, PartOfDay
from neuvola_desk.usecases.clock import HELSINKI, FixedClock, SystemClock, closing_time
from neuvola_desk.usecases.visit_draft import draft_expired, middle_of

NOON = datetime(2026, 11, 22, 12, tzinfo=HELSINKI)


@pytest.mark.parametrize(
    ("later", "expired"),
    [
        (timedelta(0), False),
        (timedelta(minutes=14, seconds=59), False),
        (timedelta(minutes=15), True),
        (-timedelta(seconds=3), False),
        (-timedelta(hours=1), True),
    ],
)
def test_a_draft_lives_a_quarter_of_an_hour(later: timedelta, expired: bool) -> None:
    assert draft_expired(NOON, NOON + later) is expired


def test_time_is_told_in_helsinki_whatever_the_computer_thinks() -> None:
    assert SystemClock().now().tzinfo is HELSINKI
    utc = FixedClock(datetime.fromisoformat("2026-11-22T22:30:00+00:00"))
    assert utc.now().date() == date(2026, 11, 23)
    assert PartOfDay.of(utc.now().hour) is PartOfDay.MORNING


@pytest.mark.parametrize(
    ("moment", "closes"),
    [
        ("2026-03-29T01:00:00", "2026-03-29T12:00:00+03:00"),  # summer time begins at 3
        ("2026-10-25T02:00:00", "2026-10-25T12:00:00+02:00"),  # and ends at 4
        ("2026-10-24T18:00:00", "2026-10-25T00:00:00+03:00"),
        ("2026-12-31T23:00:00", "2027-01-01T00:00:00+02:00"),
    ],
)
def test_a_part_of_day_closes_by_the_clock_on_the_wall(moment: str, closes: str) -> None:
    local = datetime.fromisoformat(moment).replace(tzinfo=HELSINKI)
    assert closing_time(local) == datetime.fromisoformat(closes)


def test_a_week_belongs_to_the_month_of_its_thursday() -> None:
    assert middle_of(IsoWeek(2026, 53)) == date(2026, 12, 31)
    assert middle_of(IsoWeek(2026, 1)) == date(2026, 1, 1)
