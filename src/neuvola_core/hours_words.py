"""Opening hours in words, for a card and a leaflet.

Lines of a timetable are written so that ``hours_text`` reads the same hours back from them.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from neuvola_core.hours import Hours, Regular
from neuvola_core.hours_table import Words, tables
from neuvola_core.opening import ZONE, DayHours, OpenStatus, State, Why, coming_days, status

_UNUSUAL: Final = frozenset({Why.EXCEPTION, Why.HOLIDAY, Why.HOLIDAY_NOT_STATED})


@dataclass(frozen=True, slots=True)
class DayLine:
    """One of the coming days, or several in a row that tell the same.

    ``is_unusual`` where it differs from the weekly timetable, or may.
    """

    first: date
    last: date
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


def timetable(regular: Regular, language: str = "fi", *, beside_others: bool = False) -> str:
    """One weekly timetable ("ma–pe 9–16, la 10–14"); empty if it states nothing.

    ``beside_others``: there are times to walk in as well, so an appointment is for the rest of the week.
    """
    return Words(language).regular(regular, beside_others=beside_others)


def lines(hours: Hours, language: str = "fi", on: date | None = None) -> tuple[str, ...]:
    """Everything stated, a line each: timetables, holidays, exceptions and the source's own words.

    ``on`` leaves out what has passed by then. Nothing stated gives the one line that says so.
    """
    words = Words(language)
    regular = [r for r in hours.regular if on is None or r.valid_to is None or r.valid_to >= on]
    exceptional = [e for e in hours.exceptional if on is None or e.last >= on]
    found = [
        *_timetables(regular, language),
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


def short_status(found: OpenStatus | None, at: datetime, language: str = "fi") -> str:
    """``status_sentence`` in as few words as a row of a list has room for; None where nobody states hours."""
    words = Words(language)
    if found is None or found.state is State.NOT_KNOWN:
        return words["short_not_known"]
    if found.state is State.BY_APPOINTMENT:
        return words["appointment_now"]
    now = at.astimezone(ZONE)
    if found.state is State.OPEN:
        if found.until is None:
            return words["open_always"]
        return words["short_open"] if found.not_known_on else words.short_closing(found.until, now)
    if found.opens_next is None:
        return words["closed_now"]
    if found.next_by_appointment:
        key = "short_opens_by_appointment"
    else:
        key = "short_opens_at_latest" if found.not_known_on else "short_opens"
    return words.say(key, when=words.short_moment(found.opens_next, now))


def coming(hours: Hours, first: date, language: str = "fi", count: int = 14) -> tuple[DayLine, ...]:
    """The coming days one by one, holidays named."""
    words = Words(language)
    return tuple(_day_line(words, day) for day in coming_days(hours, first, count))


def coming_runs(hours: Hours, today: date, language: str = "fi", count: int = 14) -> tuple[DayLine, ...]:
    """As ``coming``, days in a row that tell the same made one line; today always stands alone."""
    words = Words(language)
    first, *rest = coming(hours, today, language, count)
    return (first, *(_merged(words, run) for run in _runs(rest, _tell_the_same)))


def unusual(hours: Hours, first: date, language: str = "fi", count: int = 14) -> tuple[str, ...]:
    """Of the coming days only those that differ; days in a row that are closed alike share a line."""
    words = Words(language)
    differing = [line for line in coming(hours, first, language, count) if line.is_unusual]
    return tuple(_run(words, run) for run in _runs(differing, _may_share))


def coming_lines(hours: Hours, first: date, language: str = "fi", count: int = 14) -> tuple[str, ...]:
    """What one needs on those days, a line each: the timetables that hold then, and the days that differ."""
    last = first + timedelta(days=count - 1)
    holding = [r for r in hours.regular if (r.valid_from or first) <= last and first <= (r.valid_to or last)]
    told = (*_timetables(holding, language), *unusual(hours, first, language, count))
    return tuple(dict.fromkeys(line for line in told if line))


def _timetables(together: Sequence[Regular], language: str) -> Iterator[str]:
    walk_in = any(one.openings and not one.by_appointment for one in together)
    return (timetable(one, language, beside_others=walk_in) for one in together)


def _runs(lines: Iterable[DayLine], alike: Callable[[DayLine, DayLine], bool]) -> list[list[DayLine]]:
    runs: list[list[DayLine]] = []
    for line in lines:
        if runs and runs[-1][-1].last + timedelta(days=1) == line.first and alike(runs[-1][-1], line):
            runs[-1].append(line)
        else:
            runs.append([line])
    return runs


def _tell_the_same(one: DayLine, following: DayLine) -> bool:
    return (one.text, one.holiday) == (following.text, following.holiday)


def _may_share(one: DayLine, following: DayLine) -> bool:
    # A day that is not known keeps its name: it is what one asks about on the phone.
    is_nameable = one.state is State.CLOSED or not (one.holiday or following.holiday)
    return one.text == following.text and is_nameable


def _merged(words: Words, run: list[DayLine]) -> DayLine:
    first, last = run[0].first, run[-1].last
    return replace(run[0], last=last, label=words.day_dates(first, last))


def _run(words: Words, run: list[DayLine]) -> str:
    if len(run) == 1:
        return run[0].line
    dates = words.dates(run[0].first, run[-1].last)
    if run[0].state is State.CLOSED:
        return words.say("closed_on", dates=dates)
    return words.say("labelled", label=dates, text=run[0].text)


def _day_line(words: Words, day: DayHours) -> DayLine:
    return DayLine(
        day.date,
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
