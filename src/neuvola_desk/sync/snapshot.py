"""The server's ready-made catalogue: fetched so that nothing is fetched twice, and trusted only when proved.

The manifest is signed with the key that the desk was given at enrolment, or with the one that a manifest so
signed has named as the next. Everything after it is proved by hashes, so it does not matter where the file
came from: the line, or a stick.
"""

import hashlib
import re
import shutil
from base64 import b64decode
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import zstandard
from nacl.exceptions import CryptoError
from nacl.signing import VerifyKey

from neuvola_core import codec
from neuvola_core.errors import DiskFullError, SnapshotDamagedError
from neuvola_core.files import discard
from neuvola_core.port import ServerPort
from neuvola_core.wire import Manifest, SignedManifest, cursor_of
from neuvola_desk.sync.credentials import Identity
from neuvola_desk.sync.disk import disk_faults
from neuvola_search.schema import SCHEMA_VERSION

LARGEST_CATALOGUE: Final = 4 * 1024**3
_FILE_NAME: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,200}")
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_PIECE: Final = 1024 * 1024
_WIDEST_WINDOW: Final = 128 * 1024 * 1024
_PACKED: Final = "snapshot-*.part"
_RAW: Final = "snapshot-*.db*"


@dataclass(frozen=True, slots=True)
class Proved:
    """A manifest that is the server's, and the identity with the keys that hold from now on."""

    manifest: Manifest
    identity: Identity

    @property
    def cursor(self) -> str:
        """Where a catalogue made of it stands."""
        return cursor_of(self.manifest.epoch, self.manifest.seq, self.manifest.chain)


def prove(signed: SignedManifest, identity: Identity) -> Proved:
    """Takes a manifest for the server's.

    Raises ``SnapshotDamagedError``: "key" (none of this server's), "signature", "schema", "size", "name".
    """
    if signed.key not in {identity.verify_key, identity.next_key} - {""}:
        raise SnapshotDamagedError(reason="key")
    manifest = signed.manifest
    if not signature_holds(signed.key, codec.to_json(manifest), signed.signature):
        raise SnapshotDamagedError(reason="signature")
    if manifest.schema > SCHEMA_VERSION:
        raise SnapshotDamagedError(reason="schema")
    if not 0 < manifest.size <= LARGEST_CATALOGUE or not 0 < manifest.raw_size <= LARGEST_CATALOGUE:
        raise SnapshotDamagedError(reason="size")
    if not _FILE_NAME.fullmatch(manifest.name) or not _DIGEST.fullmatch(manifest.sha256):
        raise SnapshotDamagedError(reason="name")  # both become names of files
    return Proved(manifest, replace(identity, verify_key=signed.key, next_key=manifest.next_key))


def signature_holds(key: str, said: bytes, signature: str) -> bool:
    """Whether the holder of an Ed25519 key has signed this; key and signature are base64."""
    try:
        VerifyKey(b64decode(key, validate=True)).verify(said, b64decode(signature, validate=True))
    except (ValueError, CryptoError):  # base64 and lengths that are wrong are ValueErrors too
        return False
    return True


def packed_path(folder: Path, manifest: Manifest) -> Path:
    """Where the file lies while it comes; named by its content, so that no other's part is gone on with."""
    return folder / f"snapshot-{manifest.sha256[:32]}.part"


def fetch(port: ServerPort, manifest: Manifest, folder: Path, progress: Callable[[int, int], None]) -> Path:
    """Completes the packed file, going on from what an earlier try has left."""
    packed = packed_path(folder, manifest)
    clear(folder, keep=packed)
    held = packed.stat().st_size if packed.exists() else 0
    need_room(folder, manifest.size - held + manifest.raw_size)
    port.fetch_snapshot(manifest.name, manifest.size, packed, progress)
    return packed


def need_room(folder: Path, needed: int) -> None:
    """Raises ``DiskFullError`` before anything is begun that cannot end well."""
    with disk_faults(folder):
        if shutil.disk_usage(folder).free < needed:
            raise DiskFullError(path=folder)


def unpack(packed: Path, manifest: Manifest, folder: Path) -> Path:
    """The catalogue itself, proved.

    Raises ``SnapshotDamagedError``: "sha256", "packing", "raw-size", "raw-sha256".
    """
    raw = folder / f"snapshot-{manifest.sha256[:32]}.db"
    try:
        with disk_faults(raw):
            _check(packed, manifest.size, manifest.sha256)
            _decompress(packed, raw, manifest)
    except (SnapshotDamagedError, DiskFullError):
        discard(raw)
        raise
    return raw


def _check(packed: Path, size: int, sha256: str) -> None:
    if packed.stat().st_size != size:
        raise SnapshotDamagedError(reason="sha256")
    with packed.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != sha256:
            raise SnapshotDamagedError(reason="sha256")


def _decompress(packed: Path, raw: Path, manifest: Manifest) -> None:
    """Never writes more than the manifest says, whatever the file holds."""
    digest, size = hashlib.sha256(), 0
    unpacking = zstandard.ZstdDecompressor(max_window_size=_WIDEST_WINDOW)
    with packed.open("rb") as source, raw.open("wb") as target:
        try:
            with unpacking.stream_reader(source, closefd=False) as reader:
                while piece := reader.read(_PIECE):
                    size += len(piece)
                    if size > manifest.raw_size:
                        raise SnapshotDamagedError(reason="raw-size")
                    digest.update(piece)
                    target.write(piece)
        except zstandard.ZstdError as fault:
            raise SnapshotDamagedError(reason="packing") from fault
    if size != manifest.raw_size:
        raise SnapshotDamagedError(reason="raw-size")
    if digest.hexdigest() != manifest.raw_sha256:
        raise SnapshotDamagedError(reason="raw-sha256")


def clear(folder: Path, keep: Path | None = None) -> None:
    """Removes what earlier tries have left, but for ``keep``; only whoever holds the lease may."""
    for pattern in (_PACKED, _RAW):
        for leftover in folder.glob(pattern):
            if leftover != keep:
                discard(leftover)
