"""Commands with and without a passphrase; the keyring of the machine is never used."""

from pathlib import Path

import pytest

from support.commands import Commands


@pytest.fixture(autouse=True)
def _no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("neuvola_desk.keys.os_keyring", lambda: None)
    monkeypatch.delenv("NEUVOLA_PASSPHRASE_FD", raising=False)


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Commands:
    return Commands(tmp_path / "desk", capsys)


@pytest.fixture
def run_with_record(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Commands:
    return Commands(tmp_path / "desk", capsys, "tyynen järven ranta")
