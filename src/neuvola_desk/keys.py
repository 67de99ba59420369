"""The key of the record: in the keyring of the operating system, or made from a passphrase. Never in a file.

``installation.json`` in the data folder holds a random installation id that names the keyring entry, and,
where there is no keyring, the salt and parameters of the passphrase. It holds no secret. A record whose key
is gone is left as it is.
"""

import base64
import errno
import hashlib
import hmac
import json
import os
import secrets
import unicodedata
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final, Protocol

import msgspec

from neuvola_core.errors import CannotWriteError, DiskFullError, RecordKeyError
from neuvola_core.files import discard, put_in_place
from neuvola_core.ids import new_record_id
from neuvola_desk.paths import DeskPaths

AskPassphrase = Callable[[], str | None]
"""Gives the passphrase, or None where nobody can be asked."""

KEY_BYTES: Final = 32
PASSPHRASE_FD: Final = "NEUVOLA_PASSPHRASE_FD"  # noqa: S105 - a variable's name

_SERVICE: Final = "neuvola-desk"
_LONGEST_PASSPHRASE: Final = 4096
_CHECK: Final = b"neuvola-desk record key"

# Backends that keep secrets as the operating system does. Everything else is refused: the others write
# plain text, ask on a terminal, or forget.
_TRUSTED_BACKENDS: Final = frozenset(
    {
        ("keyring.backends.SecretService", "Keyring"),
        ("keyring.backends.libsecret", "Keyring"),
        ("keyring.backends.kwallet", "DBusKeyring"),
        ("keyring.backends.kwallet", "DBusKeyringKWallet4"),
        ("keyring.backends.macOS", "Keyring"),
        ("keyring.backends.Windows", "WinVaultKeyring"),
    }
)


class SecretStore(Protocol):
    """A keyring; raises ``RecordKeyError`` with reason "locked" when it does not open."""

    def get(self, name: str) -> str | None:
        """The secret of this name."""

    def put(self, name: str, secret: str) -> None:
        """Keeps a secret under this name."""


@dataclass(frozen=True, slots=True)
class Argon2:
    """How a passphrase becomes a key: RFC 9106, second recommended choice (64 MiB, 3 rounds, 4 lanes).

    ``check`` is a MAC under the key that tells a wrong passphrase from a damaged record.
    """

    salt: str
    check: str = ""
    time_cost: int = 3
    memory_kib: int = 65536
    lanes: int = 4
    version: int = 19


@dataclass(frozen=True, slots=True)
class Installation:
    """What names this desk to the keyring; ``passphrase`` is set where there is no keyring."""

    id: str
    passphrase: Argon2 | None = None


def record_key(
    paths: DeskPaths,
    *,
    ask_passphrase: AskPassphrase | None = None,
    keyring: Callable[[], SecretStore | None] | None = None,
) -> bytes:
    """The key of this desk's record, made at the first call.

    Raises ``RecordKeyError``; reasons: "lost" (a record is there and its key is not), "locked" (the keyring),
    "no-keyring" (it was there when the record was made), "no-passphrase", "wrong" (the passphrase),
    "installation" (the file cannot be read), "passphrase-fd" (the file descriptor cannot be read).
    """
    store = keyring or os_keyring
    installation = _installation(paths)
    if installation.passphrase is not None:
        return _key_of_passphrase(installation.passphrase, ask_passphrase)
    opened = store()
    if opened is not None:
        return _key_in_keyring(opened, installation, made=paths.record.exists())
    if paths.record.exists():
        raise RecordKeyError(reason="no-keyring")
    return _first_passphrase(paths, installation, ask_passphrase)


def installation_id(paths: DeskPaths) -> str:
    """The random id of this installation, made at the first call; names every keyring entry of the desk."""
    return _installation(paths).id


def _installation(paths: DeskPaths) -> Installation:
    installation = read_installation(paths)
    if installation is not None:
        return installation
    if paths.record.exists():
        raise RecordKeyError(reason="lost")
    _write_installation(paths, Installation(new_record_id()), over=False)
    return read_installation(paths) or _installation(paths)


def read_installation(paths: DeskPaths) -> Installation | None:
    """What installation.json says; None where there is none."""
    try:
        return msgspec.json.decode(_file(paths).read_bytes(), type=Installation)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.DecodeError) as fault:
        raise RecordKeyError(reason="installation", path=_file(paths)) from fault


def passphrase_from_environment() -> str | None:
    """The first line of the file descriptor that ``NEUVOLA_PASSPHRASE_FD`` names; None if it names none."""
    number = os.environ.get(PASSPHRASE_FD)
    if not number:
        return None
    try:
        with closing(os.fdopen(int(number), "rb", buffering=0, closefd=False)) as file:
            read = b""
            while b"\n" not in read and len(read) < _LONGEST_PASSPHRASE and (more := file.read(1024)):
                read += more
        return read.split(b"\n", 1)[0].rstrip(b"\r").decode()
    except (ValueError, OSError) as fault:
        raise RecordKeyError(reason="passphrase-fd") from fault


def os_keyring() -> SecretStore | None:
    """The keyring of the operating system; None where there is none that may be trusted."""
    # The keyring library takes a third of a second to load and is needed only here.
    import keyring

    backend = keyring.get_keyring()
    candidates = getattr(backend, "backends", None) or [backend]  # a chain of several, or one
    for candidate in candidates:
        if (type(candidate).__module__, type(candidate).__name__) in _TRUSTED_BACKENDS:
            return _OsKeyring(candidate)
    return None


class _OsKeyring:
    """One backend of the keyring library."""

    def __init__(self, backend: Any) -> None:
        self._backend = backend

    def get(self, name: str) -> str | None:
        """The secret of this name."""
        secret = self._asked(lambda: self._backend.get_password(_SERVICE, name))
        return None if secret is None else str(secret)

    def put(self, name: str, secret: str) -> None:
        """Keeps a secret under this name."""
        self._asked(lambda: self._backend.set_password(_SERVICE, name, secret))

    @staticmethod
    def _asked(ask: Callable[[], Any]) -> Any:
        from keyring.errors import KeyringError

        try:
            return ask()
        except KeyringError as fault:
            raise RecordKeyError(reason="locked") from fault


def _key_in_keyring(store: SecretStore, installation: Installation, *, made: bool) -> bytes:
    name = f"record/{installation.id}"
    secret = store.get(name)
    if secret is None:
        if made:
            raise RecordKeyError(reason="lost")
        secret = secrets.token_hex(KEY_BYTES)
        store.put(name, secret)
        # Another process may have been first, and a keyring may forget: what counts is what it gives back.
        secret = store.get(name)
    try:
        key = bytes.fromhex(secret or "")
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise RecordKeyError(reason="lost")
    return key


def _first_passphrase(paths: DeskPaths, installation: Installation, ask: AskPassphrase | None) -> bytes:
    passphrase = ask() if ask else None
    if not passphrase:
        raise RecordKeyError(reason="no-passphrase")
    argon2 = Argon2(salt=base64.b64encode(secrets.token_bytes(16)).decode())
    key = _derive(passphrase, argon2)
    _write_installation(paths, replace(installation, passphrase=replace(argon2, check=_check(key))))
    return key


def _key_of_passphrase(argon2: Argon2, ask: AskPassphrase | None) -> bytes:
    passphrase = ask() if ask else None
    if not passphrase:
        raise RecordKeyError(reason="no-passphrase")
    key = _derive(passphrase, argon2)
    if not hmac.compare_digest(_check(key), argon2.check):
        raise RecordKeyError(reason="wrong")
    return key


def _derive(passphrase: str, argon2: Argon2) -> bytes:
    from argon2.low_level import Type, hash_secret_raw

    return hash_secret_raw(
        # ä may be typed as one character or as two: the same passphrase either way.
        secret=unicodedata.normalize("NFKC", passphrase).encode(),
        salt=base64.b64decode(argon2.salt),
        time_cost=argon2.time_cost,
        memory_cost=argon2.memory_kib,
        parallelism=argon2.lanes,
        hash_len=KEY_BYTES,
        type=Type.ID,
        version=argon2.version,
    )


def _check(key: bytes) -> str:
    return hmac.new(key, _CHECK, hashlib.sha256).hexdigest()


def _file(paths: DeskPaths) -> Path:
    return paths.data / "installation.json"


def _write_installation(paths: DeskPaths, installation: Installation, *, over: bool = True) -> None:
    """Whole or not at all: a lost salt is a lost record. Without ``over`` the first process to come wins."""
    paths.create()
    path = _file(paths)
    unfinished = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            json.dump(asdict(installation), file)
            file.flush()
            os.fsync(file.fileno())
        if over:
            unfinished.replace(path)
        else:
            put_in_place(unfinished, path)
    except OSError as fault:
        raise (DiskFullError if fault.errno == errno.ENOSPC else CannotWriteError)(path=path) from fault
    finally:
        discard(unfinished)
