"""Turns the screen to the visitor and back: what is shown, in which language and where."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from neuvola_core.errors import NeuvolaError
from neuvola_core.roles import Act
from neuvola_desk.i18n import _, current_language
from neuvola_desk.ui.background import Lane, Latest
from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.main_window import MainWindow

if TYPE_CHECKING:  # loaded when the screen is turned
    from neuvola_desk.ui.turned.reading import Reading
    from neuvola_desk.ui.turned.view import TurnedView


class Turner(QObject):
    """Shows the services that were picked and the one whose card is open; ``view`` is None when turned back.

    The language is the visitor's: it stays as it was chosen until the next one comes.
    """

    def __init__(self, context: WindowContext, window: MainWindow) -> None:
        super().__init__(window)
        self._context = context
        self._window = window
        self._opened = ""
        self._language = ""
        self.view: TurnedView | None = None
        self._latest = Latest(context.background, Lane.SEARCH, 0, self)
        self._latest.answered.connect(self._show)
        self._latest.failed.connect(self._fail)
        signals = context.signals
        signals.turned_wanted.connect(self.turn)
        signals.service_opened.connect(self._open)
        signals.tray_changed.connect(self._follow)
        signals.catalogue_changed.connect(self._follow)
        signals.next_visitor.connect(self._forget)
        window.closing.connect(self.turn_back)

    def turn(self) -> None:
        """To the visitor, or back."""
        if self.view is not None:
            self.turn_back()
        elif not self._ids():
            told = _("Avaa ensin palvelu tai lisää palveluja valittuihin: ne voi sitten näyttää kävijälle.")
            self._context.signals.said.emit(told)
        elif self._window.guard.admits("turned", Act.SEARCH) and not self._window.curtain.isVisible():
            self._ask()

    def turn_back(self) -> None:
        """Nothing is shown to anybody any more."""
        self._latest.forget()
        if self.view is not None:
            self.view.close()

    def _ids(self) -> tuple[str, ...]:
        picked = self._context.tray.ids
        return picked if not self._opened or self._opened in picked else (self._opened, *picked)

    def _ask(self) -> None:
        from neuvola_desk.ui.turned.reading import read

        language = self._language or current_language()
        work = partial(read, ids=self._ids(), language=language)
        self._latest.ask_now(self._context.door.work(work))

    def _show(self, reading: "Reading") -> None:
        first = self._opened
        if self.view is None:
            self.view = self._make_view()
        elif self.view.shown is not None and self._opened == "":
            first = self.view.shown.id
        self.view.show_reading(reading, first)
        if not self.view.isVisible():
            from neuvola_desk.ui.turned.screens import visitors_screen

            own = self._window.screen()
            screen = visitors_screen(QGuiApplication.screens(), own)
            self.view.show_on(screen, is_own=screen is own)

    def _make_view(self) -> "TurnedView":
        from neuvola_desk.ui.turned.view import TurnedView
        from neuvola_desk.usecases.leaflets.texts import available

        view = TurnedView(self._context, available(), self._window)
        view.left.connect(self._left)
        view.cover_wanted.connect(self._window.curtain.draw)
        view.language_chosen.connect(self._choose)
        return view

    def _fail(self, fault: NeuvolaError) -> None:
        self._context.signals.fault.emit(fault)

    def _left(self) -> None:
        self.view = None
        self._window.activateWindow()

    def _choose(self, language: str) -> None:
        self._language = language
        self._follow()

    def _open(self, service_id: str) -> None:
        self._opened = service_id
        self._follow()

    def _follow(self) -> None:
        """On a screen of the visitor's own the worker goes on, and the visitor sees what is picked."""
        if self.view is None:
            return
        if self._ids():
            self._ask()
        else:
            self.turn_back()

    def _forget(self) -> None:
        self._opened = self._language = ""
        self.turn_back()
