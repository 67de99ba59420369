"""A fault is answered in one form; what it quotes reaches neither the answer nor the log."""

import json
import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import structlog
from fastapi.testclient import TestClient
from sqlalchemy.exc import DataError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from neuvola_core import errors
from neuvola_core.errors import NeuvolaError
from neuvola_server import logs
from neuvola_server.api.faults import told
from neuvola_server.desks import Desks
from neuvola_server.house import House
from neuvola_server.intake import Intake

SECRET = "Matti Meikäläinen 010101-123N"


@pytest.fixture
def log() -> Iterator[Callable[[], None]]:
    """To be called in the test itself: the stream of its set-up is another."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    yield lambda: logs.configure(as_json=True)
    root.handlers[:] = before
    root.setLevel(level)
    logging.raiseExceptions = True
    structlog.reset_defaults()


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


@pytest.mark.parametrize(
    ("fault", "status", "error", "reason"),
    [
        (errors.AccessRefusedError(reason="revoked"), 401, "access-refused", "revoked"),
        (errors.AccessRefusedError(reason="other-desk"), 403, "access-refused", "other-desk"),
        (errors.SnapshotGoneError(name="n"), 404, "snapshot-gone", ""),
        (errors.EnrolmentRefusedError(reason="used"), 409, "enrolment-refused", "used"),
        (errors.CursorRefusedError(reason="epoch"), 410, "cursor-refused", "epoch"),
        (errors.RequestRefusedError(status=413, reason="too-many"), 413, "request-refused", "too-many"),
        (errors.RequestRefusedError(reason="mixed"), 422, "request-refused", "mixed"),
        (errors.ServerBusyError(), 429, "server-busy", ""),
        (errors.DiskFullError(path="p"), 503, "unavailable", "disk-full"),
        (errors.RecordNewerError(path="p"), 503, "unavailable", "record-newer"),
        (RecursionError(), 400, "request-refused", "too-deep"),
        (OverflowError(), 422, "request-refused", "value"),
        (DataError("q", {}, Exception(SECRET)), 422, "request-refused", "value"),
        (OperationalError("q", {}, Exception(SECRET)), 503, "unavailable", "database"),
        (PoolTimeoutError(), 503, "unavailable", "database"),
        (
            IntegrityError("q", {}, Exception(SECRET), connection_invalidated=True),
            503,
            "unavailable",
            "database",
        ),
    ],
)
def test_what_is_said(fault, status, error, reason):
    said = told(fault)
    assert said is not None
    assert (said.status, said.error.error, said.error.reason) == (status, error, reason)
    assert (said.error.retry_after is not None) == (status in (429, 503))


@pytest.mark.parametrize(
    "fault", [KeyError("k"), NeuvolaError(), errors.InvalidVisitError(), IntegrityError("q", {}, Exception())]
)
def test_a_bug_is_no_known_fault(fault):
    assert told(fault) is None


@pytest.mark.parametrize("fault", [ValueError(SECRET), errors.InvalidVisitError(value=SECRET)])
def test_a_bug_is_500_without_content(desk, log, capsys, monkeypatch, fault):
    log()

    def broken(*_arguments: object) -> None:
        raise fault

    monkeypatch.setattr(Intake, "sync", broken)
    answer = desk.sync(nonce="n5")
    assert (answer.status_code, answer.json()["error"]) == (500, "fault")
    assert answer.headers["neuvola-nonce"] == "n5"
    written = lines(capsys)
    [event] = [line for line in written if line["event"] == "fault"]
    assert event["kind"] == type(fault).__name__
    assert event["where"][-1].endswith("broken")
    assert SECRET not in json.dumps(written, ensure_ascii=False)


def test_a_database_that_does_not_answer_is_503(desk, log, capsys, monkeypatch):
    log()

    def away(*_arguments: object) -> None:
        raise OperationalError("SELECT", {"secret": SECRET}, Exception("gone"))

    monkeypatch.setattr(Desks, "authenticate", away)
    answer = desk.get("/v1/catalogue/changes")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "30")
    written = lines(capsys)
    assert any(line["event"] == "unavailable" for line in written)
    assert SECRET not in json.dumps(written, ensure_ascii=False)


def test_a_request_is_logged_without_address_token_and_content(desk, log, capsys):
    log()
    desk.get("/v1/catalogue/changes?cursor=private", User_Agent="spy")
    [event] = [line for line in lines(capsys) if line["event"] == "request"]
    assert set(event) == {"event", "level", "logger", "timestamp", "method", "route", "status", "ms"}
    assert event["route"] == "/v1/catalogue/changes"
    assert desk.token not in json.dumps(event)


def test_a_wrong_path_is_not_repeated_in_the_log(client: TestClient, log, capsys):
    log()
    client.get("/hetu/010101-123N")
    [event] = [line for line in lines(capsys) if line["event"] == "request"]
    assert (event["route"], event["status"]) == ("other", 404)


def test_health_is_not_logged(client: TestClient, log, capsys):
    log()
    client.get("/healthz")
    assert [line for line in lines(capsys) if line["event"] == "request"] == []


def test_an_answer_that_breaks_off_is_logged(desk, house: House, log, capsys, monkeypatch, tmp_path: Path):
    log()
    monkeypatch.setattr("neuvola_server.port.DeskPort.snapshot_file", lambda *_: tmp_path / "gone")
    answer = desk.get("/v1/catalogue/snapshots/catalogue-1-1-00000000.db.zst")
    assert answer.status_code == 500
    assert any(line["event"] == "fault" for line in lines(capsys))
