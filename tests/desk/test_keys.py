"""The key: in a keyring or from a passphrase, never in a file, never made anew over a record that has one."""

import json
import os
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from keyring.backends import fail, null
from keyring.backends.chainer import ChainerBackend

from neuvola_core.errors import RecordKeyError
from neuvola_desk import keys
from neuvola_desk.keys import installation_id, passphrase_from_environment, record_key
from neuvola_desk.paths import DeskPaths

PASSPHRASE = "kolme kävyä ja käpy"


class MemoryKeyring:
    """A keyring that lives as long as the test; ``open`` is what logging in does."""

    def __init__(self) -> None:
        self.secrets: dict[str, str] = {}
        self.open = True

    def __call__(self) -> "MemoryKeyring":
        return self

    def get(self, name: str) -> str | None:
        self._opened()
        return self.secrets.get(name)

    def put(self, name: str, secret: str) -> None:
        self._opened()
        self.secrets[name] = secret

    def _opened(self) -> None:
        if not self.open:
            raise RecordKeyError(reason="locked")


def no_keyring() -> None:
    return None


def reason(call: Callable[[], object]) -> object:
    with pytest.raises(RecordKeyError) as refused:
        call()
    return refused.value.facts["reason"]


@pytest.fixture
def paths(tmp_path: Path) -> DeskPaths:
    return DeskPaths(tmp_path / "data").create()


def files(paths: DeskPaths) -> bytes:
    return b"".join(file.read_bytes() for file in paths.data.rglob("*") if file.is_file())


def test_the_key_is_random_kept_in_the_keyring_and_in_no_file(paths: DeskPaths) -> None:
    keyring = MemoryKeyring()
    key = record_key(paths, keyring=keyring)
    assert len(key) == 32
    assert record_key(paths, keyring=keyring) == key
    assert list(keyring.secrets) == [f"record/{installation_id(paths)}"]
    assert key.hex().encode() not in files(paths)
    assert key not in files(paths)
    other = DeskPaths(paths.data.parent / "other")
    assert record_key(other, keyring=keyring) != key


def test_the_installation_file_is_private_and_names_no_machine(paths: DeskPaths) -> None:
    record_key(paths, keyring=MemoryKeyring())
    file = paths.data / "installation.json"
    assert file.stat().st_mode & 0o777 == 0o600
    assert json.loads(file.read_text()) == {"id": installation_id(paths), "passphrase": None}


def test_a_record_whose_key_is_gone_is_told_and_no_key_is_made(paths: DeskPaths) -> None:
    keyring = MemoryKeyring()
    record_key(paths, keyring=keyring)
    paths.record.write_bytes(b"the record")
    keyring.secrets.clear()
    assert reason(lambda: record_key(paths, keyring=keyring)) == "lost"
    assert keyring.secrets == {}
    assert paths.record.read_bytes() == b"the record"


def test_a_record_without_its_installation_file_is_told(paths: DeskPaths) -> None:
    paths.record.write_bytes(b"the record")
    assert reason(lambda: record_key(paths, keyring=MemoryKeyring())) == "lost"
    assert reason(lambda: installation_id(paths)) == "lost"
    assert not (paths.data / "installation.json").exists()


def test_a_key_without_a_record_is_kept(paths: DeskPaths) -> None:
    """The damaged record was set aside: its copies open with the same key."""
    keyring = MemoryKeyring()
    key = record_key(paths, keyring=keyring)
    paths.record.write_bytes(b"the record")
    paths.record.unlink()
    assert record_key(paths, keyring=keyring) == key


def test_a_locked_keyring_is_told(paths: DeskPaths) -> None:
    keyring = MemoryKeyring()
    record_key(paths, keyring=keyring)
    paths.record.touch()
    keyring.open = False
    assert reason(lambda: record_key(paths, keyring=keyring, ask_passphrase=lambda: PASSPHRASE)) == "locked"


def test_a_record_made_with_a_keyring_is_not_opened_by_a_passphrase(paths: DeskPaths) -> None:
    record_key(paths, keyring=MemoryKeyring())
    paths.record.touch()
    assert reason(lambda: record_key(paths, keyring=no_keyring, ask_passphrase=lambda: "x")) == "no-keyring"


def test_a_passphrase_makes_the_same_key_every_time(paths: DeskPaths) -> None:
    key = record_key(paths, keyring=no_keyring, ask_passphrase=lambda: PASSPHRASE)
    paths.record.touch()
    assert record_key(paths, keyring=MemoryKeyring(), ask_passphrase=lambda: PASSPHRASE) == key
    decomposed = PASSPHRASE.replace("ä", "a\u0308").replace("y", "y")
    assert record_key(paths, keyring=no_keyring, ask_passphrase=lambda: decomposed) == key
    assert key.hex().encode() not in files(paths)
    assert PASSPHRASE.encode() not in files(paths)


def test_a_wrong_passphrase_is_told(paths: DeskPaths) -> None:
    record_key(paths, keyring=no_keyring, ask_passphrase=lambda: PASSPHRASE)
    assert reason(lambda: record_key(paths, keyring=no_keyring, ask_passphrase=lambda: "väärä")) == "wrong"


@pytest.mark.parametrize("ask", [None, lambda: None, lambda: ""], ids=["nobody", "no answer", "nothing"])
def test_without_keyring_and_passphrase_there_is_no_key(
    paths: DeskPaths, ask: Callable[[], str | None] | None
) -> None:
    assert reason(lambda: record_key(paths, keyring=no_keyring, ask_passphrase=ask)) == "no-passphrase"
    assert record_key(paths, keyring=no_keyring, ask_passphrase=lambda: PASSPHRASE)


def test_the_parameters_of_a_passphrase_are_those_it_was_made_with(
    paths: DeskPaths, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = record_key(paths, keyring=no_keyring, ask_passphrase=lambda: PASSPHRASE)
    stored = json.loads((paths.data / "installation.json").read_text())["passphrase"]
    assert (stored["time_cost"], stored["memory_kib"], stored["lanes"]) == (1, 64, 1)
    monkeypatch.undo()
    assert record_key(paths, keyring=no_keyring, ask_passphrase=lambda: PASSPHRASE) == key


def test_a_damaged_installation_file_is_told(paths: DeskPaths) -> None:
    (paths.data / "installation.json").write_text('{"id": 7')
    assert reason(lambda: record_key(paths, keyring=MemoryKeyring())) == "installation"


def test_two_first_starts_at_once_agree_on_one_key(paths: DeskPaths) -> None:
    keyring, found = MemoryKeyring(), []
    starts = [threading.Thread(target=lambda: found.append(installation_id(paths))) for _ in range(4)]
    for start in starts:
        start.start()
    for start in starts:
        start.join()
    assert len(set(found)) == 1
    assert record_key(paths, keyring=keyring)
    assert [file.name for file in paths.data.iterdir()] == ["installation.json"]


@pytest.mark.parametrize(
    ("written", "read"),
    [(b"salalause\n", "salalause"), ("käpy".encode(), "käpy"), (b"a\r\nb\n", "a"), (b"", "")],
)
def test_the_passphrase_comes_through_a_file_descriptor(
    monkeypatch: pytest.MonkeyPatch, written: bytes, read: str
) -> None:
    readable, writable = os.pipe()
    os.write(writable, written)
    os.close(writable)
    monkeypatch.setenv(keys.PASSPHRASE_FD, str(readable))
    assert passphrase_from_environment() == read
    os.close(readable)


def test_no_file_descriptor_is_no_passphrase(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(keys.PASSPHRASE_FD, raising=False)
    assert passphrase_from_environment() is None


@pytest.mark.parametrize("number", ["kolme", "-1", "987"])
def test_a_bad_file_descriptor_is_told(monkeypatch: pytest.MonkeyPatch, number: str) -> None:
    monkeypatch.setenv(keys.PASSPHRASE_FD, number)
    assert reason(passphrase_from_environment) == "passphrase-fd"


class PlaintextKeyring(fail.Keyring):  # named as the one of keyrings.alt
    pass


@pytest.mark.parametrize("backend", [fail.Keyring, null.Keyring, PlaintextKeyring, ChainerBackend])
def test_a_keyring_that_keeps_nothing_or_keeps_it_in_plain_text_is_refused(
    monkeypatch: pytest.MonkeyPatch, backend: type
) -> None:
    if backend is ChainerBackend:
        monkeypatch.setattr(ChainerBackend, "backends", [PlaintextKeyring(), null.Keyring()])
    monkeypatch.setattr("keyring.get_keyring", backend)
    assert keys.os_keyring() is None


def test_a_key_from_its_sheet_goes_into_the_keyring(paths: DeskPaths) -> None:
    keyring = MemoryKeyring()
    key = record_key(paths, keyring=keyring)
    paths.record.touch()
    keyring.secrets.clear()
    keys.adopt_key(paths, key, keyring=keyring)
    assert record_key(paths, keyring=keyring) == key
    assert json.loads((paths.data / "installation.json").read_text())["passphrase"] is None


def test_a_key_from_its_sheet_goes_under_a_new_passphrase_where_there_is_no_keyring(paths: DeskPaths) -> None:
    key = record_key(paths, keyring=no_keyring, ask_passphrase=lambda: PASSPHRASE)
    keys.adopt_key(paths, key, keyring=no_keyring, ask_passphrase=lambda: "aivan toinen lause")
    assert reason(lambda: record_key(paths, keyring=no_keyring, ask_passphrase=lambda: PASSPHRASE)) == "wrong"
    assert record_key(paths, keyring=no_keyring, ask_passphrase=lambda: "aivan toinen lause") == key


def test_a_key_is_taken_back_without_an_installation_file_too(paths: DeskPaths) -> None:
    keyring, key = MemoryKeyring(), bytes(range(32))
    paths.record.touch()
    keys.adopt_key(paths, key, keyring=keyring)
    assert record_key(paths, keyring=keyring) == key


def test_a_keyring_that_forgets_at_once_is_told(paths: DeskPaths) -> None:
    keyring = MemoryKeyring()
    keyring.put = lambda _name, _secret: None  # type: ignore[method-assign]
    assert reason(lambda: keys.adopt_key(paths, bytes(32), keyring=keyring)) == "no-keyring"


def test_copies_of_a_record_that_is_gone_still_want_its_key(paths: DeskPaths) -> None:
    keyring = MemoryKeyring()
    record_key(paths, keyring=keyring)
    paths.backups.mkdir()
    (paths.backups / "desk-2026-11-20.db").write_bytes(b"copy")
    keyring.secrets.clear()
    assert reason(lambda: record_key(paths, keyring=keyring)) == "lost"


def test_after_starting_over_there_is_another_installation_and_another_key(paths: DeskPaths) -> None:
    keyring = MemoryKeyring()
    before, former = record_key(paths, keyring=keyring), installation_id(paths)
    keys.forget_installation(paths, date(2026, 11, 22))
    assert record_key(paths, keyring=keyring) != before
    assert installation_id(paths) != former
    kept = json.loads((paths.data / "installation.json.aside-2026-11-22-1").read_text())
    assert kept["id"] == former


def test_in_the_folder_of_another_account_a_lost_key_is_called_so(
    paths: DeskPaths, monkeypatch: pytest.MonkeyPatch
) -> None:
    record_key(paths, keyring=MemoryKeyring())
    paths.record.touch()
    monkeypatch.setattr(os, "getuid", lambda: paths.data.stat().st_uid + 1)
    assert reason(lambda: record_key(paths, keyring=MemoryKeyring())) == "other-user"


def test_a_passphrase_given_to_two_first_starts_makes_one_key(paths: DeskPaths) -> None:
    first: list[bytes] = []

    def ask() -> str:
        if not first:
            first.append(b"")
            first[0] = record_key(paths, keyring=no_keyring, ask_passphrase=lambda: PASSPHRASE)
        return PASSPHRASE

    assert record_key(paths, keyring=no_keyring, ask_passphrase=ask) == first[0]
