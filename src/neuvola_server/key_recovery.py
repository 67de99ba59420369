"""Recovery keys: the private half is printed once and lies on paper, the public half in the key folder.

Everything that desks seal can be opened with one of them where the server's own key was lost. A drill proves,
while nothing is lost, that the paper is readable and the right one.
"""

import hashlib
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from nacl.public import PrivateKey

from neuvola_core import codes
from neuvola_core.errors import NeuvolaError
from neuvola_core.sealing import UnsealingError, seal, unseal
from neuvola_server import key_files
from neuvola_server.key_files import key_id
from neuvola_server.key_register import KeyRegister
from neuvola_server.keys import Keys

SIGNS: Final = 56
"""Of a key on paper, the last four of which check the others."""
_SIGNS: Final = 52
"""Five bits each: 256 bits and four that are nought."""
_CHECKS: Final = SIGNS - _SIGNS
_TEST: Final = b"neuvola"


class RecoveryKeyRefusedError(NeuvolaError):
    """A typed key that does not do; facts: ``reason`` ("signs", "check", "unknown", "not-opened")."""

    code = "recovery-key-refused"


@dataclass(frozen=True, slots=True)
class RecoveryKey:
    """A new key; ``paper`` is the private half as it is written down, and is nowhere else."""

    id: str
    paper: str


class Recovery:
    """Makes recovery keys and tries them out."""

    def __init__(self, keys: Keys, register: KeyRegister, clock: Callable[[], datetime]) -> None:
        self._keys = keys
        self._register = register
        self._clock = clock

    def make(self, *, who: str) -> RecoveryKey:
        """A new pair, whose public half desks seal to from now on."""
        private = PrivateKey.generate()
        public = bytes(private.public_key)
        name = key_id(public)
        written = (key_files.text_of(public) + "\n").encode()
        key_files.replace(self._keys.folder / f"recovery-{name}.pub", written)
        self._register.tell(self._clock(), who=who, what="recovery-key-made", of=name)
        return RecoveryKey(name, paper_of(bytes(private)))

    def drill(self, typed: str, *, who: str) -> str:
        """Opens a test with a typed key and gives its id; raises ``RecoveryKeyRefusedError``."""
        private = secret_of(typed)
        name = key_id(bytes(PrivateKey(private).public_key))
        if name not in self._keys.recovery_keys:
            raise RecoveryKeyRefusedError(reason="unknown")
        record = str(uuid.uuid4())
        sealed = seal(_TEST, record, self._keys.sealing_keys)
        try:
            opened = unseal(sealed, record, name, private)
        except UnsealingError:
            opened = b""
        if opened != _TEST:
            raise RecoveryKeyRefusedError(reason="not-opened")
        self._register.tell(self._clock(), who=who, what="recovery-key-drilled", of=name)
        return name


def paper_of(secret: bytes) -> str:
    """A secret in groups of four signs, the last of which checks the others."""
    number = int.from_bytes(secret)
    signs = "".join(codes.ALPHABET[(number >> 5 * place) & 31] for place in reversed(range(_SIGNS)))
    return codes.grouped(signs + _check(secret))


def secret_of(typed: str) -> bytes:
    """The secret as somebody typed it from paper; raises ``RecoveryKeyRefusedError``."""
    plain = codes.plain("".join(typed.split()))
    if len(plain) != SIGNS or not set(plain) <= set(codes.ALPHABET):
        raise RecoveryKeyRefusedError(reason="signs")
    number = 0
    for sign in plain[:_SIGNS]:
        number = number << 5 | codes.ALPHABET.index(sign)
    if number >> 8 * key_files.BYTES:
        raise RecoveryKeyRefusedError(reason="check")
    secret = number.to_bytes(key_files.BYTES)
    if plain[_SIGNS:] != _check(secret):
        raise RecoveryKeyRefusedError(reason="check")
    return secret


def _check(secret: bytes) -> str:
    digest = int.from_bytes(hashlib.sha256(b"recovery|" + secret).digest()[:3])
    return "".join(codes.ALPHABET[(digest >> 5 * place) & 31] for place in reversed(range(_CHECKS)))
