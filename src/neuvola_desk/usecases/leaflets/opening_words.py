"""Opening hours as a leaflet tells them: the timetable, then the coming days that differ from it."""

from datetime import date, timedelta

from neuvola_core.hours import Hours, Regular
from neuvola_core.hours_words import timetable, unusual
from neuvola_desk.usecases.leaflets.texts import Texts
from neuvola_desk.usecases.leaflets.words import plain

DAYS = 14


def opening_lines(hours: Hours, first: date, texts: Texts, *, can_call: bool) -> tuple[str, ...]:
    """Lines for the ``DAYS`` days from ``first``; where nothing is known, what to do about it."""
    last = first + timedelta(days=DAYS - 1)
    holding = [regular for regular in hours.regular if _holds(regular, first, last)]
    told = [
        *(timetable(regular, texts.language) for regular in holding),
        *unusual(hours, first, texts.language, DAYS),
        plain(texts.choose(hours.note)[0]),
    ]
    kept = tuple(dict.fromkeys(line for line in told if line))
    return kept or (texts.word("hours_call_first" if can_call else "hours_ask_first"),)


def _holds(regular: Regular, first: date, last: date) -> bool:
    """Whether a timetable is in force on any of the days; one of other dates is of no use on this paper."""
    return (regular.valid_from or first) <= last and first <= (regular.valid_to or last)
