"""The organisations that take contact requests, as coordinators keep them."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, Row, delete, select, update

from neuvola_core import codec
from neuvola_core.contact import ENOUGH_ANSWERS, ClosedPeriod, Receiver, is_email
from neuvola_core.point import check_id
from neuvola_server.audit import record_act
from neuvola_server.contacts import mails
from neuvola_server.contacts.links import Links
from neuvola_server.contacts.renewal import end_undelivered, renew_all
from neuvola_server.contacts.values import (
    LANGUAGES,
    Party,
    ReceiverRefusedError,
    UnknownReceiverError,
)
from neuvola_server.storage import schema
from neuvola_server.storage.database import Database
from neuvola_server.storage.inserts import insert_into

T = TypeVar("T")

_RECEIVER: Final = schema.receiver
_ANSWER: Final = schema.answer_time
_LONGEST: Final = 200
_LONGEST_METHOD: Final = 500
_MOST_CLOSED: Final = 50
_LONGEST_PHONE: Final = 30
_OF_A_PHONE: Final = frozenset("+0123456789 -()")


class Receivers:
    """Every organisation that takes requests, or has taken them."""

    def __init__(
        self,
        database: Database,
        links: Links,
        clock: Callable[[], datetime],
        changed: Callable[[], None] = lambda: None,
    ) -> None:
        self._database = database
        self._links = links
        self._clock = clock
        self._changed = changed

    def put(self, party: Party, *, who: str) -> None:
        """Keeps an organisation as told; raises ``ReceiverRefusedError`` and what ``check_id`` raises.

        Where an address was given up, every link that was mailed to it is replaced.
        """
        party = _checked(party)
        row = _row_of(party)

        def work(connection: Connection) -> None:
            left = _left_out(connection, party)
            adding = insert_into(connection, _RECEIVER).values(row)
            connection.execute(adding.on_conflict_do_update(index_elements=["id"], set_=row))
            mails.try_again(connection, party.receiver.id, self._clock())
            for address in left:  # whoever changes an address gets what others got: they are to know
                mails.tell_former(connection, party.receiver.id, address, self._clock())
            if left:
                renew_all(connection, self._links, party.receiver.id, self._clock(), who=who)
                self._note(connection, who, "receiver-address-changed", party.receiver.id)
            self._note(connection, who, "receiver-kept", party.receiver.id)

        self._write(work)

    def remove(self, receiver: str, *, who: str) -> int:
        """Forgets an organisation, who answers there and how fast; raises ``UnknownReceiverError``.

        What it was not done with ends, and its links open nothing any more; returns how many requests.
        """

        def work(connection: Connection) -> int:
            if not connection.execute(delete(_RECEIVER).where(_RECEIVER.c.id == receiver)).rowcount:
                raise UnknownReceiverError(id=receiver)
            ended = end_undelivered(connection, receiver, self._clock())
            connection.execute(delete(_ANSWER).where(_ANSWER.c.organisation == receiver))
            self._note(connection, who, "receiver-removed", receiver)
            return ended

        ended = self._write(work)
        self._database.scrub()
        return ended

    def get(self, receiver: str) -> Party:
        """One of them; raises ``UnknownReceiverError``."""
        found = next((party for party in self.all() if party.receiver.id == receiver), None)
        if found is None:
            raise UnknownReceiverError(id=receiver)
        return found

    def all(self) -> tuple[Party, ...]:
        """All of them, by their Finnish name."""
        parties = self._database.read(_parties)
        return tuple(
            sorted(parties, key=lambda party: (_called(party.receiver).casefold(), party.receiver.id))
        )

    def public(self) -> tuple[Receiver, ...]:
        """Those that desks may offer, by id; closed periods that are over are left out."""
        today = self._clock().date()
        offered = (party.receiver for party in self._database.read(_parties) if party.is_offered)
        return tuple(
            replace(one, closed=tuple(period for period in one.closed if period.last >= today))
            for one in sorted(offered, key=lambda one: one.id)
        )

    def close(self, receiver: str, period: ClosedPeriod, *, who: str) -> None:
        """Takes no requests in a period; raises ``UnknownReceiverError``, ``ReceiverRefusedError``."""
        if period.last < period.first:
            raise ReceiverRefusedError(field="closed", value=period.last.isoformat())

        def closing(periods: tuple[ClosedPeriod, ...]) -> tuple[ClosedPeriod, ...]:
            return tuple(sorted({*periods, period}, key=lambda one: (one.first, one.last)))

        self._set_closed(receiver, closing, who, "receiver-closed")

    def reopen(self, receiver: str, period: ClosedPeriod | None = None, *, who: str) -> None:
        """Drops a closed period, or every one; raises ``UnknownReceiverError``."""

        def opening(periods: tuple[ClosedPeriod, ...]) -> tuple[ClosedPeriod, ...]:
            return tuple(one for one in periods if period is not None and one != period)

        self._set_closed(receiver, opening, who, "receiver-reopened")

    def _set_closed(
        self,
        receiver: str,
        change: Callable[[tuple[ClosedPeriod, ...]], tuple[ClosedPeriod, ...]],
        who: str,
        what: str,
    ) -> None:
        this = _RECEIVER.c.id == receiver

        def work(connection: Connection) -> None:
            stored = connection.execute(select(_RECEIVER.c.closed).where(this).with_for_update()).scalar()
            if stored is None:
                raise UnknownReceiverError(id=receiver)
            periods = change(_closed(stored))
            if len(periods) > _MOST_CLOSED:
                raise ReceiverRefusedError(field="closed", value=len(periods))
            connection.execute(update(_RECEIVER).where(this).values(closed=_closed_json(periods)))
            self._note(connection, who, what, receiver)

        self._write(work)

    def _write(self, work: Callable[[Connection], T]) -> T:
        done = self._database.write(work)
        self._changed()
        return done

    def _note(self, connection: Connection, who: str, what: str, receiver: str) -> None:
        record_act(connection, self._clock(), who=who, what=what, of=receiver)


def name_of(connection: Connection, organisation: str) -> tuple[dict[str, str], str]:
    """What an organisation is called, by language, and the one it is written to in; Finnish where gone."""
    wanted = select(_RECEIVER.c.name, _RECEIVER.c.language).where(_RECEIVER.c.id == organisation)
    row = connection.execute(wanted).first()
    return (json.loads(row.name), row.language) if row else ({}, LANGUAGES[0])


def takes_requests(connection: Connection, organisation: str) -> bool:
    """Whether there is anybody to write to; a closed period does not matter to what was sent."""
    return any(party.is_offered for party in _parties(connection, organisation))


def _left_out(connection: Connection, party: Party) -> tuple[str, ...]:
    """The addresses to which mails have gone and will not any more."""
    wanted = select(_RECEIVER.c.email, _RECEIVER.c.deputy_email).where(_RECEIVER.c.id == party.receiver.id)
    former = connection.execute(wanted.with_for_update()).first() or ()
    return tuple(sorted({*former} - {"", party.email, party.deputy_email}))


def _parties(connection: Connection, organisation: str = "") -> tuple[Party, ...]:
    wanted = select(_RECEIVER)
    if organisation:
        wanted = wanted.where(_RECEIVER.c.id == organisation)
    rows = connection.execute(wanted).all()
    counted: dict[str, list[int]] = {}
    for answer in connection.execute(select(_ANSWER).order_by(_ANSWER.c.days)) if rows else ():
        counted.setdefault(answer.organisation, []).extend([answer.days] * answer.n)
    return tuple(_party(row, counted.get(row.id, [])) for row in rows)


def _party(row: Row[Any], days: list[int]) -> Party:
    receiver = Receiver(
        id=row.id,
        name=json.loads(row.name),
        method=json.loads(row.method),
        phone=row.phone,
        closed=_closed(row.closed),
        answer_days=days[len(days) // 2] if len(days) >= ENOUGH_ANSWERS else None,
    )
    people = {key: getattr(row, key) for key in ("person", "email", "deputy", "deputy_email")}
    return Party(receiver, language=row.language, active=row.active, **people)


def _row_of(party: Party) -> dict[str, Any]:
    receiver = party.receiver
    return {
        "id": receiver.id,
        "name": codec.to_json(dict(receiver.name)).decode(),
        "method": codec.to_json(dict(receiver.method)).decode(),
        "phone": receiver.phone,
        "closed": _closed_json(receiver.closed),
        **{key: getattr(party, key) for key in ("language", "person", "email", "deputy", "deputy_email")},
        "active": party.active,
    }


def _checked(party: Party) -> Party:
    """The party with blanks put right."""
    receiver = party.receiver
    check_id("id", receiver.id)
    people = {key: _plain(key, getattr(party, key)) for key in ("person", "email", "deputy", "deputy_email")}
    name = {key: _plain("name", text) for key, text in receiver.name.items() if text.strip()}
    method = {
        key: _plain("method", text, _LONGEST_METHOD) for key, text in receiver.method.items() if text.strip()
    }
    phone = _plain("phone", receiver.phone, _LONGEST_PHONE)
    for field in ("email", "deputy_email"):
        if people[field] and not is_email(people[field]):
            raise ReceiverRefusedError(field=field, value=people[field])
    if not set(phone) <= _OF_A_PHONE:
        raise ReceiverRefusedError(field="phone", value=phone)
    if not name:
        raise ReceiverRefusedError(field="name", value="")
    if party.language not in LANGUAGES:
        raise ReceiverRefusedError(field="language", value=party.language)
    checked = Party(
        replace(receiver, name=name, method=method, phone=phone),
        language=party.language,
        active=party.active,
        **people,
    )
    if checked.active and checked.missing:
        raise ReceiverRefusedError(field=checked.missing[0], value="")
    return checked


def _plain(field: str, text: str, longest: int = _LONGEST) -> str:
    plain = " ".join(text.split())
    if len(plain) > longest or not plain.isprintable():
        raise ReceiverRefusedError(field=field, value=plain[:longest])
    return plain


def _called(receiver: Receiver) -> str:
    return receiver.name.get("fi") or next(iter(receiver.name.values()), "")


def _closed(stored: str) -> tuple[ClosedPeriod, ...]:
    days = json.loads(stored or "[]")
    return tuple(ClosedPeriod(date.fromisoformat(first), date.fromisoformat(last)) for first, last in days)


def _closed_json(periods: tuple[ClosedPeriod, ...]) -> str:
    return json.dumps([[one.first.isoformat(), one.last.isoformat()] for one in periods])
