"""Ready-made catalogues: copied of the working one, compressed, signed, and kept for every host to serve.

One host builds at a time, whoever has the lease. A file is whole before it has its name, here and in the
database; its name tells its content, so it never changes.
"""

import hashlib
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import zstandard

from neuvola_core import codec
from neuvola_core.files import whole_file
from neuvola_core.wire import Head, Manifest, SignedManifest
from neuvola_exchange.account import Progress
from neuvola_server.files import pieces, sha256
from neuvola_server.keys import Keys
from neuvola_server.leases import Leases
from neuvola_server.publication import Publication
from neuvola_server.snapshot_store import SnapshotStore
from neuvola_server.working import Copied, WorkingCatalogue, index_made_here

LEVEL: Final = 10
LIFE: Final = timedelta(days=14)
RENEWED_AFTER: Final = timedelta(days=1)
"""A catalogue that does not change is confirmed each day, so that a desk does not call it stale."""
LEASE: Final = "snapshot"


class Snapshots:
    """Builds ready-made catalogues and gives them out."""

    def __init__(
        self,
        store: SnapshotStore,
        publication: Publication,
        working: WorkingCatalogue,
        keys: Keys,
        leases: Leases,
        clock: Callable[[], datetime],
        *,
        keep: int,
        between: timedelta,
    ) -> None:
        self._store = store
        self._publication = publication
        self._working = working
        self._keys = keys
        self._leases = leases
        self._clock = clock
        self._keep = keep
        self._between = between

    def newest(self) -> SignedManifest | None:
        """The manifest of the newest one; None where there is none."""
        return self._store.newest()

    def file(self, name: str) -> Path:
        """Its file on this host; raises ``SnapshotGoneError``."""
        return self._store.file(name)

    def next_due(self) -> datetime | None:
        """When one is to be built or confirmed; None while there is nothing to publish."""
        head, newest = self._publication.now(), self.newest()
        if not head.seq:
            return None
        if newest is None:
            return self._clock()
        made = datetime.fromisoformat(newest.manifest.created)
        return made + (RENEWED_AFTER if _is_of(newest.manifest, head) else self._between)

    def refresh_if_due(self, progress: Progress | None = None) -> SignedManifest | None:
        """Builds one if it is time; None if it is not, or another host is at it."""
        due = self.next_due()
        return self.refresh(progress) if due and due <= self._clock() else None

    def refresh(self, progress: Progress | None = None) -> SignedManifest | None:
        """Sees to it that the newest one says what is published now; None if another host is at it."""
        with self._leases.held(LEASE) as prolong:
            if prolong is None:
                return None

            def tell(done: int, total: int | None) -> None:
                prolong()
                if progress:
                    progress(done, total)

            head, newest = self._publication.now(), self.newest()
            if not head.seq:
                return None
            if newest and _is_of(newest.manifest, head):
                signed = self._signed(newest.manifest)
                self._store.renew(signed)
            else:
                signed = self._build(self._working.follow(tell), prolong)
            self._store.prune(self._keep)
            return signed

    def _build(self, head: Head, prolong: Callable[[], None]) -> SignedManifest:
        self._store.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryDirectory(prefix=".building-", dir=self._store.folder) as name:
            raw, packed = Path(name) / "catalogue.db", Path(name) / "catalogue.db.zst"
            copied = self._working.copy_to(raw, head)
            prolong()
            raw_sha256, raw_size = _compress(raw, packed)
            prolong()
            manifest = _manifest(copied, raw_sha256, raw_size, packed)
            signed = self._signed(manifest)
            with whole_file(self._store.path(manifest.name)) as place:
                packed.replace(place)
            self._store.put(signed)
        return signed

    def _signed(self, manifest: Manifest) -> SignedManifest:
        now = self._clock()
        dated = replace(
            manifest,
            created=now.isoformat(),
            expires=(now + LIFE).isoformat(),
            next_key=self._keys.next_verify_key,
        )
        return SignedManifest(dated, self._keys.sign(codec.to_json(dated)), self._keys.verify_key)


def _is_of(manifest: Manifest, head: Head) -> bool:
    same = (manifest.epoch, manifest.seq, manifest.chain) == (head.epoch, head.seq, head.chain)
    return same and manifest.index == index_made_here()


def _compress(raw: Path, packed: Path) -> tuple[str, int]:
    """SHA-256 and size of what was compressed."""
    size = raw.stat().st_size
    digest = hashlib.sha256()
    compressor = zstandard.ZstdCompressor(level=LEVEL, write_checksum=True)
    with packed.open("wb") as target, compressor.stream_writer(target, size=size) as writer:
        for piece in pieces(raw):
            digest.update(piece)
            writer.write(piece)
    return digest.hexdigest(), size


def _manifest(copied: Copied, raw_sha256: str, raw_size: int, packed: Path) -> Manifest:
    head, digest = copied.head, sha256(packed)
    return Manifest(
        epoch=head.epoch,
        seq=head.seq,
        chain=head.chain,
        count=head.count,
        name=f"catalogue-{head.epoch}-{head.seq}-{digest[:8]}.db.zst",
        sha256=digest,
        size=packed.stat().st_size,
        raw_sha256=raw_sha256,
        raw_size=raw_size,
        schema=copied.schema,
        index=copied.index,
        created="",
        expires="",
    )
