"""The catalogue's change log: numbers without a hole, the chain of hashes over them, and pages of it.

Whoever publishes takes the one row of ``head`` after all its other work and keeps it until it commits, so
numbers come into sight in their order and none is skipped by a reader. A reader sees one state of the
database. The log is kept for ``KEPT_DAYS``, and never shorter than to the newest ready-made catalogue.
"""

import secrets
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any, Final, TypeVar

import msgspec
from sqlalchemy import Connection, bindparam, delete, func, insert, select, true, update
from sqlalchemy.exc import IntegrityError

from neuvola_core.errors import CursorRefusedError
from neuvola_core.wire import (
    FIRST_LINK,
    GONE_DIGEST,
    LARGEST_PAGE,
    NOWHERE,
    Change,
    ChangePage,
    Head,
    cursor_of,
    next_link,
    read_cursor,
)
from neuvola_server import service_rows
from neuvola_server.service_rows import Changes, Published
from neuvola_server.storage.database import Database
from neuvola_server.storage.inserts import insert_into
from neuvola_server.storage.schema import change, freshness, head, service, snapshot, snapshot_chunk

T = TypeVar("T")

KEPT_DAYS: Final = 180
_NAME: Final = "catalogue"
_TRIES: Final = 16
_ROWS: Final = 500


class Publication:
    """Publishes, and tells what was published."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock
        self._begun = False

    # --- where it stands ---

    def now(self) -> Head:
        """Where the catalogue stands."""
        return self._reading(self.head)

    def head(self, connection: Connection) -> Head:
        """The same inside a caller's transaction."""
        rows = connection.execute(_HEAD).all()
        if not rows:  # nothing was ever published or asked for
            return Head(epoch="", seq=0, chain=FIRST_LINK, count=0, fresh=_fresh(connection))
        epoch, seq, chain, count = rows[0][:4]
        return Head(epoch, seq, chain, count, {row.source: row.day for row in rows if row.source})

    def _reading(self, work: Callable[[Connection], T]) -> T:
        """Reads one state of the database, in which the head has its row."""
        if not self._begun:
            if self._database.read(lambda connection: connection.execute(_HEAD).first()) is None:
                self._database.write(_begin)
            self._begun = True
        return self._database.read(work)

    # --- publishing ---

    def publish(self, changes: Changes) -> Published:
        """Publishes what is news in one transaction."""
        for _ in range(_TRIES):
            # Another publisher may bring the same new service first; it is seen the next time.
            with suppress(IntegrityError):
                return self._database.write(lambda connection: self.put(connection, changes))
        return self._database.write(lambda connection: self.put(connection, changes))

    def put(self, connection: Connection, changes: Changes) -> Published:
        """The same inside a caller's transaction, which should end soon: other publishers wait for it."""
        planned = service_rows.plan(connection, changes)
        service_rows.write(connection, changes, planned)
        self.number(connection, planned.numbered, planned.growth)
        for source in changes.confirmed:
            service_rows.confirm(connection, source, changes.day)
        return planned.result

    def number(self, connection: Connection, changes: Sequence[tuple[str, str]], growth: int) -> None:
        """Numbers changes (id, digest) whose rows are written; ``growth`` is of the services offered."""
        if not changes:
            return
        last, link = self._take_numbers(connection, len(changes), growth)
        first = last - len(changes) + 1
        day = self._clock().date().isoformat()
        rows = []
        for seq, (service_id, digest) in enumerate(changes, first):
            link = next_link(link, seq, service_id, digest)
            gone = digest == GONE_DIGEST
            rows.append(
                {"seq": seq, "id": service_id, "digest": digest, "chain": link, "gone": gone, "day": day}
            )
        for start in range(0, len(rows), _ROWS):
            connection.execute(insert(change), rows[start : start + _ROWS])
        connection.execute(update(head).where(head.c.name == _NAME).values(chain=link))
        service_rows.set_numbers(connection, first - 1)

    def _take_numbers(self, connection: Connection, n: int, growth: int) -> tuple[int, str]:
        taking = (
            update(head)
            .where(head.c.name == _NAME)
            .values(seq=head.c.seq + n, count=head.c["count"] + growth)
            .returning(head.c.seq, head.c.chain)
        )
        row = connection.execute(taking).one_or_none()
        if row is None:
            _begin(connection)
            row = connection.execute(taking).one()
        return int(row[0]), str(row[1])

    # --- reading ---

    def page(self, cursor: str, limit: int, nonce: str = "") -> ChangePage:
        """The changes after a cursor, at most ``limit``; raises ``CursorRefusedError``."""
        return self._reading(lambda connection: self._page(connection, cursor, limit, nonce))

    def _page(self, connection: Connection, cursor: str, limit: int, nonce: str) -> ChangePage:
        now = self.head(connection)
        seq, link = _checked(connection, now, cursor)
        rows = connection.execute(_PAGE, {"after": seq, "most": max(1, min(limit, LARGEST_PAGE))}).all()
        if rows and rows[0].seq != seq + 1:
            raise CursorRefusedError(reason="compacted")
        if rows:
            seq, link = rows[-1].seq, rows[-1].chain
        return ChangePage(
            nonce=nonce,
            changes=tuple(map(_change, rows)),
            cursor=cursor_of(now.epoch, seq, link),
            more=seq < now.seq,
            head=now,
        )

    # --- long life ---

    def new_epoch(self) -> str:
        """After the database was restored: every desk fetches everything and says what it had sent."""
        return self._database.write(_renew)

    def compact(self, today: date) -> int:
        """Forgets changes and withdrawn services that are older than ``KEPT_DAYS``; returns how many."""
        limit = (today - timedelta(days=KEPT_DAYS)).isoformat()
        return self._database.write(lambda connection: _compact(connection, limit))


_HEAD: Final = (
    select(head.c.epoch, head.c.seq, head.c.chain, head.c["count"], freshness.c.source, freshness.c.day)
    .select_from(head.outerjoin(freshness, true()))
    .where(head.c.name == _NAME)
)
"""With every source beside it: each sync asks for it, and a second question would take as long again."""
_PAGE: Final = (
    select(
        *(change.c[name] for name in ("seq", "id", "digest", "chain", "gone")),
        service.c.canonical,
        service.c.fetched_on,
        service.c.seq.label("newest"),
    )
    .select_from(change.outerjoin(service, (service.c.id == change.c.id) & (service.c.seq == change.c.seq)))
    .where(change.c.seq > bindparam("after"))
    .order_by(change.c.seq)
    .limit(bindparam("most"))
)


def _fresh(connection: Connection) -> dict[str, str]:
    return {row.source: row.day for row in connection.execute(select(freshness))}


def _change(row: Any) -> Change:
    if row.newest is None:
        return Change(row.seq, row.id, row.digest)  # a later change tells the present state
    if row.gone:
        return Change(row.seq, row.id, row.digest, gone=True)
    said = msgspec.json.decode(row.canonical)
    return Change(row.seq, row.id, row.digest, service=said, fetched_on=row.fetched_on)


def _checked(connection: Connection, now: Head, cursor: str) -> tuple[int, str]:
    """Number and chain of a cursor that is of this catalogue's past."""
    if cursor == NOWHERE:
        return 0, FIRST_LINK
    try:
        epoch, seq, short = read_cursor(cursor)
    except ValueError:
        raise CursorRefusedError(reason="diverged") from None
    if epoch != now.epoch:
        raise CursorRefusedError(reason="epoch")
    if seq > now.seq:
        raise CursorRefusedError(reason="diverged")
    link = _link_at(connection, now, seq)
    if link[: len(short)] != short:
        raise CursorRefusedError(reason="diverged")
    return seq, link


def _link_at(connection: Connection, now: Head, seq: int) -> str:
    if seq == now.seq:
        return now.chain
    if seq == 0:
        return FIRST_LINK
    link = connection.execute(select(change.c.chain).where(change.c.seq == seq)).scalar_one_or_none()
    if link is None:
        raise CursorRefusedError(reason="compacted")
    return str(link)


def _begin(connection: Connection) -> None:
    """Makes the row of the head; another process may do so at the same moment."""
    first = insert_into(connection, head).values(name=_NAME, epoch=_new_name(), chain=FIRST_LINK)
    connection.execute(first.on_conflict_do_nothing())


def _new_name() -> str:
    return secrets.token_hex(4)


def _renew(connection: Connection) -> str:
    epoch = _new_name()
    _begin(connection)
    connection.execute(update(head).where(head.c.name == _NAME).values(epoch=epoch))
    connection.execute(delete(snapshot_chunk))
    connection.execute(delete(snapshot))
    return epoch


def _compact(connection: Connection, limit: str) -> int:
    newest = connection.execute(
        select(func.max(snapshot.c.seq)).join(head, head.c.epoch == snapshot.c.epoch)
    ).scalar()
    old = connection.execute(select(func.max(change.c.seq)).where(change.c.day < limit)).scalar()
    if newest is None or old is None:
        return 0
    floor = min(int(newest), int(old))  # the change at the floor stays, to check cursors by
    gone = connection.execute(delete(service).where(service.c.gone == true(), service.c.seq < floor))
    return gone.rowcount + connection.execute(delete(change).where(change.c.seq < floor)).rowcount
