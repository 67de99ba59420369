"""The window over a real desk: real catalogue, real encrypted record, a clock that moves when told to."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from shutil import copytree
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from neuvola_core.visit import Visit
from neuvola_desk.app import House
from neuvola_desk.config import Settings, load_settings, save_settings
from neuvola_desk.desk import Desk
from neuvola_desk.paths import DeskPaths
from neuvola_desk.record_port import Count, Note
from neuvola_desk.ui.background import Lane
from neuvola_desk.ui.main_window import MainWindow
from neuvola_desk.ui.search.searched import Searched
from neuvola_desk.usecases.clock import FixedClock
from support.small_desk import NOW, services

NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
PASSPHRASE = "tyynen järven ranta"

Kind = TypeVar("Kind", bound=QWidget)
Got = TypeVar("Got")


@dataclass
class RealRoom:
    """Presses keys as a person does and looks at what is on the screen and in the record."""

    house: House
    clock: FixedClock
    paths: DeskPaths
    qtbot: QtBot
    keys: int = field(default=0)

    @property
    def window(self) -> MainWindow:
        return self.house.window

    def screen(self, kind: type[Kind]) -> Kind:
        [found] = self.window.findChildren(kind)
        return found

    def settle(self) -> None:
        """Waits until nothing is under way."""
        quiet = lambda: not self.house.background.busy and not self.window.search.pending  # noqa: E731
        self.qtbot.waitUntil(quiet, timeout=30_000)
        QApplication.processEvents()  # what was added to a layout is shown

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        self.press_at_once(key, modifier)
        self.settle()

    def press_at_once(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        """As ``press``, without waiting for any answer."""
        self.keys += 1
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifier)

    def type(self, words: str) -> None:
        """Types into whatever has the focus; Finnish letters too."""
        for letter in words:
            target = QApplication.focusWidget()
            assert target is not None
            self.keys += 1
            QApplication.sendEvent(target, QKeyEvent(QKeyEvent.Type.KeyPress, 0, NONE, letter))
        self.settle()

    def search(self, words: str) -> None:
        self.window.search.field.setText(words)
        self.settle()

    def seem_to_need(self, *needs: str) -> None:
        """As if a search had been about these."""
        self.house.signals.searched.emit(Searched(needs, bool(needs)))
        QApplication.processEvents()

    def next_visitor(self) -> None:
        self.press(Qt.Key.Key_N, CTRL)

    def later(self, **by: float) -> None:
        self.clock.move(timedelta(**by))

    def button(self, words: str) -> QAbstractButton:
        """The button that can be seen with this text or spoken name."""
        buttons = [b for b in self.window.findChildren(QAbstractButton) if b.isVisible()]
        found = [b for b in buttons if words in (b.text(), b.accessibleName())]
        assert found, f"no button says {words!r}: {[b.text() or b.accessibleName() for b in buttons]}"
        return found[0]

    def click(self, words: str) -> None:
        self.button(words).click()
        self.settle()

    def words(self, inside: QWidget | None = None) -> str:
        """Every text that can be seen."""
        labels = (inside or self.window).findChildren(QLabel)
        return "\n".join(label.text() for label in labels if label.isVisible())

    def ask(self, question: Callable[[Desk], Got]) -> Got:
        """Asks the desk as the window does."""
        task = self.house.door.ask(question, lane=Lane.RECORD)
        with self.qtbot.waitSignal(task.done, timeout=30_000) as answer:
            pass
        got: Got = answer.args[0]
        self.settle()
        return got

    def visits(self) -> tuple[Visit, ...]:
        return self.ask(lambda desk: desk.visits.unsent())

    def visitors_today(self) -> int:
        return self.ask(lambda desk: desk.visits.tally().today_total)

    def counters(self) -> tuple[Count, ...]:
        return self.ask(lambda desk: desk.record.counters.totals())

    def gaps(self) -> tuple[Note, ...]:
        return self.ask(lambda desk: desk.notes.gaps())

    def kept_settings(self) -> Settings:
        return load_settings(self.paths.config)


OpenReal = Callable[..., RealRoom]


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with its catalogue and its empty record, made once: every test gets a copy."""
    paths = DeskPaths(tmp_path_factory.mktemp("prepared") / "desk").create()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("neuvola_desk.keys.os_keyring", lambda: None)
        desk = Desk(paths, clock=FixedClock(NOW), ask_passphrase=lambda: PASSPHRASE)
        desk.catalogue.apply(services(), origin="test", complete=True, fetched_on=NOW.date())
        assert desk.record.path.exists()
        desk.close()
    return paths.data


@pytest.fixture
def open_real(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, prepared: Path
) -> Iterator[OpenReal]:
    """Opens the window over the same folder, as often as it is asked to."""
    monkeypatch.setattr("neuvola_desk.keys.os_keyring", lambda: None)
    opened: list[RealRoom] = []
    clock = FixedClock(NOW)
    paths = DeskPaths(tmp_path / "desk")
    copytree(prepared, paths.data)

    def make() -> Desk:
        return Desk(paths, clock=clock, ask_passphrase=lambda: PASSPHRASE)

    def close() -> None:
        for room in opened:
            room.house.close()
            room.house.deleteLater()
        opened.clear()

    def open_one(settings: Settings | None = None) -> RealRoom:
        close()
        if settings is not None or not paths.config.exists():
            save_settings(paths.config, settings or Settings(theme="light"))
        room = RealRoom(House(qapp, paths, clock=clock, make_desk=make), clock, paths, qtbot)
        opened.append(room)
        with qtbot.waitSignal(room.house.ready, timeout=30_000):
            room.house.open()
        room.settle()
        return room

    yield open_one
    close()


@pytest.fixture
def real(open_real: OpenReal) -> RealRoom:
    return open_real()


def unmarked(inside: QWidget) -> list[str]:
    """Texts, spoken names, hints and tool tips on which the pseudo-language has left no mark."""
    found: list[str] = []
    for widget in (inside, *inside.findChildren(QWidget)):
        found += [widget.accessibleName(), widget.accessibleDescription(), widget.toolTip()]
        if isinstance(widget, QLabel | QAbstractButton):
            found.append(widget.text())
        if isinstance(widget, QLineEdit):
            found.append(widget.placeholderText())
        if isinstance(widget, QComboBox):
            found += [widget.itemText(n) for n in range(widget.count())]
    return [text for text in found if any(c.isalpha() for c in text) and not text.startswith("⟦")]
