"""PINs and the tries at them; tries are counted here, so that starting the program anew forgives nothing."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import Connection, RowMapping, delete, insert, select

from neuvola_core.roles import Role
from neuvola_desk.pin_port import TRIES, WAIT_SECONDS, Claim, StoredPin
from neuvola_desk.storage import schema
from neuvola_desk.storage.database import Database
from neuvola_desk.storage.settings import put_settings, setting

_MISSES: Final = "pin-misses"
_UNTIL: Final = "pin-wait-until"


class PinTable:
    """One row a PIN, without anything that tells when it was set or used."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> tuple[StoredPin, ...]:
        """Every PIN, by role and number."""
        table = schema.pin
        with self._database.read() as connection:
            rows = connection.execute(select(table).order_by(table.c.role, table.c.number)).mappings()
            return tuple(_stored(row) for row in rows)

    def replace(self, gone: Iterable[StoredPin], new: Iterable[StoredPin] = ()) -> None:
        """Takes PINs away and keeps others in their stead, all or none."""
        table = schema.pin
        with self._database.write() as connection:
            for pin in gone:
                connection.execute(
                    delete(table).where(table.c.role == pin.role.value, table.c.number == pin.number)
                )
            for pin in new:
                connection.execute(
                    insert(table).values(role=pin.role.value, number=pin.number, name=pin.name, hash=pin.hash)
                )
        self._database.forget()

    def claim(self, now: datetime) -> Claim:
        """Counts a try before it is made; the one that makes the number full begins a wait, should it miss.

        A clock that was put back makes no wait longer than it is.
        """
        with self._database.write() as connection:
            seconds = _wait(connection, now)
            if seconds:
                return Claim(seconds=seconds)
            tried = int(setting(connection, _MISSES) or 0) + 1
            if tried >= TRIES:
                put_settings(connection, {_MISSES: "", _UNTIL: _later(now)})
            else:
                put_settings(connection, {_MISSES: str(tried), _UNTIL: ""})
            return Claim(left=TRIES - tried)

    def forgive(self) -> None:
        """The try was right: nothing is counted against anybody any more."""
        with self._database.write() as connection:
            put_settings(connection, {_MISSES: "", _UNTIL: ""})


def _wait(connection: Connection, now: datetime) -> int:
    until = setting(connection, _UNTIL)
    left = int(until) - _seconds(now) if until else 0
    if left > WAIT_SECONDS:
        put_settings(connection, {_UNTIL: _later(now)})
        return WAIT_SECONDS
    return max(0, left)


def _later(now: datetime) -> str:
    return str(_seconds(now) + WAIT_SECONDS)


def _seconds(now: datetime) -> int:
    return int(now.astimezone(UTC).timestamp())


def _stored(row: RowMapping) -> StoredPin:
    return StoredPin(Role(row["role"]), row["number"], row["hash"], row["name"])
