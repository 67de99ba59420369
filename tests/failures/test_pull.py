"""What can go wrong on the way down: a first fetch half done, a past that changed, two sides apart."""

import sqlite3
from contextlib import closing
from dataclasses import replace

import msgspec
import pytest

from neuvola_core import codec
from neuvola_core.wire import ChangePage
from neuvola_desk.record_port import NoteKind
from neuvola_desk.sync import pace
from neuvola_desk.sync.exchange import http_line
from neuvola_desk.usecases.notes import NoteBook, ServiceNotes
from support.broken_line import Break
from support.broken_room import Room, place_of, put_correction, services_of
from support.fault_proxy import Harm, faulty_line
from support.publishing import incoming, news
from support.services import make_service
from support.sync_desk import SyncDesk

NONE, CUT = Break.NONE, Break.AFTER


def _publish(room: Room, n: int) -> set[str]:
    names = [f"Palvelu {number}" for number in range(n)]
    room.publish(*names)
    return set(names)


def _import(desk: SyncDesk, *names: str) -> None:
    today = desk.clock.now().date()
    desk.catalogue.apply(map(make_service, names), origin="helsinki", complete=True, fetched_on=today)


def _at_head(room: Room, desk: SyncDesk) -> bool:
    head = room.house.publication.now()
    return desk.catalogue.cursor() == f"{head.epoch}.{head.seq}.{head.chain[:16]}"


@pytest.mark.parametrize("n", [1200, pytest.param(30_000, marks=pytest.mark.long)])
def test_a_first_sync_is_one_file_however_much_there_is(
    room: Room, monkeypatch: pytest.MonkeyPatch, n: int
) -> None:
    """22: with its index, so that there is nothing to wait for when it has come."""
    _publish(room, n)
    room.house.snapshots.refresh()
    desk = room.desk()
    asked: list[str] = []
    real = room.line.call
    monkeypatch.setattr(room.line, "call", lambda work: (asked.append("call"), real(work))[1])
    result = desk.exchange.sync()
    # The push, who takes contact requests, the manifest, the file.
    assert (result.state, result.pulled, len(asked)) == ("done", n, 4)
    assert desk.catalogue.info().services == n


def test_a_first_sync_waits_for_no_file_that_is_not_ready(room: Room) -> None:
    """22: where there is none yet, the changes are followed from the beginning."""
    names = _publish(room, 60)
    assert room.house.snapshots.newest() is None
    desk = room.desk()
    assert (desk.exchange.sync().state, services_of(desk)) == ("done", names)


def test_a_first_sync_that_was_cut_goes_on_and_shows_no_half(room: Room, url: str) -> None:
    """23: over real HTTP; until it is whole, search has what it had."""
    names = _publish(room, 120)
    room.house.snapshots.refresh()
    signed = room.house.snapshots.newest()
    assert signed is not None
    desk = room.desk(enrolled=False, line=http_line)
    _import(desk, "Oma palvelu")
    with faulty_line(*place_of(url), lambda _n: Harm.NONE) as line:
        room.enrol(desk, "Kallio", line.url)
        line.drop_after = signed.manifest.size // 2
        assert desk.exchange.sync().state == "server-unreachable"
        assert services_of(desk) == {"Oma palvelu"}
        [part] = desk.paths.data.glob("snapshot-*.part")
        held = part.stat().st_size
        assert 0 < held < signed.manifest.size
        desk = room.again(desk)
        line.drop_after = signed.manifest.size - held + 4096  # enough for the rest, and not for the whole
        assert desk.exchange.sync().state == "done"
    assert services_of(desk) == names
    assert list(desk.paths.data.glob("snapshot-*")) == []


def test_a_first_sync_by_pages_that_was_cut_goes_on_and_shows_no_half(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """23: pages that came are not asked for again."""
    monkeypatch.setattr(pace, "LARGEST_PAGE", 10)
    names = _publish(room, 60)
    desk = room.desk(enrolled=False)
    _import(desk, "Oma palvelu")
    room.enrol(desk, "Kallio")
    room.line.plan = [NONE, NONE, NONE, NONE, NONE, CUT]
    assert desk.exchange.sync().state == "server-unreachable"
    assert services_of(desk) == {"Oma palvelu"}
    desk = room.again(desk)
    real, cursors = room.house.publication.page, list[str]()
    monkeypatch.setattr(
        room.house.publication, "page", lambda cursor, limit: (cursors.append(cursor), real(cursor, limit))[1]
    )
    assert (desk.exchange.sync().state, services_of(desk)) == ("done", names)
    assert len(cursors) == 4
    assert cursors[0].split(".")[1] == "20"


@pytest.mark.parametrize("said", [True, False], ids=["said", "unsaid"])
@pytest.mark.parametrize("published_since", [0, 2, 5])
def test_a_restored_server_is_noticed_whatever_it_has_published_since(
    room: Room, said: bool, published_since: int
) -> None:
    """24: two changes were lost; as many or more have taken their numbers."""
    desk = room.desk()
    room.publish("Vanha", "Toinen vanha")
    desk.log(2)
    desk.exchange.sync()
    room.back_up()
    room.publish("Kadonnut")
    room.publish("Vanha", said="kadonnut muutos")
    lost = desk.log(2)
    desk.exchange.sync()
    room.restore()
    if said:
        room.house.publication.new_epoch()
    for number in range(published_since):
        room.publish(f"Uusi {number}")
    assert not set(lost) <= room.stored
    for _ in range(2):
        assert desk.exchange.sync().state == "done"
    uusi = {f"Uusi {number}" for number in range(published_since)}
    assert services_of(desk) == {"Vanha", "Toinen vanha"} | uusi
    assert {one.summary.best() for one in desk.catalogue.all_services()} == {""}
    assert _at_head(room, desk)
    assert set(lost) <= room.stored
    assert room.footfall() == 4


def test_a_forced_full_resync_asks_nobody_which_side_wins(room: Room) -> None:
    """27: the catalogue is the server's, what people made is theirs; neither touches the other."""
    desk = room.desk()
    _publish(room, 5)
    desk.exchange.sync()
    bad = put_correction(desk, "Sovittu lauantaiksi.", record_id="1" * 36)
    desk.exchange.sync()
    ids = desk.log(3)
    notes, of_services = (
        NoteBook(desk.record.notes, desk.clock),
        ServiceNotes(desk.record.service_notes, desk.clock),
    )
    notes.write(NoteKind.HANDOVER, "Tulosteet loppuvat.")
    of_services.write(incoming("Palvelu 1").id, "Ovi on pihan puolella.")
    written = (notes.handovers(), of_services.all())
    room.house.publication.new_epoch()
    result = desk.exchange.sync()
    assert (result.state, result.accepted, result.waiting) == ("done", 3, 1)
    assert [item.id for item in desk.record.outbox.refused()] == [bad]
    assert (notes.handovers(), of_services.all()) == written
    assert set(ids) <= room.stored
    assert _at_head(room, desk)


def test_what_is_granted_later_and_what_is_taken_away_reaches_every_desk(room: Room) -> None:
    """28: there are no shares that could be missed: each has all of it, whenever and wherever it joined."""
    first = room.desk("Kallio")
    _publish(room, 4)
    first.exchange.sync()
    room.withdraw("Palvelu 0", "Palvelu 1")
    room.house.snapshots.refresh()
    room.publish("Palvelu 1")  # granted again
    room.withdraw("Palvelu 2")
    late = room.desk("Hakaniemi")
    moved = room.desk("Vuosaari")
    moved.exchange.sync()
    room.house.desks.revoke("Vuosaari", who="test")
    room.enrol(moved, "Itäkeskus", point="itakeskus")
    [visit] = moved.log(point="itakeskus")
    for desk in (first, late, moved):
        assert desk.exchange.sync().state == "done"
        assert services_of(desk) == {"Palvelu 1", "Palvelu 3"}
        assert _at_head(room, desk)
    assert visit in room.stored


def _tamper(desk: SyncDesk, statement: str) -> None:
    with closing(sqlite3.connect(desk.paths.catalogue)) as raw, raw:
        raw.execute(statement)


def test_a_service_too_few_at_the_desk_is_seen_and_mended(room: Room) -> None:
    """31: at the end of every page both sides compare how many there are and the chain of all changes."""
    desk = room.desk()
    names = _publish(room, 5)
    desk.exchange.sync()
    _tamper(desk, "DELETE FROM services WHERE id = (SELECT min(id) FROM services)")
    desk = room.again(desk)
    assert desk.catalogue.info().services == 4
    room.publish("Uusi")
    assert desk.exchange.sync().state == "done"
    assert services_of(desk) == names | {"Uusi"}


@pytest.mark.parametrize("what", ["text", "digest", "number", "end"])
def test_a_page_that_is_not_what_the_server_published_is_refused(
    room: Room, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    """31: content, order and end are all in the chain."""
    desk = room.desk()
    _publish(room, 3)
    desk.exchange.sync()
    room.publish("Uusi", "Toinen")
    real = room.house.publication.page

    def page(cursor: str, limit: int) -> ChangePage:
        answer = real(cursor, limit)
        *others, one, other = answer.changes
        assert one.service is not None
        wrong = {
            "text": (replace(one, service={**one.service, "cost": "ilmainen"}), other),
            "digest": (replace(one, digest="1" * 64), other),
            "number": (other, one),
            "end": (one,),
        }
        return replace(answer, changes=(*others, *wrong[what]))

    with monkeypatch.context() as patch:
        patch.setattr(room.house.publication, "page", page)
        assert desk.exchange.sync().state == "snapshot-damaged"
    assert len(services_of(desk)) == 3
    assert (desk.exchange.sync().state, len(services_of(desk))) == ("done", 5)


def test_a_service_of_a_newer_server_is_kept_as_it_came(room: Room) -> None:
    """30: with a field that this desk does not read, and its digest all the same."""
    plain = incoming("Velkaneuvonta")
    said = {**msgspec.json.decode(plain.canonical), "field_of_2031": {"a": [1, 2]}}
    canonical = codec.to_json(said)
    newer = replace(plain, canonical=canonical, digest=codec.digest(canonical))
    room.house.publication.publish(news(newer))
    desk = room.desk()
    assert (desk.exchange.sync().state, services_of(desk)) == ("done", {"Velkaneuvonta"})
    assert _at_head(room, desk)
