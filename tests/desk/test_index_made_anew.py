"""A desk whose catalogue has an index of another version makes it anew and tells how far it is."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from neuvola_desk.desk import Desk
from neuvola_desk.paths import DeskPaths
from neuvola_search.catalogue import open_catalogue
from support.publishing import NOON
from support.services import make_service

SERVICES = 105
"""More than are indexed between two tellings."""


@pytest.fixture
def paths(tmp_path_factory: pytest.TempPathFactory) -> DeskPaths:
    """A desk with a catalogue."""
    paths = DeskPaths(tmp_path_factory.mktemp("desk")).create()
    services = [make_service(f"Palvelu {number}") for number in range(SERVICES)]
    with closing(open_catalogue(paths.catalogue)) as catalogue:
        catalogue.apply(services, origin="test", complete=True, fetched_on=NOON.date())
    return paths


def opened(paths: DeskPaths) -> list[tuple[int, int]]:
    told: list[tuple[int, int]] = []
    with closing(Desk(paths, on_indexing=lambda done, count: told.append((done, count)))) as desk:
        assert desk.catalogue.info().services == SERVICES
    return told


def test_it_tells_how_many_of_how_many(paths: DeskPaths) -> None:
    with closing(sqlite3.connect(paths.catalogue)) as raw, raw:
        raw.execute("UPDATE meta SET value = '0/older' WHERE key = 'index'")
    told = opened(paths)
    assert told
    assert {count for _done, count in told} == {SERVICES}
    assert [done for done, _count in told] == sorted(done for done, _count in told)


def test_one_that_is_up_to_date_has_nothing_to_tell(paths: DeskPaths) -> None:
    assert opened(paths) == []


def test_the_first_start_tells_of_the_demo_services(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    paths = DeskPaths(tmp_path / "new").create()
    with closing(Desk(paths, on_indexing=lambda done, count: told.append((done, count)))) as desk:
        count = desk.load_demo().added
    assert told
    assert {total for _done, total in told} == {count}
