"""Erases what has had its time, by the retention list of the privacy notice.

What the desk's clock says decides over what lives for hours or days. Over what may have to be offered to the
server again it does not: there it is the server's day, as last told. Over contact requests, and what visitors
told of services, it decides less the fault that the server found in it, so that they are neither destroyed
too early nor kept too long.
"""

from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, Final

from sqlalchemy import Connection, delete, select, update

from neuvola_core.visit import IsoWeek
from neuvola_desk.record_port import SERVER_DAY
from neuvola_desk.storage import schema
from neuvola_desk.storage.contacts import purge_contacts
from neuvola_desk.storage.counters import is_confirmed
from neuvola_desk.storage.experiences import purge_experiences
from neuvola_desk.storage.settings import setting
from neuvola_desk.storage.visits import still_open
from neuvola_desk.true_day import true_day

SENT_DAYS: Final = 30
COUNTER_MONTHS: Final = 24


def purge(connection: Connection, now: datetime) -> int:
    """Erases what is over its time at ``now`` (aware, Helsinki); how many rows that was."""
    today = now.date()
    told = setting(connection, SERVER_DAY)
    server_day = date.fromisoformat(told) if told else None
    own_day = true_day(now, partial(setting, connection))
    opened = schema.outbox.c.closes
    is_over = (opened != "") & ~still_open(now, opened)
    connection.execute(update(schema.outbox).where(is_over).values(closes=""))
    return sum(
        (
            _erase(connection, schema.joined_visit, ~still_open(now)),
            _erase(connection, schema.note, schema.note.c.erase_on <= today),
            # The week's Monday stands for the day of sending, which nobody wrote down: never too late.
            _erase(connection, schema.sent, schema.sent.c.week <= _last_week_gone(server_day))
            if server_day
            else 0,
            _erase(connection, schema.visit, *_neither_waiting_nor_held()),
            purge_contacts(connection, own_day),
            purge_experiences(connection, own_day),
            _erase_counters(connection, server_day, today),
        )
    )


def _erase_counters(connection: Connection, server_day: date | None, today: date) -> int:
    """A total that a server is still to have stays; a desk that has no server goes by its own clock."""
    oldest = _months_before(server_day or today, COUNTER_MONTHS)
    ends = (
        (schema.footfall, schema.footfall.c.day < oldest),
        (schema.given, schema.given.c.week < str(IsoWeek.of(oldest))),
        (schema.language, schema.language.c.month < f"{oldest:%Y-%m}"),
    )
    return sum(
        _erase(connection, table, is_old, *([is_confirmed(table)] if server_day else []))
        for table, is_old in ends
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
