"""The same tests against the port itself and over real HTTP, on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from neuvola_desk.sync.client import HttpEnrolment, HttpPort
from neuvola_desk.sync.transport import Transport
from neuvola_server.api.app import create_app
from neuvola_server.house import House
from support.houses import HandClock, Server, house_at
from support.serving import serving


@pytest.fixture
def database_url(request: pytest.FixtureRequest) -> str:
    """Of a PostgreSQL database, or empty for an SQLite file."""
    is_postgresql = "postgresql" in request.node.callspec.params["server"]
    return str(request.getfixturevalue("postgres_url")) if is_postgresql else ""


@pytest.fixture(params=["direct", "http-sqlite", "http-postgresql"])
def server(request: pytest.FixtureRequest, tmp_path: Path, database_url: str) -> Iterator[Server]:
    """A server with nothing in it."""
    clock = HandClock()
    with ExitStack() as stack:
        house = stack.enter_context(house_at(tmp_path / "server", database_url, clock))
        yield _direct(house, clock) if request.param == "direct" else _over_http(house, clock, stack)


def _direct(house: House, clock: HandClock) -> Server:
    return Server(house, clock, ask=house.port, door=lambda: house.door("127.0.0.1"))


def _over_http(house: House, clock: HandClock, stack: ExitStack) -> Server:
    url = stack.enter_context(serving(create_app(house)))
    transport = Transport(url)
    stack.callback(transport.close)
    return Server(
        house,
        clock,
        ask=lambda token: HttpPort(transport, token),
        door=lambda: HttpEnrolment(transport),
    )
