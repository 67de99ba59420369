"""Answers of slips: one for each service, under a hash that neither database nor paper gives away."""

import json
from typing import Any

import pytest
from sqlalchemy import select

from neuvola_core.errors import InvalidRecordError, RefusedContentError
from neuvola_core.experience import Helped
from neuvola_core.ids import new_record_id
from neuvola_core.slip import new_slip, slip_hash
from neuvola_core.visit import UnmetReason
from neuvola_core.wire import Record, RecordKind, record_digest
from neuvola_server.experiences import Answer
from neuvola_server.house import House
from neuvola_server.storage import schema
from support.houses import HandClock, Server, TestDesk, stored_rows


@pytest.fixture
def desk(house: House, clock: HandClock) -> TestDesk:
    return Server(house, clock, ask=house.port, door=lambda: house.door("127.0.0.1")).enrol()


def _experience(slip: str, **body: Any) -> Record:
    record_id = new_record_id()
    usual = {"id": record_id, "service": "s", "week": {"year": 2026, "week": 47}, "helped": "sai"}
    return Record(record_id, RecordKind.EXPERIENCE, {**usual, "slip": slip, **body})


def _rows(house: House, table: str) -> list[tuple[Any, ...]]:
    wanted = select(schema.metadata.tables[table])
    return [tuple(row) for row in house.database.read(lambda connection: connection.execute(wanted).all())]


def _standing(house: House) -> list[dict[str, Any]]:
    return [json.loads(row.body) for row in stored_rows(house).values() if row.state in ("stored", "read")]


def test_neither_code_nor_its_plain_hash_is_kept(house: House, desk: TestDesk) -> None:
    code = new_slip()
    record = _experience(slip_hash(code))
    assert desk.sync(record).verdicts[record.id].status == "created"
    kept = repr([_rows(house, table) for table in schema.metadata.tables])
    assert code not in kept
    assert slip_hash(code) not in kept
    assert record_digest(record) not in kept, "a digest would let a found paper be tried against it"
    [(slip, service, held, week)] = _rows(house, "slip_answer")
    assert (service, held, week) == ("s", record.id, "2026-W47")
    assert len(slip) == 64


def test_a_record_that_comes_again_is_the_same_one(house: House, desk: TestDesk) -> None:
    record = _experience(slip_hash(new_slip()), text="Sain apua.")
    desk.sync(record)
    assert desk.sync(record).verdicts[record.id].status == "duplicate"
    assert house.records.missing({record.id: record_digest(record)}) == ()
    assert len(_rows(house, "slip_answer")) == 1


def test_of_a_slip_the_newest_answer_about_a_service_stands(house: House, desk: TestDesk) -> None:
    slip = slip_hash(new_slip())
    first, other = _experience(slip, helped="odottaa"), _experience(slip, service="t")
    desk.sync(first)
    desk.sync(other)
    house.experiences.take(Answer(slip, "s", Helped.YES))
    assert sorted((one["service"], one["helped"]) for one in _standing(house)) == [("s", "sai"), ("t", "sai")]
    gone = stored_rows(house)[first.id]
    assert (gone.state, gone.body, gone.digest) == ("undone", None, "")
    last = _experience(slip, helped="ei", obstacle="taynna")
    desk.sync(last)
    assert sorted((one["service"], one["helped"]) for one in _standing(house)) == [("s", "ei"), ("t", "sai")]
    assert desk.sync(first).verdicts[first.id].status == "duplicate", "what was replaced does not come back"
    assert len(_standing(house)) == 2


def test_answers_of_different_slips_do_not_meet(house: House, desk: TestDesk) -> None:
    for _ in range(3):
        desk.sync(_experience(slip_hash(new_slip())))
    assert len(_standing(house)) == 3


def test_an_experience_without_a_slip_is_as_ever(house: House, desk: TestDesk) -> None:
    record = _experience("")
    del record.body["slip"]  # type: ignore[attr-defined]
    desk.sync(record)
    assert stored_rows(house)[record.id].digest == record_digest(record)
    assert _rows(house, "slip_answer") == []


def test_what_is_no_hash_is_refused(house: House, desk: TestDesk) -> None:
    record = _experience(new_slip())
    told = desk.sync(record).verdicts[record.id]
    assert (told.status, told.code, told.field) == ("rejected", "invalid", "slip")


def test_an_answer_of_the_page_keeps_its_week_and_nothing_else_of_its_time(house: House) -> None:
    house.experiences.take(
        Answer(slip_hash(new_slip()), "s", Helped.NO, UnmetReason.FULL, "Jono  oli pitkä.")
    )
    [row] = stored_rows(house).values()
    told = json.loads(row.body)
    del told["id"]
    assert told == {
        "service": "s",
        "week": {"year": 2026, "week": 47},
        "helped": "ei",
        "obstacle": "taynna",
        "text": "Jono oli pitkä.",
    }
    assert (row.week, row.digest, row.replaces) == ("2026-W47", "", "")


@pytest.mark.parametrize("text", ["soita 040 123 4567", "131052-308T", "a@b.fi"])
def test_the_page_takes_no_visitors_details(house: House, text: str) -> None:
    with pytest.raises(RefusedContentError):
        house.experiences.take(Answer(slip_hash(new_slip()), "s", Helped.NO, text=text, confirmed=True))
    with pytest.raises(InvalidRecordError):
        house.experiences.take(Answer(slip_hash(new_slip()), "s", Helped.NO, text="a" * 201))
    assert stored_rows(house) == {}
    assert _rows(house, "slip_answer") == []


def test_a_name_is_asked_about(house: House) -> None:
    answer = Answer(slip_hash(new_slip()), "s", Helped.YES, text="Matti Virtanen auttoi.")
    with pytest.raises(RefusedContentError) as asked:
        house.experiences.take(answer)
    assert asked.value.facts["question"]
    house.experiences.take(Answer(answer.slip, "s", Helped.YES, text=answer.text, confirmed=True))
    assert len(_standing(house)) == 1


def test_after_90_days_there_are_counts_and_no_slip(house: House, desk: TestDesk, clock: HandClock) -> None:
    slip = slip_hash(new_slip())
    first = _experience(slip, helped="ei", obstacle="taynna", text="Jono oli pitkä.")
    desk.sync(first)
    house.experiences.take(Answer(slip_hash(new_slip()), "s", Helped.NO, UnmetReason.FULL))
    plain = _experience("")
    del plain.body["slip"]  # type: ignore[attr-defined]
    desk.sync(plain)
    clock.move(days=29)
    assert house.retention.sweep().experience_texts == 1
    assert "text" not in json.dumps(_standing(house))
    clock.move(days=59)
    house.experiences.take(Answer(slip_hash(new_slip()), "s", Helped.YES))
    assert house.retention.sweep().slips == 0
    clock.move(days=1)
    assert house.retention.sweep().slips == 2
    assert _rows(house, "experience_count") == [("s", "2026-Q4", "ei", "taynna", 2)]
    assert len(_rows(house, "slip_answer")) == 1
    gone = stored_rows(house)[first.id]
    assert (gone.state, gone.body, gone.digest) == ("erased", None, "")
    assert desk.sync(first).verdicts[first.id].status == "duplicate", "it is counted once"
    assert len(_standing(house)) == 2, "the one without a slip and the new one"
    clock.move(days=97)
    assert house.retention.sweep().slips == 1
    assert ("s", "2027-Q1", "sai", "", 1) in _rows(house, "experience_count")
