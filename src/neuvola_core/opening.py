"""The one place that says what opening hours mean: on a day, and at a moment in Europe/Helsinki.

What beats what: a stated closure; other exceptional hours; hours stated for a named holiday; the weekly
timetable. On public holidays and eves the weekly timetable is not trusted: where it says "open" the day is
*not known*, where it says "closed" the day is closed. Hours in words only, or not stated, are never "closed".

A night belongs to the day it began on. Spans are wall-clock times: an hour that the clock skips has no
length, and of an hour that comes twice the first one is meant.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from neuvola_core import calendar
from neuvola_core.calendar import Holiday
from neuvola_core.hours import Exceptional, HolidayHours, Hours, Opening, Regular, Season, Span, Weeks
from neuvola_core.spans import joined, without
from neuvola_core.text import EMPTY, Text

ZONE: Final = ZoneInfo("Europe/Helsinki")
MIDNIGHT: Final = 1440
HORIZON_DAYS: Final = 370
"""How far ahead the next opening is looked for: past any season."""
ENDLESS: Final = timedelta(days=14)
"""What stays open longer than this is said to be open with no end."""


class State(StrEnum):
    """What can be said of a day or a moment."""

    OPEN = "open"
    CLOSED = "closed"
    BY_APPOINTMENT = "by-appointment"
    NOT_KNOWN = "not-known"


class Why(StrEnum):
    """What a day's state rests on."""

    REGULAR = "regular"
    EXCEPTION = "exception"
    HOLIDAY = "holiday"
    HOLIDAY_NOT_STATED = "holiday-not-stated"
    OUT_OF_SEASON = "out-of-season"
    OUT_OF_DATE = "out-of-date"
    WORDS_ONLY = "words-only"
    NOT_STATED = "not-stated"


@dataclass(frozen=True, slots=True, order=True)
class DaySpan:
    """Minutes from the day's midnight; ``closes`` over 1440 lies on the next day."""

    opens: int
    closes: int
    by_appointment: bool = False


@dataclass(frozen=True, slots=True)
class DayHours:
    """A day: its spans in order, and why.

    ``holidays`` are the day's names, ``note`` the source's words for this day. On a day not known
    ``unsure_to`` is the minute until which it may go on (over 1440 where a night would run past midnight).
    """

    date: date
    state: State
    why: Why
    spans: tuple[DaySpan, ...] = ()
    holidays: tuple[Holiday, ...] = ()
    note: Text = EMPTY
    unsure_to: int = 0


@dataclass(frozen=True, slots=True)
class OpenStatus:
    """A moment; all datetimes are in Europe/Helsinki.

    ``day`` is the day the state comes from (yesterday for a night that goes on). ``until`` is when an open
    state ends; None where it never does, or nothing is open. ``opens_next`` is the next certain opening
    (with an appointment only, if ``next_by_appointment``); None while open, or where none is known.
    ``not_known_on`` is the first day before ``opens_next`` (or right at ``until``) of which nothing is known:
    it may be open then.
    """

    state: State
    why: Why
    day: DayHours
    until: datetime | None = None
    opens_next: datetime | None = None
    next_by_appointment: bool = False
    not_known_on: date | None = None


def day(hours: Hours, on: date) -> DayHours:
    """What is known of one day."""
    names = calendar.on(on)
    stated = _exceptional(hours.exceptional, on) or _holiday(hours.holidays, names, on)
    return replace(stated or _weekly(hours, on, is_named=bool(names)), holidays=names)


def coming_days(hours: Hours, first: date, count: int = 14) -> tuple[DayHours, ...]:
    """The days from ``first`` on."""
    return tuple(day(hours, first + timedelta(days=n)) for n in range(count))


def status(hours: Hours, at: datetime) -> OpenStatus:
    """Whether it is open at a moment, until when, and when it opens next; ``at`` must be aware."""
    if at.utcoffset() is None:
        raise ValueError("status needs an aware datetime")
    now = at.astimezone(UTC)
    today = now.astimezone(ZONE).date()
    here = day(hours, today)
    nearby = [*_stretches(day(hours, today - timedelta(days=1))), *_stretches(here)]
    current = [stretch for stretch in nearby if stretch.start <= now < stretch.end]
    if not current:
        return _with_next(hours, OpenStatus(State.CLOSED, here.why, here), now)
    best = min(current, key=lambda stretch: _RANK[stretch.state])
    found = OpenStatus(best.state, best.day.why, best.day)
    if best.state is State.OPEN:
        return _with_end(hours, found, best)
    if best.state is State.BY_APPOINTMENT:
        return _by_appointment(hours, found, best, now)
    return _with_next(hours, replace(found, not_known_on=best.day.date), now)


def open_today(hours: Hours, at: datetime) -> tuple[bool, datetime]:
    """Whether ``status`` says open, and until when that surely holds: midnight of Finland at the latest.

    What a filter asks of ten thousand timetables: it looks at no day to come. ``at`` must be aware.
    """
    today = at.astimezone(ZONE).date()
    held = [
        stretch
        for on in (today - timedelta(days=1), today)
        for stretch in _stretches(day(hours, on))
        if stretch.state is State.OPEN
    ]
    changes = [change for one in held for change in (one.start, one.end) if change > at]
    return any(one.start <= at < one.end for one in held), min([*changes, instant(today, MIDNIGHT)])


@lru_cache(1024)
def instant(on: date, minute: int) -> datetime:
    """The moment (in UTC) that a wall-clock minute of a day means."""
    wall = datetime.combine(on, time(), ZONE) + timedelta(minutes=minute)
    moment = wall.astimezone(UTC)
    if moment.astimezone(ZONE).replace(tzinfo=None) == wall.replace(tzinfo=None):
        return moment
    # In the night of spring the clock goes from 03 to 04: any time between means the moment of the jump.
    return wall.replace(minute=0).astimezone(UTC)


def _weekly(hours: Hours, on: date, *, is_named: bool) -> DayHours:
    valid = [r for r in hours.regular if _is_valid(r, on)]
    holding = [r for r in valid if _in_season(r.season, on)]
    closing = [r for r in holding if r.closed]
    if closing:
        return DayHours(on, State.CLOSED, Why.OUT_OF_SEASON, note=_notes(closing))
    temporary = [r for r in holding if r.season or r.valid_to]
    chosen = temporary or holding
    telling = [r for r in chosen if _tells(r)]
    if telling:
        found = _from_spans(on, Why.REGULAR, _weekly_spans(telling, on), _notes(telling))
        trusted = not is_named or found.state is State.CLOSED or any(r.always_open for r in telling)
        if trusted:
            return found
        last = max((span.closes for span in found.spans), default=0)
        return replace(_not_known(on, Why.HOLIDAY_NOT_STATED, found.note), unsure_to=max(MIDNIGHT, last))
    if not holding and any(r.season and _tells(r) for r in valid):
        return DayHours(on, State.CLOSED, Why.OUT_OF_SEASON)
    if chosen or not hours.regular:
        in_words = bool(hours.note) or any(r.note for r in chosen)
        return _not_known(on, Why.WORDS_ONLY if in_words else Why.NOT_STATED, _notes(chosen))
    return _not_known(on, Why.OUT_OF_DATE)


def _exceptional(exceptional: Iterable[Exceptional], on: date) -> DayHours | None:
    covering = [e for e in exceptional if e.first <= on <= e.last]
    if not covering:
        return None
    closing = [e for e in covering if e.closed]
    if closing:
        return DayHours(on, State.CLOSED, Why.EXCEPTION, note=_notes(closing))
    shortest = min(e.last - e.first for e in covering)
    holding = [e for e in covering if e.last - e.first == shortest]
    spans = [s for e in holding for s in _spans(e.spans, e.always_open, e.by_appointment)]
    if not spans:
        return _not_known(on, Why.EXCEPTION, _notes(holding))
    return _from_spans(on, Why.EXCEPTION, spans, _notes(holding))


def _holiday(stated: Iterable[HolidayHours], names: tuple[Holiday, ...], on: date) -> DayHours | None:
    holding = [h for h in stated if h.holiday in names]
    if not holding:
        return None
    if any(h.closed for h in holding):
        return DayHours(on, State.CLOSED, Why.HOLIDAY, note=_notes(holding))
    spans = [DaySpan(s.opens, s.closes) for h in holding for s in h.spans]
    if not spans:
        return _not_known(on, Why.HOLIDAY, _notes(holding))
    return _from_spans(on, Why.HOLIDAY, spans, _notes(holding))


def _not_known(on: date, why: Why, note: Text = EMPTY) -> DayHours:
    return DayHours(on, State.NOT_KNOWN, why, note=note, unsure_to=MIDNIGHT)


def _notes(stated: Iterable[Regular | Exceptional | HolidayHours]) -> Text:
    return next((s.note for s in stated if s.note), EMPTY)


def _is_valid(regular: Regular, on: date) -> bool:
    return (regular.valid_from or on) <= on <= (regular.valid_to or on)


def _in_season(season: Season | None, on: date) -> bool:
    if season is None:
        return True
    here = (on.month, on.day)
    if season.first <= season.last:
        return season.first <= here <= season.last
    return here >= season.first or here <= season.last


def _tells(regular: Regular) -> bool:
    return bool(regular.openings) or regular.always_open or regular.by_appointment


def _weekly_spans(telling: Iterable[Regular], on: date) -> list[DaySpan]:
    found: list[DaySpan] = []
    for regular in telling:
        today = [o for o in regular.openings if _is_on(o, on)]
        # "By appointment" with a timetable holds at those times only; without one, on any day.
        spare = regular.by_appointment and not regular.openings
        found += _spans(today, regular.always_open, regular.by_appointment, whole_day=spare)
    return found


def _is_on(opening: Opening, on: date) -> bool:
    if opening.weekday != on.weekday():
        return False
    is_odd = on.isocalendar().week % 2 == 1
    return opening.weeks is Weeks.ALL or (opening.weeks is Weeks.ODD) == is_odd


def _spans(
    stated: Iterable[Span | Opening], always_open: bool, by_appointment: bool, whole_day: bool | None = None
) -> list[DaySpan]:
    found = [DaySpan(s.opens, s.closes, by_appointment) for s in stated]
    all_day = (by_appointment and not found) if whole_day is None else whole_day
    if always_open or all_day:
        found.append(DaySpan(0, MIDNIGHT, by_appointment))
    return found


def _from_spans(on: date, why: Why, spans: Iterable[DaySpan], note: Text) -> DayHours:
    spans = tuple(spans)
    if not all(0 <= s.opens < MIDNIGHT and s.opens < s.closes <= 2 * MIDNIGHT for s in spans):
        return _not_known(on, why, note)
    walk_in = joined((s.opens, s.closes) for s in spans if not s.by_appointment)
    agreed = without(((s.opens, s.closes) for s in spans if s.by_appointment), walk_in)
    kept = sorted([*(DaySpan(*pair) for pair in walk_in), *(DaySpan(*pair, True) for pair in agreed)])
    if walk_in:
        return DayHours(on, State.OPEN, why, tuple(kept), note=note)
    return DayHours(on, State.BY_APPOINTMENT if agreed else State.CLOSED, why, tuple(kept), note=note)


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A piece of a day as two instants in UTC, so that comparing and adding are real time."""

    start: datetime
    end: datetime
    state: State
    day: DayHours


_RANK: Final = {State.OPEN: 0, State.BY_APPOINTMENT: 1, State.NOT_KNOWN: 2}


def _stretches(of: DayHours) -> Iterator[_Stretch]:
    if of.state is State.NOT_KNOWN:
        yield _Stretch(instant(of.date, 0), instant(of.date, of.unsure_to), State.NOT_KNOWN, of)
    for span in of.spans:
        state = State.BY_APPOINTMENT if span.by_appointment else State.OPEN
        start, end = instant(of.date, span.opens), instant(of.date, span.closes)
        if start < end:
            yield _Stretch(start, end, state, of)


def _end(hours: Hours, held: _Stretch) -> datetime | None:
    """When a state that may go on through the following days ends."""
    end = held.end
    while end - held.end < ENDLESS:
        today = end.astimezone(ZONE).date()
        around = [s for d in (today - timedelta(days=1), today) for s in _stretches(day(hours, d))]
        further = [s.end for s in around if s.state is held.state and s.start <= end < s.end]
        if not further:
            return end
        end = max(further)
    return None


def _with_end(hours: Hours, found: OpenStatus, held: _Stretch) -> OpenStatus:
    end = _end(hours, held)
    if end is None:
        return found
    until = end.astimezone(ZONE)
    following = day(hours, until.date())
    at_midnight = until == instant(following.date, 0)
    is_unsure = at_midnight and following.state is State.NOT_KNOWN
    return replace(found, until=until, not_known_on=following.date if is_unsure else None)


def _by_appointment(hours: Hours, found: OpenStatus, held: _Stretch, now: datetime) -> OpenStatus:
    ending = _with_end(hours, found, held)
    walk_in = _with_next(hours, found, now, wanted=frozenset({State.OPEN}))
    if walk_in.opens_next is None:
        return ending
    seen_to = ending.until or (held.end + ENDLESS)
    is_next = walk_in.opens_next <= seen_to
    return replace(walk_in, until=walk_in.opens_next if is_next else ending.until)


def _with_next(
    hours: Hours,
    found: OpenStatus,
    now: datetime,
    wanted: frozenset[State] = frozenset({State.OPEN, State.BY_APPOINTMENT}),
) -> OpenStatus:
    first = now.astimezone(ZONE).date()
    if not _may_open(hours, first, wanted):
        return found
    not_known_on = found.not_known_on
    for n in range(HORIZON_DAYS):
        ahead = day(hours, first + timedelta(days=n))
        if ahead.state is State.NOT_KNOWN and not_known_on is None:
            not_known_on = ahead.date
        coming = [s for s in _stretches(ahead) if s.state in wanted and s.start > now]
        if coming:
            soonest = min(coming, key=lambda s: s.start)
            return replace(
                found,
                opens_next=soonest.start.astimezone(ZONE),
                next_by_appointment=soonest.state is State.BY_APPOINTMENT,
                not_known_on=not_known_on,
            )
    return replace(found, not_known_on=not_known_on)


def _may_open(hours: Hours, first: date, wanted: frozenset[State]) -> bool:
    """Whether anything stated could open on ``first`` or later: spares a year's look where nothing can."""
    ahead: list[Regular | Exceptional] = [
        r for r in hours.regular if _tells(r) and (r.valid_to is None or r.valid_to >= first)
    ]
    ahead += [e for e in hours.exceptional if e.last >= first and not e.closed]
    agreed_too = State.BY_APPOINTMENT in wanted
    return any(agreed_too or not one.by_appointment for one in ahead) or any(h.spans for h in hours.holidays)
