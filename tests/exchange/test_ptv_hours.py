from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuvola_core.hours import NOT_KNOWN, Exceptional, Opening, Regular, Span
from neuvola_core.text import Text
from neuvola_exchange.ptv_hours import hours
from support.mangle import mangled, shuffled

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def entry(*openings: tuple[str, str, str, str], kind: str = "DaysOfTheWeek", **more: Any) -> dict[str, Any]:
    rows = [{"dayFrom": a, "dayTo": b, "from": f"{f}:00", "to": f"{t}:00"} for a, b, f, t in openings]
    return {
        "serviceHourType": kind,
        "validFrom": None,
        "validTo": None,
        "validForNow": True,
        "isClosed": False,
        "isAlwaysOpen": False,
        "isReservation": False,
        "additionalInformation": [{"language": "fi", "value": None}],
        "openingHour": rows,
        **more,
    }


def test_one_entry_a_day_with_a_break_for_lunch() -> None:
    found = hours([entry(("Monday", "", "08:00", "11:00"), ("Monday", "", "12:00", "16:00"))])
    assert found.regular == (Regular((Opening(0, 480, 660), Opening(0, 720, 960))),)


def test_a_range_of_days_on_ordinary_hours() -> None:
    (found,) = hours([entry(("Friday", "Monday", "10:00", "14:00"))]).regular
    assert [o.weekday for o in found.openings] == [0, 4, 5, 6]


def test_a_closing_time_of_midnight_or_later() -> None:
    (found,) = hours([entry(("Monday", "", "16:00", "00:00"), ("Tuesday", "", "20:00", "02:00"))]).regular
    assert found.openings == (Opening(0, 960, 1440), Opening(1, 1200, 1560))


@pytest.mark.parametrize("kind", ["OverMidnight", "Special"])
def test_over_midnight(kind: str) -> None:
    (found,) = hours([entry(("Saturday", "Sunday", "20:00", "02:00"), kind=kind)]).regular
    assert found.openings == (Opening(5, 1200, 1560),)


def test_over_several_midnights() -> None:
    (found,) = hours([entry(("Friday", "Monday", "18:00", "07:00"), kind="OverMidnight")]).regular
    assert found.openings == (
        Opening(0, 0, 420),
        Opening(4, 1080, 1440),
        Opening(5, 0, 1440),
        Opening(6, 0, 1440),
    )


def test_no_opening_hours_are_not_known_and_not_closed() -> None:
    assert hours([entry()]) == NOT_KNOWN
    assert hours([]) == hours(None) == NOT_KNOWN


def test_appointment_round_the_clock_and_words() -> None:
    note = [{"language": "sv", "value": "Ring först."}]
    found = hours([entry(isReservation=True, additionalInformation=note), entry(isAlwaysOpen=True)])
    assert set(found.regular) == {
        Regular(by_appointment=True, note=Text(sv="Ring först.")),
        Regular(always_open=True),
    }


def test_validity_is_in_finnish_days() -> None:
    found = hours(
        [
            entry(
                ("Monday", "", "08:00", "16:00"),
                validFrom="2025-05-31T21:00:00Z",
                validTo="2025-08-31T00:00:00",
                validForNow=False,
            )
        ]
    )
    assert (found.regular[0].valid_from, found.regular[0].valid_to) == (date(2025, 6, 1), date(2025, 8, 31))


@pytest.mark.parametrize("kind", ["Exceptional", "Exception"])
def test_exceptional_days(kind: str) -> None:
    closed = entry(kind=kind, validFrom="2025-12-24T00:00:00", validTo="2025-12-26T00:00:00", isClosed=True)
    short = entry(("", "", "10:00", "13:00"), kind=kind, validFrom="2025-12-31T00:00:00")
    assert hours([short, closed]).exceptional == (
        Exceptional(date(2025, 12, 24), date(2025, 12, 26), closed=True),
        Exceptional(date(2025, 12, 31), date(2025, 12, 31), (Span(600, 780),)),
    )


def test_exceptional_days_that_name_weekdays() -> None:
    found = hours(
        [
            entry(
                ("Monday", "", "10:00", "13:00"),
                ("Tuesday", "", "12:00", "14:00"),
                kind="Exceptional",
                validFrom="2025-07-07T00:00:00",
                validTo="2025-07-14T00:00:00",
            )
        ]
    )
    assert [(e.first, e.spans) for e in found.exceptional] == [
        (date(2025, 7, 7), (Span(600, 780),)),
        (date(2025, 7, 8), (Span(720, 840),)),
        (date(2025, 7, 14), (Span(600, 780),)),
    ]


def test_closed_ordinary_hours() -> None:
    found = hours([entry(isClosed=True, validFrom="2025-07-01T00:00:00", validTo="2025-07-31T00:00:00")])
    assert found.exceptional == (Exceptional(date(2025, 7, 1), date(2025, 7, 31), closed=True),)
    assert hours([entry(isClosed=True)]).regular == (Regular(closed=True),)


def test_an_exception_without_a_date_keeps_its_words() -> None:
    note = [{"language": "fi", "value": "Juhlapyhinä suljettu."}]
    assert hours([entry(kind="Exceptional", additionalInformation=note)]).note == Text(
        fi="Juhlapyhinä suljettu."
    )


WEEK = [
    entry(*((day, "", "08:00", "16:00") for day in DAYS[:5])),
    entry(("Saturday", "Sunday", "22:00", "04:00"), kind="OverMidnight", isReservation=True),
    entry(kind="Exceptional", validFrom="2025-12-24T22:00:00Z", isClosed=True),
]


@given(st.integers())
def test_the_order_does_not_matter(seed: int) -> None:
    assert hours(shuffled(WEEK, seed)) == hours(WEEK)


@given(st.integers(), st.sampled_from([0.05, 0.3]))
def test_nothing_raises(seed: int, rate: float) -> None:
    for regular in hours(mangled(WEEK, seed, rate)).regular:
        assert all(0 <= o.opens < 1440 and o.opens < o.closes <= 2880 for o in regular.openings)
