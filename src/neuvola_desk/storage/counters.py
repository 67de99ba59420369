"""The cumulative counters: moved with the visit's transaction, sent as totals that overwrite themselves.

A total that was never offered to the server vanishes when it comes back to nought; one that was offered
stays as a nought until the server has confirmed it. What a former series has told stays with the server
under that series' name, and is taken off what the present one tells.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, RowMapping, Table, and_, case, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert

from neuvola_core.ids import new_record_id
from neuvola_core.visit import IsoWeek, Language, PartOfDay
from neuvola_desk.record_port import (
    RECORD_ID,
    Count,
    Footfall,
    GivenCount,
    JoinedVisit,
    LanguageCount,
    OutboxKind,
)
from neuvola_desk.storage import schema
from neuvola_desk.storage.database import Database
from neuvola_desk.storage.settings import put_settings
from neuvola_desk.storage.values import joined_of, visit_of

COUNTERS: Final = (schema.footfall, schema.given, schema.language)

_LOST: Final = -1


def _place(count: Count) -> tuple[Table, dict[str, Any]]:
    """The table and the key of a counter."""
    match count:
        case Footfall():
            return schema.footfall, {"point": count.point, "day": count.day, "part": count.part.value}
        case GivenCount():
            key = {"point": count.point, "week": str(count.week), "need": count.need}
            return schema.given, key | {"service": count.service}
        case LanguageCount():
            key = {"point": count.point, "month": count.month, "language": count.language.value}
            return schema.language, key


def _count_of(table: Table, row: RowMapping) -> Count:
    if table is schema.footfall:
        return Footfall(row["point"], row["day"], PartOfDay(row["part"]), row["n"])
    if table is schema.given:
        return GivenCount(row["point"], IsoWeek.parse(row["week"]), row["need"], row["service"], row["n"])
    return LanguageCount(row["point"], row["month"], Language(row["language"]), row["n"])


def _where(table: Table, key: Mapping[str, Any]) -> Any:
    return and_(*(table.c[name] == value for name, value in key.items()))


def moves_of(entry: JoinedVisit) -> Iterator[Count]:
    """What one visit adds to the counters."""
    visit = entry.visit
    if entry.day is not None and entry.part is not None:
        yield Footfall(visit.point, entry.day, entry.part, 1)
    for pair in entry.given:
        yield GivenCount(visit.point, visit.week, pair.need, pair.service, 1)
    if visit.language is not Language.UNRECORDED:
        yield LanguageCount(visit.point, entry.month, visit.language, 1)


def raise_counts(connection: Connection, counts: Iterable[Count]) -> None:
    """Adds to the totals."""
    for count in counts:
        table, key = _place(count)
        adding = insert(table).values(**key, n=count.n)
        both = {"n": table.c.n + adding.excluded.n}
        connection.execute(adding.on_conflict_do_update(index_elements=list(key), set_=both))


def lower_counts(connection: Connection, counts: Iterable[Count]) -> None:
    """Takes from the totals what was added."""
    for count in counts:
        table, key = _place(count)
        where = _where(table, key)
        connection.execute(update(table).where(where).values(n=table.c.n - count.n))
        connection.execute(delete(table).where(where, *_nothing_left(table)))


def _nothing_left(table: Table) -> tuple[Any, ...]:
    """Conditions for a nought of which no server knows anything."""
    return tuple(table.c[name] == 0 for name in ("n", "base", "told", "acked"))


class CounterTable:
    """Counters by hand, and their way to the server."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def count_footfall(self, point: str, day: date, part: PartOfDay, n: int = 1) -> None:
        """Someone came, and no visit is logged for them."""
        with self._database.write() as connection:
            raise_counts(connection, [Footfall(point, day, part, n)])

    def uncount_footfall(self, point: str, day: date, part: PartOfDay) -> None:
        """Takes one back; a part of day without anyone stays so."""
        table, key = _place(Footfall(point, day, part, 1))
        with self._database.write() as connection:
            counted = connection.scalar(select(table.c.n).where(_where(table, key)))
            if counted:
                lower_counts(connection, [Footfall(point, day, part, 1)])

    def footfall(self, point: str, day: date) -> Mapping[PartOfDay, int]:
        """How many came on a day, by part of day; parts without anyone are left out."""
        table = schema.footfall
        wanted = select(table.c.part, table.c.n).where(
            table.c.point == point, table.c.day == day, table.c.n > 0
        )
        with self._database.read() as connection:
            return {PartOfDay(part): n for part, n in connection.execute(wanted)}

    def totals(self) -> tuple[Count, ...]:
        """Every counter as it stands."""
        with self._database.read() as connection:
            return tuple(total.count for total in _all(connection) if total.count.n)

    def changed(self, open_part: tuple[date, PartOfDay] | None = None) -> tuple[Count, ...]:
        """Totals that the server does not have yet, in the present series.

        With ``open_part``, as they would be without that part of day: what happens in it is not told
        before it has closed. What was told of it all the same is not taken back before either.
        """
        with self._database.read() as connection:
            held = _held_back(connection) if open_part else Counter[Count]()
            something_is_open = bool(open_part) and (bool(held) or _holds_an_undo(connection))
            rows = tuple(_all(connection))
        telling = []
        for total in rows:
            count = total.count
            if isinstance(count, Footfall) and (count.day, count.part) == open_part:
                continue
            n = max(0, count.n - held[replace(count, n=0)] - total.base)
            if something_is_open and n < total.told:
                continue
            if n != total.acked or total.told != total.acked:
                telling.append(replace(count, n=n))
        return tuple(telling)

    def offer(self, counts: Iterable[Count]) -> None:
        """Notes that these leave the desk now, whatever becomes of them."""
        with self._database.write() as connection:
            for count in counts:
                table, key = _place(count)
                told = func.max(table.c.told, count.n)
                connection.execute(update(table).where(_where(table, key)).values(told=told))

    def settle(self, counts: Iterable[Count]) -> None:
        """Notes that the server has these totals; what the present series never told is passed over."""
        with self._database.write() as connection:
            for count in counts:
                table, key = _place(count)
                where = _where(table, key)
                was_told = table.c.told >= count.n
                connection.execute(update(table).where(where, was_told).values(acked=count.n, told=count.n))
                connection.execute(delete(table).where(where, *_nothing_left(table)))


def adopt_counts(connection: Connection, former: str, point: str) -> None:
    """Moves the totals of one point to another, adding to what is there."""
    for table in COUNTERS:
        rows = connection.execute(select(table).where(table.c.point == former)).mappings().all()
        raise_counts(connection, [replace(_count_of(table, row), point=point) for row in rows])
        connection.execute(delete(table).where(table.c.point == former))


def tell_again(connection: Connection) -> None:
    """Every total that was ever told in this series is told anew: the server may have lost it."""
    for table in COUNTERS:
        was_told = (table.c.told != 0) | (table.c.acked != 0)
        connection.execute(update(table).where(was_told).values(acked=_LOST))


def tell_elsewhere(connection: Connection) -> None:
    """Every total is told in full: this server has nothing of it."""
    for table in COUNTERS:
        connection.execute(update(table).values(base=0, told=0, acked=0))
        connection.execute(delete(table).where(table.c.n == 0))


def count_anew(connection: Connection) -> None:
    """Begins a series that tells only what the server has not confirmed in the former ones."""
    for table in COUNTERS:
        confirmed = case((table.c.acked == _LOST, table.c.told), else_=table.c.acked)
        connection.execute(update(table).values(base=table.c.base + confirmed, told=0, acked=0))
    put_settings(connection, {RECORD_ID: new_record_id()})


def is_confirmed(table: Table) -> Any:
    """The condition that the server has a total as it stands."""
    present = func.max(table.c.n - table.c.base, 0)
    return (table.c.acked == present) & (table.c.told == present)


@dataclass(frozen=True, slots=True)
class _Total:
    count: Count
    base: int
    told: int
    acked: int


def _all(connection: Connection) -> Iterator[_Total]:
    for table in COUNTERS:
        for row in connection.execute(select(table)).mappings():
            yield _Total(_count_of(table, row), row["base"], row["told"], row["acked"])


def open_entries(connection: Connection) -> Iterator[JoinedVisit]:
    """The visits that may still be undone, with what they moved."""
    for joined in connection.execute(select(schema.joined_visit)).mappings().all():
        wanted = select(schema.visit).where(schema.visit.c.id == joined["id"])
        yield joined_of(joined, visit_of(connection.execute(wanted).mappings().one()))


def _holds_an_undo(connection: Connection) -> bool:
    box = schema.outbox
    held = select(box.c.id).where(box.c.kind == OutboxKind.UNDO, box.c.closes != "")
    return connection.execute(held.limit(1)).first() is not None


def _held_back(connection: Connection) -> Counter[Count]:
    """What visits of a part of day that is still open have added, by counter."""
    held: Counter[Count] = Counter()
    for entry in open_entries(connection):
        for move in moves_of(entry):
            held[replace(move, n=0)] += move.n
    return held
