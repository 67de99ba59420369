"""Requests made of what may leave, and what their answers settle: the same over a line and over a stick."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Final

from neuvola_core.visit import IsoWeek
from neuvola_core.wire import (
    MOST_RECORDS,
    PRIVATE_KINDS,
    REFUSED,
    STORED,
    Backlog,
    SyncAnswer,
    SyncRequest,
    Verdict,
)
from neuvola_desk.record_port import RECORD_ID, Count, ExchangeRecord, Outgoing
from neuvola_desk.sync import outgoing, state
from neuvola_desk.sync.client import new_nonce
from neuvola_desk.sync.credentials import TICKET
from neuvola_desk.sync.outgoing import Coarsening, Load

ASKED_DURABLE: Final = 100
"""How many stored records are asked after in a request: it stays small."""
MOST_VOID: Final = 100
"""Numbers of a kind that a request voids; the next one voids more."""


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


class Packing:
    """Makes requests of one desk and settles their answers."""

    def __init__(
        self, record: ExchangeRecord, situation: Situation, now: Callable[[], datetime], pushed: Pushed
    ) -> None:
        self._record = record
        self._situation = situation
        self._now = now
        self._pushed = pushed
        self._coarsening = Coarsening(record.visits)

    def loads(self, most: int = MOST_RECORDS) -> tuple[Load, ...]:
        """What may leave now, the private kinds first and by themselves; one load at least."""
        private, others = outgoing.leaving(
            self._record, self._now(), automatic=self._situation.automatic, most=most
        )
        return (*private, *others)

    def offer(self, load: Load) -> tuple[Outgoing, ...]:
        """Marks what leaves before it does; an item that was undone meanwhile stays."""
        ready = outgoing.payloads(load.items, self._coarsening, self._record.outbox)
        leaving = self._record.outbox.offer(ready) if ready else ()
        if load.totals:
            self._record.counters.offer(load.totals)
        return leaving

    def requests(self) -> Iterator[SyncRequest]:
        """Everything that may leave, for a line that is a file."""
        asked = self.private_durability()
        if asked is not None:
            yield asked
        for load in self.loads():
            yield self.request(self.offer(load), load.totals)

    def request(self, items: Sequence[Outgoing], totals: Sequence[Count]) -> SyncRequest:
        """What is said of items that are about to leave."""
        outbox, settings = self._record.outbox, self._record.settings
        private = bool(items) and items[0].kind in PRIVATE_KINDS
        void = {} if private else {kind: numbers[:MOST_VOID] for kind, numbers in outbox.void().items()}
        return SyncRequest(
            nonce=new_nonce(),
            desk=self._situation.desk,
            app=self._situation.app,
            cursor=self._situation.cursor,
            records=tuple(outgoing.record_of(item) for item in items),
            series=outbox.series() if void or (items and not private) else "",
            void=void,
            totals=tuple(outgoing.total_of(count) for count in totals),
            counter_series=settings.get(RECORD_ID) if totals else "",
            serial=state.next_serial(settings) if totals else 0,
            backlog=self._backlog(),
            ticket=settings.get(TICKET),
            await_durable=() if private else outbox.not_durable(ASKED_DURABLE),
        )

    def private_durability(self) -> SyncRequest | None:
        """Asks whether what is stored of private kinds is so for good, and nothing else; None: all is."""
        asked = self._record.outbox.not_durable(ASKED_DURABLE, private=True)
        if not asked:
            return None
        return replace(self.request((), ()), series="", void={}, await_durable=asked)

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

    def settle(self, answer: SyncAnswer, totals: Sequence[Count], void: Mapping[str, Sequence[int]]) -> None:
        """Puts away what the server has, and aside what it will not take."""
        stored = [name for name, verdict in answer.verdicts.items() if verdict.status in STORED]
        refused = {
            name: refusal_reason(verdict)
            for name, verdict in answer.verdicts.items()
            if verdict.status in REFUSED
        }
        if answer.verdicts or answer.durable:
            told = state.server_time(answer.server_time) or self._now()
            week = IsoWeek.of(told.astimezone(UTC).date())
            self._record.outbox.settle(stored, refused, week, answer.durable)
        if totals and answer.stored_totals:
            self._record.counters.settle(totals)
        if void:
            self._record.outbox.forget_void(void)
        self._pushed.verdicts.update({name: verdict.status for name, verdict in answer.verdicts.items()})
