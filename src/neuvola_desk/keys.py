"""The key of the record: random, in the keyring of the operating system, or sealed by a passphrase.

``installation.json`` in the data folder holds a random installation id that names the keyring entry, and,
where there is no keyring, the key sealed under what Argon2id makes of the passphrase. In plain it is in no
file. A record whose key is gone is left as it is; ``adopt_key`` takes a key back from its recovery sheet.
"""

import base64
import errno
import json
import os
import secrets
import unicodedata
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Final, Protocol

import msgspec

from neuvola_core.errors import CannotWriteError, DiskFullError, RecordKeyError
from neuvola_core.files import discard, put_in_place
from neuvola_core.ids import new_record_id
from neuvola_desk.descriptors import first_line
from neuvola_desk.paths import DeskPaths

AskPassphrase = Callable[[], str | None]
"""Gives the passphrase, or None where nobody can be asked."""

KEY_BYTES: Final = 32
PASSPHRASE_FD: Final = "NEUVOLA_PASSPHRASE_FD"  # noqa: S105 - a variable's name

_SERVICE: Final = "neuvola-desk"
_INSTALLATION: Final = "installation.json"

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
    """How a passphrase opens the key: RFC 9106, second recommended choice (64 MiB, 3 rounds, 4 lanes).

    ``sealed`` is the record's key under what the passphrase makes; a wrong passphrase does not open it.
    """

    salt: str
    sealed: str = ""
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

    Raises ``RecordKeyError``; reasons: "lost" (a record is there and its key is not), "other-user" (the same,
    and the folder is another account's), "locked" (the keyring), "no-keyring" (it was there when the record
    was made), "no-passphrase", "wrong" (the passphrase), "installation" (the file cannot be read),
    "passphrase-fd" (the file descriptor cannot be read).
    """
    installation = _installation(paths)
    if installation.passphrase is not None:
        return _opened_by(_asked(ask_passphrase), installation.passphrase)
    opened = (keyring or os_keyring)()
    if opened is not None:
        return _key_in_keyring(opened, installation, paths)
    if _has_records(paths):
        raise RecordKeyError(reason="no-keyring")
    passphrase = _asked(ask_passphrase)
    standing = read_installation(paths)
    if standing is not None and standing.passphrase is not None:  # another process was first to be told
        return _opened_by(passphrase, standing.passphrase)
    key = secrets.token_bytes(KEY_BYTES)
    _seal_key(paths, installation, key, passphrase)
    return key


def adopt_key(
    paths: DeskPaths,
    key: bytes,
    *,
    ask_passphrase: AskPassphrase | None = None,
    keyring: Callable[[], SecretStore | None] | None = None,
) -> None:
    """Makes a key that opens the record this desk's own: in its keyring, or sealed by a new passphrase.

    Raises ``RecordKeyError``: "locked", "no-passphrase", "no-keyring" (it forgets what it was given).
    """
    installation = _known_installation(paths) or Installation(new_record_id())
    opened = (keyring or os_keyring)()
    if opened is None:
        _seal_key(paths, installation, key, _asked(ask_passphrase))
        return
    name = _entry(installation)
    opened.put(name, key.hex())
    if opened.get(name) != key.hex():
        raise RecordKeyError(reason="no-keyring")
    _write_installation(paths, replace(installation, passphrase=None))


def forget_installation(paths: DeskPaths, today: date) -> None:
    """Sets installation.json aside with the record it belongs to; the next key is a new installation's."""
    number = 1
    while (target := _file(paths).with_name(f"{_INSTALLATION}.aside-{today:%Y-%m-%d}-{number}")).exists():
        number += 1
    if _file(paths).exists():
        _file(paths).rename(target)


def installation_id(paths: DeskPaths) -> str:
    """The random id of this installation, made at the first call; names every keyring entry of the desk."""
    return _installation(paths).id


def _installation(paths: DeskPaths) -> Installation:
    installation = read_installation(paths)
    if installation is not None:
        return installation
    if _has_records(paths):
        raise RecordKeyError(reason=_lost(paths))
    _write_installation(paths, Installation(new_record_id()), over=False)
    return read_installation(paths) or _installation(paths)


def _known_installation(paths: DeskPaths) -> Installation | None:
    """What installation.json says; None also where it says nothing that can be read."""
    try:
        return read_installation(paths)
    except RecordKeyError:
        return None


def _has_records(paths: DeskPaths) -> bool:
    """Whether anything lies there that only the key opens: the record, or copies of one that is gone."""
    return paths.record.exists() or any(paths.backups.glob("*.db"))


def _lost(paths: DeskPaths) -> str:
    """Why a key is not where it should be: this account may simply not be the one that has it."""
    owner = paths.data.stat().st_uid
    return "other-user" if hasattr(os, "getuid") and owner != os.getuid() else "lost"


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
        return first_line(int(number))
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


def _entry(installation: Installation) -> str:
    return f"record/{installation.id}"


def _key_in_keyring(store: SecretStore, installation: Installation, paths: DeskPaths) -> bytes:
    name = _entry(installation)
    secret = store.get(name)
    if secret is None:
        if _has_records(paths):
            raise RecordKeyError(reason=_lost(paths))
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


def _asked(ask: AskPassphrase | None) -> str:
    passphrase = ask() if ask else None
    if not passphrase:
        raise RecordKeyError(reason="no-passphrase")
    return passphrase


def _seal_key(paths: DeskPaths, installation: Installation, key: bytes, passphrase: str) -> None:
    from nacl.secret import SecretBox  # needed where there is no keyring only

    argon2 = Argon2(salt=base64.b64encode(secrets.token_bytes(16)).decode())
    sealed = SecretBox(_derive(passphrase, argon2)).encrypt(key)
    argon2 = replace(argon2, sealed=base64.b64encode(sealed).decode())
    _write_installation(paths, replace(installation, passphrase=argon2))


def _opened_by(passphrase: str, argon2: Argon2) -> bytes:
    from nacl.exceptions import CryptoError
    from nacl.secret import SecretBox

    try:
        return SecretBox(_derive(passphrase, argon2)).decrypt(base64.b64decode(argon2.sealed))
    except CryptoError as fault:
        raise RecordKeyError(reason="wrong") from fault


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


def _file(paths: DeskPaths) -> Path:
    return paths.data / _INSTALLATION


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
