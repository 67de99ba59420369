"""Contact requests over HTTP: what a figure or a log line may not tell, and how small the answers are."""

import asyncio
from typing import Any

import pytest
from fastapi.testclient import TestClient
from structlog.testing import capture_logs

from neuvola_core.wire import Record
from neuvola_server.api.app import create_app
from neuvola_server.house import House
from support.contacts import register, request_to
from support.houses import visit_record

from .conftest import Enrolled


def _said(record: Record) -> dict[str, Any]:
    return {"id": record.id, "kind": record.kind, "body": dict(record.body)}


def _figures(client: TestClient) -> list[str]:
    lines = client.get("/metrics").text.splitlines()
    return [line for line in lines if line.startswith(("neuvola_verdicts", "neuvola_conflicts"))]


def test_no_figure_tells_when_a_request_came(house: House, client: TestClient, desk: Enrolled) -> None:
    register(house, "o1")
    desk.sync(_said(visit_record()))
    before = _figures(client)
    assert any(line.startswith('neuvola_verdicts_total{status="created"} 1') for line in before)
    made, other = request_to(house), request_to(house)
    assert desk.sync(_said(made.record)).json()["verdicts"][made.id]["status"] == "created"
    desk.sync({**_said(other.record), "id": made.id})  # a conflict
    desk.sync(_said(made.withdrawal))
    assert _figures(client) == before


def test_no_log_line_names_a_request_or_a_desk(house: House, desk: Enrolled) -> None:
    register(house, "o1")
    made = request_to(house)
    with capture_logs() as told:
        desk.sync(_said(made.record))
        desk.post("/v1/contacts", {"nonce": "n", "desk": desk.id, "ids": [made.id]})
        desk.sync(_said(made.withdrawal))
    assert len(told) == 3
    for secret in (made.id, made.id[:8], desk.id, made.code, "o1"):
        assert secret not in repr(told)


def test_an_answer_to_a_post_has_no_word_on_keeping_it(desk: Enrolled) -> None:
    assert "cache-control" not in desk.sync().headers
    assert desk.get("/v1/offers").headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", ["/v1/sync", "/v1/enrol"])
def test_an_asker_who_hangs_up_is_no_fault(house: House, desk: Enrolled, path: str) -> None:
    app, sent = create_app(house), []
    scope = {
        "type": "http",
        "method": "POST",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [(b"authorization", f"Bearer {desk.token}".encode()), (b"host", b"h")],
        "client": ("127.0.0.1", 1),
        "server": ("h", 80),
        "scheme": "http",
        "root_path": "",
        "http_version": "1.1",
    }
    parts = iter(
        [{"type": "http.request", "body": b'{"nonce":', "more_body": True}, {"type": "http.disconnect"}]
    )

    async def receive() -> dict[str, Any]:
        return next(parts)

    async def send(message: Any) -> None:
        sent.append(message)

    with capture_logs() as told:
        asyncio.run(app(scope, receive, send))
    assert sent == []
    assert [(row["event"], row["status"], row["log_level"]) for row in told] == [("request", 499, "info")]
