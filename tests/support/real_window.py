"""The real window over a real desk: a catalogue of a few services and an encrypted record, in one folder."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from neuvola_desk.app import House
from neuvola_desk.config import Settings, save_settings
from neuvola_desk.desk import Desk
from neuvola_desk.paths import DeskPaths
from neuvola_desk.ui.background import Lane
from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.main_window import MainWindow
from neuvola_desk.ui.screen import Screen
from neuvola_desk.ui.tray.tray import Picked
from neuvola_desk.usecases.clock import FixedClock
from neuvola_search.catalogue import open_catalogue
from support.small_desk import NOW, services

PASSPHRASE = "kolme vanhaa veturia"

AskPassphrase = Callable[[], str | None]


@dataclass
class RealWindow:
    """An open window and what stands behind it."""

    house: House
    paths: DeskPaths
    clock: FixedClock
    qtbot: QtBot
    bugs: list[bool] = field(default_factory=list)

    @property
    def window(self) -> MainWindow:
        return self.house.window

    @property
    def context(self) -> WindowContext:
        return self.house.context

    def note_bug(self) -> None:
        self.bugs.append(True)

    def close(self) -> None:
        """Closes the window; a bug that the window only logged fails the test."""
        self.house.close()
        self.house.deleteLater()
        assert not self.bugs, "the window met a bug; see the log"

    def settle(self) -> None:
        """Waits until no work is under way and no question waits."""
        quiet = lambda: not self.house.background.busy and not self.window.search.pending  # noqa: E731
        self.qtbot.waitUntil(quiet, timeout=20_000)

    def until(self, condition: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(condition, timeout=20_000)

    def go(self, key: str) -> Screen:
        """Brings a page to the front."""
        self.window.show_screen(key)
        [page] = [found for found in self.window.findChildren(Screen) if found.key == key]
        return page

    def pick(self, *numbers: int) -> None:
        """Puts services of the small catalogue into the tray."""
        for number in numbers:
            service = services()[number]
            self.context.tray.add(Picked(service.id, service.name))

    def next_visitor(self) -> None:
        self.context.signals.next_visitor_requested.emit()

    def ask(self, question: Callable[[Desk], object]) -> object:
        """Asks the desk as the window does, and waits for the answer."""
        task = self.house.door.ask(question, lane=Lane.RECORD)
        answers: list[object] = []
        task.done.connect(answers.append)
        with self.qtbot.waitSignal(task.ended, timeout=20_000):
            pass
        self.settle()
        assert answers, "the desk refused or failed; see the log"
        return answers[0]


def open_window(
    application: QApplication,
    folder: Path,
    qtbot: QtBot,
    settings: Settings | None = None,
    ask_passphrase: AskPassphrase = lambda: PASSPHRASE,
) -> RealWindow:
    paths = DeskPaths(folder).create()
    save_settings(paths.config, settings or Settings(theme="light"))
    paths.catalogue.write_bytes(small_catalogue())
    clock = FixedClock(NOW)
    house = House(
        application,
        paths,
        clock=clock,
        make_desk=lambda: Desk(paths, clock=clock, ask_passphrase=ask_passphrase),
    )
    room = RealWindow(house, paths, clock, qtbot)
    house.bugs.noticed.connect(room.note_bug)
    with qtbot.waitSignal(house.ready, timeout=20_000):
        house.open()
    room.settle()
    return room


@cache
def small_catalogue() -> bytes:
    """The catalogue file of the small desk; indexing it takes seconds, so once is enough."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "catalogue.db"
        catalogue = open_catalogue(file)
        catalogue.apply(services(), origin="test", complete=True, fetched_on=NOW.date())
        catalogue.close()
        return file.read_bytes()


def press(target: QWidget, key: Qt.Key, text: str = "", *, control: bool = False) -> None:
    """A key as the keyboard sends it, to one widget; shortcuts are not looked for."""
    modifier = Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(target, QKeyEvent(kind, key, modifier, text))


def write(target: QWidget, words: str) -> None:
    """One key event a letter: QTest's own typing aborts at ä."""
    for letter in words:
        press(target, Qt.Key(0), letter)
