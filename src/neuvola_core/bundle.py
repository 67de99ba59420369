"""The exchange between desk and server as files on a stick: the same words, sealed.

The desk's file is sealed to the server's keys; it carries the desk's token and a key for the answer. The
answer is encrypted with that key, which nobody but the two has: so it is the server's, and it is for this
desk. Both are streams of pieces that can be neither cut short, swapped nor changed unseen.
"""

import os
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final

import msgspec
from nacl import bindings
from nacl.exceptions import CryptoError
from nacl.public import PublicKey, SealedBox

from neuvola_core import codec
from neuvola_core.contact import HandlingState
from neuvola_core.errors import NeuvolaError
from neuvola_core.wire import ChangePage, SignedManifest, SignedOffers, SyncAnswer, SyncRequest, Total

PIECE: Final = 64 * 1024
LARGEST_MESSAGE: Final = 256 * 1024 * 1024
KEY_BYTES: Final = bindings.crypto_secretstream_xchacha20poly1305_KEYBYTES

_OUTBOX: Final = b"NEUVOLA-OUTBOX-1\n"
_ANSWER: Final = b"NEUVOLA-ANSWER-1\n"
_OVERHEAD: Final = bindings.crypto_secretstream_xchacha20poly1305_ABYTES
_HEADER: Final = bindings.crypto_secretstream_xchacha20poly1305_HEADERBYTES
_MORE: Final = bindings.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE
_LAST: Final = bindings.crypto_secretstream_xchacha20poly1305_TAG_FINAL
_SEALED_KEY: Final = KEY_BYTES + bindings.crypto_box_SEALBYTES
_NONCE: Final = 16
_LENGTH: Final = 8


class BundleRefusedError(NeuvolaError):
    """A file that is no exchange of this desk and this server; facts: ``path``, ``reason`` (a key)."""

    code = "bundle-refused"


@dataclass(frozen=True, slots=True)
class Outbox:
    """What a desk gives: its requests as they would go over a line. ``reply_key`` is base64.

    ``asked`` are contact requests whose state it would ask for.
    """

    nonce: str
    desk: str
    token: str
    reply_key: str
    requests: tuple[SyncRequest, ...]
    asked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Settled:
    """The answer to one request, and what of the request the desk needs to settle it."""

    answer: SyncAnswer
    totals: tuple[Total, ...] = ()
    void: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reply:
    """What the server gives: answers in the order of the requests, and the catalogue's changes.

    With ``manifest`` the ready-made catalogue follows in the same file; else ``pages`` go on where the
    desk's cursor stood. ``offers`` and ``states`` are of contact requests, as over a line.
    """

    nonce: str
    desk: str
    answers: tuple[Settled, ...]
    pages: tuple[ChangePage, ...] = ()
    manifest: SignedManifest | None = None
    offers: SignedOffers | None = None
    states: Mapping[str, tuple[HandlingState, ...]] = field(default_factory=dict)


def new_nonce() -> str:
    """Names an exchange; in the clear on both files."""
    return os.urandom(_NONCE).hex()


def new_reply_key() -> str:
    """What the answer is encrypted with, base64."""
    return b64encode(os.urandom(KEY_BYTES)).decode()


def is_answer(path: Path) -> bool:
    """Whether the file says of itself that it is an answer."""
    with path.open("rb") as file:
        return file.read(len(_ANSWER)) == _ANSWER


def write_outbox(path: Path, outbox: Outbox, sealing_keys: Mapping[str, str]) -> None:
    """Seals to each of the server's public keys (base64, by id); any one of the private ones opens it."""
    key = os.urandom(KEY_BYTES)
    with path.open("wb") as file:
        file.write(_OUTBOX + bytes([len(sealing_keys)]))
        for public in sealing_keys.values():
            file.write(SealedBox(PublicKey(b64decode(public))).encrypt(key))
        with _encrypted(file, key) as write:
            _write_message(write, outbox)


def read_outbox(path: Path, unseal: Callable[[bytes], bytes | None]) -> Outbox:
    """What a desk gave; ``unseal`` gives None for what is not sealed to it. Raises ``BundleRefusedError``."""
    with _refusing(path), path.open("rb") as file:
        if file.read(len(_OUTBOX)) != _OUTBOX:
            raise BundleRefusedError(path=path, reason="damaged")
        sealed = [file.read(_SEALED_KEY) for _ in range(file.read(1)[0])]
        key = next((key for one in sealed if (key := unseal(one)) is not None), None)
        if key is None:
            raise BundleRefusedError(path=path, reason="other-server")
        pieces = _decrypted(file, key, path)
        message, rest = _read_message(pieces, path)
        _expect_end(pieces, rest, path)
        return codec.from_json(message, Outbox)


def write_reply(path: Path, reply: Reply, reply_key: str, snapshot: Path | None = None) -> None:
    """Encrypts the answer, and the packed ready-made catalogue after it."""
    with path.open("wb") as file:
        file.write(_ANSWER + bytes.fromhex(reply.nonce))
        with _encrypted(file, b64decode(reply_key)) as write:
            _write_message(write, reply)
            if snapshot is not None:
                with snapshot.open("rb") as packed:
                    while piece := packed.read(PIECE):
                        write(piece)


def read_reply(path: Path, reply_keys: Mapping[str, str], snapshot: Path) -> Reply:
    """The answer, with the packed catalogue written to ``snapshot`` if there is one.

    ``reply_keys`` are by nonce. Raises ``BundleRefusedError``: "damaged", "unknown-export".
    """
    with _refusing(path), path.open("rb") as file:
        if file.read(len(_ANSWER)) != _ANSWER:
            raise BundleRefusedError(path=path, reason="damaged")
        reply_key = reply_keys.get(file.read(_NONCE).hex())
        if reply_key is None:
            raise BundleRefusedError(path=path, reason="unknown-export")
        pieces = _decrypted(file, b64decode(reply_key), path)
        message, rest = _read_message(pieces, path)
        reply = codec.from_json(message, Reply)
        if reply.manifest is not None:
            with snapshot.open("wb") as packed:
                packed.write(rest)
                for piece in pieces:
                    packed.write(piece)
        else:
            _expect_end(pieces, rest, path)
        return reply


@contextmanager
def _refusing(path: Path) -> Iterator[None]:
    try:
        yield
    except (CryptoError, msgspec.DecodeError, ValueError, IndexError) as fault:
        raise BundleRefusedError(path=path, reason="damaged") from fault


@contextmanager
def _encrypted(file: IO[bytes], key: bytes) -> Iterator[Callable[[bytes], None]]:
    """A stream of pieces; its end is marked, so that one that was cut short is told from a whole one."""
    state = bindings.crypto_secretstream_xchacha20poly1305_state()
    file.write(bindings.crypto_secretstream_xchacha20poly1305_init_push(state, key))

    def write(said: bytes) -> None:
        for start in range(0, len(said), PIECE):
            piece = said[start : start + PIECE]
            _put(file, bindings.crypto_secretstream_xchacha20poly1305_push(state, piece, tag=_MORE))

    yield write
    _put(file, bindings.crypto_secretstream_xchacha20poly1305_push(state, b"", tag=_LAST))


def _put(file: IO[bytes], piece: bytes) -> None:
    file.write(len(piece).to_bytes(4, "big") + piece)


def _decrypted(file: IO[bytes], key: bytes, path: Path) -> Iterator[bytes]:
    state = bindings.crypto_secretstream_xchacha20poly1305_state()
    bindings.crypto_secretstream_xchacha20poly1305_init_pull(state, file.read(_HEADER), key)
    while length := int.from_bytes(file.read(4), "big"):
        if length > PIECE + _OVERHEAD:
            break
        piece, tag = bindings.crypto_secretstream_xchacha20poly1305_pull(state, file.read(length))
        if tag == _LAST:
            return
        yield piece
    raise BundleRefusedError(path=path, reason="damaged")


def _write_message(write: Callable[[bytes], None], message: Outbox | Reply) -> None:
    # Nothing is left out: an empty field may be one that must be there.
    said = msgspec.json.encode(message, enc_hook=codec.encode_value)
    write(len(said).to_bytes(_LENGTH, "big") + said)


def _expect_end(pieces: Iterator[bytes], rest: bytes, path: Path) -> None:
    """Only at its end does a stream show that it was not cut short."""
    if rest or any(pieces):
        raise BundleRefusedError(path=path, reason="damaged")


def _read_message(pieces: Iterator[bytes], path: Path) -> tuple[bytes, bytes]:
    """The message at the beginning, and what of the next part came with it."""
    read = bytearray(next(pieces, b""))
    length = int.from_bytes(read[:_LENGTH], "big")
    if not len(read) > _LENGTH or length > LARGEST_MESSAGE:
        raise BundleRefusedError(path=path, reason="damaged")
    while len(read) < _LENGTH + length:
        piece = next(pieces, b"")
        if not piece:
            raise BundleRefusedError(path=path, reason="damaged")
        read += piece
    return bytes(read[_LENGTH : _LENGTH + length]), bytes(read[_LENGTH + length :])
