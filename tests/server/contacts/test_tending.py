"""Requests that nobody has opened: reminded, told of, ended."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, select

from neuvola_core.contact import Handling
from neuvola_server import audit
from neuvola_server.accounts import Account, Accounts, Role
from neuvola_server.contacts import mails
from neuvola_server.contacts.mails import Fate, Outcome
from neuvola_server.contacts.tending import Tended
from neuvola_server.house import House
from neuvola_server.storage import schema
from support.contacts import MadeRequest, link_to, register, request_to
from support.houses import HandClock, Server, stored_rows


def sent(house: House, clock: HandClock, outcome: Outcome | None = None) -> list[tuple[str, str]]:
    """What leaves now, and to whom; a relay that takes all, or the outcome that was told."""

    def work(connection: Connection) -> list[tuple[str, str]]:
        left = []
        for one in mails.due(connection, clock(), 99):
            addressed = select(schema.mail.c.kind, schema.mail.c.address).where(schema.mail.c.id == one)
            kind, address = connection.execute(addressed).one()
            if mails.take_up(connection, one, clock()):
                mails.settle(connection, one, outcome or Outcome(Fate.TAKEN), clock())
                left.append((kind, address))
        return sorted(left)

    return house.database.write(work)


@pytest.fixture
def made(house: House, clock: HandClock) -> MadeRequest:
    """A request of a Monday."""
    register(house, "o1")
    Accounts(house.database, clock).add(
        Account("leena", Role.COORDINATOR, email="leena@n.example"), "a long password"
    )
    desk = Server(house, clock, ask=house.port, door=lambda: house.door("127.0.0.1")).enrol()
    made = request_to(house, "o1")
    desk.sync(made.record)
    return made


def kinds(house: House) -> dict[str, int]:
    rows = house.database.read(lambda connection: connection.execute(select(schema.mail)).all())
    found = [row.kind for row in rows]
    return {kind: found.count(kind) for kind in found}


def test_who_does_not_open_is_reminded_and_then_told_of(
    house: House, clock: HandClock, made: MadeRequest
) -> None:
    clock.move(days=1)
    assert house.handlings.tend(clock()) == Tended()
    clock.move(days=1)
    assert house.handlings.tend(clock()) == Tended(reminded=1)
    assert house.handlings.tend(clock()) == Tended()
    clock.move(days=1)
    assert house.handlings.tend(clock()) == Tended()
    clock.move(days=1)
    assert house.handlings.tend(clock()) == Tended(escalated=1)
    assert house.handlings.tend(clock()) == Tended()
    assert kinds(house) == {"new": 2, "reminder": 2, "escalated": 1}
    assert house.handlings.hanging()[0].escalated


def test_a_weekend_is_no_working_day(house: House, clock: HandClock, made: MadeRequest) -> None:
    desk = Server(house, clock, ask=house.port, door=lambda: house.door("127.0.0.1")).enrol("Toinen")
    house.handlings.withdraw(made.code)
    clock.now = datetime(2026, 11, 20, 12, tzinfo=UTC)  # a Friday
    desk.sync(request_to(house, "o1", day=clock().date()).record)
    clock.move(days=3)
    assert house.handlings.tend(clock()) == Tended()
    clock.move(days=1)
    assert house.handlings.tend(clock()) == Tended(reminded=1)


def test_what_is_opened_needs_no_reminder(house: House, clock: HandClock, made: MadeRequest) -> None:
    house.handlings.confirm(link_to(house, made.id))
    clock.move(days=3)
    assert house.handlings.tend(clock()) == Tended()


def test_what_is_opened_and_forgotten_is_told_of(house: House, clock: HandClock, made: MadeRequest) -> None:
    house.handlings.confirm(link_to(house, made.id))
    assert sent(house, clock) == [("new", "deputy"), ("new", "person")]
    clock.move(days=4)
    assert house.handlings.tend(clock()) == Tended(escalated=1)
    assert sent(house, clock) == [("escalated", "leena")]
    assert house.handlings.tend(clock()) == Tended()


def test_what_was_answered_is_not_told_of(house: House, clock: HandClock, made: MadeRequest) -> None:
    token = link_to(house, made.id)
    house.handlings.mark(token, house.handlings.confirm(token), Handling.RECEIVED)
    clock.move(days=9)
    assert house.handlings.tend(clock()) == Tended()


def test_what_is_answered_before_the_mail_leaves_is_not_told_of(
    house: House, clock: HandClock, made: MadeRequest
) -> None:
    token = link_to(house, made.id)
    browser = house.handlings.confirm(token)
    sent(house, clock)
    clock.move(days=4)
    assert house.handlings.tend(clock()) == Tended(escalated=1)
    house.handlings.mark(token, browser, Handling.RECEIVED)
    assert sent(house, clock) == []


def test_a_new_link_that_nobody_gets_is_told_of_as_the_first(
    house: House, clock: HandClock, made: MadeRequest
) -> None:
    sent(house, clock)
    token = link_to(house, made.id)
    house.handlings.confirm(token)
    house.handlings.new_link(token)
    lost = Outcome(Fate.REFUSED, "address 550")
    assert sent(house, clock, lost) == [("link", "deputy"), ("link", "person")]
    assert sent(house, clock) == [("undelivered", "leena")]
    assert [one.organisation for one in house.database.read(mails.faults)] == ["o1"]


def test_a_new_link_that_nobody_opens_is_told_of_as_the_first(
    house: House, clock: HandClock, made: MadeRequest
) -> None:
    clock.move(days=4)
    assert house.handlings.tend(clock()) == Tended(reminded=1, escalated=1)
    token = link_to(house, made.id)
    house.handlings.mark(token, house.handlings.confirm(token), Handling.RECEIVED)
    house.handlings.new_link(token)
    assert house.handlings.tend(clock()) == Tended(reminded=1, escalated=1)
    house.handlings.confirm(link_to(house, made.id))
    assert house.handlings.tend(clock()) == Tended()


def test_a_server_that_was_off_speaks_once(house: House, clock: HandClock, made: MadeRequest) -> None:
    clock.move(days=9)
    assert house.handlings.tend(clock()) == Tended(reminded=1, escalated=1)
    assert house.handlings.tend(clock()) == Tended()


def test_after_fourteen_days_it_is_over(house: House, clock: HandClock, made: MadeRequest) -> None:
    clock.move(days=14)
    assert house.handlings.tend(clock()) == Tended()
    [state] = house.handlings.states([made.id])[made.id]
    assert (state.state, state.day) == (Handling.EXPIRED, "2026-11-30")
    assert stored_rows(house)[made.id].body is None
    assert kinds(house) == {}
    last = house.database.read(audit.acts)[-1]
    assert (last.who, last.what, last.of) == ("retention", "contacts-expired", "1")


def test_states_are_kept_for_ninety_days(house: House, clock: HandClock, made: MadeRequest) -> None:
    house.handlings.withdraw(made.code)
    clock.move(days=89)
    house.retention.sweep()
    assert house.handlings.states([made.id]).keys() == {made.id}
    clock.move(days=1)
    house.retention.sweep()
    assert house.handlings.states([made.id]) == {}
    assert stored_rows(house) == {}
