"""Every endpoint refuses without a token, with an unknown one, a revoked one, another desk's."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from neuvola_server.api.app import create_app
from neuvola_server.house import House

from .conftest import Enrolled, enrolled

OPEN = {"/v1/enrol", "/healthz", "/readyz", "/metrics"}
BODIES: dict[str, Any] = {
    "/v1/sync": {"nonce": "n", "desk": "{desk}"},
    "/v1/reoffer": {"nonce": "n", "desk": "{desk}", "offered": {}},
    "/v1/contacts": {"nonce": "n", "desk": "{desk}", "ids": []},
    "/v1/token": {"nonce": "n"},
}


def endpoints(house: House) -> list[tuple[str, str]]:
    paths = create_app(house).openapi()["paths"]
    return [(method, path) for path, methods in paths.items() for method in methods if path not in OPEN]


def ask(client: TestClient, method: str, path: str, desk: str, authorization: str = "") -> Any:
    body = {key: desk if value == "{desk}" else value for key, value in BODIES.get(path, {}).items()} or None
    headers = {"Authorization": authorization.encode("latin-1")} if authorization else {}
    where = path.replace("{name}", "catalogue-1-1-00000000.db.zst")
    return client.request(method, where, json=body, headers=headers)


def test_every_endpoint_is_known_here(house: House):
    assert {path for _method, path in endpoints(house)} == {
        *BODIES,
        "/v1/offers",
        "/v1/catalogue/changes",
        "/v1/catalogue/manifest",
        "/v1/catalogue/snapshots/{name}",
    }


@pytest.mark.parametrize(
    "authorization",
    ["", "Bearer", "Bearer ", "Bearer x", "Basic dTpw", "Bearer " + "t" * 5000, "Bearer \xe4"],
)
def test_without_a_right_token(house: House, client: TestClient, desk: Enrolled, authorization: str):
    for method, path in endpoints(house):
        answer = ask(client, method, path, desk.id, authorization)
        assert (path, answer.status_code) == (path, 401)
        assert answer.json() == {"error": "access-refused", "reason": "unknown"}
        assert answer.headers["www-authenticate"] == "Bearer"


def test_with_a_revoked_token(house: House, client: TestClient, desk: Enrolled):
    house.desks.revoke("Kallio", who="test")
    for method, path in endpoints(house):
        answer = ask(client, method, path, desk.id, f"Bearer {desk.token}")
        assert (path, answer.status_code, answer.json()["reason"]) == (path, 401, "revoked")


def test_with_the_token_of_another_desk(house: House, client: TestClient, desk: Enrolled):
    other = enrolled(client, house, "Sörnäinen")
    for path in ("/v1/sync", "/v1/reoffer", "/v1/contacts"):
        answer = ask(client, "post", path, desk.id, f"Bearer {other.token}")
        assert (path, answer.status_code, answer.json()["reason"]) == (path, 403, "other-desk")


def test_a_token_is_asked_before_the_body_is_read(client: TestClient):
    for path in BODIES:
        assert client.post(path, content=b"no json").status_code == 401
