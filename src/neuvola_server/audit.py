"""The book of what people and keys did: who, what, of whom, chained by hashes so that no line can be cut out.

It never holds what was read or written, only that it was.
"""

from dataclasses import astuple, dataclass
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import Connection, insert, select, update

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


def record_act(connection: Connection, moment: datetime, *, who: str, what: str, of: str) -> None:
    """Adds a line in the transaction of the act itself: either both happen or neither."""
    tip = schema.setting
    # Whoever adds a line locks the tip first, so that two never stand on the same one before.
    first = insert_into(connection, tip).values(name=_TIP, value=f"0 {_FIRST}")
    connection.execute(first.on_conflict_do_nothing())
    standing = connection.execute(select(tip.c.value).where(tip.c.name == _TIP).with_for_update())
    n, link = standing.scalar_one().split()
    act = Act(int(n) + 1, moment.astimezone(UTC).isoformat(timespec="seconds"), who, what, of)
    after = _link(link, act)
    row = {"link": after, "n": act.n, "at": act.at, "who": who, "what": what, "of": of}
    connection.execute(insert(_AUDIT).values(row))
    connection.execute(update(tip).where(tip.c.name == _TIP).values(value=f"{act.n} {after}"))


def acts(connection: Connection) -> tuple[Act, ...]:
    """The whole book in order."""
    rows = connection.execute(select(_AUDIT).order_by(_AUDIT.c.n))
    return tuple(Act(row.n, row.at, row.who, row.what, row.of) for row in rows)


def is_whole(connection: Connection) -> bool:
    """Whether each line follows from the one before, to the last one written."""
    link, n = _FIRST, 0
    for row in connection.execute(select(_AUDIT).order_by(_AUDIT.c.n)):
        act = Act(row.n, row.at, row.who, row.what, row.of)
        link, n = _link(link, act), n + 1
        if row.link != link or row.n != n:
            return False
    tip = connection.execute(select(schema.setting.c.value).where(schema.setting.c.name == _TIP)).scalar()
    return tip in (None, f"{n} {link}") if n == 0 else tip == f"{n} {link}"


def _link(before: str, act: Act) -> str:
    return codec.digest(codec.to_json([before, *map(str, astuple(act))]))
