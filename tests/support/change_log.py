"""A change log as a server keeps one, in memory: pages of it are what a desk follows."""

from typing import Any

import msgspec

from neuvola_core import codec
from neuvola_core.catalogue import Service
from neuvola_core.wire import FIRST_LINK, GONE_DIGEST, Change, ChangePage, Head, cursor_of, next_link

EPOCH = "e1"


class ChangeLog:
    """Services come and go; every change gets the next number."""

    def __init__(self, epoch: str = EPOCH) -> None:
        self.epoch = epoch
        self.changes: list[Change] = []
        self.links = [FIRST_LINK]
        self.live: set[str] = set()
        self.fresh: dict[str, str] = {}

    def put(self, *services: Service) -> None:
        for service in services:
            canonical = codec.to_json(service)
            said = msgspec.json.decode(canonical)
            self._add(service.id, codec.digest(canonical), service=said, fetched_on="2026-11-20")
            self.live.add(service.id)

    def withdraw(self, *services: Service) -> None:
        for service in services:
            self._add(service.id, GONE_DIGEST, gone=True)
            self.live.discard(service.id)

    def _add(self, service_id: str, digest: str, **fields: Any) -> None:
        seq = len(self.changes) + 1
        self.changes.append(Change(seq, service_id, digest, **fields))
        self.links.append(next_link(self.links[-1], seq, service_id, digest))

    @property
    def head(self) -> Head:
        return Head(self.epoch, len(self.changes), self.links[-1], len(self.live), self.fresh)

    def cursor(self, seq: int) -> str:
        return cursor_of(self.epoch, seq, self.links[seq])

    def page(self, after: int = 0, limit: int = 100) -> ChangePage:
        newest = {change.id: change.seq for change in self.changes}
        chosen = [
            change if newest[change.id] == change.seq else Change(change.seq, change.id, change.digest)
            for change in self.changes[after : after + limit]
        ]
        last = after + len(chosen)
        return ChangePage("n", tuple(chosen), self.cursor(last), last < len(self.changes), self.head)
