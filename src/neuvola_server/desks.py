"""The desks: who they are, their tokens, and what they last told of themselves.

A token is changed without a moment in which none holds: the new one becomes the only one when it is first
used.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, Select, bindparam, or_, select, update

from neuvola_core import codec
from neuvola_core.errors import AccessRefusedError, NeuvolaError
from neuvola_core.wire import Backlog, SyncRequest
from neuvola_server.audit import record_act
from neuvola_server.storage import schema
from neuvola_server.storage.database import Database
from neuvola_server.tickets import punch
from neuvola_server.tokens import new_token, token_hash

_DESK: Final = schema.desk
TOKEN_DAYS: Final = 30
"""After so many days a desk is told to ask for a new token."""


class DeskNameTakenError(NeuvolaError):
    """A desk that may still sync has that name; facts: ``name``."""

    code = "desk-name-taken"


class UnknownDeskError(NeuvolaError):
    """No desk has that name; facts: ``name``."""

    code = "unknown-desk"


@dataclass(frozen=True, slots=True)
class Desk:
    """A desk as the server knows it; ``copied`` says that its disk was seen in two places."""

    id: str
    name: str
    point: str
    point_name: str
    revoked: bool = False
    copied: bool = False
    token_day: date | None = None
    last_contact: datetime | None = None
    app: str = ""
    protocol: int = 0
    backlog: Backlog = field(default_factory=Backlog)


@dataclass(frozen=True, slots=True)
class Admitted:
    """A desk whose token did: what a sync needs of it, with its tickets as they stood."""

    desk: str
    copied: bool
    token_day: date | None
    ticket: str
    former: str


class Desks:
    """Every desk that was ever enrolled."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def all(self) -> tuple[Desk, ...]:
        """All of them, by name."""
        rows = self._database.read(
            lambda connection: connection.execute(select(_DESK).order_by(_DESK.c.name)).all()
        )
        return tuple(map(_desk_of, rows))

    def authenticate(self, token: str) -> Desk:
        """The desk of a token; raises ``AccessRefusedError``."""
        row = self._database.read(lambda connection: _holder(connection, token))
        if row.token_hash != token_hash(token):
            self._database.write(lambda connection: self.admit(connection, token))
        return _desk_of(row)

    def admit(self, connection: Connection, token: str) -> Admitted:
        """The same in a transaction that writes; the desk's row is held until its end."""
        row = _holder(connection, token, _HELD_BY_TOKEN)
        if row.token_hash != token_hash(token):
            taken = {"token_hash": row.next_token_hash, "next_token_hash": None}
            self._set(connection, row.id, token_day=self._clock().date().isoformat(), **taken)
        return Admitted(row.id, row.copied, _day_of(row.token_day), row.ticket, row.former_ticket)

    @staticmethod
    def check_own(desk: str, named: str) -> None:
        """Refuses a request that names another desk than its token does."""
        if named != desk:
            raise AccessRefusedError(reason="other-desk")

    def rotate(self, token: str) -> str:
        """A new token; the old one holds until the new one is used."""
        fresh = new_token()

        def work(connection: Connection) -> None:
            desk = self.admit(connection, token).desk
            self._set(connection, desk, next_token_hash=token_hash(fresh))

        self._database.write(work)
        return fresh

    def note_contact(
        self, connection: Connection, admitted: Admitted, request: SyncRequest
    ) -> tuple[str, tuple[str, ...]]:
        """Keeps what the desk told of itself; gives its next ticket and what it is to be told."""
        punched = punch(request.ticket, admitted.ticket, admitted.former)
        told = {
            "copied": admitted.copied or punched.notice == "copied",
            "restored": punched.notice == "restored",
            "token-due": self._is_token_due(admitted.token_day),
        }
        contact = {
            "of": admitted.desk,
            "its_ticket": punched.ticket,
            "its_former": punched.former,
            "is_copied": told["copied"],
            "at": self._clock(),
            "its_app": request.app,
            "its_protocol": request.protocol,
            "its_backlog": codec.to_json(asdict(request.backlog)).decode(),
        }
        connection.execute(_CONTACT, contact)
        return punched.ticket, tuple(notice for notice, holds in told.items() if holds)

    def _is_token_due(self, since: date | None) -> bool:
        return since is None or (self._clock().date() - since).days >= TOKEN_DAYS

    def revoke(self, name: str, *, who: str) -> None:
        """Takes the desk's right to sync away; raises ``UnknownDeskError``."""
        self._mark(name, who, "desk-revoked", revoked=True)

    def clear_copied(self, name: str, *, who: str) -> None:
        """Says that the copy is gone; raises ``UnknownDeskError``."""
        self._mark(name, who, "desk-copy-cleared", copied=False)

    def _mark(self, name: str, who: str, what: str, **values: bool) -> None:
        def work(connection: Connection) -> None:
            changed = connection.execute(update(_DESK).where(_DESK.c.name == name).values(**values))
            if not changed.rowcount:
                raise UnknownDeskError(name=name)
            record_act(connection, self._clock(), who=who, what=what, of=name)

        self._database.write(work)

    @staticmethod
    def _set(connection: Connection, desk: str, **values: Any) -> None:
        connection.execute(update(_DESK).where(_DESK.c.id == desk).values(**values))


_OF_TOKEN: Final = or_(
    _DESK.c.token_hash == bindparam("hashed"), _DESK.c.next_token_hash == bindparam("hashed")
)
_BY_TOKEN: Final = select(_DESK).where(_OF_TOKEN)
_ADMITTED: Final = (
    *("id", "token_hash", "next_token_hash", "revoked"),
    *("copied", "token_day", "ticket", "former_ticket"),
)
_HELD_BY_TOKEN: Final = select(*(_DESK.c[name] for name in _ADMITTED)).where(_OF_TOKEN).with_for_update()
_CONTACT: Final = (
    update(_DESK)
    .where(_DESK.c.id == bindparam("of"))
    .values(
        ticket=bindparam("its_ticket"),
        former_ticket=bindparam("its_former"),
        copied=bindparam("is_copied"),
        last_contact=bindparam("at"),
        app=bindparam("its_app"),
        protocol=bindparam("its_protocol"),
        backlog=bindparam("its_backlog"),
    )
)


def _holder(connection: Connection, token: str, wanted: Select[Any] = _BY_TOKEN) -> Row[Any]:
    row = connection.execute(wanted, {"hashed": token_hash(token)}).first()
    if row is None or not token:
        raise AccessRefusedError(reason="unknown")
    if row.revoked:
        raise AccessRefusedError(reason="revoked")
    return row


def in_utc(moment: datetime) -> datetime:
    """A moment as a column gives it; SQLite forgets that it is in UTC."""
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _desk_of(row: Row[Any]) -> Desk:
    return Desk(
        id=row.id,
        name=row.name,
        point=row.point,
        point_name=row.point_name,
        revoked=row.revoked,
        copied=row.copied,
        token_day=_day_of(row.token_day),
        last_contact=in_utc(row.last_contact) if row.last_contact else None,
        app=row.app,
        protocol=row.protocol,
        backlog=codec.from_json(row.backlog, Backlog) if row.backlog else Backlog(),
    )


def _day_of(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None
