"""The window: puts the screens in their places and answers the keys. It decides nothing else.

It comes in two steps, so that nobody waits to see it: the top bar with the search field is drawn first and
can be typed into; ``furnish`` brings everything else.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QMainWindow, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from neuvola_core.roles import Act
from neuvola_desk.i18n import _
from neuvola_desk.ui.clipboard import OwnClipboard
from neuvola_desk.ui.page import Page
from neuvola_desk.ui.screen import Screen
from neuvola_desk.ui.search.field import SearchField
from neuvola_desk.ui.signals import DeskSignals
from neuvola_desk.ui.theme import Theme
from neuvola_desk.ui.top_bar import TopBar

if TYPE_CHECKING:  # loaded when the window has been drawn
    from neuvola_desk.ui.curtain.curtain import Curtain
    from neuvola_desk.ui.main_menu import MainMenu
    from neuvola_desk.ui.offers import Offer
    from neuvola_desk.ui.search.screen import SearchScreen
    from neuvola_desk.ui.shift.guard import ShiftGuard
    from neuvola_desk.ui.side_panel import SidePanel
    from neuvola_desk.ui.status.bar import StatusBar

_SMALLEST = (1024, 680)
_FIRST = (1280, 800)


@dataclass(frozen=True, slots=True)
class Furniture:
    """What stands in the window under its top bar."""

    search: "SearchScreen"
    side: "SidePanel"
    status: "StatusBar"
    menu: "MainMenu"
    curtain: "Curtain"
    guard: "ShiftGuard"


class MainWindow(QMainWindow):
    """``add_screen`` and ``add_page`` are how screens come in; ``show_screen`` brings one to the front."""

    closing = Signal()
    front_changed = Signal()
    """Another page is in front, or search and side panel."""

    def __init__(self, theme: Theme, signals: DeskSignals) -> None:
        super().__init__()
        self._theme = theme
        self._signals = signals
        self._offers: dict[str, Offer] = {}
        self._pages: dict[str, Page] = {}
        self._shortcuts: dict[str, QShortcut] = {}
        self._clipboard = OwnClipboard(self)
        self.field = SearchField(theme)
        self.top = TopBar(theme, signals, self.field)
        self._stack = QStackedWidget()
        whole = QWidget()
        self._column = QVBoxLayout(whole)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.top)
        self._column.addWidget(self._stack, 1)
        self.setCentralWidget(whole)
        self.setMinimumSize(*_SMALLEST)
        self.resize(*_FIRST)
        self.setWindowTitle(_title())

    def furnish(self, furniture: Furniture) -> None:
        """Brings search, side panel and status bar; called once, when the window has been drawn."""
        self.search, self.side, self.status = furniture.search, furniture.side, furniture.status
        self.menu, self.curtain, self.guard = furniture.menu, furniture.curtain, furniture.guard
        self.top.add_button(self.guard.button)
        self._desk = QSplitter(Qt.Orientation.Horizontal)
        self._desk.setObjectName("desk")
        self._desk.setChildrenCollapsible(False)
        self._desk.setHandleWidth(8)
        self._desk.addWidget(self.search)
        self._desk.addWidget(self.side)
        self._desk.setStretchFactor(0, 1)
        self._desk.setStretchFactor(1, 0)
        self._desk.setSizes([876, 396])
        self._stack.addWidget(self._desk)
        self._stack.currentChanged.connect(self.front_changed)
        self._column.addWidget(self.status)
        self._connect()
        self.retranslate()

    def _connect(self) -> None:
        signals = self._signals
        signals.language_changed.connect(self.retranslate)
        signals.next_visitor_requested.connect(self.next_visitor)
        signals.service_opened.connect(self._show_card)
        signals.screen_wanted.connect(self.show_screen)
        for signal, key in (
            (signals.leaflet_wanted, "leaflet"),
            (signals.visit_wanted, "visit"),
            (signals.crisis_wanted, "crisis"),
        ):
            signal.connect(partial(self.show_screen, key))
        signals.tray_changed.connect(self.side.retranslate)
        self.field.textEdited.connect(self._show_results)
        for keys, slot in (
            ("Ctrl+N", self.next_visitor),
            ("Ctrl+F", self._go_to_search),
            ("Escape", self._step_back),
            ("F9", self.curtain.draw),
            *((f"Ctrl+{number}", partial(self._go_to_step, number)) for number in (1, 2, 3)),
        ):
            self._bind(keys, slot)

    def add_screen(self, screen: Screen, shortcut: str) -> None:
        """Puts a screen into the side panel; ``shortcut`` is the key that brings it to the front."""
        self.side.add(screen)
        self._bind(shortcut, partial(self.show_screen, screen.key))

    def add_page(self, offer: "Offer") -> None:
        """Takes a page that fills the window; it is made when it is first wanted."""
        self._offers[offer.key] = offer
        if offer.in_menu:
            self.menu.add(offer)
        if offer.shortcut:
            self._bind(offer.shortcut, partial(self.show_screen, offer.key))

    def page(self, key: str) -> Page | None:
        """The page with this key, made now if it was not there; None where no such page was offered."""
        if key not in self._pages and key in self._offers:
            page = Page(self._theme, self._offers[key].make())
            page.left.connect(self.show_desk)
            self._pages[key] = page
            self._stack.addWidget(page)
        return self._pages.get(key)

    @property
    def front(self) -> str:
        """The key of the page that is in front; empty where it is search and side panel."""
        shown = self._stack.currentWidget()
        return next((key for key, page in self._pages.items() if page is shown), "")

    def add_bar(self, bar: QWidget) -> None:
        """Puts a bar between the screens and the status bar."""
        self._column.insertWidget(self._column.indexOf(self.status), bar)

    def add_band(self, band: QWidget) -> None:
        """Puts a band between the top bar and the screens."""
        self._column.insertWidget(self._column.indexOf(self.top) + 1, band)

    def bind(self, keys: str, slot: Callable[[], object]) -> None:
        """Gives a key of the whole window something to do."""
        self._bind(keys, slot)

    def show_screen(self, key: str) -> None:
        """Brings a screen to the front; a key that no screen has does nothing.

        Where whoever is at the desk may not see it, a PIN is asked for instead.
        """
        if not self.guard.admits(key, self._act_of(key)):
            return
        if self.curtain.isVisible():
            # The crisis lines may be looked at over a covered desk: what was typed stays covered.
            self.field.setEchoMode(QLineEdit.EchoMode.NoEcho)
        self.curtain.lift()
        page = self.page(key)
        if page is not None:
            self._stack.setCurrentWidget(page)
            page.content.arrive()
        elif self.side.has(key):
            self._stack.setCurrentWidget(self._desk)
            self.side.show_screen(key)
            screen = self.side.current()
            if screen is not None:
                screen.arrive()

    def leave_forbidden_page(self) -> None:
        """Whoever is at the desk now may not see what somebody else had opened."""
        for key, page in self._pages.items():
            if page is self._stack.currentWidget() and not self.guard.allows(self._act_of(key)):
                self.show_desk()

    def show_desk(self) -> None:
        """Back to search and side panel."""
        if self.guard.resume():
            return
        self.field.setEchoMode(QLineEdit.EchoMode.Normal)
        self._stack.setCurrentWidget(self._desk)
        self.field.take_focus()

    def next_visitor(self) -> None:
        """Clears everything of the visitor that was here."""
        self.field.setEchoMode(QLineEdit.EchoMode.Normal)
        self._signals.visitor_leaving.emit()
        self._clipboard.forget()
        self._signals.next_visitor.emit()
        self._stack.setCurrentWidget(self._desk)
        self.side.show_screen("card")
        self.field.take_focus()
        self.status.say(_("Tyhjennetty. Seuraava kävijä, olkaa hyvä."))

    def retranslate(self) -> None:
        """Sets the texts again."""
        self.setWindowTitle(_title())
        self.top.retranslate()
        self.side.retranslate()
        for page in self._pages.values():
            page.retranslate()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Lets the program close what it opened."""
        self.closing.emit()
        self._clipboard.forget()
        super().closeEvent(event)

    def _bind(self, keys: str, slot: object) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.activated.connect(slot)
        self._shortcuts[keys] = shortcut

    def _act_of(self, key: str) -> Act:
        offer = self._offers.get(key)
        return offer.act if offer else Act.SEARCH

    def _show_card(self, _service_id: str) -> None:
        self._stack.setCurrentWidget(self._desk)
        self.side.show_screen("card")

    def _show_results(self, _text: str) -> None:
        if self.guard.resume():
            return
        self.field.setEchoMode(QLineEdit.EchoMode.Normal)
        self._stack.setCurrentWidget(self._desk)

    def _go_to_search(self) -> None:
        self.show_desk()

    def _go_to_step(self, number: int) -> None:
        self.show_desk()
        if self.front == "" and not self.curtain.isVisible():
            self.search.enter_step(number)

    def _step_back(self) -> None:
        if self.guard.step_back():
            return
        if self.curtain.isVisible():
            self.curtain.lift()
        elif self._stack.currentWidget() is not self._desk:
            self.show_desk()
        else:
            self.search.step_back()


def _title() -> str:
    return _("Neuvola – neuvontapisteen palveluhaku")
