"""A desk without a line and the server itself: files go to and fro, and nothing is stored twice."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from neuvola_core import bundle
from neuvola_core.bundle import BundleRefusedError, Outbox
from neuvola_core.errors import AccessRefusedError, SnapshotGoneError
from neuvola_core.wire import Record, RecordKind, SyncRequest
from neuvola_desk.sync.bundle import Bundles as DeskBundles
from neuvola_desk.sync.exchange import Line
from neuvola_server.bundles import Bundles
from neuvola_server.house import House
from support.houses import house_at, stored_rows, visit_record
from support.publishing import incoming, news
from support.sync_desk import Keyring, SyncDesk


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    (tmp_path / "server").mkdir()
    with house_at(tmp_path / "server") as house:
        yield house


@pytest.fixture
def desk(house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SyncDesk]:
    keyring = Keyring()
    monkeypatch.setattr("neuvola_desk.keys.os_keyring", lambda: keyring)
    line = Line(house.door("127.0.0.1"), house.port, lambda: None)
    desk = SyncDesk(tmp_path / "desk", lambda _url, _ca: line, keyring=keyring)
    desk.exchange.enrol("http://localhost", house.enrolment.new_code("Kallio", point="kallio"))
    yield desk
    desk.close()


def there_and_back(desk: SyncDesk, house: House, folder: Path) -> tuple[Path, Path]:
    asked, answer = folder / "asked", folder / "answer"
    DeskBundles(desk.exchange).export_outbox(asked)
    Bundles(house).answer(asked, answer)
    return asked, answer


def publish(house: House, *names: str) -> None:
    house.publication.publish(news(*(incoming(name) for name in names)))


def test_visits_go_and_the_whole_catalogue_comes_by_stick(
    desk: SyncDesk, house: House, tmp_path: Path
) -> None:
    publish(house, "a", "b")
    ids = desk.log(130)
    asked, answer = there_and_back(desk, house, tmp_path)
    result = DeskBundles(desk.exchange).import_bundle(answer)
    assert (result.state, result.accepted, result.waiting, result.pulled) == ("done", 130, 0, 2)
    assert set(stored_rows(house)) == set(ids)
    assert desk.record.counters.changed() == ()
    again = Bundles(house).answer(asked, answer)
    assert (again.records, again.refused) == (130, 0)
    assert len(stored_rows(house)) == 130
    online = desk.exchange.sync()
    assert (online.state, online.pushed, online.pulled) == ("done", 0, 0)


def test_a_stick_and_a_line_bring_the_same_things_once(desk: SyncDesk, house: House, tmp_path: Path) -> None:
    desk.log(3)
    _asked, answer = there_and_back(desk, house, tmp_path)
    assert desk.exchange.sync().known == 3
    result = DeskBundles(desk.exchange).import_bundle(answer)
    assert (result.state, result.waiting, result.refused) == ("done", 0, 0)
    assert len(stored_rows(house)) == 3
    assert "copied" not in desk.record.settings.get("notices")


def test_a_stick_that_comes_long_after_the_line_is_no_copy(
    desk: SyncDesk, house: House, tmp_path: Path
) -> None:
    desk.exchange.sync()
    desk.log(2)
    DeskBundles(desk.exchange).export_outbox(tmp_path / "asked")
    for _ in range(3):
        desk.exchange.sync()
    (before,) = house.desks.all()
    house.clock.go(days=2)  # type: ignore[attr-defined]
    answered = Bundles(house).answer(tmp_path / "asked", tmp_path / "answer")
    assert answered.records == 2
    assert house.desks.all() == (before,)
    assert DeskBundles(desk.exchange).import_bundle(tmp_path / "answer").state == "done"
    assert desk.exchange.sync().state == "done"
    (after,) = house.desks.all()
    assert not after.copied
    assert after.last_contact != before.last_contact
    assert "copied" not in desk.record.settings.get("notices")


def test_changes_come_as_pages_where_the_desk_has_a_catalogue(
    desk: SyncDesk, house: House, tmp_path: Path
) -> None:
    publish(house, "a")
    desk.exchange.sync()
    publish(house, "a", "b")
    _asked, answer = there_and_back(desk, house, tmp_path)
    result = DeskBundles(desk.exchange).import_bundle(answer)
    assert (result.state, result.pulled) == ("done", 1)


def test_the_catalogue_alone_is_put_on_a_stick(desk: SyncDesk, house: House, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    with pytest.raises(SnapshotGoneError):
        Bundles(house).put_catalogue(stick)
    publish(house, "a")
    Bundles(house).put_catalogue(stick)
    assert DeskBundles(desk.exchange).import_bundle(stick).pulled == 1


def test_a_revoked_desk_is_not_let_in_by_a_stick(desk: SyncDesk, house: House, tmp_path: Path) -> None:
    desk.log()
    DeskBundles(desk.exchange).export_outbox(tmp_path / "asked")
    house.desks.revoke("Kallio", who="test")
    with pytest.raises(AccessRefusedError):
        Bundles(house).answer(tmp_path / "asked", tmp_path / "answer")
    assert stored_rows(house) == {}


def test_a_file_for_another_server_is_refused(desk: SyncDesk, house: House, tmp_path: Path) -> None:
    DeskBundles(desk.exchange).export_outbox(tmp_path / "asked")
    (tmp_path / "other").mkdir()
    with house_at(tmp_path / "other") as other, pytest.raises(BundleRefusedError) as told:
        Bundles(other).answer(tmp_path / "asked", tmp_path / "answer")
    assert told.value.facts["reason"] == "other-server"


def test_a_request_that_is_refused_whole_is_taken_record_by_record(
    desk: SyncDesk, house: House, tmp_path: Path
) -> None:
    identity = desk.exchange.enrolled()
    good, twin = visit_record(), visit_record()
    private = Record(twin.id, RecordKind.CONTACT, {"x": 1}, number=-1)
    mixed = SyncRequest("n", identity.desk, records=(good, private), series="s")
    token = desk.exchange.tokens(identity).candidates()[0]
    outbox = Outbox(bundle.new_nonce(), identity.desk, token, bundle.new_reply_key(), (mixed,))
    bundle.write_outbox(tmp_path / "asked", outbox, identity.sealing_keys)
    answered = Bundles(house).answer(tmp_path / "asked", tmp_path / "answer")
    assert (answered.records, answered.refused) == (2, 1)
    assert set(stored_rows(house)) == {good.id}
    empty = replace(outbox, requests=())
    bundle.write_outbox(tmp_path / "asked", empty, identity.sealing_keys)
    assert Bundles(house).answer(tmp_path / "asked", tmp_path / "answer").records == 0
