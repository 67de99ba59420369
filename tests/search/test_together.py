"""Threads and processes on one catalogue."""

import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from neuvola_core.catalogue import Service
from neuvola_core.errors import BusyError
from neuvola_search import schema
from neuvola_search.catalogue import Applied, Catalogue, open_catalogue
from neuvola_search.query import Query

Put = Callable[..., Applied]
Make = Callable[..., Service]


def test_a_writer_in_another_process_is_noticed(catalogue: Catalogue, put: Put, make: Make) -> None:
    put(make("Vanha"))
    assert catalogue.search(Query("vanha")).total == 1
    script = (
        "import sys\nfrom datetime import date\nfrom pathlib import Path\n"
        "from neuvola_search.catalogue import open_catalogue\n"
        "c = open_catalogue(Path(sys.argv[1]))\n"
        "c.apply([], origin='test', complete=True, fetched_on=date(2026, 12, 1))\nc.close()\n"
    )
    subprocess.run([sys.executable, "-c", script, str(catalogue.path)], check=True)
    assert catalogue.search(Query("vanha")).total == 0
    assert catalogue.info().withdrawn == 1


def test_reading_does_not_wait_for_a_writer(catalogue: Catalogue, put: Put, make: Make) -> None:
    put(make("Vanha"))
    seen: list[int] = []

    def slow() -> "list[Service]":
        seen.append(catalogue.search(Query()).total)
        return [make("Uusi")]

    items = (service for _ in range(1) for service in slow())
    catalogue.apply(items, origin="other", complete=True, fetched_on=date(2026, 12, 1))
    assert seen == [1]
    assert catalogue.search(Query()).total == 2


def test_many_threads_read_while_one_writes(catalogue: Catalogue, make: Make) -> None:
    def write() -> None:
        for number in range(12):
            services = [make(f"palvelu {number} {n}", source_id=str(n)) for n in range(20)]
            catalogue.apply(services, origin="test", complete=True, fetched_on=date(2026, 12, 1))

    done = threading.Event()

    def read() -> int:
        odd = 0
        while not done.is_set():
            results = catalogue.search(Query("palvelu", limit=50))
            odd += results.total not in {0, 20} or len(results.hits) != results.total
        return odd

    with ThreadPoolExecutor(4) as pool:
        readers = [pool.submit(read) for _ in range(3)]
        try:
            write()
        finally:
            done.set()
        assert [reader.result() for reader in readers] == [0, 0, 0]


def test_a_second_writer_is_told_that_it_is_busy(
    catalogue: Catalogue, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "_BUSY_MS", 50)

    def interrupted() -> "list[Service]":
        with pytest.raises(BusyError):
            catalogue.apply([], origin="b", complete=False, fetched_on=date(2026, 12, 1), cursor="x")
        return [make("Yksi")]

    items = (service for _ in range(1) for service in interrupted())
    assert catalogue.apply(items, origin="a", complete=True, fetched_on=date(2026, 12, 1)).added == 1


def test_two_opening_at_once_make_one_file(path: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        opened = list(pool.map(lambda _: open_catalogue(path), range(4)))
    assert [catalogue.info().services for catalogue in opened] == [0] * 4
    for catalogue in opened:
        catalogue.close()
