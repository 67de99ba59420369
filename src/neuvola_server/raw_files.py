"""What sources sent, as they sent it: the last few of each, compressed, to look an oddity up in."""

import io
import tarfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final
from urllib.parse import quote

import zstandard

from neuvola_core.files import whole_file
from neuvola_server.files import sha256

KEPT: Final = 5
_LEVEL: Final = 10


class RawFiles:
    """The folder of raw files, a subfolder a source."""

    def __init__(self, folder: Path, clock: Callable[[], datetime]) -> None:
        self._folder = folder
        self._clock = clock

    def keep(self, origin: str, path: Path) -> str:
        """Keeps a file or a folder unless it is what came last; returns the SHA-256 of what is kept."""
        before = self.kept(origin)
        stamp = self._clock().strftime("%Y%m%dT%H%M%S")
        place = self._place(origin)
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        with whole_file(place / f"{stamp}.tar.zst") as unfinished:
            _pack(path, unfinished)
            digest = sha256(unfinished)
            if before and sha256(before[-1]) == digest:
                before[-1].replace(unfinished)  # it keeps the newer name
        for old in self.kept(origin)[:-KEPT]:
            old.unlink()
        return digest

    def kept(self, origin: str) -> tuple[Path, ...]:
        """The raw files of a source, the oldest first."""
        return tuple(sorted(self._place(origin).glob("*.tar.zst")))

    def _place(self, origin: str) -> Path:
        return self._folder / quote(origin, safe="").replace(".", "%2E")


def _pack(path: Path, into: Path) -> None:
    """The same bytes for the same content, whenever and wherever it was fetched."""
    files = [path] if path.is_file() else sorted(file for file in path.rglob("*") if file.is_file())
    compressor = zstandard.ZstdCompressor(level=_LEVEL)
    with (
        into.open("wb") as file,
        compressor.stream_writer(file) as packed,
        tarfile.open(mode="w|", fileobj=packed) as archive,
    ):
        for one in files:
            name = one.name if one == path else one.relative_to(path).as_posix()
            content = one.read_bytes()
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
