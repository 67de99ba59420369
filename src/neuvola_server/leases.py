"""Leases: of the processes and hosts that share a database, one does a piece of work at a time.

A holder that died loses its lease when the time runs out, by the clock of the server that asks; one that was
taken by a clock since put back, at once. A piece of work must be harmless when it is done twice: a lease
saves work and guards nothing.
"""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, delete, or_, update

from neuvola_server.storage.database import Database
from neuvola_server.storage.inserts import insert_into
from neuvola_server.storage.schema import lease

USUAL: Final = timedelta(minutes=5)
_AHEAD: Final = 2
"""No holder's lease runs for longer than its time; the clocks of hosts may be apart by as much again."""


class Leases:
    """The leases as one process sees them."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock
        self._owner: Final = secrets.token_hex(8)

    def take(self, name: str, time: timedelta = USUAL) -> bool:
        """Takes or prolongs a lease; False if another process has it."""
        return self._database.write(lambda connection: self._take(connection, name, time))

    def _take(self, connection: Connection, name: str, time: timedelta) -> bool:
        now = self._clock()
        row = {"owner": self._owner, "expires": now + time}
        ended = or_(lease.c.expires <= now, lease.c.expires > now + _AHEAD * time)
        free = or_(lease.c.owner == self._owner, ended)
        taken = connection.execute(update(lease).where(lease.c.name == name, free).values(**row))
        if taken.rowcount:
            return True
        new = insert_into(connection, lease).values(name=name, **row).on_conflict_do_nothing()
        return connection.execute(new.returning(lease.c.name)).one_or_none() is not None

    def give_back(self, name: str) -> None:
        """Lets others take it now."""
        mine = (lease.c.name == name) & (lease.c.owner == self._owner)
        self._database.write(lambda connection: connection.execute(delete(lease).where(mine)).rowcount)

    @contextmanager
    def held(self, name: str, time: timedelta = USUAL) -> Iterator[Callable[[], None] | None]:
        """Holds a lease for the block, given as what prolongs it; None if another process has it."""
        if not self.take(name, time):
            yield None
            return
        taken = self._clock()

        def prolong() -> None:
            nonlocal taken
            if self._clock() - taken > time / 3:  # it is called far more often than need be
                self.take(name, time)
                taken = self._clock()

        try:
            yield prolong
        finally:
            self.give_back(name)
