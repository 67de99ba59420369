"""A server's catalogue in a test: a house on either engine, with a clock that stands until it is told."""

from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import make_url

from neuvola_core import codec
from neuvola_core.catalogue import Service
from neuvola_core.wire import FIRST_LINK, NOWHERE, Change, ChangePage, next_link
from neuvola_server.house import House
from neuvola_server.publication import Publication
from neuvola_server.service_rows import Changes, Incoming
from neuvola_server.settings import ServerSettings
from neuvola_server.storage.database import Database
from neuvola_server.storage.migrate import migrate
from support.services import make_service

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


class StandingClock:
    """Goes only when it is told."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def go(self, **time: float) -> None:
        self.now += timedelta(**time)


def make_house(folder: Path, url: str = "", clock: Any = None, **settings: Any) -> House:
    """A house with its tables made; several of one URL are several hosts."""
    url = url or f"sqlite:///{folder / 'server.db'}"
    _lay_tables(url)
    usual = {"key_dir": folder / "keys", "durable_at_commit": True}
    made = ServerSettings(database_url=url, data_dir=folder, **(usual | settings))
    return House(made, clock=clock or StandingClock())


def make_tables(url: str) -> None:
    """Migrates a database of either engine."""
    with closing(Database(url)) as database:
        migrate(database)


def _lay_tables(url: str) -> None:
    """The tables as migrating makes them, which need not be done anew for each of a thousand houses."""
    place = make_url(url)
    file = Path(str(place.database))
    if place.get_backend_name() != "sqlite" or file.exists():
        make_tables(url)
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(_migrated_file())


@cache
def _migrated_file() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "server.db"
        make_tables(f"sqlite:///{path}")
        return path.read_bytes()


def incoming(name: str, said: str = "", **fields: Any) -> Incoming:
    """A service as a source says it; ``said`` tells two states of it apart."""
    one = make_service(name, summary=said, **fields)
    canonical = codec.to_json(one)
    source = one.source
    return Incoming(
        one.id,
        source.name,
        source.kind,
        source.source_id,
        canonical,
        codec.digest(canonical),
        NOON.date().isoformat(),
    )


def news(*services: Incoming, origin: str = "test", day: str = "2026-11-20", **more: Any) -> Changes:
    return Changes(origin=origin, day=day, services=services, **more)


@dataclass(slots=True)
class Follower:
    """A desk without a desk: what it has after following pages, checked as it goes."""

    publication: Publication
    limit: int = 100
    cursor: str = NOWHERE
    seq: int = 0
    link: str = FIRST_LINK
    held: dict[str, str] | None = None
    taken: int = 0

    def follow(self) -> ChangePage:
        """Follows to the end; raises ``AssertionError`` for a hole or a broken chain."""
        while True:
            page = self.publication.page(self.cursor, self.limit)
            for change in page.changes:
                self._take(change)
            assert page.changes or not page.more
            self.cursor = page.cursor
            if not page.more:
                assert (self.seq, self.link) == (page.head.seq, page.head.chain)
                assert len(self.services) == page.head.count
                return page

    @property
    def services(self) -> dict[str, str]:
        """Digest by id of what is offered."""
        self.held = {} if self.held is None else self.held
        return self.held

    def _take(self, change: Change) -> None:
        assert change.seq == self.seq + 1
        self.seq = change.seq
        self.link = next_link(self.link, change.seq, change.id, change.digest)
        self.taken += 1
        if change.gone:
            self.services.pop(change.id, None)
        elif change.service is not None:
            assert codec.digest(codec.to_json(codec.from_json(_json(change), Service))) == change.digest
            self.services[change.id] = change.digest


def _json(change: Change) -> bytes:
    return codec.to_json(change.service)


def undated(services: Iterable[Service]) -> set[Service]:
    """Services without the day they were fetched on."""
    return {replace(one, source=replace(one.source, fetched_on=None)) for one in services}
