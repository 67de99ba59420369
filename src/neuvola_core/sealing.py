"""Sealing: what is closed here can be opened only with a private key that is not here.

A sealed text is padded to steps of 512 bytes, so that its length tells nothing, and encrypted with
XChaCha20-Poly1305 under a key of its own, bound to the id of its record. That key is sealed (X25519, the
sealed box of libsodium) to each of the given public keys: the server's, and recovery keys.
"""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from neuvola_core.errors import NeuvolaError

STEP: Final = 512
LARGEST: Final = 8 * STEP
_END: Final = b"\x80"


class UnsealingError(NeuvolaError):
    """A sealed text that does not open; facts: ``reason`` (a key: "key", "damaged")."""

    code = "unsealing"


@dataclass(frozen=True, slots=True)
class Sealed:
    """``text`` is nonce and ciphertext; ``keys`` its key, by the id of what that is sealed to. All base64."""

    text: str
    keys: Mapping[str, str]


def seal(plain: bytes, record_id: str, public_keys: Mapping[str, str]) -> Sealed:
    """Seals to every key (base64 by id); raises ``ValueError`` without a key or for 4 KiB of text."""
    from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_encrypt
    from nacl.public import PublicKey, SealedBox
    from nacl.utils import random

    if not public_keys or len(plain) >= LARGEST:
        raise ValueError("nothing to seal to, or too much to seal")
    key, nonce = random(32), random(24)
    closed = crypto_aead_xchacha20poly1305_ietf_encrypt(_padded(plain), record_id.encode(), nonce, key)
    boxes = {name: SealedBox(PublicKey(base64.b64decode(public))) for name, public in public_keys.items()}
    return Sealed(_text(nonce + closed), {name: _text(box.encrypt(key)) for name, box in boxes.items()})


def unseal(sealed: Sealed, record_id: str, key_id: str, private_key: bytes) -> bytes:
    """Opens a sealed text; raises ``UnsealingError``."""
    from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_decrypt
    from nacl.exceptions import CryptoError
    from nacl.public import PrivateKey, SealedBox

    if key_id not in sealed.keys:
        raise UnsealingError(reason="key")
    try:
        key = SealedBox(PrivateKey(private_key)).decrypt(base64.b64decode(sealed.keys[key_id]))
        closed = base64.b64decode(sealed.text)
        padded = crypto_aead_xchacha20poly1305_ietf_decrypt(closed[24:], record_id.encode(), closed[:24], key)
    except (CryptoError, binascii.Error, ValueError, TypeError) as fault:
        raise UnsealingError(reason="damaged") from fault
    return padded[: padded.rindex(_END)]


def _padded(plain: bytes) -> bytes:
    room = -(len(plain) + 1) % STEP
    return plain + _END + bytes(room)


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
