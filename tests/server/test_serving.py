"""The keeper's thread beside the requests, and the figures and logs of a process."""

import json
import logging
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
from fastapi.testclient import TestClient
from sqlalchemy.exc import OperationalError

from neuvola_server import logs
from neuvola_server.keeper import Keeper
from neuvola_server.metrics import MULTIPROCESS, Metrics
from neuvola_server.serving import app_from_environment, keeping, serving_app
from support.houses import HandClock, house_at


@pytest.fixture(autouse=True)
def _log_as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    yield
    root.handlers[:] = before
    root.setLevel(level)
    logging.raiseExceptions = True
    structlog.reset_defaults()


def events(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_the_keeper_runs_while_requests_are_answered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    kept = threading.Event()

    def keep(_self: Keeper, stop: threading.Event) -> None:
        kept.set()
        stop.wait()

    monkeypatch.setattr(Keeper, "keep", keep)
    with house_at(tmp_path, clock=HandClock()) as house:
        with TestClient(serving_app(house)) as client:
            assert client.get("/healthz").status_code == 200
            assert kept.wait(10)
            assert "keeper" in {thread.name for thread in threading.enumerate()}
        assert "keeper" not in {thread.name for thread in threading.enumerate()}


def test_a_keeper_that_ends_is_logged_without_what_it_quotes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    def broken(*_arguments: object) -> None:
        raise RuntimeError("Matti Meikäläinen")

    monkeypatch.setattr(Keeper, "keep", broken)
    logs.configure(as_json=True)
    with house_at(tmp_path, clock=HandClock()) as house, keeping(house):
        pass
    written = events(capsys)
    [event] = [event for event in written if event["event"] == "keeper-ended"]
    assert event["kind"] == "RuntimeError"
    assert event["where"][-1].endswith("broken")
    assert "Matti" not in json.dumps(written, ensure_ascii=False)


def test_an_application_is_made_of_the_environment_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("NEUVOLA_SERVER_DATABASE_URL", f"sqlite:///{tmp_path / 'server.db'}")
    monkeypatch.setattr(Keeper, "keep", lambda _self, stop: stop.wait())
    with TestClient(app_from_environment()) as client:
        assert client.get("/readyz").status_code == 503
        assert client.get("/healthz").status_code == 200


def test_a_library_that_logs_a_fault_tells_its_kind_and_place_only(capsys: pytest.CaptureFixture[str]):
    logs.configure(as_json=True)
    try:
        raise OperationalError("INSERT", {"secret": "Matti"}, Exception("Matti"))
    except OperationalError:
        logging.getLogger("some.library").exception("work failed", stack_info=True)
        structlog.get_logger("own").error("failed", exc_info=True)
    for event in events(capsys):
        assert event["kind"] == "OperationalError"
        assert event["where"][0].startswith("tests/server/test_serving.py:")
        assert "Matti" not in json.dumps(event)


def test_what_a_library_adds_is_kept(capsys: pytest.CaptureFixture[str]):
    logs.configure(as_json=True)
    logging.getLogger("keeper").warning("keeper-fault", extra={"work": "harvest"})
    [event] = events(capsys)
    assert (event["event"], event["work"], event["level"]) == ("keeper-fault", "harvest", "warning")


def test_a_plain_log_for_people(capsys: pytest.CaptureFixture[str]):
    logs.configure(as_json=False)
    structlog.get_logger("own").info("begun", port=5)
    assert "begun" in capsys.readouterr().err


def test_processes_of_one_server_put_their_figures_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(MULTIPROCESS, str(tmp_path))
    with house_at(tmp_path / "server", clock=HandClock()) as house:
        metrics = Metrics(house.database)
        assert b"neuvola_desks 0.0" in metrics.text()
