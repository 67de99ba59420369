"""A desk goes on when the server's keys change, though it never fetches more than changes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from neuvola_core import codec
from neuvola_core.contact import Offers
from neuvola_desk.record_port import OFFERS
from neuvola_desk.sync.credentials import enrolled_identity
from neuvola_desk.sync.exchange import Line
from neuvola_server.house import House
from support.houses import HandClock, house_at
from support.publishing import incoming, news
from support.sync_desk import Keyring, SyncDesk


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with house_at(tmp_path / "server", clock=HandClock()) as house:
        yield house


@pytest.fixture
def desk(house: House, tmp_path: Path, keyring: Keyring) -> Iterator[SyncDesk]:
    line = Line(house.door("127.0.0.1"), house.port, lambda: None)
    desk = SyncDesk(tmp_path / "desk", lambda _url, _ca: line, keyring=keyring)
    desk.exchange.enrol("http://localhost", house.enrolment.new_code("Kallio", point="kallio"))
    yield desk
    desk.close()


def publish(house: House, *names: str) -> None:
    house.publication.publish(news(*map(incoming, names)))
    house.snapshots.refresh()


def test_an_announced_signing_key_is_followed_without_a_manifest(house: House, desk: SyncDesk) -> None:
    publish(house, "Ruoka-apu")
    assert desk.exchange.sync().state == "done"
    for name in ("Velkaneuvonta", "Miesten kerho"):
        house.rotation.rotate_signing(who="t")
        house.offering.forget()
        publish(house, name)
        assert desk.exchange.sync().state == "done"  # by changes: no ready-made catalogue is looked at
        coming = enrolled_identity(desk.record.settings).next_key
        assert coming == house.keys.next_verify_key != ""
        house.rotation.rotate_signing(who="t", at_once=True)
        house.offering.forget()
        house.publication.new_epoch()
        publish(house, f"{name} kahdesti")
        done = desk.exchange.sync()
        assert done.state == "done"
        assert house.keys.verify_key == coming
        known = enrolled_identity(desk.record.settings)
        assert coming in (known.verify_key, known.next_key)


def test_a_rotated_sealing_key_is_what_desks_seal_to_next(house: House, desk: SyncDesk) -> None:
    publish(house, "Ruoka-apu")
    desk.exchange.sync()
    house.rotation.rotate_sealing(who="t")
    house.offering.forget()
    assert desk.exchange.sync().state == "done"
    offers = codec.from_json(desk.record.settings.get(OFFERS), Offers)
    assert offers.sealing_keys == house.keys.sealing_keys
