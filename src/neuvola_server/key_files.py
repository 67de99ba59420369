"""Files of the key folder: secrets for their owner alone, each whole before it has its name.

Former and coming keys carry their id and a day in their names, so that nothing has to be remembered about
them elsewhere: ``sealing-<id>-<day of retirement>.former``, ``signing-<id>-<day it was made>.next``.
"""

import base64
import os
import re
import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from nacl.exceptions import CryptoError
from nacl.public import PublicKey

from neuvola_core import codec
from neuvola_core.errors import CannotWriteError, NeuvolaError

BYTES: Final = 32
_DATED: Final = re.compile(r"[a-z]+-([0-9a-f]{16})-(\d{4}-\d\d-\d\d)\.[a-z]+")


class KeyDamagedError(NeuvolaError):
    """A key file that holds no key; facts: ``path``. A new key would not open what the old one sealed."""

    code = "key-damaged"


@dataclass(frozen=True, slots=True)
class DatedKey:
    """A key that held before, or will."""

    path: Path
    id: str
    day: date


def key_id(public: bytes) -> str:
    """The name of a public key: the beginning of its SHA-256."""
    return codec.digest(public)[:16]


def text_of(key: bytes) -> str:
    """A key as it is written."""
    return base64.b64encode(key).decode()


def read_secret(path: Path) -> bytes:
    """The secret in a file that only its owner may read; raises ``KeyDamagedError``."""
    with suppress(OSError):  # another's, who is then the one to see to it
        path.parent.chmod(0o700)
        path.chmod(0o600)
    secret = path.read_bytes()
    if len(secret) != BYTES:
        raise KeyDamagedError(path=str(path))
    return secret


def read_public(path: Path) -> bytes:
    """The public key in a file (base64); raises ``KeyDamagedError``."""
    try:
        return bytes(PublicKey(base64.b64decode(path.read_bytes(), validate=False)))
    except (ValueError, TypeError, CryptoError):
        raise KeyDamagedError(path=str(path)) from None


def make_secret(path: Path) -> None:
    """A new secret, unless another process was first: its key is the key then."""
    keep(path, secrets.token_bytes(BYTES), _link)


def replace(path: Path, content: bytes) -> None:
    """Puts content in the place of what was there; raises ``CannotWriteError``."""
    keep(path, content, lambda whole, place: whole.replace(place))


def keep(path: Path, content: bytes, put: Callable[[Path, Path], object]) -> None:
    """Writes content whole beside its place and has it put there; raises ``CannotWriteError``."""
    whole = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = os.open(whole, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            os.write(file, content)
            os.fsync(file)
        finally:
            os.close(file)
        try:
            put(whole, path)
            _sync(path.parent)
        finally:
            whole.unlink(missing_ok=True)
    except OSError as fault:
        raise CannotWriteError(path=str(path)) from fault


def keep_also(path: Path, other: Path) -> None:
    """Gives a file a second name, unless it has it; raises ``CannotWriteError``."""
    try:
        _link(path, other)
        _sync(path.parent)
    except OSError as fault:
        raise CannotWriteError(path=str(other)) from fault


def dated(folder: Path, pattern: str) -> tuple[DatedKey, ...]:
    """The keys of a folder whose names tell id and day, the oldest first."""
    found = ((path, _DATED.fullmatch(path.name)) for path in folder.glob(pattern))
    keys = (DatedKey(path, name[1], date.fromisoformat(name[2])) for path, name in found if name)
    return tuple(sorted(keys, key=lambda key: (key.day, key.id)))


def destroy(path: Path) -> None:
    """Overwrites a file and removes it; a disk that writes elsewhere may keep the old bytes for a while."""
    with suppress(FileNotFoundError):
        with path.open("r+b") as file:
            file.write(secrets.token_bytes(path.stat().st_size))
            os.fsync(file.fileno())
        path.unlink()


def _link(whole: Path, path: Path) -> None:
    with suppress(FileExistsError):
        os.link(whole, path)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
