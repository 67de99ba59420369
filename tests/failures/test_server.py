"""What can go wrong at the server: false refusals, false promises, half a request stored, data lost later."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx2 as httpx
import pytest
from sqlalchemy import Connection, event, make_url, select, text
from sqlalchemy.exc import OperationalError

from neuvola_core.ids import new_record_id
from neuvola_core.wire import NOWHERE, Record, RecordKind, Status, SyncAnswer, Total, Verdict
from neuvola_desk.sync.client import HttpPort
from neuvola_desk.sync.transport import Transport
from neuvola_server.api.app import create_app
from neuvola_server.house import House
from neuvola_server.storage import schema
from support.broken_room import Room, services_of
from support.houses import HandClock, Server, TestDesk, house_at, stored_rows, undo_of, visit_record
from support.publishing import incoming, make_house, news
from support.serving import serving
from support.sync_desk import Keyring

if TYPE_CHECKING:
    from support.postgres import Cluster


def _enrol(house: House, name: str = "Kallio") -> TestDesk:
    clock = HandClock()
    return Server(house, clock, ask=house.port, door=lambda: house.door("127.0.0.1")).enrol(name)


def _together(*work: Callable[[], list[SyncAnswer]]) -> list[SyncAnswer]:
    with ThreadPoolExecutor(len(work)) as pool:
        started = [pool.submit(one) for one in work]
        return [answer for one in started for answer in one.result(timeout=120)]


def _forbid(house: House, record_id: str) -> None:
    """Makes the database itself refuse one id, as no check before it foresaw."""
    if house.database.is_sqlite:
        rule = (
            f"CREATE TRIGGER forbidden BEFORE INSERT ON record WHEN NEW.id = '{record_id}'"
            " BEGIN SELECT RAISE(ABORT, 'forbidden'); END"
        )
    else:
        rule = f"ALTER TABLE record ADD CONSTRAINT forbidden CHECK (id <> '{record_id}')"
    house.database.write(lambda connection: connection.execute(text(rule)))


@pytest.mark.parametrize("batches", [5, pytest.param(100, marks=pytest.mark.long)])
def test_distinct_ids_under_load_give_no_conflict_and_no_fault(either_house: House, batches: int) -> None:
    """8: over HTTP, in one moment of the server's clock, beside readers of a catalogue still empty."""
    house = either_house
    desks = [_enrol(house, f"desk {number}") for number in range(6)]
    done = threading.Event()
    with serving(create_app(house)) as url:

        def push(desk: TestDesk) -> list[SyncAnswer]:
            with closing(Transport(url)) as transport:
                mine = TestDesk(desk.identity, HttpPort(transport, desk.identity.token))
                return [mine.sync(*(visit_record() for _ in range(15))) for _ in range(batches)]

        def read() -> list[SyncAnswer]:
            with closing(Transport(url)) as transport:
                port = HttpPort(transport, desks[0].identity.token)
                while not done.wait(0.01):
                    assert port.changes(NOWHERE, 10).head.seq <= 1
                    assert port.manifest() is None
            return []

        with ThreadPoolExecutor(1) as pool:
            reading = pool.submit(read)
            try:
                answers = _together(*(lambda desk=desk: push(desk) for desk in desks))
                house.publication.publish(news(incoming("Ensimmäinen")))
            finally:
                done.set()
            reading.result(30)
    said = [(one, verdict.status) for answer in answers for one, verdict in answer.verdicts.items()]
    assert {status for _, status in said} == {Status.CREATED}
    assert stored_rows(house).keys() == {one for one, _ in said}
    assert len(said) == len(desks) * batches * 15


def test_a_batch_with_one_bad_record_acknowledges_exactly_what_is_stored(either_house: House) -> None:
    """9: one that nothing but the database itself refuses; the records before it are not rolled back."""
    desk = _enrol(either_house)
    batch = [visit_record(number) for number in range(1, 21)]
    _forbid(either_house, batch[7].id)
    totals = (Total("given", ("kallio", "2026-W47", "muu", "s"), 4),)
    answer = desk.sync(*batch, series="a", totals=totals, counter_series="c")
    assert answer.verdicts[batch[7].id] == Verdict("rejected", "unstorable")
    acknowledged = {one for one, verdict in answer.verdicts.items() if verdict.status == Status.CREATED}
    assert stored_rows(either_house).keys() == acknowledged
    assert len(acknowledged) == 19
    assert (answer.gaps, answer.stored_totals) == ({}, True)


def test_several_writers_with_bad_records_never_acknowledge_what_is_absent(either_house: House) -> None:
    """9: nor where batches of three overlap."""
    desks = [_enrol(either_house, f"desk {number}") for number in range(3)]
    shared = visit_record()
    _forbid(either_house, shared.id)
    batches = [[*(visit_record() for _ in range(10)), shared, visit_record(outcome="x")] for _ in range(9)]

    def push(desk: TestDesk, mine: list[list[Record]]) -> Callable[[], list[SyncAnswer]]:
        return lambda: [desk.sync(*batch) for batch in mine]

    answers = _together(*(push(desk, batches[n::3]) for n, desk in enumerate(desks)))
    said = [(one, verdict.status) for answer in answers for one, verdict in answer.verdicts.items()]
    assert {one for one, status in said if status == Status.CREATED} == stored_rows(either_house).keys()
    assert sum(status == Status.REJECTED for _, status in said) == 18


def test_nothing_is_acknowledged_before_it_is_committed(either_house: House) -> None:
    """9: where the commit fails there is no answer, and nothing stored."""
    desk, batch = _enrol(either_house), [visit_record(number) for number in range(1, 6)]

    def fail(_connection: Connection) -> None:
        raise OperationalError("COMMIT", {}, OSError("disk I/O error"))

    event.listen(either_house.database.engine, "commit", fail)
    try:
        with pytest.raises(OperationalError):
            desk.sync(*batch, series="a")
    finally:
        event.remove(either_house.database.engine, "commit", fail)
    assert stored_rows(either_house) == {}
    assert {verdict.status for verdict in desk.sync(*batch, series="a").verdicts.values()} == {"created"}


def _everything(house: House) -> dict[str, list[Any]]:
    tables = (schema.record, schema.conflict, schema.total, schema.numbering, schema.desk)
    return house.database.read(
        lambda connection: {
            table.name: sorted(map(tuple, connection.execute(select(table))), key=repr) for table in tables
        }
    )


def test_records_numbers_totals_and_ticket_are_stored_together_or_not_at_all(either_house: House) -> None:
    """19: the engine fails at each statement of a request in turn."""
    house, desk = either_house, _enrol(either_house)
    first, second = visit_record(1), visit_record(2)
    desk.sync(first, second, series="a")
    batch = [visit_record(3), visit_record(record_id=first.id, outcome="esite"), undo_of(second)]
    totals = (Total("given", ("kallio", "2026-W47", "muu", "s"), 4),)
    request = desk.request(*batch, series="a", totals=totals, counter_series="c", serial=1)
    before, failed = _everything(house), 0
    while True:
        left = iter(range(failed))

        def fail(*_given: Any, left: Any = left) -> None:
            if next(left, None) is None:
                raise OperationalError("", {}, OSError("disk I/O error"))

        event.listen(house.database.engine, "before_cursor_execute", fail)
        try:
            answer = desk.port.sync(request)
        except OperationalError:
            failed += 1
        else:
            break
        finally:
            event.remove(house.database.engine, "before_cursor_execute", fail)
        assert _everything(house) == before
    assert failed > 6
    assert sorted(verdict.status for verdict in answer.verdicts.values()) == [
        "conflict",
        "created",
        "created",
    ]
    after = _everything(house)
    assert all(after[name] != before[name] for name in before)


def test_sessions_ended_in_the_midst_leave_nothing_half_done(
    postgres_cluster: "Cluster", postgres_url: str, tmp_path: Path, keyring: Keyring, clock: HandClock
) -> None:
    """19: a fail-over under the desk's feet; it notices nothing, or tries again."""
    with house_at(tmp_path / "server", postgres_url, clock) as house:
        room = Room(tmp_path, house, clock, keyring)
        desk = room.desk()
        ids, done = desk.log(120), threading.Event()
        name = str(make_url(postgres_url).database)

        def hang_up() -> None:
            for _ in range(5):
                postgres_cluster.hang_up(name)
                if done.wait(0.05):
                    return

        ending = threading.Thread(target=hang_up)
        ending.start()
        try:
            results = [desk.exchange.sync()]
        finally:
            done.set()
            ending.join(30)
        results.append(desk.exchange.sync())
        assert (results[-1].state, results[-1].waiting) == ("done", 0)
        assert room.stored == set(ids)
        assert room.footfall() == 120
        room.close()


def _post(url: str, token: str, said: dict[str, Any]) -> dict[str, Any]:
    answer = httpx.post(f"{url}/v1/sync", json=said, headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def test_an_old_desk_that_says_less_is_served(house: House, url: str) -> None:
    """30: what it has to send is taken, and it is told that it is old."""
    desk, record = _enrol(house), visit_record()
    records = [{"id": record.id, "kind": record.kind, "body": dict(record.body)}]
    said = {"nonce": "n", "desk": desk.id, "protocol": 0, "records": records}
    answer = _post(url, desk.identity.token, said)
    assert answer["verdicts"][record.id]["status"] == "created"
    assert "update-needed" in answer["notices"]
    assert stored_rows(house)[record.id].schema == 1


def test_a_new_desk_that_says_more_is_served(house: House, url: str) -> None:
    """30: unknown fields are passed over, unknown kinds, needs and schemas held for a newer server."""
    desk, plain, later = _enrol(house), visit_record(mood="fine"), visit_record(needs=["need_of_2031"])
    kind = Record(new_record_id(), "survey", {"answers": [1, 2]})
    schema_9 = Record(new_record_id(), RecordKind.EXPERIENCE, {"stars": 5}, schema=9)
    records = [
        {"id": one.id, "kind": one.kind, "body": dict(one.body), "schema": one.schema, "colour": "red"}
        for one in (plain, later, kind, schema_9)
    ]
    said = {"nonce": "n", "desk": desk.id, "protocol": 99, "records": records, "shape": {"of": "2031"}}
    answer = _post(url, desk.identity.token, said)
    told = {one: verdict["status"] for one, verdict in answer["verdicts"].items()}
    assert told == {plain.id: "created", later.id: "held", kind.id: "held", schema_9.id: "held"}
    assert stored_rows(house).keys() == told.keys()


def test_what_an_unnoticed_fail_over_lost_is_sent_again(
    postgres_cluster: "Cluster", postgres_url: str, tmp_path: Path, keyring: Keyring, clock: HandClock
) -> None:
    """39: acknowledged, then lost; the desk's ticket is of a count that the server has forgotten."""
    with house_at(tmp_path / "server", postgres_url, clock) as house:
        room = Room(tmp_path, house, clock, keyring)
        one, other = room.desk("Kallio"), room.desk("Hakaniemi")
        kept = one.log(2) + other.log(1)
        room.publish("Velkaneuvonta")
        for desk in (one, other):
            assert desk.exchange.sync().state == "done"
        house.database.engine.dispose()
        copy = postgres_cluster.create(str(make_url(postgres_url).database))
        lost = one.log(3) + other.log(2)
        room.publish("Kadonnut")
        for desk in (one, other, one, other):
            assert (desk.exchange.sync().state, desk.record.outbox.count()) == ("done", 0)
    with closing(make_house(tmp_path / "server", postgres_cluster.url(copy), clock)) as survivor:
        room.house = room.line.house = survivor
        assert room.stored == set(kept)
        for desk in (one, other, one):
            assert desk.exchange.sync().state == "done"
        assert room.stored == {*kept, *lost}
        assert room.footfall() == 8
        assert services_of(one) == services_of(other) == {"Velkaneuvonta"}
        room.close()
    postgres_cluster.drop(copy)


def test_what_no_backup_covers_yet_is_asked_after_and_kept(
    tmp_path: Path, clock: HandClock, keyring: Keyring
) -> None:
    """39: stored is not yet durable, and the desk knows the difference."""
    with house_at(tmp_path / "server", clock=clock, durable_at_commit=False) as house:
        room = Room(tmp_path, house, clock, keyring)
        desk = room.desk()
        [visit] = desk.log()
        desk.exchange.sync()
        assert desk.record.outbox.not_durable(9) == (visit,)
        room.pass_time(days=8)
        house.durability.backed_up(clock())
        desk.exchange.sync()
        assert desk.record.outbox.not_durable(9) == ()
        assert [item.id for item in desk.record.outbox.sent()] == [visit]
        room.close()
