"""Stored is not yet durable, unless a standby has every commit."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from neuvola_server.house import House
from support.contacts import request_to
from support.houses import HandClock, Server, TestDesk, house_at, undo_of, visit_record


@pytest.fixture(params=["sqlite", "postgresql"])
def house(request: pytest.FixtureRequest, tmp_path: Path, clock: HandClock) -> Iterator[House]:
    url = request.getfixturevalue("postgres_url") if request.param == "postgresql" else ""
    with house_at(tmp_path / "server", url, clock, durable_at_commit=False) as built:
        yield built


@pytest.fixture
def desk(house: House, clock: HandClock) -> TestDesk:
    return Server(house, clock, ask=house.port, door=lambda: house.door("127.0.0.1")).enrol()


def test_a_backup_makes_durable_what_came_in_the_weeks_before(
    house: House, desk: TestDesk, clock: HandClock
) -> None:
    visit, request = visit_record(), request_to(house).record
    assert desk.sync(visit).durable == ()
    assert desk.sync(request).durable == ()
    awaited = {"await_durable": (visit.id, request.id, "no id", visit_record().id)}
    assert desk.sync(**awaited).durable == ()
    house.durability.backed_up(clock())
    assert desk.sync(**awaited).durable == ()  # it may have come after the backup began
    clock.move(days=9)
    late = visit_record()
    desk.sync(late)
    house.durability.backed_up(clock())
    assert set(desk.sync(**awaited).durable) == {visit.id, request.id}
    assert desk.sync(await_durable=(late.id,)).durable == ()


def test_a_request_is_held_by_a_backup_that_began_after_the_day_on_which_it_came(
    house: House, desk: TestDesk, clock: HandClock
) -> None:
    clock.move(days=8)
    house.durability.backed_up(clock() - timedelta(hours=7))
    made = request_to(house, day=(clock() - timedelta(days=4)).date())  # there was no line till now
    assert desk.sync(made.record).durable == ()
    awaited = {"await_durable": (made.id,)}
    house.durability.backed_up(clock() + timedelta(hours=15, minutes=30))  # half past midnight
    assert desk.sync(**awaited).durable == ()
    house.durability.backed_up(clock() + timedelta(hours=17))
    assert desk.sync(**awaited).durable == (made.id,)


def test_a_backup_that_is_told_of_late_takes_nothing_back(
    house: House, desk: TestDesk, clock: HandClock
) -> None:
    visit = visit_record()
    desk.sync(visit)
    clock.move(days=14)
    house.durability.backed_up(clock())
    house.durability.backed_up(clock() - timedelta(days=21))
    assert desk.sync(await_durable=(visit.id,)).durable == (visit.id,)


def test_a_week_that_has_just_ended_is_given_a_day(house: House, desk: TestDesk, clock: HandClock) -> None:
    visit = visit_record()
    desk.sync(visit)
    house.durability.backed_up(clock() + timedelta(days=7))  # Monday
    assert desk.sync(await_durable=(visit.id,)).durable == ()
    house.durability.backed_up(clock() + timedelta(days=8))
    assert desk.sync(await_durable=(visit.id,)).durable == (visit.id,)


def test_what_was_taken_back_before_it_came_is_not_there(
    house: House, desk: TestDesk, clock: HandClock
) -> None:
    visit = visit_record()
    desk.sync(undo_of(visit))
    house.durability.backed_up(clock() + timedelta(days=30))
    assert desk.sync(await_durable=(visit.id,)).durable == ()


def test_where_a_commit_is_durable_everything_stored_is(tmp_path: Path, clock: HandClock) -> None:
    with house_at(tmp_path, clock=clock) as house:
        desk = Server(house, clock, ask=house.port, door=lambda: house.door("127.0.0.1")).enrol()
        visit, bad = visit_record(), visit_record(outcome="x")
        assert desk.sync(visit, bad).durable == (visit.id,)
        assert desk.sync(await_durable=(visit.id, bad.id)).durable == (visit.id,)
