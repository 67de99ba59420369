"""The server's catalogue in catalogue.db: pages of changes followed, ready-made files adopted.

A page is applied with its index and its cursor in one transaction, and only if it goes on exactly where the
file stands: numbers without a hole, the chain of hashes unbroken, every service of the digest that the chain
names. A desk that has nothing yet, or whose cursor leads nowhere any more, follows from the beginning in a
file of its own beside this one and adopts that, or adopts the server's ready-made file: what is in search is
whole at every moment.
"""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

import msgspec
import rfc8785

from neuvola_core import codec
from neuvola_core.catalogue import Service
from neuvola_core.errors import CatalogueDamagedError, SnapshotDamagedError
from neuvola_core.wire import (
    FIRST_LINK,
    GONE_DIGEST,
    NOWHERE,
    Change,
    ChangePage,
    Head,
    next_link,
    read_cursor,
)
from neuvola_search.analysis import Analyser
from neuvola_search.lexicon import Lexicon
from neuvola_search.schema import SCHEMA_VERSION, connect, faults_named, meta, prepare, set_meta
from neuvola_search.writer import Application, Forms, Writer, index_version, rebuild, transaction

ORIGIN: Final = "server"
_LIVE_OF_SERVER: Final = "SELECT count(*) FROM services WHERE withdrawn_on IS NULL AND origin = ?"


@dataclass(frozen=True, slots=True)
class Followed:
    """What a page or a ready-made file changed in the catalogue."""

    pulled: int = 0
    withdrawn: int = 0


def follow(path: Path, analyser: Analyser, lexicon: Lexicon, page: ChangePage) -> Followed:
    """Applies a page that goes on where the file stands.

    Raises ``SnapshotDamagedError``: "hole" (a number is missing), "chain", "digest", "service", and "count"
    where the last page is done and the file does not hold as many services as the server's head says.
    """
    today = datetime.now(UTC).date()  # the day of withdrawal shown; nothing is decided by it
    with faults_named(path), transaction(path) as connection:
        seq, link = _place(connection)
        with_forms = analyser.with_memory(Forms(connection))
        writer = Writer(connection, path, with_forms, lexicon)
        work = Application(writer, connection, ORIGIN, today)
        work.remove_demo()
        for change in page.changes:
            if change.seq != seq + 1:
                raise SnapshotDamagedError(reason="hole")
            seq, link = change.seq, next_link(link, change.seq, change.id, change.digest)
            _apply(work, change)
        if writer.has_changes:
            writer.finish()
        if page.cursor != NOWHERE and read_cursor(page.cursor)[1:] != (seq, link[:16]):
            raise SnapshotDamagedError(reason="chain")
        set_meta(connection, "cursor", page.cursor)
        set_meta(connection, "link", link)
        if not page.more:
            _compare(connection, page.head, seq, link)
            _confirm(connection, page.head.fresh)
        return Followed(work.added + work.updated, work.withdrawn)


def _place(connection: sqlite3.Connection) -> tuple[int, str]:
    cursor = str(meta(connection, "cursor") or NOWHERE)
    if cursor == NOWHERE:
        return 0, FIRST_LINK
    return read_cursor(cursor)[1], str(meta(connection, "link"))


def _apply(work: Application, change: Change) -> None:
    work.seen.discard(change.id)
    if change.gone:
        work.withdraw([change.id])
    elif change.service is not None:
        _take(work, change, change.service)


def _take(work: Application, change: Change, said: Mapping[str, Any]) -> None:
    """Stores the server's canonical JSON as it is: a newer server may say more than this program reads."""
    canonical = rfc8785.dumps(dict(said))
    if change.digest == GONE_DIGEST or codec.digest(canonical) != change.digest:
        raise SnapshotDamagedError(reason="digest")
    try:
        service = codec.from_json(canonical, Service)
    except msgspec.ValidationError as fault:
        raise SnapshotDamagedError(reason="service") from fault
    if service.id != change.id:
        raise SnapshotDamagedError(reason="service")
    work.seen.add(service.id)
    work.sources.add(service.source.name)
    fetched = date.fromisoformat(change.fetched_on) if change.fetched_on else None
    work.store(replace(service, source=replace(service.source, fetched_on=fetched)), canonical)


def _compare(connection: sqlite3.Connection, head: Head, seq: int, link: str) -> None:
    """What the server has and what is here must be the same to the last service."""
    if seq == head.seq and link != head.chain:
        raise SnapshotDamagedError(reason="chain")
    if seq == head.seq and connection.execute(_LIVE_OF_SERVER, (ORIGIN,)).fetchone()[0] != head.count:
        raise SnapshotDamagedError(reason="count")


def confirm(path: Path, fresh: Mapping[str, str]) -> None:
    """Notes on which day the server last found each source whole: its services were true on that day."""
    with faults_named(path), closing(connect(path)) as reading:
        if all(_is_noted(reading, source, day) for source, day in fresh.items()):
            return
    with faults_named(path), transaction(path) as connection:
        _confirm(connection, fresh)


def _is_noted(connection: sqlite3.Connection, source: str, day: str) -> bool:
    row = connection.execute("SELECT imported_on FROM sources WHERE name = ?", (source,)).fetchone()
    return bool(row) and str(row[0]) >= day


def _confirm(connection: sqlite3.Connection, fresh: Mapping[str, str]) -> None:
    for source, day in fresh.items():
        if not _is_noted(connection, source, day):
            connection.execute("INSERT OR REPLACE INTO sources VALUES (?, ?)", (source, day))
            connection.execute(
                "UPDATE services SET fetched_on = ?1 WHERE source = ?2 AND origin = ?3 AND fetched_on < ?1",
                (day, source, ORIGIN),
            )


def adopt(path: Path, analyser: Analyser, lexicon: Lexicon, file: Path, cursor: str, count: int) -> Followed:
    """Puts the content of ``file``, a catalogue.db of the server, in the place of what is here.

    Whoever reads meanwhile sees the old catalogue or the new one, in this process and in others. ``file`` is
    used up: its index is brought to this program's version if it is of another. Raises
    ``SnapshotDamagedError``: "file", "schema" (of a newer program), "cursor", "count".
    """
    _examine(file, cursor, count)
    with faults_named(path):
        index = index_version(analyser, lexicon)
        with transaction(file) as connection:
            if str(meta(connection, "index")) != index:
                set_meta(connection, "index", "0")  # a newer program's is of no use to this one
        if prepare(file, index):
            rebuild(file, analyser, lexicon)
        before, generation = _standing(path)
        with transaction(file) as new:
            # Another number than readers of the old content know, so that they read the index anew.
            set_meta(new, "generation", max(generation, int(meta(new, "generation") or 0)) + 1)
            after = _live(new)
        with closing(sqlite3.connect(file)) as source, closing(connect(path, writer=True)) as target:
            source.backup(target)
    return Followed(
        pulled=sum(before.get(service_id) != digest for service_id, digest in after.items()),
        withdrawn=len(before.keys() - after.keys()),
    )


def _standing(path: Path) -> tuple[dict[str, str], int]:
    """What is offered now and its generation; a damaged catalogue is mended by what takes its place."""
    with closing(connect(path)) as old:
        generation = int(meta(old, "generation") or 0)
        try:
            with faults_named(path):
                return _live(old), generation
        except CatalogueDamagedError:
            return {}, generation


def _live(connection: sqlite3.Connection) -> dict[str, str]:
    return dict(connection.execute("SELECT id, digest FROM services WHERE withdrawn_on IS NULL").fetchall())


def _examine(file: Path, cursor: str, count: int) -> None:
    """The file must be sound, of a format that this program reads, and what its manifest says it is."""
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
            version = int(connection.execute("PRAGMA user_version").fetchone()[0])
            if version > SCHEMA_VERSION:
                raise SnapshotDamagedError(reason="schema")
            sound = [row[0] for row in connection.execute("PRAGMA quick_check")] == ["ok"]
            at = str(meta(connection, "cursor") or NOWHERE)
            live = connection.execute(_LIVE_OF_SERVER, (ORIGIN,)).fetchone()[0]
    except sqlite3.Error as fault:
        raise SnapshotDamagedError(reason="file") from fault
    if not sound or version == 0:
        raise SnapshotDamagedError(reason="file")
    if at != cursor:
        raise SnapshotDamagedError(reason="cursor")
    if live != count:
        raise SnapshotDamagedError(reason="count")
