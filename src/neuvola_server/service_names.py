"""What services are called, for a page that must not learn which of them somebody was told of.

Whoever has a service's number asks for all names whose numbers begin like it and looks its own up. A name
that was typed is looked for here. The names are read again when the catalogue has moved on.
"""

import math
import threading
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import msgspec
from sqlalchemy import false, select

from neuvola_core.folding import fold
from neuvola_core.text import Text
from neuvola_server.publication import Publication
from neuvola_server.storage.database import Database
from neuvola_server.storage.schema import service

LEAST_TOGETHER: Final = 16
"""So many services at least, on average, begin alike."""
DEEPEST: Final = 4
MOST_FOUND: Final = 8
SHORTEST: Final = 2
"""Letters of a name that was typed."""
_PAGE: Final = 1000


@dataclass(frozen=True, slots=True)
class NamedService:
    """A service as it is shown."""

    id: str
    name: Text
    organisation: Text

    def told(self, language: str) -> str:
        """Its name, and whose it is."""
        name, whose = self.name.best(language), self.organisation.best(language)
        return f"{name} – {whose}" if whose else name


@dataclass(frozen=True, slots=True)
class _Names:
    seq: str
    services: Mapping[str, NamedService]
    depth: int
    alike: Mapping[str, Sequence[NamedService]]
    words: Sequence[tuple[str, NamedService]]


class _Named(msgspec.Struct):
    """What is read of a service; everything else in its JSON is passed over."""

    name: dict[str, str] = field(default_factory=dict)


class _Told(_Named):
    organisation: _Named | None = None


class ServiceNames:
    """The names of what is offered now."""

    def __init__(self, database: Database, publication: Publication) -> None:
        self._database = database
        self._publication = publication
        self._lock = threading.Lock()
        self._read: _Names | None = None

    @property
    def depth(self) -> int:
        """How many signs of a number are asked by."""
        return self._names().depth

    def alike(self, beginning: str) -> tuple[NamedService, ...]:
        """All services whose numbers begin so; none unless it has ``depth`` signs."""
        return tuple(self._names().alike.get(beginning, ()))

    def one(self, service_id: str) -> NamedService | None:
        """A service that is offered."""
        return self._names().services.get(service_id)

    def named(self, typed: str) -> tuple[NamedService, ...]:
        """The services that a typed name may mean: the one that is called just so, else several."""
        wanted = fold(" ".join(typed.split()))
        if len(wanted) < SHORTEST:
            return ()
        names = self._names()
        same = [one for _words, one in names.words if wanted in map(fold, one.name.values())]
        if len(same) == 1:
            return tuple(same)
        beginnings = [f" {word}" for word in wanted.split()]
        found = (one for words, one in names.words if all(word in words for word in beginnings))
        others = sorted((one for one in found if one not in same), key=lambda one: one.told(""))
        return tuple([*same, *others][:MOST_FOUND])

    def _names(self) -> _Names:
        head = self._publication.now()
        seq = f"{head.epoch}/{head.seq}"
        with self._lock:
            if self._read is None or self._read.seq != seq:
                self._read = _made(seq, tuple(self._all()))
            return self._read

    def _all(self) -> Iterator[NamedService]:
        last = ""
        while rows := self._some(last):
            for service_id, canonical in rows:
                told = msgspec.json.decode(canonical, type=_Told)
                whose = told.organisation.name if told.organisation else {}
                yield NamedService(service_id, Text(told.name), Text(whose))
            last = rows[-1][0]

    def _some(self, after: str) -> Sequence[tuple[str, bytes]]:
        query = select(service.c.id, service.c.canonical).where(
            service.c.gone == false(), service.c.id > after
        )
        query = query.order_by(service.c.id).limit(_PAGE)
        rows = self._database.read(lambda connection: connection.execute(query).all())
        return [(row.id, bytes(row.canonical)) for row in rows]


def _words_of(one: NamedService) -> str:
    """All that it is called, folded, with a blank before each word."""
    return f" {fold(' '.join((*one.name.values(), *one.organisation.values())))}"


def _made(seq: str, services: Sequence[NamedService]) -> _Names:
    depth = int(math.log(max(1, len(services) / LEAST_TOGETHER), 16))
    depth = min(depth, DEEPEST)
    alike: defaultdict[str, list[NamedService]] = defaultdict(list)
    for one in services:
        alike[one.id.replace("-", "")[:depth]].append(one)
    words = [(_words_of(one), one) for one in services]
    return _Names(seq, {one.id: one for one in services}, depth, alike, words)
