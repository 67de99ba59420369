"""Days of a desk on a bad line, by chance: in the end the server has what the desk said, and has it once."""

import random
from collections.abc import Callable
from datetime import timedelta

import pytest

from neuvola_core.errors import (
    AccessRefusedError,
    NeuvolaError,
    ServerBusyError,
    ServerUnreachableError,
    UndoTooLateError,
)
from neuvola_core.ids import new_record_id
from neuvola_core.wire import Record, RecordKind, SyncRequest, Verdict
from neuvola_desk.record_port import RECORD_ID
from neuvola_desk.sync import outgoing, state
from support.model_server import ModelServer, head_cursor
from support.services import make_service
from support.sync_desk import SyncDesk

FAULTS: tuple[Callable[[], NeuvolaError], ...] = (
    lambda: ServerUnreachableError(url="x", reason="offline"),
    lambda: ServerUnreachableError(url="x", reason="portal"),
    lambda: ServerUnreachableError(url="x", reason="fault"),
    lambda: ServerBusyError(retry_after=1),
    lambda: AccessRefusedError(reason="unknown"),
)
STEPS = 45


class History:
    """One desk, one server, and what a person has seen happen."""

    def __init__(self, desk: SyncDesk, server: ModelServer, chance: random.Random) -> None:
        self.desk, self.server, self.chance = desk, server, chance
        self.logged: set[str] = set()
        self.undone: set[str] = set()
        self.given_up: set[str] = set()
        self.poison: set[str] = set()
        self.services = 0
        server.durable_at_commit = False  # any of it may be lost here
        server.reject = self.judged
        server.refuse_whole = self.refused

    def judged(self, record: Record) -> Verdict | None:
        return Verdict("rejected", "invalid", "needs") if record.id in self.poison else None

    def refused(self, request: SyncRequest) -> str:
        whole = any(record.id in self.poison and record.id[0] in "01234567" for record in request.records)
        return "poison" if whole else ""

    def step(self) -> None:
        often = (self.log, self.log, self.undo, self.sync, self.sync, self.sync, self.publish)
        rarely = (self.crash, self.restore, self.later, self.person, self.renew, self.private)
        self.chance.choice((*often, *rarely))()

    def log(self) -> None:
        ids = self.desk.log(self.chance.randint(1, 4))
        self.logged |= set(ids)
        self.poison |= {one for one in ids if self.chance.random() < 0.08}

    def private(self) -> None:
        record = new_record_id()
        self.desk.record.outbox.put(record, RecordKind.CONTACT, b'{"sealed":"x"}')
        self.logged.add(record)

    def undo(self) -> None:
        candidates = sorted(self.logged - self.undone - self.given_up)
        if not candidates:
            return
        visit = self.chance.choice(candidates)
        try:
            self.desk.record.visits.undo(visit, new_record_id(), self.desk.clock.now())
        except UndoTooLateError:
            return
        self.undone.add(visit)

    def sync(self) -> None:
        broken, calls = self.chance.random() < 0.6, iter(range(1000))
        at, when = self.chance.randint(0, 4), self.chance.choice(("before", "after"))

        def faults(moment: str, _call: str) -> None:
            if moment == when and next(calls) == at:
                raise self.chance.choice(FAULTS)()

        if broken:
            self.server.faults = faults
        self.desk.exchange.sync(automatic=self.chance.random() < 0.4)
        self.server.faults = lambda _when, _call: None

    def publish(self) -> None:
        self.services += 1
        self.server.log.put(make_service(f"s{self.services}"))

    def crash(self) -> None:
        self.desk = self.desk.again()

    def restore(self) -> None:
        if self.chance.random() < 0.4:
            kept = {one: digest for one, digest in self.server.records.items() if self.chance.random() < 0.5}
            self.server.undone &= set(kept)
            self.server.restore(kept)
            self.server.undone = {
                str(self.server.bodies[one].body["undoes"])
                for one in kept
                if self.server.bodies[one].kind == RecordKind.UNDO
            }

    def later(self) -> None:
        self.desk.clock.move(timedelta(hours=self.chance.choice((1, 5, 30))))

    def person(self) -> None:
        for item in self.desk.record.outbox.refused():
            if self.chance.random() < 0.5:
                self.desk.record.outbox.discard(item.id)
                self.given_up.add(item.id)
            else:
                self.desk.record.outbox.resend(item.id)

    def renew(self) -> None:
        self.server.notices = (state.TOKEN_DUE,) if self.chance.random() < 0.5 else ()

    def end(self) -> None:
        self.server.notices = ()
        for _ in range(3):
            result = self.desk.exchange.sync()
        assert result.state == "done"
        assert result.cursor == (head_cursor(self.server) if self.services else "")


@pytest.mark.parametrize("seed", range(12))
def test_whatever_befalls_the_line_nothing_is_lost_doubled_or_hidden(
    seed: int, desk: SyncDesk, server: ModelServer
) -> None:
    history = History(desk, server, random.Random(seed))
    for _ in range(STEPS):
        history.step()
    history.end()
    record = history.desk.record
    refused = {item.id for item in record.outbox.refused()}
    assert record.outbox.count() == len(refused)
    assert refused <= history.poison
    expected = history.logged - history.undone - history.given_up - refused
    assert expected <= set(server.records)
    assert not expected & server.undone
    for visit in history.undone & set(server.records):
        assert visit in server.undone
    series = record.settings.get(RECORD_ID)
    told = {(kind, key): n for (of, kind, key), n in server.totals.items() if of == series and n}
    totals = map(outgoing.total_of, record.counters.totals())
    assert told == {(total.kind, total.key): total.n for total in totals}
    gaps = server.gaps(record.outbox.series())
    numbers = {item.number for item in record.outbox.refused()}
    assert {first for ranges in gaps.values() for first, _last in ranges} <= numbers
    assert record.problems() == ()
    assert history.desk.catalogue.info().services == history.services
    history.desk.close()
