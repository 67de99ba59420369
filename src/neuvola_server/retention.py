"""What has been kept long enough goes, as the privacy notice promises.

Visits and footfall 24 months, the text of an experience 30 days, what belongs to a slip 90, sealed contact
details 14 days and what is left of them 90. On PostgreSQL the rows of a week are written anew each hour in
which some came, and once more when it has ended, in the order of their random ids, so that neither place nor
transaction tells what came together, in the tables or in a dump of them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from itertools import chain
from typing import Final

import msgspec
from dateutil.relativedelta import relativedelta
from sqlalchemy import Connection, delete, select, text, update

from neuvola_core import codec
from neuvola_core.contact import Handling
from neuvola_core.visit import IsoWeek
from neuvola_core.wire import CounterKind, RecordKind
from neuvola_server.contacts import erasing
from neuvola_server.contacts.ended import EndedRequests, withdrawal_of
from neuvola_server.contacts.handling import Handlings
from neuvola_server.enrolment import LIFE, window_of
from neuvola_server.experience_reading import forget_texts, take_up
from neuvola_server.records import ERASED, NOT_COME, Records
from neuvola_server.reports import keep_tables
from neuvola_server.slips import count_old
from neuvola_server.storage import schema
from neuvola_server.storage.database import Database
from neuvola_server.storage.inserts import insert_into

_RECORD: Final = schema.record
_CONFLICT: Final = schema.conflict
_TOTAL: Final = schema.total
_VISIT: Final = relativedelta(months=24)
_EXPERIENCE_TEXT: Final = relativedelta(days=30)
_SLIP: Final = relativedelta(days=90)
_KEPT_OTHERWISE: Final = (RecordKind.EXPERIENCE, RecordKind.CORRECTION)
_BLENDED: Final = "blended-through"
_PRIVATE_ORDER: Final = {
    "slip_answer": "slip, service",
    "private_record": "id",
    "private_conflict": "id, digest",
    "handling": "request, organisation",
    "mail": "id",
    "experience_waiting": "id",
}
"""The tables that tell of one person's acts, in the order in which others lock them, and how rows are put."""


@dataclass(frozen=True, slots=True)
class Swept:
    """How many rows went, or lost their content."""

    visits: int = 0
    footfall: int = 0
    experience_texts: int = 0
    slips: int = 0
    sealed: int = 0
    conflicts: int = 0


class Retention:
    """Erases what is due; may be called at any time and by several at once."""

    def __init__(
        self,
        database: Database,
        records: Records,
        handlings: Handlings,
        ended: EndedRequests,
        clock: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._records = records
        self._handlings = handlings
        self._ended = ended
        self._clock = clock

    def sweep(self) -> Swept:
        """Erases everything that is due, each sort in a transaction of its own.

        What was held for a newer server is taken up first, if this is one: it is never too late for it. And
        what a copy that was put back brought again goes, also where nobody has said that one was.
        """
        self._records.take_up_held()
        self.end_again()
        now = self._clock()
        today = now.date()
        write = self._database.write
        expired = self._handlings.expire(now)
        swept = Swept(
            visits=write(lambda connection: _erase_visits(connection, today)),
            footfall=write(lambda connection: _erase_footfall(connection, today)),
            experience_texts=write(lambda connection: _erase_texts(connection, today)),
            slips=write(lambda connection: _count_slips(connection, today)),
            sealed=expired.sealed,
            conflicts=expired.conflicts + write(lambda connection: _erase_conflicts(connection, today)),
        )
        write(lambda connection: erasing.forget(connection, today))
        write(lambda connection: _erase_tries(connection, now))
        self._ended.sweep(today)
        self.blend()
        self._database.scrub()
        return swept

    def end_again(self) -> int:
        """Ends and erases what a copy of the database that was put back holds though it had ended."""
        today = self._clock().date()
        private = schema.private_record
        whole = select(private.c.id, private.c.withdrawal).where(
            private.c.body.is_not(None), private.c.kind == RecordKind.CONTACT
        )

        def work(connection: Connection) -> int:
            rows = connection.execute(whole).all()
            codes = {row.id: withdrawal_of(row.withdrawal, row.id) for row in rows}
            noted = set(self._ended.those_of(tuple(chain(codes, *codes.values()))))
            count = 0
            for request, taken_back in codes.items():
                if request in noted or not noted.isdisjoint(taken_back):
                    how = Handling.EXPIRED if noted.isdisjoint(taken_back) else Handling.WITHDRAWN
                    erasing.end_all(connection, request, how, today)
                    erasing.erase(connection, request)
                    count += 1
            return count

        count = self._database.write(work)
        if count:
            self._database.scrub()
        return count

    def blend(self) -> None:
        """Has rows lie as if nobody had ever sent them; SQLite's tables lie in the order of their keys."""
        if self._database.is_sqlite:
            return
        this_week = str(IsoWeek.of(self._clock().date()))
        through = self._database.read(_blended_through)
        weeks = select(_RECORD.c.week).distinct().where(_RECORD.c.week > through, _RECORD.c.week <= this_week)
        for week in self._database.read(lambda connection: sorted(connection.execute(weeks).scalars())):
            self._database.write(partial(_blend_week, week=week, ended=week < this_week))
        self._database.write(_blend_private)


def _week_due(today: date, kept: relativedelta) -> str:
    """The newest week of which something may have reached its age when this is done next, tomorrow."""
    return str(IsoWeek.of(today + timedelta(days=1) - kept))


def _erase_visits(connection: Connection, today: date) -> int:
    """What was held for a newer server goes like a visit; what can be published of them is kept first."""
    keep_tables(connection, _week_due(today, _VISIT), today)
    old = (_RECORD.c.week != NOT_COME) & (_RECORD.c.week <= _week_due(today, _VISIT))
    return connection.execute(delete(_RECORD).where(old, _RECORD.c.kind.not_in(_KEPT_OTHERWISE))).rowcount


def _erase_footfall(connection: Connection, today: date) -> int:
    limit = (today - _VISIT).isoformat()
    keys = connection.execute(
        select(_TOTAL.c.series, _TOTAL.c.key).where(_TOTAL.c.kind == CounterKind.FOOTFALL)
    )
    old = [(series, key) for series, key in keys if _day_of(key) <= limit]
    for series, key in old:
        of_it = (_TOTAL.c.series == series, _TOTAL.c.kind == CounterKind.FOOTFALL, _TOTAL.c.key == key)
        connection.execute(delete(_TOTAL).where(*of_it))
    return len(old)


def _day_of(key: str) -> str:
    parts = msgspec.json.decode(key)
    return str(parts[1]) if len(parts) > 1 else ""


def _erase_texts(connection: Connection, today: date) -> int:
    forget_texts(connection, today)
    old = (_RECORD.c.kind == RecordKind.EXPERIENCE) & (_RECORD.c.week <= _week_due(today, _EXPERIENCE_TEXT))
    having = select(_RECORD.c.id, _RECORD.c.body).where(old, _RECORD.c.body.contains('"text":'))
    rows = connection.execute(having.with_for_update()).all()
    for row in rows:
        kept = {key: value for key, value in msgspec.json.decode(row.body).items() if key != "text"}
        values = {"body": codec.to_json(kept).decode(), "digest": ""}
        connection.execute(update(_RECORD).where(_RECORD.c.id == row.id).values(values))
    take_up(connection, today)
    return len(rows)


def _count_slips(connection: Connection, today: date) -> int:
    return count_old(connection, _week_due(today, _SLIP), erased=ERASED)


def _erase_conflicts(connection: Connection, today: date) -> int:
    week = _CONFLICT.c.week
    texts = (_CONFLICT.c.kind == RecordKind.EXPERIENCE) & (week <= _week_due(today, _EXPERIENCE_TEXT))
    visits = _CONFLICT.c.kind.not_in(_KEPT_OTHERWISE) & (week <= _week_due(today, _VISIT))
    return connection.execute(delete(_CONFLICT).where(texts | visits)).rowcount


def _erase_tries(connection: Connection, now: datetime) -> None:
    connection.execute(delete(schema.enrol_code).where(schema.enrol_code.c.expires < now - LIFE))
    connection.execute(delete(schema.enrol_try).where(schema.enrol_try.c.window < window_of(now - LIFE)))


def _blended_through(connection: Connection) -> str:
    setting = schema.setting
    return connection.execute(select(setting.c.value).where(setting.c.name == _BLENDED)).scalar() or NOT_COME


def _blend_week(connection: Connection, week: str, *, ended: bool) -> None:
    """Writes the rows of a week anew in the order of their ids: sorting reads all before the first is put."""
    _hold(connection, "record")
    of_week = {"week": week}
    came = text("SELECT count(DISTINCT xmin::text) FROM record WHERE week = :week")
    if ended or connection.execute(came, of_week).scalar_one() > 1:
        connection.execute(
            text(
                "WITH moved AS (DELETE FROM record WHERE week = :week RETURNING *)"
                " INSERT INTO record SELECT * FROM moved ORDER BY id"
            ),
            of_week,
        )
    if ended:
        done = insert_into(connection, schema.setting).values(name=_BLENDED, value=week)
        connection.execute(done.on_conflict_do_update(index_elements=["name"], set_={"value": week}))


def _blend_private(connection: Connection) -> None:
    """The same for what is private, which is little: all of it, so that no hour's rows stand as they came."""
    _hold(connection, *_PRIVATE_ORDER)
    for table, order in _PRIVATE_ORDER.items():
        came = text(f"SELECT count(DISTINCT xmin::text) FROM {table}")  # noqa: S608 - the names above
        if connection.execute(came).scalar_one() > 1:
            connection.execute(
                text(
                    f"WITH moved AS (DELETE FROM {table} RETURNING *)"  # noqa: S608 - the names above
                    f" INSERT INTO {table} SELECT * FROM moved ORDER BY {order}"
                )
            )


def _hold(connection: Connection, *tables: str) -> None:
    """Nobody writes meanwhile: an undo that waits for a row which is then another one would undo nothing."""
    connection.execute(text(f"LOCK TABLE {', '.join(tables)} IN EXCLUSIVE MODE"))
