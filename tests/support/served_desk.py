"""The program itself, driven from outside: each line on stdin is something that is done at the desk.

Run as a module of its own, so that it can be killed. "done" on stdout after each line; while it waits for the
next the window stands as it is and its files can be looked through.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit

from neuvola_desk import app
from neuvola_desk.app import House
from neuvola_desk.paths import desk_paths
from neuvola_desk.ui.background import Lane
from neuvola_desk.ui.contact.screen import ContactScreen
from neuvola_desk.ui.leaflet.screen import LeafletScreen
from neuvola_desk.ui.screen import Screen
from neuvola_desk.ui.today.note_pane import NotePane
from neuvola_desk.ui.tray.tray import Picked
from neuvola_desk.ui.visit.screen import VisitScreen
from support import contact_window
from support.small_desk import services

_PATIENCE = 60.0


class KeptHouse(House):
    """Remembers itself for the driver."""

    one: "KeptHouse"

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        KeptHouse.one = self


class Driver:
    """What can be done, by name."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.window = house.window

    def until(self, condition: Callable[[], bool]) -> None:
        end = time.monotonic() + _PATIENCE
        while not condition():
            QApplication.processEvents()
            if time.monotonic() > end:
                raise TimeoutError

    def settle(self) -> None:
        self.until(lambda: not self.house.background.busy and not self.window.search.pending)

    def screen(self, key: str) -> Screen:
        self.window.show_screen(key)
        self.settle()
        [found] = [screen for screen in self.window.findChildren(Screen) if screen.key == key]
        return found

    def search(self, words: str) -> None:
        self.window.field.insert(words)
        self.settle()

    def clear_search(self, _words: str) -> None:
        self.window.field.clear()
        self.settle()

    def pick(self, _words: str) -> None:
        for service in services()[:2]:
            self.house.context.tray.add(Picked(service.id, service.name))
        self.house.signals.service_opened.emit(services()[0].id)
        self.settle()

    def pick_one(self, _words: str) -> None:
        service = services()[0]
        self.house.context.tray.add(Picked(service.id, service.name))
        self.settle()

    def visit(self, note: str) -> None:
        screen = self.screen("visit")
        assert isinstance(screen, VisitScreen)
        self.house.signals.unmet_wanted.emit("velat", "taynna")
        self.settle()
        screen.form.note.field.insert(note)
        screen.log_button.click()
        self.settle()

    def handover(self, note: str) -> None:
        for pane in self.screen("today").findChildren(NotePane):
            pane.line.field.insert(note)
            pane.keep_button.click()
            self.settle()

    def half_type(self, words: str) -> None:
        for key in ("today", "paper", "visit"):
            for field in self.screen(key).findChildren(QLineEdit):
                if field.isEnabled():
                    field.insert(words)

    def leaflet(self, _words: str) -> None:
        self.screen("leaflet")
        self.house.signals.leaflet_wanted.emit()
        self.settle()

    def type_request(self, _words: str) -> None:
        now = self.house.context.now()
        told = partial(contact_window.tell_offers, offers=contact_window.TELL, synced=now)
        self.house.door.ask(told, lane=Lane.RECORD)
        self.settle()
        page = self._contact_page()
        self.settle()
        contact_window.answer_to_details(self, page)
        contact_window.fill(page)

    def ask_consent(self, _words: str) -> None:
        page = self._contact_page()
        page.details.go_button.click()
        self.settle()
        page.read_back.right_button.click()
        self.settle()

    def send_request(self, _words: str) -> None:
        page = self._contact_page()
        assert page.consenting.view is not None
        page.consenting.view.yes_button.click()
        self.settle()
        assert page.receipt.is_shown

    def _contact_page(self) -> ContactScreen:
        page = self.screen("contact")
        assert isinstance(page, ContactScreen)
        return page

    def print_out(self, _words: str) -> None:
        screen = self.screen("leaflet")
        assert isinstance(screen, LeafletScreen)
        self.until(lambda: screen.print_button.isEnabled() and screen.is_ready)
        screen.print_button.click()
        self.until(lambda: bool(screen.delivery.jobs))

    def save(self, path: str) -> None:
        screen = self.screen("leaflet")
        assert isinstance(screen, LeafletScreen)
        self.until(lambda: screen.is_ready)
        screen.save_button.click()
        [dialog] = screen.findChildren(QFileDialog)
        dialog.selectFile(path)
        dialog.accept()
        self.until(Path(path).exists)
        self.settle()

    def bug(self, words: str) -> None:
        def fail() -> None:
            raise ValueError(words)

        QTimer.singleShot(0, fail)
        self.house.background.run(lambda: {}[words])
        self.settle()
        QApplication.processEvents()

    def cover(self, _words: str) -> None:
        self.window.curtain.draw()
        self.settle()

    def next_visitor(self, _words: str) -> None:
        self.house.signals.next_visitor_requested.emit()
        self.settle()

    def crash(self, _words: str) -> None:
        os.abort()


def _say_done() -> None:
    sys.stdout.write("done\n")
    sys.stdout.flush()


def drive() -> int:
    house = KeptHouse.one
    driver = Driver(house)
    opened: list[bool] = []
    house.ready.connect(lambda: opened.append(True))
    driver.until(lambda: bool(opened))
    driver.settle()
    _say_done()
    for line in sys.stdin:
        order = json.loads(line)
        getattr(driver, order["do"])(order["with"])
        _say_done()
    return 0


if __name__ == "__main__":
    app.House = KeptHouse  # type: ignore[misc]
    QApplication.exec = staticmethod(drive)  # type: ignore[method-assign,assignment]
    sys.exit(app.run_window(desk_paths()))
