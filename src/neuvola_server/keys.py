"""The server's keys: one that signs what it publishes, one that what is for its eyes is sealed to.

They live in files of their own, outside the database and its backups; the database knows which they are, so
that none is made anew in silence where desks know another. Recovery keys are public keys that an
operator lays beside them; their private halves are on paper and never here.
"""

import base64
import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Final, Protocol

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.signing import SigningKey

from neuvola_core import codec
from neuvola_core.errors import NeuvolaError

_SIGNING: Final = "signing.key"
_SEALING: Final = "sealing.key"
_RECOVERY: Final = "recovery-*.pub"
_BYTES: Final = 32


class KeyDamagedError(NeuvolaError):
    """A key file that holds no key; facts: ``path``. A new key would not open what the old one sealed."""

    code = "key-damaged"


class KeysChangedError(NeuvolaError):
    """The folder does not hold the key that desks were told of; facts: ``path``."""

    code = "keys-changed"


class NotSealedToUsError(NeuvolaError):
    """Something that none of this server's keys opens."""

    code = "not-sealed-to-us"


class Register(Protocol):
    """Remembers which keys were made."""

    def standing(self, name: str) -> str:
        """The id of the key of that name; empty where none was made yet."""

    def note(self, name: str, key: str) -> str:
        """Notes the first one; gives the one that is noted."""


class Keys:
    """The keys in one folder; made when they are first wanted, and only if there never were any."""

    def __init__(self, folder: Path, register: Register) -> None:
        self._folder = folder
        self._register = register

    @property
    def verify_key(self) -> str:
        """What proves a signature, base64."""
        return _text(bytes(self._signing.verify_key))

    @property
    def sealing_keys(self) -> Mapping[str, str]:
        """The public keys that a desk seals to, by id, base64: the server's and the recovery keys."""
        found = (_key_in(path) for path in sorted(self._folder.glob(_RECOVERY)))
        keys = (bytes(self._sealing.public_key), *found)
        return {key_id(key): _text(key) for key in keys}

    def sign(self, data: bytes) -> str:
        """An Ed25519 signature, base64."""
        return _text(self._signing.sign(data).signature)

    def unseal(self, sealed: bytes) -> bytes:
        """What was sealed to the server; raises ``NotSealedToUsError``."""
        try:
            return SealedBox(self._sealing).decrypt(sealed)
        except CryptoError:
            raise NotSealedToUsError from None

    @cached_property
    def _signing(self) -> SigningKey:
        key = SigningKey(self._secret(_SIGNING))
        self._check(_SIGNING, bytes(key.verify_key))
        return key

    @cached_property
    def _sealing(self) -> PrivateKey:
        key = PrivateKey(self._secret(_SEALING))
        self._check(_SEALING, bytes(key.public_key))
        return key

    def _check(self, name: str, public: bytes) -> None:
        if self._register.note(name, key_id(public)) != key_id(public):
            raise KeysChangedError(path=str(self._folder / name))

    def _secret(self, name: str) -> bytes:
        path = self._folder / name
        if not path.exists():
            if self._register.standing(name):
                raise KeysChangedError(path=str(path))
            self._make(path)
        with suppress(OSError):  # another's, who is then the one to see to it
            self._folder.chmod(0o700)
            path.chmod(0o600)
        secret = path.read_bytes()
        if len(secret) != _BYTES:
            raise KeyDamagedError(path=str(path))
        return secret

    def _make(self, path: Path) -> None:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        whole = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
        file = os.open(whole, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            os.write(file, secrets.token_bytes(_BYTES))
            os.fsync(file)
        finally:
            os.close(file)
        try:
            os.link(whole, path)
        except FileExistsError:
            pass  # another process was first: its key is the key
        finally:
            whole.unlink()


def key_id(public: bytes) -> str:
    """The name of a public key: the beginning of its SHA-256."""
    return codec.digest(public)[:16]


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _key_in(path: Path) -> bytes:
    try:
        return bytes(PublicKey(base64.b64decode(path.read_bytes(), validate=False)))
    except (ValueError, TypeError, CryptoError):
        raise KeyDamagedError(path=str(path)) from None
