"""Ready-made catalogues as a server makes them, from a model's change log."""

import hashlib
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import zstandard

from neuvola_core.wire import Manifest, SignedManifest
from neuvola_search.catalogue import open_catalogue
from neuvola_search.schema import SCHEMA_VERSION, connect, meta
from support.model_server import ModelServer


def publish_snapshot(server: ModelServer, folder: Path, **changes: Any) -> SignedManifest:
    """Makes the newest ready-made catalogue of a model and puts it on its shelf."""
    folder.mkdir(exist_ok=True)
    head = server.log.head
    raw = folder / f"raw-{head.epoch}-{head.seq}.db"
    with closing(open_catalogue(raw)) as catalogue:
        for after in range(0, head.seq, 1000):
            catalogue.follow(server.log.page(after, 1000))
    with closing(connect(raw, writer=True)) as connection:
        index = str(meta(connection, "index"))
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA journal_mode = DELETE")
    content = raw.read_bytes()
    packed = folder / f"snapshot-{head.epoch}-{head.seq}.db.zst"
    packed.write_bytes(zstandard.ZstdCompressor(level=3).compress(content))
    said: dict[str, Any] = {
        "epoch": head.epoch,
        "seq": head.seq,
        "chain": head.chain,
        "count": head.count,
        "name": packed.name,
        "sha256": hashlib.sha256(packed.read_bytes()).hexdigest(),
        "size": packed.stat().st_size,
        "raw_sha256": hashlib.sha256(content).hexdigest(),
        "raw_size": len(content),
        "schema": SCHEMA_VERSION,
        "index": index,
        "created": datetime(2026, 11, 22, 9, tzinfo=UTC).isoformat(),
        "expires": datetime(2026, 12, 22, 9, tzinfo=UTC).isoformat(),
    }
    server.snapshots[packed.name] = packed
    server.newest = server.sign(Manifest(**{**said, **changes}))
    return server.newest
