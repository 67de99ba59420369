"""Keys are made once, are nobody else's to read, and are never replaced in silence."""

import base64
import stat
import threading
from pathlib import Path

import pytest
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.signing import VerifyKey

from neuvola_server.keys import KeyDamagedError, Keys, NotSealedToUsError, key_id


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "keys"


def test_keys_stay_what_they_are(folder: Path) -> None:
    first = Keys(folder)
    assert (first.verify_key, first.sealing_keys) == (Keys(folder).verify_key, Keys(folder).sealing_keys)
    VerifyKey(base64.b64decode(first.verify_key)).verify(b"said", base64.b64decode(first.sign(b"said")))


def test_only_the_server_may_read_them(folder: Path) -> None:
    keys = Keys(folder)
    assert keys.verify_key
    assert keys.sealing_keys
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert sorted(path.name for path in folder.iterdir()) == ["sealing.key", "signing.key"]


def test_what_is_sealed_to_it_opens(folder: Path) -> None:
    keys = Keys(folder)
    (public,) = keys.sealing_keys.values()
    assert keys.unseal(SealedBox(PublicKey(base64.b64decode(public))).encrypt(b"said")) == b"said"


@pytest.mark.parametrize("sealed", [b"", b"short", b"x" * 200])
def test_what_is_not_sealed_to_it_does_not(folder: Path, sealed: bytes) -> None:
    with pytest.raises(NotSealedToUsError):
        Keys(folder).unseal(sealed)


def test_recovery_keys_are_sealed_to_as_well(folder: Path) -> None:
    keys = Keys(folder)
    assert len(keys.sealing_keys) == 1
    recovery = PrivateKey.generate().public_key
    (folder / "recovery-safe.pub").write_bytes(base64.b64encode(bytes(recovery)) + b"\n")
    assert keys.sealing_keys[key_id(bytes(recovery))] == base64.b64encode(bytes(recovery)).decode()
    assert len(keys.sealing_keys) == 2


def test_a_damaged_key_is_said_and_not_replaced(folder: Path) -> None:
    folder.mkdir()
    (folder / "signing.key").write_bytes(b"half")
    with pytest.raises(KeyDamagedError):
        Keys(folder).sign(b"said")
    assert (folder / "signing.key").read_bytes() == b"half"


@pytest.mark.parametrize("written", [b"", b"AAAA", b"\xff\xff", b"not base64!"])
def test_a_damaged_recovery_key_is_said(folder: Path, written: bytes) -> None:
    folder.mkdir()
    (folder / "recovery-1.pub").write_bytes(written)
    with pytest.raises(KeyDamagedError):
        _ = Keys(folder).sealing_keys


def test_processes_that_start_together_make_one_key(folder: Path) -> None:
    seen: list[str] = []
    together = threading.Barrier(8)

    def start() -> None:
        together.wait()
        seen.append(Keys(folder).verify_key)

    threads = [threading.Thread(target=start) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 8
    assert len(set(seen)) == 1
