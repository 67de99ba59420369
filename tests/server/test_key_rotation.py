"""Keys are changed while desks go on; nothing that was sealed or signed before is lost by it."""

import base64
from contextlib import closing
from datetime import date

import pytest
from nacl.public import PublicKey, SealedBox
from nacl.signing import VerifyKey

from neuvola_core import codec
from neuvola_core.errors import NeuvolaError
from neuvola_core.sealing import Sealed
from neuvola_server import audit
from neuvola_server.house import House
from neuvola_server.key_rotation import KeyNotDueError
from neuvola_server.keys import SEALING, Keys, KeysChangedError, NotSealedToUsError
from support.contacts import DETAILS, link_to, register, request_to
from support.houses import HandClock, Server, house_at
from support.publishing import incoming, news


def sealed_to(public: str) -> bytes:
    return SealedBox(PublicKey(base64.b64decode(public))).encrypt(b"said")


def opens(keys: Keys, sealed: bytes) -> bool:
    try:
        return keys.unseal(sealed) == b"said"
    except NotSealedToUsError:
        return False


def test_what_was_sealed_to_the_former_key_opens_for_as_long_as_desks_may_use_it(
    house: House, clock: HandClock
) -> None:
    [(former, public)] = house.keys.sealing_keys.items()
    sealed = sealed_to(public)
    rotated = house.rotation.rotate_sealing(who="leena")
    assert rotated.holds_from == clock().date()
    assert house.keys.sealing_keys.keys() == {rotated.key} != {former}
    for _ in range(29):
        assert opens(house.keys, sealed)
        house.retention.sweep()
        assert not house.rotation.tend()
        clock.move(days=1)
    assert house.rotation.tend()
    assert not opens(house.keys, sealed)
    assert opens(house.keys, sealed_to(house.keys.sealing_keys[rotated.key]))
    names = sorted(path.name for path in house.settings.key_dir.iterdir())
    assert names == ["links.key", "sealing.key", "signing.key"]
    acts = [(act.who, act.what, act.of) for act in house.database.read(audit.acts)]
    assert acts == [
        ("leena", "sealing-key-rotated", rotated.key),
        ("retention", "sealing-key-erased", former),
    ]


def test_a_contact_request_opens_with_the_former_key(house: House) -> None:
    made = request_to(house)
    house.rotation.rotate_sealing(who="t")
    house.rotation.rotate_sealing(who="t")
    sealed = Sealed(**made.record.body["sealed"])
    assert house.keys.open_contact(sealed, made.id) == DETAILS
    with pytest.raises(NotSealedToUsError):
        house.keys.open_contact(sealed, "another id")


def test_a_former_key_stays_while_a_request_that_is_here_needs_it(house: House, clock: HandClock) -> None:
    register(house, "o1")
    desk = Server(house, clock, ask=house.port, door=lambda: house.door("127.0.0.1")).enrol()
    house.keys.check()
    told = house.keys.sealing_keys  # as a desk without a line has them for a month
    house.rotation.rotate_sealing(who="t")
    clock.move(days=28)
    made = request_to(house, day=clock().date(), keys=told)
    assert desk.sync(made.record).verdicts[made.id].status == "created"
    clock.move(days=13)
    assert not house.rotation.tend()
    token = link_to(house, made.id)
    assert house.handlings.read(token, house.handlings.confirm(token)).details == DETAILS
    clock.move(days=1)
    house.retention.sweep()
    assert house.rotation.tend()
    assert house.keys.opening() == house.keys.sealing_keys.keys()


def test_a_process_that_is_running_takes_the_new_key(house: House) -> None:
    running = Keys(house.settings.key_dir, house.key_register)
    before = running.sealing_keys
    rotated = house.rotation.rotate_sealing(who="t")
    assert running.sealing_keys.keys() == {rotated.key} != before.keys()


def test_a_change_that_was_cut_off_is_taken_for_done(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    former = house.keys.sealing_keys
    monkeypatch.setattr(house.key_register, "take_over", _cut)
    with pytest.raises(RuntimeError):
        house.rotation.rotate_sealing(who="t")
    monkeypatch.undo()
    again = Keys(house.settings.key_dir, house.key_register)
    assert again.sealing_keys != former
    assert house.key_register.standing(SEALING) in again.sealing_keys
    assert opens(again, sealed_to(*former.values()))


def _cut(_name: str, _key: str) -> None:
    raise RuntimeError


def test_a_key_that_nobody_announced_is_refused_all_the_same(house: House) -> None:
    assert house.keys.sealing_keys
    (house.settings.key_dir / SEALING).write_bytes(b"x" * 32)
    for keys in (house.keys, Keys(house.settings.key_dir, house.key_register)):
        for _ in range(2):
            with pytest.raises(KeysChangedError):
                _ = keys.sealing_keys


def test_a_signing_key_is_announced_and_takes_over_a_month_later(house: House, clock: HandClock) -> None:
    house.publication.publish(news(incoming("Ruoka-apu")))
    first = house.snapshots.refresh()
    assert first is not None
    assert first.manifest.next_key == ""
    announced = house.rotation.rotate_signing(who="leena")
    assert announced.holds_from == date(2026, 12, 16)
    told = house.snapshots.refresh()
    assert told is not None
    assert (told.key, bool(told.manifest.next_key)) == (first.key, True)
    assert house.offering.signed().key == first.key
    house.offering.forget()
    assert house.offering.signed().offers.next_key == told.manifest.next_key
    with pytest.raises(KeyNotDueError) as raised:
        house.rotation.rotate_signing(who="leena")
    assert raised.value.facts["day"] == "2026-12-16"
    clock.move(days=29)
    assert not house.rotation.tend()
    clock.move(days=1)
    house.clock_watch.believe()
    house.keeper.round()
    taken = house.snapshots.newest()
    assert taken is not None
    assert (taken.key, taken.manifest.next_key) == (told.manifest.next_key, "")
    VerifyKey(base64.b64decode(taken.key)).verify(
        codec.to_json(taken.manifest), base64.b64decode(taken.signature)
    )
    assert Keys(house.settings.key_dir, house.key_register).verify_key == taken.key
    assert [act.what for act in house.database.read(audit.acts)] == [
        "signing-key-announced",
        "signing-key-rotated",
    ]


def test_a_signing_key_that_is_out_is_changed_at_once(house: House) -> None:
    former = house.keys.verify_key
    house.rotation.rotate_signing(who="t")
    coming = house.keys.next_verify_key
    house.rotation.rotate_signing(who="t", at_once=True)
    assert (house.keys.verify_key, house.keys.next_verify_key) == (coming, "")
    assert coming != former


def test_a_folder_that_cannot_be_written_changes_nothing(
    sqlite_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = sqlite_house
    before = house.keys.sealing_keys

    def full(*_arguments: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("neuvola_server.key_files.os.write", full)
    with pytest.raises(NeuvolaError) as raised:
        house.rotation.rotate_sealing(who="t")
    assert raised.value.code == "cannot-write"
    monkeypatch.undo()
    assert house.keys.sealing_keys == before
    assert house.key_register.standing(SEALING) in before


def test_keys_outlive_a_start_anew(house: House, clock: HandClock) -> None:
    house.rotation.rotate_sealing(who="t")
    house.rotation.rotate_signing(who="t", at_once=False)
    house.rotation.rotate_signing(who="t", at_once=True)
    clock.move(days=1)
    settings = house.settings
    with closing(House(settings, clock=clock)) as again:
        assert again.keys.sealing_keys == house.keys.sealing_keys
        assert again.keys.verify_key == house.keys.verify_key


def test_a_key_of_another_house_opens_nothing(house: House, tmp_path_factory: pytest.TempPathFactory) -> None:
    with house_at(tmp_path_factory.mktemp("other")) as other:
        assert not opens(other.keys, sealed_to(*house.keys.sealing_keys.values()))
