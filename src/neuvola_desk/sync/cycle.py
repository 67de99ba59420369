"""One cycle: push what waits, settle each verdict, pull what is new, and heal what the server has lost.

It may be repeated from any point: whatever was lost on the way, the answer included, the next cycle finds
the same state or a better one.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import Final

from neuvola_core.errors import (
    AccessRefusedError,
    CursorRefusedError,
    NeuvolaError,
    RequestRefusedError,
    ServerUnreachableError,
)
from neuvola_core.wire import (
    MOST_OFFERED,
    NOWHERE,
    PRIVATE_KINDS,
    REFUSED,
    Head,
    ReofferRequest,
    Status,
    SyncAnswer,
    record_digest,
)
from neuvola_desk.record_port import ExchangeRecord, SettingStore
from neuvola_desk.sync import pace, state
from neuvola_desk.sync.authorised import AuthorisedPort
from neuvola_desk.sync.client import new_nonce
from neuvola_desk.sync.contacts import Following, OffersRefusedError
from neuvola_desk.sync.credentials import IDENTITY, Identity, identity_json
from neuvola_desk.sync.outgoing import record_of
from neuvola_desk.sync.packing import Packing, Pushed, Situation
from neuvola_desk.sync.pull import LOST, Pull, place_of
from neuvola_desk.sync.push import Push
from neuvola_desk.sync.result import DONE, USUAL_PAUSE, SyncResult, Watch
from neuvola_desk.sync.snapshot import Proved
from neuvola_desk.true_day import true_day
from neuvola_search.catalogue import Catalogue, Followed

MOST_ROUNDS: Final = 3
"""Rounds of pushing and pulling in a cycle: a second one where the server has lost something."""

_FAILS_ALONE: Final = frozenset({"fault", "not-ours"})
"""Why a server that took everything else may fail at one question."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Means:
    """What a cycle works with."""

    record: ExchangeRecord
    catalogue: Catalogue
    port: AuthorisedPort
    identity: Identity
    folder: Path
    now: Callable[[], datetime]
    app: str = ""
    automatic: bool = False
    watch: Watch = field(default_factory=Watch)


class Cycle:
    """One run; used once."""

    def __init__(self, means: Means) -> None:
        self._means = means
        self._settings = means.record.settings
        self._pushed = Pushed()
        self._pulled = Followed()
        self._no_catalogue = False
        self._next_after = USUAL_PAUSE
        self._failed: NeuvolaError | None = None
        self._counts_anew = False

    def run(self) -> SyncResult:
        """Does what can be done; a known fault ends the cycle and is told in the result."""
        try:
            self._run()
        except NeuvolaError as fault:
            _log.info("a cycle ended early: %s", fault.code)
            if isinstance(fault, AccessRefusedError):
                state.note_refused(self._settings, str(fault.facts.get("reason", "")) or "unknown")
            return self._result(fault)
        return self._result(None)

    def _run(self) -> None:
        record = self._means.record
        record.adopt_point(self._means.identity.point)
        record.purge(self._means.now())
        for _ in range(MOST_ROUNDS):
            if state.must_reoffer(self._settings):
                self._reoffer()
            answer = self._push()
            if self._counts_anew or state.must_reoffer(self._settings):
                continue  # the answer told of a copy or a loss: that comes before the catalogue
            self._follow_contacts(answer)
            if self._pull(answer.head):
                self._renew_token(answer)
                if self._failed is not None:
                    raise self._failed  # told at the end: everything else has gone and come
                told = answer.server_time
                state.note_whole_cycle(self._settings, told, no_catalogue=self._no_catalogue)
                return
        _log.warning("the server lost something in each of %d rounds", MOST_ROUNDS)
        raise ServerUnreachableError(url=self._means.identity.url, reason="fault")

    def _situation(self) -> Situation:
        means = self._means
        cursor = told_cursor(lambda: means.catalogue)  # a record does not wait for a catalogue to be mended
        return Situation(
            desk=means.identity.desk,
            app=means.app,
            cursor=cursor,
            catalogue_seq=place_of(cursor)[1],
            automatic=means.automatic,
        )

    def _push(self) -> SyncAnswer:
        means = self._means
        push = Push(means.record, means.port, self._situation(), means.now, means.watch, self._pushed)
        answer = push.run()
        self._failed = push.failed
        self._counts_anew = push.counts_anew
        self._next_after = answer.next_sync_after
        return answer

    def _follow_contacts(self, answer: SyncAnswer) -> None:
        """A server that fails at this alone does not hold up the catalogue; it is told at the end."""
        means = self._means
        means.watch.look()
        packing = Packing(means.record, self._situation(), means.now, self._pushed)
        try:
            today = true_day(means.now(), self._settings.get)
            Following(means.record, means.port, packing).run(answer, today, automatic=means.automatic)
        except (RequestRefusedError, OffersRefusedError) as fault:
            self._failed = self._failed or fault
        except ServerUnreachableError as fault:
            if fault.facts.get("reason") not in _FAILS_ALONE:
                raise
            self._failed = self._failed or fault

    def _pull(self, head: Head) -> bool:
        """Whether the catalogue is where the server's is and nothing has to be healed first."""
        means = self._means
        means.watch.look()
        pages = pace.of_pages(self._settings)
        keep = partial(keep_proved, self._settings)
        pull = Pull(means.catalogue, means.port, means.identity, keep, means.folder, means.watch, pages)
        try:
            pull.run(head)
        except CursorRefusedError as refusal:
            if refusal.facts.get("reason") not in LOST:
                raise
            pull.lost = True
        finally:
            self._pulled = Followed(
                self._pulled.pulled + pull.done.pulled, self._pulled.withdrawn + pull.done.withdrawn
            )
            self._no_catalogue = pull.kept
            if pull.lost:
                means.record.start_over({state.REOFFER: "1"})
        return not pull.lost

    def _reoffer(self) -> None:
        """Asks what of everything stored the server still has; the rest waits again."""
        record = self._means.record
        stored = record.outbox.sent()
        apart = ([i for i in stored if (i.kind in PRIVATE_KINDS) is private] for private in (True, False))
        digests = (((item.id, record_digest(record_of(item))) for item in items) for items in apart)
        for offered in chain.from_iterable(map(_chunks, digests)):
            self._means.watch.look()
            request = ReofferRequest(new_nonce(), self._means.identity.desk, offered)
            missing = self._means.port.reoffer(request).missing
            record.outbox.take_back(missing)
            if missing:
                _log.warning("the server had lost %d records; they are sent again", len(missing))
        state.note_reoffered(self._settings)

    def _renew_token(self, answer: SyncAnswer) -> None:
        if state.TOKEN_DUE in answer.notices:
            self._means.port.renew(new_nonce())

    def _result(self, fault: NeuvolaError | None) -> SyncResult:
        counted = self._pushed.count
        return SyncResult(
            state=fault.code if fault else DONE,
            pushed=len(self._pushed.verdicts),
            accepted=counted(Status.CREATED, Status.HELD),
            known=counted(Status.DUPLICATE),
            refused=counted(*REFUSED),
            pulled=self._pulled.pulled,
            withdrawn=self._pulled.withdrawn,
            waiting=self._means.record.outbox.count(),
            cursor=told_cursor(lambda: self._means.catalogue),
            next_after=self._next_after,
            fault=fault,
        )


def told_cursor(catalogue: Callable[[], Catalogue]) -> str:
    """Where the catalogue stands, as far as that can be read: what is amiss with it is told elsewhere."""
    try:
        return catalogue().cursor()
    except NeuvolaError:
        return NOWHERE


def keep_proved(settings: SettingStore, proved: Proved) -> None:
    """Keeps the keys that hold from now on, and how new the catalogue is."""
    settings.put_all({IDENTITY: identity_json(proved.identity)})
    state.note_snapshot(settings, proved.manifest.created)


def _chunks(digests: Iterator[tuple[str, str]]) -> Iterator[dict[str, str]]:
    while chunk := dict(islice(digests, MOST_OFFERED)):
        yield chunk
