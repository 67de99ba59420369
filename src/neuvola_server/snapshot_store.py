"""Where ready-made catalogues lie: in the database for all hosts, and as files on a host that serves them."""

import re
import shutil
import time
from collections.abc import Sequence
from itertools import count
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Select, delete, insert, select, update

from neuvola_core import codec
from neuvola_core.errors import SnapshotGoneError
from neuvola_core.files import whole_file
from neuvola_core.wire import Manifest, SignedManifest
from neuvola_server.files import pieces, sha256
from neuvola_server.storage.database import Database
from neuvola_server.storage.schema import head, snapshot, snapshot_chunk

_NAME: Final = re.compile(r"catalogue-[0-9a-f]+-[0-9]+-[0-9a-f]{8}\.db\.zst")

_LEFT_SECONDS: Final = 86_400


class SnapshotStore:
    """Keeps ready-made catalogues with their manifests."""

    def __init__(self, database: Database, folder: Path) -> None:
        self._database = database
        self.folder = folder
        self._proved: set[str] = set()
        """Names of files that this process has read from end to end: a disk may spoil them meanwhile."""

    def newest(self) -> SignedManifest | None:
        """The newest of the present epoch."""
        query = (
            select(snapshot.c.manifest)
            .join(head, head.c.epoch == snapshot.c.epoch)
            .order_by(snapshot.c.seq.desc(), snapshot.c.made.desc())
            .limit(1)
        )
        said = self._database.read(lambda connection: connection.execute(query).scalar_one_or_none())
        return codec.from_json(said, SignedManifest) if said else None

    def put(self, signed: SignedManifest) -> None:
        """Keeps the ready-made catalogue whose file lies in its place on this host."""
        manifest, file = signed.manifest, self.path(signed.manifest.name)
        row = {
            "name": manifest.name,
            "epoch": manifest.epoch,
            "seq": manifest.seq,
            "manifest": codec.to_json(signed).decode(),
            "made": manifest.created,
        }

        def write(connection: Connection) -> None:
            _forget(connection, [manifest.name])
            connection.execute(insert(snapshot).values(**row))
            for n, piece in enumerate(pieces(file)):
                connection.execute(insert(snapshot_chunk).values(name=manifest.name, n=n, bytes=piece))

        self._database.write(write)

    def renew(self, signed: SignedManifest) -> None:
        """Another manifest for a ready-made catalogue that is kept."""
        row = {"manifest": codec.to_json(signed).decode(), "made": signed.manifest.created}
        renewed = update(snapshot).where(snapshot.c.name == signed.manifest.name).values(**row)
        self._database.write(lambda connection: connection.execute(renewed).rowcount)

    def path(self, name: str) -> Path:
        """Where the file of a ready-made catalogue lies on this host, if it does."""
        return self.folder / name

    def file(self, name: str) -> Path:
        """The file of a ready-made catalogue, brought here if need be; raises ``SnapshotGoneError``."""
        if not _NAME.fullmatch(name):
            raise SnapshotGoneError(name=name)
        path = self.path(name)
        if name not in self._proved or not path.exists():
            manifest = self._manifest(name)
            if not _is_whole(path, manifest):
                self._bring(manifest, path)
            self._proved.add(name)
        return path

    def _manifest(self, name: str) -> Manifest:
        said = self._one(select(snapshot.c.manifest).where(snapshot.c.name == name))
        if said is None:
            raise SnapshotGoneError(name=name)
        return codec.from_json(said, SignedManifest).manifest

    def _bring(self, manifest: Manifest, path: Path) -> None:
        name = manifest.name
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with whole_file(path) as unfinished:
            with unfinished.open("wb") as file:
                for n in count():
                    chunk = (snapshot_chunk.c.name == name) & (snapshot_chunk.c.n == n)
                    piece = self._one(select(snapshot_chunk.c.bytes).where(chunk))
                    if piece is None:
                        break
                    file.write(piece)
            if not _is_whole(unfinished, manifest):
                raise SnapshotGoneError(name=name)  # it was thrown away while it was brought

    def prune(self, keep: int) -> None:
        """Throws away all but the newest ``keep``, and files of what is no longer kept."""
        newest = select(snapshot.c.name).order_by(snapshot.c.made.desc(), snapshot.c.seq.desc())
        names = self._database.read(lambda connection: connection.execute(newest).scalars().all())
        if names[keep:]:
            self._database.write(lambda connection: _forget(connection, names[keep:]))
        for file in self.folder.glob("catalogue-*.db.zst"):
            if file.name not in names[:keep]:
                file.unlink(missing_ok=True)
        _remove_leftovers(self.folder)

    def _one(self, query: Select[Any]) -> Any:
        return self._database.read(lambda connection: connection.execute(query).scalar_one_or_none())


def _is_whole(path: Path, manifest: Manifest) -> bool:
    return path.exists() and path.stat().st_size == manifest.size and sha256(path) == manifest.sha256


def _remove_leftovers(folder: Path) -> None:
    """What a process that was killed left unfinished; anything young may be another's work."""
    for leftover in folder.glob(".*"):
        if time.time() - leftover.stat().st_mtime > _LEFT_SECONDS:
            if leftover.is_dir():
                shutil.rmtree(leftover, ignore_errors=True)
            else:
                leftover.unlink(missing_ok=True)


def _forget(connection: Connection, names: Sequence[str]) -> None:
    connection.execute(delete(snapshot_chunk).where(snapshot_chunk.c.name.in_(names)))
    connection.execute(delete(snapshot).where(snapshot.c.name.in_(names)))
