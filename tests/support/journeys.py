"""A whole desk under a simulated pair of hands: real catalogue, real encrypted record, real window."""

from pathlib import Path

from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QListView, QWidget
from pytestqt.qtbot import QtBot

from neuvola_core.visit import Visit
from neuvola_desk.app import House
from neuvola_desk.config import Settings, save_settings
from neuvola_desk.desk import Desk
from neuvola_desk.paths import DeskPaths
from neuvola_desk.ui.background import Lane
from neuvola_desk.ui.main_window import MainWindow

PASSPHRASE = "tyynen järven ranta"


class Hands:
    """Types, presses and clicks as a person would, and looks at the window and the record."""

    def __init__(self, application: QApplication, folder: Path, qtbot: QtBot, settings: Settings) -> None:
        self.paths = DeskPaths(folder).create()
        save_settings(self.paths.config, settings)
        self._qtbot = qtbot
        self.keys = 0
        self.clicks = 0
        self.house = House(
            application,
            self.paths,
            make_desk=lambda: Desk(self.paths, ask_passphrase=lambda: PASSPHRASE),
        )
        with qtbot.waitSignal(self.house.ready, timeout=60_000):
            self.house.open()
        self.settle()

    @property
    def window(self) -> MainWindow:
        return self.house.window

    def settle(self) -> None:
        """Waits until nothing is under way."""

        def quiet() -> bool:
            return not self.house.background.busy and not self.window.search.pending

        self._qtbot.waitUntil(quiet, timeout=60_000)

    def type_words(self, words: str) -> None:
        """Types into whatever has the focus, letter by letter; Finnish letters too."""
        for letter in words:
            target = QApplication.focusWidget()
            assert target is not None, "nothing has the focus"
            QApplication.sendEvent(
                target, QKeyEvent(QKeyEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter)
            )
        self.settle()

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Presses a key where the focus is, or on the window; shortcuts work."""
        self.keys += 1
        target = QApplication.focusWidget() or self.window
        QTest.keyClick(target, key, modifier)
        self.settle()

    def click(self, button: QAbstractButton) -> None:
        """Clicks a button that can be seen and is enabled."""
        assert button.isVisible(), f"not to be seen: {button.accessibleName()}"
        assert button.isEnabled(), f"not enabled: {button.accessibleName()}"
        self.clicks += 1
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.settle()

    def click_row(self, view: QListView, row: int) -> None:
        """Clicks a row of a list."""
        self.clicks += 1
        index: QModelIndex = view.model().index(row, 0)
        place: QPoint = view.visualRect(index).center()
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
        self.settle()

    def button(self, words: str, inside: QWidget | None = None) -> QAbstractButton:
        """The visible button with this text or spoken name."""
        found = [
            button
            for button in (inside or self.window).findChildren(QAbstractButton)
            if button.isVisible() and words in (button.text(), button.accessibleName())
        ]
        assert found, f"no button says {words!r}"
        return found[0]

    def names(self) -> list[str]:
        """The names in the result list."""
        model = self.window.search.pane.model
        rows = [model.row_at(model.index(number)) for number in range(model.rowCount())]
        return [row.hit.name.best("fi") for row in rows if row and row.hit]

    def save_leaflet(self, path: Path) -> None:
        """Answers the dialog that asks where to save, and waits for the file."""

        def dialogs() -> list[QFileDialog]:
            return [found for found in self.window.findChildren(QFileDialog) if found.isVisible()]

        self._qtbot.waitUntil(lambda: bool(dialogs()), timeout=30_000)
        [dialog] = dialogs()
        dialog.selectFile(str(path))
        dialog.accept()
        self._qtbot.waitUntil(path.exists, timeout=30_000)
        # A window manager gives the focus back to the window; the offscreen platform has none.
        self.window.activateWindow()
        self._qtbot.waitUntil(self.window.isActiveWindow, timeout=10_000)
        self.settle()

    def visits(self) -> tuple[Visit, ...]:
        """What the record holds, asked as the window asks."""
        found: list[tuple[Visit, ...]] = []
        task = self.house.door.ask(lambda desk: desk.visits.unsent(), lane=Lane.RECORD)
        with self._qtbot.waitSignal(task.done, timeout=30_000) as answer:
            pass
        found.append(answer.args[0])
        self.settle()
        return found[0]

    def close(self) -> None:
        self.house.close()
        self.house.deleteLater()
