"""Requests that nobody has opened: reminded, told of, ended."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from neuvola_core.contact import Handling
from neuvola_server import audit
from neuvola_server.accounts import Account, Accounts, Role
from neuvola_server.contacts.tending import Tended
from neuvola_server.house import House
from neuvola_server.storage import schema
from support.contacts import MadeRequest, link_to, register, request_to
from support.houses import HandClock, Server, stored_rows


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
    house.handlings.confirm(link_to(house, made.id))
    clock.now = datetime(2026, 11, 20, 12, tzinfo=UTC)  # a Friday
    desk.sync(request_to(house, "o1", day=clock().date()).record)
    clock.move(days=3)
    assert house.handlings.tend(clock()) == Tended()
    clock.move(days=1)
    assert house.handlings.tend(clock()) == Tended(reminded=1)


def test_what_is_opened_needs_no_reminder(house: House, clock: HandClock, made: MadeRequest) -> None:
    house.handlings.confirm(link_to(house, made.id))
    clock.move(days=9)
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
