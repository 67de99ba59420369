"""Core values ↔ canonical JSON (RFC 8785), the form in which services are stored, hashed and sent.

Empty values are left out, so a new optional field does not change the bytes of old services. Reading is
strict about types and lenient about fields it does not know.
"""

import hashlib
from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec
import rfc8785

from neuvola_core.text import Text

T = TypeVar("T")


def encode_value(value: object) -> object:
    """What msgspec does not know of the core values, for its encoders."""
    if isinstance(value, Text):
        return dict(value)
    raise NotImplementedError(f"{type(value)} is not a core value")


def decode_value(kind: type, value: object) -> object:
    """The same for its decoders."""
    if kind is not Text:
        raise NotImplementedError(f"{kind} is not a core value")
    if not isinstance(value, Mapping) or not all(isinstance(text, str) for text in value.values()):
        raise TypeError("a text is an object of texts by language")  # msgspec makes it its own error
    return Text(value)


def _is_empty(value: object) -> bool:
    return value is None or value is False or (isinstance(value, str | dict | list) and not value)


def _prune(value: Any) -> Any:
    if isinstance(value, dict):
        pruned = {key: _prune(item) for key, item in value.items()}
        return {key: item for key, item in pruned.items() if not _is_empty(item)}
    if isinstance(value, list | tuple):
        return [_prune(item) for item in value]
    return value


def to_json(value: object) -> bytes:
    """Canonical JSON of a core value (sorted keys, no blanks, empty fields left out)."""
    return rfc8785.dumps(_prune(msgspec.to_builtins(value, enc_hook=encode_value)))


def from_json(data: bytes | str, kind: type[T]) -> T:
    """The value that ``to_json`` wrote; raises ``msgspec.ValidationError`` for anything else."""
    return msgspec.json.decode(data, type=kind, dec_hook=decode_value)


def digest(canonical: bytes) -> str:
    """SHA-256 of canonical JSON, in hex: two services with the same digest say the same."""
    return hashlib.sha256(canonical).hexdigest()
