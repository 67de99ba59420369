"""Values to answers and back: strict JSON, compressed where that pays, the nonce repeated in a header."""

import gzip
import re
from collections.abc import Mapping
from typing import Final, TypeVar

import msgspec
import zstandard
from fastapi import Request, Response

from neuvola_core import codec
from neuvola_core.errors import RequestRefusedError
from neuvola_core.wire import LARGEST_REQUEST, NONCE_HEADER
from neuvola_server.api.contract import NONCE_PATTERN
from neuvola_server.api.faults import Told

T = TypeVar("T")

JSON: Final = "application/json"
WORTH_COMPRESSING: Final = 1024
"""Bytes of an answer under which compressing gains nothing."""
_UNCACHED: Final[tuple[Mapping[str, str], Mapping[str, str]]] = ({"Cache-Control": "no-store"}, {})
"""What an answer needs so that nobody keeps it: to a POST nothing, and each sync counts its bytes."""
_NONCE: Final = re.compile(NONCE_PATTERN)
_ENCODER: Final = msgspec.json.Encoder(enc_hook=codec.encode_value)


async def read_body(request: Request) -> bytes:
    """The body; refused before it is read whole where it is too large."""
    told = request.headers.get("content-length", "")
    if told.isascii() and told.isdigit() and len(told) < 20 and int(told) > LARGEST_REQUEST:
        raise RequestRefusedError(status=413, reason="too-large")
    parts: list[bytes] = []
    size = 0
    async for part in request.stream():
        size += len(part)
        if size > LARGEST_REQUEST:
            raise RequestRefusedError(status=413, reason="too-large")
        parts.append(part)
    return b"".join(parts)


def decode(request: Request, body: bytes, kind: type[T]) -> T:
    """The value of a body, whose nonce the answer will repeat; raises ``RequestRefusedError``."""
    if request.headers.get("content-type", JSON).partition(";")[0].strip().casefold() != JSON:
        raise RequestRefusedError(status=400, reason="not-json")
    try:
        value = msgspec.json.decode(body, type=kind)
    except msgspec.ValidationError:
        raise RequestRefusedError(status=422, reason="shape") from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise RequestRefusedError(status=400, reason="not-json") from None
    nonce = getattr(value, "nonce", "")
    if not _NONCE.fullmatch(nonce):
        raise RequestRefusedError(status=422, reason="nonce")
    request.state.nonce = nonce
    return value


def nonce_of(request: Request) -> str:
    """The nonce of the body once it is read, else of the header; empty for one that no header can carry."""
    nonce = getattr(request.state, "nonce", None) or request.headers.get(NONCE_HEADER, "")
    return nonce if _NONCE.fullmatch(nonce) else ""


def answer(
    request: Request, value: object, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """The value as JSON, in an encoding that the asker takes."""
    content = _ENCODER.encode(codec.without_empty(value))
    said = {NONCE_HEADER: nonce_of(request), **_UNCACHED[request.method == "POST"], **(headers or {})}
    if len(content) > WORTH_COMPRESSING:
        said["Vary"] = "Accept-Encoding"
        content, encoding = _compressed(content, request.headers.get("accept-encoding", ""))
        if encoding:
            said["Content-Encoding"] = encoding
    return Response(content, status, said, media_type=JSON)


def refusal(request: Request, told: Told) -> Response:
    """A fault as an answer."""
    headers = {}
    if told.error.retry_after is not None:
        headers["Retry-After"] = str(told.error.retry_after)
    if told.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return answer(request, told.error, told.status, headers)


def _compressed(content: bytes, accepted: str) -> tuple[bytes, str]:
    """Low levels: on a desk's line a higher one saves little, on the server it costs much."""
    encodings = _encodings(accepted)
    if "zstd" in encodings:
        return zstandard.ZstdCompressor(level=3).compress(content), "zstd"
    if "gzip" in encodings:
        return gzip.compress(content, compresslevel=1, mtime=0), "gzip"
    return content, ""


def _encodings(accepted: str) -> frozenset[str]:
    found = set()
    for item in accepted.casefold().split(","):
        name, _semicolon, quality = item.partition(";")
        if quality.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000"):
            found.add(name.strip())
    return frozenset(found)
