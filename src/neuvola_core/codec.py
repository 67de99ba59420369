"""Core values ↔ canonical JSON (RFC 8785), the form in which services are stored, hashed and sent.

Empty values are left out, so a new optional field does not change the bytes of old services. Reading is
strict about types and lenient about fields it does not know.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from typing import Any, Final, TypeVar

import msgspec
import rfc8785

from neuvola_core.text import Text

T = TypeVar("T")

_ENCODER: Final = msgspec.json.Encoder(order="sorted")
_SAFE: Final = 2**53 - 1
"""Beyond it whole numbers are not the same to every reader of JSON; they are refused."""


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


def _prune(value: Any) -> Any:
    """Leaves empty values out, and writes what a plain encoder writes otherwise than RFC 8785."""
    if isinstance(value, str | bool) or value is None:
        return value
    if isinstance(value, dict):
        # Zero is not empty.
        pruned = {k: kept for k, item in value.items() if (kept := _prune(item)) or type(kept) is int}
        return pruned if "".join(pruned).isascii() else _by_utf16(pruned)
    if isinstance(value, list | tuple):
        return [_prune(item) for item in value]
    if type(value) is int and abs(value) <= _SAFE:
        return value
    return msgspec.Raw(rfc8785.dumps(value))


def _by_utf16(pruned: Mapping[str, Any]) -> msgspec.Raw:
    names = sorted(pruned, key=lambda name: name.encode("utf-16be"))
    members = (_ENCODER.encode(name) + b":" + _ENCODER.encode(pruned[name]) for name in names)
    return msgspec.Raw(b"{" + b",".join(members) + b"}")


def to_json(value: object) -> bytes:
    """Canonical JSON of a core value (sorted keys, no blanks, empty fields left out)."""
    return _ENCODER.encode(_prune(msgspec.to_builtins(value, enc_hook=encode_value)))


def without_empty(value: object) -> object:
    """A dataclass as an object for an encoder, without fields that are empty and may be left out.

    Only empty ones: any other usual value may become another one in a newer program.
    """
    if not is_dataclass(value) or isinstance(value, type):
        return value
    said = ((field, getattr(value, field.name)) for field in fields(value))
    return {field.name: without_empty(item) for field, item in said if item or not _may_be_empty(field)}


def _may_be_empty(field: "Field[Any]") -> bool:
    if field.default is MISSING:
        return field.default_factory is not MISSING and not field.default_factory()
    return not field.default


def from_json(data: bytes | str, kind: type[T]) -> T:
    """The value that ``to_json`` wrote; raises ``msgspec.ValidationError`` for anything else."""
    return msgspec.json.decode(data, type=kind, dec_hook=decode_value)


def digest(canonical: bytes) -> str:
    """SHA-256 of canonical JSON, in hex: two services with the same digest say the same."""
    return hashlib.sha256(canonical).hexdigest()
