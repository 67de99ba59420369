"""Working days: weekends, public holidays, and the two eves on which nobody works."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuvola_core.working_days import after, between, is_working_day

DAYS = st.dates(date(2020, 1, 1), date(2060, 12, 31))

FREE = [
    date(2026, 1, 1),  # New Year, Thursday
    date(2026, 1, 6),  # Epiphany, Tuesday
    date(2026, 4, 3),  # Good Friday
    date(2026, 4, 6),  # Easter Monday
    date(2026, 5, 1),  # May Day, Friday
    date(2026, 5, 14),  # Ascension Day, Thursday
    date(2026, 6, 19),  # Midsummer Eve, Friday
    date(2026, 11, 21),  # a Saturday
    date(2026, 11, 22),  # a Sunday
    date(2026, 12, 24),  # Christmas Eve, Thursday
    date(2026, 12, 25),
    date(2027, 12, 6),  # Independence Day, Monday
]
WORKED = [
    date(2026, 1, 2),
    date(2026, 4, 2),  # Maundy Thursday
    date(2026, 4, 30),  # the eve of May Day
    date(2026, 6, 18),
    date(2026, 11, 23),
    date(2026, 12, 23),
    date(2026, 12, 31),  # New Year's Eve
]


@pytest.mark.parametrize("day", FREE, ids=str)
def test_nobody_works(day: date) -> None:
    assert not is_working_day(day)


@pytest.mark.parametrize("day", WORKED, ids=str)
def test_people_work(day: date) -> None:
    assert is_working_day(day)


@pytest.mark.parametrize(
    ("day", "n", "expected"),
    [
        (date(2026, 11, 16), 5, date(2026, 11, 23)),  # Monday to Monday
        (date(2026, 11, 20), 1, date(2026, 11, 23)),  # Friday to Monday
        (date(2026, 11, 21), 1, date(2026, 11, 23)),  # Saturday to Monday
        (date(2026, 12, 22), 2, date(2026, 12, 28)),  # Christmas between
        (date(2026, 6, 17), 2, date(2026, 6, 22)),  # Midsummer between
        (date(2026, 12, 30), 2, date(2027, 1, 4)),
    ],
)
def test_the_nth_working_day_after(day: date, n: int, expected: date) -> None:
    assert after(day, n) == expected


@given(DAYS, st.integers(1, 40))
def test_after_and_between_agree(day: date, n: int) -> None:
    end = after(day, n)
    assert is_working_day(end)
    assert between(day, end) == n
    assert between(day, end - timedelta(days=1)) == n - 1


@given(DAYS, st.integers(0, 60), st.integers(0, 60))
def test_stretches_add_up(day: date, first: int, second: int) -> None:
    middle = day + timedelta(days=first)
    end = middle + timedelta(days=second)
    assert between(day, end) == between(day, middle) + between(middle, end)


@given(DAYS, st.integers(0, 60))
def test_nothing_comes_after_a_later_day(day: date, days: int) -> None:
    assert between(day, day - timedelta(days=days)) == 0


@given(DAYS)
def test_five_working_days_are_a_week_at_least_and_never_three(day: date) -> None:
    """Christmas and New Year together are the longest stretch."""
    assert 5 <= (after(day, 5) - day).days <= 14
