"""Visits in the record: written with their outbox row and counters in one transaction, or not at all."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, delete, insert, select, update

from neuvola_core import codec
from neuvola_core.errors import UndoTooLateError
from neuvola_core.visit import IsoWeek, Visit
from neuvola_desk.record_port import JoinedVisit, Note, OutboxKind, Undoable
from neuvola_desk.storage import schema
from neuvola_desk.storage.counters import adopt_counts, lower_counts, moves_of, raise_counts
from neuvola_desk.storage.database import Database
from neuvola_desk.storage.notes import note_row
from neuvola_desk.storage.outbox import void_number_of
from neuvola_desk.storage.values import joined_of, joined_row, utc, visit_of, visit_row

LONGEST_UNDO: Final = timedelta(hours=24)


def still_open(now: datetime, closes: Any = schema.joined_visit.c.closes) -> Any:
    """What is of an open part of day; a clock that was put back does not keep it longer than a day."""
    return (closes > utc(now)) & (closes <= utc(now + LONGEST_UNDO))


def undo_payload(visit_id: str) -> bytes:
    """The event that takes back a visit which may have reached the server."""
    return codec.to_json({"undoes": visit_id})


class VisitTable:
    """The visits of this desk."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, entries: Sequence[JoinedVisit], notes: Sequence[Note] = ()) -> None:
        """Visit, outbox row, counters, undo record and note: all of them or none."""
        joined = schema.joined_visit
        with self._database.write() as connection:
            connection.execute(update(joined).where(joined.c.latest).values(latest=False))
            for number, entry in enumerate(entries, 1):
                visit = entry.visit
                connection.execute(insert(schema.visit).values(visit_row(visit)))
                connection.execute(
                    insert(schema.outbox).values(
                        id=visit.id, kind=OutboxKind.VISIT, payload=codec.to_json(visit).decode()
                    )
                )
                connection.execute(insert(joined).values(joined_row(entry, latest=number == len(entries))))
                raise_counts(connection, moves_of(entry))
            for note in notes:
                connection.execute(insert(schema.note).values(note_row(note)))

    def undo(self, visit_id: str, event_id: str, now: datetime) -> None:
        """Takes the visit back with everything it moved; raises ``UndoTooLateError``.

        A visit that never left the desk vanishes. One that may have left is followed by an undo event.
        """
        with self._database.write() as connection:
            entry = self._joined(connection, visit_id, now)
            lower_counts(connection, moves_of(entry))
            if _may_have_left(connection, visit_id):
                event = {"id": event_id, "kind": OutboxKind.UNDO, "payload": undo_payload(visit_id).decode()}
                event["closes"] = utc(entry.closes)  # it would tell that the visit was of this part of day
                connection.execute(insert(schema.outbox).values(event))
            void_number_of(connection, visit_id)
            for table in (schema.visit, schema.outbox, schema.sent, schema.joined_visit):
                connection.execute(delete(table).where(table.c.id == visit_id))
            connection.execute(delete(schema.note).where(schema.note.c.id == entry.note_id))
        self._database.forget()

    def _joined(self, connection: Connection, visit_id: str, now: datetime) -> JoinedVisit:
        joined = schema.joined_visit
        wanted = select(joined).where(joined.c.id == visit_id, still_open(now))
        row = connection.execute(wanted).mappings().first()
        if row is None:
            raise UndoTooLateError
        visit = connection.execute(select(schema.visit).where(schema.visit.c.id == visit_id)).mappings().one()
        return joined_of(row, visit_of(visit))

    def latest(self, now: datetime) -> Undoable | None:
        """The visit logged last, unless it was undone or its part of day has closed."""
        joined = schema.joined_visit
        wanted = select(joined.c.id, joined.c.closes).where(joined.c.latest, still_open(now))
        with self._database.read() as connection:
            found = connection.execute(wanted).first()
        return Undoable(found.id, datetime.fromisoformat(found.closes).astimezone(UTC)) if found else None

    def unsent(self, point: str) -> tuple[Visit, ...]:
        """Visits of the point that the server has not yet stored, by week."""
        waiting = select(schema.outbox.c.id)
        return self._visits(schema.visit.c.point == point, schema.visit.c.id.in_(waiting))

    def of_weeks(self, point: str, first: IsoWeek, last: IsoWeek) -> tuple[Visit, ...]:
        """The point's visits of these weeks that the desk still holds, both ends included."""
        weeks = schema.visit.c.week.between(str(first), str(last))
        return self._visits(schema.visit.c.point == point, weeks)

    def _visits(self, *where: Any) -> tuple[Visit, ...]:
        wanted = select(schema.visit).where(*where).order_by(schema.visit.c.week, schema.visit.c.id)
        with self._database.read() as connection:
            return tuple(visit_of(row) for row in connection.execute(wanted).mappings())


def _may_have_left(connection: Connection, visit_id: str) -> bool:
    """Whether the visit was ever offered to the server: a lost answer counts as stored.

    One that waits no more has left, even if it was already erased among what was sent.
    """
    box = schema.outbox
    never = select(box.c.id).where(box.c.id == visit_id, box.c.tries == 0)
    return connection.execute(never).first() is None


def adopt_point(connection: Connection, former: str, point: str) -> None:
    """Gives the visits, waiting items and counters of one point to another.

    A visit that was ever offered keeps its payload: a repeat must be the same to the letter.
    """
    visit, box = schema.visit, schema.outbox
    moved = connection.execute(select(visit.c.id).where(visit.c.point == former)).scalars().all()
    connection.execute(update(visit).where(visit.c.point == former).values(point=point))
    for visit_id in moved:
        row = connection.execute(select(visit).where(visit.c.id == visit_id)).mappings().one()
        payload = codec.to_json(visit_of(row)).decode()
        never_offered = (box.c.id == visit_id) & (box.c.tries == 0)
        connection.execute(update(box).where(never_offered).values(payload=payload))
    adopt_counts(connection, former, point)
