"""The whole window over a small catalogue; nothing that a test starts may outlive it."""

import gc
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from neuvola_desk.app import House
from neuvola_desk.config import Settings, save_settings
from neuvola_desk.paths import DeskPaths
from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.main_window import MainWindow
from neuvola_desk.usecases.clock import FixedClock
from support.garbage import swept
from support.small_desk import NOW, SmallDesk, small_desk


@dataclass
class Room:
    """An open window and what stands behind it."""

    house: House
    desk: SmallDesk
    qtbot: QtBot

    @property
    def window(self) -> MainWindow:
        return self.house.window

    @property
    def context(self) -> WindowContext:
        return self.house.context

    def settle(self) -> None:
        """Waits until no work is under way and no question waits."""
        quiet = lambda: not self.house.background.busy and not self.window.search.pending  # noqa: E731
        self.qtbot.waitUntil(quiet, timeout=60_000)

    def type_words(self, words: str) -> None:
        self.window.search.field.setText(words)
        self.settle()

    def current_id(self) -> str:
        """The id of the service that the keys act on."""
        pane = self.window.search.pane
        return pane.model.id_at(pane.view.currentIndex())

    def names(self) -> list[str]:
        model = self.window.search.pane.model
        rows = [model.row_at(model.index(n)) for n in range(model.rowCount())]
        return [row.hit.name.best("fi") for row in rows if row and row.hit]


OpenRoom = Callable[..., Room]


@pytest.fixture
def open_room(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[OpenRoom]:
    opened: list[Room] = []

    def open_one(settings: Settings | None = None, *, empty: bool = False) -> Room:
        paths = DeskPaths(tmp_path / "desk").create()
        save_settings(paths.config, settings or Settings(theme="light"))
        desk = small_desk(paths.data, empty=empty)
        house = House(qapp, paths, clock=FixedClock(NOW), make_desk=lambda: desk)  # type: ignore[arg-type,return-value]
        room = Room(house, desk, qtbot)
        opened.append(room)
        with qtbot.waitSignal(house.ready, timeout=60_000):
            house.open()
        room.settle()
        return room

    yield open_one
    for room in opened:
        room.house.close()
        room.house.deleteLater()
    opened.clear()


@pytest.fixture
def room(open_room: OpenRoom) -> Room:
    return open_room()


@pytest.fixture(autouse=True)
def _nothing_left_behind(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with swept(monkeypatch):
        yield
    left = [type(widget).__name__ for widget in QApplication.topLevelWidgets() if widget.isVisible()]
    assert not left, f"windows left open: {left}"
    timers = [t for t in gc.get_objects() if isinstance(t, QTimer) and isValid(t) and t.isActive()]
    assert not timers, f"timers left running: {timers}"
    QGuiApplication.clipboard().clear()
