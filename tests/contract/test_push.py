"""Records are stored once, told apart, taken back, held or refused one by one; what is said is so."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from neuvola_core.errors import RequestRefusedError
from neuvola_core.ids import new_record_id
from neuvola_core.wire import (
    MOST_OFFERED,
    MOST_RECORDS,
    Record,
    RecordKind,
    ReofferRequest,
    SyncAnswer,
    Total,
    Verdict,
    record_digest,
)
from neuvola_server.storage import schema
from support.contacts import request_to
from support.houses import (
    Server,
    contact_record,
    stored_rows,
    undo_of,
    visit_record,
)


def _status(answer: SyncAnswer, record: Record) -> str:
    return answer.verdicts[record.id].status


def test_a_record_is_created_once_and_then_a_duplicate(server: Server) -> None:
    desk, record = server.enrol(), visit_record()
    assert _status(desk.sync(record), record) == "created"
    assert _status(desk.sync(replace(record, number=7)), record) == "duplicate"
    assert len(stored_rows(server.house)) == 1


def test_the_same_id_with_other_content_is_a_conflict_and_both_are_kept(server: Server) -> None:
    desk, record = server.enrol(), visit_record()
    other = visit_record(record_id=record.id, outcome="esite")
    desk.sync(record)
    assert _status(desk.sync(other), record) == "conflict"
    assert _status(desk.sync(other), record) == "conflict"
    assert _status(desk.sync(record), record) == "duplicate"
    assert "neuvottu" in stored_rows(server.house)[record.id].body
    offered = {record.id: record_digest(other)}
    assert desk.port.reoffer(ReofferRequest("n", desk.id, offered)).missing == ()


def test_a_bad_record_leaves_the_good_ones_alone(server: Server) -> None:
    desk, good = server.enrol(), visit_record()
    bad = visit_record(outcome="parantui", week={"year": 2026, "week": 47})
    answer = desk.sync(good, bad)
    assert _status(answer, good) == "created"
    assert answer.verdicts[bad.id] == Verdict("rejected", "invalid", "outcome")
    assert stored_rows(server.house).keys() == {good.id}


def test_a_visit_keeps_nothing_beyond_the_closed_list(server: Server) -> None:
    desk, record = server.enrol(), visit_record(name="Maija Meikäläinen", day="2026-11-20")
    assert _status(desk.sync(record), record) == "created"
    body = stored_rows(server.house)[record.id].body
    assert "Maija" not in body
    assert "2026-11-20" not in body


def test_what_only_a_newer_server_knows_is_held(server: Server) -> None:
    desk = server.enrol()
    new_need = visit_record(needs=["muu", "need_of_2031"], name="Maija")
    new_kind = Record(new_record_id(), "survey", {"answers": [1, 2]})
    new_schema = Record(new_record_id(), RecordKind.EXPERIENCE, {"stars": 5}, schema=9)
    answer = desk.sync(new_need, new_kind, new_schema)
    assert {verdict.status for verdict in answer.verdicts.values()} == {"held"}
    rows = stored_rows(server.house)
    assert {row.state for row in rows.values()} == {"held"}
    assert "need_of_2031" in rows[new_need.id].body
    assert "Maija" not in rows[new_need.id].body
    assert {verdict.status for verdict in desk.sync(new_need, new_kind).verdicts.values()} == {"duplicate"}


def test_an_undone_visit_leaves_nothing_that_tells_what_it_was(server: Server) -> None:
    desk, record = server.enrol(), visit_record()
    desk.sync(record)
    undo = undo_of(record)
    assert _status(desk.sync(undo), undo) == "created"
    row = stored_rows(server.house)[record.id]
    assert (row.state, row.body, row.digest) == ("undone", None, "")
    assert _status(desk.sync(undo), undo) == "duplicate"
    assert _status(desk.sync(record), record) == "duplicate"
    assert desk.port.reoffer(ReofferRequest("n", desk.id, {record.id: record_digest(record)})).missing == ()


def test_an_undo_may_come_before_its_visit(server: Server) -> None:
    desk, record = server.enrol(), visit_record()
    undo = undo_of(record)
    assert _status(desk.sync(undo), undo) == "created"
    assert _status(desk.sync(record), record) == "created"
    assert _status(desk.sync(record), record) == "duplicate"
    row = stored_rows(server.house)[record.id]
    assert (row.state, row.body, row.digest) == ("undone", None, "")


def test_a_visit_and_its_undo_may_come_together(server: Server) -> None:
    desk, record = server.enrol(), visit_record()
    answer = desk.sync(undo_of(record), record)
    assert {verdict.status for verdict in answer.verdicts.values()} == {"created"}
    assert stored_rows(server.house)[record.id].body is None


def test_an_undo_touches_no_record_that_is_no_visit(server: Server) -> None:
    desk = server.enrol()
    body = {"service": "s", "part": "aukiolo", "text": "Auki maanantaisin."}
    record_id = new_record_id()
    correction = Record(record_id, RecordKind.CORRECTION, body | {"id": record_id})
    desk.sync(correction)
    desk.sync(undo_of(correction))
    assert stored_rows(server.house)[record_id].state == "stored"


def test_a_withdrawal_erases_the_contact_request(server: Server) -> None:
    desk, request = server.enrol(), request_to(server.house).record
    desk.sync(request)
    withdrawal = Record(new_record_id(), RecordKind.WITHDRAWAL, {"withdraws": request.id})
    assert _status(desk.sync(withdrawal), withdrawal) == "created"
    row = stored_rows(server.house)[request.id]
    assert (row.state, row.body, row.digest) == ("erased", None, "")


def test_a_contact_request_is_kept_apart_from_visits_and_is_not_counted(server: Server) -> None:
    desk, visit = server.enrol(), visit_record(number=1)
    request = replace(request_to(server.house).record, number=7)
    desk.sync(visit, series="s")
    answer = desk.sync(request, series="s", void={"contact_withdrawal": (3,)})
    assert _status(answer, request) == "created"
    assert _status(desk.sync(request, series="s"), request) == "duplicate"
    assert answer.gaps == {}
    kept = {
        table.name: server.house.database.read(
            lambda connection, of=table: connection.execute(select(of)).all()
        )
        for table in (schema.record, schema.private_record, schema.numbering)
    }
    assert [row.id for row in kept["record"]] == [visit.id]
    assert [row.id for row in kept["private_record"]] == [request.id]
    assert [row.kind for row in kept["numbering"]] == ["visit"]
    offered = {one.id: record_digest(one) for one in (visit, request)}
    assert desk.port.reoffer(ReofferRequest("n", desk.id, offered)).missing == ()


def _refused(server: Server, *records: Record, status: int, **said: object) -> str:
    desk = server.enrol()
    with pytest.raises(RequestRefusedError) as raised:
        desk.sync(*records, **said)
    assert raised.value.facts["status"] == status
    assert stored_rows(server.house) == {}
    return str(raised.value.facts["reason"])


def test_a_contact_request_never_travels_beside_a_visit(server: Server) -> None:
    assert _refused(server, contact_record(), visit_record(), status=422) == "mixed"


def test_a_contact_request_never_travels_beside_a_counter(server: Server) -> None:
    counted = {"totals": (Total("given", ("k", "2026-W47", "muu", "s"), 1),), "counter_series": "c"}
    assert _refused(server, contact_record(), status=422, **counted) == "mixed"


def test_more_than_a_batch_is_refused_whole(server: Server) -> None:
    records = [visit_record() for _ in range(MOST_RECORDS + 1)]
    assert _refused(server, *records, status=413) == "too-many"


def test_more_ids_than_are_answered_are_refused(server: Server) -> None:
    desk = server.enrol()
    offered = {new_record_id(): "0" * 64 for _ in range(MOST_OFFERED + 1)}
    with pytest.raises(RequestRefusedError) as raised:
        desk.port.reoffer(ReofferRequest("n", desk.id, offered))
    assert raised.value.facts["status"] == 413


def test_an_id_comes_once_in_a_batch(server: Server) -> None:
    record = visit_record()
    assert _refused(server, record, replace(record, number=2), status=422) == "twice"


def test_a_full_batch_is_stored_whole(server: Server) -> None:
    desk, records = server.enrol(), [visit_record() for _ in range(MOST_RECORDS)]
    answer = desk.sync(*records)
    assert {verdict.status for verdict in answer.verdicts.values()} == {"created"}
    assert stored_rows(server.house).keys() == {record.id for record in records}
    assert set(answer.durable) == {record.id for record in records}


def test_what_is_missing_is_told_to_whoever_offers(server: Server) -> None:
    desk, there, lost = server.enrol(), visit_record(), visit_record()
    other = visit_record(record_id=new_record_id())
    desk.sync(there, other)
    offered = {
        there.id: record_digest(there),
        lost.id: record_digest(lost),
        other.id: record_digest(replace(other, body={**other.body, "outcome": "esite"})),
        "no id at all": "no digest",
    }
    missing = desk.port.reoffer(ReofferRequest("n", desk.id, offered)).missing
    assert set(missing) == {lost.id, other.id, "no id at all"}


def test_the_first_request_of_a_desk_that_was_offline_for_months_is_like_any_other(server: Server) -> None:
    desk = server.enrol()
    server.clock.move(days=200)
    record = visit_record()
    answer = desk.sync(record)
    assert _status(answer, record) == "created"
    assert stored_rows(server.house)[record.id].week == "2027-W22"
    assert answer.server_time.startswith("2027-06-04")
    assert answer.next_sync_after == server.house.settings.sync_seconds
