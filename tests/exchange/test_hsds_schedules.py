"""HSDS schedules and hours: the hard cases one by one, and any hours there and back."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuvola_core.hours import Exceptional, Hours, Opening, Regular, Span, Weeks
from neuvola_core.text import Text
from neuvola_exchange import hsds_schedules, hsds_schedules_write
from support.hsds_schema import faults
from support.hsds_values import some_hours

TODAY = date(2026, 11, 20)
WEEK = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def read(*rows: dict[str, Any], written_in: str = "fi") -> tuple[Hours, list[str]]:
    notes: list[str] = []
    hours = hsds_schedules.hours(
        rows, lambda code, detail: notes.append(f"{code} {detail}"), written_in, TODAY
    )
    return hours, notes


def weekly(days: str = "MO,TU", opens: str = "09:00", closes: str = "12:00", **more: Any) -> dict[str, Any]:
    return {"freq": "WEEKLY", "byday": days, "opens_at": opens, "closes_at": closes, **more}


def openings(
    *weekdays: int, opens: int = 540, closes: int = 720, weeks: Weeks = Weeks.ALL
) -> tuple[Opening, ...]:
    return tuple(Opening(weekday, opens, closes, weeks) for weekday in weekdays)


@pytest.mark.parametrize(
    ("opens", "closes", "minutes"),
    [
        ("09:00", "12:00", (540, 720)),
        ("9:00:00Z", "12:00:00Z", (540, 720)),
        ("09:00+02:00", "12:00:00.000+02:00", (540, 720)),
        ("9am", "12pm", (540, 720)),
        ("830am", "4:00 PM", (510, 960)),
        ("12 a.m.", "1 p.m.", (0, 780)),
        ("20:00", "02:00", (1200, 1560)),
        ("20:00", "23:59", (1200, 1440)),
        ("20:00", "24:00", (1200, 1440)),
    ],
)
def test_clock_times(opens: str, closes: str, minutes: tuple[int, int]) -> None:
    hours, notes = read(weekly("WE", opens, closes))
    assert (hours.regular, notes) == ((Regular(openings(2, opens=minutes[0], closes=minutes[1])),), [])


@pytest.mark.parametrize("times", [("8:00m", "12:00"), ("25:00", "26:00"), ("09:00", "09:00"), ("9", None)])
def test_what_is_no_time_is_told_of_and_the_words_stay(times: tuple[str, str | None]) -> None:
    hours, notes = read(weekly(opens=times[0], closes=times[1] or "", description="Soita ensin"))
    assert hours == Hours(note=Text(fi="Soita ensin"))
    assert [note.split()[0] for note in notes] == ["unknown-value"]


def test_days_given_by_name_or_without_a_frequency() -> None:
    assert read({"weekday": "Monday", "opens_at": "9am", "closes_at": "12pm"})[0].regular == (
        Regular(openings(0)),
    )
    assert read(weekly("", dtstart="2026-11-18"))[0].regular == (Regular(openings(2)),)
    hours, notes = read(weekly("Monday - Friday"))
    assert (hours, notes) == (Hours(), ["unknown-value freq=WEEKLY byday=Monday - Friday 09:00–12:00"])


def test_a_rule_that_begins_later_is_not_in_force_before() -> None:
    later = weekly("WE", dtstart="2027-01-13", until="2027-05-31")
    assert read(later)[0].regular == (Regular(openings(2), date(2027, 1, 13), date(2027, 5, 31)),)
    assert read(weekly("WE", dtstart="2020-01-01"))[0].regular == (Regular(openings(2)),)


def test_a_lunch_break_and_a_day_and_night() -> None:
    hours, _ = read(weekly("MO"), weekly("MO", "13:00", "16:00"))
    assert hours.regular == (Regular((*openings(0), *openings(0, opens=780, closes=960))),)
    hours, _ = read(weekly(",".join(WEEK), "00:00", "23:59"))
    assert hours.regular == (Regular(always_open=True),)


@pytest.mark.parametrize(("first", "weeks"), [(1, Weeks.ODD), (2, Weeks.EVEN)])
def test_odd_and_even_weeks(first: int, weeks: Weeks) -> None:
    numbers = ",".join(map(str, range(first, 54, 2)))
    assert read(weekly("TU", byweekno=numbers))[0].regular == (Regular(openings(1, weeks=weeks)),)


def test_every_other_week_from_a_day_on_is_the_dates_it_falls_on() -> None:
    hours, notes = read(weekly("TU", dtstart="2026-12-15", interval=2, until="2027-01-31"))
    days = [date(2026, 12, 15), date(2026, 12, 29), date(2027, 1, 12), date(2027, 1, 26)]
    assert [(one.first, one.spans) for one in hours.exceptional] == [(on, (Span(540, 720),)) for on in days]
    assert (hours.regular, notes) == ((), [])
    hours, notes = read(weekly("TU", interval=2))
    assert (hours.exceptional, len(notes)) == ((), 1)


def test_days_of_the_month_besides_a_timetable_do_not_take_it_away() -> None:
    row = {"freq": "MONTHLY", "byday": "1MO", "opens_at": "13:00", "closes_at": "15:00"}
    hours, _ = read(weekly("MO"), {**row, "valid_from": "2026-11-01", "valid_to": "2026-12-31"})
    assert hours.exceptional == tuple(
        Exceptional(on, on, (Span(540, 720), Span(780, 900))) for on in (date(2026, 11, 2), date(2026, 12, 7))
    )
    last = {"freq": "MONTHLY", "bymonthday": "-1", "opens_at": "13:00", "closes_at": "15:00"}
    assert len(read(last)[0].exceptional) == 24  # this year and the next


@pytest.mark.parametrize(
    "rule",
    [
        {"freq": "MONTHLY", "bymonthday": "45"},
        {"freq": "WEEKLY", "byday": "MO", "interval": 10**9, "dtstart": "2026-01-01"},
        {"freq": "WEEKLY", "byday": "MO", "count": 3, "dtstart": "0001-01-01"},
        {"freq": "YEARLY", "byday": "MO"},
        {"freq": [], "byday": {}, "byweekno": True, "interval": "x", "until": 5},
    ],
)
def test_rules_that_nobody_can_keep_to(rule: dict[str, Any]) -> None:
    hours, _ = read({**rule, "opens_at": "09:00", "closes_at": "10:00"})
    assert hours.regular == ()
    assert len(hours.exceptional) <= 24


def test_a_rule_that_is_over_says_nothing_and_is_no_fault() -> None:
    assert read(weekly("MO", dtstart="2005-01-03", count=3, until="2005-02-01")) == (Hours(), [])


def test_hours_with_an_end_come_on_top_of_those_without() -> None:
    hours, _ = read(weekly("MO"), weekly("SA", valid_from="2026-12-01", valid_to="2026-12-31"))
    december = Regular(openings(0, 5), date(2026, 12, 1), date(2026, 12, 31))
    assert hours.regular == (Regular(openings(0)), december)


def test_one_day_open_one_stretch_closed() -> None:
    one = {"valid_from": "2026-12-23", "valid_to": "2026-12-23", "opens_at": "09:00", "closes_at": "12:00"}
    closed = {"valid_from": "2026-12-24", "valid_to": "2026-12-26", "description": "Closed"}
    hours, _ = read(one, closed, written_in="en")
    assert hours.exceptional == (
        Exceptional(date(2026, 12, 23), date(2026, 12, 23), (Span(540, 720),)),
        Exceptional(date(2026, 12, 24), date(2026, 12, 26), closed=True),
    )


def test_words_alone_are_read_as_words() -> None:
    assert read({"description": "ma–ti 9–12"})[0].regular == (Regular(openings(0, 1)),)
    assert read({"description": "Ajanvarauksella"})[0].regular == (Regular(by_appointment=True),)
    assert read({"description": "ring the bell"}, written_in="en")[0] == Hours(note=Text(en="ring the bell"))
    agreed = read(weekly(attending_type="by appointment only"))[0]
    assert agreed.regular == (Regular(openings(0, 1), by_appointment=True),)


def test_what_the_standard_can_say_is_kept_nowhere_else() -> None:
    hours = Hours(
        regular=(Regular((*openings(0, 1), *openings(3, opens=1200, closes=1560))),),
        exceptional=(Exceptional(date(2026, 12, 24), date(2026, 12, 24), closed=True),),
    )
    rows = hsds_schedules_write.schedules(hours, "a")
    assert [row.get("byday") for row in rows] == ["MO,TU", "TH", None]
    assert not hsds_schedules_write.exactly(hours, rows).is_stated


@given(some_hours())
def test_any_hours_come_back(hours: Hours) -> None:
    rows = hsds_schedules_write.schedules(hours, "a")
    assert not [fault for row in rows for fault in faults(row, "schedule")]
    told = hsds_schedules.hours(rows, lambda *_: None, "fi", TODAY)
    assert hsds_schedules_write.restored(told, hsds_schedules_write.exactly(hours, rows)) == hours


@given(
    st.lists(
        st.dictionaries(st.sampled_from(["byday", "freq", "opens_at", "valid_to", "interval"]), st.text())
    )
)
def test_nothing_that_stands_in_a_schedule_raises(rows: list[dict[str, str]]) -> None:
    read(*rows)
