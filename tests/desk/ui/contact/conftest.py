"""The real window over a real record, for a visitor who wants to be called."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from neuvola_desk import keys
from support.contact_window import SETTINGS
from support.real_window import RealWindow, open_window


@pytest.fixture
def real(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[RealWindow]:
    monkeypatch.setattr(keys, "os_keyring", lambda: None)
    one = open_window(qapp, tmp_path / "desk", qtbot, SETTINGS)
    yield one
    one.close()
    QGuiApplication.clipboard().clear()
