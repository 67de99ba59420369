"""Opening hours in words, for a card and a leaflet.

Lines of a timetable are written so that ``hours_text`` reads the same hours back from them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from neuvola_core.hours import Hours, Regular
from neuvola_core.hours_table import Words, tables
from neuvola_core.opening import ZONE, DayHours, OpenStatus, State, Why, coming_days, status

_UNUSUAL: Final = frozenset({Why.EXCEPTION, Why.HOLIDAY, Why.HOLIDAY_NOT_STATED})


@dataclass(frozen=True, slots=True)
class DayLine:
    """One day of the coming ones; ``is_unusual`` where it differs from the weekly timetable, or may."""

    date: date
    label: str
    holiday: str
    text: str
    state: State
    is_unusual: bool

    @property
    def line(self) -> str:
        """ "to 24.12. jouluaatto: suljettu"."""
        return f"{' '.join(part for part in (self.label, self.holiday) if part)}: {self.text}"


def languages() -> tuple[str, ...]:
    """Languages that have words for opening hours; any other gets Finnish."""
    return tuple(tables())


def holiday_name(holiday: str, language: str = "fi") -> str:
    """What a named day is called ("jouluaatto")."""
    return Words(language).holiday(holiday)


def timetable(regular: Regular, language: str = "fi") -> str:
    """One weekly timetable ("ma–pe 9–16, la 10–14"); empty if it states nothing."""
    return Words(language).regular(regular)


def lines(hours: Hours, language: str = "fi", on: date | None = None) -> tuple[str, ...]:
    """Everything stated, a line each: timetables, holidays, exceptions and the source's own words.

    ``on`` leaves out what has passed by then. Nothing stated gives the one line that says so.
    """
    words = Words(language)
    regular = [r for r in hours.regular if on is None or r.valid_to is None or r.valid_to >= on]
    exceptional = [e for e in hours.exceptional if on is None or e.last >= on]
    walk_in = any(one.openings and not one.by_appointment for one in regular)
    found = [
        *(words.regular(one, beside_others=walk_in) for one in regular),
        *words.holidays(hours.holidays),
        *(words.exceptional(one, on) for one in sorted(exceptional, key=lambda e: e.first)),
        hours.note.best(language),
    ]
    return tuple(line for line in found if line) or (words["hours_not_known"],)


def status_sentence(hours: Hours, at: datetime, language: str = "fi") -> str:
    """Open until when, or when next: "Avautuu maanantaina 23.11. klo 9"; ``at`` must be aware."""
    words, found = Words(language), status(hours, at)
    now = at.astimezone(ZONE)
    parts: Iterable[str]
    if found.state is State.OPEN:
        parts = [_open(words, found, now)]
    elif found.state is State.CLOSED:
        parts = [*_closed(words, hours, found.day), *_opens(words, found, now)]
    elif found.state is State.NOT_KNOWN:
        parts = _not_known(words, found, now)
    else:
        parts = _by_appointment(words, found, now)
    return _joined(parts)


def coming(hours: Hours, first: date, language: str = "fi", count: int = 14) -> tuple[DayLine, ...]:
    """The coming days one by one, holidays named."""
    words = Words(language)
    return tuple(_day_line(words, day) for day in coming_days(hours, first, count))


def unusual(hours: Hours, first: date, language: str = "fi", count: int = 14) -> tuple[str, ...]:
    """Of the coming days only those that differ; days in a row that are closed alike share a line."""
    words = Words(language)
    runs: list[list[DayLine]] = []
    for line in coming(hours, first, language, count):
        if not line.is_unusual:
            continue
        if runs and _goes_on(runs[-1][-1], line):
            runs[-1].append(line)
        else:
            runs.append([line])
    return tuple(_run(words, run) for run in runs)


def _goes_on(one: DayLine, following: DayLine) -> bool:
    is_next = one.date + timedelta(days=1) == following.date
    # A day that is not known keeps its name: it is what one asks about on the phone.
    may_share = one.state is State.CLOSED or not (one.holiday or following.holiday)
    return is_next and one.text == following.text and may_share


def _run(words: Words, run: list[DayLine]) -> str:
    if len(run) == 1:
        return run[0].line
    dates = words.dates(run[0].date, run[-1].date)
    if run[0].state is State.CLOSED:
        return words.say("closed_on", dates=dates)
    return words.say("labelled", label=dates, text=run[0].text)


def _day_line(words: Words, day: DayHours) -> DayLine:
    return DayLine(
        day.date,
        words.day_date(day.date),
        ", ".join(words.holiday(name) for name in day.holidays),
        words.day_text(day),
        day.state,
        is_unusual=day.why in _UNUSUAL,
    )


def _open(words: Words, found: OpenStatus, now: datetime) -> str:
    if found.until is None:
        return words["open_always"]
    if found.not_known_on:
        return words.say("open_then_not_known", day=words.day_date(found.not_known_on))
    return words.say("open_until", when=words.moment(found.until, now, closing=True))


def _closed(words: Words, hours: Hours, day: DayHours) -> Iterator[str]:
    """Why it is closed, where that is news."""
    if day.why is Why.EXCEPTION:
        closing = [e for e in hours.exceptional if e.closed and e.first <= day.date <= e.last]
        if closing:
            longest = max(closing, key=lambda e: e.last - e.first)
            yield words.say("closed_dates", dates=words.dates(longest.first, longest.last))
    elif day.why is Why.HOLIDAY and not day.spans:
        yield words.say("closed_named", name=", ".join(words.holiday(name) for name in day.holidays))


def _opens(words: Words, found: OpenStatus, now: datetime) -> Iterator[str]:
    if found.opens_next is None:
        yield words["closed_now"]
        yield words["next_not_known"]
        return
    when = words.moment(found.opens_next, now)
    if found.next_by_appointment:
        yield words.say("opens_by_appointment", when=when)
    elif found.not_known_on is None:
        yield words.say("opens", when=when)
    else:
        yield words.say("opens_at_latest", when=when)
    if found.not_known_on:
        yield words.say("not_known_between", day=words.day_date(found.not_known_on))


def _not_known(words: Words, found: OpenStatus, now: datetime) -> Iterator[str]:
    names = ", ".join(words.holiday(name) for name in found.day.holidays)
    yield words.say("hours_not_known_named", name=names) if names else words["hours_not_known"]
    if found.opens_next and not found.next_by_appointment:
        yield words.say("next_certain", when=words.moment(found.opens_next, now))


def _by_appointment(words: Words, found: OpenStatus, now: datetime) -> Iterator[str]:
    yield words["appointment_now"]
    if found.opens_next:
        yield words.say("without_appointment", when=words.moment(found.opens_next, now))


def _joined(parts: Iterable[str]) -> str:
    """Sentences with a full stop between, where a date has not brought one already."""
    told = ""
    for part in parts:
        told += f"{'' if told.endswith('.') or not told else '.'}{' ' if told else ''}{part}"
    return told
