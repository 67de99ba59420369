"""The catalogue.db of this host: it follows the change log as a desk does, and is copied for desks.

It is a cache. Where its cursor leads nowhere, or it is damaged, it is made again from what is published.
"""

import sqlite3
import tempfile
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import zstandard

from neuvola_core.errors import (
    CatalogueDamagedError,
    CursorRefusedError,
    RecordNewerError,
    SnapshotDamagedError,
    SnapshotGoneError,
)
from neuvola_core.wire import LARGEST_PAGE, NOWHERE, Head, cursor_of
from neuvola_exchange.account import Progress
from neuvola_search.adoption import ORIGIN
from neuvola_search.analysis import Analyser
from neuvola_search.catalogue import Catalogue, open_catalogue
from neuvola_search.lexicon import Lexicon
from neuvola_search.morphology import finnish
from neuvola_search.schema import SCHEMA_VERSION, connect, meta, set_meta
from neuvola_search.writer import index_version, transaction
from neuvola_server.catalogue import PublishedCatalogue
from neuvola_server.publication import Publication
from neuvola_server.snapshot_store import SnapshotStore


@cache
def index_made_here() -> str:
    """The version of the search index that this program makes."""
    return index_version(Analyser(finnish()), Lexicon())


@dataclass(frozen=True, slots=True)
class Copied:
    """A copy of the working catalogue: where the log stood, and the versions of file and index."""

    head: Head
    schema: int
    index: str


class WorkingCatalogue:
    """One file, for one process at a time."""

    def __init__(
        self, path: Path, publication: Publication, catalogue: PublishedCatalogue, store: SnapshotStore
    ) -> None:
        self._path: Final = path
        self._publication = publication
        self._catalogue = catalogue
        self._store = store

    def follow(self, progress: Progress | None = None) -> Head:
        """Brings the file to where the log stands."""
        try:
            return self._follow(progress, from_ready_made=True)
        except (CatalogueDamagedError, CursorRefusedError, RecordNewerError, SnapshotDamagedError):
            for suffix in ("", "-wal", "-shm"):
                self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)
            return self._follow(progress, from_ready_made=False)

    def copy_to(self, path: Path, head: Head) -> Copied:
        """Writes a compact copy, which must stand where ``follow`` said."""
        with closing(connect(self._path, writer=True)) as connection:
            connection.execute("VACUUM INTO ?", (str(path),))
        with closing(sqlite3.connect(path)) as copy:
            if str(meta(copy, "cursor")) != cursor_of(head.epoch, head.seq, head.chain):
                raise SnapshotDamagedError(reason="cursor")
            return Copied(head, SCHEMA_VERSION, str(meta(copy, "index")))

    def _follow(self, progress: Progress | None, *, from_ready_made: bool) -> Head:
        indexing = (lambda done: progress(done, None)) if progress else None
        with closing(open_catalogue(self._path, progress=indexing)) as catalogue:
            if catalogue.cursor() == NOWHERE and not (from_ready_made and self._adopt(catalogue)):
                self._fill(catalogue, progress)
            while True:
                page = self._publication.page(catalogue.cursor(), LARGEST_PAGE)
                catalogue.follow(page)
                if not page.more:
                    return page.head

    def _adopt(self, catalogue: Catalogue) -> bool:
        """Begins with what another host has built, which is far less work; whether there was such."""
        newest = self._store.newest()
        if newest is None or newest.manifest.index != index_made_here():
            return False
        manifest = newest.manifest
        with tempfile.TemporaryDirectory(prefix=".adopting-", dir=self._path.parent) as name:
            file = Path(name) / "catalogue.db"
            try:
                with self._store.file(manifest.name).open("rb") as packed, file.open("wb") as raw:
                    zstandard.ZstdDecompressor().copy_stream(packed, raw)
                catalogue.adopt(file, cursor_of(manifest.epoch, manifest.seq, manifest.chain), manifest.count)
            except (SnapshotGoneError, SnapshotDamagedError, zstandard.ZstdError):
                return False
        return True

    def _fill(self, catalogue: Catalogue, progress: Progress | None) -> None:
        """Brings in what is published; what changes meanwhile comes again by the log and is found there."""
        head = self._publication.now()
        done = 0
        for source, day in self._catalogue.sources().items():
            before = done

            def tell(count: int, before: int = before) -> None:
                if progress:
                    progress(before + count, head.count)

            applied = catalogue.apply(
                self._catalogue.services(source), origin=ORIGIN, complete=False, fetched_on=day, progress=tell
            )
            done += applied.added + applied.unchanged + applied.updated
        with transaction(self._path) as connection:
            set_meta(connection, "cursor", cursor_of(head.epoch, head.seq, head.chain))
            set_meta(connection, "link", head.chain)
