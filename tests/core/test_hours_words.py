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
    coming_lines,
    coming_runs,
    languages,
    lines,
    short_status,
    status_sentence,
    timetable,
    unusual,
)
from neuvola_core.opening import State, status
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


EVENING = Hours((Regular((Opening(2, 1020, 1230),)),))
NIGHT = Hours((Regular((Opening(2, 1200, 1560),)),))
TWO_DAYS = Hours((Regular((Opening(2, 540, 1440), Opening(3, 0, 1440), Opening(4, 0, 840))),))


@pytest.mark.parametrize(
    ("hours", "moment", "fi", "sv", "en"),
    [
        (OFFICE, at(18, 10), "Auki klo 16 asti", "Öppet till kl. 16", "Open until 16:00"),
        (
            OFFICE,
            at(18, 6),
            "Suljettu, avautuu tänään klo 9",
            "Stängt, öppnar i dag kl. 9",
            "Closed, opens today at 09:00",
        ),
        (
            OFFICE,
            at(18, 18),
            "Suljettu, avautuu huomenna klo 9",
            "Stängt, öppnar i morgon kl. 9",
            "Closed, opens tomorrow at 09:00",
        ),
        (
            OFFICE,
            at(20, 18),
            "Suljettu, avautuu ma 23.11. klo 9",
            "Stängt, öppnar mån 23.11 kl. 9",
            "Closed, opens Mon 23 November at 09:00",
        ),
        (EVENING, at(18, 17, 10), "Auki klo 20.30 asti", "Öppet till kl. 20.30", "Open until 20:30"),
        (NIGHT, at(18, 23), "Auki klo 2 asti", "Öppet till kl. 2", "Open until 02:00"),
        (
            TWO_DAYS,
            at(18, 10),
            "Auki pe 20.11. klo 14 asti",
            "Öppet till fre 20.11 kl. 14",
            "Open until Fri 20 November at 14:00",
        ),
        (
            Hours((Regular(always_open=True),)),
            at(18, 10),
            "Auki ympäri vuorokauden",
            "Öppet dygnet runt",
            "Open around the clock",
        ),
        (
            Hours((Regular((Opening(2, 540, 1440), Opening(3, 0, 1440))),)),
            datetime(2026, 12, 23, 12, tzinfo=HELSINKI),
            "Auki nyt",
            "Öppet nu",
            "Open now",
        ),
        (
            OFFICE,
            datetime(2026, 12, 23, 17, tzinfo=HELSINKI),
            "Suljettu, avautuu viimeistään ma 28.12. klo 9",
            "Stängt, öppnar senast mån 28.12 kl. 9",
            "Closed, opens at the latest Mon 28 December at 09:00",
        ),
        (
            Hours((office(by_appointment=True),)),
            at(18, 6),
            "Suljettu, ajanvarauksella tänään klo 9",
            "Stängt, med tidsbokning i dag kl. 9",
            "Closed, by appointment today at 09:00",
        ),
        (
            Hours((office(by_appointment=True),)),
            at(18, 10),
            "Ajanvarauksella",
            "Med tidsbokning",
            "By appointment",
        ),
        (Hours((Regular(closed=True),)), at(18, 10), "Suljettu", "Stängt", "Closed"),
        (
            NOT_KNOWN,
            at(18, 10),
            "Aukiolo ei tiedossa, soita ensin",
            "Öppettiden är inte känd, ring först",
            "Hours not known, call first",
        ),
    ],
)
def test_a_moment_in_the_few_words_of_a_list(
    hours: Hours, moment: datetime, fi: str, sv: str, en: str
) -> None:
    found = status(hours, moment)
    assert [short_status(found, moment, language) for language in ("fi", "sv", "en")] == [fi, sv, en]


def test_a_row_without_hours_asks_to_call() -> None:
    assert short_status(None, at(18, 10)) == "Aukiolo ei tiedossa, soita ensin"


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


def test_runs_of_equal_days_are_one_line_and_today_stands_alone() -> None:
    found = coming_runs(OFFICE, date(2026, 11, 18))
    assert [(line.label, line.text) for line in found] == [
        ("ke 18.11.", "9–16"),
        ("to–pe 19.–20.11.", "9–16"),
        ("la–su 21.–22.11.", "suljettu"),
        ("ma–pe 23.–27.11.", "9–16"),
        ("la–su 28.–29.11.", "suljettu"),
        ("ma–ti 30.11.–1.12.", "9–16"),
    ]
    assert (found[1].first, found[1].last) == (date(2026, 11, 19), date(2026, 11, 20))
    swedish = [line.label for line in coming_runs(OFFICE, date(2026, 11, 18), "sv")]
    assert swedish[1:3] == ["tors–fre 19–20.11", "lör–sön 21–22.11"]


def test_a_holiday_stands_alone_with_its_name_and_is_not_trusted_to_be_open() -> None:
    always = Hours((Regular(tuple(Opening(day, 540, 960) for day in range(7))),))
    found = {line.label: line for line in coming_runs(always, date(2026, 12, 3))}
    independence = found["su 6.12."]
    assert (independence.text, independence.holiday) == ("ei tiedossa, soita ensin", "itsenäisyyspäivä")


def test_a_day_tells_what_may_be_agreed_beside_its_open_times() -> None:
    afternoons = Regular(tuple(Opening(day, 960, 1080) for day in range(5)), by_appointment=True)
    wednesday = date(2026, 11, 18)
    both = coming(Hours((office(), afternoons)), wednesday, count=1)[0]
    assert both.text == "9–16, ajanvarauksella 16–18"
    any_time = coming(Hours((office(), Regular(by_appointment=True))), wednesday, count=1)[0]
    assert any_time.text == "9–16, muina aikoina ajanvarauksella"
    only = coming(Hours((Regular(by_appointment=True),)), wednesday, count=1)[0]
    assert only.text == "ajanvarauksella"


def test_a_paper_tells_the_timetables_that_hold_and_the_days_that_differ() -> None:
    hours = Hours(
        (office(), office(valid_from=date(2027, 2, 1)), office(valid_to=date(2026, 6, 1))),
        CHRISTMAS.exceptional,
        note=Text(fi="Soita ovikelloa."),
    )
    told = coming_lines(hours, date(2026, 12, 15))
    assert told == ("ma–pe 9–16", "24.–26.12. suljettu")
    assert coming_lines(NOT_KNOWN, date(2026, 12, 15)) == ()


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
