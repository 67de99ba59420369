"""Finnish working days: Monday to Friday without the public holidays, Midsummer Eve and Christmas Eve.

These are the days on which a time limit by law cannot end (Act 150/1930, section 5).
"""

from datetime import date, timedelta
from typing import Final

from neuvola_core import calendar
from neuvola_core.calendar import Holiday

_SATURDAY: Final = 5
_FREE_EVES: Final = frozenset({Holiday.MIDSUMMER_EVE, Holiday.CHRISTMAS_EVE})


def is_working_day(day: date) -> bool:
    """Whether it is a working day."""
    return day.weekday() < _SATURDAY and not any(
        name.is_public or name in _FREE_EVES for name in calendar.on(day)
    )


def after(day: date, n: int) -> date:
    """The ``n``-th working day after a day (n ≥ 1)."""
    while n > 0:
        day += timedelta(days=1)
        n -= is_working_day(day)
    return day


def between(first: date, last: date) -> int:
    """How many working days have come after ``first`` up to ``last``; 0 where ``last`` is not later."""
    days = (last - first).days
    return sum(is_working_day(first + timedelta(days=n)) for n in range(1, days + 1))
