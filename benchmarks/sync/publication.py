"""What publishing costs the server: an import, the pages that desks ask for, and a ready-made catalogue.

    python benchmarks/sync/publication.py [COUNT]

Made services (``benchmarks/search/corpus.py``) on SQLite and on a PostgreSQL of its own, both with their
files synchronised as in use. Seconds of wall clock and of processor time of this process (PostgreSQL's own is
not in it). Prints a table in Markdown.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median
from typing import Any

import msgspec

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "benchmarks" / "search"), str(ROOT / "tests")]

from corpus import corpus  # noqa: E402

from neuvola_core import codec  # noqa: E402
from neuvola_core.catalogue import Service  # noqa: E402
from neuvola_core.text import Text  # noqa: E402
from neuvola_core.wire import NOWHERE, cursor_of  # noqa: E402
from neuvola_exchange.report import Reading  # noqa: E402
from neuvola_server import snapshots  # noqa: E402
from neuvola_server.house import House  # noqa: E402
from neuvola_server.settings import ServerSettings  # noqa: E402
from neuvola_server.snapshot_store import SnapshotStore  # noqa: E402
from neuvola_server.storage.migrate import migrate  # noqa: E402
from neuvola_server.working import WorkingCatalogue  # noqa: E402
from support.postgres import running_cluster  # noqa: E402

COUNT = 30_000
CHANGED = 100
ASKED = 50


@dataclass
class Figures:
    """Rows of the table: what was done → wall and processor seconds, by engine."""

    rows: dict[str, dict[str, str]] = field(default_factory=dict)

    def note(self, engine: str, what: str, told: str) -> None:
        self.rows.setdefault(what, {})[engine] = told
        print(f"{engine}: {what}: {told}", file=sys.stderr, flush=True)

    def timed(self, engine: str, what: str, work: Callable[[], Any]) -> Any:
        wall, processor = time.perf_counter(), time.process_time()
        result = work()
        wall, processor = time.perf_counter() - wall, time.process_time() - processor
        self.note(engine, what, f"{wall:.2f} s ({processor:.2f})")
        return result

    def table(self) -> str:
        engines = list(dict.fromkeys(engine for told in self.rows.values() for engine in told))
        lines = [f"| | {' | '.join(engines)} |", f"|---|{'---|' * len(engines)}"]
        lines += [
            f"| {what} | {' | '.join(told.get(engine, '') for engine in engines)} |"
            for what, told in self.rows.items()
        ]
        return "\n".join(lines)


def reading(services: list[Service], *, complete: bool = True) -> Reading:
    return Reading("made", "made", complete, iter(services), len(services))


def measure(figures: Figures, engine: str, house: House, services: list[Service]) -> None:
    count = len(services)
    catalogue, publication = house.catalogue, house.publication
    figures.timed(engine, f"import of {count:,}, all new", lambda: catalogue.bring_in(reading(services)))
    figures.timed(engine, "the same again, all unchanged", lambda: catalogue.bring_in(reading(services)))
    before = publication.now()
    changed = [replace(one, summary=Text(fi="Uusi kuvaus")) for one in services[:CHANGED]]
    partial = reading(changed, complete=False)
    figures.timed(engine, f"import of {CHANGED} changed ones", lambda: catalogue.bring_in(partial))
    cursor = cursor_of(before.epoch, before.seq, before.chain)
    pages(figures, engine, house, cursor)
    build(figures, engine, house, services)


def pages(figures: Figures, engine: str, house: House, cursor: str) -> None:
    """What one desk's question costs: reading the page and making JSON of it, as the route does."""

    def ask(at: str, limit: int) -> bytes:
        page = house.publication.page(at, limit)
        return msgspec.json.encode(page, enc_hook=codec.encode_value)

    for what, at, limit in (
        (f"page of {CHANGED} changes", cursor, CHANGED),
        ("page without a change", house.publication.page(cursor, CHANGED).cursor, CHANGED),
        ("page of 1,000, from nowhere", NOWHERE, 1000),
    ):
        spent = []
        for _ in range(ASKED):
            wall, processor = time.perf_counter(), time.process_time()
            size = len(ask(at, limit))
            spent.append((time.perf_counter() - wall, time.process_time() - processor))
        wall, processor = median(one[0] for one in spent), median(one[1] for one in spent)
        told = f"{wall * 1000:.1f} ms ({processor * 1000:.1f}), {size / 1000:,.1f} kB"
        figures.note(engine, what, told)


def build(figures: Figures, engine: str, house: House, services: list[Service]) -> None:
    folder = house.settings.data_dir
    store = SnapshotStore(house.database, folder / "snapshots")
    working = WorkingCatalogue(folder / "measured.db", house.publication, house.catalogue, store)
    figures.timed(engine, "working catalogue made with its index", working.follow)
    newer = [replace(one, summary=Text(fi="Uudempi kuvaus")) for one in services[:CHANGED]]
    house.catalogue.bring_in(reading(newer, complete=False))
    head = figures.timed(engine, f"working catalogue follows {len(newer)} changes", working.follow)
    raw, packed = folder / "raw.db", folder / "raw.db.zst"
    copied = figures.timed(engine, "copied and compacted", lambda: working.copy_to(raw, head))
    digest, size = figures.timed(
        engine, f"compressed, zstd {snapshots.LEVEL}", lambda: snapshots._compress(raw, packed)
    )
    manifest = snapshots._manifest(copied, digest, size, packed)
    store.folder.mkdir()
    packed.replace(store.path(manifest.name))
    signed = house.snapshots._signed(manifest)
    figures.timed(engine, "put into the database", lambda: store.put(signed))
    figures.note(engine, "size: file, compressed", f"{size / 1e6:.0f} MB, {manifest.size / 1e6:.1f} MB")


@contextmanager
def new_house(url: str) -> Iterator[House]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings = ServerSettings(
            database_url=url or f"sqlite:///{folder / 'server.db'}", data_dir=folder, key_dir=folder / "keys"
        )
        with closing(House(settings)) as house:
            migrate(house.database)
            yield house


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("count", type=int, nargs="?", default=COUNT)
    services = list(corpus(parser.parse_args().count))
    figures = Figures()
    with new_house("") as house:
        measure(figures, "SQLite", house, services)
    with running_cluster(durable=True) as cluster, new_house(cluster.url(cluster.create())) as house:
        measure(figures, "PostgreSQL", house, services)
    print(figures.table())


if __name__ == "__main__":
    main()
