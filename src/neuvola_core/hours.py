"""Opening hours as values; ``opening`` says what they mean on a given day and at a given moment.

Times are wall-clock minutes in Europe/Helsinki, counted from the midnight that begins the day; a closing
time over 1440 lies on the next day ("ma 20–02" is 1200–1560). Hours that nobody has stated are *not known*,
which is not the same as closed.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from neuvola_core.text import EMPTY, Text


class Weeks(StrEnum):
    """Which ISO weeks a weekly opening holds in."""

    ALL = ""
    ODD = "odd"
    EVEN = "even"


@dataclass(frozen=True, slots=True)
class Opening:
    """A span on one weekday (0 = Monday); minutes from midnight, ``closes`` up to 2880."""

    weekday: int
    opens: int
    closes: int
    weeks: Weeks = Weeks.ALL


@dataclass(frozen=True, slots=True)
class Span:
    """Minutes from midnight on a given date; ``closes`` over 1440 lies on the next day."""

    opens: int
    closes: int


@dataclass(frozen=True, slots=True)
class Season:
    """A stretch of every year by month and day, both ends included; it may run over New Year.

    "syys–toukokuu" is (9, 1)–(5, 31); the last day of February is (2, 29).
    """

    first: tuple[int, int]
    last: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Regular:
    """A weekly timetable, with the dates or the season it holds in; no dates means until further notice.

    With openings, every other weekday is closed. ``closed`` says that it is closed for the whole of those
    dates ("heinäkuussa suljettu"). With none of openings, ``closed``, ``always_open`` and ``by_appointment``
    the hours are not known.
    """

    openings: tuple[Opening, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    season: Season | None = None
    always_open: bool = False
    by_appointment: bool = False
    note: Text = EMPTY
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Exceptional:
    """What holds on the dates ``first``–``last`` instead of the weekly timetable.

    ``closed`` beats everything. ``spans`` hold on each of the days; with neither, the hours are not known.
    """

    first: date
    last: date
    spans: tuple[Span, ...] = ()
    closed: bool = False
    always_open: bool = False
    by_appointment: bool = False
    note: Text = EMPTY


@dataclass(frozen=True, slots=True)
class HolidayHours:
    """What holds on a named day every year (see ``calendar.Holiday`` for the names)."""

    holiday: str
    spans: tuple[Span, ...] = ()
    closed: bool = False
    note: Text = EMPTY


@dataclass(frozen=True, slots=True)
class Hours:
    """Everything that is known about when something is open; ``note`` is the source's own words."""

    regular: tuple[Regular, ...] = ()
    exceptional: tuple[Exceptional, ...] = ()
    holidays: tuple[HolidayHours, ...] = ()
    note: Text = EMPTY
    as_of: date | None = None

    @property
    def is_stated(self) -> bool:
        """Whether the source says anything at all, be it in words only."""
        return bool(self.regular or self.exceptional or self.holidays or self.note)


NOT_KNOWN = Hours()
