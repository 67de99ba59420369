"""Sending what may leave, and believing only what the server has said of each record.

A whole request that is refused is halved until the culprit is alone; it is put aside in sight and blocks
nothing. Before anything is put aside the server must have taken some request of this cycle: a server that
refuses everything is no reason to doubt a record.
"""

import logging
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from neuvola_core.errors import RequestRefusedError
from neuvola_core.port import ServerPort
from neuvola_core.visit import IsoWeek
from neuvola_core.wire import (
    PRIVATE_KINDS,
    REFUSED,
    STORED,
    Backlog,
    Status,
    SyncAnswer,
    SyncRequest,
    Verdict,
)
from neuvola_desk.record_port import RECORD_ID, Count, ExchangeRecord, Outgoing
from neuvola_desk.sync import outgoing, state
from neuvola_desk.sync.client import new_nonce
from neuvola_desk.sync.credentials import TICKET
from neuvola_desk.sync.outgoing import Load
from neuvola_desk.sync.result import Watch

ASKED_DURABLE: Final = 100
"""How many stored records are asked after in a request: it stays small."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Situation:
    """What a push needs to know of the desk; ``app`` is the program's name and version."""

    desk: str
    app: str
    cursor: str
    catalogue_seq: int
    automatic: bool


@dataclass(slots=True)
class Pushed:
    """What has become of records so far; each is counted once, however often it was sent."""

    verdicts: dict[str, str] = field(default_factory=dict)

    def count(self, *statuses: str) -> int:
        """How many records have come out so."""
        outcomes = Counter(self.verdicts.values())
        return sum(outcomes[status] for status in statuses)


def refusal_reason(verdict: Verdict) -> str:
    """The key under which a refused record is put aside: "code" or "code/field"."""
    code = verdict.code or verdict.status
    return f"{code}/{verdict.field}" if verdict.field else code


class Push:
    """One round of sending."""

    def __init__(
        self,
        record: ExchangeRecord,
        port: ServerPort,
        situation: Situation,
        now: Callable[[], datetime],
        watch: Watch,
        pushed: Pushed,
    ) -> None:
        self._record = record
        self._port = port
        self._situation = situation
        self._now = now
        self._watch = watch
        self._pushed = pushed
        self._answer: SyncAnswer | None = None

    def run(self) -> SyncAnswer:
        """Sends everything that may leave; gives the last answer."""
        private, others = outgoing.leaving(self._record, self._now(), automatic=self._situation.automatic)
        in_all = sum(len(load.items) for load in (*private, *others))
        done = 0
        for load in (*private, *others):
            self._watch.look("push", done, in_all)
            self._send(load)
            done += len(load.items)
        return self._any_answer()

    def _any_answer(self) -> SyncAnswer:
        if self._answer is None:
            self._ask((), ())
        assert self._answer is not None  # noqa: S101 - an empty request is answered or raises
        return self._answer

    def _send(self, load: Load) -> None:
        ready = outgoing.payloads(load.items, self._record.visits, self._record.outbox)
        leaving = self._record.outbox.offer(ready) if ready else ()
        if load.totals:
            self._record.counters.offer(load.totals)
        self._ask(leaving, load.totals)

    def _ask(self, items: Sequence[Outgoing], totals: Sequence[Count]) -> None:
        request = self._request(items, totals)
        try:
            answer = self._port.sync(request)
        except RequestRefusedError as refusal:
            self._halve(items, totals, refusal)
        else:
            self._settle(request, totals, answer)

    def _halve(
        self, items: Sequence[Outgoing], totals: Sequence[Count], refusal: RequestRefusedError
    ) -> None:
        if items and totals:
            self._ask((), totals)
            self._ask(items, ())
        elif len(items) + len(totals) > 1:
            middle = (len(items) + len(totals)) // 2
            self._ask(items[:middle], totals[:middle])
            self._ask(items[middle:], totals[middle:])
        elif items or totals:
            self._any_answer()
            self._put_aside(items, totals, str(refusal.facts.get("reason", "")) or "refused")
        else:
            raise refusal

    def _put_aside(self, items: Sequence[Outgoing], totals: Sequence[Count], reason: str) -> None:
        if totals:  # a counter belongs to no record that could be put aside; it is told again
            _log.warning("the server refuses a total of kind %s", outgoing.total_of(totals[0]).kind)
        for item in items:
            self._record.outbox.settle((), {item.id: reason}, IsoWeek.of(self._now().date()))
            self._pushed.verdicts[item.id] = Status.REJECTED

    def _request(self, items: Sequence[Outgoing], totals: Sequence[Count]) -> SyncRequest:
        outbox, settings = self._record.outbox, self._record.settings
        private = bool(items) and items[0].kind in PRIVATE_KINDS
        void = {kind: told for kind, told in outbox.void().items() if (kind in PRIVATE_KINDS) == private}
        return SyncRequest(
            nonce=new_nonce(),
            desk=self._situation.desk,
            app=self._situation.app,
            cursor=self._situation.cursor,
            records=tuple(outgoing.record_of(item) for item in items),
            series=outbox.series() if items or void else "",
            void=void,
            totals=tuple(outgoing.total_of(count) for count in totals),
            counter_series=settings.get(RECORD_ID) if totals else "",
            backlog=self._backlog(),
            ticket=settings.get(TICKET),
            await_durable=() if private else outbox.not_durable(ASKED_DURABLE),
        )

    def _backlog(self) -> Backlog:
        """How the desk is doing; an automatic cycle says nothing of visits that may not leave yet."""
        outbox = self._record.outbox
        waiting = outbox.waiting(closed_only=self._situation.automatic)
        return Backlog(
            waiting=len(waiting),
            quarantined=len(outbox.refused()),
            oldest_week=outgoing.oldest_week(waiting),
            clock_offset=state.clock_offset(self._record.settings),
            catalogue_seq=self._situation.catalogue_seq,
        )

    def _settle(self, request: SyncRequest, totals: Sequence[Count], answer: SyncAnswer) -> None:
        stored = [name for name, verdict in answer.verdicts.items() if verdict.status in STORED]
        refused = {
            name: refusal_reason(verdict)
            for name, verdict in answer.verdicts.items()
            if verdict.status in REFUSED
        }
        now = self._now()
        told = state.server_time(answer.server_time) or now
        if request.records or answer.durable:
            week = IsoWeek.of(told.astimezone(UTC).date())
            self._record.outbox.settle(stored, refused, week, answer.durable)
        if totals and answer.stored_totals:
            self._record.counters.settle(totals)
        if request.void:
            self._record.outbox.forget_void(request.void)
        state.note_answer(self._record, answer, unexplained=self._unexplained(answer.gaps), now=now)
        self._pushed.verdicts.update({name: verdict.status for name, verdict in answer.verdicts.items()})
        self._answer = answer

    def _unexplained(self, gaps: Mapping[str, Sequence[tuple[int, int]]]) -> int:
        """How many numbers the server misses that nothing here will ever bring."""
        if not any(gaps.values()):
            return 0
        outbox = self._record.outbox
        known = {(item.kind, item.number) for item in (*outbox.waiting(), *outbox.refused())}
        known |= {(kind, number) for kind, numbers in outbox.void().items() for number in numbers}
        missing = sum(last - first + 1 for ranges in gaps.values() for first, last in ranges)
        return missing - sum(
            1 for kind, number in known if any(first <= number <= last for first, last in gaps.get(kind, ()))
        )
