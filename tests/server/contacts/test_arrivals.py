"""Requests and withdrawals in whichever order they come, young and old, to whom is there and who is not."""

import json
import threading
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select

from neuvola_core import codes
from neuvola_core.contact import (
    Handling,
    erased_by,
    must_have_arrived,
    new_withdrawal_code,
    withdrawal_hash,
)
from neuvola_core.errors import InvalidRecordError, ServerBusyError
from neuvola_core.ids import new_record_id
from neuvola_core.wire import Record, RecordKind, Verdict
from neuvola_server.contacts import arrivals
from neuvola_server.contacts.values import Withdrawn
from neuvola_server.house import House
from neuvola_server.storage import schema
from support.contacts import MadeRequest, link_to, register, request_to
from support.houses import TODAY, HandClock, Server, TestDesk, house_at, stored_rows


@pytest.fixture
def desk(house: House, clock: HandClock) -> TestDesk:
    register(house, "o1", "o2")
    return Server(house, clock, ask=house.port, door=lambda: house.door("127.0.0.1")).enrol()


def states(house: House, request: str) -> list[Handling]:
    return [one.state for one in house.handlings.states([request]).get(request, ())]


def mails(house: House) -> list[tuple[str, str]]:
    rows = house.database.read(lambda connection: connection.execute(select(schema.mail)).all())
    return sorted((row.kind, row.organisation) for row in rows)


def is_erased(house: House, request: str) -> bool:
    row = stored_rows(house)[request]
    return (row.body, row.digest, row.state) == (None, "", "erased")


def test_a_request_is_stored_without_what_would_tell_of_anybody(house: House, desk: TestDesk) -> None:
    made = request_to(house, "o1", "o2", day=TODAY - timedelta(days=3))
    assert desk.sync(made.record).verdicts[made.id].status == "created"
    row = stored_rows(house)[made.id]
    assert json.loads(row.body).keys() == {"sealed", "organisations"}
    assert (row.week, row.withdrawal) == ("2026-11-13", withdrawal_hash(made.code))
    assert states(house, made.id) == [Handling.NEW, Handling.NEW]
    assert mails(house) == [("new", "o1"), ("new", "o1"), ("new", "o2"), ("new", "o2")]
    table = schema.handling
    rows = house.database.read(lambda connection: connection.execute(select(table)).all())
    assert {row.created for row in rows} == {"2026-11-13"}
    assert desk.id not in repr((row, rows))
    assert made.code not in repr((row, rows))


def test_a_repeated_request_changes_nothing(house: House, desk: TestDesk) -> None:
    made = request_to(house, "o1")
    desk.sync(made.record)
    before = mails(house)
    assert desk.sync(made.record).verdicts[made.id].status == "duplicate"
    assert (mails(house), states(house, made.id)) == (before, [Handling.NEW])


@pytest.mark.parametrize(("age", "counted"), [(-400, 0), (0, 0), (10, 10), (13, 13)])
def test_days_are_counted_from_the_desks_day_but_none_to_come(
    house: House, desk: TestDesk, age: int, counted: int
) -> None:
    made = request_to(house, "o1", day=TODAY - timedelta(days=age))
    desk.sync(made.record)
    assert stored_rows(house)[made.id].week == (TODAY - timedelta(days=counted)).isoformat()
    assert not is_erased(house, made.id)


@pytest.mark.parametrize("age", [14, 15, 400])
def test_a_request_that_comes_too_late_is_refused_so_that_somebody_sees_it(
    house: House, desk: TestDesk, age: int
) -> None:
    made = request_to(house, "o1", day=TODAY - timedelta(days=age))
    assert desk.sync(made.record).verdicts[made.id] == Verdict("rejected", "expired", "day")
    assert (stored_rows(house), states(house, made.id), mails(house)) == ({}, [], [])


def test_a_request_that_came_in_time_is_known_for_ever_after(
    house: House, desk: TestDesk, clock: HandClock
) -> None:
    made = request_to(house, "o1")
    desk.sync(made.record)
    clock.move(days=14)
    house.handlings.expire(clock())
    assert desk.sync(made.record).verdicts[made.id].status == "duplicate"
    assert states(house, made.id) == [Handling.EXPIRED]


def test_a_request_that_was_withdrawn_before_is_not_refused_for_its_age(house: House, desk: TestDesk) -> None:
    made = request_to(house, "o1", day=TODAY - timedelta(days=20))
    desk.sync(made.withdrawal)
    assert desk.sync(made.record).verdicts[made.id].status == "created"
    assert (states(house, made.id), is_erased(house, made.id)) == ([Handling.WITHDRAWN], True)


def test_over_christmas_the_desks_day_counts(tmp_path: Path) -> None:
    made_on = date(2026, 12, 23)
    clock = HandClock(datetime(2026, 12, 23, 9, tzinfo=UTC))
    with house_at(tmp_path / "server", clock=clock) as house:
        register(house, "o1")
        desk = Server(house, clock, ask=house.port, door=lambda: house.door("127.0.0.1")).enrol()
        made = request_to(house, "o1", day=made_on)
        clock.now = datetime.combine(must_have_arrived(made_on), time(9), UTC)
        assert (clock().date() - made_on).days > 10
        assert desk.sync(made.record).verdicts[made.id].status == "created"
        clock.now = datetime.combine(erased_by(made_on), time(9), UTC)
        house.handlings.expire(clock())
        assert is_erased(house, made.id)


@pytest.mark.parametrize("days", [40, -40])
def test_by_a_clock_that_leapt_no_request_is_taken_or_refused(
    house: House, desk: TestDesk, clock: HandClock, days: int
) -> None:
    assert house.clock_watch.is_believed()
    made, other = request_to(house, "o1"), request_to(house, "o1")
    desk.sync(other.record)
    clock.move(days=days)
    assert desk.sync(made.record).verdicts[made.id].status == "retry"
    assert made.id not in stored_rows(house)
    assert desk.sync(other.withdrawal).verdicts.popitem()[1].status == "created"
    assert is_erased(house, other.id)  # nobody waits for a clock to be rid of a request
    clock.move(days=-days)
    assert desk.sync(made.record).verdicts[made.id].status == "created"
    assert states(house, made.id) == [Handling.NEW]


def test_what_was_withdrawn_and_never_came_is_kept_for_ninety_days(
    house: House, desk: TestDesk, clock: HandClock
) -> None:
    made = request_to(house, "o1")
    _by_id(house, desk, made)
    former = {"id": new_record_id(), "kind": "contact", "state": "erased", "week": "", "digest": ""}
    house.database.write(lambda c: c.execute(insert(schema.private_record).values(former)).rowcount)
    house.retention.sweep()
    clock.move(days=89)
    house.retention.sweep()
    assert {made.id, former["id"]} <= stored_rows(house).keys()
    clock.move(days=1)
    house.retention.sweep()
    assert stored_rows(house) == {}


def test_an_organisation_that_has_left_is_not_waited_for(house: House, desk: TestDesk) -> None:
    made = request_to(house, "gone", "o2")
    desk.sync(made.record)
    assert states(house, made.id) == [Handling.UNDELIVERED, Handling.NEW]
    assert not is_erased(house, made.id)
    alone = request_to(house, "gone")
    desk.sync(alone.record)
    assert states(house, alone.id) == [Handling.UNDELIVERED]
    assert is_erased(house, alone.id)


def _by_desk(house: House, desk: TestDesk, made: MadeRequest) -> None:
    desk.sync(made.withdrawal)


def _by_id(house: House, desk: TestDesk, made: MadeRequest) -> None:
    desk.sync(Record(new_record_id(), RecordKind.WITHDRAWAL, {"withdraws": made.id, "code": ""}))


def _on_the_web(house: House, desk: TestDesk, made: MadeRequest) -> None:
    house.handlings.withdraw(codes.grouped(made.code).lower())


@pytest.mark.parametrize("withdraw", [_by_desk, _by_id, _on_the_web])
@pytest.mark.parametrize("first", ["request", "withdrawal"])
def test_a_withdrawal_erases_in_either_order(house: House, desk: TestDesk, first: str, withdraw: Any) -> None:
    made = request_to(house, "o1", "o2")
    if first == "request":
        desk.sync(made.record)
        withdraw(house, desk, made)
    else:
        withdraw(house, desk, made)
        assert desk.sync(made.record).verdicts[made.id].status == "created"
    assert is_erased(house, made.id)
    assert states(house, made.id) == [Handling.WITHDRAWN, Handling.WITHDRAWN]
    assert mails(house) == []
    assert desk.sync(made.record).verdicts[made.id].status == "duplicate"
    assert house.handlings.withdraw(made.code) is Withdrawn.BEFORE


def test_what_an_organisation_has_done_stays_done(house: House, desk: TestDesk) -> None:
    made = request_to(house, "o1", "o2")
    desk.sync(made.record)
    token = link_to(house, made.id, "o1")
    house.handlings.mark(token, house.handlings.confirm(token), Handling.DONE)
    assert house.handlings.withdraw(made.code) is Withdrawn.NOW
    assert states(house, made.id) == [Handling.DONE, Handling.WITHDRAWN]
    assert is_erased(house, made.id)


def test_a_code_that_is_none_is_refused_and_an_unknown_one_waits(house: House, desk: TestDesk) -> None:
    code = new_withdrawal_code()
    wrong = code[:-1] + codes.ALPHABET[(codes.ALPHABET.index(code[-1]) + 1) % 32]
    for typed in ("", "x", code[:-1], wrong, "Ä" * 12):
        with pytest.raises(InvalidRecordError):
            house.handlings.withdraw(typed)
    assert house.handlings.withdraw(code) is Withdrawn.WAITING
    assert house.handlings.withdraw(code) is Withdrawn.WAITING
    assert len(stored_rows(house)) == 1


def test_so_many_unknown_codes_a_day_and_no_more(
    sqlite_house: House, clock: HandClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arrivals, "UNKNOWN_CODES_A_DAY", 2)
    for _ in range(2):
        sqlite_house.handlings.withdraw(new_withdrawal_code())
    with pytest.raises(ServerBusyError):
        sqlite_house.handlings.withdraw(new_withdrawal_code())
    assert len(stored_rows(sqlite_house)) == 2
    clock.move(days=1)
    assert sqlite_house.handlings.withdraw(new_withdrawal_code()) is Withdrawn.WAITING


def test_strangers_do_not_use_up_what_may_wait(sqlite_house: House) -> None:
    for _ in range(250):
        assert sqlite_house.handlings.withdraw(new_withdrawal_code()) is Withdrawn.WAITING
    assert arrivals.UNKNOWN_CODES_A_DAY >= 20_000


def test_an_unknown_code_that_may_not_wait_is_not_counted_either(
    sqlite_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arrivals, "UNKNOWN_CODES_A_DAY", 1)
    with pytest.raises(ServerBusyError):
        sqlite_house.handlings.withdraw(new_withdrawal_code(), lambda: False)
    assert stored_rows(sqlite_house) == {}
    assert sqlite_house.handlings.withdraw(new_withdrawal_code()) is Withdrawn.WAITING


def test_a_request_and_its_withdrawal_that_come_at_once_find_each_other(
    postgres_url: str, clock: HandClock, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with house_at(tmp_path_factory.mktemp("server"), postgres_url, clock) as house:
        register(house, "o1")
        desk = Server(house, clock, ask=house.port, door=lambda: house.door("127.0.0.1")).enrol()
        for _ in range(10):
            made, together = request_to(house, "o1"), threading.Barrier(2)

            def withdraw(made: MadeRequest = made, together: threading.Barrier = together) -> None:
                together.wait()
                house.handlings.withdraw(made.code)

            other = threading.Thread(target=withdraw)
            other.start()
            together.wait()
            desk.sync(made.record)
            other.join()
            assert is_erased(house, made.id)
            assert states(house, made.id) == [Handling.WITHDRAWN]


def test_two_organisations_that_end_at_once_leave_nothing(
    postgres_url: str, clock: HandClock, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with house_at(tmp_path_factory.mktemp("server"), postgres_url, clock) as house:
        register(house, "o1", "o2")
        desk = Server(house, clock, ask=house.port, door=lambda: house.door("127.0.0.1")).enrol()
        for _ in range(10):
            made, together = request_to(house, "o1", "o2"), threading.Barrier(2)
            desk.sync(made.record)
            tokens = [link_to(house, made.id, one) for one in ("o1", "o2")]
            bound = [(token, house.handlings.confirm(token)) for token in tokens]

            def end(token: str, browser: str, together: threading.Barrier = together) -> None:
                together.wait()
                house.handlings.mark(token, browser, Handling.DONE)

            threads = [threading.Thread(target=end, args=pair) for pair in bound]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            assert is_erased(house, made.id)
