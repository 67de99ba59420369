"""Hard cases of opening hours, one a row."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

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
from neuvola_core.opening import DaySpan, State, Why, coming_days, day, status
from neuvola_core.text import Text

HELSINKI = ZoneInfo("Europe/Helsinki")
DAYS = ("ma", "ti", "ke", "to", "pe", "la", "su")


def week(*lines: str, **more: object) -> Regular:
    """ "ma-pe 9-16" → a timetable; "odd"/"even" at the end of a line is the weeks it holds in."""
    return Regular(tuple(o for line in lines for o in _openings(line)), **more)  # type: ignore[arg-type]


def _openings(line: str) -> list[Opening]:
    days, clock, *weeks = line.split()
    first, last = (DAYS.index(d) for d in (days.split("-") * 2)[:2])
    opens, closes = (_minutes(t) for t in clock.split("-"))
    closes += 1440 if closes <= opens else 0
    return [Opening(d, opens, closes, Weeks(weeks[0] if weeks else "")) for d in range(first, last + 1)]


def _minutes(clock: str) -> int:
    hour, _, minute = clock.partition(".")
    return int(hour) * 60 + int(minute or 0)


def d(text: str) -> date:
    """ "24.12.2026"."""
    dd, mm, yyyy = text.split(".")
    return date(int(yyyy), int(mm), int(dd))


def t(text: str) -> datetime:
    """ "24.12.2026 9.30"; "second" after it is the later of two equal times in autumn."""
    on, clock, *fold = text.split()
    hour, _, minute = clock.partition(".")
    return datetime.combine(d(on), datetime.min.time(), HELSINKI).replace(
        hour=int(hour), minute=int(minute or 0), fold=len(fold)
    )


def spans(*pairs: str) -> tuple[Span, ...]:
    return tuple(Span(o.opens, o.closes) for pair in pairs for o in _openings(f"ma {pair}"))


OFFICE = Hours((week("ma-pe 9-16"),))
LUNCH = Hours((week("ma-pe 8.15-12", "ma-pe 13-16"),))
NIGHT = Hours((week("pe 20-2"),))
EVERY_NIGHT = Hours((week("ma-su 20-2"),))
ALWAYS = Hours((Regular(always_open=True),))
ODD = Hours((week("ti 10-12 odd"),))
EVEN = Hours((week("ti 10-12 even"),))
CLUB = Hours((week("ma 17-19", season=Season((9, 1), (5, 31))),))
JULY_OFF = Hours((week("ma-pe 9-16"), Regular(season=Season((7, 1), (7, 31)), closed=True)))
SUMMER = Hours((week("ma-pe 9-16"), week("ma-pe 10-14", season=Season((6, 1), (8, 31)))))
NEW_YEAR_CLUB = Hours((week("ma-su 9-10", season=Season((12, 30), (1, 2))), week("ke 9-10")))
CHANGE_NIGHT = Hours((week("ma-su 2-4"),))
IN_THE_GAP = Hours((week("su 3-4"),))
HALF_GAP = Hours((week("su 2-3.30"),))
ROUND_CLOCK_WEEKDAYS = Hours((week("ma-pe 0-24"),))
APPOINTMENT = Hours((Regular(by_appointment=True),))
APPOINTMENT_TIMES = Hours((week("ma-pe 9-12", by_appointment=True),))
MIXED = Hours((week("ma-pe 9-12"), Regular(by_appointment=True)))
MIXED_TIMES = Hours((week("ma 9-12"), week("ma 11-15", by_appointment=True)))
WORDS = Hours((), note=Text(fi="Soita ja kysy."))
EMPTY_REGULAR = Hours((Regular(),))
STALE = Hours((week("ma-pe 9-16", valid_to=date(2025, 12, 31)),))
FUTURE = Hours((week("ma-pe 9-16", valid_from=date(2026, 12, 1)),))
WITH_UNKNOWN_SUMMER = Hours((week("ma-pe 9-16"), Regular(season=Season((6, 1), (8, 31)))))
CHRISTMAS = Hours(
    (week("ma-pe 9-16"),),
    (Exceptional(date(2026, 12, 24), date(2026, 12, 26), closed=True),),
)
EVE_SHORT = Hours(
    (week("ma-pe 9-16"),),
    (),
    (
        HolidayHours(Holiday.CHRISTMAS_EVE, spans("9-12")),
        HolidayHours(Holiday.CHRISTMAS_DAY, closed=True),
        HolidayHours(Holiday.EPIPHANY),
    ),
)
EXCEPTION_BEATS_HOLIDAY = Hours(
    (week("ma-pe 9-16"),),
    (Exceptional(date(2026, 12, 24), date(2026, 12, 24), spans("10-11")),),
    (HolidayHours(Holiday.CHRISTMAS_EVE, closed=True),),
)
CLOSED_BEATS_ALL = Hours(
    (Regular(always_open=True),),
    (
        Exceptional(date(2026, 11, 23), date(2026, 11, 23), spans("9-16")),
        Exceptional(date(2026, 11, 1), date(2026, 11, 30), closed=True),
    ),
    (HolidayHours(Holiday.INDEPENDENCE_DAY, spans("9-10")),),
)
NARROW_WINS = Hours(
    (week("ma-pe 9-16"),),
    (
        Exceptional(date(2026, 6, 1), date(2026, 8, 31), spans("10-14")),
        Exceptional(date(2026, 7, 15), date(2026, 7, 15), spans("12-13")),
    ),
)
UNKNOWN_EXCEPTION = Hours((week("ma-pe 9-16"),), (Exceptional(date(2026, 11, 24), date(2026, 11, 24)),))
ALL_DAY_EXCEPTION = Hours(
    (week("ma-pe 9-16"),), (Exceptional(date(2026, 11, 24), date(2026, 11, 24), always_open=True),)
)
AGREED_EXCEPTION = Hours(
    (week("ma-pe 9-16"),), (Exceptional(date(2026, 11, 24), date(2026, 11, 24), by_appointment=True),)
)
NIGHT_INTO_CLOSED = Hours(
    (week("ma-su 20-2"),), (Exceptional(date(2026, 11, 24), date(2026, 11, 24), closed=True),)
)
SENSELESS = Hours((Regular((Opening(0, 960, 540),)),))
TOUCHING = Hours((week("ma 8-12", "ma 12-16", "ma 15-17"),))
OPEN, CLOSED, AGREED, UNSURE = State.OPEN, State.CLOSED, State.BY_APPOINTMENT, State.NOT_KNOWN

# what · hours · moment → state, until, opens next, a day not known before that
TABLE = [
    # Ordinary days. 23.11.2026 is a Monday.
    ("open in the middle of the day", OFFICE, "23.11.2026 12", OPEN, "23.11.2026 16", None, None),
    ("open at the first minute", OFFICE, "23.11.2026 9", OPEN, "23.11.2026 16", None, None),
    ("closed the minute before", OFFICE, "23.11.2026 8.59", CLOSED, None, "23.11.2026 9", None),
    ("closed at the closing minute", OFFICE, "23.11.2026 16", CLOSED, None, "24.11.2026 9", None),
    ("early morning: opens today", OFFICE, "24.11.2026 5", CLOSED, None, "24.11.2026 9", None),
    ("Friday evening: opens on Monday", OFFICE, "20.11.2026 17", CLOSED, None, "23.11.2026 9", None),
    ("Sunday", OFFICE, "22.11.2026 12", CLOSED, None, "23.11.2026 9", None),
    ("before lunch", LUNCH, "23.11.2026 11.59", OPEN, "23.11.2026 12", None, None),
    ("lunch", LUNCH, "23.11.2026 12", CLOSED, None, "23.11.2026 13", None),
    ("after lunch", LUNCH, "23.11.2026 13", OPEN, "23.11.2026 16", None, None),
    ("minutes count", LUNCH, "23.11.2026 8.14", CLOSED, None, "23.11.2026 8.15", None),
    ("touching spans are one", TOUCHING, "23.11.2026 9", OPEN, "23.11.2026 17", None, None),
    ("a span that ends before it begins", SENSELESS, "23.11.2026 10", UNSURE, None, None, "23.11.2026"),
    # Nights.
    ("evening of a night", NIGHT, "20.11.2026 21", OPEN, "21.11.2026 2", None, None),
    ("after midnight", NIGHT, "21.11.2026 1.59", OPEN, "21.11.2026 2", None, None),
    ("the night is over", NIGHT, "21.11.2026 2", CLOSED, None, "27.11.2026 20", None),
    ("the morning before is not the night", NIGHT, "20.11.2026 1", CLOSED, None, "20.11.2026 20", None),
    ("Sunday night into Monday", EVERY_NIGHT, "23.11.2026 0.30", OPEN, "23.11.2026 2", None, None),
    ("a night over New Year of weeks", EVERY_NIGHT, "4.1.2027 1", OPEN, "4.1.2027 2", None, None),
    ("night into a closed day", NIGHT_INTO_CLOSED, "24.11.2026 1", OPEN, "24.11.2026 2", None, None),
    ("the closed day's evening", NIGHT_INTO_CLOSED, "24.11.2026 21", CLOSED, None, "25.11.2026 20", None),
    ("no tail from the closed day", NIGHT_INTO_CLOSED, "25.11.2026 1", CLOSED, None, "25.11.2026 20", None),
    ("a holiday's night may go on", EVERY_NIGHT, "7.1.2026 1", UNSURE, None, "7.1.2026 20", "6.1.2026"),
    ("and ends at the latest then", EVERY_NIGHT, "7.1.2026 2", CLOSED, None, "7.1.2026 20", None),
    # Round the clock.
    ("always", ALWAYS, "23.11.2026 3", OPEN, None, None, None),
    ("always on Christmas Day too", ALWAYS, "25.12.2026 3", OPEN, None, None, None),
    ("24 h on weekdays", ROUND_CLOCK_WEEKDAYS, "24.11.2026 3", OPEN, "28.11.2026 0", None, None),
    (
        "24 h until a day not known",
        ROUND_CLOCK_WEEKDAYS,
        "4.1.2027 3",
        OPEN,
        "6.1.2027 0",
        None,
        "6.1.2027",
    ),
    ("24 h on one day", ALL_DAY_EXCEPTION, "24.11.2026 20", OPEN, "25.11.2026 0", None, None),
    # Odd and even weeks. 2026 has week 53 (28.12.–3.1.), so two odd weeks follow each other.
    ("week 47 is odd", ODD, "17.11.2026 11", OPEN, "17.11.2026 12", None, None),
    ("week 48 is not", ODD, "24.11.2026 11", CLOSED, None, "1.12.2026 10", None),
    ("week 48 is even", EVEN, "24.11.2026 11", OPEN, "24.11.2026 12", None, None),
    ("week 53 is odd", ODD, "29.12.2026 11", OPEN, "29.12.2026 12", None, None),
    ("and week 1 after it", ODD, "29.12.2026 12", CLOSED, None, "5.1.2027 10", None),
    ("even skips two weeks there", EVEN, "22.12.2026 13", CLOSED, None, "12.1.2027 10", None),
    ("1.1.2027 lies in week 53", ODD, "1.1.2027 11", CLOSED, None, "5.1.2027 10", None),
    # Seasons and validity.
    ("in the season", CLUB, "23.11.2026 18", OPEN, "23.11.2026 19", None, None),
    ("out of the season", CLUB, "15.6.2026 18", CLOSED, None, "7.9.2026 17", None),
    ("last day of the season", CLUB, "25.5.2026 18", OPEN, "25.5.2026 19", None, None),
    ("a season over New Year", CLUB, "11.1.2027 18", OPEN, "11.1.2027 19", None, None),
    ("July break", JULY_OFF, "15.7.2026 12", CLOSED, None, "3.8.2026 9", None),
    ("the day before July", JULY_OFF, "30.6.2026 12", OPEN, "30.6.2026 16", None, None),
    ("summer hours beat the rest", SUMMER, "15.7.2026 9.30", CLOSED, None, "15.7.2026 10", None),
    ("and end with August", SUMMER, "1.9.2026 9.30", OPEN, "1.9.2026 16", None, None),
    (
        "summer not known, the rest is",
        WITH_UNKNOWN_SUMMER,
        "15.7.2026 12",
        UNSURE,
        None,
        "1.9.2026 9",
        "15.7.2026",
    ),
    ("hours of last year", STALE, "23.11.2026 12", UNSURE, None, None, "23.11.2026"),
    ("hours from next month", FUTURE, "30.11.2026 12", UNSURE, None, "1.12.2026 9", "30.11.2026"),
    ("a season of four days over New Year", NEW_YEAR_CLUB, "2.1.2027 9.30", OPEN, "2.1.2027 10", None, None),
    # Holidays and eves.
    ("Independence Day on a Sunday", OFFICE, "6.12.2026 12", CLOSED, None, "7.12.2026 9", None),
    ("Epiphany on a Wednesday", OFFICE, "6.1.2027 12", UNSURE, None, "7.1.2027 9", "6.1.2027"),
    ("the evening before Epiphany", OFFICE, "5.1.2027 17", CLOSED, None, "7.1.2027 9", "6.1.2027"),
    ("Christmas Eve", OFFICE, "24.12.2026 12", UNSURE, None, "28.12.2026 9", "24.12.2026"),
    ("the evening before Christmas Eve", OFFICE, "23.12.2026 17", CLOSED, None, "28.12.2026 9", "24.12.2026"),
    ("Midsummer Eve", OFFICE, "19.6.2026 12", UNSURE, None, "22.6.2026 9", "19.6.2026"),
    ("May Day Eve", OFFICE, "30.4.2026 12", UNSURE, None, "4.5.2026 9", "30.4.2026"),
    ("Maundy Thursday", OFFICE, "2.4.2026 12", UNSURE, None, "7.4.2026 9", "2.4.2026"),
    ("New Year's Eve", OFFICE, "31.12.2026 12", UNSURE, None, "4.1.2027 9", "31.12.2026"),
    ("a stated eve", EVE_SHORT, "24.12.2026 11", OPEN, "24.12.2026 12", None, None),
    ("after the stated eve", EVE_SHORT, "24.12.2026 12", CLOSED, None, "28.12.2026 9", None),
    ("a stated holiday", EVE_SHORT, "25.12.2026 11", CLOSED, None, "28.12.2026 9", None),
    ("a holiday named with no hours", EVE_SHORT, "6.1.2027 11", UNSURE, None, "7.1.2027 9", "6.1.2027"),
    # Exceptional days.
    ("closed for Christmas", CHRISTMAS, "24.12.2026 12", CLOSED, None, "28.12.2026 9", None),
    ("skips the closed days", CHRISTMAS, "23.12.2026 17", CLOSED, None, "28.12.2026 9", None),
    ("beats the holiday", EXCEPTION_BEATS_HOLIDAY, "24.12.2026 10.30", OPEN, "24.12.2026 11", None, None),
    ("closed beats all", CLOSED_BEATS_ALL, "23.11.2026 12", CLOSED, None, "1.12.2026 0", None),
    ("the shorter exception holds", NARROW_WINS, "15.7.2026 12.30", OPEN, "15.7.2026 13", None, None),
    ("and not the longer one", NARROW_WINS, "15.7.2026 11", CLOSED, None, "15.7.2026 12", None),
    ("an exception on a Saturday", NARROW_WINS, "18.7.2026 11", OPEN, "18.7.2026 14", None, None),
    (
        "an exception with no hours",
        UNKNOWN_EXCEPTION,
        "24.11.2026 12",
        UNSURE,
        None,
        "25.11.2026 9",
        "24.11.2026",
    ),
    # Clock changes: 29.3.2026 03 → 04, 25.10.2026 04 → 03.
    ("spring: open at 2", CHANGE_NIGHT, "29.3.2026 2.30", OPEN, "29.3.2026 4", None, None),
    ("spring: 4 follows 3", CHANGE_NIGHT, "29.3.2026 4", CLOSED, None, "30.3.2026 2", None),
    ("spring: the hour that is not", IN_THE_GAP, "29.3.2026 2.30", CLOSED, None, "12.4.2026 3", "5.4.2026"),
    ("spring: half of it", HALF_GAP, "29.3.2026 2.30", OPEN, "29.3.2026 4", None, None),
    ("spring: 24 h goes on", ALWAYS, "29.3.2026 4", OPEN, None, None, None),
    ("autumn: open at the first 3", CHANGE_NIGHT, "25.10.2026 3.30", OPEN, "25.10.2026 4", None, None),
    (
        "autumn: open at the second 3",
        CHANGE_NIGHT,
        "25.10.2026 3.30 second",
        OPEN,
        "25.10.2026 4",
        None,
        None,
    ),
    ("autumn: closed at 4", CHANGE_NIGHT, "25.10.2026 4", CLOSED, None, "26.10.2026 2", None),
    ("autumn: until the first 3.30", HALF_GAP, "25.10.2026 3.30", CLOSED, None, "1.11.2026 2", None),
    ("autumn: the night goes on", EVERY_NIGHT, "25.10.2026 1", OPEN, "25.10.2026 2", None, None),
    # By appointment.
    ("by appointment only", APPOINTMENT, "23.11.2026 12", AGREED, "6.12.2026 0", None, "6.12.2026"),
    (
        "by appointment at given times",
        APPOINTMENT_TIMES,
        "23.11.2026 10",
        AGREED,
        "23.11.2026 12",
        None,
        None,
    ),
    ("closed outside them", APPOINTMENT_TIMES, "23.11.2026 12", CLOSED, None, "24.11.2026 9", None),
    ("walk in, else by appointment", MIXED, "23.11.2026 10", OPEN, "23.11.2026 12", None, None),
    ("the afternoon is by appointment", MIXED, "23.11.2026 13", AGREED, "24.11.2026 9", "24.11.2026 9", None),
    ("walk in beats appointment", MIXED_TIMES, "23.11.2026 11.30", OPEN, "23.11.2026 12", None, None),
    ("then appointment", MIXED_TIMES, "23.11.2026 12", AGREED, "23.11.2026 15", "30.11.2026 9", None),
    (
        "by appointment on Christmas Day",
        APPOINTMENT,
        "25.12.2026 12",
        UNSURE,
        None,
        "27.12.2026 0",
        "25.12.2026",
    ),
    (
        "one day by appointment",
        AGREED_EXCEPTION,
        "24.11.2026 12",
        AGREED,
        "25.11.2026 0",
        "25.11.2026 9",
        None,
    ),
    # Not known is not closed.
    ("nothing stated", NOT_KNOWN, "23.11.2026 12", UNSURE, None, None, "23.11.2026"),
    ("in words only", WORDS, "23.11.2026 12", UNSURE, None, None, "23.11.2026"),
    ("a timetable with no times", EMPTY_REGULAR, "23.11.2026 12", UNSURE, None, None, "23.11.2026"),
]


@pytest.mark.parametrize(
    ("hours", "at", "state", "until", "opens_next", "not_known_on"),
    [row[1:] for row in TABLE],
    ids=[row[0] for row in TABLE],
)
def test_hard_cases(
    hours: Hours, at: str, state: State, until: str | None, opens_next: str | None, not_known_on: str | None
) -> None:
    found = status(hours, t(at))
    assert found.state is state
    assert found.until == (t(until) if until else None)
    assert found.opens_next == (t(opens_next) if opens_next else None)
    assert found.not_known_on == (d(not_known_on) if not_known_on else None)


def test_the_table_is_a_table_of_hard_cases() -> None:
    assert len(TABLE) >= 60
    assert len({row[0] for row in TABLE}) == len(TABLE)


@pytest.mark.parametrize(
    ("hours", "on", "why"),
    [
        (OFFICE, "23.11.2026", Why.REGULAR),
        (OFFICE, "6.1.2027", Why.HOLIDAY_NOT_STATED),
        (OFFICE, "6.12.2026", Why.REGULAR),
        (CHRISTMAS, "25.12.2026", Why.EXCEPTION),
        (EVE_SHORT, "24.12.2026", Why.HOLIDAY),
        (CLUB, "15.6.2026", Why.OUT_OF_SEASON),
        (JULY_OFF, "15.7.2026", Why.OUT_OF_SEASON),
        (STALE, "23.11.2026", Why.OUT_OF_DATE),
        (WORDS, "23.11.2026", Why.WORDS_ONLY),
        (NOT_KNOWN, "23.11.2026", Why.NOT_STATED),
        (EMPTY_REGULAR, "23.11.2026", Why.NOT_STATED),
    ],
)
def test_a_day_says_why(hours: Hours, on: str, why: Why) -> None:
    assert day(hours, d(on)).why is why


def test_a_day_carries_its_names_and_the_words_of_the_source() -> None:
    note = Text(fi="Lounas tarjolla")
    hours = Hours(exceptional=(Exceptional(d("24.12.2026"), d("24.12.2026"), spans("9-12"), note=note),))
    found = day(hours, d("24.12.2026"))
    assert found.holidays == (Holiday.CHRISTMAS_EVE,)
    assert found.note == note
    assert found.spans == (DaySpan(540, 720),)


def test_an_opening_by_appointment_is_said_to_be_one() -> None:
    assert status(APPOINTMENT_TIMES, t("23.11.2026 12")).next_by_appointment
    assert not status(OFFICE, t("23.11.2026 17")).next_by_appointment


def test_a_moment_is_the_same_in_any_zone() -> None:
    at = t("23.11.2026 15.59")
    assert status(OFFICE, at.astimezone(UTC)) == status(OFFICE, at)
    assert status(OFFICE, at.astimezone(ZoneInfo("America/New_York"))) == status(OFFICE, at)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        status(OFFICE, datetime(2026, 11, 23, 12))  # noqa: DTZ001 - that is the case


def test_coming_days_are_in_order_and_as_many_as_asked() -> None:
    found = coming_days(OFFICE, d("23.11.2026"), 14)
    assert [f.date for f in found] == [d("23.11.2026") + timedelta(days=n) for n in range(14)]
    assert coming_days(OFFICE, d("23.11.2026"), 0) == ()
