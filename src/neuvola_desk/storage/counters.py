"""The cumulative counters: moved with the visit's transaction, sent as totals that overwrite themselves.

A total that was never offered to the server vanishes when it comes back to nought; one that was offered
stays as a nought until the server has confirmed it.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, RowMapping, Table, and_, delete, select, update
from sqlalchemy.dialects.sqlite import insert

from neuvola_core.visit import IsoWeek, Language, PartOfDay
from neuvola_desk.record_port import Count, Footfall, GivenCount, JoinedVisit, LanguageCount
from neuvola_desk.storage import schema
from neuvola_desk.storage.database import Database
from neuvola_desk.storage.values import joined_of, visit_of

COUNTERS: Final = (schema.footfall, schema.given, schema.language)

_NEVER_TOLD: Final = 0
_NOT_CONFIRMED: Final = -1


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
        connection.execute(delete(table).where(where, table.c.n == 0, table.c.acked == _NEVER_TOLD))


class CounterTable:
    """Counters by hand, and their way to the server."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def count_footfall(self, point: str, day: date, part: PartOfDay, n: int = 1) -> None:
        """Someone came, and no visit is logged for them."""
        with self._database.write() as connection:
            raise_counts(connection, [Footfall(point, day, part, n)])

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
            return tuple(count for count, _ in _all(connection) if count.n)

    def changed(self, open_part: tuple[date, PartOfDay] | None = None) -> tuple[Count, ...]:
        """Totals that the server does not have yet.

        With ``open_part``, as they would be without that part of day: what happens in it is not told
        before it has closed.
        """
        with self._database.read() as connection:
            held = _held_back(connection) if open_part else Counter[Count]()
            rows = tuple(_all(connection))
        told = []
        for count, acked in rows:
            if isinstance(count, Footfall) and (count.day, count.part) == open_part:
                continue
            total = replace(count, n=count.n - held[replace(count, n=0)])
            if total.n != acked:
                told.append(total)
        return tuple(told)

    def offer(self, counts: Iterable[Count]) -> None:
        """Notes that these leave the desk now, whatever becomes of them."""
        with self._database.write() as connection:
            for count in counts:
                table, key = _place(count)
                connection.execute(update(table).where(_where(table, key)).values(acked=_NOT_CONFIRMED))

    def settle(self, counts: Iterable[Count]) -> None:
        """Notes that the server has these totals."""
        with self._database.write() as connection:
            for count in counts:
                table, key = _place(count)
                where = _where(table, key)
                connection.execute(update(table).where(where).values(acked=count.n))
                connection.execute(delete(table).where(where, table.c.n == 0, table.c.acked == 0))


def adopt_counts(connection: Connection, former: str, point: str) -> None:
    """Moves the totals of one point to another, adding to what is there."""
    for table in COUNTERS:
        rows = connection.execute(select(table).where(table.c.point == former)).mappings().all()
        raise_counts(connection, [replace(_count_of(table, row), point=point) for row in rows])
        connection.execute(delete(table).where(table.c.point == former))


def tell_again(connection: Connection) -> None:
    """Every total that was ever told is told anew: the server may have lost it, or is another one."""
    for table in COUNTERS:
        told = table.c.acked != _NEVER_TOLD
        connection.execute(update(table).where(told).values(acked=_NOT_CONFIRMED))


def _all(connection: Connection) -> Iterator[tuple[Count, int]]:
    for table in COUNTERS:
        for row in connection.execute(select(table)).mappings():
            yield _count_of(table, row), row["acked"]


def open_entries(connection: Connection) -> Iterator[JoinedVisit]:
    """The visits that may still be undone, with what they moved."""
    for joined in connection.execute(select(schema.joined_visit)).mappings().all():
        wanted = select(schema.visit).where(schema.visit.c.id == joined["id"])
        yield joined_of(joined, visit_of(connection.execute(wanted).mappings().one()))


def _held_back(connection: Connection) -> Counter[Count]:
    """What visits of a part of day that is still open have added, by counter."""
    held: Counter[Count] = Counter()
    for entry in open_entries(connection):
        for move in moves_of(entry):
            held[replace(move, n=0)] += move.n
    return held
