"""A browser before the server's pages."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx2 as httpx
import pytest
from argon2 import PasswordHasher
from fastapi.testclient import TestClient

from neuvola_core.contact import ContactDetails
from neuvola_core.wire import Backlog, EnrolRequest, SyncRequest
from neuvola_server.accounts import Account, Accounts, Role
from neuvola_server.api.app import create_app
from neuvola_server.house import House
from neuvola_server.web import log_in_pages, withdraw_pages
from support.contacts import DETAILS, MadeRequest, link_to, register, request_to
from support.houses import HandClock, TestDesk, house_at

_CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
PASSWORD = "tyynen järven ranta"


@pytest.fixture(autouse=True)
def _fresh_and_quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log_in_pages, "_log_ins", log_in_pages.TokenBuckets(60))
    monkeypatch.setattr(withdraw_pages, "_of_one", withdraw_pages.TokenBuckets(withdraw_pages.TRIES_OF_ONE))
    monkeypatch.setattr(
        withdraw_pages, "_unknown", withdraw_pages.TokenBuckets(withdraw_pages.UNKNOWN_OF_ONE)
    )
    monkeypatch.setattr(withdraw_pages, "_of_all", withdraw_pages.TokenBuckets(withdraw_pages.TRIES_OF_ALL))
    monkeypatch.setattr("neuvola_server.accounts.PasswordHasher", lambda: _CHEAP)


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def house(tmp_path: Path, clock: HandClock) -> Iterator[House]:
    with house_at(tmp_path / "server", clock=clock) as made:
        yield made


@pytest.fixture
def accounts(house: House) -> Accounts:
    found = Accounts(house.database, house.clock)
    found.add(Account("leena", Role.COORDINATOR), PASSWORD)
    return found


@dataclass
class Browser:
    """Fills forms as a person does: with the proof of the page that is before it."""

    client: TestClient

    def get(self, path: str, language: str = "fi") -> httpx.Response:
        return self.client.get(path, headers={"Accept-Language": language})

    def post(self, path: str, page: str = "/desks", **fields: str) -> httpx.Response:
        found = re.search(r'name="proof" value="(\w+)"', self.get(page).text)
        assert found is not None
        return self.client.post(path, data={"proof": found[1], **fields})

    def log_in(self, name: str = "leena", password: str = PASSWORD) -> httpx.Response:
        return self.post("/desks/log-in", "/desks/log-in", name=name, password=password)


@pytest.fixture
def stranger(house: House, accounts: Accounts) -> Iterator[Browser]:
    with TestClient(create_app(house), base_url="https://server.example") as client:
        yield Browser(client)


@pytest.fixture
def browser(stranger: Browser) -> Browser:
    assert stranger.log_in().status_code == 200
    return stranger


def enrol(house: House, name: str, point: str = "", **backlog: int | str) -> str:
    code = house.enrolment.new_code(name, point=point)
    answer = house.door("127.0.0.1").enrol(EnrolRequest("n", code, f"computer of {name}"))
    if backlog:
        told = Backlog(**backlog)  # type: ignore[arg-type]
        house.port(answer.token).sync(SyncRequest("n", answer.desk, app="neuvola-desk 0.2.0", backlog=told))
    return answer.desk


@dataclass
class Post:
    """Has contact requests come in, and gives the links that the mails carry."""

    house: House
    desk: TestDesk

    def bring(self, *organisations: str, details: ContactDetails = DETAILS) -> MadeRequest:
        made = request_to(self.house, *organisations, details=details, day=self.house.clock().date())
        self.desk.sync(made.record)
        return made

    def link(self, made: MadeRequest, organisation: str = "o1") -> str:
        return f"/requests/{link_to(self.house, made.id, organisation)}"


@pytest.fixture
def post(house: House) -> Post:
    register(house, "o1", "o2")
    answer = house.door("127.0.0.1").enrol(EnrolRequest("n", house.enrolment.new_code("Kallio"), "computer"))
    return Post(house, TestDesk(answer, house.port(answer.token)))


@pytest.fixture
def caller(house: House) -> Iterator[Browser]:
    """A browser that nobody has logged in with."""
    with TestClient(create_app(house), base_url="https://server.example") as client:
        yield Browser(client)
