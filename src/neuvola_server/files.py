"""The bytes of files too large to be read at once."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

PIECE: Final = 1 << 20


def pieces(path: Path) -> Iterator[bytes]:
    """A file's bytes, a MiB at a time."""
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


def sha256(path: Path) -> str:
    """SHA-256 of a file's bytes, in hex."""
    digest = hashlib.sha256()
    for piece in pieces(path):
        digest.update(piece)
    return digest.hexdigest()
