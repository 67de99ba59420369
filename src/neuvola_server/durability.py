"""What would survive the loss of the server's disk, so that a desk need not keep it.

Either a commit itself is enough (a standby has it too) or a backup makes it so. Rows know only the week in
which they came, private ones the day, so a backup covers the weeks and days that had ended when it began.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import BindParameter, Connection, Row, bindparam, literal, select, union_all

from neuvola_core.visit import IsoWeek
from neuvola_server.records import NOT_COME
from neuvola_server.storage import schema
from neuvola_server.storage.database import Database
from neuvola_server.storage.inserts import insert_into

_SETTING: Final = schema.setting
_WEEK: Final = "backed-up-through"
_DAY: Final = "backed-up-through-day"
_MARGIN: Final = timedelta(days=1)
_MARGIN_OF_DAY: Final = timedelta(hours=1)
"""A transaction that began before midnight may have committed after the backup did begin."""
_AT_ONCE: Final = 500
_SOME: Final[BindParameter[Any]] = bindparam("some", expanding=True)
_CAME: Final = union_all(
    *(
        select(table.c.id, came.label("came"), literal(covered).label("covered")).where(table.c.id.in_(_SOME))
        for table, came, covered in (
            (schema.record, schema.record.c.week, _WEEK),
            (schema.private_record, schema.private_record.c.arrived, _DAY),
        )
    )
)


class Durability:
    """Tells which records are durable."""

    def __init__(self, database: Database, *, at_commit: bool) -> None:
        self._database = database
        self._at_commit = at_commit

    def backed_up(self, began: datetime) -> None:
        """Takes note of a finished backup of the database that began at a moment."""
        week = str(IsoWeek.of((began - _MARGIN).date() - timedelta(days=7)))
        day = ((began - _MARGIN_OF_DAY).date() - timedelta(days=1)).isoformat()

        def work(connection: Connection) -> None:
            for name, through in ((_WEEK, week), (_DAY, day)):
                adding = insert_into(connection, _SETTING).values(name=name, value=through)
                later = _SETTING.c.value < through
                connection.execute(
                    adding.on_conflict_do_update(
                        index_elements=["name"], set_={"value": through}, where=later
                    )
                )

        self._database.write(work)

    def durable(
        self, connection: Connection, created: Iterable[str], others: Iterable[str]
    ) -> tuple[str, ...]:
        """The ids that are durable once the transaction has committed.

        ``created`` are new by this transaction, which no backup has yet; ``others`` may be stored before it.
        """
        asked = sorted(set(others))
        if self._at_commit:
            there = (row.id for row in _rows(connection, asked))
            return tuple(sorted({*created, *there}))
        if not asked:
            return ()
        through = self._through(connection)
        rows = _rows(connection, asked)
        return tuple(row.id for row in rows if NOT_COME != row.came <= through.get(row.covered, ""))

    def _through(self, connection: Connection) -> Mapping[str, str]:
        noted = select(_SETTING.c.name, _SETTING.c.value).where(_SETTING.c.name.in_((_WEEK, _DAY)))
        return {row.name: row.value for row in connection.execute(noted)}


def _rows(connection: Connection, asked: Sequence[str]) -> Iterator[Row[Any]]:
    for start in range(0, len(asked), _AT_ONCE):
        some = asked[start : start + _AT_ONCE]
        yield from connection.execute(_CAME, {"some": some})
