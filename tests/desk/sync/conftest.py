"""A model server, and desks that reach it without a line between them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from neuvola_desk.usecases.contact_requests import ContactRequests
from support.contact_desk import OFFERS, requests_of
from support.model_server import ModelServer
from support.sync_desk import Keyring, SyncDesk


@pytest.fixture
def keyring(monkeypatch: pytest.MonkeyPatch) -> Keyring:
    store = Keyring()
    monkeypatch.setattr("neuvola_desk.keys.os_keyring", lambda: store)
    return store


@pytest.fixture
def server() -> ModelServer:
    return ModelServer()


@pytest.fixture
def new_desk(tmp_path: Path, server: ModelServer, keyring: Keyring) -> Iterator[Callable[..., SyncDesk]]:
    made: list[SyncDesk] = []

    def make(name: str = "desk", enrolled: bool = True, **options: object) -> SyncDesk:
        desk = SyncDesk(tmp_path / name, server.line, keyring=keyring, **options)  # type: ignore[arg-type]
        made.append(desk)
        if enrolled:
            desk.enrol(server, name)
        return desk

    yield make
    for desk in made:
        desk.close()


@pytest.fixture
def desk(new_desk: Callable[..., SyncDesk]) -> SyncDesk:
    return new_desk()


@pytest.fixture
def requests(desk: SyncDesk, server: ModelServer) -> ContactRequests:
    """The contact requests of a desk that knows who takes them; what it asked before is forgotten."""
    server.offers = OFFERS
    server.now = desk.clock.now
    assert desk.exchange.sync(automatic=True).state == "done"
    server.calls.clear()
    server.requests.clear()
    return requests_of(desk.record, desk.clock)
