"""The contract that is told is kept: whatever is asked, there is no fault and no answer outside it."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import msgspec
import pytest
import schemathesis
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi import checks

from neuvola_core import wire
from neuvola_server.api.app import create_app
from neuvola_server.house import House
from support.houses import HandClock, house_at

from .conftest import Enrolled, enrolled

OPERATIONS = [
    ("post", "/v1/enrol"),
    ("post", "/v1/sync"),
    ("get", "/v1/catalogue/changes"),
    ("get", "/v1/catalogue/manifest"),
    ("get", "/v1/catalogue/snapshots/{name}"),
    ("post", "/v1/reoffer"),
    ("get", "/v1/offers"),
    ("post", "/v1/contacts"),
    ("post", "/v1/token"),
    ("get", "/healthz"),
    ("get", "/readyz"),
    ("get", "/metrics"),
]
CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]
Few, Many = 30, 300


@contextmanager
def served(folder: Path, url: str = "") -> Iterator[tuple[FastAPI, House, Enrolled]]:
    clock = HandClock()
    with house_at(folder / "server", url, clock) as house:
        source = folder / "catalogue.csv"
        source.write_text("id,name_fi\n1,Ruoka-apu\n2,Velkaneuvonta\n", "utf-8")
        house.catalogue.import_([source])
        house.snapshots.refresh()
        app = create_app(house)
        with TestClient(app) as client:
            yield app, house, enrolled(client, house)


def ask_anything(app: FastAPI, desk: Enrolled, method: str, path: str, most: int) -> None:
    operation = schemathesis.openapi.from_asgi("/v1/openapi.json", app)[path][method]
    for mode in GenerationMode:
        with suppress(Unsatisfiable):  # there is nothing to get wrong
            _ask(operation.as_strategy(mode), desk, most)


def _ask(cases: Any, desk: Enrolled, most: int) -> None:
    @given(case=cases)
    @settings(
        max_examples=most,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.explicit, Phase.generate),
        database=None,
    )
    def ask(case: Any) -> None:
        if isinstance(case.body, dict) and isinstance(case.body.get("desk"), str):
            case.body["desk"] = desk.id  # else every one would be refused as another's
        case.call_and_validate(checks=CHECKS, headers={"Authorization": f"Bearer {desk.token}"})

    ask()


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_on_sqlite(tmp_path: Path, method: str, path: str):
    with served(tmp_path) as (app, _house, desk):
        ask_anything(app, desk, method, path, Few)


@pytest.mark.long
@pytest.mark.parametrize(("method", "path"), OPERATIONS)
@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_at_length(request: pytest.FixtureRequest, tmp_path: Path, engine: str, method: str, path: str):
    url = request.getfixturevalue("postgres_url") if engine == "postgresql" else ""
    with served(tmp_path, url) as (app, _house, desk):
        ask_anything(app, desk, method, path, Many)


@pytest.fixture
def schema(house: House) -> dict[str, Any]:
    return create_app(house).openapi()


def test_every_operation_is_tried(schema: dict[str, Any]):
    told = {(method, path) for path, methods in schema["paths"].items() for method in methods}
    assert told == set(OPERATIONS)


def test_every_refusal_has_the_same_form(schema: dict[str, Any]):
    for path, methods in schema["paths"].items():
        for operation in methods.values():
            for status, told in operation["responses"].items():
                plain = "text/plain" in told.get("content", {})
                if status[0] in "45" and not plain:
                    shape = told["content"]["application/json"]["schema"]
                    assert (path, shape) == (path, {"$ref": "#/components/schemas/Error"})


def test_every_reference_leads_somewhere(schema: dict[str, Any]):
    text = msgspec.json.encode(schema).decode()
    named = {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}
    assert named == set(schema["components"]["schemas"])


@pytest.mark.parametrize(
    "kind", [wire.SyncRequest, wire.SyncAnswer, wire.ChangePage, wire.EnrolRequest, wire.SignedManifest]
)
def test_the_schema_names_the_fields_of_the_value(schema: dict[str, Any], kind: type):
    told = schema["components"]["schemas"][kind.__name__]["properties"]
    assert list(told) == [field.name for field in msgspec.inspect.type_info(kind).fields]  # type: ignore[union-attr]


def test_secured_operations_say_so(schema: dict[str, Any]):
    def secured(path: str) -> bool:
        return any("security" in told for told in schema["paths"][path].values())

    assert {path for path in schema["paths"] if not secured(path)} == {
        "/v1/enrol",
        "/healthz",
        "/readyz",
        "/metrics",
    }
