"""Opening hours as a card and a leaflet say them."""

import json
from datetime import date, datetime
from importlib.resources import files
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuvola_core.calendar import Holiday
from neuvola_core.hours import (
    NOT_KNOWN,
    Exceptional,
    HolidayHours,
    Hours,
    Opening,
    Regular,
    Season,
    Span,
    Weeks,
)
from neuvola_core.hours_lexicon import PUBLIC
from neuvola_core.hours_text import read
from neuvola_core.hours_words import (
    coming,
    holiday_name,
    languages,
    lines,
    status_sentence,
    timetable,
    unusual,
)
from neuvola_core.opening import State
from neuvola_core.text import Text

HELSINKI = ZoneInfo("Europe/Helsinki")


def office(**more: object) -> Regular:
    return Regular(tuple(Opening(d, 540, 960) for d in range(5)), **more)  # type: ignore[arg-type]


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=HELSINKI)


OFFICE = Hours((office(),))
CHRISTMAS = Hours((office(),), (Exceptional(date(2026, 12, 24), date(2026, 12, 26), closed=True),))


@pytest.mark.parametrize(
    ("regular", "fi", "sv", "en"),
    [
        (office(), "ma–pe 9–16", "mån–fre 9–16", "Mon–Fri 09:00–16:00"),
        (
            Regular((*office().openings, Opening(5, 600, 840))),
            "ma–pe 9–16, la 10–14",
            "mån–fre 9–16, lör 10–14",
            "Mon–Fri 09:00–16:00, Sat 10:00–14:00",
        ),
        (
            Regular(tuple(Opening(d, *span) for d in range(2) for span in ((495, 720), (780, 960)))),
            "ma–ti 8.15–12 ja 13–16",
            "mån–tis 8.15–12 och 13–16",
            "Mon–Tue 08:15–12:00 and 13:00–16:00",
        ),
        (
            Regular(tuple(Opening(d, 540, 660) for d in (0, 2, 4))),
            "ma, ke, pe 9–11",
            "mån, ons, fre 9–11",
            "Mon, Wed, Fri 09:00–11:00",
        ),
        (
            Regular((Opening(1, 600, 720, Weeks.EVEN), Opening(2, 840, 960, Weeks.ODD))),
            "parittomat viikot: ke 14–16, parilliset viikot: ti 10–12",
            "udda veckor: ons 14–16, jämna veckor: tis 10–12",
            "odd weeks: Wed 14:00–16:00, even weeks: Tue 10:00–12:00",
        ),
        (Regular((Opening(4, 1200, 1560),)), "pe 20–02", "fre 20–02", "Fri 20:00–02:00"),
        (
            Regular(tuple(Opening(d, 540, 1200) for d in range(7))),
            "joka päivä 9–20",
            "varje dag 9–20",
            "every day 09:00–20:00",
        ),
        (
            Regular(always_open=True),
            "joka päivä ympäri vuorokauden",
            "varje dag dygnet runt",
            "every day around the clock",
        ),
        (Regular(by_appointment=True), "ajanvarauksella", "med tidsbokning", "by appointment"),
        (
            office(by_appointment=True),
            "ajanvarauksella ma–pe 9–16",
            "med tidsbokning mån–fre 9–16",
            "by appointment Mon–Fri 09:00–16:00",
        ),
        (
            Regular((Opening(0, 1020, 1140),), season=Season((9, 1), (5, 31))),
            "syys–toukokuu: ma 17–19",
            "september–maj: mån 17–19",
            "September–May: Mon 17:00–19:00",
        ),
        (
            Regular(season=Season((7, 1), (7, 31)), closed=True),
            "heinäkuussa suljettu",
            "stängt i juli",
            "closed in July",
        ),
        (
            Regular(season=Season((6, 1), (8, 15)), closed=True),
            "1.6.–15.8. suljettu",
            "stängt 1.6–15.8",
            "closed 1 June – 15 August",
        ),
        (
            office(valid_from=date(2026, 9, 1)),
            "1.9.2026 alkaen: ma–pe 9–16",
            "från 1.9.2026: mån–fre 9–16",
            "from 1 September 2026: Mon–Fri 09:00–16:00",
        ),
        (
            office(note=Text(fi="soita ovikelloa")),
            "ma–pe 9–16 (soita ovikelloa)",
            "mån–fre 9–16 (soita ovikelloa)",
            "Mon–Fri 09:00–16:00 (soita ovikelloa)",
        ),
        (Regular(), "", "", ""),
        (
            Regular(season=Season((6, 1), (8, 31))),
            "kesä–elokuu: ei tiedossa, soita ensin",
            "juni–augusti: inte känt, ring först",
            "June–August: not known, call first",
        ),
    ],
)
def test_a_timetable_in_three_languages(regular: Regular, fi: str, sv: str, en: str) -> None:
    assert (timetable(regular), timetable(regular, "sv"), timetable(regular, "en")) == (fi, sv, en)


@pytest.mark.parametrize(
    ("hours", "moment", "fi", "sv", "en"),
    [
        (
            OFFICE,
            at(23, 12),
            "Auki nyt, sulkeutuu klo 16",
            "Öppet nu, stänger kl. 16",
            "Open now, closes at 16:00",
        ),
        (OFFICE, at(23, 8), "Avautuu tänään klo 9", "Öppnar i dag kl. 9", "Opens today at 09:00"),
        (OFFICE, at(23, 17), "Avautuu huomenna klo 9", "Öppnar i morgon kl. 9", "Opens tomorrow at 09:00"),
        (
            OFFICE,
            at(20, 17),
            "Avautuu maanantaina 23.11. klo 9",
            "Öppnar måndag 23.11 kl. 9",
            "Opens on Monday 23 November at 09:00",
        ),
        (
            NOT_KNOWN,
            at(23, 12),
            "Aukioloaika ei tiedossa: soita ensin",
            "Öppettiderna är inte kända: ring först",
            "Opening hours not known: call first",
        ),
        (
            CHRISTMAS,
            at(24, 12, month=12),
            "Suljettu 24.–26.12. Avautuu maanantaina 28.12. klo 9",
            "Stängt 24–26.12. Öppnar måndag 28.12 kl. 9",
            "Closed 24–26 December. Opens on Monday 28 December at 09:00",
        ),
        (
            OFFICE,
            at(24, 12, month=12),
            "Aukioloaika ei tiedossa (jouluaatto): soita ensin. "
            "Seuraava varma aukiolo maanantaina 28.12. klo 9",
            "Öppettiderna är inte kända (julafton): ring först. Säkert öppet nästa gång måndag 28.12 kl. 9",
            "Opening hours not known (Christmas Eve): call first. "
            "Next certain opening on Monday 28 December at 09:00",
        ),
        (
            OFFICE,
            at(23, 17, month=12),
            "Avautuu viimeistään maanantaina 28.12. klo 9. Aukiolo to 24.12. ei tiedossa: soita ensin",
            "Öppnar senast måndag 28.12 kl. 9. Öppettiden tors 24.12 är inte känd: ring först",
            "Opens at the latest on Monday 28 December at 09:00. "
            "Hours on Thu 24 December not known: call first",
        ),
        (
            Hours((Regular((Opening(4, 1200, 1560),)),)),
            at(20, 21),
            "Auki nyt, sulkeutuu yöllä klo 2",
            "Öppet nu, stänger i natt kl. 2",
            "Open now, closes tonight at 02:00",
        ),
        (
            Hours((Regular((Opening(4, 960, 1440),)),)),
            at(20, 21),
            "Auki nyt, sulkeutuu klo 24",
            "Öppet nu, stänger kl. 24",
            "Open now, closes at 24:00",
        ),
        (
            Hours((Regular(always_open=True),)),
            at(20, 21),
            "Auki ympäri vuorokauden",
            "Öppet dygnet runt",
            "Open around the clock",
        ),
        (
            Hours((Regular(by_appointment=True),)),
            at(20, 21),
            "Ajanvarauksella",
            "Med tidsbokning",
            "By appointment",
        ),
        (
            Hours((office(by_appointment=True),)),
            at(20, 21),
            "Ajanvarauksella maanantaina 23.11. klo 9",
            "Med tidsbokning måndag 23.11 kl. 9",
            "By appointment on Monday 23 November at 09:00",
        ),
        (
            Hours((Regular(closed=True),)),
            at(20, 21),
            "Suljettu. Seuraava aukioloaika ei tiedossa: soita ensin",
            "Stängt. Nästa öppettid är inte känd: ring först",
            "Closed. Next opening not known: call first",
        ),
    ],
)
def test_a_moment_in_three_languages(hours: Hours, moment: datetime, fi: str, sv: str, en: str) -> None:
    assert [status_sentence(hours, moment, language) for language in ("fi", "sv", "en")] == [fi, sv, en]


def test_everything_stated_is_told_a_line_each() -> None:
    hours = Hours(
        (office(), Regular(season=Season((7, 1), (7, 31)), closed=True), Regular(by_appointment=True)),
        (
            Exceptional(date(2026, 12, 31), date(2026, 12, 31), (Span(540, 720),), note=Text(fi="kahvit")),
            Exceptional(date(2026, 12, 23), date(2026, 12, 26), closed=True),
            Exceptional(date(2026, 1, 2), date(2026, 1, 2), closed=True),
        ),
        (*(HolidayHours(name, closed=True) for name in PUBLIC), HolidayHours(Holiday.MAY_DAY_EVE)),
        note=Text(fi="Tarkista verkosta."),
    )
    assert lines(hours, "fi", date(2026, 11, 22)) == (
        "ma–pe 9–16",
        "heinäkuussa suljettu",
        "muina aikoina ajanvarauksella",
        "pyhinä suljettu",
        "vappuaatto: ei tiedossa, soita ensin",
        "23.–26.12. suljettu",
        "31.12.: 9–12 (kahvit)",
        "Tarkista verkosta.",
    )


def test_a_date_far_away_comes_with_its_year() -> None:
    hours = Hours(exceptional=(Exceptional(date(2027, 12, 24), date(2027, 12, 26), closed=True),))
    assert lines(hours, "fi", date(2026, 11, 22)) == ("24.–26.12.2027 suljettu",)
    assert lines(hours, "fi", date(2027, 11, 22)) == ("24.–26.12. suljettu",)


def test_what_has_passed_is_not_told() -> None:
    hours = Hours((office(valid_to=date(2025, 12, 31)),))
    assert lines(hours, "fi", date(2026, 11, 22)) == ("Aukioloaika ei tiedossa: soita ensin",)


def test_hours_in_words_are_told_in_those_words() -> None:
    hours = Hours(note=Text(fi="Lukuvuosina.", sv="Under läsåret."))
    assert (lines(hours), lines(hours, "sv")) == (("Lukuvuosina.",), ("Under läsåret.",))


def test_the_coming_two_weeks_name_their_holidays() -> None:
    found = coming(CHRISTMAS, date(2026, 12, 21))
    assert len(found) == 14
    assert [day.line for day in found[:4]] == [
        "ma 21.12.: 9–16",
        "ti 22.12.: 9–16",
        "ke 23.12.: 9–16",
        "to 24.12. jouluaatto: suljettu",
    ]
    assert found[10].line == "to 31.12. uudenvuodenaatto: ei tiedossa, soita ensin"
    assert [day.first.day for day in found if day.is_unusual] == [24, 25, 26, 31, 1]
    assert found[3].state is State.CLOSED


def test_what_is_unusual_is_told_in_few_lines() -> None:
    assert unusual(CHRISTMAS, date(2026, 12, 21), count=18) == (
        "24.–26.12. suljettu",
        "to 31.12. uudenvuodenaatto: ei tiedossa, soita ensin",
        "pe 1.1. uudenvuodenpäivä: ei tiedossa, soita ensin",
        "ke 6.1. loppiainen: ei tiedossa, soita ensin",
    )
    assert unusual(OFFICE, date(2026, 11, 23)) == ()


def test_a_language_with_no_words_gets_finnish() -> None:
    assert timetable(office(), "xx") == timetable(office(), "fi")


def test_every_language_has_the_same_words() -> None:
    text = (files("neuvola_core") / "data" / "hours_words.json").read_text(encoding="utf-8")
    tables = json.loads(text)
    assert set(languages()) == set(tables) >= {"fi", "sv", "en"}
    for table in tables.values():
        assert table.keys() == tables["fi"].keys()
        assert set(table["holidays"]) == {holiday.value for holiday in Holiday}
        assert [len(table[key]) for key in ("days", "days_on", "months", "months_in")] == [7, 7, 12, 12]


def test_holidays_have_names() -> None:
    assert holiday_name(Holiday.CHRISTMAS_EVE) == "jouluaatto"
    assert holiday_name("MidsummerEve", "sv") == "midsommarafton"


# --- what is written can be read back --------------------------------------------------------------

clock = st.integers(20, 95).map(lambda quarter: quarter * 15)


@st.composite
def day_spans(draw: st.DrawFn) -> tuple[Span, ...]:
    """One span or two apart, the last one perhaps into the small hours."""
    times = sorted(draw(st.sets(clock, min_size=4, max_size=4)))
    if draw(st.booleans()):
        return (Span(times[0], times[1]), Span(times[2], times[3]))
    late = draw(st.booleans())
    return (Span(times[1], 1440 + draw(st.integers(1, 16)) * 15 if late else times[2]),)


@st.composite
def timetables(draw: st.DrawFn) -> Regular:
    days = draw(st.sets(st.integers(0, 6), min_size=1))
    found = []
    for day in sorted(days):
        weeks = draw(st.sampled_from(Weeks))
        found += [Opening(day, span.opens, span.closes, weeks) for span in draw(day_spans())]
    month = st.integers(1, 12)
    season = draw(st.none() | st.builds(_months, month, month))
    return Regular(tuple(found), season=season, by_appointment=draw(st.booleans()))


def _months(first: int, last: int) -> Season:
    ends = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    return Season((first, 1), (last, ends[last - 1]))


@given(timetables(), st.sampled_from(["fi", "sv", "en"]))
def test_a_written_timetable_is_read_back_the_same(regular: Regular, language: str) -> None:
    text = timetable(regular, language)
    assert read(text, language) == Hours((regular,)), text
