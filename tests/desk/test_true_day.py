"""The day at a desk whose clock may be wrong."""

from datetime import date, timedelta

import pytest

from neuvola_desk.record_port import CLOCK_OFFSET, SERVER_DAY
from neuvola_desk.true_day import true_day
from support.records import SUNDAY_MORNING

TODAY = SUNDAY_MORNING.date()


def day(shown: int, offset: int = 0, *, since: int = 0, told: bool = True) -> date:
    """By a clock so many days wrong, found so many days wrong when the server spoke, days ago."""
    settings = {CLOCK_OFFSET: str(offset * 24 * 60 * 60)}
    if told:
        settings[SERVER_DAY] = (TODAY - timedelta(days=since)).isoformat()
    return true_day(SUNDAY_MORNING + timedelta(days=shown), lambda name: settings.get(name, ""))


@pytest.mark.parametrize("wrong", [-2000, -3, 0, 3, 2000])
def test_a_clock_that_is_wrong_as_it_was_found_is_mended(wrong: int) -> None:
    assert day(wrong, wrong) == TODAY
    assert day(wrong, wrong, since=13) == TODAY


def test_a_clock_that_fell_back_since_shows_no_day_before_the_servers() -> None:
    assert day(-2000) == TODAY
    assert day(-2000, since=2) == TODAY - timedelta(days=2)


@pytest.mark.parametrize("wrong", [-2000, 30])
def test_the_former_fault_of_a_clock_that_was_set_right_counts_no_more(wrong: int) -> None:
    assert day(0, wrong, since=2) == TODAY


def test_before_any_server_there_is_only_the_clock() -> None:
    assert true_day(SUNDAY_MORNING, lambda _name: "") == TODAY
    assert day(0, told=False) == TODAY
