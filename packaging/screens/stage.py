"""The real window on a desk of its own, on a day that stands still: what the scenes play on.

No keyring and no printer of the machine is asked, nothing outside the given folder is read or written.
"""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event
from time import monotonic
from typing import Any, Final, TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from neuvola_desk.app import House
from neuvola_desk.config import Settings, save_settings
from neuvola_desk.desk import Desk
from neuvola_desk.paths import DeskPaths
from neuvola_desk.ui.background import Lane
from neuvola_desk.ui.contact.consent_view import ConsentView
from neuvola_desk.ui.leaflet.screen import LeafletScreen
from neuvola_desk.ui.screen import Screen
from neuvola_desk.ui.sync.exchanger import Exchanger
from neuvola_desk.ui.tray.tray import Picked
from neuvola_desk.ui.turned.view import TurnedView
from neuvola_desk.usecases.clock import FixedClock
from screens.desk import NOW, POINT, HeldImport, PicturedDesk, morning, the_passphrase
from screens.looks import Look

_PATIENCE: Final = 60.0

Kind = TypeVar("Kind", bound=Screen)
Part = TypeVar("Part", bound=QObject)

FILLS_A_SCREEN: Final = (ConsentView, TurnedView)
"""What stands before the whole window; the offscreen platform forgets that it does once it is resized."""


class Stage:
    """One open window; a scene moves it, and it is pictured as it stands."""

    def __init__(self, application: QApplication, prepared: Path, folder: Path, language: str) -> None:
        self._application = application
        self._prepared = prepared
        self._folder = folder
        self.settings = Settings(
            language=language,  # type: ignore[arg-type]
            theme="light",
            controller="Kulman neuvonta ry",
            controller_contact="tietosuoja@kulma.example",
            point=POINT,
        )
        self.language = language
        self.clock = FixedClock(NOW)
        self.is_held = False
        """Work stands still on purpose: nobody waits for it."""
        self.house: House

    @property
    def paths(self) -> DeskPaths:
        """Where this desk keeps its files."""
        return DeskPaths(self._folder)

    def open(self, *, bare: bool = False, new: bool = False, asks: bool = False) -> None:
        """Opens the window.

        ``bare``: nothing in the catalogue. ``new``: a desk that has never been opened. ``asks``: the
        passphrase is asked for in the window.
        """
        if not new and not bare:
            shutil.copytree(self._prepared, self._folder, dirs_exist_ok=True)
        paths = self.paths.create()
        save_settings(paths.config, self.settings)

        def make() -> Desk:
            ask = self.house.passphrases.ask if asks and self.house.passphrases else the_passphrase
            desk = PicturedDesk(paths, clock=self.clock, ask_passphrase=ask)
            desk.is_bare = bare
            return desk

        self.house = House(self._application, paths, clock=self.clock, make_desk=make)
        ready: list[bool] = []
        self.house.ready.connect(lambda: ready.append(True))
        self.is_held = asks
        self.house.open()
        self.until(lambda: bool(ready))
        self.settle()

    def close(self) -> None:
        """Ends what is held, and the window."""
        self.let_go()
        self.house.close()
        self.house.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    def until(self, condition: Callable[[], bool]) -> None:
        """Lets the window work until something is so."""
        end = monotonic() + _PATIENCE
        while not condition():
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
            if monotonic() > end:
                raise TimeoutError(condition)

    def settle(self) -> None:
        """Waits until nothing is under way and everything has been laid out."""
        if not self.is_held:
            self.until(lambda: not self.house.background.busy and not self.house.window.search.pending)
            self._wait_for_leaflet()
        for _round in range(3):
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
            QApplication.processEvents()

    def _wait_for_leaflet(self) -> None:
        """A leaflet is made a moment after it was asked for."""
        for page in self.house.window.findChildren(LeafletScreen):
            if page.isVisible() and len(self.house.context.tray):
                self.until(lambda page=page: page.is_ready and bool(page.preview.drawn))  # type: ignore[misc]

    def wear(self, look: Look) -> None:
        """Dresses the window."""
        settings = replace(self.settings, theme=look.theme, text_scale=look.scale)  # type: ignore[arg-type]
        self.house.window.resize(look.width, look.height)
        now = self.house.theme.look
        if (look.theme, look.scale) != (self._worn, round(now.scale * 100)):
            self.house.theme.apply(settings)
            self._worn = look.theme
        self.settle()

    _worn = "light"

    def picture(self) -> QPixmap:
        """The window with what stands before it: dialogs, menus."""
        window = self.house.window
        for other in QApplication.topLevelWidgets():
            if other.isVisible() and isinstance(other, FILLS_A_SCREEN):
                other.resize(window.size())  # the screen is as large as the window here
                QApplication.processEvents()
        whole = window.grab()
        painter = QPainter(whole)
        for other in QApplication.topLevelWidgets():
            if other is not window and other.isVisible():
                place = window.mapFromGlobal(other.mapToGlobal(QPoint()))
                if isinstance(other, FILLS_A_SCREEN):
                    place = QPoint()
                elif isinstance(other, QDialog):  # which a desktop puts into the middle of its window
                    place = window.rect().center() - other.rect().center()
                painter.drawPixmap(place, other.grab())
        painter.end()
        return whole

    # --- what a scene does ------------------------------------------------------------------------------

    def go(self, key: str) -> None:
        """Brings a screen to the front."""
        self.house.window.show_screen(key)
        self.settle()

    def visit(self, kind: type[Kind]) -> Kind:
        """Brings the screen of this kind to the front."""
        self.go(kind.key)
        return self.find(kind)

    def find(self, kind: type[Part]) -> Part:
        """The one part of this kind."""
        [found] = [*self.house.window.findChildren(kind), *self.house.findChildren(kind)]
        return found

    def back(self) -> None:
        """To the search, with nothing of a visitor."""
        self.house.window.show_desk()
        self.house.signals.next_visitor_requested.emit()
        self.settle()

    def search(self, words: str) -> None:
        """Asks for words."""
        self.house.window.search.field.setText(words)
        self.settle()

    def hits(self) -> list[Picked]:
        """What the list shows."""
        model = self.house.window.search.pane.model
        rows = [model.row_at(model.index(n)) for n in range(model.rowCount())]
        found = [row.hit for row in rows if row is not None and row.hit is not None]
        return [Picked(hit.id, hit.name, hit.organisation) for hit in found]

    def read_card(self, service_id: str) -> None:
        """Opens the card of a service."""
        self.house.signals.service_opened.emit(service_id)
        self.settle()

    def pick(self, *services: Picked) -> None:
        """Puts services into the tray."""
        for one in services:
            self.house.context.tray.add(one)
        self.settle()

    def type_into(self, field: QWidget, words: str) -> None:
        """Key by key, Finnish letters too."""
        for letter in words:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(field, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))
        QApplication.processEvents()

    def press(self, field: QWidget, key: Qt.Key) -> None:
        """One key."""
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(field, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier))
        self.settle()

    def ask(self, question: Callable[[Desk], Any]) -> Any:
        """Asks the desk as the window does."""
        answers: list[Any] = []
        task = self.house.context.door.ask(question, lane=Lane.RECORD)
        task.done.connect(answers.append)
        self.settle()
        return answers[0]

    def hold(self) -> None:
        """From now on work that can be held stands still."""
        HeldImport.gate = Event()
        self.is_held = True

    def let_go(self) -> None:
        """Held work goes on."""
        gate, HeldImport.gate = HeldImport.gate, None
        if gate is not None:
            gate.set()
        if self.is_held:
            self.is_held = False
            self.settle()

    def own_file(self, name: str) -> Path:
        """A file that stands beside this one."""
        return Path(__file__).with_name(name)

    def bring_in(self, name: str) -> None:
        """Imports a file of our own, as the import page does."""
        self.ask(lambda desk: desk.imports.run([self.own_file(name)]))
        self.house.signals.catalogue_changed.emit()
        self.settle()

    def fill_record(self) -> None:
        """A morning's work: visits, questions, a note to the next shift."""
        self.ask(morning)
        self.house.signals.visit_logged.emit()
        self.settle()

    @property
    def exchanger(self) -> Exchanger:
        """What exchanges with the server."""
        return self.find(Exchanger)
