"""What has been kept long enough goes, and nothing before its time."""

import json
from threading import Thread

import pytest
from sqlalchemy import Connection, func, select, text, update

from neuvola_core.ids import new_record_id
from neuvola_core.visit import IsoWeek
from neuvola_core.wire import Record, RecordKind, Total, record_digest
from neuvola_server import retention
from neuvola_server.house import House
from neuvola_server.retention import Swept
from neuvola_server.storage import schema
from support.contacts import register, request_to
from support.houses import (
    HandClock,
    Server,
    TestDesk,
    house_at,
    stored_rows,
    undo_of,
    visit_record,
)


@pytest.fixture
def desk(house: House, clock: HandClock) -> TestDesk:
    return Server(house, clock, ask=house.port, door=lambda: house.door("127.0.0.1")).enrol()


def _experience(said: str) -> Record:
    record_id = new_record_id()
    body = {
        "id": record_id,
        "service": "s",
        "week": {"year": 2026, "week": 47},
        "helped": "sai",
        "text": said,
    }
    return Record(record_id, RecordKind.EXPERIENCE, body)


def _count(house: House, table: str) -> int:
    counted = select(func.count()).select_from(schema.metadata.tables[table])
    return house.database.read(lambda connection: connection.execute(counted).scalar_one())


def test_nothing_goes_before_its_time(house: House, desk: TestDesk, clock: HandClock) -> None:
    desk.sync(
        visit_record(),
        _experience("Hyvä."),
        totals=(Total("footfall", ("k", "2026-11-16", "aamu"), 1),),
        counter_series="c",
    )
    register(house, "o1")
    desk.sync(request_to(house).record)
    clock.move(days=13)
    before = stored_rows(house)
    assert house.retention.sweep() == Swept()
    assert stored_rows(house) == before


def test_visits_go_after_24_months(house: House, desk: TestDesk, clock: HandClock) -> None:
    old, undone, correction = visit_record(), visit_record(), new_record_id()
    body = {"id": correction, "service": "s", "part": "aukiolo", "text": "t"}
    early_undo = undo_of(visit_record())
    held = visit_record(needs=["need_of_2031"])
    desk.sync(old, undone, undo_of(undone), early_undo, held, Record(correction, RecordKind.CORRECTION, body))
    desk.sync(visit_record(record_id=old.id, outcome="esite"))
    clock.move(days=729)
    assert house.retention.sweep() == Swept()
    fresh = visit_record()
    desk.sync(fresh)
    clock.move(days=1)
    swept = house.retention.sweep()
    assert (swept.visits, swept.conflicts) == (5, 1)
    waiting = early_undo.body["undoes"]  # taken back before it came: an id and nothing else
    assert stored_rows(house).keys() == {fresh.id, correction, waiting}


def test_footfall_goes_after_24_months_and_the_other_counters_stay(
    house: House, desk: TestDesk, clock: HandClock
) -> None:
    totals = (
        Total("footfall", ("kallio", "2026-11-16", "aamu"), 3),
        Total("footfall", ("kallio", "2028-11-01", "aamu"), 3),
        Total("given", ("kallio", "2026-W47", "muu", "s"), 2),
        Total("footfall", ("odd",), 1),
    )
    desk.sync(totals=totals, counter_series="c")
    clock.move(days=730)
    assert house.retention.sweep().footfall == 1  # what has no day at all
    clock.move(days=1)
    assert house.retention.sweep().footfall == 1
    rows = house.database.read(lambda connection: connection.execute(select(schema.total)).all())
    assert sorted((row.kind, json.loads(row.key)[1]) for row in rows) == [
        ("footfall", "2028-11-01"),
        ("given", "2026-W47"),
    ]


def test_the_text_of_an_experience_goes_within_30_days(
    house: House, desk: TestDesk, clock: HandClock
) -> None:
    record = _experience("Sain apua.")
    desk.sync(record)
    desk.sync(Record(record.id, record.kind, {**record.body, "text": "Muuta."}))
    clock.move(days=28)
    assert house.retention.sweep() == Swept()
    clock.move(days=1)
    swept = house.retention.sweep()
    assert (swept.experience_texts, swept.conflicts) == (1, 1)
    row = stored_rows(house)[record.id]
    assert "text" not in json.loads(row.body)
    assert json.loads(row.body)["helped"] == "sai"
    assert row.digest == ""
    assert desk.sync(record).verdicts[record.id].status == "duplicate"


def test_sealed_details_go_after_14_days_and_the_rest_after_90(
    house: House, desk: TestDesk, clock: HandClock
) -> None:
    register(house, "o1")
    request = request_to(house).record
    withdrawal = Record(new_record_id(), RecordKind.WITHDRAWAL, {"withdraws": new_record_id()})
    desk.sync(request, withdrawal)
    desk.sync(Record(request.id, request.kind, {**request.body, "organisations": ["o2"]}))
    clock.move(days=14)
    swept = house.retention.sweep()
    assert (swept.sealed, swept.conflicts) == (2, 1)
    row = stored_rows(house)[request.id]
    assert (row.state, row.body, row.digest) == ("erased", None, "")
    assert desk.sync(request).verdicts[request.id].status == "duplicate"
    clock.move(days=76)
    house.retention.sweep()
    assert stored_rows(house) == {}


def test_codes_and_tries_are_not_kept(house: House, desk: TestDesk, clock: HandClock) -> None:
    house.enrolment.new_code("Hakaniemi")
    assert (_count(house, "enrol_code"), _count(house, "enrol_try")) == (2, 1)
    clock.move(minutes=31)
    house.retention.sweep()
    assert (_count(house, "enrol_code"), _count(house, "enrol_try")) == (0, 0)


def test_sweeping_takes_up_what_was_held(house: House, desk: TestDesk) -> None:
    record = visit_record(needs=["need_of_2031"])
    desk.sync(record)
    learnt = text("UPDATE record SET body = replace(body, 'need_of_2031', 'muu')")
    house.database.write(lambda connection: connection.execute(learnt))
    house.retention.sweep()
    assert stored_rows(house)[record.id].state == "stored"
    offered = {record.id: record_digest(record)}
    assert house.records.missing(offered) == ()


def test_neither_place_nor_transaction_tells_what_came_together(
    postgres_url: str, clock: HandClock, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with house_at(tmp_path_factory.mktemp("server"), postgres_url, clock) as house:
        desk = Server(house, clock, ask=house.port, door=lambda: house.door("127.0.0.1")).enrol()
        for _ in range(6):
            desk.sync(*(visit_record() for _ in range(5)))
        before = stored_rows(house)
        in_place = text("SELECT id, xmin::text AS came FROM record ORDER BY ctid")
        rows = house.database.read(lambda connection: connection.execute(in_place).all())
        assert len({row.came for row in rows}) == 6
        house.retention.sweep()
        for turn in range(2):
            rows = house.database.read(lambda connection: connection.execute(in_place).all())
            assert len({row.came for row in rows}) == 1
            assert [row.id for row in rows] == sorted(row.id for row in rows)
            assert stored_rows(house) == before
            if not turn:
                clock.move(days=7)
                house.retention.sweep()
        house.retention.sweep()
        again = house.database.read(lambda connection: connection.execute(in_place).all())
        assert again == rows  # a week that has ended is left in peace


def test_nor_does_a_dump_that_is_made_before_the_sweep(
    postgres_url: str, clock: HandClock, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with house_at(tmp_path_factory.mktemp("server"), postgres_url, clock) as house:
        register(house, "o1")
        desk = Server(house, clock, ask=house.port, door=lambda: house.door("127.0.0.1")).enrol()
        house.keeper.round()
        for _ in range(3):
            desk.sync(*(visit_record() for _ in range(4)))
            desk.sync(request_to(house).record)
        in_place = text(
            "SELECT 'record', id, xmin::text AS came FROM record"
            " UNION ALL SELECT 'private', id, xmin::text FROM private_record"
        )
        turns = []
        for minutes in (30, 31, 61):
            clock.move(minutes=minutes)
            house.keeper.round()
            rows = house.database.read(lambda connection: connection.execute(in_place).all())
            turns.append(rows)
        assert [len({row.came for row in rows}) for rows in turns] == [6, 2, 2]
        assert turns[1] == turns[2], "an hour in which nothing came writes nothing"


def test_a_change_while_rows_are_written_anew_is_not_lost(
    postgres_url: str, clock: HandClock, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with house_at(tmp_path_factory.mktemp("server"), postgres_url, clock) as house:
        desk = Server(house, clock, ask=house.port, door=lambda: house.door("127.0.0.1")).enrol()
        first, second = visit_record(), visit_record()
        desk.sync(first)
        desk.sync(second)
        changed: list[int] = []
        erasing = update(schema.record).where(schema.record.c.id == first.id).values(body=None)

        def change() -> None:
            changed.append(house.database.write(lambda connection: connection.execute(erasing).rowcount))

        waiting = Thread(target=change)

        def blend(connection: Connection) -> None:
            retention._blend_week(connection, str(IsoWeek.of(clock().date())), ended=False)
            waiting.start()
            waiting.join(0.3)
            assert waiting.is_alive()

        house.database.write(blend)
        waiting.join(20)
        assert changed == [1]
        assert stored_rows(house)[first.id].body is None
