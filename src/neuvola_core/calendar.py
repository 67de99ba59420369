"""Finnish holidays and eves: the days on which a weekly timetable says nothing.

The names are those of the national service catalogue (PTV v12, ``holidayName``). The days by law are those of
the church law and of the laws on Independence Day and May Day; the tests hold them against an independent
library, which costs too much time and memory to be asked by the program itself.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Final

from dateutil.easter import easter


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

_FIXED: Final = {
    (1, 1): Holiday.NEW_YEAR_DAY,
    (1, 6): Holiday.EPIPHANY,
    (4, 30): Holiday.MAY_DAY_EVE,
    (5, 1): Holiday.MAY_DAY,
    (12, 6): Holiday.INDEPENDENCE_DAY,
    (12, 24): Holiday.CHRISTMAS_EVE,
    (12, 25): Holiday.CHRISTMAS_DAY,
    (12, 26): Holiday.SECOND_DAY_OF_CHRISTMAS,
    (12, 31): Holiday.NEW_YEAR_EVE,
}
_FROM_EASTER: Final = {
    -3: Holiday.MAUNDY_THURSDAY,
    -2: Holiday.GOOD_FRIDAY,
    0: Holiday.EASTER_SUNDAY,
    1: Holiday.EASTER_MONDAY,
    39: Holiday.ASCENSION_DAY,
    49: Holiday.WHIT_SUNDAY,
}
_SATURDAY: Final = 5


@cache
def of_year(year: int) -> Mapping[date, tuple[Holiday, ...]]:
    """The named days of a year; two names can fall on one day (1 May 2008 was Ascension Day too)."""
    sunday = easter(year)
    midsummer = _saturday_from(date(year, 6, 20))
    named = [(date(year, month, day), name) for (month, day), name in _FIXED.items()]
    named += [(sunday + timedelta(days=days), name) for days, name in _FROM_EASTER.items()]
    named += [(midsummer - timedelta(days=1), Holiday.MIDSUMMER_EVE), (midsummer, Holiday.MIDSUMMER_DAY)]
    named.append((_saturday_from(date(year, 10, 31)), Holiday.ALL_SAINTS_DAY))
    found: dict[date, set[Holiday]] = {}
    for day, name in named:
        found.setdefault(day, set()).add(name)
    return MappingProxyType({day: tuple(sorted(names)) for day, names in sorted(found.items())})


def _saturday_from(day: date) -> date:
    return day + timedelta(days=(_SATURDAY - day.weekday()) % 7)


def on(day: date) -> tuple[Holiday, ...]:
    """What a day is called; nothing for an ordinary day."""
    return of_year(day.year).get(day, ())
