"""What waits for the server, and what became of it.

The outbox knows neither time nor order. Whatever may have left the desk is marked before it leaves, so that
a lost answer can never make a thing look as if it had stayed at home.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import RowMapping, delete, func, insert, select, update

from neuvola_core.visit import IsoWeek
from neuvola_desk.record_port import Outgoing
from neuvola_desk.storage import schema
from neuvola_desk.storage.database import Database

_BOX = schema.outbox


def _outgoing(row: RowMapping) -> Outgoing:
    return Outgoing(row["id"], row["kind"], row["payload"].encode(), row["tries"], row["last_refusal"])


class Outbox:
    """Items waiting, refused and sent."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, item_id: str, kind: str, payload: bytes) -> None:
        """Adds something to send; the same id twice is one item."""
        row = {"id": item_id, "kind": kind, "payload": payload.decode()}
        with self._database.write() as connection:
            if connection.execute(select(_BOX.c.id).where(_BOX.c.id == item_id)).first() is None:
                connection.execute(insert(_BOX).values(row))

    def waiting(self, *, closed_only: bool = False, limit: int | None = None) -> tuple[Outgoing, ...]:
        """Items that have not been refused; ``closed_only`` leaves out visits that may still be undone."""
        wanted = select(_BOX).where(_BOX.c.last_refusal == "").order_by(_BOX.c.tries, _BOX.c.id)
        if closed_only:
            wanted = wanted.where(_BOX.c.id.not_in(select(schema.joined_visit.c.id)))
        return self._items(wanted.limit(limit))

    def refused(self) -> tuple[Outgoing, ...]:
        """Items that the server will not take as they are; they block nothing and wait for a person."""
        return self._items(select(_BOX).where(_BOX.c.last_refusal != "").order_by(_BOX.c.id))

    def count(self) -> int:
        """How many items the server has not stored, refused ones included."""
        with self._database.read() as connection:
            return connection.execute(select(func.count()).select_from(_BOX)).scalar_one()

    def offer(self, payloads: Mapping[str, bytes]) -> None:
        """Counts a try for each item before it leaves; its payload is from now on the one given here.

        A visit is coarsened when it is first offered, and every repeat must be the same to the letter.
        """
        with self._database.write() as connection:
            for item_id, payload in payloads.items():
                values = {"tries": _BOX.c.tries + 1, "payload": payload.decode()}
                connection.execute(update(_BOX).where(_BOX.c.id == item_id).values(values))

    def settle(self, accepted: Iterable[str], refused: Mapping[str, str], week: IsoWeek) -> None:
        """Puts away what the server has stored in ``week``, and the reason of what it has refused."""
        with self._database.write() as connection:
            for item_id in accepted:
                row = connection.execute(select(_BOX).where(_BOX.c.id == item_id)).mappings().first()
                if row is None:
                    continue  # undone while it was under way; the undo follows it
                kept = {"id": item_id, "kind": row["kind"], "payload": row["payload"], "week": str(week)}
                connection.execute(insert(schema.sent).prefix_with("OR REPLACE").values(kept))
                connection.execute(delete(_BOX).where(_BOX.c.id == item_id))
            for item_id, reason in refused.items():
                connection.execute(update(_BOX).where(_BOX.c.id == item_id).values(last_refusal=reason))

    def resend(self, item_id: str) -> None:
        """Lets a refused item wait again."""
        with self._database.write() as connection:
            connection.execute(update(_BOX).where(_BOX.c.id == item_id).values(last_refusal=""))

    def discard(self, item_id: str) -> None:
        """Gives up a refused item, and the visit that it was; its counters stay."""
        with self._database.write() as connection:
            connection.execute(delete(_BOX).where(_BOX.c.id == item_id, _BOX.c.last_refusal != ""))
            gone = connection.execute(select(_BOX.c.id).where(_BOX.c.id == item_id)).first() is None
            if gone:
                connection.execute(delete(schema.visit).where(schema.visit.c.id == item_id))
                connection.execute(delete(schema.joined_visit).where(schema.joined_visit.c.id == item_id))
        self._database.forget()

    def sent(self) -> tuple[Outgoing, ...]:
        """What the server has stored and the desk still holds, to be offered again to a restored server."""
        with self._database.read() as connection:
            rows = connection.execute(select(schema.sent).order_by(schema.sent.c.id)).mappings()
            return tuple(Outgoing(row["id"], row["kind"], row["payload"].encode()) for row in rows)

    def _items(self, wanted: Any) -> tuple[Outgoing, ...]:
        with self._database.read() as connection:
            return tuple(_outgoing(row) for row in connection.execute(wanted).mappings())
