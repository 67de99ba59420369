"""A real server and real desks; the engine is SQLite where it makes no difference."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from neuvola_server.api.app import create_app
from neuvola_server.house import House
from support.broken_room import Room
from support.houses import HandClock, house_at
from support.serving import serving
from support.sync_desk import Keyring


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def keyring(monkeypatch: pytest.MonkeyPatch) -> Keyring:
    store = Keyring()
    monkeypatch.setattr("neuvola_desk.keys.os_keyring", lambda: store)
    return store


@pytest.fixture(params=["sqlite", "postgresql"])
def either_house(request: pytest.FixtureRequest, tmp_path: Path, clock: HandClock) -> Iterator[House]:
    """A server on either engine."""
    url = request.getfixturevalue("postgres_url") if request.param == "postgresql" else ""
    with house_at(tmp_path / "server", url, clock) as house:
        yield house


@pytest.fixture
def house(tmp_path: Path, clock: HandClock) -> Iterator[House]:
    with house_at(tmp_path / "server", clock=clock) as house:
        yield house


@pytest.fixture
def room(tmp_path: Path, house: House, clock: HandClock, keyring: Keyring) -> Iterator[Room]:
    made = Room(tmp_path, house, clock, keyring)
    yield made
    made.close()
    made.house.close()


@pytest.fixture
def url(house: House) -> Iterator[str]:
    """The server over HTTP."""
    with serving(create_app(house)) as url:
        yield url
