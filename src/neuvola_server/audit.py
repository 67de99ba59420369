"""The book of what people and keys did: who, what, of whom, chained by hashes so that no line can be cut out.

It never holds what was read or written, only that it was. Of which request a line tells is forgotten with
the request: the chain goes over a salted mark of the reference, which stays, and neither the reference nor
the salt does.
"""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, insert, select, update

from neuvola_core import codec
from neuvola_server.storage import schema
from neuvola_server.storage.inserts import insert_into

_AUDIT: Final = schema.audit
_TIP: Final = "audit-tip"
_FIRST: Final = "0" * 64


@dataclass(frozen=True, slots=True)
class Act:
    """One line of the book; ``at`` is ISO 8601 in UTC."""

    n: int
    at: str
    who: str
    what: str
    of: str


def record_act(
    connection: Connection, moment: datetime, *, who: str, what: str, of: str, fades: bool = False
) -> None:
    """Adds a line in the transaction of the act itself: either both happen or neither.

    With ``fades`` it is forgotten after a time of what the act was.
    """
    tip = schema.setting
    # Whoever adds a line locks the tip first, so that two never stand on the same one before.
    first = insert_into(connection, tip).values(name=_TIP, value=f"0 {_FIRST}")
    connection.execute(first.on_conflict_do_nothing())
    standing = connection.execute(select(tip.c.value).where(tip.c.name == _TIP).with_for_update())
    n, link = standing.scalar_one().split()
    act = Act(int(n) + 1, moment.astimezone(UTC).isoformat(timespec="seconds"), who, what, of)
    salt = secrets.token_hex(16) if fades else ""
    mark = _mark(salt, of) if fades else ""
    after = _link(link, act.n, act.at, who, what, ("", mark) if fades else (of,))
    row = {"link": after, "n": act.n, "at": act.at, "who": who, "what": what, "of": of}
    connection.execute(insert(_AUDIT).values(row | {"salt": salt, "mark": mark}))
    connection.execute(update(tip).where(tip.c.name == _TIP).values(value=f"{act.n} {after}"))


def fade(connection: Connection, through: date) -> int:
    """Forgets of what the lines up to a day are that may be forgotten; returns how many."""
    old = (_AUDIT.c.mark != "") & (_AUDIT.c.salt != "") & (_AUDIT.c.at < f"{through}T24")
    return connection.execute(update(_AUDIT).where(old).values(of="", salt="")).rowcount


def acts(connection: Connection) -> tuple[Act, ...]:
    """The whole book in order."""
    rows = connection.execute(select(_AUDIT).order_by(_AUDIT.c.n))
    return tuple(Act(row.n, row.at, row.who, row.what, row.of) for row in rows)


def is_whole(connection: Connection) -> bool:
    """Whether each line follows from the one before, to the last one written."""
    link, n = _FIRST, 0
    for row in connection.execute(select(_AUDIT).order_by(_AUDIT.c.n)):
        link, n = _link(link, row.n, row.at, row.who, row.what, _said(row)), n + 1
        if row.link != link or row.n != n or not _is_as_marked(row):
            return False
    tip = connection.execute(select(schema.setting.c.value).where(schema.setting.c.name == _TIP)).scalar()
    return tip in (None, f"{n} {link}") if n == 0 else tip == f"{n} {link}"


def _said(row: Row[Any]) -> Sequence[str]:
    """What the chain knows of the line's object: one sign more tells a mark from a plain name."""
    return ("", row.mark) if row.mark else (row.of,)


def _is_as_marked(row: Row[Any]) -> bool:
    """Whether a reference that still stands there is the one that was marked."""
    return not row.mark or not (row.of or row.salt) or _mark(row.salt, row.of) == row.mark


def _mark(salt: str, of: str) -> str:
    return hashlib.sha256(f"{salt}|{of}".encode()).hexdigest()


def _link(before: str, n: int, at: str, who: str, what: str, said: Sequence[str]) -> str:
    return codec.digest(codec.to_json([before, str(n), at, who, what, *said]))
