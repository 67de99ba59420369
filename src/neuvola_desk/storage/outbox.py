"""What waits for the server, and what became of it.

The outbox knows neither time nor order. Whatever may have left the desk is marked before it leaves, so that
a lost answer can never make a thing look as if it had stayed at home.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, func, literal, select, update
from sqlalchemy.dialects.sqlite import insert

from neuvola_core import codec
from neuvola_core.ids import new_record_id
from neuvola_core.visit import IsoWeek, Visit
from neuvola_core.wire import PRIVATE_KINDS
from neuvola_desk.record_port import HeldBack, OutboxKind, Outgoing
from neuvola_desk.storage import schema
from neuvola_desk.storage.contacts import forget_durable, note_arrived, note_given_up, note_waiting_again
from neuvola_desk.storage.database import Database
from neuvola_desk.storage.settings import put_settings, setting
from neuvola_desk.storage.values import utc, visit_row

SERIES: Final = "series"
"""The setting that names what the present numbers belong to."""

_BOX = schema.outbox
_SENT = schema.sent
_VOID = schema.void_number
_HIGHEST = "highest-number/"
_OFFERED_ONCE = 1
_KEPT = ("id", "kind", "payload", "schema", "replaces")


def _outgoing(row: Mapping[Any, Any]) -> Outgoing:
    return Outgoing(
        row["id"],
        row["kind"],
        row["payload"].encode(),
        row["tries"],
        row["last_refusal"],
        row["schema"],
        row["replaces"],
        row["number"],
    )


def start_series(connection: Connection) -> None:
    """Nothing that waits has a number any more; counting begins anew under another name."""
    connection.execute(update(_BOX).values(number=0))
    connection.execute(delete(_VOID))
    named = schema.setting.c.name
    connection.execute(delete(schema.setting).where(named.startswith(_HIGHEST, autoescape=True)))
    put_settings(connection, {SERIES: new_record_id()})


def void_number_of(connection: Connection, item_id: str) -> None:
    """Notes before an item is deleted that its number, if it has one, may never come."""
    numbered = select(_BOX.c.kind, _BOX.c.number).where(_BOX.c.id == item_id, _BOX.c.number > 0)
    for kind, number in connection.execute(numbered).all():
        connection.execute(insert(_VOID).values(kind=kind, number=number).on_conflict_do_nothing())


def _numbered(connection: Connection, rows: Iterable[Mapping[Any, Any]]) -> list[dict[str, Any]]:
    """The rows with the next numbers of their kinds where they have none yet; private kinds get none."""
    highest: dict[str, int] = {}
    made = []
    for row in rows:
        kind, number = row["kind"], row["number"]
        if not number and kind not in PRIVATE_KINDS:
            before = highest[kind] if kind in highest else int(setting(connection, f"{_HIGHEST}{kind}") or 0)
            number = highest[kind] = before + 1
        made.append({**row, "number": number})
    put_settings(connection, {f"{_HIGHEST}{kind}": str(number) for kind, number in highest.items()})
    return made


class Outbox:
    """Items waiting, refused and sent."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(
        self, item_id: str, kind: str, payload: bytes, replaces: str = "", closes: datetime | None = None
    ) -> None:
        """Adds something to send; the same id twice is one item.

        ``closes`` is when the part of day that it belongs to does.
        """
        row = {"id": item_id, "kind": kind, "payload": payload.decode(), "replaces": replaces}
        row["closes"] = utc(closes) if closes else ""
        with self._database.write() as connection:
            if connection.execute(select(_BOX.c.id).where(_BOX.c.id == item_id)).first() is None:
                connection.execute(insert(_BOX).values(row))

    def withdraw(self, item_id: str) -> bool:
        """Takes away an item that has never been offered and is no visit; whether it was there.

        A visit is undone with everything it moved; whatever may have left is not ours to take back.
        """
        at_home = (_BOX.c.id == item_id) & (_BOX.c.tries == 0) & (_BOX.c.kind != OutboxKind.VISIT)
        with self._database.write() as connection:
            return connection.execute(delete(_BOX).where(at_home)).rowcount > 0

    def waiting(self, *, closed_only: bool = False, limit: int | None = None) -> tuple[Outgoing, ...]:
        """Items that have not been refused; ``closed_only`` leaves out what is of an open part of day."""
        wanted = select(_BOX).where(_BOX.c.last_refusal == "").order_by(_BOX.c.tries, _BOX.c.id)
        if closed_only:
            wanted = wanted.where(_BOX.c.id.not_in(select(schema.joined_visit.c.id)), _BOX.c.closes == "")
        return self._items(wanted.limit(limit))

    def refused(self) -> tuple[Outgoing, ...]:
        """Items that the server will not take as they are; they block nothing and wait for a person."""
        return self._items(select(_BOX).where(_BOX.c.last_refusal != "").order_by(_BOX.c.id))

    def held_back(self) -> HeldBack:
        """What ``closed_only`` leaves out, and when the last of it may leave."""
        joined = schema.joined_visit
        waits = joined.c.id.in_(select(_BOX.c.id).where(_BOX.c.last_refusal == ""))
        held = (_BOX.c.closes != "") & (_BOX.c.last_refusal == "")
        with self._database.read() as connection:
            n, last = connection.execute(select(func.count(), func.max(joined.c.closes)).where(waits)).one()
            others, end = connection.execute(select(func.count(), func.max(_BOX.c.closes)).where(held)).one()
        if not n and not others:
            return HeldBack()
        return HeldBack(n, datetime.fromisoformat(max(last or "", end or "")).astimezone(UTC), others)

    def count(self) -> int:
        """How many items the server has not stored, refused ones included."""
        with self._database.read() as connection:
            return connection.execute(select(func.count()).select_from(_BOX)).scalar_one()

    def offer(self, payloads: Mapping[str, bytes]) -> tuple[Outgoing, ...]:
        """Counts a try for each item before it leaves; its payload is from now on the one given here.

        A visit is coarsened when it is first offered, and every repeat must be the same to the letter. Items
        without a number get the next ones in this order. What was undone meanwhile is not among the answer.
        """
        with self._database.write() as connection:
            wanted = select(_BOX).where(_BOX.c.id.in_(list(payloads)))
            found = {row["id"]: row for row in connection.execute(wanted).mappings()}
            leaving = _numbered(
                connection,
                (
                    {**found[item_id], "tries": found[item_id]["tries"] + 1, "payload": payload.decode()}
                    for item_id, payload in payloads.items()
                    if item_id in found
                ),
            )
            if leaving:
                names = ("tries", "payload", "number")
                changing = update(_BOX).where(_BOX.c.id == bindparam("of"))
                changing = changing.values({name: bindparam(f"new_{name}") for name in names})
                rows = [{"of": row["id"], **{f"new_{name}": row[name] for name in names}} for row in leaving]
                connection.execute(changing, rows)
        return tuple(map(_outgoing, leaving))

    def settle(
        self, accepted: Iterable[str], refused: Mapping[str, str], week: IsoWeek, durable: Iterable[str] = ()
    ) -> None:
        """Puts away what the server has stored in ``week``, and the reason of what it has refused.

        What is sealed is erased as soon as it is durable.
        """
        accepted = list(accepted)
        with self._database.write() as connection:
            # What was undone while it was under way is no longer here; the undo follows it.
            stored = _BOX.c.id.in_(accepted)
            moving = select(*(_BOX.c[name] for name in _KEPT), literal(str(week))).where(stored)
            connection.execute(insert(_SENT).prefix_with("OR REPLACE").from_select([*_KEPT, "week"], moving))
            connection.execute(delete(_BOX).where(stored))
            for item_id, reason in refused.items():
                connection.execute(update(_BOX).where(_BOX.c.id == item_id).values(last_refusal=reason))
            safe = _SENT.c.id.in_(list(durable))
            connection.execute(update(_SENT).where(safe).values(durable=True))
            note_arrived(connection, accepted)
            erased = forget_durable(connection)
        if erased:
            self._database.forget()

    def resend(self, item_id: str) -> None:
        """Lets a refused item wait again."""
        with self._database.write() as connection:
            connection.execute(update(_BOX).where(_BOX.c.id == item_id).values(last_refusal=""))

    def correct(self, item_id: str, new_id: str, payload: bytes) -> None:
        """Puts a corrected item in the place of a refused one; what was refused is never sent again.

        Of a visit the payload names the new id, and the visit on the desk becomes what it says.
        """
        with self._database.write() as connection:
            refused = select(_BOX).where(_BOX.c.id == item_id, _BOX.c.last_refusal != "")
            row = connection.execute(refused).mappings().first()
            if row is None:
                return
            void_number_of(connection, item_id)
            connection.execute(delete(_BOX).where(_BOX.c.id == item_id))
            made = {"id": new_id, "kind": row["kind"], "payload": payload.decode(), "replaces": item_id}
            connection.execute(insert(_BOX).values(made))
            if row["kind"] == OutboxKind.VISIT:
                changed = visit_row(codec.from_json(payload, Visit))
                connection.execute(update(schema.visit).where(schema.visit.c.id == item_id).values(changed))
                # It is another visit to the server: undoing it as the former one would take nothing back.
                joined = schema.joined_visit
                connection.execute(delete(joined).where(joined.c.id == item_id))
        self._database.forget()

    def discard(self, item_id: str) -> None:
        """Gives up a refused item, and the visit that it was; its counters stay."""
        with self._database.write() as connection:
            refused = (_BOX.c.id == item_id) & (_BOX.c.last_refusal != "")
            if connection.execute(select(_BOX.c.id).where(refused)).first() is not None:
                void_number_of(connection, item_id)
                note_given_up(connection, item_id)
                for table in (_BOX, schema.visit, schema.joined_visit):
                    connection.execute(delete(table).where(table.c.id == item_id))
        self._database.forget()

    def sent(self) -> tuple[Outgoing, ...]:
        """What the server has stored and the desk still holds, to be offered again to a restored server."""
        with self._database.read() as connection:
            rows = connection.execute(select(_SENT).order_by(_SENT.c.id)).mappings().all()
        return tuple(
            Outgoing(r["id"], r["kind"], r["payload"].encode(), schema=r["schema"], replaces=r["replaces"])
            for r in rows
        )

    def not_durable(self, limit: int, *, private: bool = False) -> tuple[str, ...]:
        """Ids of some that are stored and may yet be lost with the server's disk, of private kinds or not."""
        apart = _SENT.c.kind.in_(PRIVATE_KINDS)
        wanted = select(_SENT.c.id).where(~_SENT.c.durable, apart if private else ~apart)
        wanted = wanted.order_by(_SENT.c.id).limit(limit)
        with self._database.read() as connection:
            return tuple(connection.execute(wanted).scalars())

    def take_back(self, missing: Iterable[str]) -> None:
        """Lets wait again what the server has lost; an undo still follows it, for it may yet be found."""
        with self._database.write() as connection:
            lost = _SENT.c.id.in_(list(missing))
            waiting = select(_BOX.c.id)
            kept = (_SENT.c[name] for name in _KEPT)
            moving = select(*kept, literal(_OFFERED_ONCE), literal(""), literal("")).where(
                lost, _SENT.c.id.not_in(waiting)
            )
            columns = [*_KEPT, "tries", "last_refusal", "closes"]
            connection.execute(insert(_BOX).from_select(columns, moving, include_defaults=False))
            note_waiting_again(connection, connection.execute(select(_SENT.c.id).where(lost)).scalars())
            connection.execute(delete(_SENT).where(lost))

    def series(self) -> str:
        """What the present numbers belong to."""
        with self._database.read() as connection:
            present = setting(connection, SERIES)
        if present:
            return present
        with self._database.write() as connection:
            if not setting(connection, SERIES):
                start_series(connection)
            return setting(connection, SERIES)

    def void(self) -> Mapping[str, tuple[int, ...]]:
        """Numbers that were given and will never come, by kind."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        with self._database.read() as connection:
            for kind, number in connection.execute(select(_VOID).order_by(_VOID.c.kind, _VOID.c.number)):
                found[kind].append(number)
        return {kind: tuple(numbers) for kind, numbers in found.items()}

    def forget_void(self, told: Mapping[str, Iterable[int]]) -> None:
        """The server knows of these."""
        with self._database.write() as connection:
            for kind, numbers in told.items():
                gone = (_VOID.c.kind == kind) & _VOID.c.number.in_(list(numbers))
                connection.execute(delete(_VOID).where(gone))

    def _items(self, wanted: Any) -> tuple[Outgoing, ...]:
        with self._database.read() as connection:
            return tuple(_outgoing(row) for row in connection.execute(wanted).mappings())
