"""The end of requests: what is personal of one goes when no organisation has anything to do with it any more.

What stays for 90 days, states and the hash of the withdrawal code, says nothing of the visitor. The bytes
themselves are overwritten as far as the engine lets, see ``Database.scrub``.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, and_, delete, select, update

from neuvola_core.contact import LIFE, DeclineReason, Handling
from neuvola_server.audit import fade
from neuvola_server.contacts import ended, mails
from neuvola_server.records import AWAITED, ERASED, NOT_COME
from neuvola_server.storage import schema

PROOF_KEPT: Final = timedelta(days=90)
_HANDLING: Final = schema.handling
_PRIVATE: Final = schema.private_record
_CONFLICT: Final = schema.private_conflict
_OPEN: Final = tuple(state.value for state in Handling if not state.is_over)
UNDER_WAY: Final = _HANDLING.c.state.in_(_OPEN)
"""Handlings that are not over."""


def end(
    connection: Connection,
    request: str,
    organisation: str,
    state: Handling,
    day: date,
    reason: DeclineReason = DeclineReason.NONE,
) -> bool:
    """Ends one organisation's part; the request is erased with the last of them. False if it was over."""
    # Two that end the last two parts at once wait for each other here, so that one of them sees both ended.
    connection.execute(select(_PRIVATE.c.id).where(_PRIVATE.c.id == request).with_for_update())
    this = (_HANDLING.c.request == request) & (_HANDLING.c.organisation == organisation)
    ended: dict[str, Any] = {"state": state.value, "reason": reason.value, "changed": day.isoformat()}
    if not connection.execute(update(_HANDLING).where(this, UNDER_WAY).values(**ended, browser="")).rowcount:
        return False
    mails.forget(connection, request, organisation)
    left = select(_HANDLING.c.organisation).where(_HANDLING.c.request == request, UNDER_WAY)
    if connection.execute(left.limit(1)).first() is None:
        erase(connection, request)
    return True


def end_all(connection: Connection, request: str, state: Handling, day: date) -> bool:
    """Ends every part that is not over; False where there was none."""
    under_way = select(_HANDLING.c.organisation).where(_HANDLING.c.request == request, UNDER_WAY)
    organisations = connection.execute(under_way).scalars().all()
    for organisation in organisations:
        end(connection, request, organisation, state, day)
    return bool(organisations)


def erase(connection: Connection, request: str) -> None:
    """Erases what is sealed, whatever the parts say."""
    gone: dict[str, Any] = {"body": None, "digest": "", "state": ERASED}
    if connection.execute(update(_PRIVATE).where(_PRIVATE.c.id == request).values(gone)).rowcount:
        ended.note(connection, request)
    connection.execute(delete(_CONFLICT).where(_CONFLICT.c.id == request))


@dataclass(frozen=True, slots=True)
class Expired:
    """How many sealed records were erased, and how many that stood beside one of the same id."""

    sealed: int = 0
    conflicts: int = 0


def is_anything_due(connection: Connection, today: date) -> bool:
    """Whether anything has reached its age."""
    old = _oldest(today)
    aged = (
        select(_HANDLING.c.request).where(UNDER_WAY, _HANDLING.c.created <= old),
        select(_PRIVATE.c.id).where(_sealed_through(old)),
        select(_CONFLICT.c.id).where(_CONFLICT.c.week <= old),
    )
    return any(connection.execute(one.limit(1)).first() is not None for one in aged)


def expire(connection: Connection, today: date) -> Expired:
    """Ends and erases every request that has reached its age."""
    old = _oldest(today)
    due = connection.execute(select(_PRIVATE.c.id).where(_sealed_through(old))).scalars().all()
    beside = connection.execute(delete(_CONFLICT).where(_CONFLICT.c.week <= old)).rowcount
    late = select(_HANDLING.c.request).where(UNDER_WAY, _HANDLING.c.created <= old).distinct()
    for request in connection.execute(late).scalars().all():
        end_all(connection, request, Handling.EXPIRED, today)
    for record in due:  # withdrawals too, and what no organisation has a part in
        erase(connection, record)
    return Expired(len(due), beside)


def forget(connection: Connection, today: date) -> None:
    """Drops what is kept as a proof, once its time is over."""
    old = (today - PROOF_KEPT).isoformat()
    late = connection.execute(
        delete(_HANDLING)
        .where(_HANDLING.c.created <= old)
        .returning(_HANDLING.c.request, _HANDLING.c.organisation)
    )
    for request, organisation in late.all():
        mails.forget(connection, request, organisation)
    # What was taken back before it came had no day once; from now on it has this one.
    awaited = update(_PRIVATE).where(_PRIVATE.c.week == NOT_COME)
    connection.execute(awaited.values(week=today.isoformat(), state=AWAITED))
    connection.execute(delete(_PRIVATE).where(_PRIVATE.c.week <= old))
    # An act comes at most so long after its request was made: the book names none that is older than a proof.
    fade(connection, today - PROOF_KEPT + LIFE)


def _oldest(today: date) -> str:
    return (today - LIFE).isoformat()


def _sealed_through(day: str) -> ColumnElement[bool]:
    return and_(_PRIVATE.c.week != NOT_COME, _PRIVATE.c.week <= day, _PRIVATE.c.body.is_not(None))
