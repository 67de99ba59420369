"""Keys are made once, are nobody else's to read, and are never replaced in silence."""

import base64
import stat
import threading
from pathlib import Path

import pytest
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.signing import VerifyKey

from neuvola_server.house import House
from neuvola_server.key_files import KeyDamagedError, key_id
from neuvola_server.keys import LINKS, NEXT, Keys, KeysChangedError, NotSealedToUsError


class Noted(dict[str, str]):
    """What a database remembers of keys."""

    def standing(self, name: str) -> str:
        return self.get(name, "")

    def note(self, name: str, key: str) -> str:
        return self.setdefault(name, key)

    def take_over(self, name: str, key: str) -> None:
        self[name] = key
        self.pop(name + NEXT, None)


@pytest.fixture
def register() -> Noted:
    return Noted()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "keys"


def test_keys_stay_what_they_are(folder: Path, register: Noted) -> None:
    first = Keys(folder, register)
    assert (first.verify_key, first.sealing_keys) == (
        Keys(folder, register).verify_key,
        Keys(folder, register).sealing_keys,
    )
    VerifyKey(base64.b64decode(first.verify_key)).verify(b"said", base64.b64decode(first.sign(b"said")))


def test_only_the_server_may_read_them(folder: Path, register: Noted) -> None:
    keys = Keys(folder, register)
    assert keys.verify_key
    assert keys.sealing_keys
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert sorted(path.name for path in folder.iterdir()) == ["sealing.key", "signing.key"]


def test_what_is_sealed_to_it_opens(folder: Path, register: Noted) -> None:
    keys = Keys(folder, register)
    (public,) = keys.sealing_keys.values()
    assert keys.unseal(SealedBox(PublicKey(base64.b64decode(public))).encrypt(b"said")) == b"said"


@pytest.mark.parametrize("sealed", [b"", b"short", b"x" * 200])
def test_what_is_not_sealed_to_it_does_not(folder: Path, register: Noted, sealed: bytes) -> None:
    with pytest.raises(NotSealedToUsError):
        Keys(folder, register).unseal(sealed)


def test_recovery_keys_are_sealed_to_as_well(folder: Path, register: Noted) -> None:
    keys = Keys(folder, register)
    assert len(keys.sealing_keys) == 1
    recovery = PrivateKey.generate().public_key
    (folder / "recovery-safe.pub").write_bytes(base64.b64encode(bytes(recovery)) + b"\n")
    assert keys.sealing_keys[key_id(bytes(recovery))] == base64.b64encode(bytes(recovery)).decode()
    assert len(keys.sealing_keys) == 2


def test_a_damaged_key_is_said_and_not_replaced(folder: Path, register: Noted) -> None:
    folder.mkdir()
    (folder / "signing.key").write_bytes(b"half")
    with pytest.raises(KeyDamagedError):
        Keys(folder, register).sign(b"said")
    assert (folder / "signing.key").read_bytes() == b"half"


@pytest.mark.parametrize("written", [b"", b"AAAA", b"\xff\xff", b"not base64!"])
def test_a_damaged_recovery_key_is_said(folder: Path, register: Noted, written: bytes) -> None:
    folder.mkdir()
    (folder / "recovery-1.pub").write_bytes(written)
    with pytest.raises(KeyDamagedError):
        _ = Keys(folder, register).sealing_keys


def test_processes_that_start_together_make_one_key(folder: Path, register: Noted) -> None:
    seen: list[str] = []
    together = threading.Barrier(8)

    def start() -> None:
        together.wait()
        seen.append(Keys(folder, register).verify_key)

    threads = [threading.Thread(target=start) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 8
    assert len(set(seen)) == 1


def test_a_key_that_another_process_makes_and_notes_meanwhile_is_not_taken_for_lost(folder: Path) -> None:
    class Busy(Noted):
        others = 0

        def standing(self, name: str) -> str:
            if not self.others:
                self.others += 1
                assert Keys(folder, self).verify_key
            return super().standing(name)

    register = Busy()
    assert Keys(folder, register).verify_key == Keys(folder, register).verify_key
    assert register.others == 1


def test_a_folder_that_was_open_is_closed(folder: Path, register: Noted) -> None:
    assert Keys(folder, register).verify_key
    folder.chmod(0o755)
    (folder / "signing.key").chmod(0o644)
    assert Keys(folder, register).verify_key
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "signing.key").stat().st_mode) == 0o600


def test_lost_keys_are_said_and_not_made_anew(folder: Path, register: Noted) -> None:
    keys = Keys(folder, register)
    assert keys.verify_key
    assert keys.sealing_keys
    for name in ("signing.key", "sealing.key"):
        (folder / name).unlink()
    with pytest.raises(KeysChangedError):
        Keys(folder, register).sign(b"said")
    with pytest.raises(KeysChangedError):
        _ = Keys(folder, register).sealing_keys
    assert list(folder.iterdir()) == []


def test_keys_of_another_server_are_not_taken(folder: Path, register: Noted, tmp_path: Path) -> None:
    assert Keys(folder, register).verify_key
    other = tmp_path / "other"
    assert Keys(other, Noted()).verify_key
    with pytest.raises(KeysChangedError):
        Keys(other, register).sign(b"said")


def test_a_server_without_its_keys_enrols_nobody_until_it_is_told_to(house: House) -> None:
    former = house.keys.verify_key
    again = Keys(house.settings.key_dir, house.key_register)
    assert again.verify_key == former
    (house.settings.key_dir / "signing.key").unlink()
    lost = Keys(house.settings.key_dir, house.key_register)
    with pytest.raises(KeysChangedError):
        _ = lost.verify_key
    house.key_register.forget(house.clock(), who="test")
    renewed = lost.verify_key
    assert renewed != former
    assert Keys(house.settings.key_dir, house.key_register).verify_key == renewed


def test_the_link_secret_is_made_with_the_others_and_not_anew_in_silence(
    folder: Path, register: Noted
) -> None:
    keys = Keys(folder, register)
    keys.check()
    secret = keys.link_secret()
    assert Keys(folder, register).link_secret() == secret
    assert LINKS in register
    (folder / LINKS).unlink()
    for ask in (Keys(folder, register).check, keys.check, keys.link_secret):
        with pytest.raises(KeysChangedError) as raised:
            ask()
        assert str(raised.value.facts["path"]).endswith(LINKS)
    (folder / LINKS).write_bytes(bytes(32))
    with pytest.raises(KeysChangedError):
        keys.check()
    (folder / LINKS).write_bytes(secret)
    keys.check()


def test_the_keys_that_open_are_known_by_their_ids(folder: Path, register: Noted) -> None:
    keys = Keys(folder, register)
    recovery = PrivateKey.generate().public_key
    (folder / "recovery-safe.pub").parent.mkdir(exist_ok=True)
    (folder / "recovery-safe.pub").write_bytes(base64.b64encode(bytes(recovery)) + b"\n")
    assert keys.opening() == {key_id(keys.own_sealing_key)}
    (folder / f"sealing-{'a' * 16}-2026-11-01.former").write_bytes(bytes(32))
    assert keys.opening() == {key_id(keys.own_sealing_key), "a" * 16}
