"""The queue of mails about contact requests: to whom and about which link, never what they say.

A row names whose address it goes to ("person", "deputy" or the name of an account), and the address itself is
looked up when the mail leaves: whoever is registered then gets it. Taking a mail up puts off its next turn,
so that no two processes have it in hand, and one that dies gives it back.
"""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Connection, Row, and_, delete, func, literal, or_, select, update

from neuvola_core import codec
from neuvola_core.contact import LIFE, Handling, is_email, reference_of
from neuvola_server.accounts import Role
from neuvola_server.contacts.values import LANGUAGES
from neuvola_server.storage.inserts import insert_into
from neuvola_server.storage.schema import account, handling, mail, receiver


class MailKind(StrEnum):
    """What a mail is about; two go to coordinators, ``MOVED`` to an address that is given up."""

    NEW = "new"
    LINK = "link"
    REMINDER = "reminder"
    ESCALATED = "escalated"
    UNDELIVERED = "undelivered"
    MOVED = "moved"


class Fate(StrEnum):
    """What became of a try: taken by the relay, to be tried again, refused for good."""

    TAKEN = "taken"
    LATER = "later"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a try; ``fault`` is a word of ours and a code, never what the relay said."""

    fate: Fate
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A mail taken up: everything that its text is made of."""

    id: str
    kind: MailKind
    request: str
    organisation: str
    link: int
    address: str
    language: str
    name: Mapping[str, str]
    """The organisation's, by language."""


@dataclass(frozen=True, slots=True)
class MailFault:
    """An organisation that no mail about a request has reached; ``fault`` as of ``Outcome``."""

    reference: str
    organisation: str
    fault: str


@dataclass(frozen=True, slots=True)
class MailFigures:
    """How many mails stand how; ``late`` of the waiting ones should have left an hour ago or more."""

    waiting: int
    late: int
    sent: int
    failed: int


WAITING: Final = "waiting"
SENT: Final = "sent"
FAILED: Final = "failed"
NEEDLESS: Final = "needless"
"""Its request was over, or its link was no longer the newest, before it left."""
NO_ADDRESS: Final = "no-address"
PERSON: Final = "person"
DEPUTY: Final = "deputy"
IN_HAND: Final = timedelta(minutes=10)
"""Longer than one mail can take with every wait for the relay run out."""
_NO_TURN: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""When an ended mail was due would tell when its request came; of others only the hour is kept, and turns."""
_TURN: Final = timedelta(minutes=5)
_LATE: Final = timedelta(hours=2)
"""By when it was due, which is known to the hour."""
_FIRST_WAITS: Final = tuple(timedelta(minutes=minutes) for minutes in (5, 15, 60))
_PATIENCE: Final = timedelta(days=2)
_TO_COORDINATORS: Final = (MailKind.ESCALATED, MailKind.UNDELIVERED)
_ABOUT_A_LINK: Final = (MailKind.NEW, MailKind.LINK, MailKind.REMINDER)


def enqueue(
    connection: Connection, kind: MailKind, *, request: str, organisation: str, link: int, now: datetime
) -> int:
    """Queues a mail for everybody whom its kind concerns; returns how many there are.

    A mail that was queued before about the same link is not queued again. It is due since the hour began:
    the moment would tell which desk had a line just then.
    """
    due_since = now.replace(minute=0, second=0, microsecond=0)
    whose = _coordinators(connection) if kind in _TO_COORDINATORS else _there(connection, organisation)
    for name in whose:
        row = {
            "id": _mail_id(kind, request, organisation, link, name),
            "kind": kind.value,
            "request": request,
            "organisation": organisation,
            "address": name,
            "state": WAITING,
            "link": link,
            "due": due_since,
        }
        connection.execute(insert_into(connection, mail).values(row).on_conflict_do_nothing())
    return len(whose)


def tell_former(connection: Connection, organisation: str, address: str, now: datetime) -> None:
    """Tells an address that an organisation's requests no longer go to it; it is in the row until they do."""
    row = {
        "id": secrets.token_hex(16),
        "kind": MailKind.MOVED.value,
        "request": "",
        "organisation": organisation,
        "address": address,
        "state": WAITING,
        "link": 0,
        "due": now,
    }
    connection.execute(insert_into(connection, mail).values(row))


def forget(connection: Connection, request: str, organisation: str) -> None:
    """Drops every mail about an organisation's part in a request."""
    connection.execute(delete(mail).where(_about(request, organisation)))


def try_again(connection: Connection, organisation: str, now: datetime) -> int:
    """Queues anew what did not reach an organisation whose addresses were put right; returns how many."""
    about = mail.c.organisation == organisation
    told = about & (mail.c.kind == MailKind.UNDELIVERED.value)
    connection.execute(delete(mail).where(told))  # so that coordinators hear of it if it fails again
    lost = about & (mail.c.state == FAILED) & mail.c.kind.in_(_ABOUT_A_LINK)
    fresh = {"state": WAITING, "fault": "", "tries": 0, "due": now}
    return connection.execute(update(mail).where(lost).values(fresh)).rowcount


def due(connection: Connection, now: datetime, most: int) -> tuple[str, ...]:
    """The ids of mails whose turn has come, the one that has waited longest first."""
    turn = select(mail.c.id).where(mail.c.state == WAITING, mail.c.due <= now)
    return tuple(connection.execute(turn.order_by(mail.c.due, mail.c.id).limit(most)).scalars())


def take_up(connection: Connection, mail_id: str, now: datetime) -> Outgoing | None:
    """Takes a mail in hand; None if another process has it, or nobody needs it any more.

    What is about a request of too many days is let alone: it goes with the request, and the clock may leap.
    """
    row = connection.execute(select(mail).where(mail.c.id == mail_id)).one_or_none()
    if row is None:
        return None
    _hold(connection, row)
    if _is_of_old(connection, row, now):
        return None
    free = (mail.c.id == mail_id) & (mail.c.state == WAITING) & (mail.c.due <= now)
    taken = update(mail).where(free).values(due=_turn(now + IN_HAND), tries=mail.c.tries + 1)
    if not connection.execute(taken).rowcount:
        return None
    if not _is_needed(connection, row):
        discard(connection, mail_id)
        return None
    address, language = _addressee(connection, row)
    if not is_email(address):
        _fail(connection, row, NO_ADDRESS, now)
        return None
    return Outgoing(
        id=row.id,
        kind=MailKind(row.kind),
        request=row.request,
        organisation=row.organisation,
        link=row.link,
        address=address,
        language=language if language in LANGUAGES else LANGUAGES[0],
        name=_name(connection, row.organisation),
    )


def settle(connection: Connection, mail_id: str, outcome: Outcome, now: datetime) -> None:
    """Notes what became of a mail in hand: it is over, or has another turn."""
    row = connection.execute(select(mail).where(mail.c.id == mail_id)).one_or_none()
    if row is None or row.state != WAITING:
        return  # its request was erased meanwhile
    wait = _wait_after(row.tries)
    if outcome.fate is Fate.TAKEN:
        _end(connection, mail_id, SENT, "")
    elif outcome.fate is Fate.REFUSED or wait is None:
        _fail(connection, row, outcome.fault, now)
    else:
        again = update(mail).where(mail.c.id == mail_id).values(due=_turn(now + wait), fault=outcome.fault)
        connection.execute(again)


def discard(connection: Connection, mail_id: str) -> None:
    """Gives up a mail that nobody needs any more."""
    _end(connection, mail_id, NEEDLESS, "")


def put_off(connection: Connection, fault: str, now: datetime) -> int:
    """Counts a try of every mail whose turn has come, since none of them can leave; returns how many."""
    turn = (mail.c.state == WAITING) & (mail.c.due <= now)
    ids = connection.execute(select(mail.c.id).where(turn)).scalars().all()
    connection.execute(update(mail).where(turn).values(tries=mail.c.tries + 1))
    for mail_id in ids:
        settle(connection, mail_id, Outcome(Fate.LATER, fault), now)
    return len(ids)


def bounced(connection: Connection, mail_id: str, status: str, now: datetime) -> bool:
    """Notes that a mail came back; False if it is not one that was sent."""
    row = connection.execute(select(mail).where(mail.c.id == mail_id)).one_or_none()
    if row is None or row.state not in (SENT, WAITING):
        return False
    _fail(connection, row, f"bounced {status}".strip(), now)
    return True


def faults(connection: Connection) -> tuple[MailFault, ...]:
    """The organisations that nobody could write to about a request that is still unread."""
    failed = and_(mail.c.state == FAILED, mail.c.kind.in_(_ABOUT_A_LINK))
    part = and_(
        handling.c.request == mail.c.request,
        handling.c.organisation == mail.c.organisation,
        handling.c.link == mail.c.link,
        handling.c.opened == "",
        handling.c.state == Handling.NEW.value,
    )
    wanted = select(mail).join(handling, part).where(failed).order_by(mail.c.request, mail.c.id)
    found: dict[tuple[str, str], MailFault] = {}
    for row in connection.execute(wanted).all():
        if not _may_reach(connection, row):
            fault = MailFault(reference_of(row.request), row.organisation, row.fault)
            found.setdefault((row.request, row.organisation), fault)
    return tuple(found.values())


def figures(connection: Connection, now: datetime) -> MailFigures:
    """How many mails stand how."""
    tally = select(mail.c.state, func.count().label("n")).group_by(mail.c.state)
    counts: dict[str, int] = {row.state: row.n for row in connection.execute(tally)}
    # After two hours it has been tried four times, or nobody has tried it at all.
    overdue = or_(mail.c.due <= now - _LATE, mail.c.tries > len(_FIRST_WAITS))
    late = select(func.count()).select_from(mail).where(mail.c.state == WAITING, overdue)
    return MailFigures(
        waiting=counts.get(WAITING, 0),
        late=connection.execute(late).scalar_one(),
        sent=counts.get(SENT, 0),
        failed=counts.get(FAILED, 0),
    )


def _mail_id(kind: MailKind, request: str, organisation: str, link: int, whose: str) -> str:
    """The same for the same mail wherever it is queued: its Message-ID is made of it."""
    return codec.digest(codec.to_json([kind.value, request, organisation, link, whose]))[:32]


def _about(request: str, organisation: str) -> Any:
    return (mail.c.request == request) & (mail.c.organisation == organisation)


def _there(connection: Connection, organisation: str) -> list[str]:
    """The person, and the deputy unless they share an address."""
    wanted = select(receiver.c.email, receiver.c.deputy_email).where(receiver.c.id == organisation)
    row = connection.execute(wanted).one_or_none()
    if row is None:
        return []
    return [PERSON, DEPUTY] if row.deputy_email not in ("", row.email) else [PERSON]


def _coordinators(connection: Connection) -> list[str]:
    """Those of no one point, else every one: a request belongs to no point."""
    named = (account.c.role == Role.COORDINATOR.value) & (account.c.email != "")
    rows = connection.execute(select(account).where(named).order_by(account.c.name)).all()
    return [row.name for row in rows if not row.point] or [row.name for row in rows]


def _addressee(connection: Connection, row: Row[Any]) -> tuple[str, str]:
    """The address and the language of whom a mail is for; empty where there is none."""
    if row.kind in _TO_COORDINATORS:
        of = select(account.c.email, account.c.language).where(account.c.name == row.address)
    elif row.kind == MailKind.MOVED:
        of = select(literal(row.address), receiver.c.language).where(receiver.c.id == row.organisation)
    else:
        column = receiver.c.email if row.address == PERSON else receiver.c.deputy_email
        of = select(column, receiver.c.language).where(receiver.c.id == row.organisation)
    found = connection.execute(of).one_or_none()
    return (found[0], found[1]) if found else ("", "")


def _name(connection: Connection, organisation: str) -> Mapping[str, str]:
    stored = connection.execute(select(receiver.c.name).where(receiver.c.id == organisation)).scalar()
    names: dict[str, str] = json.loads(stored) if stored else {}
    return names


def _part(row: Row[Any]) -> Any:
    return (handling.c.request == row.request) & (handling.c.organisation == row.organisation)


def _hold(connection: Connection, row: Row[Any]) -> None:
    """Locks the part before its mails, as all do: of two that fail at once one sees that the other has."""
    connection.execute(select(handling.c.link).where(_part(row)).with_for_update())


def _is_of_old(connection: Connection, row: Row[Any], now: datetime) -> bool:
    """Whether its request has lived its days: who believes the clock erases it, and its mails with it."""
    created = connection.execute(select(handling.c.created).where(_part(row))).scalar()
    return created is not None and created <= (now.date() - LIFE).isoformat()


def _is_needed(connection: Connection, row: Row[Any]) -> bool:
    """Whether its request is still on and the mail would not tell what is no longer so."""
    if row.kind == MailKind.MOVED:
        return True
    stands = connection.execute(select(handling).where(_part(row))).one_or_none()
    if stands is None:
        return False
    state = Handling(stands.state)
    if state.is_over:
        return row.kind == MailKind.UNDELIVERED and state is Handling.UNDELIVERED
    if stands.opened and row.kind == MailKind.ESCALATED:
        return state is Handling.NEW
    if stands.opened and row.kind in (MailKind.REMINDER, MailKind.UNDELIVERED):
        return False
    return row.kind in _TO_COORDINATORS or int(stands.link) == int(row.link)


def _wait_after(tries: int) -> timedelta | None:
    """How long until the next try; None when it has been tried for two days."""
    waited = sum((_wait(n) for n in range(1, tries)), timedelta())
    return _wait(tries) if waited < _PATIENCE else None


def _wait(tries: int) -> timedelta:
    return _FIRST_WAITS[min(max(tries, 1), len(_FIRST_WAITS)) - 1]


def _turn(moment: datetime) -> datetime:
    """Rounded up: to the second it would tell when a mail that was just queued was tried first."""
    over = timedelta(seconds=moment.timestamp() % _TURN.total_seconds())
    return moment + _TURN - over if over else moment


def _end(connection: Connection, mail_id: str, state: str, fault: str) -> None:
    # A row that holds an address stands only until its mail is over.
    of_address = (mail.c.id == mail_id) & (mail.c.kind == MailKind.MOVED.value)
    connection.execute(delete(mail).where(of_address))
    ended = update(mail).where(mail.c.id == mail_id).values(state=state, fault=fault, due=_NO_TURN)
    connection.execute(ended)


def _fail(connection: Connection, row: Row[Any], fault: str, now: datetime) -> None:
    """Gives a mail up; coordinators are told once nobody at the organisation can be reached by this link."""
    _hold(connection, row)
    _end(connection, row.id, FAILED, fault)
    if row.kind not in _ABOUT_A_LINK or _may_reach(connection, row):
        return
    if _is_of_old(connection, row, now) or not _is_needed(connection, row):
        return
    told = {"request": row.request, "organisation": row.organisation, "link": row.link}
    enqueue(connection, MailKind.UNDELIVERED, **told, now=now)


def _may_reach(connection: Connection, row: Row[Any]) -> bool:
    """Whether another mail about the same link has arrived, or may yet."""
    alive = mail.c.state.in_((SENT, WAITING)) & mail.c.kind.in_(_ABOUT_A_LINK)
    same = _about(row.request, row.organisation) & (mail.c.link == row.link)
    return connection.execute(select(mail.c.id).where(same, alive).limit(1)).first() is not None
