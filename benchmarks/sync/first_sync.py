"""A desk's first sync, one that was interrupted, one without news, and one with a hundred changes.

    python benchmarks/sync/first_sync.py [COUNT] [--with-index]

Made services (``benchmarks/search/corpus.py``) on a server process of its own over SQLite; the desk is a
whole one, record and keyring and all, in this process. The peer of the ready-made file is the same rows as
JSON pages, put into a table without any index; ``--with-index`` adds what the desk does where there is no
ready-made file, pages into the searchable catalogue, which takes minutes. The published catalogue takes
minutes too: it is kept in the temporary folder until the search index gets another version. Prints a Markdown
table.
"""

import argparse
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import msgspec

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "benchmarks" / "search"), str(ROOT / "tests")]

from corpus import corpus  # noqa: E402
from kinto_peer import free_port, wait_for_port  # noqa: E402
from processes import processor_seconds  # noqa: E402
from relay import Relay, relay  # noqa: E402

from neuvola_core.text import Text  # noqa: E402
from neuvola_core.wire import LARGEST_PAGE, NOWHERE  # noqa: E402
from neuvola_desk import keys  # noqa: E402
from neuvola_desk.sync.client import HttpPort  # noqa: E402
from neuvola_desk.sync.exchange import http_line  # noqa: E402
from neuvola_desk.sync.result import CANCELLED, Watch  # noqa: E402
from neuvola_desk.sync.transport import Transport  # noqa: E402
from neuvola_desk.usecases.clock import SystemClock  # noqa: E402
from neuvola_exchange.report import Reading  # noqa: E402
from neuvola_search.catalogue import Catalogue, open_catalogue  # noqa: E402
from neuvola_search.query import Query  # noqa: E402
from neuvola_server.house import House  # noqa: E402
from neuvola_server.settings import ServerSettings  # noqa: E402
from neuvola_server.storage.migrate import migrate  # noqa: E402
from neuvola_server.working import index_made_here  # noqa: E402
from support.sync_desk import Keyring, SyncDesk  # noqa: E402

COUNT = 30_000
CHANGED = 100
ASKED = 50
INTERRUPTED_AT = 0.9


def house_in(folder: Path) -> House:
    url = f"sqlite:///{folder / 'server.db'}"
    return House(ServerSettings(database_url=url, data_dir=folder, key_dir=folder / "keys"))


def published(count: int) -> Path:
    """A server's folder with so many services and their ready-made catalogue."""
    version = index_made_here().replace("/", "-")
    kept = Path(tempfile.gettempdir()) / f"neuvola-first-sync-{count}-{version}"
    if kept.exists():
        return kept
    made = kept.with_name(f"{kept.name}.making")
    shutil.rmtree(made, ignore_errors=True)
    made.mkdir()
    with closing(house_in(made)) as house:
        migrate(house.database)
        house.catalogue.bring_in(Reading("made", "made", True, corpus(count), count))
        house.snapshots.refresh()
    shutil.rmtree(made / "working")  # the server would follow with it while it is measured
    return made.rename(kept)


@dataclass(frozen=True)
class Server:
    """A server process over a copy of what is published."""

    folder: Path
    port: int
    process: int

    @contextmanager
    def house(self) -> Iterator[House]:
        with closing(house_in(self.folder)) as house:
            yield house


@contextmanager
def server_over(kept: Path) -> Iterator[Server]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "server"
        shutil.copytree(kept, folder)
        environment = os.environ | {
            "NEUVOLA_SERVER_DATABASE_URL": f"sqlite:///{folder / 'server.db'}",
            "NEUVOLA_SERVER_SNAPSHOT_MINUTES": "1000000",  # none is built while others are measured
            "NEUVOLA_SERVER_REQUESTS_PER_MINUTE": "1000000",
        }
        port = free_port()
        command = [sys.executable, "-m", "neuvola_server", "serve", "--port", str(port)]
        with (Path(name) / "log").open("wb") as log:
            process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
            try:
                wait_for_port(port)
                time.sleep(5)  # its keeper has looked once at what there is to do
                yield Server(folder, port, process.pid)
            finally:
                process.terminate()
                process.wait(60)


@contextmanager
def new_desk(server: Server, line: Relay, name: str) -> Iterator[SyncDesk]:
    """A desk that is enrolled and has no catalogue."""
    keyring = Keyring()
    keys.os_keyring = lambda: keyring
    with server.house() as house:
        code = house.enrolment.new_code(name)
    with tempfile.TemporaryDirectory() as folder:
        desk = SyncDesk(Path(folder) / "desk", http_line, SystemClock(), keyring)
        try:
            desk.exchange.enrol(line.url, code)
            yield desk
        finally:
            desk.close()


@dataclass
class Table:
    """Rows of the table: what was done, and what it cost."""

    server: Server
    line: Relay

    def timed(self, what: str, work: Callable[[], Any]) -> Any:
        self.line.clear()
        served = processor_seconds(self.server.process)
        wall, own = time.perf_counter(), time.process_time()
        result = work()
        wall, own = time.perf_counter() - wall, time.process_time() - own
        served = processor_seconds(self.server.process) - served
        sent, came = self.line.bytes
        spent = f"{wall:.2f} | {own:.2f} | {served:.2f}"
        print(f"| {what} | {spent} | {self.line.requests:,} | {sent:,} | {came:,} |", flush=True)
        return result


def token_of(desk: SyncDesk) -> tuple[str, str]:
    identity = desk.exchange.enrolled()
    return identity.desk, desk.exchange.tokens(identity).candidates()[0]


def pages_into(port: HttpPort, take: Callable[[Any], None]) -> None:
    """All pages from the beginning, each handed on."""
    cursor, more = NOWHERE, True
    while more:
        page = port.changes(cursor, LARGEST_PAGE)
        take(page)
        cursor, more = page.cursor, page.more


def plain_rows(port: HttpPort, folder: Path) -> None:
    """The floor of every program that fetches records: pages of JSON into a table without any index."""
    with closing(sqlite3.connect(folder / "plain.db")) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE services (id TEXT, digest TEXT, canonical BLOB)")

        def take(page: Any) -> None:
            rows = ((one.id, one.digest, msgspec.json.encode(one.service)) for one in page.changes)
            connection.executemany("INSERT INTO services VALUES (?, ?, ?)", rows)
            connection.commit()

        pages_into(port, take)


def first(table: Table, with_index: bool) -> None:
    with new_desk(table.server, table.line, "ensimmäinen") as desk:

        def sync() -> None:
            result = desk.exchange.sync()
            assert result.fault is None, result
            assert found(desk.catalogue), "nothing is found"

        table.timed("first sync by the ready-made catalogue, to the first search result", sync)
        _identity, token = token_of(desk)
        with closing(Transport(table.line.url)) as transport:
            port = HttpPort(transport, token)
            folder = desk.paths.data
            by_pages = "the same rows by JSON pages, plain inserts, no index"
            table.timed(by_pages, lambda: plain_rows(port, folder))
            if with_index:
                with closing(open_catalogue(folder / "paged.db")) as paged:
                    table.timed(
                        "the same by JSON pages into the searchable catalogue",
                        lambda: pages_into(port, paged.follow),
                    )


def found(catalogue: Catalogue) -> int:
    return catalogue.search(Query("velkaneuvonta")).total


def interrupted(table: Table) -> None:
    with new_desk(table.server, table.line, "katkennut") as desk:
        shares = [0.0]

        def look(stage: str, done: int, total: int) -> None:
            shares.append(done / total if stage == "download" else 0.0)

        watch = Watch(look, lambda: shares[-1] >= INTERRUPTED_AT)
        told = table.timed("first sync, interrupted at 90 %", lambda: desk.exchange.sync(watch=watch))
        assert told.state == CANCELLED
        table.timed("the next one, which goes on", desk.exchange.sync)
        assert found(desk.catalogue)


def without_news(table: Table) -> None:
    with new_desk(table.server, table.line, "ajan tasalla") as desk:
        desk.exchange.sync()
        table.timed("sync without news", desk.exchange.sync)
        change_some(table.server)
        cursor = desk.catalogue.cursor()
        table.timed(f"sync with {CHANGED} changed services, searchable after it", desk.exchange.sync)
        _identity, token = token_of(desk)
        with closing(Transport(table.line.url)) as transport:
            port = HttpPort(transport, token)
            assert len(port.changes(cursor, LARGEST_PAGE).changes) == CHANGED

            def ask() -> None:
                for _ in range(ASKED):
                    port.changes(cursor, LARGEST_PAGE)

            table.timed(f"{ASKED} times the page of {CHANGED} changes, asked only", ask)


def change_some(server: Server) -> None:
    changed = [
        replace(one, summary=Text(fi=f"Uusi kuvaus {number}")) for number, one in enumerate(corpus(CHANGED))
    ]
    with server.house() as house:
        house.catalogue.bring_in(Reading("made", "made", False, iter(changed), len(changed)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("count", type=int, nargs="?", default=COUNT)
    parser.add_argument("--with-index", action="store_true")
    chosen = parser.parse_args()
    with server_over(published(chosen.count)) as server, relay("127.0.0.1", server.port) as line:
        table = Table(server, line)
        print("| | wall s | CPU s, desk | CPU s, server | requests | bytes sent | bytes received |")
        print("| --- | --: | --: | --: | --: | --: | --: |")
        without_news(table)
        interrupted(table)
        first(table, chosen.with_index)


if __name__ == "__main__":
    main()
