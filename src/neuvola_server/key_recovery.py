"""Recovery keys: the private half is printed once and lies on paper, the public half in the key folder.

Where the server's own key was lost, what is stored is sealed anew with one of them, to the key that took its
place. A drill proves, while nothing is lost, that the paper is readable and the right one.
"""

import base64
import hashlib
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import msgspec
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from sqlalchemy import Connection, select, update

from neuvola_core import codec, codes
from neuvola_core.errors import NeuvolaError
from neuvola_core.sealing import UnsealingError, seal, unseal
from neuvola_server import key_files
from neuvola_server.key_files import key_id
from neuvola_server.key_register import KeyRegister
from neuvola_server.keys import Keys
from neuvola_server.storage import schema
from neuvola_server.storage.database import REQUESTS, Database

SIGNS: Final = 56
"""Of a key on paper, the last four of which check the others."""
_SIGNS: Final = 52
"""Five bits each: 256 bits and four that are nought."""
_CHECKS: Final = SIGNS - _SIGNS
_TEST: Final = b"neuvola"


class RecoveryKeyRefusedError(NeuvolaError):
    """A typed key that does not do; facts: ``reason``.

    "signs" and "check" are of the typing, "unknown", "not-opened" and "nothing" of the key.
    """

    code = "recovery-key-refused"


@dataclass(frozen=True, slots=True)
class RecoveryKey:
    """A new key; ``paper`` is the private half as it is written down, and is nowhere else."""

    id: str
    paper: str


class Recovery:
    """Makes recovery keys, tries them out and uses them."""

    def __init__(
        self, keys: Keys, register: KeyRegister, database: Database, clock: Callable[[], datetime]
    ) -> None:
        self._keys = keys
        self._register = register
        self._database = database
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

    def recover(self, typed: str, *, who: str) -> int:
        """Seals what is stored to the present key with a typed one; returns how many were.

        Nothing is opened but the keys of the texts. Raises ``RecoveryKeyRefusedError``: also where nothing
        that is stored was sealed to the typed key.
        """
        private = PrivateKey(secret_of(typed))
        self._keys.check()
        name, present = key_id(bytes(private.public_key)), self._keys.own_sealing_key

        def work(connection: Connection) -> int:
            return sum(_reseal_all(connection, private, name, present, beside) for beside in (False, True))

        count = self._database.write(work)
        if not count:
            raise RecoveryKeyRefusedError(reason="nothing")
        self._database.scrub(REQUESTS)
        self._register.tell(self._clock(), who=who, what="contacts-resealed", of=name)
        return count


def _reseal_all(connection: Connection, private: PrivateKey, name: str, present: bytes, beside: bool) -> int:
    table = schema.private_conflict if beside else schema.private_record
    rows = connection.execute(select(table).where(table.c.body.contains(f'"{name}"')).with_for_update()).all()
    count = 0
    for row in rows:
        body = msgspec.json.decode(row.body)
        keys = body.get("sealed", {}).get("keys", {})
        try:
            inner = SealedBox(private).decrypt(base64.b64decode(keys.get(name, "")))
        except (CryptoError, ValueError, TypeError):
            continue  # a desk wrote the key's id there and something else beside it
        keys[key_id(present)] = key_files.text_of(SealedBox(PublicKey(present)).encrypt(inner))
        this = (table.c.id == row.id) & (table.c.digest == row.digest)
        connection.execute(update(table).where(this).values(body=codec.to_json(body).decode()))
        count += 1
    return count


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
