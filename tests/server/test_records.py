"""What many send at once, what a broken line does not undo, and what is taken up later."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import delete, make_url, update

from neuvola_core.wire import SCHEMA, Record, Status, SyncAnswer, Verdict
from neuvola_server import records
from neuvola_server.bodies import read
from neuvola_server.desks import Desks
from neuvola_server.house import House
from neuvola_server.records import OPEN
from neuvola_server.storage import schema
from support.contacts import request_to
from support.houses import (
    HandClock,
    Server,
    TestDesk,
    house_at,
    stored_rows,
    undo_of,
    visit_record,
)

if TYPE_CHECKING:
    from support.postgres import Cluster


def _enrol(house: House, name: str = "Kallio") -> TestDesk:
    clock = HandClock()
    return Server(house, clock, ask=house.port, door=lambda: house.door("127.0.0.1")).enrol(name)


def _together(*work: Callable[[], list[SyncAnswer]]) -> list[SyncAnswer]:
    with ThreadPoolExecutor(len(work)) as pool:
        started = [pool.submit(one) for one in work]
        return [answer for one in started for answer in one.result(timeout=120)]


def test_the_same_records_from_several_at_once_are_stored_once(house: House) -> None:
    desk = _enrol(house)
    desks = [desk, *(_enrol(house, f"desk {number}") for number in range(4))]
    batch = [visit_record() for _ in range(40)]

    def push(desk: TestDesk, order: list[Record]) -> Callable[[], list[SyncAnswer]]:
        return lambda: [desk.sync(*order)]

    orders = [batch, batch[::-1], batch[20:] + batch[:20], batch, batch[::-1]]
    answers = _together(*(push(*pair) for pair in zip(desks, orders, strict=True)))
    for record in batch:
        told = sorted(answer.verdicts[record.id].status for answer in answers)
        assert told == ["created", *["duplicate"] * 4]
    assert stored_rows(house).keys() == {record.id for record in batch}


def test_one_desk_in_two_windows_is_served_one_after_the_other(house: House) -> None:
    desk = _enrol(house)
    batches = [[visit_record(10 * turn + n) for n in range(1, 11)] for turn in range(6)]
    requests = [desk.request(*batch, series="a") for batch in batches]
    _together(*(lambda request=request: [desk.port.sync(request)] for request in requests))
    assert desk.sync(series="a").gaps == {}
    assert len(stored_rows(house)) == 60


def test_an_undo_and_its_visit_may_race(house: House) -> None:
    one, other = _enrol(house, "one"), _enrol(house, "other")
    for _ in range(8):
        visits = [visit_record() for _ in range(5)]
        undos = list(map(undo_of, visits))
        answers = _together(
            lambda visits=visits: [one.sync(*visits)], lambda undos=undos: [other.sync(*undos)]
        )
        assert {v.status for answer in answers for v in answer.verdicts.values()} == {Status.CREATED}
        rows = stored_rows(house)
        assert {(rows[visit.id].state, rows[visit.id].body) for visit in visits} == {("undone", None)}


def _name_of(postgres_url: str) -> str:
    name = make_url(postgres_url).database
    assert name
    return name


def test_sessions_ended_at_random_lose_and_double_nothing(
    postgres_cluster: "Cluster", postgres_url: str, tmp_path: Path
) -> None:
    with house_at(tmp_path, postgres_url) as house:
        desks = [_enrol(house, f"desk {number}") for number in range(3)]
        sent: list[Record] = []
        done = threading.Event()

        def push(desk: TestDesk) -> Callable[[], list[SyncAnswer]]:
            batches = [[visit_record() for _ in range(10)] for _ in range(12)]
            sent.extend(record for batch in batches for record in batch)
            return lambda: [desk.sync(*batch) for batch in batches]

        def hang_up() -> list[SyncAnswer]:
            for _ in range(7):  # one fewer than the same work is tried
                if not done.wait(0.1):
                    postgres_cluster.hang_up(_name_of(postgres_url))
            return []

        with ThreadPoolExecutor(1) as other:
            ending = other.submit(hang_up)
            try:
                answers = _together(*map(push, desks))
            finally:
                done.set()
            ending.result(timeout=60)
        told = {one: v.status for answer in answers for one, v in answer.verdicts.items()}
        assert told.keys() == {record.id for record in sent} == stored_rows(house).keys()
        # A commit whose word was lost is found again as a duplicate: stored, and once.
        assert set(told.values()) <= {Status.CREATED, Status.DUPLICATE}


def test_a_session_ended_in_the_midst_is_taken_up_again(
    postgres_cluster: "Cluster", postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = Desks.note_contact
    cuts: list[int] = []

    def cut_once(*given: Any) -> tuple[str, tuple[str, ...]]:
        if not cuts:
            cuts.append(1)
            postgres_cluster.hang_up(_name_of(postgres_url))
        return stored(*given)

    with house_at(tmp_path, postgres_url) as house:
        desk = _enrol(house)
        monkeypatch.setattr(Desks, "note_contact", cut_once)
        batch = [visit_record(number) for number in range(1, 11)]
        answer = desk.sync(*batch, series="a")
        assert cuts
        assert {verdict.status for verdict in answer.verdicts.values()} == {Status.CREATED}
        assert stored_rows(house).keys() == {record.id for record in batch}
        assert desk.sync(series="a").notices == ()


def test_a_record_swept_away_between_two_statements_is_sent_again(sqlite_house: House) -> None:
    store = sqlite_house.records
    reading = read(visit_record())
    told = sqlite_house.database.write(lambda connection: store._compare(connection, OPEN, [reading]))
    assert told == {reading.record.id: Verdict("retry")}


def test_a_number_is_not_settled_by_a_retry(sqlite_house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    desk, record = _enrol(sqlite_house), visit_record(1)
    retry = {record.id: Verdict(Status.RETRY)}
    monkeypatch.setattr(records.Records, "store", lambda *_, **__: retry)
    desk.sync(record, series="a")
    monkeypatch.undo()
    assert desk.sync(visit_record(2), series="a").gaps == {"visit": ((1, 1),)}


def test_what_was_held_is_taken_up_by_a_server_that_knows_it(house: House) -> None:
    desk = _enrol(house)
    visit, undone, still = (
        visit_record(needs=["need_of_2031"]),
        visit_record(),
        visit_record(needs=["need_of_2032"]),
    )
    undo = Record(undo_of(undone).id, "visit_undo", {"undoes": undone.id}, schema=9)
    desk.sync(visit, undone, undo, still)
    assert house.records.take_up_held() == 0
    # As if the vocabulary and the schema had moved on.
    known = visit_record(record_id=visit.id)

    def learn(connection: object) -> None:
        execute = connection.execute  # type: ignore[attr-defined]
        of = schema.record.c.id
        execute(update(schema.record).where(of == visit.id).values(body=read(known).body))
        execute(update(schema.record).where(of == undo.id).values(schema=1))

    house.database.write(learn)
    assert house.records.take_up_held() == 2
    rows = stored_rows(house)
    assert [rows[one.id].state for one in (visit, undone, undo, still)] == [
        "stored",
        "undone",
        "stored",
        "held",
    ]
    assert house.records.figures() == {
        ("visit", "stored"): 1,
        ("visit", "undone"): 1,
        ("visit", "held"): 1,
        ("visit_undo", "stored"): 1,
    }


def test_a_private_record_of_a_newer_desk_waits_at_the_desk(house: House) -> None:
    desk, made = _enrol(house), request_to(house)
    for record in (made.record, made.withdrawal):
        newer = replace(record, schema=SCHEMA + 1)
        assert desk.sync(newer).verdicts[record.id].status == "retry"
    assert stored_rows(house) == {}
    assert desk.sync(made.record).verdicts[made.id].status == "created"


def test_a_request_that_no_key_here_opens_is_refused(house: House) -> None:
    paper = house.recovery.make(who="t")
    public = {paper.id: house.keys.sealing_keys[paper.id]}
    desk, made, known = _enrol(house), request_to(house, keys=public), house.keys.sealing_keys
    verdict = desk.sync(made.record).verdicts[made.id]
    assert (verdict.status, verdict.code, verdict.field) == ("rejected", "invalid", "sealed")
    assert stored_rows(house) == {}
    house.rotation.rotate_sealing(who="t")
    former = request_to(house, keys=known)
    assert desk.sync(former.record).verdicts[former.id].status == "created"


def test_a_conflict_that_is_undone_leaves_no_body(sqlite_house: House) -> None:
    desk, record = _enrol(sqlite_house), visit_record()
    desk.sync(record)
    desk.sync(visit_record(record_id=record.id, outcome="esite"))
    desk.sync(undo_of(record))
    bodies = sqlite_house.database.read(lambda connection: connection.execute(schema.conflict.select()).all())
    assert [row.body for row in bodies] == [""]


def test_an_erased_row_is_new_again(sqlite_house: House) -> None:
    desk, record = _enrol(sqlite_house), visit_record()
    desk.sync(record)
    sqlite_house.database.write(lambda connection: connection.execute(delete(schema.record)))
    assert desk.sync(record).verdicts[record.id].status == "created"
