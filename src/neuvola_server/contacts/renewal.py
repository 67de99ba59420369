"""Another link in place of the one that was mailed: asked for on the page, or when addresses change."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select, update

from neuvola_core.contact import Handling, reference_of
from neuvola_server.audit import record_act
from neuvola_server.contacts import erasing, mails
from neuvola_server.contacts.links import Links
from neuvola_server.contacts.mails import MailKind
from neuvola_server.storage.schema import handling


def renew(connection: Connection, links: Links, row: Row[Any], now: datetime, *, who: str) -> None:
    """Mails another link to the addresses that are registered; the former one opens nothing from now on."""
    number = row.link + 1
    hashed = links.hash(row.request, row.organisation, number)
    # Nobody has opened this one: if it reaches nobody, that is told of as of the first.
    unread = {"opened": "", "reminded": "", "escalated": ""}
    fresh = {"link": number, "link_hash": hashed, "browser": ""} | unread
    this = (handling.c.request == row.request) & (handling.c.organisation == row.organisation)
    connection.execute(update(handling).where(this).values(fresh))
    about = {"request": row.request, "organisation": row.organisation}
    mails.enqueue(connection, MailKind.LINK, **about, link=number, now=now)
    said = {"who": who, "what": "contact-link-renewed", "of": reference_of(row.request)}
    record_act(connection, now, **said, fades=True)


def renew_all(connection: Connection, links: Links, organisation: str, now: datetime, *, who: str) -> None:
    """Every link that somebody may have who is written to no more; whose browser opened it, nobody knows."""
    for row in _under_way(connection, organisation):
        renew(connection, links, row, now, who=who)


def end_undelivered(connection: Connection, organisation: str, now: datetime) -> int:
    """Ends what an organisation that has left was not done with, and has coordinators told; of how many."""
    left = _under_way(connection, organisation)
    for row in left:
        erasing.end(connection, row.request, organisation, Handling.UNDELIVERED, now.date())
        about = {"request": row.request, "organisation": organisation}
        mails.enqueue(connection, MailKind.UNDELIVERED, **about, link=0, now=now)
    return len(left)


def _under_way(connection: Connection, organisation: str) -> tuple[Row[Any], ...]:
    wanted = select(handling).where(handling.c.organisation == organisation, erasing.UNDER_WAY)
    return tuple(connection.execute(wanted.order_by(handling.c.request).with_for_update()).all())
