"""Dates and seasons as people write them: "24.–26.12.2026", "1.6.–31.8.", "16 Aug 2025"."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from neuvola_core.hours import Season

MONTH_ENDS: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
RANGE: Final = (
    r"(?P<d1>\d{1,2})\.(?:(?P<m1>\d{1,2})\.(?P<y1>\d{4})?)? ?- ?"
    r"(?P<d2>\d{1,2})\.(?P<m2>\d{1,2})\.(?P<y2>\d{4})?(?![.:]?\d)"
)
DAY: Final = r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})(?![.:]?\d)"
DAY_IN_WORDS: Final = r"(?P<wd>\d{1,2})\.? (?P<wm>MONTHS) (?P<wy>\d{4})(?![.:]?\d)"


class Unread(Exception):  # noqa: N818 - not an error: the text is kept as it is
    """Something in the text is not understood, or can be understood in two ways."""


@dataclass(frozen=True, slots=True)
class Dates:
    """Two days as (month, day); with no years they come round every year."""

    first: tuple[int, int]
    last: tuple[int, int]
    first_year: int = 0
    last_year: int = 0

    @property
    def season(self) -> Season:
        """The two as a season; a stretch under four weeks is hardly meant for every year."""
        if self.first_year or self.last_year:
            raise Unread
        first, last = (_date(2000, *day) for day in (self.first, self.last))
        if (last - first).days % 366 < 27:
            raise Unread
        return Season(self.first, self.last)

    @property
    def validity(self) -> tuple[date, date]:
        """The two as days of the calendar."""
        first = _date(self.first_year or self.last_year, *self.first)
        last = _date(self.last_year, *self.last)
        if last < first:
            raise Unread
        return first, last


def whole_months(first: int, last: int) -> Season:
    """From the first day of a month to the last day of another."""
    return Season((first, 1), (last, MONTH_ENDS[last - 1]))


def dates_of(found: re.Match[str], months: Mapping[str, int]) -> Dates | None:
    """The dates that ``RANGE``, ``DAY`` or ``DAY_IN_WORDS`` found."""
    if found["d2"]:
        last = int(found["m2"]), int(found["d2"])
        first = int(found["m1"] or found["m2"]), int(found["d1"])
        return Dates(first, last, int(found["y1"] or 0), int(found["y2"] or 0))
    if found["d"]:
        day, year = (int(found["m"]), int(found["d"])), int(found["y"])
    elif found["wd"]:
        day, year = (months[found["wm"]], int(found["wd"])), int(found["wy"])
    else:
        return None
    return Dates(day, day, year, year)


def _date(year: int, month: int, day: int) -> date:
    if not 2000 <= year <= 2100:
        raise Unread
    try:
        return date(year, month, day)
    except ValueError:
        raise Unread from None
