"""A server's catalogue in a test: a house on either engine, with a clock that stands until it is told."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from neuvola_core import codec
from neuvola_core.catalogue import Service
from neuvola_core.wire import FIRST_LINK, NOWHERE, Change, ChangePage, next_link
from neuvola_server.house import House
from neuvola_server.publication import Publication
from neuvola_server.service_rows import Changes, Incoming
from neuvola_server.settings import ServerSettings
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
    usual = {"key_dir": folder / "keys", "durable_at_commit": True}
    made = ServerSettings(database_url=url, data_dir=folder, **(usual | settings))
    house = House(made, clock=clock or StandingClock())
    migrate(house.database)
    return house


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
