"""What must hold for any opening hours at any moment."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from neuvola_core.calendar import Holiday
from neuvola_core.hours import Exceptional, HolidayHours, Hours, Opening, Regular, Season, Span, Weeks
from neuvola_core.opening import HORIZON_DAYS, State, day, open_today, status
from neuvola_core.text import Text

HELSINKI = ZoneInfo("Europe/Helsinki")

minutes = st.integers(0, 95).map(lambda quarter: quarter * 15)
dates = st.dates(date(2025, 12, 1), date(2027, 2, 28))
seasons = st.none() | st.builds(
    Season, *(st.tuples(st.integers(1, 12), st.integers(1, 28)) for _ in range(2))
)


@st.composite
def openings(draw: st.DrawFn) -> Opening:
    opens = draw(minutes)
    closes = opens + draw(st.integers(1, 96)) * 15
    return Opening(draw(st.integers(0, 6)), opens, closes, draw(st.sampled_from(Weeks)))


@st.composite
def exceptions(draw: st.DrawFn) -> Exceptional:
    first = draw(dates)
    found = draw(st.lists(openings(), max_size=2))
    return Exceptional(
        first,
        first + timedelta(days=draw(st.integers(0, 5))),
        tuple(Span(o.opens, o.closes) for o in found),
        closed=draw(st.booleans()),
        by_appointment=draw(st.booleans()),
    )


regulars = st.builds(
    Regular,
    openings=st.lists(openings(), max_size=8).map(tuple),
    valid_from=st.none() | dates,
    valid_to=st.none() | dates,
    season=seasons,
    always_open=st.sampled_from([False, False, False, True]),
    by_appointment=st.sampled_from([False, False, True]),
    closed=st.sampled_from([False, False, False, True]),
)
holiday_hours = st.builds(
    HolidayHours,
    holiday=st.sampled_from(Holiday).map(str),
    spans=st.lists(st.builds(lambda o: Span(o.opens, o.closes), openings()), max_size=2).map(tuple),
    closed=st.booleans(),
)
any_hours = st.builds(
    Hours,
    regular=st.lists(regulars, max_size=3).map(tuple),
    exceptional=st.lists(exceptions(), max_size=3).map(tuple),
    holidays=st.lists(holiday_hours, max_size=3).map(tuple),
)
moments = st.datetimes(
    datetime(2025, 12, 1),  # noqa: DTZ001 - hypothesis wants naive bounds
    datetime(2027, 2, 28),  # noqa: DTZ001 - as above
    timezones=st.just(UTC),
).map(lambda moment: moment.replace(second=0, microsecond=0))


@settings(deadline=None)
@given(any_hours, moments)
def test_status_agrees_with_the_day_on_the_wall_clock(hours: Hours, at: datetime) -> None:
    here = at.astimezone(HELSINKI)
    if here.date() in {date(2026, 3, 29), date(2026, 10, 25), date(2026, 3, 30), date(2026, 10, 26)}:
        return  # the nights when the wall clock jumps are in the table
    minute = here.hour * 60 + here.minute
    today, yesterday = day(hours, here.date()), day(hours, here.date() - timedelta(days=1))
    held = [s for s in today.spans if s.opens <= minute < s.closes]
    held += [s for s in yesterday.spans if s.opens <= minute + 1440 < s.closes]
    found = status(hours, at).state
    if any(not s.by_appointment for s in held):
        assert found is State.OPEN
    elif held:
        assert found is State.BY_APPOINTMENT
    elif today.state is State.NOT_KNOWN:
        assert found is State.NOT_KNOWN
    else:
        assert found in {State.CLOSED, State.NOT_KNOWN}
        assert (found is State.NOT_KNOWN) is (minute + 1440 < yesterday.unsure_to)


@settings(deadline=None)
@given(any_hours, moments)
def test_the_next_opening_is_one(hours: Hours, at: datetime) -> None:
    found = status(hours, at)
    if found.opens_next is None:
        return
    assert found.state is not State.OPEN
    assert found.opens_next > at
    then = status(hours, found.opens_next)
    before = status(hours, found.opens_next.astimezone(UTC) - timedelta(minutes=1))
    assert then.state is (State.BY_APPOINTMENT if found.next_by_appointment else State.OPEN)
    assert before.state is not State.OPEN
    if found.not_known_on is not None:
        assert found.not_known_on <= found.opens_next.date()
        assert day(hours, found.not_known_on).state is State.NOT_KNOWN


@settings(deadline=None)
@given(any_hours, moments, st.floats(0, 1))
def test_nothing_opens_before_the_next_opening(hours: Hours, at: datetime, share: float) -> None:
    found = status(hours, at)
    if found.state is State.OPEN:
        return
    end = found.opens_next.astimezone(UTC) if found.opens_next else at + timedelta(days=HORIZON_DAYS - 10)
    between = at + (end - at) * share
    assert between >= end or status(hours, between).state is not State.OPEN


@settings(deadline=None)
@given(any_hours, moments, st.floats(0, 1))
def test_it_is_open_until_it_closes(hours: Hours, at: datetime, share: float) -> None:
    found = status(hours, at)
    if found.state not in {State.OPEN, State.BY_APPOINTMENT}:
        assert found.until is None
        return
    end = found.until.astimezone(UTC) if found.until else at + timedelta(days=14)
    assert end > at
    between = at + (end - at) * share
    if between < end:
        assert status(hours, between).state is found.state
    if found.until:
        assert status(hours, found.until).state is not found.state


@settings(deadline=None)
@given(st.builds(Text, fi=st.text()), moments)
def test_hours_in_words_are_never_closed(note: Text, at: datetime) -> None:
    assert status(Hours(note=note), at).state is State.NOT_KNOWN


@given(any_hours, moments, st.floats(0, 1, exclude_max=True))
def test_the_filter_and_the_card_agree_for_as_long_as_it_says(hours: Hours, at: datetime, share: float):
    is_open, until = open_today(hours, at)
    assert timedelta() < until - at <= timedelta(hours=25)
    later = (at.astimezone(UTC) + share * (until - at)).astimezone(at.tzinfo)
    assert {is_open} == {status(hours, moment).state is State.OPEN for moment in (at, later)}
