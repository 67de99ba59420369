"""Erases what has had its time, by the retention list of the privacy notice."""

from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, delete, select

from neuvola_core.visit import IsoWeek
from neuvola_desk.storage import schema
from neuvola_desk.storage.visits import still_open

SENT_DAYS: Final = 30
COUNTER_MONTHS: Final = 24


def purge(connection: Connection, now: datetime) -> int:
    """Erases what is over its time at ``now`` (aware, Helsinki); how many rows that was."""
    today = now.date()
    oldest = _months_before(today, COUNTER_MONTHS)
    return sum(
        (
            _erase(connection, schema.joined_visit, ~still_open(now)),
            _erase(connection, schema.note, schema.note.c.erase_on <= today),
            # The week's Monday stands for the day of sending, which nobody wrote down: never too late.
            _erase(connection, schema.sent, schema.sent.c.week <= _last_week_gone(today)),
            _erase(connection, schema.visit, *_neither_waiting_nor_held()),
            _erase(connection, schema.footfall, schema.footfall.c.day < oldest),
            _erase(connection, schema.given, schema.given.c.week < str(IsoWeek.of(oldest))),
            _erase(connection, schema.language, schema.language.c.month < f"{oldest:%Y-%m}"),
        )
    )


def _erase(connection: Connection, table: Any, *where: Any) -> int:
    return connection.execute(delete(table).where(*where)).rowcount


def _neither_waiting_nor_held() -> tuple[Any, ...]:
    keepers = (schema.outbox, schema.sent, schema.joined_visit)
    return tuple(schema.visit.c.id.not_in(select(table.c.id)) for table in keepers)


def _last_week_gone(today: date) -> str:
    return str(IsoWeek.of(today - timedelta(days=SENT_DAYS)))


def _months_before(day: date, months: int) -> date:
    month = day.year * 12 + day.month - 1 - months
    return date(month // 12, month % 12 + 1, 1)
