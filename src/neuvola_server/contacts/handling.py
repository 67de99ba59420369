"""How far organisations are with contact requests: opened by link, marked, withdrawn, tended.

Nothing here but ``read`` gives anything of a visitor, and only to the browser that has confirmed the newest
link. Every opening and mark has its line in the book, which names the request by its reference.
"""

import hmac
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final, Protocol

import msgspec
from sqlalchemy import Connection, Row, select, update

from neuvola_core import working_days
from neuvola_core.contact import (
    LIFE,
    ContactDetails,
    DeclineReason,
    Handling,
    HandlingState,
    erased_by,
    reference_of,
)
from neuvola_core.sealing import Sealed
from neuvola_server.audit import record_act
from neuvola_server.contacts import erasing, renewal, tending
from neuvola_server.contacts.arrivals import Arrivals
from neuvola_server.contacts.daily import count_today
from neuvola_server.contacts.erasing import Expired
from neuvola_server.contacts.links import Links, link_hash
from neuvola_server.contacts.register import name_of
from neuvola_server.contacts.tending import Tended
from neuvola_server.contacts.values import (
    LINKS_A_DAY,
    MARKS,
    Case,
    Hanging,
    LinkRefusedError,
    MarkRefusedError,
    Opened,
    Withdrawn,
)
from neuvola_server.keys import NotSealedToUsError
from neuvola_server.storage import schema
from neuvola_server.storage.database import REQUESTS, Database
from neuvola_server.storage.inserts import insert_into
from neuvola_server.tokens import new_token, token_hash

_HANDLING: Final = schema.handling
_PRIVATE: Final = schema.private_record
_ANSWERED: Final = MARKS[:4]
"""Marks that tell that an organisation has begun; not that it is done with a request it cannot see to."""


class Opener(Protocol):
    """The server's private keys."""

    def check(self) -> None:
        """Reads them; to be called before a transaction, since it may note them in one of its own."""

    def open_contact(self, sealed: Sealed, request: str) -> ContactDetails:
        """What is sealed; raises ``NotSealedToUsError``."""


class Handlings:
    """Every organisation's part in every request."""

    def __init__(
        self,
        database: Database,
        keys: Opener,
        links: Links,
        arrivals: Arrivals,
        clock: Callable[[], datetime],
        changed: Callable[[], None] = lambda: None,
    ) -> None:
        self._database = database
        self._keys = keys
        self._links = links
        self._arrivals = arrivals
        self._clock = clock
        self._changed = changed

    # --- an organisation, by its link ---

    def look(self, token: str, browser: str = "") -> Case:
        """What a page may show before anything is opened; changes nothing. Raises ``LinkRefusedError``."""
        return self._database.read(
            lambda connection: self._case(connection, _found(connection, token), browser)
        )

    def confirm(self, token: str, browser: str = "") -> str:
        """Binds the newest link to a browser and gives what that browser shows from now on.

        That secret may be given. Raises ``LinkRefusedError``: a link is bound once, another browser needs a
        new one.
        """
        browser = browser or new_token()

        def work(connection: Connection) -> None:
            row = self._under_way(connection, token)
            if _is_mine(row, browser):
                return
            if row.browser:
                raise LinkRefusedError(reason="elsewhere")
            bound = {"browser": token_hash(browser), "opened": row.opened or self._today().isoformat()}
            connection.execute(update(_HANDLING).where(*_this(row)).values(bound))
            self._note(connection, row, "contact-confirmed")

        self._database.write(work)
        return browser

    def read(self, token: str, browser: str) -> Opened:
        """The visitor's details, for the browser that has confirmed; raises ``LinkRefusedError``."""

        def work(connection: Connection) -> Opened:
            row = self._bound(connection, token, browser)
            stored = select(_PRIVATE.c.body).where(_PRIVATE.c.id == row.request)
            body = connection.execute(stored).scalar()
            if body is None:
                raise LinkRefusedError(reason="over")
            try:
                details = self._keys.open_contact(_sealed(body), row.request)
            except NotSealedToUsError:
                raise LinkRefusedError(reason="sealed") from None
            self._note(connection, row, "contact-opened")
            return Opened(details, self._case(connection, row, browser))

        self._keys.check()
        return self._database.write(work)

    def mark(
        self, token: str, browser: str, state: Handling, reason: DeclineReason = DeclineReason.NONE
    ) -> Case:
        """Says how far the organisation is; raises ``LinkRefusedError``, ``MarkRefusedError``."""
        if state not in MARKS:
            raise MarkRefusedError(field="state", value=state.value)
        if bool(reason) != (state is Handling.DECLINED):
            raise MarkRefusedError(field="reason", value=reason.value)

        def work(connection: Connection) -> Case:
            row = self._bound(connection, token, browser)
            self._count_answer(connection, row, state)
            if state.is_over:
                erasing.end(connection, row.request, row.organisation, state, self._today(), reason)
            else:
                said = {"state": state.value, "changed": self._today().isoformat()}
                connection.execute(update(_HANDLING).where(*_this(row)).values(said))
            self._note(connection, row, f"contact-{state.value}")
            return self._case(connection, _found(connection, token), "" if state.is_over else browser)

        case = self._database.write(work)
        if state.is_over:
            self._database.scrub(REQUESTS)
        self._changed()
        return case

    def new_link(self, token: str) -> None:
        """Mails a new link to the addresses that are registered; the old one opens nothing from now on.

        Raises ``LinkRefusedError``.
        """

        def work(connection: Connection) -> bool:
            row = self._under_way(connection, token)
            what = "link/" + token_hash(f"{row.request}|{row.organisation}")
            if count_today(connection, what, self._today()) > LINKS_A_DAY:
                return False
            renewal.renew(connection, self._links, row, self._clock(), who=row.organisation)
            return True

        # A refusal is given back and not raised, so that the try it counted is committed.
        if not self._database.write(work):
            raise LinkRefusedError(reason="often")

    def link_of(self, connection: Connection, request: str, organisation: str) -> str:
        """The token that holds now, for the mail that carries it; empty where the part is over.

        Where the link secret was lost the newest mail's link is made to hold.
        """
        this = (_HANDLING.c.request == request) & (_HANDLING.c.organisation == organisation)
        row = connection.execute(select(_HANDLING).where(this, erasing.UNDER_WAY).with_for_update()).first()
        if row is None or self._is_late(row):
            return ""
        token = self._links.token(request, organisation, row.link)
        if row.link_hash != link_hash(token):
            connection.execute(update(_HANDLING).where(this).values(link_hash=link_hash(token), browser=""))
        return token

    # --- visitor, desk and coordinator ---

    def withdraw(self, code: str, may_wait: Callable[[], bool] = lambda: True) -> Withdrawn:
        """Takes a request back by the code on its receipt, however it was typed.

        One that has not come yet is erased when it comes, if its code ``may_wait``. Raises
        ``InvalidRecordError`` for what is no code and ``ServerBusyError`` where an unknown one may not wait,
        or too many do since today.
        """
        told = self._database.write(
            lambda connection: self._arrivals.withdraw_by_code(connection, code, may_wait)
        )
        self._database.scrub(REQUESTS)
        return told

    def states(self, requests: Iterable[str]) -> Mapping[str, tuple[HandlingState, ...]]:
        """How far each organisation is, by request; what is not known is left out."""
        wanted = (
            select(_HANDLING)
            .where(_HANDLING.c.request.in_(list(requests)))
            .order_by(_HANDLING.c.request, _HANDLING.c.organisation)
        )
        told: dict[str, tuple[HandlingState, ...]] = {}
        for row in self._database.read(lambda connection: connection.execute(wanted).all()):
            state = HandlingState(
                row.organisation, Handling(row.state), DeclineReason(row.reason), row.changed
            )
            told[row.request] = (*told.get(row.request, ()), state)
        return told

    def hanging(self, now: datetime | None = None) -> tuple[Hanging, ...]:
        """What organisations are not done with, the oldest first."""
        today = (now or self._clock()).date()
        wanted = select(_HANDLING).where(erasing.UNDER_WAY).order_by(_HANDLING.c.created, _HANDLING.c.request)

        def work(connection: Connection) -> tuple[Hanging, ...]:
            rows = connection.execute(wanted).all()
            return tuple(_hanging(row, name_of(connection, row.organisation)[0], today) for row in rows)

        return self._database.read(work)

    # --- time ---

    def tend(self, now: datetime) -> Tended:
        """Reminds of what nobody has opened, tells coordinators of what still hangs, ends what is too old."""
        self.expire(now)
        if not self._database.read(lambda connection: tending.due(connection, now.date())):
            return Tended()
        return self._database.write(lambda connection: tending.remind(connection, now))

    def expire(self, now: datetime) -> Expired:
        """Ends and erases what has reached its age."""
        today = now.date()

        def work(connection: Connection) -> Expired:
            expired = erasing.expire(connection, today)
            if expired.sealed:
                record_act(connection, now, who="retention", what="contacts-expired", of=str(expired.sealed))
            return expired

        if not self._database.read(lambda connection: erasing.is_anything_due(connection, today)):
            return Expired()
        expired = self._database.write(work)
        self._database.scrub(REQUESTS)
        return expired

    # --- of one row ---

    def _today(self) -> date:
        return self._clock().date()

    def _is_late(self, row: Row[Any]) -> bool:
        return self._today() >= date.fromisoformat(row.created) + LIFE

    def _under_way(self, connection: Connection, token: str) -> Row[Any]:
        row = _found(connection, token, hold=True)
        if Handling(row.state).is_over or self._is_late(row):
            raise LinkRefusedError(reason="over")
        return row

    def _bound(self, connection: Connection, token: str, browser: str) -> Row[Any]:
        row = self._under_way(connection, token)
        if not row.browser:
            raise LinkRefusedError(reason="unconfirmed")
        if not _is_mine(row, browser):
            raise LinkRefusedError(reason="elsewhere")
        return row

    def _case(self, connection: Connection, row: Row[Any], browser: str) -> Case:
        name, language = name_of(connection, row.organisation)
        created, state = date.fromisoformat(row.created), Handling(row.state)
        return Case(
            request=row.request,
            reference=reference_of(row.request),
            organisation=row.organisation,
            name=name,
            language=language,
            state=Handling.EXPIRED if not state.is_over and self._is_late(row) else state,
            created=created,
            erased_by=erased_by(created),
            reason=DeclineReason(row.reason),
            changed=row.changed,
            bound=bool(row.browser),
            mine=_is_mine(row, browser),
        )

    def _count_answer(self, connection: Connection, row: Row[Any], state: Handling) -> None:
        """Once for each part, with nothing that would tell of which."""
        if Handling(row.state) is not Handling.NEW or state not in _ANSWERED:
            return
        days = working_days.between(date.fromisoformat(row.created), self._today())
        table = schema.answer_time
        first = insert_into(connection, table).values(organisation=row.organisation, days=days, n=1)
        one_more = {"n": table.c.n + 1}
        connection.execute(
            first.on_conflict_do_update(index_elements=["organisation", "days"], set_=one_more)
        )

    def _note(self, connection: Connection, row: Row[Any], what: str) -> None:
        said = {"who": row.organisation, "what": what, "of": reference_of(row.request)}
        record_act(connection, self._clock(), **said, fades=True)


def _found(connection: Connection, token: str, *, hold: bool = False) -> Row[Any]:
    wanted = select(_HANDLING).where(_HANDLING.c.link_hash == link_hash(token), _HANDLING.c.link > 0)
    row = connection.execute(wanted.with_for_update() if hold else wanted).first()
    if row is None:
        raise LinkRefusedError(reason="unknown")
    return row


def _this(row: Row[Any]) -> tuple[Any, Any]:
    return _HANDLING.c.request == row.request, _HANDLING.c.organisation == row.organisation


def _is_mine(row: Row[Any], browser: str) -> bool:
    return bool(row.browser) and hmac.compare_digest(row.browser, token_hash(browser))


def _sealed(body: str) -> Sealed:
    said = msgspec.json.decode(body)["sealed"]
    return Sealed(said["text"], said["keys"])


def _hanging(row: Row[Any], name: Mapping[str, str], today: date) -> Hanging:
    created = date.fromisoformat(row.created)
    return Hanging(
        reference=reference_of(row.request),
        organisation=row.organisation,
        name=name,
        state=Handling(row.state),
        created=created,
        days=working_days.between(created, today),
        opened=bool(row.opened),
        escalated=bool(row.escalated),
    )
