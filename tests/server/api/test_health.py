"""What those who run the server see of it."""

import re
from pathlib import Path

from fastapi.testclient import TestClient
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from neuvola_core.wire import SyncRequest
from neuvola_server.api.app import create_app
from neuvola_server.house import House
from neuvola_server.settings import ServerSettings
from support.houses import house_at, visit_record

from .conftest import enrolled


def figures(client: TestClient) -> dict[str, float]:
    lines = client.get("/metrics").text.splitlines()
    found = (re.fullmatch(r"(neuvola_\S+) (\S+)", line) for line in lines if not line.startswith("#"))
    return {match[1]: float(match[2]) for match in found if match}


def test_the_process_answers_without_the_database(client: TestClient, house: House):
    house.database.close()
    assert client.get("/healthz").json() == {"status": "ok"}


def test_it_is_ready_when_the_tables_are_there(client: TestClient):
    assert client.get("/readyz").status_code == 200


def test_it_is_not_ready_before_a_migration(tmp_path: Path):
    settings = ServerSettings(
        f"sqlite:///{tmp_path / 'new.db'}", data_dir=tmp_path, key_dir=tmp_path / "keys"
    )
    house = House(settings)
    with TestClient(create_app(house)) as client:
        answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["reason"]) == (503, "not-migrated")
    house.close()


def test_it_is_not_ready_over_a_newer_database(client: TestClient, house: House):
    house.database.write(
        lambda c: c.execute(text("UPDATE alembic_version SET version_num = '9999'")).rowcount
    )
    assert client.get("/readyz").status_code == 503


def test_it_is_not_ready_without_the_database(client: TestClient, monkeypatch):
    def away(*_arguments: object) -> bool:
        raise OperationalError("", {}, Exception())

    monkeypatch.setattr("neuvola_server.api.health.is_current", away)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["reason"]) == (503, "database")


def test_figures_of_requests_records_and_desks(client: TestClient, house: House):
    desk = enrolled(client, house)
    enrolled(client, house, "other")
    house.desks.revoke("other", who="test")
    house.port(desk.token).sync(SyncRequest("n", desk.id))
    from neuvola_core import codec

    record = codec.from_json(codec.to_json(visit_record()), dict)
    desk.sync(record)
    desk.sync(record)
    found = figures(client)
    assert found['neuvola_requests_total{method="POST",route="/v1/sync",status="200"}'] == 2
    assert found['neuvola_verdicts_total{status="created"}'] == 1
    assert found['neuvola_verdicts_total{status="duplicate"}'] == 1
    assert (found["neuvola_desks"], found["neuvola_desks_revoked"], found["neuvola_desks_copied"]) == (
        1,
        1,
        0,
    )
    assert found["neuvola_requests_under_way"] == 1  # this one


def test_figures_name_nobody(client: TestClient, house: House):
    desk = enrolled(client, house, "Kallion piste")
    desk.sync()
    shown = client.get("/metrics").text
    assert "Kallio" not in shown
    assert desk.id not in shown


def test_figures_may_be_off(tmp_path: Path):
    with house_at(tmp_path, metrics=False) as house, TestClient(create_app(house)) as client:
        assert client.get("/metrics").status_code == 404
