"""A house on SQLite and one on PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from neuvola_server.house import House
from support.houses import HandClock, house_at


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture(params=["sqlite", "postgresql"])
def house(request: pytest.FixtureRequest, tmp_path: Path, clock: HandClock) -> Iterator[House]:
    """A house on either engine."""
    url = request.getfixturevalue("postgres_url") if request.param == "postgresql" else ""
    with house_at(tmp_path / "server", url, clock) as built:
        yield built


@pytest.fixture
def sqlite_house(tmp_path: Path, clock: HandClock) -> Iterator[House]:
    """A house where the engine makes no difference."""
    with house_at(tmp_path / "server", clock=clock) as built:
        yield built
