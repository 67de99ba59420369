"""HSDS schedules → hours.

A weekly rule becomes a timetable; what comes in other weeks or on days of the month becomes the dates it
falls on, this year and the next. Times are those on the wall, whatever offset a publisher has put to them.
What is given without times is read as words.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Any, Final

from dateutil.rrule import MONTHLY, WEEKLY, rrule, weekday

from neuvola_core import hours_text
from neuvola_core.hours import NOT_KNOWN, Exceptional, Hours, Opening, Regular, Span, Weeks
from neuvola_core.opening import MIDNIGHT
from neuvola_core.text import EMPTY, Text
from neuvola_exchange import clean, hsds_extras
from neuvola_exchange.hsds_times import DAYS, by_day, day, numbers, span
from neuvola_exchange.json_files import Note, Record, as_str

APPOINTMENT: Final = "ajanvarauksella"
CLOSED: Final = "suljettu"

_APPOINTMENT: Final = re.compile(r"ajanvarau|by appointment|appointment only|tidsbokning", re.IGNORECASE)
_CLOSED: Final = re.compile(r"(?:suljettu|kiinni|stängt|closed)\.?", re.IGNORECASE)
_ODD: Final = frozenset(range(1, 54, 2))
_EVEN: Final = frozenset(range(2, 53, 2))
_FREQUENCIES: Final = {"WEEKLY": WEEKLY, "MONTHLY": MONTHLY}
_MOST_DATES: Final = 200
_LONGEST_RULE: Final = 50
"""Years; a rule that began earlier is a date somebody has mistyped, and slow to count through."""
_WHOLE_WEEK: Final = frozenset((weekday, 0, MIDNIGHT) for weekday in range(7))


@dataclass(frozen=True, slots=True)
class _Frame:
    """What openings must have in common to make one timetable."""

    valid_from: date | None = None
    valid_to: date | None = None
    by_appointment: bool = False
    note: Text = EMPTY


@dataclass(slots=True)
class _Found:
    openings: dict[_Frame, list[Opening]] = field(default_factory=dict)
    dates: dict[date, list[Span]] = field(default_factory=dict)
    closed: list[Exceptional] = field(default_factory=list)
    words: list[Text] = field(default_factory=list)


def hours(rows: Iterable[Record], note: Note, written_in: str, today: date) -> Hours:
    """What schedules say together; hours not known where they say nothing."""
    found = _Found()
    for row in rows:
        _read(row, found, note, written_in, today)
    words = clean.joined(found.words)
    if not (found.openings or found.dates or found.closed):
        return _in_words(words)
    regular = _timetables(found.openings)
    special = [
        Exceptional(on, on, _spans((*spans, *_of_weekday(regular, on)))) for on, spans in found.dates.items()
    ]
    exceptional = sorted((*special, *found.closed), key=lambda one: (one.first, one.last))
    return Hours(regular=regular, exceptional=tuple(exceptional), note=words)


def _in_words(words: Text) -> Hours:
    if not words:
        return NOT_KNOWN
    if len(words) == 1:
        language, told = next(iter(words.items()))
        return hours_text.parse(told, language)
    return Hours(note=words)


def _read(row: Record, found: _Found, note: Note, written_in: str, today: date) -> None:
    told = clean.joined(hsds_extras.text(row, name, written_in) for name in ("description", "notes"))
    times = span(row.get("opens_at"), row.get("closes_at"))
    first, last = day(row.get("valid_from")), day(row.get("valid_to"))
    is_closed = bool(_CLOSED.fullmatch(told.best()))
    if times is None:
        if row.get("opens_at") or row.get("closes_at"):
            note("unknown-value", f"{row.get('opens_at')}–{row.get('closes_at')}")
        if is_closed and first and last and first <= last:
            found.closed.append(Exceptional(first, last, closed=True))
        else:
            found.words.append(told)
        return
    is_agreed = any(
        _APPOINTMENT.search(words) for words in (as_str(row.get("attending_type")), *told.values())
    )
    frame = _Frame(first, last, is_agreed, told)
    if not _place(row, frame, Span(*times), found, today):
        note("unknown-value", _rule_in_words(row))
        found.words.append(told)


def _place(row: Record, frame: _Frame, times: Span, found: _Found, today: date) -> bool:
    """Puts a rule into the timetable or onto its dates; False where it is not understood."""
    days = by_day(row.get("byday") or row.get("weekday"))
    weeks = numbers(row.get("byweekno"))
    starts = day(row.get("dtstart"))
    if days is None or weeks is None:
        return False
    if _is_weekly(row, days):
        told = _weeks(row, weeks)
        chosen = [weekday for _, weekday in days] or ([starts.weekday()] if starts else [])
        if told is not None and chosen:
            begins = frame.valid_from or (starts if starts and starts > today else None)
            key = replace(frame, valid_from=begins, valid_to=frame.valid_to or day(row.get("until")))
            openings = (Opening(weekday, times.opens, times.closes, told) for weekday in sorted(chosen))
            found.openings.setdefault(key, []).extend(openings)
            return True
    if frame.by_appointment:
        return False
    on = _dates(row, frame, days, today)
    for one in on:
        found.dates.setdefault(one, []).append(times)
    found.words += [frame.note] if on else []
    return bool(on) or _is_over(row, frame, today)


def _is_weekly(row: Record, days: tuple[tuple[int, int], ...]) -> bool:
    """A rule by days of the week alone; without a frequency, the days say that it comes each week."""
    if row.get("count") or any(ordinal for ordinal, _ in days):
        return False
    freq = as_str(row.get("freq")).upper()
    return freq == "WEEKLY" or (
        not freq and bool(days) and not (row.get("bymonthday") or row.get("byyearday"))
    )


def _weeks(row: Record, weeks: tuple[int, ...]) -> Weeks | None:
    """Which weeks a weekly rule holds in; None where the core has no word for it."""
    if _interval(row) != 1:
        return None
    if not weeks:
        return Weeks.ALL
    return {_ODD: Weeks.ODD, _EVEN: Weeks.EVEN}.get(frozenset(weeks))


# --- dates of a rule ---


def _dates(row: Record, frame: _Frame, days: tuple[tuple[int, int], ...], today: date) -> list[date]:
    """When a rule falls, from the beginning of this year to the end of the next."""
    starts = day(row.get("dtstart")) or frame.valid_from
    freq = as_str(row.get("freq")).upper()
    if not freq:
        single = frame.valid_from if frame.valid_from == frame.valid_to else None
        return [single] if single and not days else []
    interval, count = _interval(row), _whole(row.get("count"))
    begin, end = date(today.year, 1, 1), date(today.year + 1, 12, 31)
    is_anchored = starts is not None and starts.year > today.year - _LONGEST_RULE
    is_any_day = starts is None and interval == 1 and not count
    if freq not in _FREQUENCIES or not interval or not (is_anchored or is_any_day):
        return []
    ends = min(filter(None, (day(row.get("until")), frame.valid_to, end)))
    rule = rrule(
        _FREQUENCIES[freq],
        dtstart=_at(starts or begin),
        interval=interval,
        count=count,
        until=None if count else _at(ends),
        **_by(row, freq, days),
    )
    found = rule.between(_at(max(begin, frame.valid_from or begin)), _at(ends), inc=True)
    return [one.date() for one in found[:_MOST_DATES]]


def _by(row: Record, freq: str, days: tuple[tuple[int, int], ...]) -> dict[str, Any]:
    """The parts of a rule, those only that have a meaning for its frequency."""
    first = as_str(row.get("wkst")).upper()
    weeks, month_days = (
        tuple(n for n in numbers(row.get(key)) or () if 0 < abs(n) <= most)
        for key, most in (("byweekno", 53), ("bymonthday", 31))
    )
    told: dict[str, Any] = {
        "byweekday": [weekday(number, ordinal or None) for ordinal, number in days],
        "bymonthday": month_days if freq == "MONTHLY" else (),
        "byweekno": weeks if freq == "WEEKLY" else (),
        "wkst": DAYS.index(first) if first in DAYS else 0,
    }
    return {key: value for key, value in told.items() if value}


def _is_over(row: Record, frame: _Frame, today: date) -> bool:
    """Whether a rule was understood but its days are past."""
    last = day(row.get("until")) or frame.valid_to
    return bool(last and last < today)


def _at(on: date) -> datetime:
    return datetime.combine(on, time())


def _interval(row: Record) -> int | None:
    """How many weeks or months lie between; None where that is not understood."""
    return 1 if row.get("interval") in (None, "") else _whole(row["interval"])


def _whole(value: object) -> int | None:
    """A number of times; what is past sense is none."""
    written = str(int(value)) if isinstance(value, float) and value.is_integer() else value
    found = numbers(written)
    return found[0] if found and len(found) == 1 and found[0] > 0 else None


# --- timetables ---


def _timetables(openings: dict[_Frame, list[Opening]]) -> tuple[Regular, ...]:
    """One timetable for each frame.

    By the standard, hours with dates come on top of those without: in the core they would take their place,
    so the others are written into them.
    """
    result = []
    for frame, own in openings.items():
        wider = [
            opening
            for other, others in openings.items()
            if frame.valid_to and other != frame and _is_wider(other, frame)
            for opening in others
        ]
        told = tuple(dict.fromkeys((*own, *wider)))
        ordered = tuple(sorted(told, key=lambda o: (o.weekday, o.opens, o.closes, o.weeks)))
        whole = {(o.weekday, o.opens, o.closes) for o in ordered if o.weeks is Weeks.ALL} >= _WHOLE_WEEK
        result.append(
            Regular(
                () if whole else ordered,
                frame.valid_from,
                frame.valid_to,
                always_open=whole,
                by_appointment=frame.by_appointment,
                note=frame.note,
            )
        )
    return tuple(result)


def _is_wider(other: _Frame, frame: _Frame) -> bool:
    """Whether hours that go on are in force all the while that others with an end are."""
    if other.valid_to or other.by_appointment != frame.by_appointment:
        return False
    return other.valid_from is None or bool(frame.valid_from and other.valid_from <= frame.valid_from)


def _of_weekday(regular: Iterable[Regular], on: date) -> list[Span]:
    """The timetable's own hours of a day, which a date told besides it does not take away."""
    is_odd = on.isocalendar().week % 2 == 1
    return [
        Span(opening.opens, opening.closes)
        for one in regular
        if (one.valid_from or on) <= on <= (one.valid_to or on)
        for opening in one.openings
        if opening.weekday == on.weekday()
        and opening.weeks in (Weeks.ALL, Weeks.ODD if is_odd else Weeks.EVEN)
    ]


def _spans(spans: Iterable[Span]) -> tuple[Span, ...]:
    return tuple(sorted(set(spans), key=lambda one: (one.opens, one.closes)))


def _rule_in_words(row: Record) -> str:
    told = (
        f"{key}={row[key]}" for key in ("freq", "interval", "byday", "byweekno", "bymonthday") if row.get(key)
    )
    return " ".join((*told, f"{row.get('opens_at')}–{row.get('closes_at')}"))
