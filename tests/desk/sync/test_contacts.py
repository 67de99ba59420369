"""What the desk follows of contact requests: offers, states, what is stored for good; each by itself."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from neuvola_core import contact
from neuvola_core.contact import Handling, HandlingState, Offers
from neuvola_core.errors import NeuvolaError, ServerUnreachableError
from neuvola_core.wire import RecordKind
from neuvola_desk.contact_port import Stage, Withdrawn
from neuvola_desk.storage import copies
from neuvola_desk.storage.record import restore_backup
from neuvola_desk.sync.result import SyncResult
from neuvola_desk.sync.status import facts, words
from neuvola_desk.usecases.contact_requests import ContactRequests
from support.contact_desk import FRIEND, SEALING_KEYS, request_call
from support.model_server import ModelServer
from support.records import KEY
from support.sync_desk import SyncDesk

QUARTER = timedelta(minutes=16)


def sync(desk: SyncDesk, *, automatic: bool = True) -> SyncResult:
    return desk.exchange.sync(automatic=automatic)


def only_id(desk: SyncDesk) -> str:
    (kept,) = desk.record.contacts.all()
    return kept.id


def stage(desk: SyncDesk) -> Stage:
    (kept,) = desk.record.contacts.all()
    return kept.stage


# --- requests on their way ----------------------------------------------------------------------------------


def test_a_request_leaves_at_once_and_alone_while_its_visit_stays(
    desk: SyncDesk, server: ModelServer, requests: ContactRequests
) -> None:
    (visit,) = desk.log()
    request_call(requests)
    assert sync(desk).accepted == 1
    first, *others = server.requests
    assert [record.kind for record in first.records] == [RecordKind.CONTACT]
    assert (first.totals, first.void, first.series, first.await_durable) == ((), {}, "", ())
    assert visit not in server.records
    assert all(record.kind != RecordKind.CONTACT for request in others for record in request.records)
    assert stage(desk) is Stage.ARRIVED


def test_what_was_stored_for_good_at_once_is_gone_from_the_desk(
    desk: SyncDesk, server: ModelServer, requests: ContactRequests
) -> None:
    request_call(requests)
    sync(desk)
    assert desk.record.outbox.sent() == ()


def test_it_is_asked_by_itself_whether_a_request_is_stored_for_good(
    desk: SyncDesk, server: ModelServer, requests: ContactRequests
) -> None:
    server.durable_at_commit = False
    desk.log()
    request_call(requests)
    sync(desk, automatic=False)
    assert len(desk.record.outbox.sent()) == 2
    server.is_durable = True
    server.requests.clear()
    sync(desk, automatic=False)
    request_id = only_id(desk)
    asked = [request for request in server.requests if request_id in request.await_durable]
    assert [request.await_durable for request in asked] == [(request_id,)]
    assert all(not request.records and not request.totals for request in asked)
    assert [item.kind for item in desk.record.outbox.sent()] == [RecordKind.VISIT]


def test_a_withdrawal_leaves_at_once_and_alone(
    desk: SyncDesk, server: ModelServer, requests: ContactRequests
) -> None:
    receipt = request_call(requests)
    sync(desk)
    request_id = only_id(desk)
    assert requests.withdraw(receipt.code) is Withdrawn.SENDING
    server.requests.clear()
    desk.log()
    sync(desk)
    (record,) = server.requests[0].records
    assert (record.kind, record.body["withdraws"]) == (RecordKind.WITHDRAWAL, request_id)
    assert len(str(record.body["code"])) == 64


def test_a_withdrawn_request_is_not_offered_to_a_server_that_was_restored(
    desk: SyncDesk, server: ModelServer, requests: ContactRequests
) -> None:
    server.durable_at_commit = False
    receipt = request_call(requests)
    sync(desk)
    request_id = only_id(desk)
    requests.withdraw(receipt.code)
    sync(desk)
    server.restore({})
    sync(desk, automatic=False)
    assert request_id not in server.records
    assert [server.bodies[one].kind for one in server.records] == [RecordKind.WITHDRAWAL]


def test_what_a_restored_server_lost_is_offered_apart_from_visits(
    desk: SyncDesk, server: ModelServer, requests: ContactRequests
) -> None:
    server.durable_at_commit = False
    request_call(requests)
    visits = desk.log(2)
    sync(desk, automatic=False)
    server.restore({})
    sync(desk, automatic=False)
    assert {only_id(desk), *visits} <= set(server.records)
    assert server.calls.count("reoffer") == 2


def test_a_request_that_never_reached_the_server_is_not_sent_after_its_time(
    desk: SyncDesk, server: ModelServer, requests: ContactRequests
) -> None:
    request_call(requests)
    desk.clock.move(timedelta(days=9))
    sync(desk, automatic=False)
    assert server.records == {}
    assert stage(desk) is Stage.LOST
    told = [line.text for line in words(facts(desk.record), desk.clock.now())]
    assert any("1 yhteydenottopyyntö ei päässyt perille" in line for line in told)


def test_a_request_made_under_a_clock_that_fell_back_is_sent(
    desk: SyncDesk, server: ModelServer, requests: ContactRequests
) -> None:
    true = desk.clock.now()
    desk.clock.move(timedelta(days=-2000))
    server.now = lambda: true
    receipt = request_call(requests)
    assert receipt.erased_by == contact.erased_by(true.date())
    assert sync(desk).accepted == 1
    assert stage(desk) is Stage.ARRIVED


def test_of_a_restored_server_what_is_here_is_sent_again_and_what_is_not_is_told_as_lost(
    desk: SyncDesk, server: ModelServer, requests: ContactRequests
) -> None:
    request_call(requests)
    sync(desk, automatic=False)
    gone = only_id(desk)
    server.durable_at_commit = False
    request_call(requests)
    sync(desk, automatic=False)
    server.restore({})
    sync(desk, automatic=False)
    stages = {kept.id: kept.stage for kept in desk.record.contacts.all()}
    assert stages.pop(gone) is Stage.LOST
    assert list(stages.values()) == [Stage.ARRIVED]
    assert set(server.records) == set(stages)
    assert desk.record.contacts.lost() == 1


def test_a_loss_that_only_the_question_about_states_shows_is_mended_too(
    desk: SyncDesk, server: ModelServer, requests: ContactRequests
) -> None:
    server.durable_at_commit = False
    request_call(requests)
    sync(desk, automatic=False)
    server.records.clear()
    sync(desk, automatic=False)
    assert (stage(desk), desk.record.contacts.lost()) == (Stage.WAITING, 0)
    sync(desk, automatic=False)
    assert stage(desk) is Stage.ARRIVED
    assert set(server.records) == {only_id(desk)}


# --- states -------------------------------------------------------------------------------------------------


def test_states_are_asked_only_while_something_is_not_over(
    desk: SyncDesk, server: ModelServer, requests: ContactRequests
) -> None:
    sync(desk)
    assert "states" not in server.calls
    request_call(requests)
    sync(desk)
    assert [asked.ids for asked in server.asked] == [(only_id(desk),)]
    server.states[only_id(desk)] = (HandlingState("o1", Handling.DONE, day="2026-11-23"),)
    desk.clock.move(QUARTER)
    sync(desk)
    assert requests.states()[0].organisations[0].state is Handling.DONE
    desk.clock.move(QUARTER)
    sync(desk, automatic=False)
    assert server.calls.count("states") == 2


def test_the_automatic_cycle_asks_every_quarter_of_an_hour_and_a_person_at_once(
    desk: SyncDesk, server: ModelServer, requests: ContactRequests
) -> None:
    request_call(requests)
    sync(desk)
    sync(desk)
    assert server.calls.count("states") == 1
    sync(desk, automatic=False)
    assert server.calls.count("states") == 2
    desk.clock.move(QUARTER)
    sync(desk)
    assert server.calls.count("states") == 3


def test_a_clock_of_the_server_that_was_put_back_stops_no_question(
    desk: SyncDesk, server: ModelServer, requests: ContactRequests
) -> None:
    request_call(requests)
    sync(desk)
    server.now = lambda: desk.clock.now() - timedelta(days=1)
    sync(desk)
    assert server.calls.count("states") == 2


def test_of_what_only_a_copy_remembers_the_server_tells_whether_it_came(
    desk: SyncDesk, server: ModelServer, requests: ContactRequests
) -> None:
    request_call(requests, "o1")
    request_call(requests, "o2")
    came, lost = (item.id for item in desk.record.outbox.waiting())
    copy = desk.record.back_up(desk.clock.now().date())
    desk.close()
    copies.set_aside(desk.paths.record, desk.clock.now().date())
    restore_backup(desk.paths.record, KEY, copy).close()
    back = desk.again()
    server.records[came] = "d"
    server.states[came] = (HandlingState("o1", Handling.NEW),)
    assert sync(back).state == "done"
    assert {kept.id: kept.stage for kept in back.record.contacts.all()} == {
        came: Stage.ARRIVED,
        lost: Stage.LOST,
    }
    assert back.record.contacts.lost() == 1
    back.close()


@pytest.mark.parametrize("call", ["offers", "states"])
@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (lambda: ServerUnreachableError(url="x", reason="fault"), "server-unreachable"),
        (lambda: ServerUnreachableError(url="x", reason="not-ours"), "server-unreachable"),
    ],
)
def test_a_server_that_fails_at_this_alone_holds_up_nothing_else(
    desk: SyncDesk,
    server: ModelServer,
    requests: ContactRequests,
    call: str,
    fault: Callable[[], NeuvolaError],
    told: str,
) -> None:
    request_call(requests)
    server.offers = Offers((FRIEND,), SEALING_KEYS)
    desk.log()
    desk.clock.move(timedelta(hours=5))

    def fail(when: str, name: str) -> None:
        if (when, name) == ("before", call):
            raise fault()

    server.faults = fail
    result = sync(desk)
    assert result.state == told
    assert result.waiting == 0
    server.faults = lambda _when, _call: None
    assert sync(desk).state == "done"
    assert requests.receivers() == (FRIEND,)


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("call", ["sync", "offers", "states"])
def test_wherever_the_line_breaks_the_next_cycle_makes_it_whole(
    desk: SyncDesk, server: ModelServer, requests: ContactRequests, when: str, call: str
) -> None:
    request_call(requests)
    server.offers = Offers((FRIEND,), SEALING_KEYS)
    broken = iter([True])

    def fail(moment: str, name: str) -> None:
        if (moment, name) == (when, call) and next(broken, False):
            raise ServerUnreachableError(url="x", reason="offline")

    server.faults = fail
    assert sync(desk).state == "server-unreachable"
    assert sync(desk).state == "done"
    assert set(server.records) == {only_id(desk)}
    assert stage(desk) is Stage.ARRIVED
    assert requests.receivers() == (FRIEND,)
