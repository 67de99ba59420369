"""Receiving what people made at desks: stored once, told apart from what is there, taken back on request.

A verdict is only worth telling after the transaction it was made in has committed. Rows say neither when nor
from where they came, but for the week; private records keep a day, since their days are counted.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Final, Protocol

import msgspec
from sqlalchemy import Connection, Executable, Row, Select, Table, and_, delete, func, select, update
from sqlalchemy.exc import DataError, IntegrityError

from neuvola_core.visit import IsoWeek
from neuvola_core.wire import PRIVATE_KINDS, Record, RecordKind, Status, Verdict
from neuvola_server.bodies import Reading, is_record_id, read
from neuvola_server.slips import Slips
from neuvola_server.storage import schema
from neuvola_server.storage.database import Database
from neuvola_server.storage.inserts import insert_for, insert_into

_AT_ONCE: Final = 500

STORED: Final = "stored"
READ: Final = "read"
"""Of an experience that is on its way to a provider: its body has the coded answers alone."""
HELD: Final = "held"
UNDONE: Final = "undone"
ERASED: Final = "erased"
AWAITED: Final = "awaited"
"""Of a private record that was taken back before it came: its week is the day on which it was."""
NOT_COME: Final = ""
"""The week of a record that was taken back before it came."""
_CREATED: Final = Verdict(Status.CREATED)


@dataclass(frozen=True, slots=True, eq=False)
class Shelf:
    """Where a sort of records is kept."""

    record: Table
    conflict: Table


OPEN: Final = Shelf(schema.record, schema.conflict)
PRIVATE: Final = Shelf(schema.private_record, schema.private_conflict)
SHELVES: Final = (OPEN, PRIVATE)


class PrivateArrivals(Protocol):
    """What follows when a private record comes."""

    def day_of(self, reading: Reading) -> str:
        """The day from which its days are counted (ISO)."""

    def stored(self, connection: Connection, reading: Reading, *, withdrawn: bool = False) -> None:
        """Does it; ``withdrawn`` says that a withdrawal of it was here first."""


class Records:
    """Everything that was received."""

    def __init__(
        self, database: Database, clock: Callable[[], datetime], arrivals: PrivateArrivals, slips: Slips
    ) -> None:
        self._database = database
        self._clock = clock
        self._arrivals = arrivals
        self._slips = slips

    def store(
        self, connection: Connection, readings: Sequence[Reading], *, singly: bool = False
    ) -> dict[str, Verdict]:
        """Stores what was read and gives the verdicts by id, to be told after the commit.

        ``singly`` goes record by record, so that one the database will not have leaves the others alone.
        """
        told = {
            reading.record.id: Verdict(Status.REJECTED, reading.refusal.code, reading.refusal.field)
            for reading in readings
            if reading.refusal
        }
        # Its days run, and a code takes it back, only once it is read: till this is a newer server the desk
        # keeps it, which destroys it in time and says so.
        told |= {one.record.id: Verdict(Status.RETRY) for one in readings if _is_newer(one)}
        # Always in one order: two transactions with the same records then wait for each other, not in a ring.
        good = sorted((one for one in readings if one.record.id not in told), key=lambda one: one.record.id)
        for shelf in SHELVES:
            own = [reading for reading in good if _shelf(reading.record.kind) is shelf]
            if singly:
                for reading in own:
                    told |= self._store_alone(connection, shelf, reading)
            elif own:
                told |= self._store(connection, shelf, own)
        return told

    def missing(self, offered: Mapping[str, str]) -> tuple[str, ...]:
        """The ids, by digest, that were never received."""
        return self._database.read(lambda connection: _missing(connection, offered))

    def take_up_held(self) -> int:
        """Stores the held records that this version of the program can read; returns how many."""
        return self._database.write(self._take_up)

    def figures(self) -> Mapping[tuple[str, str], int]:
        """How many records there are by kind and state.

        Private kinds are left out: whoever asked every minute would see when a visitor came.
        """
        kind, state = OPEN.record.c.kind, OPEN.record.c.state
        counted = select(kind, state, func.count()).group_by(kind, state)
        rows = self._database.read(lambda connection: connection.execute(counted).all())
        return {(kind, state): n for kind, state, n in rows}

    def _store_alone(self, connection: Connection, shelf: Shelf, reading: Reading) -> dict[str, Verdict]:
        try:
            with connection.begin_nested():
                return self._store(connection, shelf, [reading])
        except (IntegrityError, DataError):
            return {reading.record.id: Verdict(Status.REJECTED, "unstorable")}

    def _store(self, connection: Connection, shelf: Shelf, good: Sequence[Reading]) -> dict[str, Verdict]:
        rows = [self._row(reading) for reading in good]
        # One statement of many rows, written out once for each number of them and then remembered.
        adding = _adding(connection.dialect.name, shelf)
        created = set(connection.execute(adding, rows if len(rows) > 1 else rows[0]).scalars())
        told: dict[str, Verdict] = {}
        for reading in good:
            if reading.record.id in created:
                told[reading.record.id] = Verdict(Status.HELD) if reading.held else _CREATED
                self._follow(connection, reading)
        others = [reading for reading in good if reading.record.id not in created]
        return told | (self._compare(connection, shelf, others) if others else {})

    def _row(self, reading: Reading) -> dict[str, Any]:
        record = reading.record
        return {
            "id": record.id,
            "kind": record.kind,
            "schema": record.schema,
            "digest": reading.digest,
            "body": reading.body,
            "replaces": record.replaces,
            "state": HELD if reading.held else STORED,
            **self._received(reading),
        }

    def _received(self, reading: Reading) -> dict[str, str]:
        """When it came, as far as that is kept, and what else a row of its shelf has."""
        today = self._clock().date()
        if reading.record.kind not in PRIVATE_KINDS:
            return {"week": str(IsoWeek.of(today))}
        return {
            "week": self._arrivals.day_of(reading),
            "arrived": today.isoformat(),
            "withdrawal": reading.contact.withdrawal,
        }

    def _follow(self, connection: Connection, reading: Reading) -> None:
        if reading.record.kind in PRIVATE_KINDS:
            self._arrivals.stored(connection, reading)
        elif reading.record.kind == RecordKind.UNDO and reading.target:
            _undo(connection, reading.target)
        elif reading.slip:
            self._replace_answer(connection, reading)

    def _replace_answer(self, connection: Connection, reading: Reading) -> None:
        """Of one slip about one service the newest answer stands."""
        week = self._received(reading)["week"]
        before = self._slips.answer(connection, reading, week)
        if before:
            record = OPEN.record
            gone = update(record).where(record.c.id == before, record.c.kind == RecordKind.EXPERIENCE)
            connection.execute(gone.values(body=None, digest="", state=UNDONE))
            waiting = schema.experience_waiting
            connection.execute(delete(waiting).where(waiting.c.id == before))

    def _compare(self, connection: Connection, shelf: Shelf, others: Sequence[Reading]) -> dict[str, Verdict]:
        wanted = select(shelf.record).where(shelf.record.c.id.in_([reading.record.id for reading in others]))
        there = {row.id: row for row in connection.execute(wanted)}
        return {
            reading.record.id: self._beside(connection, shelf, reading, there.get(reading.record.id))
            for reading in others
        }

    def _beside(
        self, connection: Connection, shelf: Shelf, reading: Reading, row: Row[Any] | None
    ) -> Verdict:
        record = reading.record
        if row is None:  # erased by a sweep between the two statements
            return Verdict(Status.RETRY)
        if row.digest == reading.digest:
            return Verdict(Status.DUPLICATE)
        if row.digest == "" and row.kind == record.kind:
            if row.week != NOT_COME and row.state != AWAITED:
                return Verdict(Status.DUPLICATE)
            there = shelf.record
            came = update(there).where(there.c.id == record.id, there.c.week == row.week)
            connection.execute(came.values(schema=record.schema, **self._received(reading)))
            if record.kind in PRIVATE_KINDS:
                self._arrivals.stored(connection, reading, withdrawn=True)
            return _CREATED
        kept = {"id": record.id, "digest": reading.digest, "kind": record.kind, "body": reading.body}
        week = self._received(reading)["week"]
        adding = insert_into(connection, shelf.conflict).values(**kept, week=week)
        connection.execute(adding.on_conflict_do_nothing())
        return Verdict(Status.CONFLICT)

    def _take_up(self, connection: Connection) -> int:
        # What is held is of a kind that was not known here, or of one that is open.
        table = OPEN.record
        held = select(table).where(table.c.state == HELD).with_for_update()
        rows = connection.execute(held).all()
        taken = 0
        for row in rows:
            body = msgspec.json.decode(row.body)
            reading = read(Record(row.id, row.kind, body, row.schema, row.replaces))
            if reading.held or reading.refusal:
                continue
            values = {"body": reading.body, "state": STORED}
            connection.execute(update(table).where(table.c.id == row.id).values(values))
            self._follow(connection, reading)
            taken += 1
        return taken


@cache
def _adding(engine: str, shelf: Shelf) -> Executable:
    return insert_for(engine, shelf.record).on_conflict_do_nothing().returning(shelf.record.c.id)


def _is_newer(reading: Reading) -> bool:
    """Whether it is of a private kind that only a newer server reads."""
    return reading.held and not reading.refusal and reading.record.kind in PRIVATE_KINDS


def _shelf(kind: str) -> Shelf:
    return PRIVATE if kind in PRIVATE_KINDS else OPEN


def _undo(connection: Connection, visit: str) -> None:
    record, conflict = OPEN.record, OPEN.conflict
    # The digest goes with the body: of so few possible visits it would tell which one it was.
    gone: dict[str, Any] = {"body": None, "digest": "", "state": UNDONE}
    waiting = insert_into(connection, record).values(id=visit, kind=RecordKind.VISIT, week=NOT_COME, **gone)
    taken = waiting.on_conflict_do_update(
        index_elements=[record.c.id], set_=gone, where=record.c.kind == RecordKind.VISIT
    )
    connection.execute(taken)
    of_it = and_(conflict.c.id == visit, conflict.c.kind == RecordKind.VISIT)
    connection.execute(update(conflict).where(of_it).values(body=""))


def _missing(connection: Connection, offered: Mapping[str, str]) -> tuple[str, ...]:
    there: set[str] = set()
    for some in _pieces(sorted(filter(is_record_id, offered))):
        for shelf in SHELVES:
            found = connection.execute(_ids_and_digests(shelf.record, some))
            there |= {row.id for row in found if row.digest in ("", offered[row.id])}
            beside = connection.execute(_ids_and_digests(shelf.conflict, some))
            there |= {row.id for row in beside if row.digest == offered[row.id]}
    return tuple(record_id for record_id in offered if record_id not in there)


def _ids_and_digests(table: Table, ids: Sequence[str]) -> Select[Any]:
    return select(table.c.id, table.c.digest).where(table.c.id.in_(ids))


def _pieces(ids: Sequence[str]) -> Iterable[Sequence[str]]:
    return (ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE))
