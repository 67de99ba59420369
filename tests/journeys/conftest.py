"""Journeys have no network: a connection to anywhere but this machine fails the test."""

import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from neuvola_desk.config import Settings
from support.garbage import swept
from support.journeys import Hands

Open = Callable[..., Hands]


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_socket: socket.socket, address: object) -> None:
        raise AssertionError(f"a journey reached for the network: {address}")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket.socket, "connect_ex", refuse)


@pytest.fixture(autouse=True)
def _swept(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with swept(monkeypatch):
        yield


@pytest.fixture(autouse=True)
def _no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("neuvola_desk.keys.os_keyring", lambda: None)


@pytest.fixture
def open_desk(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Open]:
    """Opens the window over an empty folder: the demo catalogue comes in by itself."""
    opened: list[Hands] = []

    def open_one(settings: Settings | None = None) -> Hands:
        hands = Hands(qapp, tmp_path / "desk", qtbot, settings or Settings(theme="light"))
        opened.append(hands)
        return hands

    yield open_one
    for hands in opened:
        hands.close()
