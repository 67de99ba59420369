"""What can go wrong on the way up: records doubled, lost, stuck, or said to be stored when they are not."""

import logging
from contextlib import suppress

import pytest
from sqlalchemy import select

from neuvola_core.errors import AccessRefusedError
from neuvola_core.ids import new_record_id
from neuvola_core.roles import UNGUARDED
from neuvola_core.visit import IsoWeek, Visit
from neuvola_core.wire import Record, RecordKind, SyncAnswer, SyncRequest
from neuvola_desk.refusal_words import Reason
from neuvola_desk.sync import unsent
from neuvola_desk.sync.backoff import pause_after
from neuvola_desk.sync.exchange import http_line
from neuvola_desk.sync.status import Weight, facts, words
from neuvola_server import intake
from neuvola_server.bodies import Reading
from neuvola_server.bodies import read as real_read
from neuvola_server.intake import Intake
from neuvola_server.storage import schema
from support.broken_line import Break, KilledError
from support.broken_room import Room, put_correction, services_of
from support.houses import stored_rows
from support.sync_desk import SyncDesk

AN_IDENTITY_CODE = "Soita 131052-308T"


def _warnings(desk: SyncDesk) -> list[str]:
    lines = words(facts(desk.record), desk.clock.now())
    return [line.text for line in lines if line.weight is Weight.WARNING]


@pytest.mark.parametrize("broken", [Break.AFTER, Break.TWICE, Break.LATER, Break.KILLED_AFTER])
def test_a_lost_response_does_not_double(room: Room, broken: Break) -> None:
    """1: nor does it make what is stored look refused."""
    desk = room.desk()
    ids = desk.log(5)
    room.line.plan = [broken]
    with suppress(KilledError):
        desk.exchange.sync()
    desk = room.again(desk)
    assert desk.record.outbox.refused() == ()
    room.line.deliver_late()
    result = desk.exchange.sync()
    assert (result.state, result.waiting, result.refused) == ("done", 0, 0)
    assert room.stored == set(ids)
    assert room.footfall() == 5


def test_a_batch_cut_anew_after_a_lost_answer_doubles_nothing(room: Room) -> None:
    """2: every record has its own id; which ones travel together means nothing."""
    desk = room.desk()
    ids = desk.log(150)
    room.line.plan = [Break.AFTER]
    desk.exchange.sync()
    ids += desk.log(60)
    result = desk.exchange.sync()
    assert (result.state, result.accepted, result.known, result.waiting) == ("done", 110, 100, 0)
    assert room.stored == set(ids)


def test_the_same_id_with_other_content_is_kept_beside_and_shown(room: Room) -> None:
    """3: the first one holds, the second is lost neither here nor there."""
    one, other = room.desk("Kallio"), room.desk("Hakaniemi")
    record_id = put_correction(one)
    one.exchange.sync()
    put_correction(other, "Auki myös lauantaisin.", record_id=record_id)
    result = other.exchange.sync()
    assert (result.state, result.refused, result.waiting) == ("done", 1, 1)
    [refused] = other.record.outbox.refused()
    assert (refused.id, refused.last_refusal) == (record_id, "conflict")
    assert len(_warnings(other)) == 1
    assert "lopetettu" in stored_rows(room.house)[record_id].body
    beside = room.house.database.read(lambda c: c.execute(select(schema.conflict)).all())
    assert [(row.id, "lauantaisin" in row.body) for row in beside] == [(record_id, True)]


def test_a_poison_record_blocks_nothing(room: Room, url: str) -> None:
    """10: neither one that is refused by itself nor one for which its whole request is refused."""
    desk = room.desk(line=http_line, url=url)
    ids = desk.log(130)
    refused_alone = new_record_id()
    desk.record.outbox.put(refused_alone, RecordKind.CORRECTION, b'{"text":"service is missing"}')
    refused_whole = new_record_id()
    desk.record.outbox.put(refused_whole, RecordKind.CORRECTION, b'{"text":"%s"}' % (b"x" * 1_100_000))
    room.publish("Velkaneuvonta")
    result = desk.exchange.sync()
    assert (result.state, result.accepted, result.refused, result.pulled) == ("done", 130, 2, 1)
    assert room.stored == set(ids)
    why = {item.id: item.last_refusal for item in desk.record.outbox.refused()}
    assert why == {refused_alone: "invalid/id", refused_whole: "too-large"}


@pytest.mark.parametrize("n", [1, 40])
def test_a_record_at_which_the_server_itself_fails_blocks_nothing(
    room: Room, url: str, monkeypatch: pytest.MonkeyPatch, n: int
) -> None:
    """10: it goes on waiting for a server without that fault, in sight; the catalogue comes meanwhile."""
    desk = room.desk(line=http_line, url=url)
    [poison, *others] = desk.log(n)
    room.publish("Velkaneuvonta")

    def read(record: Record) -> Reading:
        if record.id == poison:
            raise ZeroDivisionError
        return real_read(record)

    with monkeypatch.context() as patch:
        patch.setattr(intake, "read", read)
        result = desk.exchange.sync()
    assert (result.state, result.accepted, result.refused) == ("server-unreachable", n - 1, 0)
    assert (result.waiting, result.pulled) == (1, 1)
    assert room.stored == set(others)
    assert (desk.exchange.sync().state, room.stored) == ("done", {poison, *others})


def test_a_server_that_fails_at_everything_is_not_asked_record_by_record(
    room: Room, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """10: whoever looks for a poison record must not become a flood."""
    desk = room.desk(line=http_line, url=url)
    desk.log(40)
    asked: list[SyncRequest] = []

    def sync(_intake: Intake, _token: str, request: SyncRequest) -> SyncAnswer:
        asked.append(request)
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(Intake, "sync", sync)
        assert desk.exchange.sync().state == "server-unreachable"
    assert len(asked) == 2


def test_a_permanent_refusal_is_neither_repeated_nor_forgotten(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    """11: it stays in sight until a person decides, and the decision is logged without what it was about."""
    desk = room.desk()
    bad = new_record_id()
    body = b'{"id":"%s","service":"s","part":"muu","text":"%s"}' % (bad.encode(), AN_IDENTITY_CODE.encode())
    desk.record.outbox.put(bad, RecordKind.CORRECTION, body)
    assert desk.exchange.sync().refused == 1
    for _ in range(5):
        assert (desk.exchange.sync().pushed, len(_warnings(desk))) == (0, 1)
    unsent.resend(desk.record.outbox, bad, UNGUARDED)
    assert desk.exchange.sync().refused == 1
    with caplog.at_level(logging.WARNING):
        unsent.discard(desk.record.outbox, bad, Reason.MISTAKE, UNGUARDED)
    assert "vahinko" in caplog.text
    assert AN_IDENTITY_CODE not in caplog.text
    assert (desk.exchange.sync().waiting, _warnings(desk)) == (0, [])


@pytest.mark.parametrize("reason", ["revoked", "unknown", "other-desk"])
def test_a_desk_that_is_not_let_in_does_not_ask_all_day(reason: str) -> None:
    """11: a refusal is no rate limit that is over in half a minute."""
    assert pause_after(AccessRefusedError(reason=reason), 1, lambda low, _high: low) == 3600


def test_a_refused_token_deletes_nothing(room: Room) -> None:
    """12: all of it goes when the desk is let in again, and the catalogue is usable meanwhile."""
    desk = room.desk()
    room.publish("Velkaneuvonta")
    desk.exchange.sync()
    ids = desk.log(3)
    room.house.desks.revoke("Kallio", who="test")
    for _ in range(3):
        result = desk.exchange.sync()
        assert (result.state, result.waiting) == ("access-refused", 3)
        assert result.fault is not None
        assert result.fault.facts["reason"] == "revoked"
    desk = room.again(desk)
    assert {item.id for item in desk.record.outbox.waiting()} == set(ids)
    assert services_of(desk) == {"Velkaneuvonta"}
    room.enrol(desk, "Kallio")
    assert (desk.exchange.sync().state, room.stored) == ("done", set(ids))


@pytest.mark.parametrize(
    "broken", [Break.BEFORE, Break.AFTER, Break.HALF_WAY, Break.BUSY, Break.SHUT_OUT, Break.PORTAL]
)
def test_nothing_leaves_the_outbox_that_the_desk_was_not_told_is_stored(room: Room, broken: Break) -> None:
    """14: a sending that failed deletes nothing here, whatever it did there."""
    desk = room.desk()
    ids = desk.log(4)
    room.line.plan = [broken, broken]
    result = desk.exchange.sync()
    assert result.fault is not None
    assert result.waiting == 4
    assert {item.id for item in desk.record.outbox.waiting()} == set(ids)
    assert {visit.id for visit in _visits(desk)} == set(ids)


def _visits(desk: SyncDesk) -> tuple[Visit, ...]:
    return desk.record.visits.of_weeks("kallio", IsoWeek(2026, 1), IsoWeek(2026, 53))


def test_an_item_that_cannot_be_read_stops_no_other(room: Room) -> None:
    """16: it is put aside, and the others go in the same cycle."""
    desk = room.desk()
    [before] = desk.log()
    desk.record.outbox.put("x1", RecordKind.VISIT, b'{"id":"x1"}')
    desk.record.outbox.put("x2", RecordKind.EXPERIENCE, b"{")
    [after] = desk.log()
    result = desk.exchange.sync()
    assert (result.state, result.accepted) == ("done", 2)
    assert room.stored == {before, after}
    why = {(item.id, item.last_refusal) for item in desk.record.outbox.refused()}
    assert why == {("x1", "unreadable"), ("x2", "unreadable")}


@pytest.mark.parametrize("broken", [Break.KILLED_BEFORE, Break.KILLED_AFTER])
def test_a_program_that_ends_in_the_midst_goes_on_where_it_was(room: Room, broken: Break) -> None:
    """16: nothing is left behind that would have to be cleared by hand."""
    desk = room.desk()
    ids = desk.log(2)
    room.line.plan = [broken]
    with pytest.raises(KilledError):
        desk.exchange.sync()
    desk = room.again(desk)
    assert (desk.exchange.sync().waiting, room.stored) == (0, set(ids))


def test_an_undo_that_overtakes_its_visit_is_obeyed_when_the_visit_comes(room: Room) -> None:
    """20: nothing has to come in order; what comes late finds what was said of it."""
    desk = room.desk()
    [visit] = desk.log()
    room.line.plan = [Break.LATER]
    desk.exchange.sync()
    desk.record.visits.undo(visit, new_record_id(), desk.clock.now())
    assert desk.exchange.sync().state == "done"
    room.line.deliver_late()
    row = stored_rows(room.house)[visit]
    assert (row.state, row.body, row.digest) == ("undone", None, "")
    assert desk.exchange.sync().waiting == 0


def test_nothing_that_was_sent_comes_back_and_nothing_undone_reappears(room: Room) -> None:
    """29: the catalogue is all that comes down."""
    desk, other = room.desk("Kallio"), room.desk("Hakaniemi")
    kept, undone = desk.log(2)
    put_correction(desk, "Auki myös lauantaisin.")
    desk.exchange.sync()
    desk.record.visits.undo(undone, new_record_id(), desk.clock.now())
    room.publish("Velkaneuvonta")
    for one in (desk, other, desk, other):
        assert one.exchange.sync().state == "done"
    assert {visit.id for visit in _visits(desk)} == {kept}
    assert (_visits(other), other.record.outbox.count()) == ((), 0)
    assert "lauantaisin" not in str(list(other.catalogue.all_services()))
    rows = stored_rows(room.house)
    assert (rows[kept].state, rows[undone].state) == ("stored", "undone")
