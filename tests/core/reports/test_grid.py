"""The grid of reporting periods: every week in one block, blocks in quarters, nothing else overlaps."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuvola_core.errors import ReportRefusedError
from neuvola_core.reports.grid import MOST_QUARTERS, Period, weeks_between, weeks_of, widened
from neuvola_core.visit import IsoWeek

TODAY = date(2026, 11, 22)
days = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@pytest.mark.parametrize("year", [2020, 2021, 2026, 2027])
def test_the_blocks_of_a_year_are_its_weeks(year: int) -> None:
    blocks = [block for quarter in range(1, 5) for block in Period(year, quarter).blocks]
    weeks = [week for block in blocks for week in weeks_between(block.first, block.last)]
    assert weeks == [IsoWeek(year, number) for number in range(1, weeks_of(year) + 1)]
    lengths = [block.last.week - block.first.week + 1 for block in blocks]
    assert lengths[:11] == [4, 4, 5] * 3 + [4, 4]
    assert lengths[11] == (6 if weeks_of(year) == 53 else 5)


@given(days)
def test_a_day_is_in_its_block_and_the_block_in_its_quarter(day: date) -> None:
    block = Period.of(IsoWeek.of(day))
    assert block.start <= day <= block.end
    quarter = block.whole_quarter
    assert block in quarter.blocks
    assert (quarter.blocks[0].start, quarter.blocks[2].end) == (quarter.start, quarter.end)
    assert quarter.next_quarter.start == quarter.end + timedelta(days=1)
    assert block.ready_on == block.end + timedelta(days=15)


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        ((2026, 9, 30), (2026, 9, 30), ["2026-Q4-1"]),
        ((2026, 9, 28), (2026, 10, 25), ["2026-Q4-1"]),
        ((2026, 10, 25), (2026, 10, 26), ["2026-Q4"]),
        ((2026, 9, 27), (2026, 9, 28), ["2026-Q3", "2026-Q4"]),
        ((2025, 12, 29), (2026, 1, 1), ["2026-Q1-1"]),
        ((2025, 6, 1), (2026, 1, 1), ["2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1"]),
        ((2026, 11, 22), (2027, 6, 1), ["2026-Q4", "2027-Q1", "2027-Q2"]),
    ],
)
def test_days_are_widened(first: tuple[int, int, int], last: tuple[int, int, int], told: list[str]) -> None:
    assert [str(period) for period in widened(date(*first), date(*last), TODAY)] == told


@pytest.mark.parametrize(
    ("first", "last", "reason"),
    [
        (date(2026, 11, 2), date(2026, 11, 1), "reversed"),
        (date(2026, 11, 23), date(2026, 11, 24), "future"),
        (date(2020, 1, 1), date(2026, 11, 1), "long"),
        (date(1, 1, 1), date(2026, 11, 1), "long"),
        (date(2026, 11, 1), date.max, "long"),
    ],
)
def test_nonsense_days_are_refused(first: date, last: date, reason: str) -> None:
    with pytest.raises(ReportRefusedError) as fault:
        widened(first, last, TODAY)
    assert fault.value.facts["reason"] == reason


def test_the_last_days_there_are_cannot_be_counted_with() -> None:
    with pytest.raises(ReportRefusedError) as fault:
        widened(date.max, date.max, date.max)
    assert fault.value.facts["reason"] == "days"


def test_three_years_are_the_longest() -> None:
    assert len(widened(date(2024, 1, 1), TODAY, TODAY)) == MOST_QUARTERS
