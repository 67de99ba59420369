"""A cycle: what waits is on the server once, every verdict is settled, the catalogue is the server's."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from neuvola_core import codec
from neuvola_core.errors import (
    AccessRefusedError,
    RequestRefusedError,
    ServerBusyError,
    ServerUnreachableError,
)
from neuvola_core.visit import Visit
from neuvola_core.wire import Record, RecordKind, SyncRequest, Verdict
from neuvola_desk.record_port import RECORD_ID
from neuvola_desk.sync import state
from neuvola_desk.sync.result import Watch
from neuvola_desk.sync.status import facts, words
from support.model_server import NOON, ModelServer, head_cursor
from support.services import make_service
from support.sync_desk import SyncDesk


def visits_on(server: ModelServer) -> list[Visit]:
    return [
        codec.from_json(codec.to_json(record.body), Visit)
        for record in server.bodies.values()
        if record.kind == RecordKind.VISIT
    ]


def test_everything_that_waits_is_stored_once_and_put_away(desk: SyncDesk, server: ModelServer) -> None:
    ids = desk.log(3)
    result = desk.exchange.sync()
    assert (result.state, result.pushed, result.accepted, result.waiting) == ("done", 3, 3, 0)
    assert set(server.records) == set(ids)
    again = desk.exchange.sync()
    assert (again.pushed, again.accepted, again.known) == (0, 0, 0)
    assert desk.record.counters.changed() == ()
    assert {kind for _series, kind, _key in server.totals} == {"footfall", "given", "language"}
    assert {series for series, _kind, _key in server.totals} == {desk.record.settings.get(RECORD_ID)}


def test_a_lost_answer_costs_a_duplicate_and_nothing_else(desk: SyncDesk, server: ModelServer) -> None:
    [visit] = desk.log()
    lose_answer(server)
    lost = desk.exchange.sync()
    assert lost.state == "server-unreachable"
    assert lost.waiting == 1
    server.faults = lambda _when, _call: None
    found = desk.exchange.sync()
    assert (found.pushed, found.accepted, found.known, found.waiting) == (1, 0, 1, 0)
    assert list(server.records) == [visit]


def lose_answer(server: ModelServer, call: str = "sync") -> None:
    def cut(when: str, name: str) -> None:
        if (when, name) == ("after", call):
            raise ServerUnreachableError(url="x", reason="offline")

    server.faults = cut


def test_an_unread_answer_does_not_change_what_is_offered_the_next_time(
    desk: SyncDesk, server: ModelServer
) -> None:
    """Coarsened when it was first offered: later visits that would make it finer change nothing."""
    desk.log()
    lose_answer(server)
    desk.exchange.sync()
    server.faults = lambda _when, _call: None
    desk.log(9)
    assert desk.exchange.sync().known == 1
    assert desk.exchange.sync().refused == 0


def test_visits_are_coarsened_by_those_of_thirteen_weeks(desk: SyncDesk, server: ModelServer) -> None:
    desk.log(4)
    desk.exchange.sync()
    assert {visit.language.value for visit in visits_on(server)} == {"muu"}
    desk.log(1)
    desk.exchange.sync()
    assert sorted(visit.language.value for visit in visits_on(server)) == ["muu"] * 4 + ["so"]


def test_the_automatic_cycle_says_nothing_of_a_part_of_day_that_is_open(
    desk: SyncDesk, server: ModelServer
) -> None:
    desk.log(2)
    result = desk.exchange.sync(automatic=True)
    assert (result.pushed, result.waiting) == (0, 2)
    [request] = server.requests
    assert (request.records, request.totals) == ((), ())
    assert (request.backlog.waiting, request.backlog.oldest_week) == (0, "")
    desk.clock.move(timedelta(hours=3))
    assert desk.exchange.sync(automatic=True).accepted == 2
    assert server.totals


def test_numbers_go_over_a_shuffled_queue_and_leave_no_hole(
    desk: SyncDesk, server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = desk.log(150)
    desk.exchange.sync()
    numbered = {r.number: r.id for request in server.requests for r in request.records}
    assert sorted(numbered) == list(range(1, 151))
    assert [numbered[n] for n in sorted(numbered)] != ids
    assert [numbered[n] for n in sorted(numbered)] != sorted(ids)
    assert all(len(request.records) <= 100 for request in server.requests)
    assert server.requests[0].totals
    assert not server.requests[1].totals


def test_the_number_of_a_visit_undone_after_it_left_is_void(desk: SyncDesk, server: ModelServer) -> None:
    first, _second = desk.log(2)
    cut_before(server)
    desk.exchange.sync()
    server.faults = lambda _when, _call: None
    desk.record.visits.undo(first, "11111111-1111-4111-8111-111111111111", desk.clock.now())
    result = desk.exchange.sync()
    assert result.waiting == 0
    assert first not in server.records
    assert server.undone == {first}
    assert not any(server.gaps(series) for series, _kind in server.numbers)
    assert desk.record.outbox.void() == {}


def cut_before(server: ModelServer, call: str = "sync") -> None:
    def cut(when: str, name: str) -> None:
        if (when, name) == ("before", call):
            raise ServerUnreachableError(url="x", reason="offline")

    server.faults = cut


def test_private_kinds_go_first_and_in_a_request_of_their_own(desk: SyncDesk, server: ModelServer) -> None:
    desk.log(2)
    desk.record.outbox.put("c1", RecordKind.CONTACT, b'{"sealed":"x"}')
    assert desk.exchange.sync().accepted == 3
    first, second = server.requests
    assert [record.kind for record in first.records] == [RecordKind.CONTACT]
    assert first.totals == ()
    assert first.counter_series == ""
    assert first.await_durable == ()
    assert {record.kind for record in second.records} == {RecordKind.VISIT}


def test_a_refused_record_steps_aside_and_the_rest_goes_on(desk: SyncDesk, server: ModelServer) -> None:
    bad, _good = desk.log(2)
    server.reject = lambda record: Verdict("rejected", "invalid", "needs") if record.id == bad else None
    result = desk.exchange.sync()
    assert (result.state, result.accepted, result.refused, result.waiting) == ("done", 1, 1, 1)
    [refused] = desk.record.outbox.refused()
    assert (refused.id, refused.last_refusal) == (bad, "invalid/needs")
    assert desk.exchange.sync().pushed == 0
    desk.record.outbox.discard(bad)
    desk.exchange.sync()
    assert desk.record.outbox.void() == {}


def test_a_whole_request_that_is_refused_is_halved_until_the_culprit_is_alone(
    desk: SyncDesk, server: ModelServer
) -> None:
    ids = desk.log(40)
    bad = set(ids[5:7])

    def refuse(request: SyncRequest) -> str:
        return "poison" if bad & {record.id for record in request.records} else ""

    server.refuse_whole = refuse
    result = desk.exchange.sync()
    assert (result.state, result.accepted, result.refused, result.waiting) == ("done", 38, 2, 2)
    assert {item.id for item in desk.record.outbox.refused()} == bad
    assert {item.last_refusal for item in desk.record.outbox.refused()} == {"poison"}
    assert desk.record.counters.changed() == ()


def test_a_server_that_refuses_everything_puts_no_record_aside(desk: SyncDesk, server: ModelServer) -> None:
    desk.log(4)
    server.refuse_whole = lambda _request: "mood"
    result = desk.exchange.sync()
    assert result.state == "request-refused"
    assert isinstance(result.fault, RequestRefusedError)
    assert desk.record.outbox.refused() == ()
    assert result.waiting == 4


def test_a_total_that_alone_is_refused_is_told_again_and_blocks_nothing(
    desk: SyncDesk, server: ModelServer
) -> None:
    desk.log()

    def refuse(request: SyncRequest) -> str:
        return "total" if any(total.kind == "language" for total in request.totals) else ""

    server.refuse_whole = refuse
    result = desk.exchange.sync()
    assert (result.state, result.accepted) == ("done", 1)
    assert {kind for _s, kind, _k in server.totals} == {"footfall", "given"}
    assert len(desk.record.counters.changed()) == 1


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (ServerBusyError(retry_after=7), "server-busy"),
        (AccessRefusedError(reason="revoked"), "access-refused"),
        (ServerUnreachableError(url="x", reason="portal"), "server-unreachable"),
    ],
)
def test_a_fault_in_the_midst_keeps_what_was_done_and_what_was_not(
    desk: SyncDesk, server: ModelServer, fault: Exception, code: str
) -> None:
    desk.log(250)

    def second(when: str, call: str) -> None:
        if when == "before" and call == "sync" and len(server.requests) == 1:
            raise fault

    server.faults = second
    result = desk.exchange.sync()
    assert (result.state, result.accepted, result.waiting) == (code, 100, 150)
    server.faults = lambda _when, _call: None
    assert desk.exchange.sync().waiting == 0
    assert len(server.records) == 250


def test_a_retry_verdict_and_a_missing_one_let_the_record_wait(desk: SyncDesk, server: ModelServer) -> None:
    desk.log()
    server.reject = lambda _record: Verdict("retry")
    result = desk.exchange.sync()
    assert (result.pushed, result.accepted, result.refused, result.waiting) == (1, 0, 0, 1)
    server.reject = lambda _record: Verdict("something newer")
    assert desk.exchange.sync().waiting == 1


def test_what_is_held_for_a_newer_server_counts_as_accepted(desk: SyncDesk, server: ModelServer) -> None:
    desk.log()
    server.reject = lambda _record: Verdict("held")
    result = desk.exchange.sync()
    assert (result.accepted, result.waiting) == (1, 0)


def test_what_is_stored_is_asked_after_until_it_is_durable(desk: SyncDesk, server: ModelServer) -> None:
    [visit] = desk.log()
    server.durable_at_commit = False
    desk.exchange.sync()
    assert desk.record.outbox.not_durable(9) == (visit,)
    server.is_durable = True
    desk.exchange.sync()
    assert server.requests[-1].await_durable == (visit,)
    assert desk.record.outbox.not_durable(9) == ()


def test_a_restored_server_gets_back_what_it_lost(desk: SyncDesk, server: ModelServer) -> None:
    kept, lost = desk.log(2)
    server.log.put(make_service("a"))
    desk.exchange.sync()
    former = desk.record.outbox.series()
    server.restore({kept: server.records[kept]})
    result = desk.exchange.sync()
    assert (result.state, result.waiting) == ("done", 0)
    assert (result.accepted, result.known) == (1, 0)
    assert set(server.records) == {kept, lost}
    assert server.totals
    assert desk.record.outbox.series() != former
    assert result.cursor == head_cursor(server)


def test_a_server_restored_in_silence_says_so_by_the_ticket(desk: SyncDesk, server: ModelServer) -> None:
    [lost] = desk.log()
    desk.exchange.sync()
    server.restore({}, new_epoch=False)
    server.notices = ("restored",)
    result = desk.exchange.sync()
    assert lost in server.records
    assert result.accepted == 1


def test_a_hole_that_nothing_explains_is_looked_into_at_once(desk: SyncDesk, server: ModelServer) -> None:
    lost, _kept = desk.log(2)
    desk.exchange.sync()
    del server.records[lost]
    series = desk.record.outbox.series()
    number = next(r.number for request in server.requests for r in request.records if r.id == lost)
    server.numbers[(series, "visit")].discard(number)
    server.numbers[(series, "visit")].add(3)
    desk.log()
    desk.exchange.sync()
    assert lost in server.records
    assert state.remembered(desk.record.settings).gaps in (0, 1)


def test_a_reoffer_that_was_cut_goes_on_in_the_next_cycle(desk: SyncDesk, server: ModelServer) -> None:
    desk.log(3)
    desk.exchange.sync()
    server.restore({})
    cut_before(server, "reoffer")
    assert desk.exchange.sync().state == "server-unreachable"
    desk = desk.again()
    server.faults = lambda _when, _call: None
    assert desk.exchange.sync().accepted == 3
    assert desk.exchange.sync().pushed == 0
    desk.close()


def test_a_cycle_is_stopped_between_requests_and_loses_nothing(desk: SyncDesk, server: ModelServer) -> None:
    desk.log(250)
    seen: list[tuple[str, int, int]] = []
    watch = Watch(lambda *told: seen.append(told), lambda: len(seen) > 1)
    result = desk.exchange.sync(watch=watch)
    assert (result.state, result.accepted, result.waiting) == ("cancelled", 200, 50)
    assert seen[0] == ("push", 0, 250)
    assert desk.exchange.sync().waiting == 0


def test_a_desk_that_is_not_enrolled_says_so(new_desk: Callable[..., SyncDesk]) -> None:
    desk = new_desk(enrolled=False)
    desk.log()
    result = desk.exchange.sync()
    assert (result.state, result.waiting) == ("not-enrolled", 1)


def test_without_news_a_cycle_is_one_small_request(desk: SyncDesk, server: ModelServer) -> None:
    server.log.put(make_service("a"))
    desk.exchange.sync()
    server.calls.clear()
    desk.exchange.sync()
    assert server.calls == ["sync"]
    assert len(codec.to_json(server.requests[-1])) < 600


def test_records_of_an_older_program_keep_their_schema(desk: SyncDesk, server: ModelServer) -> None:
    desk.record.outbox.put("e1", RecordKind.EXPERIENCE, b'{"helped":"kylla"}', replaces="e0")
    desk.exchange.sync()
    [record] = server.bodies.values()
    assert record == Record("e1", "experience", {"helped": "kylla"}, 1, "e0", record.number)


def test_a_server_that_loses_something_in_every_round_is_no_whole_cycle(
    desk: SyncDesk, server: ModelServer
) -> None:
    desk.exchange.sync()
    before = desk.record.settings.get(state.LAST_SYNC)
    server.now = lambda: NOON + timedelta(hours=1)
    server.notices = (state.RESTORED,)
    result = desk.exchange.sync()
    assert (result.state, result.fault.facts["reason"]) == ("server-unreachable", "fault")
    assert desk.record.settings.get(state.LAST_SYNC) == before


def test_an_automatic_cycle_after_one_by_hand_takes_nothing_back(desk: SyncDesk, server: ModelServer) -> None:
    [logged] = desk.log()
    desk.exchange.sync()
    told = dict(server.totals)
    desk.exchange.sync(automatic=True)
    assert server.totals == told
    desk.record.visits.undo(logged, "11111111-1111-4111-8111-111111111111", desk.clock.now())
    desk.exchange.sync(automatic=True)
    assert (server.totals, server.undone) == (told, set())
    desk.clock.move(timedelta(hours=4))
    desk.exchange.sync(automatic=True)
    assert set(server.totals.values()) == {0}
    assert server.undone == {logged}


def test_the_day_is_the_servers_and_a_wrong_clock_loses_no_acknowledged_visit(
    desk: SyncDesk, server: ModelServer
) -> None:
    ids = desk.log(2)
    desk.exchange.sync()
    desk.clock.move(timedelta(days=400))
    desk.exchange.sync()
    assert {item.id for item in desk.record.outbox.sent()} == set(ids)
    server.restore({})
    desk.exchange.sync()
    assert set(server.records) == set(ids)
    server.now = lambda: NOON + timedelta(days=40)
    desk.exchange.sync()
    desk.exchange.sync()
    assert desk.record.outbox.sent() == ()


def test_private_kinds_are_in_no_series(desk: SyncDesk, server: ModelServer) -> None:
    desk.log()
    desk.record.outbox.put("c1", RecordKind.CONTACT, b'{"sealed":"x"}')
    desk.exchange.sync()
    private, others = server.requests
    assert (private.series, private.void, private.records[0].number) == ("", {}, 0)
    assert others.series
    assert others.records[0].number == 1


def test_a_server_without_a_catalogue_is_told_and_takes_nothing_away(desk: SyncDesk) -> None:
    result = desk.exchange.sync()
    assert (result.state, result.withdrawn) == ("done", 0)
    known = facts(desk.record)
    assert known.remembered.no_catalogue
    assert known.remembered.catalogue_at is None
    assert any("Palvelimella ei ole palveluluetteloa" in one.text for one in words(known, desk.clock.now()))
