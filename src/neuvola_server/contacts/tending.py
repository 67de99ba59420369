"""Requests that nobody has opened, or spoken of: the organisation is reminded, then coordinators are told."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, or_, select, update

from neuvola_core import working_days
from neuvola_core.contact import Handling
from neuvola_server.contacts import mails
from neuvola_server.contacts.erasing import UNDER_WAY
from neuvola_server.contacts.mails import MailKind
from neuvola_server.storage.schema import handling

REMINDED_AFTER: Final = 2
ESCALATED_AFTER: Final = 4
"""Working days after creation."""


@dataclass(frozen=True, slots=True)
class Tended:
    """Of how many parts organisations were reminded, and coordinators told."""

    reminded: int = 0
    escalated: int = 0


@dataclass(frozen=True, slots=True)
class Due:
    """The parts of which it is time to speak."""

    late: tuple[Row[Any], ...]
    hanging: tuple[Row[Any], ...]

    def __bool__(self) -> bool:
        return bool(self.late or self.hanging)


def due(connection: Connection, today: date, *, hold: bool = False) -> Due:
    """What is due; a part is opened when somebody has confirmed its link.

    One that was opened and of which nothing has been said since may be forgotten: coordinators are told.
    """
    unseen = or_(handling.c.opened == "", handling.c.state == Handling.NEW.value)
    quiet = select(handling).where(UNDER_WAY, unseen, handling.c.escalated == "")
    quiet = quiet.order_by(handling.c.request, handling.c.organisation)
    rows = connection.execute(quiet.with_for_update() if hold else quiet).all()
    days = [working_days.between(date.fromisoformat(row.created), today) for row in rows]
    aged = tuple(zip(rows, days, strict=True))
    return Due(
        late=tuple(row for row, age in aged if age >= REMINDED_AFTER and not row.opened and not row.reminded),
        hanging=tuple(row for row, age in aged if age >= ESCALATED_AFTER),
    )


def remind(connection: Connection, now: datetime) -> Tended:
    """Queues the mails that are due, each once."""
    found = due(connection, now.date(), hold=True)
    for row in found.late:
        _tell(connection, MailKind.REMINDER, row, now, "reminded")
    for row in found.hanging:
        _tell(connection, MailKind.ESCALATED, row, now, "escalated")
    return Tended(len(found.late), len(found.hanging))


def _tell(connection: Connection, kind: MailKind, row: Row[Any], now: datetime, told: str) -> None:
    about = {"request": row.request, "organisation": row.organisation}
    mails.enqueue(connection, kind, **about, link=row.link, now=now)
    this = (handling.c.request == row.request) & (handling.c.organisation == row.organisation)
    connection.execute(update(handling).where(this).values({told: now.date().isoformat()}))
