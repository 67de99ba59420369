"""The grammar behind ``hours_text``: pieces of a sentence to days, times, seasons and dates.

Whatever is ambiguous is refused (``Unread``), because hours that are half right send people to a closed door.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from neuvola_core.calendar import Holiday
from neuvola_core.hours import Season, Weeks
from neuvola_core.hours_dates import Dates, Unread, whole_months
from neuvola_core.hours_lexicon import EVERY_DAY, Kind, Piece
from neuvola_core.spans import Pair

MIDNIGHT: Final = 1440
_CLOCK: Final = re.compile(r"(\d{1,2})(?:[.:](\d{2}))?")


@dataclass(frozen=True, slots=True)
class Scope:
    """When a group holds, apart from its weekdays."""

    season: Season | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    by_appointment: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Weekdays with their times; ``spans`` of a closing group are cut out, none means the whole day."""

    days: tuple[int, ...]
    spans: tuple[Pair, ...]
    weeks: Weeks = Weeks.ALL
    scope: Scope = field(default_factory=Scope)
    closed: bool = False


class Cursor:
    """Reads the pieces of one sentence from left to right.

    ``has_halves``: the language counts hours to twelve twice, so "8–10" may be an evening.
    """

    def __init__(self, pieces: Sequence[Piece], *, has_halves: bool = False) -> None:
        self._pieces = pieces
        self._has_halves = has_halves
        self._at = 0

    @property
    def is_done(self) -> bool:
        """Nothing is left."""
        return self._at >= len(self._pieces)

    def kind(self, ahead: int = 0) -> Kind | None:
        """The kind of a piece further on."""
        at = self._at + ahead
        return self._pieces[at].kind if at < len(self._pieces) else None

    def is_mark(self, marks: str, ahead: int = 0) -> bool:
        """Whether a piece further on is one of these marks."""
        at = self._at + ahead
        return self.kind(ahead) is Kind.MARK and self._pieces[at].text in marks

    def take(self, *kinds: Kind) -> Piece | None:
        """The next piece, if it is of these kinds."""
        if self.kind() not in kinds:
            return None
        self._at += 1
        return self._pieces[self._at - 1]

    def take_mark(self, marks: str) -> bool:
        """Steps over the next piece, if it is one of these marks."""
        if not self.is_mark(marks):
            return False
        self._at += 1
        return True

    def skip(self, *kinds: Kind) -> None:
        """Steps over pieces that say nothing, and the full stop or colon of an abbreviation or a heading."""
        while self.take(*kinds):
            self.take_mark(".:")

    # Days.

    def days(self) -> tuple[int, ...]:
        """A list of weekdays ("ma–ke, pe"), empty if there is none here."""
        found = self._day_range()
        if not found:
            return ()
        days = [*found]
        while more := self._further_days():
            days += more
        if len(set(days)) < len(days):
            raise Unread
        return tuple(sorted(days))

    def _further_days(self) -> tuple[int, ...]:
        start = self._at
        if self.take_mark(",/&+"):
            self.take(Kind.AND)
        elif not self.take(Kind.AND):
            return ()
        found = self._day_range()
        if not found:
            self._at = start
        return found

    def _day_range(self) -> tuple[int, ...]:
        self.take(Kind.EACH)
        if several := self.take(Kind.DAYS):
            return _numbers(several)
        if one := self.take(Kind.DAY_FROM):
            other = self.take(Kind.DAY_TO)
            return _week_range(_number(one), _number(other))
        one = self.take(Kind.DAY)
        if one is None:
            return ()
        self._abbreviation()
        start = self._at
        if self.take_mark("-") or self.take(Kind.TO):
            other = self.take(Kind.DAY)
            if other is None:
                raise Unread
            self._abbreviation()
            return _week_range(_number(one), _number(other))
        self._at = start
        return (_number(one),)

    def _abbreviation(self) -> None:
        """The full stop of "mån." where something of the same sentence follows it."""
        if self.is_mark(".") and (self.is_mark("-,", 1) or self.kind(1) in {Kind.NUMBER, Kind.CLOCK}):
            self.take_mark(".")

    # Times.

    def spans(self) -> tuple[Pair, ...]:
        """A list of times ("8.15–12 ja 13–16"), empty if there is none here."""
        found = self._span()
        if found is None:
            return ()
        spans = [found]
        while True:
            start = self._at
            if not (self.take_mark(",&+") or self.take(Kind.AND)):
                return tuple(spans)
            self.take(Kind.AND)
            found = self._span()
            if found is None:
                self._at = start
                return tuple(spans)
            spans.append(found)

    def _span(self) -> Pair | None:
        start = self._at
        self.skip(Kind.CLOCK)
        self.take(Kind.FROM)
        opens = self._time()
        if opens is None or not (self.take_mark("-") or self.take(Kind.TO)):
            self._at = start
            return None
        self.skip(Kind.CLOCK)
        closes = self._time()
        if closes is None:
            raise Unread
        if self.kind() is Kind.FURTHER or self.is_mark("-:"):
            raise Unread
        is_sure = opens.is_sure or opens.has_half or closes.has_half
        if self._has_halves and not is_sure and opens.minutes < 540 and closes.minutes <= 720:
            raise Unread
        return _span(opens, closes)

    def _time(self) -> "_Time | None":
        if word := self.take(Kind.TIME):
            return _Time(_number(word), is_sure=True)
        if self.kind() is not Kind.NUMBER:
            return None
        number = self.take(Kind.NUMBER)
        found = _CLOCK.fullmatch(number.text if number else "")
        if found is None:
            return None
        hour, minute = int(found[1]), int(found[2] or 0)
        half = self.take(Kind.HALF)
        if half is not None:
            if not 1 <= hour <= 12:
                raise Unread
            return _Time(hour % 12 * 60 + minute + _number(half) * 60, is_sure=True, has_half=True)
        if hour > 24 or minute > 59 or hour * 60 + minute > MIDNIGHT:
            raise Unread
        return _Time(hour * 60 + minute, is_sure=found[1].startswith("0"))

    # Seasons and dates.

    def season(self) -> Season | None:
        """ "syys–toukokuu", "heinäkuussa"; None if there is none here."""
        start = self._at
        self.take(Kind.IN)
        self.take(Kind.FROM)
        first = self.take(Kind.MONTH, Kind.MONTH_FROM, Kind.MONTH_STEM)
        if first is None:
            self._at = start
            return None
        last: Piece | None = first
        if first.kind is Kind.MONTH_FROM:
            last = self.take(Kind.MONTH_TO)
        elif self.take_mark("-") or self.take(Kind.TO):
            last = self.take(Kind.MONTH)
        elif first.kind is Kind.MONTH_STEM:
            raise Unread
        return whole_months(_number(first), _number(last))

    def dates(self) -> Dates | None:
        """One date or two; None if there is none here."""
        piece = self.take(Kind.DATES)
        return piece.value if piece and isinstance(piece.value, Dates) else None

    def holidays(self) -> tuple[Holiday, ...]:
        """A list of named days; empty if there is none here."""
        piece = self.take(Kind.HOLIDAYS)
        if piece is None or not isinstance(piece.value, tuple):
            return ()
        return (*(Holiday(str(value)) for value in piece.value), *self.further_holidays())

    def further_holidays(self) -> tuple[Holiday, ...]:
        """Named days that go on a list ("la–su ja pyhinä"); empty if there is none here."""
        start = self._at
        if not (self.take_mark(",") or self.take(Kind.AND)):
            return ()
        self.take(Kind.AND)
        found = self.holidays()
        if not found:
            self._at = start
        return found

    def weeks(self) -> Weeks | None:
        """ "parilliset viikot"; None if it is not here."""
        piece = self.take(Kind.WEEKS)
        return Weeks(str(piece.value)) if piece else None


@dataclass(frozen=True, slots=True)
class _Time:
    minutes: int
    is_sure: bool = False
    has_half: bool = False


def _span(opens: _Time, closes: _Time) -> Pair:
    if closes.has_half and not opens.has_half and not (opens.is_sure and opens.minutes == 720):
        # "1–4 pm": the first time is of the same half, if that makes sense.
        same = opens.minutes % 720 + (720 if closes.minutes >= 720 else 0)
        if opens.minutes > 720 or same >= closes.minutes:
            raise Unread
        opens = _Time(same, is_sure=True, has_half=True)
    if opens.has_half and not closes.has_half and closes.minutes not in {720, MIDNIGHT}:
        raise Unread
    if opens.minutes == MIDNIGHT:
        opens = _Time(0, is_sure=True)
    start, end = opens.minutes, closes.minutes or MIDNIGHT
    if 0 < start < 300 and not opens.is_sure:
        raise Unread  # "2–4" is more often a count, or an afternoon, than the small hours
    if start < end:
        return start, end
    return start, _next_morning(opens, closes)


def _next_morning(opens: _Time, closes: _Time) -> int:
    """A closing time after midnight; "9–5" and "12–5" are far more often an afternoon."""
    is_evening = opens.minutes >= 960 and closes.minutes <= 600
    is_plain = closes.is_sure and opens.minutes >= 720 and closes.minutes <= 720
    is_late = closes.is_sure and closes.minutes <= 240
    if closes.minutes == opens.minutes or not (is_evening or is_plain or is_late):
        raise Unread
    return closes.minutes + MIDNIGHT


def _number(piece: Piece | None) -> int:
    if piece is None or not isinstance(piece.value, int):
        raise Unread
    return piece.value


def _numbers(piece: Piece) -> tuple[int, ...]:
    if not isinstance(piece.value, tuple):
        raise Unread
    return tuple(int(value) for value in piece.value)


def _week_range(first: int, last: int) -> tuple[int, ...]:
    if first == last:
        raise Unread
    return tuple(sorted((first + n) % 7 for n in range((last - first) % 7 + 1)))


def is_every_day(days: Sequence[int]) -> bool:
    """All seven weekdays."""
    return tuple(days) == EVERY_DAY
