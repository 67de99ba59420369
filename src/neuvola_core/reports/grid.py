"""The grid of reporting periods: quarters of thirteen ISO weeks, each cut into blocks of four, four and five.

A fifty-third week belongs to the year's last block. Blocks nest in their quarter and nothing else overlaps:
that is what the proof in ``suppression`` leans on.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from neuvola_core.errors import ReportRefusedError
from neuvola_core.visit import IsoWeek

QUARTER_WEEKS: Final = 13
GRACE: Final = timedelta(days=14)
"""So long after its last day a period stays open for what comes from paper or from a desk without a line."""
MOST_QUARTERS: Final = 12

_FIRST_WEEKS: Final = (1, 5, 9)
_BLOCKS: Final = (1, 2, 3)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A quarter of an ISO year, or one of its three blocks; ``block`` 0 is the whole quarter."""

    year: int
    quarter: int
    block: int = 0

    def __str__(self) -> str:
        return f"{self.year:04d}-Q{self.quarter}" + (f"-{self.block}" if self.block else "")

    @classmethod
    def of(cls, week: IsoWeek) -> "Period":
        """The block that a week lies in."""
        quarter = min(4, (week.week - 1) // QUARTER_WEEKS + 1)
        place = week.week - (quarter - 1) * QUARTER_WEEKS
        return cls(week.year, quarter, sum(place >= first for first in _FIRST_WEEKS))

    @property
    def whole_quarter(self) -> "Period":
        """The quarter that this is, or lies in."""
        return Period(self.year, self.quarter)

    @property
    def blocks(self) -> tuple["Period", ...]:
        """The blocks of the quarter; of a block, itself."""
        if self.block:
            return (self,)
        return tuple(Period(self.year, self.quarter, block) for block in _BLOCKS)

    @property
    def first(self) -> IsoWeek:
        """The first week."""
        place = _FIRST_WEEKS[max(0, self.block - 1)]
        return IsoWeek(self.year, (self.quarter - 1) * QUARTER_WEEKS + place)

    @property
    def last(self) -> IsoWeek:
        """The last week."""
        if self.block in (1, 2):
            return IsoWeek(self.year, self.first.week + 3)
        week = self.quarter * QUARTER_WEEKS if self.quarter < 4 else weeks_of(self.year)
        return IsoWeek(self.year, week)

    @property
    def start(self) -> date:
        """The first day."""
        return date.fromisocalendar(self.year, self.first.week, 1)

    @property
    def end(self) -> date:
        """The last day."""
        return date.fromisocalendar(self.year, self.last.week, 7)

    @property
    def ready_on(self) -> date:
        """The first day on which nothing can be added any more."""
        return self.end + GRACE + timedelta(days=1)

    @property
    def next_quarter(self) -> "Period":
        """The quarter after this one."""
        return Period(self.year, self.quarter + 1) if self.quarter < 4 else Period(self.year + 1, 1)


def weeks_of(year: int) -> int:
    """How many ISO weeks a year has: 52 or 53."""
    return date(year, 12, 28).isocalendar().week


def weeks_between(first: IsoWeek, last: IsoWeek) -> Iterator[IsoWeek]:
    """Every week from one to the other, both included."""
    day, end = (date.fromisocalendar(week.year, week.week, 1) for week in (first, last))
    while day <= end:
        yield IsoWeek.of(day)
        day += timedelta(days=7)


def widened(first: date, last: date, today: date) -> tuple[Period, ...]:
    """The days asked for, widened: to their block, else their quarter, else to whole quarters side by side.

    Raises ``ReportRefusedError``.
    """
    if first > last:
        raise ReportRefusedError(reason="reversed", first=first, last=last)
    if first > today:
        raise ReportRefusedError(reason="future", first=first)
    try:
        start, end = (Period.of(IsoWeek.of(day)) for day in (first, last))
        told = [start if start == end else start.whole_quarter]
        while told[-1].whole_quarter < end.whole_quarter and len(told) <= MOST_QUARTERS:
            told.append(told[-1].next_quarter)
        _ = told[0].start, told[-1].ready_on
    except (ValueError, OverflowError):
        raise ReportRefusedError(reason="days", first=first, last=last) from None
    if len(told) > MOST_QUARTERS:
        raise ReportRefusedError(reason="long", most=MOST_QUARTERS)
    return tuple(told)
