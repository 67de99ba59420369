"""The server's keys: one to sign what it publishes, one that is sealed to, a secret that links are made of.

They live in files of their own, outside the database and its backups; the database knows which they are, so
that none is made anew in silence where desks know another. Recovery keys are public keys that lie beside
them; their private halves are on paper and never here. A key that was changed by the command is taken into
use by every process without a start anew.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol, TypeVar

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, SealedBox
from nacl.signing import SigningKey

from neuvola_core.contact import ContactDetails, open_details
from neuvola_core.errors import NeuvolaError
from neuvola_core.sealing import Sealed, UnsealingError
from neuvola_server import key_files
from neuvola_server.key_files import key_id, text_of

SIGNING: Final = "signing.key"
SEALING: Final = "sealing.key"
NEXT: Final = ".next"
"""After a key's name in the register: what takes its place, noted before the file is changed."""
FORMER_SEALING: Final = "sealing-*.former"
NEXT_SIGNING: Final = "signing-*.next"
RECOVERY: Final = "recovery-*.pub"
LINKS: Final = "links.key"


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

    def take_over(self, name: str, key: str) -> None:
        """Notes that the one that was to come is the one that stands."""


K = TypeVar("K", SigningKey, PrivateKey, bytes)


@dataclass(frozen=True, slots=True)
class _Read:
    """A key as its file was when it was read."""

    stamp: tuple[int, int]
    key: Any


class Keys:
    """The keys in one folder; made when they are first wanted, and only if there never were any."""

    def __init__(self, folder: Path, register: Register) -> None:
        self.folder: Final = folder
        self._register = register
        self._read: dict[str, _Read] = {}
        self._checked: dict[str, Any] = {}

    @property
    def verify_key(self) -> str:
        """What proves a signature, base64."""
        return text_of(bytes(self._signing.verify_key))

    @property
    def next_verify_key(self) -> str:
        """What will prove signatures after it, base64; empty while none is prepared."""
        coming = key_files.dated(self.folder, NEXT_SIGNING)
        if not coming:
            return ""
        return text_of(bytes(SigningKey(key_files.read_secret(coming[-1].path)).verify_key))

    @property
    def sealing_keys(self) -> Mapping[str, str]:
        """The public keys that a desk seals to, by id, base64: the server's and the recovery keys."""
        keys = (self.own_sealing_key, *self.recovery_keys.values())
        return {key_id(key): text_of(key) for key in keys}

    @property
    def own_sealing_key(self) -> bytes:
        """The public half of the server's own."""
        return bytes(self._sealing.public_key)

    @property
    def recovery_keys(self) -> Mapping[str, bytes]:
        """The public halves of the keys on paper, by id."""
        found = (key_files.read_public(path) for path in sorted(self.folder.glob(RECOVERY)))
        return {key_id(key): key for key in found}

    def opening(self) -> frozenset[str]:
        """The ids of the sealing keys that open something here, or on another host with the newest one."""
        self.check()
        own = (key_id(self.own_sealing_key), self._register.standing(SEALING))
        return frozenset((*own, *(one.id for one in key_files.dated(self.folder, FORMER_SEALING))))

    def sign(self, data: bytes) -> str:
        """An Ed25519 signature, base64."""
        return text_of(self._signing.sign(data).signature)

    def unseal(self, sealed: bytes) -> bytes:
        """What was sealed to the server, also to a former key; raises ``NotSealedToUsError``."""
        for _name, private in self._private_keys():
            try:
                return SealedBox(private).decrypt(sealed)
            except CryptoError:
                continue
        raise NotSealedToUsError

    def open_contact(self, sealed: Sealed, request: str) -> ContactDetails:
        """A contact request's details; raises ``NotSealedToUsError``."""
        for name, private in self._private_keys():
            if name not in sealed.keys:
                continue
            try:
                return open_details(sealed, request, name, bytes(private))
            except UnsealingError:
                continue
        raise NotSealedToUsError

    def link_secret(self) -> bytes:
        """What the links of organisations are made of; raises ``KeysChangedError`` where it was lost.

        It notes nothing, since it is wanted within transactions: that is done by ``check``.
        """
        self._there(LINKS)
        return self._current(LINKS, bytes)

    def check(self) -> None:
        """Reads every key, made if there never was one; raises ``KeyDamagedError``, ``KeysChangedError``."""
        _ = self._signing, self._sealing, self._known(LINKS, bytes, bytes)

    @property
    def _signing(self) -> SigningKey:
        return self._known(SIGNING, SigningKey, lambda key: bytes(key.verify_key))

    @property
    def _sealing(self) -> PrivateKey:
        return self._known(SEALING, PrivateKey, lambda key: bytes(key.public_key))

    def _private_keys(self) -> Iterator[tuple[str, PrivateKey]]:
        yield key_id(self.own_sealing_key), self._sealing
        for former in key_files.dated(self.folder, FORMER_SEALING):
            yield former.id, PrivateKey(key_files.read_secret(former.path))

    def _known(self, name: str, kind: Callable[[bytes], K], public: Callable[[K], bytes]) -> K:
        """A key that the register knows; made if there never was one."""
        self._there(name)
        key = self._current(name, kind)
        if self._checked.get(name) is not key:
            self._check(name, key_id(public(key)))
            self._checked[name] = key
        return key

    def _there(self, name: str) -> None:
        path = self.folder / name
        if path.exists():
            return
        if not self._register.standing(name):
            key_files.make_secret(path)
        elif not path.exists():  # else another process made and noted it between the two questions
            raise KeysChangedError(path=str(path))

    def _check(self, name: str, found: str) -> None:
        if self._register.standing(name) == found or self._register.note(name, found) == found:
            return
        if self._register.standing(name + NEXT) != found:
            raise KeysChangedError(path=str(self.folder / name))
        self._register.take_over(name, found)  # the change was cut off after the file, before the note

    def _current(self, name: str, kind: Callable[[bytes], K]) -> K:
        path = self.folder / name
        state = path.stat()
        stamp = (state.st_mtime_ns, state.st_ino)
        read = self._read.get(name)
        if read is None or read.stamp != stamp:
            read = self._read[name] = _Read(stamp, kind(key_files.read_secret(path)))
        key: K = read.key
        return key
