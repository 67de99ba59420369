"""The application over a house of its own."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest
from fastapi.testclient import TestClient

from neuvola_core.wire import NONCE_HEADER
from neuvola_server.api.app import create_app
from neuvola_server.house import House
from support.houses import HandClock, house_at


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def house(tmp_path: Path, clock: HandClock) -> Iterator[House]:
    with house_at(tmp_path / "server", clock=clock) as made:
        yield made


@pytest.fixture
def client(house: House) -> Iterator[TestClient]:
    with TestClient(create_app(house)) as asking:
        yield asking


@dataclass
class Enrolled:
    """A desk that asks over HTTP by hand."""

    client: TestClient
    id: str
    token: str
    nonces: Iterator[int] = field(default_factory=count)

    def get(self, path: str, **headers: str) -> httpx.Response:
        return self.client.get(path, headers=self._headers(headers))

    def post(self, path: str, said: Any = None, **headers: str) -> httpx.Response:
        return self.client.post(path, json=said, headers=self._headers(headers))

    def send(self, path: str, body: bytes, **headers: str) -> httpx.Response:
        headers = {"Content-Type": "application/json", **headers}
        return self.client.post(path, content=body, headers=self._headers(headers))

    def sync(self, *records: Any, **said: Any) -> httpx.Response:
        said = {"nonce": "n", "desk": self.id, "records": records, **said}
        return self.post("/v1/sync", said)

    def _headers(self, more: dict[str, str]) -> dict[str, str]:
        named = {name.replace("_", "-"): value for name, value in more.items()}
        return {"Authorization": f"Bearer {self.token}", NONCE_HEADER: f"h{next(self.nonces)}", **named}


def enrolled(client: TestClient, house: House, name: str = "Kallio") -> Enrolled:
    said = {"nonce": "n", "code": house.enrolment.new_code(name), "installation": f"computer of {name}"}
    answer = client.post("/v1/enrol", json=said).json()
    return Enrolled(client, answer["desk"], answer["token"])


@pytest.fixture
def desk(client: TestClient, house: House) -> Enrolled:
    return enrolled(client, house)
