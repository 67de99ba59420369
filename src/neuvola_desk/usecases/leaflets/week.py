"""The week's programme as values: a row of seven cells for each timetable, holidays worked out."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from neuvola_core.hours import NOT_KNOWN, Hours
from neuvola_core.hours_table import Words
from neuvola_core.hours_words import DayLine, coming, unusual
from neuvola_core.opening import State
from neuvola_desk.usecases.leaflets.rows import (
    DAYS,
    all_phones,
    not_known,
    phone_hours,
    reach_rows,
    stated_hours,
)
from neuvola_desk.usecases.leaflets.saying import Saying
from neuvola_desk.usecases.leaflets.texts import Texts
from neuvola_desk.usecases.leaflets.times import coming_occurrences, local, occurrence_words
from neuvola_desk.usecases.leaflets.values import Cell, Day, Line, Row, Span, Timetable, Week

WEEK: Final = 7
TURN: Final = 3
"""From this weekday on (0 = Monday) more of the week is behind than ahead: the next one is told."""
NOTE: Final = 240


def monday_of(made_on: date) -> date:
    """The Monday of the week that is told."""
    monday = made_on - timedelta(days=made_on.weekday())
    return monday + timedelta(days=WEEK) if made_on.weekday() >= TURN else monday


def week_of(fixed: Texts, made_on: date) -> Week:
    """The week's name and its days, each with its date and holiday."""
    monday = monday_of(made_on)
    dates = Words(fixed.language).dates(monday, monday + timedelta(days=WEEK - 1), with_year=True)
    told = fixed.word("week", number=monday.isocalendar().week, dates=dates)
    days = coming(NOT_KNOWN, monday, fixed.language, WEEK)
    return Week(
        Line((Span(told, fixed.language, strong=True),)),
        tuple(Day(Span(d.label, fixed.language, strong=True), Span(d.holiday, fixed.language)) for d in days),
    )


def week_rows(saying: Saying) -> tuple[Row, ...]:
    """Where and the number; the hours only as far as they are told of no single day."""
    untold = [line for table in timetables(saying) for line in _of_no_day(table)]
    return (*reach_rows(saying), *saying.row("hours", tuple(untold)))


def _of_no_day(table: Timetable) -> Iterator[Line]:
    told = [line for line in (table.all_week, *table.notes) if line]
    if told and table.name:
        yield Line((table.name,))
    yield from told


def timetables(saying: Saying) -> tuple[Timetable, ...]:
    """The hours of going there, then those of the telephone, then single times."""
    found = [_of_hours(saying, name, hours) for name, hours in stated_hours(saying)]
    label = Span(saying.texts.label("phone").text, saying.texts.language, strong=True)
    answering = dict.fromkeys(phone_hours(phone, channel) for phone, channel in all_phones(saying))
    found += [_of_hours(saying, label, hours) for hours in answering if hours.is_stated][:1]
    found += _of_occurrences(saying)
    return tuple(found) or (Timetable(None, (), not_known(saying, can_call=any(all_phones(saying))), ()),)


def _of_hours(saying: Saying, name: Span, hours: Hours) -> Timetable:
    language, monday = saying.texts.language, monday_of(saying.made_on)
    days = coming(hours, monday, language, WEEK)
    cells = tuple(_cell(saying, day) for day in days)
    own = _own_words(saying, hours)
    all_week = None
    if len({day.text for day in days}) == 1:
        unknown = days[0].state is State.NOT_KNOWN
        can_call = any(True for _ in all_phones(saying))
        all_week = _unknown(saying, own, can_call=can_call) if unknown else cells[0].line
    told = [*(saying.fixed(words) for words in _other_days(hours, saying, days)), *own]
    lines = dict.fromkeys(Line((replace(span, quiet=True),)) for span in told if span.text)
    notes = tuple(line for line in lines if all_week is None or line.text != all_week.text)
    return Timetable(name if name.text else None, cells, all_week, notes)


def _cell(saying: Saying, day: DayLine) -> Cell:
    is_closed, is_known = day.state is State.CLOSED, day.state is not State.NOT_KNOWN
    words = saying.fixed(day.text, strong=is_known and not is_closed, quiet=is_closed)
    return Cell(Line((words,)), is_closed)


def _unknown(saying: Saying, own: Sequence[Span], *, can_call: bool) -> Line:
    """The source's own words where it gives the hours in words only; else what to do."""
    return Line((own[0],)) if own else not_known(saying, can_call=can_call)


def _own_words(saying: Saying, hours: Hours) -> list[Span]:
    """What the source adds in words: of all the hours, and of the timetables that hold in the week."""
    first = monday_of(saying.made_on)
    last = first + timedelta(days=WEEK - 1)
    holding = [r for r in hours.regular if (r.valid_from or first) <= last and first <= (r.valid_to or last)]
    notes = dict.fromkeys([hours.note, *(r.note for r in holding)])
    told = [saying.words(note, NOTE) for note in notes if note]
    return [span for span in told if span.text]


def _other_days(hours: Hours, saying: Saying, week: Sequence[DayLine]) -> Iterator[str]:
    """The days outside the week, of those that a leaflet tells, that differ from the usual."""
    first, language = saying.made_on, saying.texts.language
    end, after = first + timedelta(days=DAYS), week[-1].last + timedelta(days=1)
    for start, stop in ((first, min(week[0].first, end)), (max(first, after), end)):
        if start < stop:
            yield from map(saying.without_secrets, unusual(hours, start, language, (stop - start).days))


def _of_occurrences(saying: Saying) -> Iterator[Timetable]:
    occurrences = coming_occurrences(saying)
    if not occurrences:
        return
    monday = monday_of(saying.made_on)
    days = [monday + timedelta(days=number) for number in range(WEEK)]
    cells = [Cell(saying_of_day) for saying_of_day in (_on(saying, day) for day in days)]
    later = [o for o in occurrences if local(o.starts).date() not in days][: saying.limits.times]
    notes = tuple(Line((saying.fixed(occurrence_words(o, saying.texts), quiet=True),)) for o in later)
    if any(cell.line.text for cell in cells):
        shown = tuple(Cell(cell.line, is_closed=not cell.line.text) for cell in cells)
        yield Timetable(None, shown, None, notes)
    else:
        times = saying.texts.listed(line.text for line in notes)
        yield Timetable(None, (Cell(Line(())),) * WEEK, Line((saying.fixed(times),)), ())


def _on(saying: Saying, day: date) -> Line:
    """The times that begin on a day."""
    told = []
    for occurrence in coming_occurrences(saying):
        starts = local(occurrence.starts)
        if starts.date() != day:
            continue
        if occurrence.whole_day:
            told.append(saying.texts.word("whole_day"))
            continue
        begin = saying.texts.clock(starts.hour * 60 + starts.minute)
        ends = local(occurrence.ends) if occurrence.ends else None
        is_same_day = ends is not None and ends.date() == day
        end = saying.texts.clock(ends.hour * 60 + ends.minute) if ends and is_same_day else ""
        told.append(f"{begin}–{end}" if end else saying.texts.word("clock", time=begin))
    return Line((saying.fixed(saying.texts.listed(told), strong=True),)) if told else Line(())
