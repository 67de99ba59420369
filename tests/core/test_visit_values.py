"""The closed visit record takes nothing that is not in it."""

from datetime import date

import pytest

from neuvola_core.errors import InvalidVisitError, UnknownNeedError
from neuvola_core.visit import IsoWeek, PartOfDay, Unmet, UnmetReason, Visit

WEEK = IsoWeek(2026, 47)


@pytest.mark.parametrize("day", [date(2026, 11, 16), date(2026, 11, 22)])
def test_a_week_runs_from_monday_to_sunday(day: date) -> None:
    assert IsoWeek.of(day) == WEEK
    assert str(WEEK) == "2026-W47"


def test_a_week_over_new_year_belongs_to_one_year() -> None:
    assert IsoWeek.of(date(2027, 1, 1)) == IsoWeek(2026, 53) == IsoWeek.parse("2026-W53")
    assert IsoWeek(2026, 53) < IsoWeek(2027, 1)


@pytest.mark.parametrize(
    "text", ["2025-W53", "2026-W00", "2026-W99", "2026", "W47", "", "2026-W4-W7", "0-W1", "10000-W1", "a-Wb"]
)
def test_a_week_that_does_not_exist_is_refused(text: str) -> None:
    with pytest.raises(InvalidVisitError) as raised:
        IsoWeek.parse(text)
    assert raised.value.facts == {"field": "week", "value": text}


def test_needs_are_a_sorted_set() -> None:
    assert Visit("a", "p", WEEK, ("velat", "muu", "velat")).needs == ("muu", "velat")


@pytest.mark.parametrize("needs", [(), ("velat", "muu", "yksinaisyys", "ruoka_apu")])
def test_a_visit_has_one_to_three_needs(needs: tuple[str, ...]) -> None:
    with pytest.raises(InvalidVisitError):
        Visit("a", "p", WEEK, needs)


def test_no_more_than_three_unmet_needs() -> None:
    unmet = tuple(Unmet("velat", reason) for reason in list(UnmetReason)[:4])
    assert len(Visit("a", "p", WEEK, ("velat",), unmet=unmet[:3]).unmet) == 3
    with pytest.raises(InvalidVisitError):
        Visit("a", "p", WEEK, ("velat",), unmet=unmet)


@pytest.mark.parametrize("fields", [{"needs": ("lohikäärme",)}, {"unmet": (Unmet("x", UnmetReason.FULL),)}])
def test_a_need_outside_the_vocabulary_is_refused(fields: dict[str, object]) -> None:
    with pytest.raises(UnknownNeedError):
        Visit(**{"id": "a", "point": "p", "week": WEEK, "needs": ("velat",), **fields})


@pytest.mark.parametrize(
    ("hour", "part"),
    [
        (0, PartOfDay.MORNING),
        (11, PartOfDay.MORNING),
        (12, PartOfDay.AFTERNOON),
        (15, PartOfDay.AFTERNOON),
        (16, PartOfDay.LATE),
        (23, PartOfDay.LATE),
    ],
)
def test_parts_of_the_day(hour: int, part: PartOfDay) -> None:
    assert PartOfDay.of(hour) is part
