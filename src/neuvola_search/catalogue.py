"""catalogue.db as the rest of the program sees it: find, read, and bring services in.

Threads may share a ``Catalogue``: each gets a connection of its own. Readers never wait for a writer, and
notice what another process has written. Nothing of a visitor is ever put in here.
"""

import sqlite3
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Final

from neuvola_core.catalogue import Service
from neuvola_core.codec import from_json
from neuvola_core.errors import CannotWriteError, UnknownServiceError
from neuvola_core.wire import ChangePage
from neuvola_search import adoption, writer
from neuvola_search.adoption import Followed
from neuvola_search.analysis import Analyser
from neuvola_search.engine import Engine, OpenNow
from neuvola_search.former_names import former_names
from neuvola_search.index import Index, View
from neuvola_search.lexicon import Lexicon
from neuvola_search.morphology import finnish
from neuvola_search.query import Query, Results
from neuvola_search.schema import connect, faults_named, meta, prepare, set_aside
from neuvola_search.writer import DEMO, Applied

_PAGE: Final = 500

__all__ = ["Applied", "Catalogue", "CatalogueInfo", "Followed", "SourceInfo", "open_catalogue", "set_aside"]


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """A source, how many services of it are in search, and the day it was last brought in."""

    name: str
    count: int
    imported_on: date


@dataclass(frozen=True, slots=True)
class CatalogueInfo:
    """What the catalogue holds; ``newest`` is the last day anything was brought in."""

    services: int
    withdrawn: int
    sources: tuple[SourceInfo, ...]
    is_demo: bool
    newest: date | None


class Catalogue:
    """An open catalogue.db; made by ``open_catalogue``."""

    def __init__(self, path: Path, analyser: Analyser, lexicon: Lexicon) -> None:
        self.path = path
        self._lexicon = lexicon
        self._analyser = analyser.with_memory(self)
        self._lock = threading.Lock()
        self._connections: dict[int, sqlite3.Connection] = {}
        self._index: Index | None = None
        self._closed = False

    @cached_property
    def _engine(self) -> Engine:
        return Engine(self._analyser, self._lexicon, former_names(self._analyser), OpenNow())

    def _connection(self) -> sqlite3.Connection:
        # By the system's thread: a ``threading.local`` is empty anew each time a pool of Qt calls.
        connection = self._connections.get(threading.get_ident())
        if connection is None:
            connection = connect(self.path)
            with self._lock:
                if self._closed:
                    connection.close()
                    raise sqlite3.ProgrammingError("the catalogue is closed")
                self._connections[threading.get_ident()] = connection
        return connection

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """One state of the file for as long as it lasts."""
        with faults_named(self.path):
            connection = self._connection()
            connection.execute("BEGIN")
            try:
                yield connection
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")

    def _index_of(self, connection: sqlite3.Connection) -> Index:
        generation = Index.current_generation(connection)
        index = self._index
        if index is None or index.generation != generation:
            index = Index(connection, self.path, generation)
            self._index = index
        return index

    def search(self, query: Query) -> Results:
        """Ranked hits with exact counts; never raises for the query's text."""
        with self._reading() as connection:
            return self._engine.search(View(self._index_of(connection), connection), query)

    def recall(self, word: str) -> str | None:
        """What the dictionary told of a word of the texts or the lexicon; None for a word of neither."""
        row = self._connection().execute("SELECT reading FROM forms WHERE word = ?", (word,)).fetchone()
        return str(row[0]) if row else self._lexicon.recall(word)

    def service(self, service_id: str) -> Service:
        """A service by its catalogue id, a withdrawn one too; raises ``UnknownServiceError``."""
        found = self.services((service_id,))
        if not found:
            raise UnknownServiceError(id=service_id)
        return found[0]

    def services(self, ids: Iterable[str]) -> tuple[Service, ...]:
        """The services of these ids in their order; unknown ids are passed over."""
        found = []
        with self._reading() as connection:
            for service_id in ids:
                row = connection.execute(
                    "SELECT canonical, fetched_on FROM services WHERE id = ?",
                    (service_id.encode(errors="replace").decode(),),
                ).fetchone()
                if row:
                    found.append(_service(row))
        return tuple(found)

    def withdrawn_on(self, service_id: str) -> date | None:
        """The day a service was withdrawn; None for one that is offered or unknown."""
        with self._reading() as connection:
            row = connection.execute(
                "SELECT withdrawn_on FROM services WHERE id = ?",
                (service_id.encode(errors="replace").decode(),),
            ).fetchone()
        return date.fromisoformat(row[0]) if row and row[0] else None

    def by_source(self, source: str, kind: str, source_id: str) -> Service:
        """A service by what its source calls it; raises ``UnknownServiceError``."""
        with self._reading() as connection:
            row = connection.execute(
                "SELECT canonical, fetched_on FROM services WHERE source = ? AND kind = ? AND source_id = ?",
                tuple(part.encode(errors="replace").decode() for part in (source, kind, source_id)),
            ).fetchone()
            if row is None:
                raise UnknownServiceError(id=f"{source}/{kind}/{source_id}")
            return _service(row)

    def all_services(self, *, withdrawn: bool = False) -> Iterator[Service]:
        """Every service in search, and the withdrawn ones too if asked for; one state of the file."""
        with faults_named(self.path):
            connection = connect(self.path)
            try:
                connection.execute("BEGIN")
                last = 0
                while rows := connection.execute(
                    "SELECT canonical, fetched_on, docno FROM services"
                    " WHERE docno > ? AND (withdrawn_on IS NULL OR ?) ORDER BY docno LIMIT ?",
                    (last, withdrawn, _PAGE),
                ).fetchall():
                    for row in rows:
                        yield _service(row)
                    last = rows[-1][2]
            finally:
                connection.close()

    def info(self) -> CatalogueInfo:
        """What is in the catalogue and how old it is."""
        with self._reading() as connection:
            counts = dict(
                connection.execute(
                    "SELECT source, count(*) FROM services WHERE withdrawn_on IS NULL GROUP BY source"
                ).fetchall()
            )
            withdrawn = connection.execute(
                "SELECT count(*) FROM services WHERE withdrawn_on IS NOT NULL"
            ).fetchone()[0]
            sources = tuple(
                SourceInfo(name, counts.get(name, 0), date.fromisoformat(day))
                for name, day in connection.execute("SELECT name, imported_on FROM sources ORDER BY name")
            )
        return CatalogueInfo(
            services=sum(counts.values()),
            withdrawn=withdrawn,
            sources=sources,
            is_demo=bool(counts.get(DEMO)),
            newest=max((source.imported_on for source in sources), default=None),
        )

    def cursor(self) -> str:
        """How far the catalogue follows the server; empty if it never has."""
        with self._reading() as connection:
            return str(meta(connection, "cursor") or "")

    def apply(
        self,
        items: Iterable[Service],
        *,
        origin: str,
        complete: bool,
        gone: Collection[str] = (),
        fetched_on: date,
        replaces_demo: bool = True,
        progress: Callable[[int], None] | None = None,
        cursor: str | None = None,
    ) -> Applied:
        """Brings services in with their index in one transaction.

        If ``complete``, services of ``origin`` that do not come are withdrawn; those in ``gone`` are in any
        case, and read after the last item. The first services that are not the demo's remove the demo.
        """
        with faults_named(self.path):
            return writer.apply(
                self.path,
                self._analyser,
                self._lexicon,
                items,
                origin=origin,
                complete=complete,
                gone=gone,
                fetched_on=fetched_on,
                replaces_demo=replaces_demo,
                progress=progress,
                cursor=cursor,
            )

    def follow(self, page: ChangePage) -> Followed:
        """Applies a page of the server's changes with its index and cursor; see ``adoption.follow``."""
        return adoption.follow(self.path, self._analyser, self._lexicon, page)

    def adopt(self, file: Path, cursor: str, count: int) -> Followed:
        """Puts a ready-made catalogue in the place of this one; see ``adoption.adopt``."""
        return adoption.adopt(self.path, self._analyser, self._lexicon, file, cursor, count)

    def confirm(self, fresh: Mapping[str, str]) -> None:
        """Notes on which day the server last found each source whole."""
        adoption.confirm(self.path, fresh)

    def give_back(self) -> None:
        """Gives back the memory of what was read of the files; it is read again when it is wanted."""
        with self._lock:
            for connection in self._connections.values():
                connection.execute("PRAGMA shrink_memory")
        self._lexicon.give_back()
        if (dictionary := finnish()) is not None:
            dictionary.give_back()

    def close(self) -> None:
        """Closes the connections of all threads."""
        with self._lock:
            self._closed = True
            for connection in self._connections.values():
                connection.close()
            self._connections.clear()


def _service(row: tuple[bytes, str]) -> Service:
    service = from_json(row[0], Service)
    return replace(service, source=replace(service.source, fetched_on=date.fromisoformat(row[1])))


@cache
def _finnish_analyser() -> Analyser:
    return Analyser(finnish())


@cache
def _own_lexicon() -> Lexicon:
    return Lexicon()


def stored(path: Path) -> int:
    """How many services the file holds, whatever its index is worth; 0 where it cannot be read."""
    if not path.exists():
        return 0
    try:
        with closing(connect(path)) as connection:
            return int(connection.execute("SELECT count(*) FROM services").fetchone()[0])
    except sqlite3.Error:
        return 0


def open_catalogue(
    path: Path,
    *,
    create: bool = True,
    analyser: Analyser | None = None,
    lexicon: Lexicon | None = None,
    progress: Callable[[int], None] | None = None,
) -> Catalogue:
    """Opens catalogue.db; makes it where there is none, and its index again where that is outdated.

    Raises ``CatalogueDamagedError`` (see ``set_aside``), ``RecordNewerError``, ``CannotWriteError``;
    ``FileNotFoundError`` if it is not there and not to be made.
    """
    if not path.exists() and not create:
        raise FileNotFoundError(path)
    if create:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as fault:
            raise CannotWriteError(path=path) from fault
    analyser = analyser or _finnish_analyser()
    lexicon = lexicon or _own_lexicon()
    with faults_named(path):
        if prepare(path, writer.index_version(analyser, lexicon)):
            writer.rebuild(path, analyser, lexicon, progress)
    return Catalogue(path, analyser, lexicon)
