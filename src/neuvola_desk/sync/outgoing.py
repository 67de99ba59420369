"""What may leave the desk now, in the form in which it leaves.

The automatic cycle sends visits and totals only once their part of day has closed, and says nothing of those
that stay. A visit is coarsened when it is first offered and never changes after; the queue is shuffled, and
numbers are given over the shuffled queue, so that neither tells an order.
"""

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

import msgspec

from neuvola_core import codec
from neuvola_core.coarsening import Counts, coarsened, counts
from neuvola_core.errors import InvalidVisitError, NeuvolaError
from neuvola_core.visit import IsoWeek, Language, PartOfDay, Visit
from neuvola_core.wire import (
    LARGEST_REQUEST,
    MOST_RECORDS,
    PRIVATE_KINDS,
    CounterKind,
    Record,
    RecordKind,
    Total,
)
from neuvola_desk.record_port import (
    Count,
    ExchangeRecord,
    Footfall,
    GivenCount,
    LanguageCount,
    OutboxStore,
    Outgoing,
    VisitStore,
)

UNREADABLE: Final = "unreadable"
"""Why an item is put aside that this program cannot read itself."""

_FIRST_WEEK: Final = IsoWeek(1, 1)
_LAST_WEEK: Final = IsoWeek(9999, 52)
_RESERVE: Final = 32 * 1024
_RECORD_FRAME: Final = 256
_TOTAL_FRAME: Final = 64

Shuffle = Callable[[list[Any]], None]


def shuffle(items: list[Any]) -> None:
    """Into an order that nobody can foresee."""
    secrets.SystemRandom().shuffle(items)


@dataclass(frozen=True, slots=True)
class Load:
    """What goes into one request."""

    items: tuple[Outgoing, ...] = ()
    totals: tuple[Count, ...] = ()


def record_of(item: Outgoing) -> Record:
    """An item as the server knows it."""
    body = msgspec.json.decode(item.payload)
    return Record(item.id, item.kind, body, item.schema, item.replaces, item.number)


def total_of(count: Count) -> Total:
    """A counter as the server knows it."""
    if isinstance(count, Footfall):
        return Total(CounterKind.FOOTFALL, (count.point, count.day.isoformat(), count.part.value), count.n)
    if isinstance(count, GivenCount):
        return Total(CounterKind.GIVEN, (count.point, str(count.week), count.need, count.service), count.n)
    return Total(CounterKind.LANGUAGE, (count.point, count.month, count.language.value), count.n)


def count_of(total: Total) -> Count | None:
    """The counter of a total; None for one that this program does not keep."""
    try:
        match total.kind, total.key:
            case CounterKind.FOOTFALL, (point, day, part):
                return Footfall(point, date.fromisoformat(day), PartOfDay(part), total.n)
            case CounterKind.GIVEN, (point, week, need, service):
                return GivenCount(point, IsoWeek.parse(week), need, service, total.n)
            case CounterKind.LANGUAGE, (point, month, language):
                return LanguageCount(point, month, Language(language), total.n)
    except (ValueError, InvalidVisitError):
        return None
    return None


def leaving(
    record: ExchangeRecord, now: datetime, *, automatic: bool, most: int = MOST_RECORDS
) -> tuple[list[Load], list[Load]]:
    """The loads of private kinds, which go first and by themselves, and those of everything else.

    There is at least one of the latter, if only an empty one; ``most`` is how many records a load may have.
    """
    items = list(record.outbox.waiting(closed_only=automatic))
    shuffle(items)
    private = [item for item in items if item.kind in PRIVATE_KINDS]
    others = [item for item in items if item.kind not in PRIVATE_KINDS]
    open_part = (now.date(), PartOfDay.of(now.hour)) if automatic else None
    totals = record.counters.changed(open_part)
    return list(_loads(private, (), most)), list(_loads(others, totals, most)) or [Load()]


def _loads(items: Iterable[Outgoing], totals: Iterable[Count], most: int) -> Iterator[Load]:
    """Requests within the bounds of the protocol; totals come first."""
    largest = _RESERVE + (LARGEST_REQUEST - _RESERVE) * most // MOST_RECORDS
    packed: list[Outgoing] = []
    counted: list[Count] = []
    size = _RESERVE
    for count in totals:
        weight = len(codec.to_json(total_of(count))) + _TOTAL_FRAME
        if size + weight > largest:
            yield Load((), tuple(counted))
            counted, size = [], _RESERVE
        counted.append(count)
        size += weight
    for item in items:
        weight = len(item.payload) + _RECORD_FRAME
        if len(packed) == most or (size + weight > largest and (packed or counted)):
            yield Load(tuple(packed), tuple(counted))
            packed, counted, size = [], [], _RESERVE
        packed.append(item)
        size += weight
    if packed or counted:
        yield Load(tuple(packed), tuple(counted))


def payloads(items: Sequence[Outgoing], coarsening: "Coarsening", outbox: OutboxStore) -> Mapping[str, bytes]:
    """What leaves of each item: visits coarsened at their first offer, everything else as it is.

    An item that cannot be read is put aside and is not among them.
    """
    first = {item.id: _visit_of(item) for item in items if item.kind == RecordKind.VISIT and not item.tries}
    unreadable = {item.id: UNREADABLE for item in items if not _is_readable(item)}
    unreadable |= {item_id: UNREADABLE for item_id, visit in first.items() if visit is None}
    if unreadable:
        # The week is that of storing on the server, and nothing of this is stored.
        outbox.settle((), unreadable, IsoWeek(1970, 1))
    coarse = {name: coarsening.payload(visit) for name, visit in first.items() if visit is not None}
    return {item.id: coarse.get(item.id, item.payload) for item in items if item.id not in unreadable}


def _is_readable(item: Outgoing) -> bool:
    try:
        return isinstance(msgspec.json.decode(item.payload), dict)
    except msgspec.DecodeError:
        return False


def _visit_of(item: Outgoing) -> Visit | None:
    try:
        return codec.from_json(item.payload, Visit)
    except (msgspec.DecodeError, NeuvolaError):
        return None


class Coarsening:
    """Makes visits as coarse as they must be, by the visits that the desk holds when a round begins."""

    def __init__(self, visits: VisitStore) -> None:
        self._visits = visits
        self._held: dict[str, tuple[Visit, ...]] = {}
        self._counts: dict[tuple[str, IsoWeek], Counts] = {}

    def payload(self, visit: Visit) -> bytes:
        """The visit as it may leave."""
        place = (visit.point, visit.week)
        if place not in self._counts:
            if visit.point not in self._held:
                self._held[visit.point] = self._visits.of_weeks(visit.point, _FIRST_WEEK, _LAST_WEEK)
            self._counts[place] = counts(self._held[visit.point], *place)
        return codec.to_json(coarsened(visit, self._counts[place]))


class _Week(msgspec.Struct):
    week: IsoWeek


def oldest_week(items: Iterable[Outgoing]) -> str:
    """The week of the visit that has waited longest; empty where no visit waits."""
    weeks = []
    for item in items:
        if item.kind == RecordKind.VISIT:
            with suppress(msgspec.DecodeError):
                weeks.append(msgspec.json.decode(item.payload, type=_Week).week)
    return str(min(weeks)) if weeks else ""
