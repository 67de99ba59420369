"""Killed at any point, the file holds the state before or the state after."""

import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from neuvola_core.catalogue import Service
from neuvola_search.catalogue import Applied, Catalogue, open_catalogue
from neuvola_search.query import Query

CHILD = textwrap.dedent(
    """
    import os, signal, sys
    from datetime import date
    from pathlib import Path
    from neuvola_core.catalogue import Service, Source
    from neuvola_core.ids import catalogue_id
    from neuvola_core.text import Text
    from neuvola_search import postings, writer
    from neuvola_search.catalogue import open_catalogue

    path, moment = Path(sys.argv[1]), sys.argv[2]

    def die(*_args, **_options):
        os.kill(os.getpid(), signal.SIGKILL)

    def services():
        for number in range(300):
            if moment == "services" and number == 150:
                die()
            name = f"uusi {number}"
            yield Service(
                id=catalogue_id("test", "service", str(number)),
                source=Source("test", "service", str(number)),
                name=Text(fi=name),
            )

    if moment == "index":
        writer.PostingBatch._merge_keys = die
    if moment == "orders":
        writer.Writer._write_orders = die
    if moment == "sources":
        writer.Application.note_sources = die
    catalogue = open_catalogue(path)
    catalogue.apply(services(), origin="test", complete=True, fetched_on=date(2026, 12, 1), cursor="new")
    die()
    """
)


def _run(path: Path, moment: str) -> None:
    done = subprocess.run([sys.executable, "-c", CHILD, str(path), moment], check=False, capture_output=True)
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()


@pytest.mark.parametrize(
    ("moment", "stands"),
    [("services", "old"), ("index", "old"), ("orders", "old"), ("sources", "old"), ("after", "new")],
)
def test_nothing_is_half_done(
    catalogue: Catalogue, put: Callable[..., Applied], make: Callable[..., Service], moment: str, stands: str
) -> None:
    old = [make(f"vanha {number}", source_id=str(number)) for number in range(100)]
    put(*old, cursor="old")
    _run(catalogue.path, moment)
    assert catalogue.cursor() == stands
    count = {"old": 100, "new": 300}[stands]
    assert catalogue.info().services == count
    assert sum(1 for _ in catalogue.all_services()) == count
    assert catalogue.search(Query()).total == count
    assert catalogue.search(Query("vanha")).total == (100 if stands == "old" else 0)
    assert catalogue.search(Query("uusi")).total == (300 if stands == "new" else 0)


def test_after_a_crash_the_same_import_goes_through(path: Path, make: Callable[..., Service]) -> None:
    _run(path, "orders")
    catalogue = open_catalogue(path)
    applied = catalogue.apply([make("Yksi")], origin="x", complete=True, fetched_on=date(2026, 12, 1))
    assert applied == Applied(added=1)
    catalogue.close()
