"""A clock that leaps ahead erases nothing until it has gone on evenly for a day."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from neuvola_server.clock_watch import ClockWatch
from neuvola_server.house import House
from neuvola_server.publication import KEPT_DAYS
from neuvola_server.storage import schema
from support.contacts import MadeRequest, register, request_to
from support.houses import HandClock, Server, stored_rows
from support.publishing import incoming, news


@pytest.fixture
def made(house: House, clock: HandClock) -> MadeRequest:
    register(house, "o1")
    desk = Server(house, clock, ask=house.port, door=lambda: house.door("127.0.0.1")).enrol()
    made = request_to(house)
    desk.sync(made.record)
    return made


def believed(house: House) -> bool:
    """As another process sees it: nothing but the database is remembered."""
    return ClockWatch(house.database, house.clock).is_believed()


def test_a_server_that_runs_is_believed(house: House, clock: HandClock) -> None:
    for _ in range(60):
        assert believed(house)
        clock.move(hours=20)


def test_a_stop_of_two_days_is_nothing(house: House, clock: HandClock) -> None:
    assert believed(house)
    clock.move(days=2)
    assert believed(house)


def test_a_leap_is_believed_after_a_day_that_was_even(house: House, clock: HandClock) -> None:
    assert believed(house)
    clock.move(days=400)
    for _ in range(4):
        assert not believed(house)
        clock.move(hours=6)
    assert believed(house)
    clock.move(days=1)
    assert believed(house)


def test_a_clock_that_is_put_right_again_has_done_nothing(house: House, clock: HandClock) -> None:
    assert believed(house)
    clock.move(days=400)
    assert not believed(house)
    clock.move(days=-400)
    assert believed(house)
    clock.move(days=400, hours=30)
    assert not believed(house)  # the day is counted from this leap, not from the former one


def test_leap_upon_leap_is_no_even_day(house: House, clock: HandClock) -> None:
    assert believed(house)
    for _ in range(5):
        clock.move(days=30)
        assert not believed(house)


def test_a_clock_that_is_behind_erases_nothing_and_becomes_the_believed_one(
    house: House, clock: HandClock
) -> None:
    assert believed(house)
    clock.move(days=-100)
    assert believed(house)
    clock.move(hours=25)
    assert believed(house)
    clock.move(days=50)
    assert not believed(house)


def test_one_host_with_a_wrong_clock_is_never_believed(house: House, clock: HandClock) -> None:
    ahead = ClockWatch(house.database, lambda: clock() + timedelta(days=1000))
    for _ in range(30):
        assert believed(house)
        assert not ahead.is_believed()
        clock.move(hours=2)


def test_before_its_first_look_it_goes_by_what_the_database_tells(
    house: House, clock: HandClock, made: MadeRequest
) -> None:
    clock.move(days=1000)
    assert not believed(house)


def test_a_person_may_say_that_the_clock_is_right(house: House, clock: HandClock) -> None:
    assert believed(house)
    clock.move(days=100)
    house.clock_watch.believe()
    assert believed(house)


def test_it_is_said_once(house: House, clock: HandClock) -> None:
    watch = house.clock_watch
    assert watch.is_believed()
    clock.move(days=100)
    with capture_logs() as told:
        for _ in range(5):
            watch.is_believed()
            clock.move(minutes=1)
    assert [row["event"] for row in told] == ["clock-doubted"]


def test_one_look_of_a_clock_that_has_leapt_empties_nothing(
    house: House, clock: HandClock, made: MadeRequest
) -> None:
    house.publication.publish(news(incoming("Ruoka-apu")))
    house.publication.publish(news(incoming("Velkaneuvonta")))
    house.keeper.round()
    before = stored_rows(house)
    clock.move(days=3000)
    for _ in range(3):
        house.keeper.round()
        clock.move(minutes=1)
    assert stored_rows(house) == before
    assert house.handlings.hanging()
    assert _changes(house) == 2
    clock.move(days=-3000)
    house.keeper.round()
    assert stored_rows(house) == before


def test_a_server_that_was_long_off_sweeps_a_day_later(
    house: House, clock: HandClock, made: MadeRequest
) -> None:
    house.keeper.round()
    clock.move(days=KEPT_DAYS)
    house.keeper.round()
    assert stored_rows(house)
    clock.move(hours=25)
    house.keeper.round()
    assert stored_rows(house) == {}


def _changes(house: House) -> int:
    wanted = select(schema.change.c.seq)
    return len(house.database.read(lambda connection: connection.execute(wanted).all()))


def test_what_is_counted_from_today_doubts_a_leap_either_way(house: House, clock: HandClock) -> None:
    assert not house.clock_watch.is_doubted()  # nobody has looked yet
    assert believed(house)
    for days in (40, -40):
        clock.move(days=days)
        assert house.clock_watch.is_doubted()
        clock.move(days=-days)
        assert not house.clock_watch.is_doubted()
