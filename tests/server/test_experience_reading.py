"""Experiences are read first, go in batches of five or of a quarter, and leave no text behind."""

import json
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import make_url, select

from neuvola_core.experience import Helped
from neuvola_core.ids import new_record_id
from neuvola_core.text import EMPTY
from neuvola_core.visit import UnmetReason
from neuvola_core.wire import Record, RecordKind
from neuvola_server.audit import acts, is_whole
from neuvola_server.experience_reading import MOST_SHOWN, Batch, Unread, ready
from neuvola_server.house import House
from neuvola_server.storage import schema
from support.experiences import DEBT, FOOD, KITCHEN, MEAL, publish, tell
from support.houses import HandClock, Server, house_at, stored_rows


@pytest.fixture(autouse=True)
def _services(request: pytest.FixtureRequest) -> None:
    for name in ("house", "sqlite_house"):
        if name in request.fixturenames:
            publish(request.getfixturevalue(name))


def unread(house: House) -> tuple[Unread, ...]:
    return house.experience_reading.all().unread


def pass_all(house: House) -> None:
    for one in unread(house):
        assert house.experience_reading.pass_on(one.id, who="leena")


def waiting(house: House) -> list[Any]:
    wanted = select(schema.experience_waiting)
    return list(house.database.read(lambda connection: connection.execute(wanted).all()))


def batch(house: House, provider: str = KITCHEN.id) -> Batch:
    found = house.experience_reading.batch(provider)
    assert found is not None
    return found


def texts(house: House) -> list[str]:
    return [one.text for one in batch(house).answers]


def everything(house: House) -> str:
    tables = schema.metadata.sorted_tables
    return repr([house.database.read(lambda c, of=table: c.execute(select(of)).all()) for table in tables])


def test_a_text_can_be_read_when_its_week_has_ended(house: House, clock: HandClock) -> None:
    tell(house, "Jono oli pitkä.", helped=Helped.NO, obstacle=UnmetReason.FULL)
    tell(house)
    clock.move(days=6, hours=14)
    assert unread(house) == ()
    clock.move(hours=1)
    [one] = unread(house)
    assert one.provider == KITCHEN.name
    assert (one.answer.helped, one.answer.obstacle, one.answer.text) == (
        Helped.NO,
        UnmetReason.FULL,
        "Jono oli pitkä.",
    )
    assert one.answer.service.best() == "Ruoka-apu"


def test_the_oldest_week_comes_first_and_no_more_than_can_be_seen(house: House, clock: HandClock) -> None:
    for n in range(MOST_SHOWN):
        tell(house, f"Ensin {n}.")
    clock.move(days=7)
    tell(house, "Sitten.")
    clock.move(days=7)
    seen = house.experience_reading.all()
    assert (len(seen.unread), seen.left) == (MOST_SHOWN, 1)
    assert all(one.answer.text.startswith("Ensin") for one in seen.unread)
    assert [one.id for one in seen.unread] == sorted(one.id for one in seen.unread), "in no order of arrival"


@pytest.mark.parametrize("act", ["pass_on", "remove_text"])
def test_what_was_read_keeps_the_coded_answers_alone(house: House, clock: HandClock, act: str) -> None:
    tell(house, "Jono oli pitkä.", helped=Helped.NO)
    clock.move(days=7)
    [one] = unread(house)
    assert getattr(house.experience_reading, act)(one.id, who="leena")
    row = stored_rows(house)[one.id]
    assert (row.state, row.digest, json.loads(row.body)["helped"]) == ("read", "", "ei")
    assert "text" not in json.loads(row.body)
    assert [row.text for row in waiting(house)] == (["Jono oli pitkä."] if act == "pass_on" else [""])
    assert unread(house) == ()
    for again in (house.experience_reading.pass_on, house.experience_reading.remove_text):
        assert not again(one.id, who="leena")
    assert len(waiting(house)) == 1


def test_acts_are_in_the_book_and_name_no_record(house: House, clock: HandClock) -> None:
    for n in range(6):
        tell(house, f"Teksti {n}.")
    clock.move(days=7)
    first, *_others = unread(house)
    house.experience_reading.remove_text(first.id, who="leena")
    pass_all(house)
    house.experience_reading.hand_on(KITCHEN.id, batch(house).stamp, who="leena")
    book = house.database.read(acts)
    assert [(one.who, one.what, one.of) for one in book] == [
        ("leena", "experience-text-removed", FOOD),
        *[("leena", "experience-passed", FOOD)] * 5,
        ("leena", "experiences-handed-on", KITCHEN.id),
    ]
    assert house.database.read(is_whole)


def test_five_of_a_provider_are_a_batch_whatever_the_service(house: House, clock: HandClock) -> None:
    for n in range(3):
        tell(house, f"Teksti {n}.", helped=Helped.NO)
    tell(house, service=MEAL)
    for _ in range(4):
        tell(house, service=DEBT)
    clock.move(days=7)
    house.retention.sweep()
    pass_all(house)
    seen = house.experience_reading.all()
    assert seen.batches == ()
    assert sorted(name.best() for name in seen.others) == ["Keittiö ry", "Velkaneuvonta"]
    tell(house, service=MEAL)
    clock.move(days=7)
    house.retention.sweep()
    assert [one.provider for one in house.experience_reading.all().batches] == [KITCHEN.id]
    said = [(one.service.best(), one.helped, one.text) for one in batch(house).answers]
    assert said == [
        *[("Ruoka-apu", Helped.NO, f"Teksti {n}.") for n in range(3)],
        *[("Yhteinen ateria", Helped.YES, "")] * 2,
    ]


def test_fewer_go_when_the_quarter_has_ended_and_newer_ones_stay(house: House, clock: HandClock) -> None:
    tell(house, "Syksyllä.")
    clock.move(days=7)
    pass_all(house)
    assert house.experience_reading.batch(KITCHEN.id) is None
    tell(house, "Talvella.")
    clock.now = datetime(2027, 1, 4, 9, tzinfo=UTC)
    pass_all(house)
    assert texts(house) == ["Syksyllä."]
    assert house.experience_reading.hand_on(KITCHEN.id, batch(house).stamp, who="leena")
    assert house.experience_reading.batch(KITCHEN.id) is None
    assert [row.text for row in waiting(house)] == ["Talvella."]


@given(st.lists(st.sampled_from(["2026-Q2", "2026-Q3", "2026-Q4", "2027-Q1"]), max_size=12))
def test_a_batch_has_five_or_is_of_former_quarters(quarters: list[str]) -> None:
    rows: list[Any] = [SimpleNamespace(quarter=quarter) for quarter in quarters]
    found = ready(rows, "2027-Q1")
    if len(rows) >= 5:
        assert list(found) == rows
    else:
        assert [one.quarter for one in found] == [quarter for quarter in quarters if quarter < "2027-Q1"]


def test_what_was_handed_on_is_not_handed_on_again(house: House, clock: HandClock) -> None:
    for n in range(5):
        tell(house, f"Teksti {n}.")
    clock.move(days=7)
    pass_all(house)
    shown = batch(house)
    tell(house, "Myöhemmin.")
    clock.move(days=7)
    pass_all(house)
    assert not house.experience_reading.hand_on(KITCHEN.id, shown.stamp, who="leena"), "it is another batch"
    assert not house.experience_reading.hand_on("nobody", shown.stamp, who="leena")
    assert len(texts(house)) == 6
    stamp = batch(house).stamp
    assert house.experience_reading.hand_on(KITCHEN.id, stamp, who="leena")
    assert not house.experience_reading.hand_on(KITCHEN.id, stamp, who="leena")
    house.retention.sweep()
    assert waiting(house) == []
    assert {json.loads(row.body)["helped"] for row in stored_rows(house).values()} == {"sai"}


def test_a_newer_answer_of_the_slip_takes_the_place_of_what_waits(house: House, clock: HandClock) -> None:
    slip = tell(house, "Odotan.", helped=Helped.WAITING)
    clock.move(days=7)
    pass_all(house)
    tell(house, "Sain apua.", slip=slip)
    assert waiting(house) == []
    clock.move(days=7)
    assert [one.answer.text for one in unread(house)] == ["Sain apua."]


def test_a_text_that_nobody_reads_goes_and_its_answers_wait(house: House, clock: HandClock) -> None:
    tell(house, "Kukaan ei lukenut.")
    clock.move(days=29)
    assert house.retention.sweep().experience_texts == 1
    assert unread(house) == ()
    assert [(row.helped, row.text) for row in waiting(house)] == [("sai", "")]
    assert "Kukaan ei lukenut" not in everything(house)


def test_a_text_does_not_wait_for_ever_to_be_handed_on(house: House, clock: HandClock) -> None:
    tell(house, "Odotti liian kauan.")
    clock.move(days=7)
    pass_all(house)
    clock.now = datetime(2027, 1, 30, 9, tzinfo=UTC)
    house.retention.sweep()
    assert texts(house) == ["Odotti liian kauan."]
    clock.now = datetime(2027, 2, 3, 9, tzinfo=UTC)
    house.retention.sweep()
    assert texts(house) == [""]
    assert "Odotti liian kauan" not in everything(house)


def test_a_service_that_the_catalogue_has_lost_stands_for_its_provider(
    house: House, clock: HandClock
) -> None:
    tell(house, "Sain apua.", service="lost")
    clock.now = datetime(2027, 1, 4, 9, tzinfo=UTC)
    [one] = unread(house)
    assert (one.provider, one.answer.service) == (EMPTY, EMPTY)
    house.experience_reading.remove_text(one.id, who="leena")
    clock.move(days=100)
    assert batch(house, "lost").name == EMPTY


def erased_after(house: House, clock: HandClock, act: str) -> None:
    """Reads six texts, one of which came twice with other words, and ends them in one of the ways."""
    desk = Server(house, clock, ask=house.port, door=lambda: house.door("127.0.0.1")).enrol()
    for n in range(6):
        record_id = new_record_id()
        body = {"id": record_id, "service": FOOD, "week": {"year": 2026, "week": 47}, "helped": "sai"}
        record = Record(record_id, RecordKind.EXPERIENCE, {**body, "text": f"Muistan sinut {n}."})
        desk.sync(record)
        desk.sync(Record(record_id, RecordKind.EXPERIENCE, {**body, "text": f"Muistan sinut {n} yhä."}))
    clock.move(days=7)
    for one in unread(house):
        assert getattr(house.experience_reading, act)(one.id, who="leena")
    if act == "pass_on":
        assert len(batch(house).answers) == 6
        assert house.experience_reading.hand_on(KITCHEN.id, batch(house).stamp, who="leena")
    assert desk.sync(record).verdicts[record.id].status == "duplicate", "it does not come back"
    assert "Muistan" not in everything(house)


@pytest.mark.parametrize("act", ["remove_text", "pass_on"])
def test_no_byte_of_a_text_is_left_in_the_files_of_sqlite(
    sqlite_house: House, clock: HandClock, act: str
) -> None:
    erased_after(sqlite_house, clock, act)
    path = Path(make_url(sqlite_house.settings.database_url).database or "")
    files = [file for file in path.parent.glob(f"{path.name}*") if file.is_file()]
    assert path in files
    assert not [file.name for file in files if b"Muistan" in file.read_bytes()]


@pytest.mark.parametrize("act", ["remove_text", "pass_on"])
def test_no_dead_row_of_postgresql_holds_a_text(
    postgres_url: str, clock: HandClock, tmp_path: Path, act: str
) -> None:
    with house_at(tmp_path / "server", postgres_url, clock) as house:
        publish(house)
        erased_after(house, clock, act)
    plain = make_url(postgres_url).set(drivername="postgresql").render_as_string(hide_password=False)
    with closing(psycopg.connect(plain, autocommit=True)) as connection:
        connection.execute("CREATE EXTENSION IF NOT EXISTS pgstattuple")
        tables = "(VALUES ('record'), ('conflict'), ('experience_waiting')) AS t(n)"
        query = f"SELECT sum(dead_tuple_count) FROM {tables}, LATERAL pgstattuple(n)"
        assert connection.execute(query).fetchone() == (0,)
