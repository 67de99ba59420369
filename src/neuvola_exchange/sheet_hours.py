"""Opening hours in words that ``hours_text`` reads back as the same hours, for the hours cell of a sheet."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import groupby
from typing import Final

from neuvola_core import hours_text
from neuvola_core.hours import Exceptional, HolidayHours, Hours, Opening, Regular, Weeks
from neuvola_core.hours_lexicon import LEXICONS, Kind
from neuvola_core.text import EMPTY

_DAYS: Final = ("ma", "ti", "ke", "to", "pe", "la", "su")
_WEEKS: Final = {Weeks.ALL: "", Weeks.ODD: "parittomat viikot: ", Weeks.EVEN: "parilliset viikot: "}
_DAY_LENGTH: Final = 1440


def cell(hours: Hours) -> str:
    """What to write into the cell; the source's own words where ours would say something else."""
    text = "; ".join(_sentences(hours))
    note = hours.note.best("fi").replace("\n", " ")
    if not note or hours_text.parse(text) == replace(hours, note=EMPTY, as_of=None):
        return text or note
    return note


def _sentences(hours: Hours) -> Iterator[str]:
    has_times = any(regular.openings or regular.always_open for regular in hours.regular)
    for regular in hours.regular:
        scope = _scope(regular)
        agreed = "muina aikoina ajanvarauksella" if has_times else "ajanvarauksella"
        yield from (f"{scope}{sentence}" for sentence in _regular(regular, agreed))
    yield from map(_exceptional, hours.exceptional)
    yield from map(_holiday, hours.holidays)


def _scope(regular: Regular) -> str:
    if regular.season:
        (first_month, first_day), (last_month, last_day) = regular.season.first, regular.season.last
        return f"{first_day}.{first_month}.–{last_day}.{last_month}. "
    if regular.valid_from and regular.valid_to:
        return f"{_date(regular.valid_from)}–{_date(regular.valid_to)} "
    if regular.valid_from:
        return f"{_date(regular.valid_from)} alkaen "
    return f"{_date(regular.valid_to)} asti " if regular.valid_to else ""


def _regular(regular: Regular, agreed: str) -> Iterator[str]:
    lead = "ajanvarauksella: " if regular.by_appointment else ""
    if regular.closed:
        yield "suljettu"
    elif regular.always_open:
        yield "24 h"
    elif regular.openings:
        for weeks in Weeks:
            openings = [opening for opening in regular.openings if opening.weeks is weeks]
            if openings:
                yield f"{lead}{_WEEKS[weeks]}{_week(openings)}"
    elif regular.by_appointment:
        yield agreed


def _week(openings: Iterable[Opening]) -> str:
    """ "ma–ke 9–11 ja 12–15, to 9–11": days in a row with the same times are named together."""
    by_day: dict[int, list[str]] = {}
    for opening in sorted(openings, key=lambda o: (o.weekday, o.opens)):
        by_day.setdefault(opening.weekday, []).append(_span(opening.opens, opening.closes))
    runs: list[tuple[int, int, list[str]]] = []
    for weekday, spans in by_day.items():
        if runs and runs[-1][1] == weekday - 1 and runs[-1][2] == spans:
            runs[-1] = (runs[-1][0], weekday, spans)
        else:
            runs.append((weekday, weekday, spans))
    return ", ".join(f"{_run(first, last)} {' ja '.join(spans)}" for first, last, spans in runs)


def _run(first: int, last: int) -> str:
    return _DAYS[first] if first == last else f"{_DAYS[first]}–{_DAYS[last]}"


def _exceptional(told: Exceptional) -> str:
    days = _date(told.first) if told.first == told.last else f"{_date(told.first)}–{_date(told.last)}"
    if told.closed:
        return f"{days} suljettu"
    if told.always_open:
        return f"{days} 0–24"
    if told.by_appointment:
        return f"{days} ajanvarauksella"
    return f"{days} {' ja '.join(_span(s.opens, s.closes) for s in told.spans)}".strip()


def _holiday(told: HolidayHours) -> str:
    name = _holiday_names().get(told.holiday, told.holiday)
    times = "suljettu" if told.closed else " ja ".join(_span(s.opens, s.closes) for s in told.spans)
    return f"{name} {times}".strip()


@cache
def _holiday_names() -> dict[str, str]:
    """Holiday → the longest Finnish word that is read as it alone ("jouluaattona")."""
    names: dict[str, str] = {}
    singles = [
        (piece.value[0], phrase)
        for phrase, piece in LEXICONS["fi"].items()
        if piece.kind is Kind.HOLIDAYS and isinstance(piece.value, tuple) and len(piece.value) == 1
    ]
    for holiday, phrases in groupby(sorted(singles), key=lambda pair: pair[0]):
        names[holiday] = max((phrase for _, phrase in phrases), key=len)
    return names


def _span(opens: int, closes: int) -> str:
    return f"{_clock(opens)}–{_clock(closes, end=True)}"


def _clock(minutes: int, *, end: bool = False) -> str:
    """ "9" or "9.30"; midnight at the end of a day is 24, a time after it is that of the next day."""
    minutes = minutes if minutes < _DAY_LENGTH or (end and minutes == _DAY_LENGTH) else minutes - _DAY_LENGTH
    hour, minute = divmod(minutes, 60)
    return f"{hour}.{minute:02}" if minute else str(hour)


def _date(day: date) -> str:
    return f"{day.day}.{day.month}.{day.year}"
