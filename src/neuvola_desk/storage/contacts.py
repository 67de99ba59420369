"""Contact requests in the record: beside the sealed text in outbox or sent, nothing of the visitor.

The sealed text goes when the server has it for good, when the visitor takes the request back, and when its
time is over; it is in no copy of the file. What may have left is followed by a withdrawal, never called back.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, delete, func, insert, select, update

from neuvola_core import codec, contact
from neuvola_core.contact import Consent, ContactRequest, HandlingState
from neuvola_core.wire import MOST_OFFERED, PRIVATE_KINDS, RecordKind
from neuvola_desk.contact_port import KeptRequest, Stage, Withdrawn
from neuvola_desk.storage import schema
from neuvola_desk.storage.database import Database

KEPT_DAYS: Final = 90
"""The proof of consent, and what became of the request."""
ASKED_LONGER: Final = timedelta(days=7)
"""After the last day of a request its end is still asked for."""

_TABLE = schema.contact_request
_BOXES = (schema.outbox, schema.sent)
_UNSEEN = (_TABLE.c.stage == Stage.LOST) & ~_TABLE.c.seen


class ContactTable:
    """The contact requests of this desk."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, request: ContactRequest, consent: Consent) -> None:
        """The request and its outbox row: both or neither."""
        row = {
            "id": request.id,
            "organisations": codec.to_json(request.organisations).decode(),
            "day": consent.day,
            "consent_version": consent.version,
            "consent_language": consent.language,
            "code_hash": request.withdrawal,
            "stage": Stage.WAITING,
            "states": "[]",
        }
        with self._database.write() as connection:
            connection.execute(insert(_TABLE).values(row))
            _put(connection, request.id, RecordKind.CONTACT, contact.body_of(request))

    def withdraw(self, code_hash: str, withdrawal_id: str) -> Withdrawn:
        """Destroys the request of a code if it is here; the server is told of one that may have left."""
        with self._database.write() as connection:
            wanted = select(_TABLE.c.id, _TABLE.c.stage).where(_TABLE.c.code_hash == code_hash)
            found = connection.execute(wanted).first()
            if found is None:
                done = _withdraw_elsewhere(connection, code_hash, withdrawal_id)
            elif found.stage == Stage.WITHDRAWN:
                done = Withdrawn.ALREADY
            else:
                done = _withdraw_here(connection, found.id, code_hash, withdrawal_id)
        self._database.forget()
        return done

    def all(self) -> tuple[KeptRequest, ...]:
        """Every request that is not over its time, in no order that means anything."""
        with self._database.read() as connection:
            return tuple(_kept(row) for row in connection.execute(select(_TABLE)).mappings())

    def asked_after(self, today: date) -> tuple[str, ...]:
        """Ids of those that the server may know and that are not over.

        One that waits and is not in the outbox came back with a copy of the record: nobody here knows.
        """
        waiting = select(schema.outbox.c.id)
        is_elsewhere = (_TABLE.c.stage == Stage.ARRIVED) & _TABLE.c.seen
        may_be_there = _TABLE.c.id.not_in(waiting) & (_TABLE.c.stage != Stage.WITHDRAWN) & ~is_elsewhere
        recent = _TABLE.c.day >= today - contact.LIFE - ASKED_LONGER
        wanted = select(_TABLE).where(may_be_there, recent).order_by(_TABLE.c.id).limit(MOST_OFFERED)
        with self._database.read() as connection:
            kept = [_kept(row) for row in connection.execute(wanted).mappings()]
        return tuple(one.id for one in kept if not one.states or any(not s.state.is_over for s in one.states))

    def settle_states(self, asked: Iterable[str], states: Mapping[str, tuple[HandlingState, ...]]) -> None:
        """What the server said of those that were asked after; one that it does not know is left out.

        That means that it is lost, unless its sealed text is still here to be sent. What is over is never
        offered again.
        """
        over = [one for one, told in states.items() if told and all(state.state.is_over for state in told)]
        with self._database.write() as connection:
            for request_id in asked:
                _settle_state(connection, request_id, states.get(request_id))
            erased = sum(
                connection.execute(delete(table).where(table.c.id.in_(over))).rowcount for table in _BOXES
            )
        if erased:
            self._database.forget()

    def lost(self) -> int:
        """How many never reached the server and are not seen to be so."""
        with self._database.read() as connection:
            return connection.execute(select(func.count()).where(_UNSEEN)).scalar_one()

    def note_lost_seen(self) -> None:
        """Somebody has seen them."""
        with self._database.write() as connection:
            connection.execute(update(_TABLE).where(_TABLE.c.stage == Stage.LOST).values(seen=True))


def _settle_state(connection: Connection, request_id: str, told: tuple[HandlingState, ...] | None) -> None:
    here = _TABLE.c.id == request_id
    if told is None:
        nothing_to_send = (_TABLE.c.id.not_in(select(table.c.id)) for table in _BOXES)
        unknown = here & _TABLE.c.stage.in_((Stage.WAITING, Stage.ARRIVED))
        gone = update(_TABLE).where(unknown, *nothing_to_send)
        connection.execute(gone.values(stage=Stage.LOST, seen=False))
    else:
        values = {"states": codec.to_json(told).decode(), "stage": Stage.ARRIVED, "seen": False}
        still = here & (_TABLE.c.stage != Stage.WITHDRAWN)
        connection.execute(update(_TABLE).where(still).values(values))


def _put(connection: Connection, item_id: str, kind: str, body: Mapping[str, Any]) -> None:
    row = {"id": item_id, "kind": kind, "payload": codec.to_json(body).decode()}
    connection.execute(insert(schema.outbox).values(row))


def _withdraw_here(connection: Connection, request_id: str, code_hash: str, withdrawal_id: str) -> Withdrawn:
    box = schema.outbox
    never_offered = select(box.c.id).where(box.c.id == request_id, box.c.tries == 0)
    has_stayed = connection.execute(never_offered).first() is not None
    for table in _BOXES:
        connection.execute(delete(table).where(table.c.id == request_id))
    gone = update(_TABLE).where(_TABLE.c.id == request_id)
    connection.execute(gone.values(stage=Stage.WITHDRAWN, states="[]"))
    if has_stayed:
        return Withdrawn.DESTROYED
    # The hash too: a copy of the request that is still on its way must find the withdrawal.
    body = {"withdraws": request_id, "code": code_hash}
    _put(connection, withdrawal_id, RecordKind.WITHDRAWAL, body)
    return Withdrawn.SENDING


def _withdraw_elsewhere(connection: Connection, code_hash: str, withdrawal_id: str) -> Withdrawn:
    """Of a request that this desk does not know; the same code again is no other withdrawal."""
    body = {"code": code_hash}
    payload = codec.to_json(body).decode()
    for table in _BOXES:
        same = (table.c.kind == RecordKind.WITHDRAWAL) & (table.c.payload == payload)
        if connection.execute(select(table.c.id).where(same)).first() is not None:
            return Withdrawn.ALREADY
    _put(connection, withdrawal_id, RecordKind.WITHDRAWAL, body)
    return Withdrawn.SENDING


def _kept(row: Mapping[Any, Any]) -> KeptRequest:
    return KeptRequest(
        id=row["id"],
        organisations=msgspec.json.decode(row["organisations"], type=tuple[str, ...]),
        consent=Consent(row["consent_version"], row["consent_language"], row["day"]),
        stage=Stage(row["stage"]),
        states=msgspec.json.decode(row["states"], type=tuple[HandlingState, ...]),
    )


def note_arrived(connection: Connection, stored: Iterable[str]) -> None:
    """The server has these."""
    here = _TABLE.c.id.in_(list(stored)) & (_TABLE.c.stage != Stage.WITHDRAWN)
    connection.execute(update(_TABLE).where(here).values(stage=Stage.ARRIVED, seen=False))


def note_waiting_again(connection: Connection, missing: Iterable[str]) -> None:
    """The server has lost these, and all that it told of them with them."""
    here = _TABLE.c.id.in_(list(missing)) & (_TABLE.c.stage == Stage.ARRIVED)
    connection.execute(update(_TABLE).where(here).values(stage=Stage.WAITING, states="[]"))


def note_given_up(connection: Connection, item_id: str) -> None:
    """A person gave up a request that the server had refused, and so knows of it."""
    connection.execute(update(_TABLE).where(_TABLE.c.id == item_id).values(stage=Stage.LOST, seen=True))


def forget_durable(connection: Connection) -> int:
    """Erases the sealed text of requests that the server has for good; how many those were."""
    sent = schema.sent
    safe = delete(sent).where(sent.c.kind == RecordKind.CONTACT, sent.c.durable)
    return connection.execute(safe).rowcount


def leave_server(connection: Connection) -> None:
    """Another server can neither open nor place what was made for the former one; what waited is lost."""
    for table in _BOXES:
        connection.execute(delete(table).where(table.c.kind.in_(PRIVATE_KINDS)))
    connection.execute(update(_TABLE).where(_TABLE.c.stage == Stage.WAITING).values(stage=Stage.LOST))
    # What arrived is at the former one: the next one would not know it, and it would look as if it were lost.
    connection.execute(update(_TABLE).where(_TABLE.c.stage == Stage.ARRIVED).values(seen=True))


def purge_contacts(connection: Connection, today: date) -> int:
    """Destroys what was sealed and has had its time, and erases rows that had theirs; how many those were.

    A row that says what was lost stays until somebody has seen it: nothing is destroyed without a trace.
    """
    # A clock that was ahead at creation must not keep anything the longer for it.
    connection.execute(update(_TABLE).where(_TABLE.c.day > today).values(day=today))
    made = connection.execute(select(_TABLE.c.id, _TABLE.c.day)).all()
    late = [row.id for row in made if today > contact.must_have_arrived(row.day)]
    box = schema.outbox
    in_box = connection.execute(select(box.c.id).where(box.c.id.in_(late))).scalars().all()
    never_came = _TABLE.c.id.in_(late) & (_TABLE.c.stage == Stage.WAITING)
    lost = never_came | (_TABLE.c.id.in_(in_box) & (_TABLE.c.stage != Stage.WITHDRAWN))
    connection.execute(update(_TABLE).where(lost).values(stage=Stage.LOST))
    # Stored but not for good: after this time it is not offered again either; the visitor calls by then.
    erased = sum(connection.execute(delete(table).where(table.c.id.in_(late))).rowcount for table in _BOXES)
    old = (_TABLE.c.day <= today - timedelta(days=KEPT_DAYS)) & ~_UNSEEN
    return erased + connection.execute(delete(_TABLE).where(old)).rowcount
