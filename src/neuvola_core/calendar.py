"""Finnish holidays and eves: the days on which a weekly timetable says nothing.

The names are those of the national service catalogue (PTV v12, ``holidayName``). The ``holidays`` library
computes the days; it takes a good third of a second to import, so that happens at the first question, and a
program with a window asks ``of_year`` once in the background.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Final


class Holiday(StrEnum):
    """A day of the year that has a name; values are PTV's own."""

    NEW_YEAR_DAY = "NewYearDay"
    EPIPHANY = "Epiphany"
    MAUNDY_THURSDAY = "MaundyThursday"
    GOOD_FRIDAY = "GoodFriday"
    EASTER_SUNDAY = "EasterSunday"
    EASTER_MONDAY = "EasterMonday"
    MAY_DAY_EVE = "MayDayEve"
    MAY_DAY = "MayDay"
    ASCENSION_DAY = "AscensionDay"
    WHIT_SUNDAY = "WhitSunday"
    MIDSUMMER_EVE = "MidsummerEve"
    MIDSUMMER_DAY = "MidsummerDay"
    ALL_SAINTS_DAY = "AllSaintsDay"
    INDEPENDENCE_DAY = "IndependenceDay"
    CHRISTMAS_EVE = "ChristmasEve"
    CHRISTMAS_DAY = "ChristmasDay"
    SECOND_DAY_OF_CHRISTMAS = "SecondDayOfChristmas"
    NEW_YEAR_EVE = "NewYearEve"

    @property
    def is_short(self) -> bool:
        """An eve: a working day by law, on which most places close early or do not open."""
        return self in SHORT_DAYS

    @property
    def is_public(self) -> bool:
        """A public holiday by law."""
        return self not in SHORT_DAYS


SHORT_DAYS: Final = frozenset(
    {
        Holiday.MAUNDY_THURSDAY,
        Holiday.MAY_DAY_EVE,
        Holiday.MIDSUMMER_EVE,
        Holiday.CHRISTMAS_EVE,
        Holiday.NEW_YEAR_EVE,
    }
)

_BY_FINNISH_NAME: Final = {
    "Uudenvuodenpäivä": Holiday.NEW_YEAR_DAY,
    "Loppiainen": Holiday.EPIPHANY,
    "Pitkäperjantai": Holiday.GOOD_FRIDAY,
    "Pääsiäispäivä": Holiday.EASTER_SUNDAY,
    "Toinen pääsiäispäivä": Holiday.EASTER_MONDAY,
    "Vappu": Holiday.MAY_DAY,
    "Helatorstai": Holiday.ASCENSION_DAY,
    "Helluntaipäivä": Holiday.WHIT_SUNDAY,
    "Juhannusaatto": Holiday.MIDSUMMER_EVE,
    "Juhannuspäivä": Holiday.MIDSUMMER_DAY,
    "Pyhäinpäivä": Holiday.ALL_SAINTS_DAY,
    "Itsenäisyyspäivä": Holiday.INDEPENDENCE_DAY,
    "Jouluaatto": Holiday.CHRISTMAS_EVE,
    "Joulupäivä": Holiday.CHRISTMAS_DAY,
    "Tapaninpäivä": Holiday.SECOND_DAY_OF_CHRISTMAS,
}


@cache
def of_year(year: int) -> Mapping[date, tuple[Holiday, ...]]:
    """The named days of a year; two names can fall on one day (1 May 2008 was Ascension Day too)."""
    from holidays.countries.finland import Finland

    found: dict[date, set[Holiday]] = {
        date(year, 4, 30): {Holiday.MAY_DAY_EVE},
        date(year, 12, 31): {Holiday.NEW_YEAR_EVE},
    }
    named_by_law = Finland(years=year, categories="public", language="fi")  # type: ignore[no-untyped-call]
    for day, names in named_by_law.items():
        known = {_BY_FINNISH_NAME[name] for name in names.split("; ") if name in _BY_FINNISH_NAME}
        found.setdefault(day, set()).update(known)
        if Holiday.GOOD_FRIDAY in known:
            found.setdefault(day - timedelta(days=1), set()).add(Holiday.MAUNDY_THURSDAY)
    return MappingProxyType({day: tuple(sorted(names)) for day, names in sorted(found.items()) if names})


def on(day: date) -> tuple[Holiday, ...]:
    """What a day is called; nothing for an ordinary day."""
    return of_year(day.year).get(day, ())
