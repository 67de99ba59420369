"""The server's ports over HTTP.

An answer is taken only if it is the server's beyond doubt: status, content type and shape are those of the
protocol, the nonce of the request comes back, and nothing is answered that was not asked.
"""

import re
import secrets
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, TypeVar
from urllib.parse import quote, urlencode

import msgspec

from neuvola_core import codec
from neuvola_core.errors import (
    AccessRefusedError,
    CursorRefusedError,
    EnrolmentRefusedError,
    NeuvolaError,
    RequestRefusedError,
    ServerBusyError,
    ServerUnreachableError,
    SnapshotDamagedError,
    SnapshotGoneError,
)
from neuvola_core.port import Progress
from neuvola_core.wire import (
    NONCE_HEADER,
    NOWHERE,
    ChangePage,
    EnrolAnswer,
    EnrolRequest,
    ReofferAnswer,
    ReofferRequest,
    SignedManifest,
    SignedOffers,
    StatesAnswer,
    StatesRequest,
    SyncAnswer,
    SyncRequest,
    TokenAnswer,
    read_cursor,
)
from neuvola_desk.sync.disk import disk_faults
from neuvola_desk.sync.transport import Answer, Transport, media_type

T = TypeVar("T")

LONGEST_WAIT: Final = 24 * 60 * 60
"""Seconds; a server that wants more is asked after a day all the same."""
USUAL_WAIT: Final = 60
_JSON: Final = "application/json"
_PORTAL: Final = frozenset({407, 511, *range(300, 400)})
_BUSY: Final = frozenset({429, 503})
_WHOLE: Final = frozenset({400, 413, 422})


class _Fault(msgspec.Struct, frozen=True):
    """The body of every answer of the server that is not 200."""

    error: str
    reason: str = ""
    retry_after: int | float | None = None


def new_nonce() -> str:
    """What an answer must bring back."""
    return secrets.token_urlsafe(12)


class _Line:
    """Asks, and takes only what is the server's."""

    def __init__(self, transport: Transport, token: str = "") -> None:
        self._transport = transport
        self._authorised = {"Authorization": f"Bearer {token}"} if token else {}

    def post(self, path: str, said: Any, nonce: str, kind: type[T]) -> T:
        """Says a value of the protocol and gives the answer."""
        headers = {"Content-Type": _JSON, **self.headers(nonce)}
        body = msgspec.json.encode(codec.without_empty(said), enc_hook=codec.encode_value)
        answer = self._transport.ask("POST", path, headers, body)
        return self.taken(answer, nonce, kind)

    def get(self, path: str, nonce: str) -> Answer:
        """Asks for something."""
        return self._transport.ask("GET", path, self.headers(nonce))

    def headers(self, nonce: str) -> dict[str, str]:
        """What every request carries."""
        return {NONCE_HEADER: nonce, **self._authorised}

    def taken(self, answer: Answer, nonce: str, kind: type[T]) -> T:
        """The value in a good answer; raises the typed fault of any other."""
        if answer.status != 200:
            raise self.refused(answer, nonce)
        if answer.media_type != _JSON:
            raise self.not_ours(answer.media_type)
        try:
            value = codec.from_json(answer.body, kind)
        except msgspec.DecodeError as fault:
            raise self.not_ours() from fault
        if not _is_answer_to(answer, nonce) or getattr(value, "nonce", nonce) != nonce:
            raise self.not_ours()
        return value

    def not_ours(self, kind: str = "") -> ServerUnreachableError:
        """Something else answered."""
        reason = "portal" if kind in ("text/html", "application/xhtml+xml") else "not-ours"
        return ServerUnreachableError(url=self._transport.url, reason=reason)

    def refused(self, answer: Answer, nonce: str) -> NeuvolaError:
        """The typed fault of an answer that is not 200."""
        if not _is_answer_to(answer, nonce):
            return self.not_ours()
        said = _fault(answer, nonce)
        reason = said.reason if said else ""
        if answer.status in _BUSY:
            return ServerBusyError(retry_after=_retry_after(answer, said))
        if answer.status == 413:  # a proxy before the server may be the one that says so, in its own words
            return RequestRefusedError(status=413, reason=reason or "too-large")
        if said is not None and (known := _known_fault(answer.status, said)) is not None:
            return known
        if answer.status in _PORTAL:
            return ServerUnreachableError(url=self._transport.url, reason="portal")
        if answer.status == 408:
            return ServerUnreachableError(url=self._transport.url, reason="timeout")
        if answer.status >= 500:
            return ServerUnreachableError(url=self._transport.url, reason="fault")
        return self.not_ours(answer.media_type)


def _is_answer_to(answer: Answer, nonce: str) -> bool:
    """Whether it may be: what stands before the server refuses without a nonce."""
    return answer.headers.get(NONCE_HEADER.lower(), nonce) == nonce


def _fault(answer: Answer, nonce: str) -> _Fault | None:
    """What the server says of its refusal; None if it is not the server that speaks."""
    if answer.media_type != _JSON or not _is_answer_to(answer, nonce):
        return None
    try:
        return msgspec.json.decode(answer.body, type=_Fault)
    except msgspec.DecodeError:
        return None


def _known_fault(status: int, said: _Fault) -> NeuvolaError | None:
    if status in (401, 403):
        return AccessRefusedError(reason=said.reason)
    if status == 409:
        return EnrolmentRefusedError(reason=said.reason)
    if status == 410:
        return CursorRefusedError(reason=said.reason)
    if status in _WHOLE:
        return RequestRefusedError(status=status, reason=said.reason or said.error)
    return None


def _retry_after(answer: Answer, said: _Fault | None) -> int:
    header = answer.headers.get("retry-after", "")
    if header.isascii() and header.isdigit():
        wanted = int(header)
    elif said is not None and said.retry_after is not None:
        wanted = int(max(0, said.retry_after))
    else:
        wanted = USUAL_WAIT
    return min(wanted, LONGEST_WAIT)


class HttpEnrolment:
    """The door for a desk without a token."""

    def __init__(self, transport: Transport) -> None:
        self._line = _Line(transport)

    def enrol(self, request: EnrolRequest) -> EnrolAnswer:
        """Turns a one-time code into an identity; raises ``EnrolmentRefusedError``."""
        return self._line.post("/v1/enrol", request, request.nonce, EnrolAnswer)


class HttpPort:
    """What an enrolled desk may ask."""

    def __init__(self, transport: Transport, token: str) -> None:
        self._transport = transport
        self._line = _Line(transport, token)

    def sync(self, request: SyncRequest) -> SyncAnswer:
        """Stores what is sent and tells where the catalogue stands; raises ``RequestRefusedError``."""
        answer = self._line.post("/v1/sync", request, request.nonce, SyncAnswer)
        if not answer.verdicts.keys() <= {record.id for record in request.records}:
            raise self._line.not_ours()
        return answer

    def changes(self, cursor: str, limit: int) -> ChangePage:
        """The changes after a cursor, at most ``limit``; raises ``CursorRefusedError``."""
        nonce = new_nonce()
        asked = urlencode({"cursor": cursor, "limit": limit})
        page = self._line.taken(self._line.get(f"/v1/catalogue/changes?{asked}", nonce), nonce, ChangePage)
        if page.cursor != NOWHERE and not _is_cursor(page.cursor):
            raise self._line.not_ours()
        return page

    def manifest(self) -> SignedManifest | None:
        """The newest ready-made catalogue; None where there is none."""
        nonce = new_nonce()
        answer = self._line.get("/v1/catalogue/manifest", nonce)
        if answer.status == 404 and _fault(answer, nonce) is not None:
            return None
        return self._line.taken(answer, nonce, SignedManifest)

    def reoffer(self, request: ReofferRequest) -> ReofferAnswer:
        """Which of these the server does not have."""
        answer = self._line.post("/v1/reoffer", request, request.nonce, ReofferAnswer)
        if not set(answer.missing) <= request.offered.keys():
            raise self._line.not_ours()
        return answer

    def rotate_token(self, nonce: str) -> TokenAnswer:
        """A new token."""
        return self._line.post("/v1/token", {"nonce": nonce}, nonce, TokenAnswer)

    def offers(self) -> SignedOffers:
        """Who takes contact requests now, and what they are sealed to."""
        nonce = new_nonce()
        return self._line.taken(self._line.get("/v1/offers", nonce), nonce, SignedOffers)

    def contact_states(self, request: StatesRequest) -> StatesAnswer:
        """What became of contact requests; at most ``MOST_OFFERED`` ids in one call."""
        answer = self._line.post("/v1/contacts", request, request.nonce, StatesAnswer)
        if not answer.states.keys() <= set(request.ids):
            raise self._line.not_ours()
        return answer

    def fetch_snapshot(self, name: str, size: int, into: Path, progress: Progress | None = None) -> None:
        """Completes the file ``into`` to ``size`` bytes, going on from what it holds.

        Raises ``SnapshotGoneError``, ``DiskFullError``, ``CannotWriteError``, and ``SnapshotDamagedError``
        ("size") where the server's file is of another length.
        """
        with disk_faults(into):
            held = into.stat().st_size if into.exists() else 0
            if held > size:
                into.unlink()
                held = 0
            if held < size:
                self._complete(name, size, into, held, progress)

    def _complete(self, name: str, size: int, into: Path, held: int, progress: Progress | None) -> None:
        nonce = new_nonce()
        headers = self._line.headers(nonce)
        if held:
            headers["Range"] = f"bytes={held}-"
        with self._transport.open(f"/v1/catalogue/snapshots/{quote(name, safe='')}", headers) as opened:
            status, answered, pieces = opened
            if status == 416:
                into.unlink()  # it was of something else; from the beginning the next time
                raise self._line.not_ours()
            if status not in (200, 206):
                raise self._not_served(name, nonce, Answer(status, answered, next(pieces, b"")))
            begin = _beginning(answered) if status == 206 else 0
            if media_type(answered.get("content-type", "")) == "text/html" or begin not in (0, held):
                raise self._line.not_ours(media_type(answered.get("content-type", "")))
            if _length(status, answered) not in (None, size):
                raise SnapshotDamagedError(reason="size")
            if not _write(into, begin, size, pieces, progress):
                raise self._line.not_ours()
        if into.stat().st_size < size:
            raise ServerUnreachableError(url=self._transport.url, reason="offline")

    def _not_served(self, name: str, nonce: str, answer: Answer) -> NeuvolaError:
        if answer.status in (404, 410) and _fault(answer, nonce) is not None:
            return SnapshotGoneError(name=name)
        return self._line.refused(answer, nonce)


def _is_cursor(text: str) -> bool:
    try:
        read_cursor(text)
    except ValueError:
        return False
    return True


def _beginning(headers: Mapping[str, str]) -> int:
    found = re.match(r"bytes (\d+)-", headers.get("content-range", ""))
    return int(found[1]) if found else -1


def _length(status: int, headers: Mapping[str, str]) -> int | None:
    """How long the whole file is, where the answer says so."""
    told = (
        headers.get("content-range", "").rpartition("/")[2]
        if status == 206
        else headers.get("content-length", "")
    )
    return int(told) if told.isascii() and told.isdigit() else None


def _write(into: Path, begin: int, size: int, pieces: Iterator[bytes], progress: Progress | None) -> bool:
    """Whether no more came than was to come.

    Unbuffered: what has come once is on the disk even if the program is killed.
    """
    with into.open("r+b" if into.exists() else "wb", buffering=0) as file:
        file.truncate(begin)
        file.seek(begin)
        done = begin
        for piece in pieces:
            done += len(piece)
            if done > size:
                file.truncate(0)
                return False
            file.write(piece)
            if progress is not None:
                progress(done, size)
    return True
