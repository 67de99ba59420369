"""One HTTP request to the server, and what its answer is worth: every foreign error is translated here.

An answer counts only if it has the status, the type and the size that were expected; a sign-in page of a
guest network has none of them. Nothing is sent unencrypted to another machine, and nothing is followed
elsewhere.
"""

import ipaddress
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

import truststore
import urllib3
from urllib3.exceptions import (
    ConnectTimeoutError,
    DecodeError,
    HTTPError,
    LocationParseError,
    NewConnectionError,
    ProtocolError,
    ReadTimeoutError,
    SSLError,
)

from neuvola_core.errors import ServerUnreachableError

CONNECT_SECONDS: Final = 10.0
STALL_SECONDS: Final = 30.0
"""A request is given up when nothing has come for so long; a slow line that moves is waited for."""
LARGEST_ANSWER: Final = 64 * 1024 * 1024
"""Bytes of an answer that is kept in memory, unpacked."""
PIECE: Final = 64 * 1024

_NOT_YET_VALID: Final = 9
_EXPIRED: Final = 10
"""What OpenSSL calls a certificate outside its time: mostly it is this computer's clock that is wrong."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer; header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def media_type(self) -> str:
        """The content type without its parameters."""
        return media_type(self.headers.get("content-type", ""))


def media_type(content_type: str) -> str:
    """The content type without its parameters."""
    return content_type.partition(";")[0].strip().lower()


def server_address(typed: str) -> str:
    """The server's address as it is used and shown: https unless said, no trailing slash.

    Raises ``ServerUnreachableError``: "insecure" for plain http to another machine, "not-ours" for what is no
    address.
    """
    typed = typed.strip()
    try:
        parts = urlsplit(typed if "://" in typed else f"https://{typed}")
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise ServerUnreachableError(url=typed, reason="not-ours") from None
    if parts.scheme not in ("http", "https") or not host or parts.username or parts.query or parts.fragment:
        raise ServerUnreachableError(url=typed, reason="not-ours")
    if parts.scheme == "http" and not _is_loopback(host):
        raise ServerUnreachableError(url=typed, reason="insecure")
    place = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{place}{f':{port}' if port else ''}{parts.path.rstrip('/')}"


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _tls(url: str, ca: str) -> ssl.SSLContext:
    """Certificates are judged as the operating system does; ``ca`` (PEM) is trusted besides."""
    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if ca:
        try:
            context.load_verify_locations(cadata=ca)
        except ssl.SSLError as fault:
            raise ServerUnreachableError(url=url, reason="tls") from fault
    return context


class Transport:
    """A line to one server; thrown away after a cycle, so that no connection grows old in it."""

    def __init__(
        self, url: str, *, ca: str = "", agent: str = "neuvola-desk", stall_seconds: float = STALL_SECONDS
    ) -> None:
        self.url: Final = server_address(url)
        options: dict[str, Any] = {"ssl_context": _tls(self.url, ca)} if self.url.startswith("https:") else {}
        self._pool = urllib3.PoolManager(
            headers={"User-Agent": agent},
            retries=False,
            timeout=urllib3.Timeout(connect=CONNECT_SECONDS, read=stall_seconds),
            **options,
        )

    def ask(self, method: str, path: str, headers: Mapping[str, str], body: bytes | None = None) -> Answer:
        """A request and its whole answer; raises ``ServerUnreachableError``."""
        asked = {"Accept-Encoding": "zstd, gzip", **headers}
        with self._answered(method, path, asked, body) as response:
            read = bytearray()
            for piece in response.stream(PIECE, decode_content=True):
                read += piece
                if len(read) > LARGEST_ANSWER:
                    raise ServerUnreachableError(url=self.url, reason="not-ours")
            return Answer(response.status, _lower(response.headers), bytes(read))

    @contextmanager
    def open(
        self, path: str, headers: Mapping[str, str]
    ) -> Iterator[tuple[int, Mapping[str, str], Iterator[bytes]]]:
        """A GET whose body comes in pieces as it is on the wire; raises ``ServerUnreachableError``."""
        with self._answered("GET", path, {"Accept-Encoding": "identity", **headers}, None) as response:
            pieces = response.stream(PIECE, decode_content=False)
            yield response.status, _lower(response.headers), pieces

    @contextmanager
    def _answered(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes | None
    ) -> Iterator[urllib3.BaseHTTPResponse]:
        with self.translated():
            response = self._pool.request(
                method,
                f"{self.url}{path}",
                body=body,
                headers={**self._pool.headers, **headers},
                preload_content=False,
                redirect=False,
            )
            try:
                yield response
            finally:
                # What was not read to its end would come first on the next request.
                response.close()
                response.release_conn()

    @contextmanager
    def translated(self) -> Iterator[None]:
        """Turns what urllib3 raises into the known fault; ``cut`` says that the line had been there."""
        try:
            yield
        except HTTPError as fault:
            cut = isinstance(fault, ProtocolError | ReadTimeoutError)
            raise ServerUnreachableError(url=self.url, reason=_reason(fault), cut=cut) from fault

    def close(self) -> None:
        """Ends every connection."""
        self._pool.clear()


def _lower(headers: Mapping[str, str]) -> Mapping[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def _reason(fault: HTTPError) -> str:
    if isinstance(fault, SSLError):
        return _tls_reason(fault)
    if isinstance(fault, NewConnectionError):  # a kind of time-out to urllib3
        return "offline"
    if isinstance(fault, ConnectTimeoutError | ReadTimeoutError):
        return "timeout"
    if isinstance(fault, DecodeError | LocationParseError):
        return "not-ours"
    return "offline"


def _tls_reason(fault: SSLError) -> str:
    cause = fault.args[0] if fault.args else None
    code = getattr(cause, "verify_code", None)
    return "tls-date" if code in (_NOT_YET_VALID, _EXPIRED) else "tls"
