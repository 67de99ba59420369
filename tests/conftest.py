"""Fixtures for every test: no screen, no network, no home folder but a temporary one."""

import gc
import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from support.postgres import Cluster

# A test says what comes out, never how fast: the machine may be busy with something else.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

SHARED = Path(__file__).resolve().parents[2] / "shared"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--onscreen", action="store_true", help="show the windows that the tests open")


def pytest_configure(config: pytest.Config) -> None:
    if not config.getoption("--onscreen"):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"


def pytest_collection_finish() -> None:
    """Thousands of tests are a heap that stays: each collection of garbage would look at all of it."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 10, 10)


@pytest.fixture(autouse=True, scope="session")
def _cheap_secrets() -> Iterator[None]:
    """Passphrases and PINs are quickly tried in this process; programs that a test starts are as they are."""
    from neuvola_desk import keys
    from neuvola_desk.usecases import pin_hash

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keys, "Argon2", partial(keys.Argon2, time_cost=1, memory_kib=64, lanes=1))
        patch.setattr(pin_hash, "_TIME_COST", 1)
        patch.setattr(pin_hash, "_MEMORY_KIB", 64)
        yield


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the developer's own data."""
    monkeypatch.setenv("NEUVOLA_DATA_DIR", str(tmp_path / "data"))


@pytest.fixture
def shared() -> Path:
    """The public catalogues beside the checkout; the test is skipped, saying so, where they are absent."""
    if not SHARED.is_dir():
        pytest.skip("the public catalogues are not beside this checkout (../shared)")
    return SHARED


@pytest.fixture(scope="session")
def postgres_cluster() -> "Iterator[Cluster]":
    """A PostgreSQL of this test process; started when the first test wants it."""
    from support.postgres import running_cluster

    with running_cluster() as cluster:
        yield cluster


@pytest.fixture(scope="session")
def ready_database(postgres_cluster: "Cluster") -> str:
    """The name of a PostgreSQL database with the tables of the server, to copy from."""
    from support.publishing import make_tables

    name = postgres_cluster.create()
    make_tables(postgres_cluster.url(name))
    return name


@pytest.fixture
def postgres_url(postgres_cluster: "Cluster", ready_database: str) -> Iterator[str]:
    """The URL of a database with the tables of the server and nothing in them, thrown away after the test."""
    name = postgres_cluster.create(ready_database)
    yield postgres_cluster.url(name)
    postgres_cluster.drop(name)


@pytest.fixture
def bare_postgres_url(postgres_cluster: "Cluster") -> Iterator[str]:
    """The URL of a database without any table, thrown away after the test."""
    name = postgres_cluster.create()
    yield postgres_cluster.url(name)
    postgres_cluster.drop(name)
