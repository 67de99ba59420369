"""Settings are kept also when the window closes at once, and the newest ones last."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event, Timer

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from neuvola_desk.config import Settings, load_settings, save_settings
from neuvola_desk.ui.background import Background, Lane
from neuvola_desk.ui.preferences import Preferences
from neuvola_desk.ui.signals import DeskSignals
from neuvola_desk.ui.theme import Theme


@pytest.fixture
def parent(qtbot: QtBot) -> Iterator[QObject]:
    parent = QObject()
    yield parent
    parent.deleteLater()


def test_a_change_is_kept_when_the_window_closes_while_others_work(
    parent: QObject, qapp: QApplication, tmp_path: Path
) -> None:
    path = tmp_path / "settings.json"
    save_settings(path, Settings(theme="light"))
    background, signals = Background(parent), DeskSignals(parent)
    preferences = Preferences(path, background, signals, Theme(qapp, signals, parent), parent)
    release = Event()
    for _worker in range(Lane.GENERAL.width):
        background.run(release.wait, lane=Lane.GENERAL)
    for minutes in range(1, 20):
        signals.settings_changed.emit(replace(preferences.value, idle_minutes=minutes))
    closing = Timer(0.2, release.set)
    closing.start()
    background.close()
    closing.join()
    assert load_settings(path).idle_minutes == 19
