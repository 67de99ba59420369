"""A server in memory: what the protocol promises, in as few words as it can be said.

It is the model that a real server is held against, and the double that desks are tested with. ``faults`` is
asked before and after each call, so that a line can break at either side of the work.
"""

import secrets
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from nacl.public import PrivateKey
from nacl.signing import SigningKey

from neuvola_core import codec
from neuvola_core.contact import HandlingState, Offers
from neuvola_core.errors import (
    AccessRefusedError,
    CursorRefusedError,
    EnrolmentRefusedError,
    RequestRefusedError,
    SnapshotGoneError,
)
from neuvola_core.port import Progress
from neuvola_core.wire import (
    MOST_RECORDS,
    NOWHERE,
    PRIVATE_KINDS,
    ChangePage,
    EnrolAnswer,
    EnrolRequest,
    Manifest,
    Record,
    ReofferAnswer,
    ReofferRequest,
    SignedManifest,
    SignedOffers,
    StatesAnswer,
    StatesRequest,
    Status,
    SyncAnswer,
    SyncRequest,
    TokenAnswer,
    Verdict,
    cursor_of,
    offers_name,
    read_cursor,
    record_digest,
)
from neuvola_desk.sync.exchange import Line
from support.change_log import ChangeLog

NOON = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
Fault = Callable[[str, str], None]
"""Called with "before" or "after" and the name of the call; raises what the line does."""


def _no_fault(_when: str, _call: str) -> None:
    return None


@dataclass
class ModelServer:
    """The truth: which records of which digest are stored, which totals, which numbers were seen."""

    records: dict[str, str] = field(default_factory=dict)
    """Digest by id."""
    bodies: dict[str, Record] = field(default_factory=dict)
    undone: set[str] = field(default_factory=set)
    totals: dict[tuple[str, str, tuple[str, ...]], int] = field(default_factory=dict)
    numbers: dict[tuple[str, str], set[int]] = field(default_factory=dict)
    log: ChangeLog = field(default_factory=ChangeLog)
    now: Callable[[], datetime] = lambda: NOON
    faults: Fault = _no_fault
    reject: Callable[[Record], Verdict | None] = lambda _record: None
    refuse_whole: Callable[[SyncRequest], str] = lambda _request: ""
    codes: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    """Desk by token."""
    next_tokens: dict[str, str] = field(default_factory=dict)
    revoked: set[str] = field(default_factory=set)
    notices: tuple[str, ...] = ()
    desk_version: str = ""
    durable_at_commit: bool = True
    is_durable: bool = False
    tickets: int = 0
    requests: list[SyncRequest] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    page_limit: int = 1000
    oldest_seq: int = 0
    signing: SigningKey = field(default_factory=SigningKey.generate)
    sealing: PrivateKey = field(default_factory=PrivateKey.generate)
    snapshots: dict[str, Path] = field(default_factory=dict)
    newest: SignedManifest | None = None
    offers: Offers | None = None
    states: dict[str, tuple[HandlingState, ...]] = field(default_factory=dict)
    """By request; of one that is stored and not in here there is no news."""
    asked: list[StatesRequest] = field(default_factory=list)

    @property
    def verify_key(self) -> str:
        return b64encode(bytes(self.signing.verify_key)).decode()

    def new_code(self, desk: str) -> str:
        code = f"CODE-{len(self.codes)}"
        self.codes[code] = desk
        return code

    def line(self, _url: str = "", _ca: str = "") -> Line:
        return Line(ModelDoor(self), lambda token: ModelPort(self, token), lambda: None)

    def restore(self, kept: Mapping[str, str], *, new_epoch: bool = True) -> None:
        """Goes back to a back-up in which only these records were."""
        self.records = dict(kept)
        self.totals.clear()
        self.numbers.clear()
        if new_epoch:
            log = ChangeLog(f"{self.log.epoch}x")
            log.changes, log.links, log.live = self.log.changes, self.log.links, self.log.live
            self.log = log

    def sign(self, manifest: Manifest) -> SignedManifest:
        signature = self.signing.sign(codec.to_json(manifest)).signature
        return SignedManifest(manifest, b64encode(signature).decode(), self.verify_key)

    def sign_offers(self) -> SignedOffers:
        offers = self.offers or Offers()
        signature = self.signing.sign(codec.to_json(offers)).signature
        return SignedOffers(offers, b64encode(signature).decode(), self.verify_key)

    def seen(self, name: str, call: Callable[[], Any]) -> Any:
        self.calls.append(name)
        self.faults("before", name)
        answer = call()
        self.faults("after", name)
        return answer

    # --- storing ---------------------------------------------------------------------------------------

    def store(self, record: Record) -> Verdict:
        refused = self.reject(record)
        if refused is not None:
            return refused
        digest = record_digest(record)
        if record.id in self.records:
            same = self.records[record.id] == digest
            return Verdict(Status.DUPLICATE if same else Status.CONFLICT)
        self.records[record.id] = digest
        self.bodies[record.id] = record
        if record.kind == "visit_undo":
            self.undone.add(str(record.body["undoes"]))
        return Verdict(Status.CREATED)

    def take(self, desk: str, request: SyncRequest) -> SyncAnswer:
        self.requests.append(request)
        private = [record.kind in PRIVATE_KINDS for record in request.records]
        if request.desk != desk:
            raise AccessRefusedError(reason="other-desk")
        if any(private) and (not all(private) or request.totals):
            raise RequestRefusedError(status=422, reason="mixed")
        if len(request.records) > MOST_RECORDS:
            raise RequestRefusedError(status=413, reason="too-many")
        if reason := self.refuse_whole(request):
            raise RequestRefusedError(status=422, reason=reason)
        verdicts = {record.id: self.store(record) for record in request.records}
        for record in request.records:
            self.numbers.setdefault((request.series, record.kind), set()).add(record.number)
        for kind, void in request.void.items():
            self.numbers.setdefault((request.series, kind), set()).update(void)
        for total in request.totals:
            self.totals[(request.counter_series, total.kind, total.key)] = total.n
        self.tickets += 1
        stored = tuple(
            name for name, verdict in verdicts.items() if verdict.status in ("created", "duplicate")
        )
        return SyncAnswer(
            nonce=request.nonce,
            head=self.log.head,
            server_time=self.now().isoformat(),
            ticket=f"{self.tickets}.x",
            verdicts=verdicts,
            stored_totals=True,
            durable=self._durable(stored, request),
            gaps=self.gaps(request.series),
            notices=self.notices,
            desk_version=self.desk_version,
            offers=offers_name(self.offers) if self.offers else "",
        )

    def _durable(self, stored: tuple[str, ...], request: SyncRequest) -> tuple[str, ...]:
        if self.durable_at_commit:
            return stored
        return tuple(one for one in request.await_durable if one in self.records) if self.is_durable else ()

    def gaps(self, series: str) -> dict[str, tuple[tuple[int, int], ...]]:
        found = {}
        for (of_series, kind), seen in self.numbers.items():
            missing = sorted(set(range(1, max(seen, default=0) + 1)) - seen)
            if of_series == series and missing:
                found[kind] = tuple((number, number) for number in missing)
        return found

    def page(self, cursor: str, limit: int) -> ChangePage:
        if cursor == NOWHERE:
            return self._page(0, limit)
        epoch, seq, chain = read_cursor(cursor)
        if epoch != self.log.epoch:
            raise CursorRefusedError(reason="epoch")
        if seq >= len(self.log.links) or not self.log.links[seq].startswith(chain):
            raise CursorRefusedError(reason="diverged")
        if seq < self.oldest_seq:
            raise CursorRefusedError(reason="compacted")
        return self._page(seq, limit)

    def _page(self, after: int, limit: int) -> ChangePage:
        return self.log.page(after, min(limit, self.page_limit))


@dataclass
class ModelDoor:
    """The enrolment of a model."""

    server: ModelServer

    def enrol(self, request: EnrolRequest) -> EnrolAnswer:
        return self.server.seen("enrol", lambda: self._enrol(request))  # type: ignore[no-any-return]

    def _enrol(self, request: EnrolRequest) -> EnrolAnswer:
        desk = self.server.codes.get(request.code)
        if desk is None:
            raise EnrolmentRefusedError(reason="unknown")
        token = secrets.token_hex(8)
        self.server.tokens[token] = desk
        return EnrolAnswer(
            nonce=request.nonce,
            desk=desk,
            name=f"desk {desk}",
            point="kallio",
            point_name="Kallion neuvonta",
            token=token,
            verify_key=self.server.verify_key,
            sealing_keys={"server": b64encode(bytes(self.server.sealing.public_key)).decode()},
        )


@dataclass
class ModelPort:
    """What an enrolled desk may ask of a model."""

    server: ModelServer
    token: str

    def _desk(self) -> str:
        server = self.server
        if self.token in server.next_tokens:
            desk = server.next_tokens.pop(self.token)
            server.tokens = {t: d for t, d in server.tokens.items() if d != desk} | {self.token: desk}
        found = server.tokens.get(self.token)
        if found is None:
            raise AccessRefusedError(reason="unknown")
        if found in server.revoked:
            raise AccessRefusedError(reason="revoked")
        return found

    def sync(self, request: SyncRequest) -> SyncAnswer:
        return self.server.seen("sync", lambda: self.server.take(self._desk(), request))  # type: ignore[no-any-return]

    def changes(self, cursor: str, limit: int) -> ChangePage:
        def work() -> ChangePage:
            self._desk()
            return self.server.page(cursor, limit)

        return self.server.seen("changes", work)  # type: ignore[no-any-return]

    def manifest(self) -> SignedManifest | None:
        def work() -> SignedManifest | None:
            self._desk()
            return self.server.newest

        return self.server.seen("manifest", work)  # type: ignore[no-any-return]

    def fetch_snapshot(self, name: str, size: int, into: Path, progress: Progress | None = None) -> None:
        def work() -> None:
            self._desk()
            if name not in self.server.snapshots:
                raise SnapshotGoneError(name=name)
            into.write_bytes(self.server.snapshots[name].read_bytes())
            if progress:
                progress(size, size)

        self.server.seen("snapshot", work)

    def reoffer(self, request: ReofferRequest) -> ReofferAnswer:
        def work() -> ReofferAnswer:
            self._desk()
            missing = tuple(one for one in request.offered if one not in self.server.records)
            return ReofferAnswer(request.nonce, missing)

        return self.server.seen("reoffer", work)  # type: ignore[no-any-return]

    def rotate_token(self, nonce: str) -> TokenAnswer:
        def work() -> TokenAnswer:
            desk = self._desk()
            token = secrets.token_hex(8)
            self.server.next_tokens = {t: d for t, d in self.server.next_tokens.items() if d != desk}
            self.server.next_tokens[token] = desk
            return TokenAnswer(nonce, token)

        return self.server.seen("token", work)  # type: ignore[no-any-return]

    def offers(self) -> SignedOffers:
        def work() -> SignedOffers:
            self._desk()
            return self.server.sign_offers()

        return self.server.seen("offers", work)  # type: ignore[no-any-return]

    def contact_states(self, request: StatesRequest) -> StatesAnswer:
        def work() -> StatesAnswer:
            self._desk()
            self.server.asked.append(request)
            known = (one for one in request.ids if one in self.server.records)
            return StatesAnswer(request.nonce, {one: self.server.states.get(one, ()) for one in known})

        return self.server.seen("states", work)  # type: ignore[no-any-return]


def head_cursor(server: ModelServer) -> str:
    head = server.log.head
    return cursor_of(head.epoch, head.seq, head.chain)
