"""Sources fetched over HTTP into a folder, page by page to the last one, for ``neuvola_exchange`` to read.

An interface that gives pages says where the next one is: in a ``Link`` header, in ``next``, or by counting
pages. Only the host that was named is asked, and plain http only on this machine. A source whose last page
does not come is not taken at all.
"""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path, PurePosixPath
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import DecodeError, HTTPError, NewConnectionError, ProtocolError, SSLError
from urllib3.exceptions import TimeoutError as LateError

from neuvola_core.errors import NeuvolaError

MOST_BYTES: Final = 1 << 30
MOST_PAGES: Final = 20_000
MOST_SECONDS: Final = 45 * 60
"""From the first word to the last one of a source, however it trickles; less than its lease lasts."""
_MOST_REDIRECTS: Final = 5
_SEARCHED: Final = 32 << 20
"""Bytes of a page in which the next one's address is looked for: a whole register in one file has none."""
_PIECE: Final = 1 << 16
_HEAD_SECONDS: Final = 120.0
"""Within so long the head of an answer has come whole."""
_TIMEOUT: Final = urllib3.Timeout(connect=15, read=60)
_SUFFIXES: Final = {
    "application/json": ".json",
    "application/ld+json": ".json",
    "text/csv": ".csv",
    "text/tab-separated-values": ".tsv",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
}
_COUNTS: Final = (("pageNumber", "pageCount"), ("page", "totalPages"), ("page_number", "total_pages"))


class SourceUnreachableError(NeuvolaError):
    """A source that could not be fetched to its end; facts: ``address``, ``reason``, one of these keys.

    "offline", "timeout", "tls", "insecure", "address", "status" (with ``status``), "web-page", "elsewhere"
    (it leads to another host), "redirects", "too-large", "endless", "slow", "cut-off".
    """

    code = "source-unreachable"


@dataclass(frozen=True, slots=True)
class _Answer:
    """A page that was saved: its type, where it came from and what it says is next."""

    file: Path
    address: str
    link: str


def is_address(source: object) -> bool:
    """Whether a source is to be fetched rather than read from the disk."""
    return str(source).casefold().startswith(("http://", "https://"))


class Fetcher:
    """Asks other people's servers."""

    def __init__(self, *, most_bytes: int = MOST_BYTES, most_seconds: float = MOST_SECONDS) -> None:
        self._most_bytes = most_bytes
        self._most_seconds = most_seconds
        self._pool = urllib3.PoolManager(
            timeout=_TIMEOUT,
            retries=False,
            headers={"User-Agent": "neuvola-server", "Accept-Encoding": "gzip"},
        )
        self._pool.pool_classes_by_scheme = {"http": _Lines, "https": _SecureLines}

    def fetch(
        self, addresses: Sequence[str], folder: Path, progress: Callable[[int, None], None] | None = None
    ) -> int:
        """Saves every page of every address; returns how many. Raises ``SourceUnreachableError``.

        ``progress`` hears of each piece, in pages, and may break it off.
        """
        try:
            return self._fetch(addresses, folder, _Patience(self._most_seconds, progress))
        finally:
            self._pool.clear()  # the next time is a day from now

    def _fetch(self, addresses: Sequence[str], folder: Path, patience: "_Patience") -> int:
        count = size = 0
        for first in addresses:
            address, seen = first, set[str]()
            while address:
                if address in seen or count >= MOST_PAGES:
                    raise SourceUnreachableError(address=address, reason="endless")
                seen.add(address)
                count += 1
                patience.pages = count
                answer = self._save(address, folder / f"page-{count:05}", self._most_bytes - size, patience)
                size += answer.file.stat().st_size
                address = _next_address(answer)
                if address:
                    _check_same_place(first, address)
        return count

    def _save(self, address: str, path: Path, most: int, patience: "_Patience") -> _Answer:
        with _faults_named(address):
            response, found_at = self._open(address, patience)
            try:
                kind = response.headers.get("Content-Type", "").partition(";")[0].strip().casefold()
                if response.status not in (200, 206):  # LIPAS says 206 of a page that is not the last
                    raise SourceUnreachableError(address=address, reason="status", status=response.status)
                if kind in ("text/html", "application/xhtml+xml"):
                    raise SourceUnreachableError(address=address, reason="web-page")
                file = path.with_suffix(_SUFFIXES.get(kind) or PurePosixPath(urlsplit(found_at).path).suffix)
                with file.open("wb") as out:
                    # What has come, not a whole piece: else one that trickles would be waited for.
                    while piece := response.read1(_PIECE, decode_content=True):
                        patience.check(address)
                        out.write(piece)
                        if out.tell() > most:
                            raise SourceUnreachableError(address=address, reason="too-large")
                return _Answer(file, found_at, response.headers.get("Link", ""))
            finally:
                response.close()

    def _open(self, address: str, patience: "_Patience") -> tuple[urllib3.BaseHTTPResponse, str]:
        asked = address
        for _ in range(_MOST_REDIRECTS):
            _check_same_place(asked, address)
            _check(address)
            patience.check(address)
            response = self._pool.request("GET", address, preload_content=False, redirect=False)
            target = response.get_redirect_location()
            if not target:
                return response, address
            response.close()
            address = urljoin(address, target)
        raise SourceUnreachableError(address=address, reason="redirects")


@contextmanager
def _cut_after(line: socket.socket | None, seconds: float) -> Iterator[None]:
    """Ends what is read of a line when it is late; a timeout of the line begins anew with each byte."""
    late = threading.Event()

    def cut() -> None:
        late.set()
        if line is not None:
            with suppress(OSError):  # it has ended meanwhile
                socket.socket.shutdown(line, socket.SHUT_RDWR)

    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        if late.is_set():
            raise TimeoutError


class _Line(HTTPConnection):
    def getresponse(self) -> urllib3.HTTPResponse:  # type: ignore[override]  # as the library's own
        with _cut_after(self.sock, _HEAD_SECONDS):
            return super().getresponse()


class _SecureLine(HTTPSConnection):
    def getresponse(self) -> urllib3.HTTPResponse:  # type: ignore[override]  # as the library's own
        with _cut_after(self.sock, _HEAD_SECONDS):
            return super().getresponse()


class _Lines(urllib3.HTTPConnectionPool):
    ConnectionCls = _Line


class _SecureLines(urllib3.HTTPSConnectionPool):
    ConnectionCls = _SecureLine


class _Patience:
    """How long a source may take, and who may break it off."""

    def __init__(self, seconds: float, progress: Callable[[int, None], None] | None) -> None:
        self._until = time.monotonic() + seconds
        self._progress = progress
        self.pages = 0

    def check(self, address: str) -> None:
        if time.monotonic() > self._until:
            raise SourceUnreachableError(address=address, reason="slow")
        if self._progress is not None:
            self._progress(self.pages, None)


def _check_same_place(named: str, address: str) -> None:
    """Only who was named is asked: another host may be one that this machine alone can reach."""
    if _place(named) != _place(address):
        raise SourceUnreachableError(address=address, reason="elsewhere")


def _place(address: str) -> tuple[str, str | None, int | None]:
    try:
        parts = urlsplit(address)
        usual = {"http": 80, "https": 443}.get(parts.scheme)
        return parts.scheme, parts.hostname, parts.port or usual
    except ValueError:
        raise SourceUnreachableError(address=address, reason="address") from None


def _check(address: str) -> None:
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        raise SourceUnreachableError(address=address, reason="address") from None
    if parts.scheme not in ("http", "https") or not host:
        raise SourceUnreachableError(address=address, reason="address")
    if parts.scheme == "http" and not _is_this_machine(host):
        raise SourceUnreachableError(address=address, reason="insecure")


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@contextmanager
def _faults_named(address: str) -> Iterator[None]:
    try:
        yield
    except NewConnectionError as fault:  # which counts itself among those that came late
        raise SourceUnreachableError(address=address, reason="offline") from fault
    except LateError as fault:
        raise SourceUnreachableError(address=address, reason="timeout") from fault
    except SSLError as fault:
        raise SourceUnreachableError(address=address, reason="tls") from fault
    except (ProtocolError, DecodeError) as fault:
        raise SourceUnreachableError(address=address, reason="cut-off") from fault
    except HTTPError as fault:
        raise SourceUnreachableError(address=address, reason="offline") from fault


def _next_address(answer: _Answer) -> str:
    """Where the next page is; empty after the last."""
    for part in answer.link.split(","):
        target, _, said = part.partition(";")
        if 'rel="next"' in said or "rel=next" in said:
            return urljoin(answer.address, target.strip(" <>"))
    if answer.file.suffix != ".json" or answer.file.stat().st_size > _SEARCHED:
        return ""
    try:
        value = json.loads(answer.file.read_bytes())
    except (ValueError, RecursionError):
        return ""
    return _said_next(answer.address, value) if isinstance(value, dict) else ""


def _said_next(address: str, value: dict[str, Any]) -> str:
    about = value.get("meta")
    said = (about if isinstance(about, dict) else value).get("next")
    if isinstance(said, str) and said:
        return urljoin(address, said)
    for here, last in _COUNTS:
        number, count = value.get(here), value.get(last)
        if isinstance(number, int) and isinstance(count, int) and number < count:
            return _with_page(address, number + 1)
    return ""


def _with_page(address: str, number: int) -> str:
    parts = urlsplit(address)
    query = dict(parse_qsl(parts.query, keep_blank_values=True)) | {"page": str(number)}
    return urlunsplit(parts._replace(query=urlencode(query)))
