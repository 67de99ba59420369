"""Putting services into catalogue.db: one transaction for the services, their index and the cursor.

Killed at any instruction, the file holds the state before or the state after. What is stored of a service is
its canonical JSON without the day it was fetched, which changes while the service does not.
"""

import gc
import sqlite3
from array import array
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

from pyroaring import BitMap

from neuvola_core.catalogue import Service
from neuvola_core.codec import digest, from_json, to_json
from neuvola_search.analysis import Analyser
from neuvola_search.documents import Reader
from neuvola_search.lexicon import Lexicon
from neuvola_search.postings import PostingBatch, add_to_facet, remove_from_facets, sweep
from neuvola_search.schema import INDEX_VERSION, bitmap, connect, empty_index, is_outdated, meta, set_meta
from neuvola_search.topics import placer

DEMO: Final = "demo"
Progress = Callable[[int], None]

_SWEEP_FROM: Final = 512
_PROGRESS_EVERY: Final = 50
_SELDOM: Final = 50_000
"""New objects between two searches for circles of garbage."""


@dataclass(frozen=True, slots=True)
class Applied:
    """What an import or a sync changed.

    ``repeated`` counts identities that came again: the first holds. ``refused`` are ids of services that
    cannot be written as canonical JSON (lone surrogates, not-a-number); what was stored of them stays.
    """

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    withdrawn: int = 0
    repeated: int = 0
    refused: tuple[str, ...] = ()


def index_version(analyser: Analyser, lexicon: Lexicon) -> str:
    """What the meta row ``index`` says of an index that this program made with these."""
    return f"{INDEX_VERSION}/{analyser.version}/{lexicon.edition}"


@contextmanager
def transaction(path: Path) -> Iterator[sqlite3.Connection]:
    """All of it or nothing, in a connection of its own; waits for another writer."""
    connection = connect(path, writer=True)
    before = gc.get_threshold()
    try:
        connection.execute("BEGIN IMMEDIATE")
        # What a writer holds is in no circles; looking for some takes an eighth of the time.
        gc.set_threshold(_SELDOM, *before[1:])
        yield connection
        connection.execute("COMMIT")
    finally:
        gc.set_threshold(*before)
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        connection.close()


class Forms:
    """What the dictionary told of the words of texts, inside a writing transaction.

    Another connection would not see the forms that this transaction has written.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._new: dict[str, str] = {}

    def recall(self, word: str) -> str | None:
        """What it told of a word that was met before."""
        if word in self._new:
            return self._new[word]
        row = self._connection.execute("SELECT reading FROM forms WHERE word = ?", (word,)).fetchone()
        return str(row[0]) if row else None

    def remember(self, word: str, reading: str) -> None:
        """Takes it down, to be written with the next batch."""
        self._new[word] = reading

    def write(self) -> None:
        """Writes what was taken down."""
        self._connection.executemany("INSERT OR IGNORE INTO forms VALUES (?, ?)", sorted(self._new.items()))
        self._new.clear()


class Writer:
    """One writing transaction on the catalogue."""

    def __init__(
        self, connection: sqlite3.Connection, path: Path, analyser: Analyser, lexicon: Lexicon
    ) -> None:
        self._connection = connection
        self._path = path
        self._analyser = analyser
        self._lexicon = lexicon
        self._forms = Forms(connection)
        own = analyser.for_writer(self._forms)
        self._reader = Reader(own, placer(lexicon))
        self._batch = PostingBatch(connection, path, own)
        self._docno = int(meta(connection, "docno") or 0)
        self._new = BitMap()
        self._dead = BitMap()

    def index(self, service: Service, *, live: bool = True) -> tuple[int, tuple[str, int, int, bytes, bytes]]:
        """Gives a service a new docno, under which it is found if ``live``, and its ready-made columns."""
        self._docno += 1
        made = self._reader.document(service)
        if live:
            self._batch.add(self._docno, made)
            self._new.add(self._docno)
            if self._batch.is_full:
                self._flush()
        return self._docno, (made.sort_name, made.name_words, made.checked, made.card, made.hours)

    def bury(self, docno: int) -> None:
        """Takes a docno out of search."""
        self._dead.add(docno)

    @property
    def has_changes(self) -> bool:
        """Whether the index will differ from what it was."""
        return bool(self._new or self._dead)

    def finish(self) -> None:
        """Brings the index up to date with everything that was indexed and buried."""
        self._flush()
        if self._dead:
            remove_from_facets(self._connection, self._path, self._dead)
        living = self._new - self._dead
        if living:
            add_to_facet(self._connection, self._path, ("state", "live"), living)
        set_meta(self._connection, "docno", self._docno)
        set_meta(self._connection, "index", index_version(self._analyser, self._lexicon))
        generation = int(meta(self._connection, "generation") or 0)
        set_meta(self._connection, "generation", generation + 1)
        self._sweep_if_due()
        self._write_orders()

    def _flush(self) -> None:
        self._batch.flush()
        self._forms.write()

    def _sweep_if_due(self) -> None:
        dead = int(meta(self._connection, "dead") or 0) + len(self._dead)
        live = self.live()
        if dead > max(_SWEEP_FROM, len(live) // 4):
            sweep(self._connection, self._path, live)
            dead = 0
        set_meta(self._connection, "dead", dead)

    def live(self) -> BitMap:
        """The docnos that are in search."""
        row = self._connection.execute(
            "SELECT docs FROM facets WHERE kind = 'state' AND value = 'live'"
        ).fetchone()
        return bitmap(row[0], self._path) if row else BitMap()

    def _write_orders(self) -> None:
        rank = array("I", bytes(4 * (self._docno + 1)))
        words = bytearray(self._docno + 1)
        checked = array("H", bytes(2 * (self._docno + 1)))
        rows = self._connection.execute(
            "SELECT docno, name_words, checked FROM services INDEXED BY services_order"
            " WHERE withdrawn_on IS NULL ORDER BY sort_name, docno"
        )
        ordered = array("I")
        for position, (docno, name_words, day) in enumerate(rows):
            rank[docno], words[docno], checked[docno] = position, name_words, min(day, 0xFFFF)
            ordered.append(docno)
        self._connection.executemany(
            "INSERT OR REPLACE INTO orders VALUES (?, ?)",
            (
                ("rank", rank.tobytes()),
                ("words", bytes(words)),
                ("checked", checked.tobytes()),
                ("ordered", ordered.tobytes()),
            ),
        )


class Application:
    """The state of one ``apply``."""

    def __init__(self, writer: Writer, connection: sqlite3.Connection, origin: str, fetched_on: date) -> None:
        self.writer = writer
        self.connection = connection
        self.origin = origin
        self.day = fetched_on.isoformat()
        self.seen: set[str] = set()
        self.sources: set[str] = set()
        self.refused: list[str] = []
        self.added = self.updated = self.unchanged = self.withdrawn = self.repeated = 0

    def take(self, service: Service) -> None:
        """Adds, updates or leaves a service as it is."""
        if service.id in self.seen:
            self.repeated += 1
            return
        self.seen.add(service.id)
        try:
            canonical = to_json(replace(service, source=replace(service.source, fetched_on=None)))
        except ValueError:
            self.refused.append(service.id)
            return
        self.sources.add(service.source.name)
        self.store(service, canonical)

    def store(self, service: Service, canonical: bytes) -> None:
        """Writes a service under the canonical JSON given, unless that is what is there."""
        fetched = service.source.fetched_on.isoformat() if service.source.fetched_on else self.day
        digested = digest(canonical)
        stored = self.connection.execute(
            "SELECT docno, digest, withdrawn_on FROM services WHERE id = ?", (service.id,)
        ).fetchone()
        if stored and stored[1] == digested and stored[2] is None:
            self.unchanged += 1
            self.connection.execute(
                "UPDATE services SET fetched_on = ?, origin = ? WHERE docno = ?",
                (fetched, self.origin, stored[0]),
            )
            return
        if stored:
            self.updated += 1
            self.writer.bury(stored[0])
            self.connection.execute("DELETE FROM services WHERE docno = ?", (stored[0],))
        else:
            self.added += 1
        docno, made = self.writer.index(service)
        source = service.source
        self.connection.execute(
            "INSERT INTO services VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL, ?, ?, ?, ?, ?, ?)",
            (
                docno, service.id, source.name, source.kind, source.source_id, self.origin, digested, fetched,
                *made, canonical,
            ),
        )  # fmt: skip

    def withdraw_missing(self) -> None:
        """Withdraws the services of this origin, "helsinki" as of "helsinki/errand", that did not come."""
        rows = self.connection.execute(
            "SELECT id, docno FROM services WHERE withdrawn_on IS NULL"
            " AND (origin = ?1 OR substr(origin, 1, length(?1) + 1) = ?1 || '/')",
            (self.origin,),
        )
        self._withdraw([row for row in rows.fetchall() if row[0] not in self.seen])

    def withdraw(self, ids: Iterable[str]) -> None:
        """Withdraws the services that the source says are gone."""
        for service_id in ids:
            if service_id not in self.seen:
                row = self.connection.execute(
                    "SELECT id, docno FROM services WHERE id = ? AND withdrawn_on IS NULL", (service_id,)
                ).fetchone()
                self._withdraw([row] if row else [])

    def _withdraw(self, rows: list[tuple[str, int]]) -> None:
        for service_id, docno in rows:
            self.withdrawn += 1
            self.writer.bury(docno)
            self.connection.execute(
                "UPDATE services SET withdrawn_on = ? WHERE id = ?", (self.day, service_id)
            )

    def remove_demo(self) -> None:
        """Removes the demo catalogue without a trace."""
        for (docno,) in self.connection.execute(
            "SELECT docno FROM services WHERE source = ?", (DEMO,)
        ).fetchall():
            self.writer.bury(docno)
        self.connection.execute("DELETE FROM services WHERE source = ?", (DEMO,))
        self.connection.execute("DELETE FROM sources WHERE name = ?", (DEMO,))

    def note_sources(self) -> None:
        """Remembers when each source was last brought in."""
        self.connection.executemany(
            "INSERT INTO sources VALUES (?, ?) ON CONFLICT (name) DO UPDATE"
            " SET imported_on = max(imported_on, excluded.imported_on)",
            [(name, self.day) for name in sorted(self.sources)],
        )

    @property
    def result(self) -> Applied:
        """The counts so far."""
        return Applied(
            self.added, self.updated, self.unchanged, self.withdrawn, self.repeated, tuple(self.refused)
        )


def apply(
    path: Path,
    analyser: Analyser,
    lexicon: Lexicon,
    items: Iterable[Service],
    *,
    origin: str,
    complete: bool,
    gone: Collection[str] = (),
    fetched_on: date,
    replaces_demo: bool = True,
    progress: Progress | None = None,
    cursor: str | None = None,
) -> Applied:
    """See ``Catalogue.apply``."""
    with transaction(path) as connection:
        writer = Writer(connection, path, analyser, lexicon)
        work = Application(writer, connection, origin, fetched_on)
        for count, service in enumerate(items, 1):
            work.take(service)
            if progress and count % _PROGRESS_EVERY == 0:
                progress(count)
        if complete:
            work.withdraw_missing()
        # The collection may still be filling while the services come; it is read only now.
        work.withdraw(gone)
        if replaces_demo and work.sources - {DEMO}:
            work.remove_demo()
        work.note_sources()
        if writer.has_changes:
            writer.finish()
        if cursor is not None:
            set_meta(connection, "cursor", cursor)
    return work.result


def rebuild(path: Path, analyser: Analyser, lexicon: Lexicon, progress: Progress | None = None) -> None:
    """Makes the index again from the stored services in one transaction; readers keep the old one."""
    with transaction(path) as connection:
        if not is_outdated(connection, path, index_version(analyser, lexicon)):
            return  # another process was first
        if f"/{analyser.version}/" not in str(meta(connection, "index")):
            connection.execute("DELETE FROM forms")
        empty_index(connection)
        set_meta(connection, "docno", 0)
        set_meta(connection, "dead", 0)
        # Free the low numbers first: docnos are the primary key.
        highest = connection.execute("SELECT max(docno) FROM services").fetchone()[0] or 0
        connection.execute("UPDATE services SET docno = -docno")
        writer = Writer(connection, path, analyser, lexicon)
        for count in range(1, highest + 1):
            row = connection.execute(
                "SELECT docno, withdrawn_on, canonical FROM services WHERE docno < 0"
                " ORDER BY docno DESC LIMIT 1"
            ).fetchone()
            if row is None:
                break
            _reindex(connection, writer, row)
            if progress and count % _PROGRESS_EVERY == 0:
                progress(count)
        writer.finish()


def _reindex(connection: sqlite3.Connection, writer: Writer, row: tuple[int, str | None, bytes]) -> None:
    before, withdrawn_on, canonical = row
    docno, made = writer.index(from_json(canonical, Service), live=withdrawn_on is None)
    connection.execute(
        "UPDATE services SET docno = ?, sort_name = ?, name_words = ?, checked = ?, card = ?, hours = ?"
        " WHERE docno = ?",
        (docno, *made, before),
    )
