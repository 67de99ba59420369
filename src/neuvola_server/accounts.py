"""The people who use the server's pages: their passwords, their log-ins and how often one may try.

A log-in is a lease that a random token holds; what is stored of the token is its hash.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import Connection, Row, delete, insert, select, update

from neuvola_core.errors import NeuvolaError
from neuvola_server.audit import record_act
from neuvola_server.storage import schema
from neuvola_server.storage.database import Database
from neuvola_server.storage.inserts import insert_into
from neuvola_server.tokens import new_token, token_hash

SHORTEST_PASSWORD: Final = 12
LOG_IN_TIME: Final = timedelta(hours=10)
"""A working day."""
MOST_TRIES: Final = 5
"""Wrong passwords of one name a minute; nobody is ever locked out for longer."""
_ACCOUNT: Final = schema.account
_LOG_IN: Final = "log-in/"


class Role(StrEnum):
    """What a person may do on the pages; a coordinator may be bound to one point."""

    COORDINATOR = "coordinator"
    OPERATOR = "operator"


class AccountTakenError(NeuvolaError):
    """There is a person of that name; facts: ``name``."""

    code = "account-taken"


class UnknownAccountError(NeuvolaError):
    """There is no person of that name; facts: ``name``."""

    code = "unknown-account"


class WeakPasswordError(NeuvolaError):
    """A password too short to keep; facts: ``shortest``."""

    code = "weak-password"


class LogInRefusedError(NeuvolaError):
    """The log-in did not do; facts: ``reason`` ("wrong", "tries")."""

    code = "log-in-refused"


@dataclass(frozen=True, slots=True)
class Account:
    """A person; ``point`` empty means every point. ``email`` is where a coordinator is written to."""

    name: str
    role: Role
    point: str = ""
    email: str = ""
    language: str = "fi"

    def may_see(self, point: str) -> bool:
        """Whether the desks of a point are this person's business."""
        return self.role is Role.OPERATOR or self.point in ("", point)


class Accounts:
    """Every person who may log in."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock
        self._hasher = PasswordHasher()

    def add(self, account: Account, password: str) -> None:
        """Adds a person; raises ``AccountTakenError`` and ``WeakPasswordError``."""
        if len(password) < SHORTEST_PASSWORD:
            raise WeakPasswordError(shortest=SHORTEST_PASSWORD)
        row = {
            "name": account.name,
            "role": account.role.value,
            "point": account.point,
            "email": account.email,
            "language": account.language,
            "password": self._hasher.hash(password),
        }

        def work(connection: Connection) -> None:
            if _find(connection, account.name) is not None:
                raise AccountTakenError(name=account.name)
            connection.execute(insert(_ACCOUNT).values(row))
            self._note(connection, "account-added", account.name)

        self._database.write(work)

    def remove(self, name: str) -> None:
        """Removes a person and ends their log-ins; raises ``UnknownAccountError``."""

        def work(connection: Connection) -> None:
            if not connection.execute(delete(_ACCOUNT).where(_ACCOUNT.c.name == name)).rowcount:
                raise UnknownAccountError(name=name)
            mine = (schema.lease.c.owner == name) & schema.lease.c.name.startswith(_LOG_IN)
            connection.execute(delete(schema.lease).where(mine))
            self._note(connection, "account-removed", name)

        self._database.write(work)

    def all(self) -> tuple[Account, ...]:
        """Every person, by name."""
        rows = self._database.read(lambda c: c.execute(select(_ACCOUNT).order_by(_ACCOUNT.c.name)).all())
        return tuple(map(_account, rows))

    def log_in(self, name: str, password: str) -> str:
        """The token of a new log-in; raises ``LogInRefusedError``."""
        if self._database.write(lambda connection: self._tries(connection, name)) > MOST_TRIES:
            raise LogInRefusedError(reason="tries")
        stored = self._database.read(lambda connection: _password(connection, name))
        # Where there is no such name a hash is checked all the same, so that the time does not tell.
        if not self._is_right(stored or _nobody(), password) or stored is None:
            raise LogInRefusedError(reason="wrong")
        token = new_token()
        self._database.write(lambda connection: self._open(connection, name, token))
        return token

    def who(self, token: str) -> Account | None:
        """Whose log-in a token is; None of none, or of one that has run out."""
        held = schema.lease.c.name == _lease_name(token)
        living = held & (schema.lease.c.expires > self._clock())
        wanted = select(_ACCOUNT).join(schema.lease, schema.lease.c.owner == _ACCOUNT.c.name).where(living)
        row = self._database.read(lambda connection: connection.execute(wanted).first())
        return _account(row) if row else None

    def log_out(self, token: str) -> None:
        """Ends a log-in."""
        gone = delete(schema.lease).where(schema.lease.c.name == _lease_name(token))
        self._database.write(lambda connection: connection.execute(gone).rowcount)

    def _tries(self, connection: Connection, name: str) -> int:
        tries = schema.enrol_try
        window = self._clock().strftime("%Y-%m-%dT%H:%M")
        key = _LOG_IN + token_hash(name)
        connection.execute(delete(tries).where(tries.c.address == key, tries.c.window != window))
        first = insert_into(connection, tries).values(address=key, window=window, n=0)
        connection.execute(first.on_conflict_do_nothing())
        this = (tries.c.address == key) & (tries.c.window == window)
        connection.execute(update(tries).where(this).values(n=tries.c.n + 1))
        return int(connection.execute(select(tries.c.n).where(this)).scalar_one())

    def _is_right(self, stored: str, password: str) -> bool:
        try:
            return self._hasher.verify(stored, password)
        except (VerifyMismatchError, InvalidHashError):
            return False

    def _open(self, connection: Connection, name: str, token: str) -> None:
        now = self._clock()
        over = schema.lease.c.name.startswith(_LOG_IN) & (schema.lease.c.expires <= now)
        connection.execute(delete(schema.lease).where(over))
        row = {"name": _lease_name(token), "owner": name, "expires": now + LOG_IN_TIME}
        connection.execute(insert(schema.lease).values(row))

    def _note(self, connection: Connection, what: str, name: str) -> None:
        record_act(connection, self._clock(), who="command line", what=what, of=name)


def _account(row: Row[Any]) -> Account:
    return Account(row.name, Role(row.role), row.point, row.email, row.language or "fi")


def _lease_name(token: str) -> str:
    return _LOG_IN + token_hash(token)


def _find(connection: Connection, name: str) -> object | None:
    return connection.execute(select(_ACCOUNT.c.name).where(_ACCOUNT.c.name == name)).first()


def _password(connection: Connection, name: str) -> str | None:
    return connection.execute(select(_ACCOUNT.c.password).where(_ACCOUNT.c.name == name)).scalar()


@lru_cache(maxsize=1)
def _nobody() -> str:
    return PasswordHasher().hash(secrets.token_urlsafe(16))
