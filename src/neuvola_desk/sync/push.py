"""Sending what may leave, and believing only what the server has said of each record.

A whole request that is refused is halved until the culprit is alone; it is put aside in sight and blocks
nothing. Before anything is put aside the server must have taken some request of this cycle: a server that
refuses everything is no reason to doubt a record. One at which the server itself fails goes on waiting, and
neither does it block the others.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Final

from neuvola_core.errors import RequestRefusedError, ServerUnreachableError
from neuvola_core.port import ServerPort
from neuvola_core.visit import IsoWeek
from neuvola_core.wire import Status, SyncAnswer
from neuvola_desk.record_port import Count, ExchangeRecord, Outgoing
from neuvola_desk.sync import outgoing, pace, state
from neuvola_desk.sync.packing import Packing, Pushed, Situation
from neuvola_desk.sync.result import Watch

_FAULT: Final = "fault"
"""The reason where the server was reached and failed at what it was sent."""

_log = logging.getLogger(__name__)


class _SeriesEndedError(Exception):
    """What was to leave is of a series that has ended: of records after a loss, of totals beside a copy."""


class Push:
    """One round of sending; it ends early where the server has lost something, which comes first.

    ``failed`` is the fault of the server at something that it was sent alone, ``counts_anew`` says that the
    round ended early because totals are told in a new series from now on.
    """

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
        self._now = now
        self._watch = watch
        self._pushed = pushed
        self._packing = Packing(record, situation, now, pushed)
        self._pace = pace.of_requests(record.settings)
        self._answer: SyncAnswer | None = None
        self.failed: ServerUnreachableError | None = None
        self.counts_anew = False

    def run(self) -> SyncAnswer:
        """Sends everything that may leave; gives the last answer."""
        with suppress(_SeriesEndedError):
            self._send_all()
        return self._any_answer()

    def _send_all(self) -> None:
        loads = self._packing.loads(self._pace.size)
        in_all = sum(len(load.items) for load in loads)
        done = 0
        for load in loads:
            self._watch.look("push", done, in_all)
            self._ask(self._packing.offer(load), load.totals)
            done += len(load.items)

    def _any_answer(self) -> SyncAnswer:
        if self._answer is None:
            self._ask((), ())
        assert self._answer is not None  # noqa: S101 - an empty request is answered or raises
        return self._answer

    def _ask(self, items: Sequence[Outgoing], totals: Sequence[Count]) -> None:
        request = self._packing.request(items, totals)
        try:
            answer = self._port.sync(request)
        except ServerUnreachableError as fault:
            if not items and not totals:
                raise
            self._pace.broke(fault)
            if fault.facts.get("reason") != _FAULT:
                raise
            self._ask((), ())  # a server that fails at everything is tried again another time
            self._halve(items, totals, fault)
        except RequestRefusedError as refusal:
            self._halve(items, totals, refusal)
        else:
            self._pace.held(len(items))
            self._packing.settle(answer, totals, request.void)
            self.counts_anew = self._is_beside_a_copy(answer, totals)
            self._note(answer)
            if self.counts_anew:
                self._record.count_anew()
            if self.counts_anew or state.must_reoffer(self._record.settings):
                raise _SeriesEndedError

    def _halve(
        self,
        items: Sequence[Outgoing],
        totals: Sequence[Count],
        refusal: RequestRefusedError | ServerUnreachableError,
    ) -> None:
        if items and totals:
            self._ask((), totals)
            self._ask(items, ())
        elif len(items) + len(totals) > 1:
            middle = (len(items) + len(totals)) // 2
            self._ask(items[:middle], totals[:middle])
            self._ask(items[middle:], totals[middle:])
        elif isinstance(refusal, ServerUnreachableError):
            self.failed = refusal
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

    def _note(self, answer: SyncAnswer) -> None:
        now = self._now()
        told = state.server_time(answer.server_time)
        offset = round((now - told).total_seconds()) if told is not None else None
        state.note_answer(
            self._record, answer, unexplained=self._unexplained(answer.gaps), clock_offset=offset
        )
        self._answer = answer

    def _is_beside_a_copy(self, answer: SyncAnswer, totals: Sequence[Count]) -> bool:
        """Whether somebody else tells totals in this series; it is asked before the answer is remembered.

        Totals are passed over only for a later request, and of this desk there is none.
        """
        if totals and not answer.stored_totals:
            return True
        return state.COPIED in answer.notices and state.COPIED not in self._notices()

    def _notices(self) -> tuple[str, ...]:
        return state.remembered(self._record.settings).notices

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
