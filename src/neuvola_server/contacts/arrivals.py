"""Requests and withdrawals as they come, in the transaction that stores them, in whichever order.

A withdrawal that is here before its request waits under the code's hash, or the request's id, and takes
effect in the transaction in which the request comes.
"""

import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Any, Final

from sqlalchemy import Connection, insert, select

from neuvola_core import codec, codes
from neuvola_core.contact import CODE_SIGNS, LIFE, Handling, reference_of, withdrawal_hash
from neuvola_core.errors import InvalidRecordError, ServerBusyError
from neuvola_core.wire import Record, RecordKind, record_digest
from neuvola_server.audit import record_act
from neuvola_server.bodies import CODE, WITHDRAWS, Reading, Refusal
from neuvola_server.contacts import ended as erased
from neuvola_server.contacts import erasing, mails
from neuvola_server.contacts.daily import count_today
from neuvola_server.contacts.links import Links
from neuvola_server.contacts.mails import MailKind
from neuvola_server.contacts.register import takes_requests
from neuvola_server.contacts.values import Withdrawn
from neuvola_server.records import AWAITED, STORED
from neuvola_server.storage import schema
from neuvola_server.storage.inserts import insert_into

UNKNOWN_CODES_A_DAY: Final = 20_000
"""Codes of requests that are not here, given on the web: they are kept, so there is an end to it."""
_GATE: Final = "contact-gate"
_UNKNOWN: Final = "withdrawal"
_HANDLING: Final = schema.handling
_PRIVATE: Final = schema.private_record


class Arrivals:
    """What is done when a private record comes."""

    def __init__(self, links: Links, clock: Callable[[], datetime]) -> None:
        self._links = links
        self._clock = clock

    def day_of(self, reading: Reading) -> str:
        """The day from which a record's days are counted: a request's own, unless it has yet to come."""
        today = self._clock().date()
        said = reading.contact.day or today
        return min(max(said, today - LIFE), today).isoformat()

    def judged(self, connection: Connection, readings: Sequence[Reading]) -> tuple[Reading, ...]:
        """The readings; a request that has no day left is refused, so that its desk tells somebody.

        One that is known here is not: it came in time, or was taken back.
        """
        return tuple(
            replace(one, refusal=Refusal("expired", "day"))
            if self._is_late(one) and not _is_known(connection, one)
            else one
            for one in readings
        )

    def stored(self, connection: Connection, reading: Reading, *, withdrawn: bool = False) -> None:
        """Does what follows; ``withdrawn`` says that a withdrawal by its id was here first."""
        if reading.record.kind == RecordKind.CONTACT:
            self._arrived(connection, reading, withdrawn)
        elif reading.record.kind == RecordKind.WITHDRAWAL:
            self._withdraw(connection, reading)

    def withdraw_by_code(
        self, connection: Connection, code: str, may_wait: Callable[[], bool] = lambda: True
    ) -> Withdrawn:
        """Takes back the request of a code that was typed; what has not come yet when it comes.

        ``may_wait`` is asked before an unknown code is kept. Raises ``InvalidRecordError`` for what is no
        code, ``ServerBusyError``.
        """
        plain = codes.plain(code)
        if len(plain) != CODE_SIGNS or not codes.is_whole(plain):
            raise InvalidRecordError(field="code", value="")
        hashed = withdrawal_hash(plain)
        _one_at_a_time(connection)
        request = _of_code(connection, RecordKind.CONTACT, hashed)
        if request:
            return Withdrawn.NOW if self._take_back(connection, request) else Withdrawn.BEFORE
        if not _of_code(connection, RecordKind.WITHDRAWAL, hashed):
            today = self._clock().date()
            if not may_wait() or count_today(connection, _UNKNOWN, today) > UNKNOWN_CODES_A_DAY:
                raise ServerBusyError(retry_after=24 * 3600, reason="often")
            connection.execute(insert(_PRIVATE).values(self._waiting(hashed)))
            erased.note(connection, *erased.withdrawal_of(hashed))
        return Withdrawn.WAITING

    def _arrived(self, connection: Connection, reading: Reading, withdrawn: bool) -> None:
        _one_at_a_time(connection)
        ended, code = None, reading.contact.withdrawal
        # The last two: a copy of the database from before the withdrawal, or the end, has been put back.
        if (
            withdrawn
            or _of_code(connection, RecordKind.WITHDRAWAL, code)
            or erased.is_noted(connection, *erased.withdrawal_of(code, reading.record.id))
        ):
            ended = Handling.WITHDRAWN
        elif self._is_late(reading) or erased.is_noted(connection, reading.record.id):
            ended = Handling.EXPIRED
        request, created = reading.record.id, self.day_of(reading)
        self.take_in(connection, request, reading.contact.organisations, created, ended)
        if ended is Handling.WITHDRAWN:
            self._note(connection, request)

    def take_in(
        self,
        connection: Connection,
        request: str,
        organisations: Iterable[str],
        created: str,
        ended: Handling | None = None,
    ) -> None:
        """Gives each organisation its part and writes to it; ``ended`` is how all of them begin, and end."""
        named = sorted(set(organisations))
        for organisation in named:
            first = {"request": request, "organisation": organisation, "created": created}
            link = {"link": 1, "link_hash": self._links.hash(request, organisation, 1)}
            connection.execute(insert(_HANDLING).values(**first, **link, state=Handling.NEW.value))
        if ended:
            erasing.end_all(connection, request, ended, self._clock().date())
            erasing.erase(connection, request)
            return
        for organisation in named:
            self._write_to(connection, request, organisation)

    def _is_late(self, reading: Reading) -> bool:
        is_contact = reading.record.kind == RecordKind.CONTACT
        day = reading.contact.day
        return is_contact and day is not None and day + LIFE <= self._clock().date()

    def _write_to(self, connection: Connection, request: str, organisation: str) -> None:
        now = self._clock()
        about = {"request": request, "organisation": organisation}
        if takes_requests(connection, organisation):
            mails.enqueue(connection, MailKind.NEW, **about, link=1, now=now)
        else:  # it has left since the desk offered it
            erasing.end(connection, request, organisation, Handling.UNDELIVERED, now.date())
            mails.enqueue(connection, MailKind.UNDELIVERED, **about, link=0, now=now)

    def _withdraw(self, connection: Connection, reading: Reading) -> None:
        _one_at_a_time(connection)
        by_code = _of_code(connection, RecordKind.CONTACT, reading.contact.withdrawal)
        erased.note(connection, *erased.withdrawal_of(reading.contact.withdrawal, reading.target))
        if by_code:
            self._take_back(connection, by_code)
        if reading.target and reading.target != by_code and not self._take_back(connection, reading.target):
            day = self._clock().date().isoformat()
            gone = {"body": None, "digest": "", "state": AWAITED, "week": day}
            waiting = insert_into(connection, _PRIVATE).values(
                id=reading.target, kind=RecordKind.CONTACT, **gone
            )
            connection.execute(waiting.on_conflict_do_nothing())

    def _take_back(self, connection: Connection, request: str) -> bool:
        """False where nothing was under way."""
        if not erasing.end_all(connection, request, Handling.WITHDRAWN, self._clock().date()):
            return False
        erasing.erase(connection, request)
        self._note(connection, request)
        return True

    def _note(self, connection: Connection, request: str) -> None:
        # The day alone: a minute would tell when the visitor was at a desk.
        day = datetime.combine(self._clock().date(), time(), UTC)
        said = {"who": "visitor", "what": "contact-withdrawn", "of": reference_of(request)}
        record_act(connection, day, **said, fades=True)

    def _waiting(self, hashed: str) -> dict[str, Any]:
        """A withdrawal that no desk has sent, as a row."""
        record = Record(str(uuid.uuid4()), RecordKind.WITHDRAWAL, {WITHDRAWS: "", CODE: hashed})
        return {
            "id": record.id,
            "kind": record.kind,
            "schema": record.schema,
            "digest": record_digest(record),
            "body": codec.to_json(record.body).decode(),
            "state": STORED,
            "week": self._clock().date().isoformat(),
            "withdrawal": hashed,
        }


def _of_code(connection: Connection, kind: RecordKind, hashed: str) -> str:
    """The id of the record of that kind; empty where there is none."""
    if not hashed:
        return ""
    wanted = select(_PRIVATE.c.id).where(_PRIVATE.c.withdrawal == hashed, _PRIVATE.c.kind == kind)
    return connection.execute(wanted).scalar() or ""


def _is_known(connection: Connection, reading: Reading) -> bool:
    """Whether the request is here, or its withdrawal."""
    there = select(_PRIVATE.c.id).where(_PRIVATE.c.id == reading.record.id)
    return connection.execute(there).first() is not None or bool(
        _of_code(connection, RecordKind.WITHDRAWAL, reading.contact.withdrawal)
    )


def _one_at_a_time(connection: Connection) -> None:
    """A request and its withdrawal that come at once would each find the other not there."""
    setting = schema.setting
    adding = insert_into(connection, setting).values(name=_GATE, value="")
    connection.execute(adding.on_conflict_do_nothing())
    connection.execute(select(setting.c.name).where(setting.c.name == _GATE).with_for_update())
