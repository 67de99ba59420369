"""A thread keeps its one connection to the catalogue, whoever made the thread."""

import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PySide6.QtCore import QThreadPool

import neuvola_search.catalogue as module
from neuvola_core.catalogue import Service
from neuvola_search.catalogue import Applied, Catalogue
from neuvola_search.query import Query

SEARCHES = 40
Put = Callable[..., Applied]
Opened = list[int]


@pytest.fixture
def opened(catalogue: Catalogue, put: Put, make: Callable[..., Service], monkeypatch) -> Opened:
    """The threads that connections to a catalogue of one service are opened by from now on."""
    put(make("Velkaneuvonta", needs=("velat",)))
    threads: Opened = []
    connect = module.connect

    def counted(path: Path) -> sqlite3.Connection:
        threads.append(threading.get_ident())
        return connect(path)

    monkeypatch.setattr(module, "connect", counted)
    return threads


def test_searches_from_a_qt_worker_share_one_connection(catalogue: Catalogue, opened: Opened) -> None:
    pool = QThreadPool()
    pool.setMaxThreadCount(1)
    pool.setExpiryTimeout(-1)
    found: list[int] = []
    for number in range(SEARCHES):
        pool.start(lambda number=number: found.append(catalogue.search(Query("velka"[: number % 6])).total))
    assert pool.waitForDone(30_000)
    assert found == [1] * SEARCHES
    assert len(opened) == 1


def test_each_thread_has_a_connection_of_its_own_and_keeps_it(catalogue: Catalogue, opened: Opened) -> None:
    together = threading.Barrier(3)

    def search(number: int) -> int:
        if number < 3:
            together.wait(30)  # each thread takes one of the first three
        return catalogue.search(Query("velka")).total + len(catalogue.services(("x",)))

    with ThreadPoolExecutor(3) as threads:
        assert list(threads.map(search, range(SEARCHES))) == [1] * SEARCHES
    assert len(opened) == len(set(opened)) == 3


def test_a_closed_catalogue_opens_no_connection_for_a_new_thread(
    catalogue: Catalogue, opened: Opened
) -> None:
    catalogue.close()
    with ThreadPoolExecutor(1) as thread, pytest.raises(sqlite3.ProgrammingError):
        thread.submit(catalogue.search, Query("velka")).result()
