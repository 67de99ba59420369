"""What people write about opening hours ("ma–pe 9–16, heinäkuussa suljettu") read into ``Hours``.

All or nothing: a text with one word that is not understood, or one that can be understood in two ways, is
kept whole as a note, and the hours are not known.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise
from typing import Final

from neuvola_core.calendar import Holiday
from neuvola_core.hours import (
    NOT_KNOWN,
    Exceptional,
    HolidayHours,
    Hours,
    Opening,
    Regular,
    Span,
    Weeks,
)
from neuvola_core.hours_dates import Dates, Unread
from neuvola_core.hours_lexicon import EVERY_DAY, LEXICONS, Kind, Piece, cut, plain
from neuvola_core.hours_reader import MIDNIGHT, Cursor, Group, Scope, is_every_day
from neuvola_core.spans import without
from neuvola_core.text import Text

LONGEST: Final = 400
"""A longer text is prose."""


def parse(text: str, language: str = "fi") -> Hours:
    """The hours a text states; where it is not understood in full, hours not known with it as their note."""
    shown = text.strip()
    if not any(letter.isalnum() for letter in shown):
        return NOT_KNOWN
    return read(shown, language) or Hours(note=Text({language: shown}))


def read(text: str, language: str = "fi") -> Hours | None:
    """The hours a text states, or None if any part of it is not understood."""
    if len(text) > LONGEST:
        return None
    smooth = plain(text)
    for tried in dict.fromkeys((language, *LEXICONS)):
        pieces = cut(smooth, tried) if tried in LEXICONS else None
        if pieces:
            try:
                return _Draft(pieces, has_halves=tried == "en").hours()
            except Unread:
                continue
    return None


@dataclass(slots=True)
class _Sentence:
    """What has been said so far in the sentence being read."""

    scope: Scope = field(default_factory=Scope)
    weeks: Weeks = Weeks.ALL
    weeks_are_used: bool = False
    weeks_hold_on: bool = False
    groups: list[Group] = field(default_factory=list)
    is_appointment: bool = False


class _Draft:
    """Collects what the sentences of one text state."""

    def __init__(self, pieces: Sequence[Piece], *, has_halves: bool) -> None:
        self._groups: list[Group] = []
        self._closed: list[Regular] = []
        self._exceptional: list[Exceptional] = []
        self._holidays: list[HolidayHours] = []
        self._agreed: list[Scope] = []
        self._only_agreed = False
        for sentence in _sentences(pieces):
            self._read_sentence(Cursor(sentence, has_halves=has_halves))

    def _read_sentence(self, cursor: Cursor) -> None:
        said = _Sentence()
        cursor.skip(Kind.OPEN)
        while not cursor.is_done:
            self._item(cursor, said)
            self._suffixes(cursor, said)
            if cursor.take_mark(","):
                cursor.take(Kind.AND)
            elif not cursor.take(Kind.AND):
                continue
            if cursor.is_done:
                raise Unread
        self._groups += said.groups

    def _item(self, cursor: Cursor, said: _Sentence) -> None:
        cursor.skip(Kind.OPEN)
        if cursor.is_done:
            return
        if cursor.take(Kind.ELSE_APPOINTMENT):
            self._agreed.append(said.scope)
        elif cursor.take(Kind.APPOINTMENT):
            self._appointment(cursor, said)
        elif cursor.take(Kind.CLOSED):
            self._closing(cursor, said)
        elif holidays := cursor.holidays():
            self._named_days(cursor, holidays)
        elif (weeks := cursor.weeks()) is not None:
            self._weeks(cursor, said, weeks)
        elif not self._limits(cursor, said):
            self._group(cursor, said)

    def _weeks(self, cursor: Cursor, said: _Sentence, weeks: Weeks) -> None:
        """ "Parilliset viikot" before its days, or after the only ones of the sentence."""
        if cursor.is_done:
            if len(said.groups) != 1 or said.groups[0].weeks is not Weeks.ALL or said.groups[0].closed:
                raise Unread
            said.groups = [replace(said.groups[0], weeks=weeks)]
            return
        said.weeks, said.weeks_are_used = weeks, False
        said.weeks_hold_on = cursor.take_mark(":")
        self._group(cursor, said)

    def _appointment(self, cursor: Cursor, said: _Sentence) -> None:
        """ "Ajanvarauksella" alone, or before the days of the whole sentence."""
        if said.groups or said.is_appointment:
            raise Unread
        said.is_appointment = True
        said.scope = replace(said.scope, by_appointment=True)
        cursor.take_mark(":")
        if cursor.is_done:
            self._only_agreed = True
            self._agreed.append(said.scope)
        else:
            self._item(cursor, said)

    def _closing(self, cursor: Cursor, said: _Sentence) -> None:
        cursor.take_mark(":")
        if (season := cursor.season()) is not None:
            self._closed.append(Regular(season=season, closed=True))
        elif (dates := cursor.dates()) is not None:
            self._close_dates(dates)
        elif holidays := cursor.holidays():
            self._holidays += [HolidayHours(name, closed=True) for name in holidays]
        elif days := cursor.days():
            spans = cursor.spans()
            if not spans:
                cursor.take(Kind.AROUND)
            said.groups.append(Group(days, spans, scope=said.scope, closed=True))
        else:
            cursor.take(Kind.FURTHER)
            if said.groups or not cursor.is_done or said.scope != Scope():
                raise Unread
            self._closed.append(Regular(closed=True))

    def _close_dates(self, dates: Dates) -> None:
        if dates.last_year:
            first, last = dates.validity
            self._exceptional.append(Exceptional(first, last, closed=True))
        else:
            self._closed.append(Regular(season=dates.season, closed=True))

    def _named_days(self, cursor: Cursor, holidays: tuple[Holiday, ...]) -> None:
        cursor.take_mark(":")
        if cursor.take(Kind.CLOSED):
            self._holidays += [HolidayHours(name, closed=True) for name in holidays]
            return
        cursor.skip(Kind.OPEN)
        spans = tuple(Span(*pair) for pair in cursor.spans())
        if not spans:
            raise Unread
        self._holidays += [HolidayHours(name, spans) for name in holidays]

    def _limits(self, cursor: Cursor, said: _Sentence) -> bool:
        """A season or dates before what they limit, or of a closure."""
        if (season := cursor.season()) is not None:
            if cursor.take(Kind.CLOSED):
                self._closed.append(Regular(season=season, closed=True))
            else:
                self._limit_to(cursor, said, replace(said.scope, season=season))
            return True
        is_from = cursor.take(Kind.FROM) is not None
        is_until = not is_from and cursor.take(Kind.UNTIL) is not None
        dates = cursor.dates()
        if dates is None:
            if is_from or is_until:
                raise Unread
            return False
        self._limit_to_dates(cursor, said, dates, is_from=is_from, is_until=is_until)
        return True

    def _limit_to_dates(
        self, cursor: Cursor, said: _Sentence, dates: Dates, *, is_from: bool, is_until: bool
    ) -> None:
        if not (is_from or is_until):
            if cursor.take(Kind.CLOSED):
                self._close_dates(dates)
                return
            is_from = cursor.take(Kind.FROM) is not None
            is_until = not is_from and cursor.take(Kind.UNTIL) is not None
        if is_from or is_until:
            first, last = dates.validity
            if first != last:
                raise Unread
            scope = replace(said.scope, valid_from=first) if is_from else replace(said.scope, valid_to=first)
            self._limit_to(cursor, said, scope)
        elif dates.first == dates.last and dates.last_year:
            self._one_day(cursor, dates.validity[0])
        elif dates.last_year:
            first, last = dates.validity
            self._limit_to(cursor, said, replace(said.scope, valid_from=first, valid_to=last))
        else:
            self._limit_to(cursor, said, replace(said.scope, season=dates.season))

    def _one_day(self, cursor: Cursor, day: date) -> None:
        cursor.take_mark(":")
        cursor.skip(Kind.OPEN)
        spans = tuple(Span(*pair) for pair in cursor.spans())
        if not spans:
            raise Unread
        self._exceptional.append(Exceptional(day, day, spans))

    def _limit_to(self, cursor: Cursor, said: _Sentence, scope: Scope) -> None:
        """Puts a limit on what follows; after the only group of a sentence it is that group's."""
        cursor.take_mark(":")
        cursor.take_mark(",")
        if cursor.is_done:
            if len(said.groups) != 1 or said.groups[0].scope != Scope():
                raise Unread
            said.groups = [replace(said.groups[0], scope=scope)]
            return
        if said.groups and not scope.season:
            raise Unread
        is_aside = any(group.scope.season is None for group in said.groups)
        said.scope = scope
        self._item(cursor, said)
        if is_aside and not cursor.is_done:
            raise Unread  # does the season still hold for the next one?

    def _group(self, cursor: Cursor, said: _Sentence) -> None:
        cursor.skip(Kind.OPEN)
        if said.weeks is not Weeks.ALL and said.weeks_are_used and not said.weeks_hold_on:
            raise Unread  # does "parilliset viikot" still hold for this one?
        around = cursor.take(Kind.AROUND) is not None
        spans = cursor.spans() if not around else ((0, MIDNIGHT),)
        leads_with_times = bool(spans)
        days = cursor.days() or (EVERY_DAY if around else ())
        if not days or (leads_with_times and said.groups):
            raise Unread
        named = cursor.further_holidays()
        cursor.take_mark(":")
        if not leads_with_times:
            spans = _times(cursor)
        is_closed = not spans
        if named and said.scope != Scope():
            raise Unread
        self._holidays += [HolidayHours(n, tuple(Span(*s) for s in spans), closed=is_closed) for n in named]
        if (leads_with_times and not cursor.is_done) or (is_closed and said.weeks is not Weeks.ALL):
            raise Unread
        said.groups.append(Group(days, spans, said.weeks, said.scope, closed=is_closed))
        said.weeks_are_used = True

    def _suffixes(self, cursor: Cursor, said: _Sentence) -> None:
        """What stands right after a group: "(parilliset viikot)", "ajanvarauksella"."""
        while cursor.is_mark("(") or cursor.kind() in {Kind.WEEKS, Kind.APPOINTMENT, Kind.MONTH, Kind.IN}:
            in_brackets = cursor.take_mark("(")
            if in_brackets and cursor.kind() in {Kind.CLOSED, Kind.HOLIDAYS, Kind.ELSE_APPOINTMENT}:
                self._item(cursor, said)
            else:
                self._suffix(cursor, said)
            if in_brackets and not cursor.take_mark(")"):
                raise Unread
            if not in_brackets and not (cursor.is_done and len(said.groups) == 1):
                raise Unread

    def _suffix(self, cursor: Cursor, said: _Sentence) -> None:
        if not said.groups:
            raise Unread
        last = said.groups.pop()
        if (weeks := cursor.weeks()) is not None and last.weeks is Weeks.ALL and not last.closed:
            last = replace(last, weeks=weeks)
        elif weeks is None and cursor.take(Kind.APPOINTMENT) and not last.closed:
            last = replace(last, scope=replace(last.scope, by_appointment=True))
        elif weeks is None and last.scope.season is None and (season := cursor.season()) is not None:
            last = replace(last, scope=replace(last.scope, season=season))
        else:
            raise Unread
        said.groups.append(last)

    # What all sentences together say.

    def hours(self) -> Hours:
        """The hours; raises ``Unread`` where the sentences contradict each other or say too little."""
        if self._only_agreed and (self._groups or len(self._agreed) > 1):
            raise Unread
        regular = [*self._timetables(), *(_agreed(scope) for scope in dict.fromkeys(self._agreed))]
        regular += dict.fromkeys(self._closed)
        found = Hours(tuple(regular), tuple(self._exceptional), tuple(self._holidays))
        if not found.is_stated or len({h.holiday for h in self._holidays}) < len(self._holidays):
            raise Unread
        return found

    def _timetables(self) -> Iterator[Regular]:
        scopes = dict.fromkeys(group.scope for group in self._groups if not group.closed)
        for closing in (group for group in self._groups if group.closed):
            if not any(_same_dates(closing.scope, scope) for scope in scopes):
                raise Unread  # only closed days are named: the others are not known
        for scope in scopes:
            groups = [g for g in self._groups if g.scope == scope and not g.closed]
            closings = [g for g in self._groups if g.closed and _same_dates(g.scope, scope)]
            openings = _openings(groups, closings)
            if not openings:
                raise Unread
            yield _timetable(scope, groups, openings, has_closings=bool(closings))


def _times(cursor: Cursor) -> tuple[tuple[int, int], ...]:
    """The times after some days; none if they are closed."""
    cursor.skip(Kind.OPEN)
    if cursor.take(Kind.CLOSED):
        return ()
    if cursor.take(Kind.AROUND):
        return ((0, MIDNIGHT),)
    spans = cursor.spans()
    if not spans:
        raise Unread
    return spans


def _sentences(pieces: Sequence[Piece]) -> Iterator[Sequence[Piece]]:
    """Cut at semicolons, and at full stops that end no abbreviation ("klo.", "mån.")."""
    start = 0
    for at, piece in enumerate(pieces):
        if piece.kind is Kind.MARK and piece.text in ".;" and not _ends_abbreviation(pieces, at):
            if at > start:
                yield pieces[start:at]
            start = at + 1
    if start < len(pieces):
        yield pieces[start:]


def _ends_abbreviation(pieces: Sequence[Piece], at: int) -> bool:
    if pieces[at].text != "." or not 0 < at < len(pieces) - 1:
        return False
    before, after = pieces[at - 1], pieces[at + 1]
    goes_on = after.kind in {Kind.NUMBER, Kind.CLOCK} or (after.kind is Kind.MARK and after.text in "-,:")
    return before.kind in {Kind.DAY, Kind.CLOCK} and goes_on


def _same_dates(one: Scope, other: Scope) -> bool:
    return replace(one, by_appointment=False) == replace(other, by_appointment=False)


def _agreed(scope: Scope) -> Regular:
    return Regular((), scope.valid_from, scope.valid_to, scope.season, by_appointment=True)


def _openings(groups: Iterable[Group], closings: Sequence[Group]) -> tuple[Opening, ...]:
    found: list[Opening] = []
    for group in groups:
        for day in group.days:
            taken = [span for c in closings if day in c.days for span in c.spans or ((0, 2 * MIDNIGHT),)]
            found += [Opening(day, *pair, group.weeks) for pair in without(group.spans, taken)]
    found.sort(key=lambda o: (o.weekday, o.opens, o.closes, o.weeks))
    for one, following in pairwise(found):
        both = one.weeks is following.weeks or Weeks.ALL in {one.weeks, following.weeks}
        if one.weekday == following.weekday and both and following.opens < one.closes:
            raise Unread  # "ma–pe 9–16, pe 9–14": which one holds on Friday?
    return tuple(found)


def _timetable(
    scope: Scope, groups: Sequence[Group], openings: tuple[Opening, ...], *, has_closings: bool
) -> Regular:
    always = (
        len(groups) == 1
        and is_every_day(groups[0].days)
        and groups[0].spans == ((0, MIDNIGHT),)
        and groups[0].weeks is Weeks.ALL
        and not has_closings
    )
    return Regular(
        () if always else openings,
        scope.valid_from,
        scope.valid_to,
        scope.season,
        always_open=always,
        by_appointment=scope.by_appointment,
    )
