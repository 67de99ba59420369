"""Opening hours of the coming two weeks in few words: the weekly pattern, then the days that differ."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from neuvola_core.hours import Hours
from neuvola_core.opening import DayHours, DaySpan, State, Why, coming_days
from neuvola_desk.usecases.leaflets.texts import Texts
from neuvola_desk.usecases.leaflets.words import NBSP, plain

DAYS = 14
MIDNIGHT = 1440

_TIMETABLE_WORD = re.compile(
    r"(?i)^(avoinna|auki|aukiolo\w*|klo|palvelu\w*|öppet|open|opening|hours|\w{1,3})$"
)


@dataclass(frozen=True, slots=True)
class _Told:
    """What is told of a day; two days that tell the same are told together."""

    state: State
    spans: tuple[DaySpan, ...]


def hours_words(hours: Hours, first: date, texts: Texts, *, can_call: bool) -> tuple[str, ...]:
    """Sentences for ``DAYS`` days from ``first``: the pattern, the exceptions, and the source's own words."""
    if not hours.is_stated:
        return (texts.word("hours_call_first" if can_call else "hours_ask_first"),)
    days = coming_days(hours, first, DAYS)
    told = [*_timetable(days, texts, can_call=can_call), *_own_words(hours, days, texts)]
    return tuple(told) or (texts.word("hours_call_first" if can_call else "hours_ask_first"),)


def _timetable(days: tuple[DayHours, ...], texts: Texts, *, can_call: bool) -> Iterator[str]:
    """The lines that the timetable gives; none where it gives nothing."""
    if all(day.state is State.NOT_KNOWN for day in days):
        return
    if all(day.state is State.CLOSED for day in days):
        yield texts.word("closed_between", first=texts.short(days[0].date), last=texts.short(days[-1].date))
        return
    pattern = _pattern(days)
    weekly = _weekly(pattern, texts)
    if weekly:
        yield weekly
    yield from _exceptions(days, pattern, texts, can_call=can_call)


def _told(day: DayHours) -> _Told:
    return _Told(day.state, day.spans)


def _pattern(days: tuple[DayHours, ...]) -> dict[int, _Told]:
    """Weekday → what the timetable says of its first day that no exception touches."""
    pattern: dict[int, _Told] = {}
    for day in days:
        if day.why is Why.REGULAR and not day.holidays:
            pattern.setdefault(day.date.weekday(), _told(day))
    return dict(sorted(pattern.items()))


def _weekly(pattern: dict[int, _Told], texts: Texts) -> str:
    """ "ma–pe 9–15, la 10–14"; days that are closed every week go unsaid."""
    open_days = [(weekday, told) for weekday, told in pattern.items() if told.state is not State.CLOSED]
    if len(open_days) == 7 and all(_is_round_the_clock(told) for _, told in open_days):
        return texts.word("always_open")
    parts = []
    for _, group in groupby(enumerate(open_days), key=lambda pair: (pair[1][0] - pair[0], pair[1][1])):
        weekdays = [pair[0] for _, pair in group]
        parts.append(f"{_weekday_range(weekdays, texts)}{NBSP}{_state_words(pattern[weekdays[0]], texts)}")
    return ", ".join(parts)


def _weekday_range(weekdays: list[int], texts: Texts) -> str:
    first, last = texts.weekday(weekdays[0]), texts.weekday(weekdays[-1])
    return first if first == last else f"{first}–{last}"


def _exceptions(
    days: tuple[DayHours, ...], pattern: dict[int, _Told], texts: Texts, *, can_call: bool
) -> Iterator[str]:
    """A line for each run of days that the pattern does not tell of rightly."""
    differing = [day for day in days if _differs(day, pattern)]
    keyed = groupby(
        enumerate(differing), key=lambda pair: (pair[1].date.toordinal() - pair[0], _told(pair[1]))
    )
    for _, group in keyed:
        run = [day for _, day in group]
        yield f"{_run_of_days(run, texts)}: {_state_words(_told(run[0]), texts, can_call=can_call)}"


def _differs(day: DayHours, pattern: dict[int, _Told]) -> bool:
    usual = pattern.get(day.date.weekday())
    if usual is None:
        return not (day.state is State.CLOSED and day.why is Why.REGULAR)
    return _told(day) != usual


def _run_of_days(run: list[DayHours], texts: Texts) -> str:
    ends = [f"{texts.weekday(day.date.weekday())}{NBSP}{texts.short(day.date)}" for day in (run[0], run[-1])]
    if len(run) > 1:
        return f"{ends[0]} – {ends[1]}"
    names = ", ".join(texts.holiday(name) for name in run[0].holidays)
    return f"{ends[0]} ({names})" if names else ends[0]


def _is_round_the_clock(told: _Told) -> bool:
    return told.spans == (DaySpan(0, MIDNIGHT),)


def _state_words(told: _Told, texts: Texts, *, can_call: bool = False) -> str:
    if told.state is State.CLOSED:
        return texts.word("closed")
    if told.state is State.NOT_KNOWN:
        return texts.word("not_known_call" if can_call else "not_known")
    return ", ".join(_span_words(span, texts) for span in told.spans)


def _span_words(span: DaySpan, texts: Texts) -> str:
    agreed = texts.word("by_appointment")
    if (span.opens, span.closes) == (0, MIDNIGHT):
        return agreed if span.by_appointment else texts.word("round_the_clock")
    clock = f"{texts.clock(span.opens)}–{texts.clock(span.closes)}"
    return f"{clock} ({agreed})" if span.by_appointment else clock


def _own_words(hours: Hours, days: tuple[DayHours, ...], texts: Texts) -> Iterator[str]:
    """The source's words, unless they only repeat the timetable."""
    has_timetable = any(day.state is not State.NOT_KNOWN for day in days)
    seen = set()
    for note in (hours.note, *(day.note for day in days)):
        words = plain(texts.choose(note)[0])
        if words and words not in seen and not (has_timetable and _only_repeats(words)):
            seen.add(words)
            yield words


def _only_repeats(words: str) -> bool:
    """Whether nothing but weekdays and clock times is said."""
    tokens = re.findall(r"[^\W\d_]+", words)
    return all(_TIMETABLE_WORD.match(token) or _is_weekday(token) for token in tokens)


def _is_weekday(token: str) -> bool:
    return bool(
        re.match(r"(?i)(maanantai|tiistai|keskiviik|torstai|perjantai|lauantai|sunnuntai)", token)
    ) or bool(
        re.match(
            r"(?i)((mån|tis|ons|tors|fre|lör|sön)(dag\w*)?|(mon|tues|wednes|thurs|fri|satur|sun)day\w*)$",
            token,
        )
    )
