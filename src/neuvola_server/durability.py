"""What would survive the loss of the server's disk, so that a desk need not keep it.

Either a commit itself is enough (a standby has it too) or a backup makes it so. Rows know only their week, so
a backup covers the weeks that had ended when it began.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, select

from neuvola_core.visit import IsoWeek
from neuvola_server.records import NOT_COME, week_received
from neuvola_server.storage import schema
from neuvola_server.storage.database import Database
from neuvola_server.storage.inserts import insert_into

_RECORD: Final = schema.record
_SETTING: Final = schema.setting
_NAME: Final = "backed-up-through"
_MARGIN: Final = timedelta(days=1)
"""A transaction that began before midnight may have committed after the backup did begin."""
_AT_ONCE: Final = 500


class Durability:
    """Tells which records are durable."""

    def __init__(self, database: Database, *, at_commit: bool) -> None:
        self._database = database
        self._at_commit = at_commit

    def backed_up(self, began: datetime) -> None:
        """Takes note of a finished backup of the database that began at a moment."""
        through = str(IsoWeek.of((began - _MARGIN).date() - timedelta(days=7)))

        def work(connection: Connection) -> None:
            adding = insert_into(connection, _SETTING).values(name=_NAME, value=through)
            later = _SETTING.c.value < through
            connection.execute(
                adding.on_conflict_do_update(index_elements=["name"], set_={"value": through}, where=later)
            )

        self._database.write(work)

    def durable(self, connection: Connection, ids: Iterable[str]) -> tuple[str, ...]:
        """Those of the ids that are stored and durable once the transaction has committed."""
        through = self._through(connection)
        asked = sorted(set(ids))
        found: list[str] = []
        for start in range(0, len(asked), _AT_ONCE):
            some = asked[start : start + _AT_ONCE]
            rows = connection.execute(select(_RECORD.c.id, _RECORD.c.week).where(_RECORD.c.id.in_(some)))
            found += (row.id for row in rows if self._at_commit or _is_covered(row.week, through))
        return tuple(found)

    def _through(self, connection: Connection) -> str:
        if self._at_commit:
            return ""
        return connection.execute(select(_SETTING.c.value).where(_SETTING.c.name == _NAME)).scalar() or ""


def _is_covered(received: str, through: str) -> bool:
    return received != NOT_COME and str(week_received(received)) <= through
