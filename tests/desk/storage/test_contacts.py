"""Contact requests in the record: sealed text while it may be kept, a row while it proves something."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from neuvola_core import contact
from neuvola_core.contact import Consent, DeclineReason, Handling, HandlingState
from neuvola_core.visit import IsoWeek
from neuvola_core.wire import RecordKind
from neuvola_desk.contact_port import Stage, Withdrawn
from neuvola_desk.storage.contacts import KEPT_DAYS
from neuvola_desk.storage.copies import back_up
from neuvola_desk.storage.record import Record, open_record, restore_backup
from support.contact_desk import CODE, CODE_HASH, sealed_request
from support.records import KEY, SUNDAY_MORNING, new_record, raw

TODAY = SUNDAY_MORNING.date()
WEEK = IsoWeek(2026, 47)
DAY = timedelta(days=1)


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    record = new_record(tmp_path)
    yield record
    record.close()


def add(record: Record, request_id: str = "r1", day: date = TODAY, code: str = CODE) -> None:
    record.contacts.add(sealed_request(request_id, day=day, code=code), Consent("1", "so", day))


def offer(record: Record, *ids: str) -> None:
    payloads = {item.id: item.payload for item in record.outbox.waiting() if item.id in ids}
    record.outbox.offer(payloads)


def store(record: Record, *ids: str, durable: bool = False) -> None:
    offer(record, *ids)
    record.outbox.settle(ids, {}, WEEK, ids if durable else ())


def stages(record: Record) -> dict[str, Stage]:
    return {kept.id: kept.stage for kept in record.contacts.all()}


def waiting(record: Record) -> list[tuple[str, str]]:
    return sorted((item.kind, item.id) for item in record.outbox.waiting())


def sent(record: Record) -> list[str]:
    return [item.id for item in record.outbox.sent()]


def test_a_request_waits_and_leaves_with_the_automatic_cycle(record: Record) -> None:
    add(record)
    assert [item.id for item in record.outbox.waiting(closed_only=True)] == ["r1"]
    kept = record.contacts.all()[0]
    assert (kept.organisations, kept.consent, kept.stage) == (
        ("o1",),
        Consent("1", "so", TODAY),
        Stage.WAITING,
    )
    assert kept.states == ()


def test_a_request_that_cannot_be_written_whole_is_not_written(record: Record) -> None:
    record.outbox.put("r1", "experience", b"{}")
    with pytest.raises(IntegrityError, match="UNIQUE"):
        add(record)
    assert record.contacts.all() == ()


def test_the_row_has_nothing_that_joins_it_to_a_visit(record: Record) -> None:
    with closing(raw(record.path)) as connection:
        columns = [row[1] for row in connection.execute("PRAGMA table_info(contact_request)")]
    assert columns == [
        "id",
        "organisations",
        "day",
        "consent_version",
        "consent_language",
        "code_hash",
        "stage",
        "states",
        "seen",
    ]


def test_once_stored_it_has_arrived_and_once_durable_the_sealed_text_is_gone(record: Record) -> None:
    add(record)
    store(record, "r1")
    assert (stages(record), sent(record)) == ({"r1": Stage.ARRIVED}, ["r1"])
    assert record.outbox.not_durable(10) == ()
    assert record.outbox.not_durable(10, private=True) == ("r1",)
    record.outbox.settle((), {}, WEEK, ("r1",))
    assert (sent(record), waiting(record)) == ([], [])
    assert stages(record) == {"r1": Stage.ARRIVED}


def test_what_the_server_lost_waits_again_while_it_may(record: Record) -> None:
    add(record)
    store(record, "r1")
    record.contacts.settle_states(["r1"], {"r1": (HandlingState("o1", Handling.RECEIVED),)})
    record.outbox.take_back(["r1"])
    assert waiting(record) == [(RecordKind.CONTACT, "r1")]
    (kept,) = record.contacts.all()
    assert (kept.stage, kept.states) == (Stage.WAITING, ())


# --- withdrawal ---------------------------------------------------------------------------------------------


def test_a_request_that_has_not_left_is_destroyed_and_nothing_is_sent(record: Record) -> None:
    add(record)
    assert record.contacts.withdraw(CODE_HASH, "w1") is Withdrawn.DESTROYED
    assert (waiting(record), sent(record)) == ([], [])
    assert stages(record) == {"r1": Stage.WITHDRAWN}


@pytest.mark.parametrize("became", ["offered", "stored", "durable", "refused"])
def test_one_that_may_have_left_is_followed_by_a_withdrawal_and_never_sent_again(
    record: Record, became: str
) -> None:
    add(record)
    offer(record, "r1")
    if became == "refused":
        record.outbox.settle((), {"r1": "invalid"}, WEEK)
    elif became != "offered":
        record.outbox.settle(["r1"], {}, WEEK, ["r1"] if became == "durable" else [])
    assert record.contacts.withdraw(CODE_HASH, "w1") is Withdrawn.SENDING
    assert waiting(record) == [(RecordKind.WITHDRAWAL, "w1")]
    assert (sent(record), record.outbox.refused()) == ([], ())
    body = msgspec.json.decode(record.outbox.waiting()[0].payload)
    assert body == {"withdraws": "r1", "code": CODE_HASH}


def test_a_code_of_another_desk_goes_to_the_server_once(record: Record) -> None:
    assert record.contacts.withdraw(CODE_HASH, "w1") is Withdrawn.SENDING
    assert msgspec.json.decode(record.outbox.waiting()[0].payload) == {"code": CODE_HASH}
    assert record.contacts.withdraw(CODE_HASH, "w2") is Withdrawn.ALREADY
    store(record, "w1")
    assert record.contacts.withdraw(CODE_HASH, "w3") is Withdrawn.ALREADY
    assert waiting(record) == []


def test_a_second_time_changes_nothing(record: Record) -> None:
    add(record)
    store(record, "r1")
    record.contacts.withdraw(CODE_HASH, "w1")
    assert record.contacts.withdraw(CODE_HASH, "w2") is Withdrawn.ALREADY
    assert waiting(record) == [(RecordKind.WITHDRAWAL, "w1")]


def test_an_answer_that_was_under_way_does_not_bring_a_withdrawn_request_back(record: Record) -> None:
    add(record)
    offer(record, "r1")
    record.contacts.withdraw(CODE_HASH, "w1")
    record.outbox.settle(["r1"], {}, WEEK)
    record.contacts.settle_states(["r1"], {"r1": (HandlingState("o1", Handling.NEW),)})
    assert (stages(record), sent(record)) == ({"r1": Stage.WITHDRAWN}, [])


# --- time ---------------------------------------------------------------------------------------------------


def test_after_five_working_days_without_a_line_it_is_destroyed_and_told(record: Record) -> None:
    add(record)
    last = contact.must_have_arrived(TODAY)
    days = (last - TODAY).days
    record.purge(SUNDAY_MORNING + days * DAY)
    assert (stages(record), record.contacts.lost()) == ({"r1": Stage.WAITING}, 0)
    record.purge(SUNDAY_MORNING + (days + 1) * DAY)
    assert (waiting(record), stages(record)) == ([], {"r1": Stage.LOST})
    assert record.contacts.lost() == 1
    record.contacts.note_lost_seen()
    assert record.contacts.lost() == 0


def test_one_that_was_offered_without_an_answer_is_asked_after_and_may_turn_up(record: Record) -> None:
    add(record)
    offer(record, "r1")
    later = SUNDAY_MORNING + 9 * DAY
    record.purge(later)
    assert stages(record) == {"r1": Stage.LOST}
    assert record.contacts.asked_after(later.date()) == ("r1",)
    record.contacts.settle_states(["r1"], {"r1": (HandlingState("o1", Handling.RECEIVED),)})
    assert (stages(record), record.contacts.lost()) == ({"r1": Stage.ARRIVED}, 0)


def test_a_lost_one_can_still_be_withdrawn_for_it_may_have_left(record: Record) -> None:
    add(record)
    offer(record, "r1")
    record.purge(SUNDAY_MORNING + 9 * DAY)
    assert record.contacts.withdraw(CODE_HASH, "w1") is Withdrawn.SENDING


def test_the_sealed_text_of_what_is_stored_goes_after_five_working_days_at_the_latest(record: Record) -> None:
    add(record)
    store(record, "r1")
    last = contact.must_have_arrived(TODAY)
    record.purge(SUNDAY_MORNING + (last - TODAY))
    assert sent(record) == ["r1"]
    record.purge(SUNDAY_MORNING + (last - TODAY) + DAY)
    assert (sent(record), stages(record)) == ([], {"r1": Stage.ARRIVED})


def test_what_is_over_is_not_offered_again_to_a_server_that_was_restored(record: Record) -> None:
    add(record, "r1", code="A")
    add(record, "r2", code="B")
    store(record, "r1", "r2")
    done, new = HandlingState("o1", Handling.DONE), HandlingState("o2", Handling.NEW)
    record.contacts.settle_states(["r1", "r2"], {"r1": (done,), "r2": (done, new)})
    assert sent(record) == ["r2"]


def test_what_was_taken_back_has_no_more_time_than_anything_else(record: Record) -> None:
    add(record)
    store(record, "r1")
    record.outbox.take_back(["r1"])
    record.purge(SUNDAY_MORNING + 15 * DAY)
    assert (waiting(record), stages(record)) == ([], {"r1": Stage.LOST})


def test_the_row_is_gone_after_ninety_days(record: Record) -> None:
    add(record)
    store(record, "r1", durable=True)
    record.purge(SUNDAY_MORNING + (KEPT_DAYS - 1) * DAY)
    assert len(record.contacts.all()) == 1
    record.purge(SUNDAY_MORNING + KEPT_DAYS * DAY)
    assert record.contacts.all() == ()


# --- states -------------------------------------------------------------------------------------------------


def test_states_are_asked_of_what_has_left_and_is_not_over(record: Record) -> None:
    for name, code in (("r1", "A"), ("r2", "B"), ("r3", "C")):
        add(record, name, code=code)
    assert record.contacts.asked_after(TODAY) == ()
    store(record, "r1", "r2", durable=True)
    assert record.contacts.asked_after(TODAY) == ("r1", "r2")
    over = HandlingState("o1", Handling.DECLINED, DeclineReason.FULL, "2026-11-23")
    record.contacts.settle_states(["r1", "r2"], {"r1": (over,), "r2": (HandlingState("o1", Handling.NEW),)})
    assert record.contacts.asked_after(TODAY) == ("r2",)
    assert {kept.id: kept.states for kept in record.contacts.all()}["r1"] == (over,)
    assert record.contacts.asked_after(TODAY + 22 * DAY) == ()


def test_one_of_two_organisations_that_is_not_done_is_enough_to_ask(record: Record) -> None:
    add(record)
    store(record, "r1")
    done, new = HandlingState("o1", Handling.DONE), HandlingState("o2", Handling.NEW)
    record.contacts.settle_states(["r1"], {"r1": (done, new)})
    assert record.contacts.asked_after(TODAY) == ("r1",)


@pytest.mark.parametrize("taken_back", [False, True])
def test_one_that_the_server_forgot_is_not_lost_while_its_sealed_text_can_be_sent_again(
    record: Record, taken_back: bool
) -> None:
    add(record)
    store(record, "r1")
    record.outbox.take_back(["r1"] if taken_back else [])
    record.contacts.settle_states(["r1"], {})
    assert stages(record) == {"r1": Stage.WAITING if taken_back else Stage.ARRIVED}
    assert record.contacts.lost() == 0


def test_one_that_the_server_forgot_and_nobody_can_send_is_lost_and_told(record: Record) -> None:
    add(record)
    store(record, "r1", durable=True)
    record.contacts.settle_states(["r1"], {})
    assert (stages(record), record.contacts.lost()) == ({"r1": Stage.LOST}, 1)
    record.contacts.settle_states(["r1"], {"r1": (HandlingState("o1", Handling.NEW),)})
    assert (stages(record), record.contacts.lost()) == ({"r1": Stage.ARRIVED}, 0)
    assert record.contacts.asked_after(TODAY) == ("r1",)


# --- refusals, other servers, copies ------------------------------------------------------------------------


def test_a_refused_request_that_a_person_gives_up_is_lost_and_seen(record: Record) -> None:
    add(record)
    offer(record, "r1")
    record.outbox.settle((), {"r1": "invalid/organisations"}, WEEK)
    record.outbox.discard("r1")
    assert (waiting(record), stages(record), record.contacts.lost()) == ([], {"r1": Stage.LOST}, 0)


def test_another_server_gets_nothing_that_was_for_the_former_one(record: Record) -> None:
    add(record, "r1", code="A")
    add(record, "r2", code="B")
    store(record, "r2")
    record.contacts.withdraw("unknown", "w1")
    record.start_over({}, elsewhere=True)
    assert (waiting(record), sent(record)) == ([], [])
    assert stages(record) == {"r1": Stage.LOST, "r2": Stage.ARRIVED}
    assert record.contacts.asked_after(TODAY) == ("r1",), "the next server would not know what arrived"


def test_the_same_server_restored_gets_it_again(record: Record) -> None:
    add(record)
    record.start_over({})
    assert waiting(record) == [(RecordKind.CONTACT, "r1")]


def test_no_copy_can_send_a_request_that_was_withdrawn_since(record: Record, tmp_path: Path) -> None:
    add(record, "r1")
    add(record, "r2", code="B")
    store(record, "r2")
    copy = back_up(record.path, KEY, TODAY)
    record.contacts.withdraw(CODE_HASH, "w1")
    back = restore_backup(tmp_path / "restored.db", KEY, copy)
    assert (waiting(back), sent(back)) == ([], [])
    assert stages(back) == {"r1": Stage.WAITING, "r2": Stage.ARRIVED}
    assert back.contacts.asked_after(TODAY) == ("r1", "r2")
    # The server does not know the first: it never left, or its withdrawal came first.
    back.contacts.settle_states(["r1", "r2"], {"r2": (HandlingState("o1", Handling.NEW),)})
    assert (stages(back)["r1"], back.contacts.lost()) == (Stage.LOST, 1)
    back.close()


def test_a_withdrawal_that_waits_is_in_the_copy(record: Record, tmp_path: Path) -> None:
    record.contacts.withdraw(CODE_HASH, "w1")
    back = restore_backup(tmp_path / "restored.db", KEY, back_up(record.path, KEY, TODAY))
    assert waiting(back) == [(RecordKind.WITHDRAWAL, "w1")]
    back.close()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(st.sampled_from(["offer", "store", "durable", "lose", "withdraw", "days"]), max_size=12)
)
def test_whatever_happens_a_withdrawn_or_overdue_request_never_leaves(
    steps: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    record = open_record(tmp_path_factory.mktemp("record") / "desk.db", KEY)
    now, offered, withdrawn = SUNDAY_MORNING, False, False
    add(record)
    for number, step in enumerate(steps):
        match step:
            case "offer" | "store" | "durable" if waiting(record) and waiting(record)[0][1] == "r1":
                offered = True
                offer(record, "r1")
                if step != "offer":
                    record.outbox.settle(["r1"], {}, WEEK, ["r1"] if step == "durable" else [])
            case "lose":
                record.outbox.take_back(["r1"])
            case "withdraw":
                done = record.contacts.withdraw(CODE_HASH, f"w{number}")
                if not withdrawn and not offered and now.date() <= contact.must_have_arrived(TODAY):
                    assert done is Withdrawn.DESTROYED
                withdrawn = True
            case "days":
                now += 3 * DAY
                record.purge(now)
        boxes = {item.id for item in (*record.outbox.waiting(), *record.outbox.sent())}
        if withdrawn:
            assert "r1" not in boxes
            assert stages(record).get("r1", Stage.WITHDRAWN) is Stage.WITHDRAWN
        if step == "days" and now.date() > contact.erased_by(TODAY):
            assert "r1" not in boxes
    record.close()
