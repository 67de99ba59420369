"""The composition root of the window: builds every object, joins them, owns start and shutdown.

First paint comes before anything heavy: the top bar with the search field is drawn, then the window is
furnished, and the modules behind the catalogue, the record and the PDF are imported on workers.
"""

import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication

import neuvola_desk.ui.plain_import  # noqa: F401 - before what imports much
from neuvola_core.dumps import leave_no_dump
from neuvola_core.errors import CatalogueDamagedError, NeuvolaError
from neuvola_desk import heap
from neuvola_desk.i18n import _, use_language
from neuvola_desk.paths import DeskPaths
from neuvola_desk.qt_version import qt_fault
from neuvola_desk.ui.background import Background, Lane
from neuvola_desk.ui.before_window import keep_no_settings, say_in_a_box
from neuvola_desk.ui.display import display_fault
from neuvola_desk.ui.excepthook import BugReporter
from neuvola_desk.ui.first_drawing import FirstDrawing
from neuvola_desk.ui.icons import own_icon
from neuvola_desk.ui.main_window import MainWindow
from neuvola_desk.ui.preferences import Preferences
from neuvola_desk.ui.signals import DeskSignals
from neuvola_desk.ui.theme import Theme, load_own_fonts

if TYPE_CHECKING:  # loaded when the window has been drawn
    from neuvola_desk.desk import Desk
    from neuvola_desk.ui.context import WindowContext
    from neuvola_desk.ui.door import DeskDoor
    from neuvola_desk.ui.garbage import Garbage
    from neuvola_desk.ui.passphrase.bridge import PassphraseBridge
    from neuvola_desk.usecases.clock import Clock

_HEAVY: Final = ("neuvola_desk.usecases.leaflets.leaflet", "pypdfium2", "keyring")
"""What the first leaflet and the first visit would otherwise wait for."""


def run_window(paths: DeskPaths, screenshot: str | Path | None = None) -> int:
    """Opens the window and stays until it is closed; the exit code of the program."""
    fault = qt_fault() or display_fault()
    if fault:
        sys.stderr.write(fault + "\n")
        return 1
    os.umask(0o077)
    leave_no_dump()
    application = QApplication(sys.argv[:1])
    application.setApplicationName("neuvola-desk")
    application.setDesktopFileName("neuvola-desk")
    application.setStyle("Fusion")
    keep_no_settings()
    application.setWindowIcon(own_icon())
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl+C ends it: nothing is lost, as after a power cut
    try:
        paths.create()
    except NeuvolaError as unusable:
        from neuvola_desk.messages import sentence  # a window that opens does not wait for it

        if screenshot is None:
            say_in_a_box(sentence(unusable))
        raise
    house = House(application, paths)
    house.open(Path(screenshot) if screenshot else None)
    code = application.exec()
    house.close()
    return code


class House(QObject):
    """Everything that lives as long as the window does; what is made after the first paint is None before."""

    ready = Signal()
    """The first answer of the search is on the screen."""

    def __init__(
        self,
        application: QApplication,
        paths: DeskPaths,
        *,
        clock: "Clock | None" = None,
        make_desk: "Callable[[], Desk] | None" = None,
    ) -> None:
        super().__init__()
        self._application = application
        self._paths = paths
        self._clock = clock
        self._make_desk = make_desk
        self._screenshot: Path | None = None
        self.bugs = BugReporter(paths.logs, self)
        self.signals = DeskSignals(self)
        self.background = Background(self)
        self.theme = Theme(application, self.signals, self, load_own_fonts())
        self.preferences = Preferences(paths.config, self.background, self.signals, self.theme, self)
        self.preferences.apply()
        self.window = MainWindow(self.theme, self.signals)
        self.theme.dress(self.window)
        self.background.crashed.connect(self.bugs.report)
        self.passphrases: PassphraseBridge | None = None
        self.door: DeskDoor | None = None
        self._garbage: Garbage | None = None

    def open(self, screenshot: Path | None = None) -> None:
        """Shows the window; it is furnished and the catalogue opened when the first paint is done."""
        self._screenshot = screenshot
        self.bugs.install()
        if screenshot is not None:
            self.bugs.noticed.connect(self._give_up)  # nobody is there who would close the window
        self.window.show()
        self.window.field.take_focus()
        FirstDrawing(self.window).done.connect(self._furnish)

    def close(self) -> None:
        """Ends the work under way, then closes the databases and the log."""
        if self._garbage is not None:
            self._garbage.stop()
        self.window.close()
        if self.passphrases is not None:
            self.passphrases.close()  # a worker that waits for an answer would never come to rest
        self.background.close()
        if self.door is not None:
            self.door.close()
        # At once: a window that waits to be deleted would still be dressed by the next style sheet.
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(self.window, QEvent.Type.DeferredDelete.value)
        self.bugs.close()
        use_language("fi")

    def _furnish(self) -> None:
        # Not before the first paint: these modules are most of the start.
        from neuvola_desk.ui.curtain.curtain import Attention
        from neuvola_desk.ui.garbage import Garbage
        from neuvola_desk.ui.screens import furnish

        self._garbage = Garbage(self)
        heap.let_workers_share()
        self.context = self._make_context()
        furnish(self.window, self.context)
        attention = Attention(self._application, self)
        attention.noticed.connect(self.window.curtain.restart)
        attention.wanted.connect(self.window.curtain.draw)
        self.window.curtain.restart()
        self.background.unhandled.connect(self.signals.fault)
        self.bugs.noticed.connect(self._own_up)
        self.window.search.answered.connect(self.ready, Qt.ConnectionType.SingleShotConnection)
        self.ready.connect(self._load_the_rest)
        # Only when every page has let go of what was the visitor's.
        self.signals.next_visitor.connect(self._give_memory_back, Qt.ConnectionType.QueuedConnection)
        self.context.door.ask(_open_catalogue, self._catalogue_opened, self._catalogue_failed)

    def _make_context(self) -> "WindowContext":
        from neuvola_desk.ui.context import WindowContext
        from neuvola_desk.ui.door import DeskDoor
        from neuvola_desk.ui.passphrase.bridge import PassphraseBridge
        from neuvola_desk.ui.passphrase.guard import PassphraseGuard
        from neuvola_desk.ui.shift.keeper import ShiftKeeper
        from neuvola_desk.ui.tray.tray import Tray
        from neuvola_desk.usecases.clock import SystemClock

        clock = self._clock or SystemClock()
        bridge = PassphraseBridge(self.theme, self.window, PassphraseGuard(self._paths), self)
        self.window.closing.connect(bridge.close)
        for wanted in (self.signals.record_wanted, self.signals.visit_wanted):
            wanted.connect(bridge.forget_decline)
        self.passphrases = bridge

        def make_desk() -> "Desk":
            from neuvola_desk.desk import Desk  # heavy: imported on the worker

            tell = self.signals.indexing.emit
            return Desk(self._paths, clock=clock, ask_passphrase=bridge.ask, on_indexing=tell)

        self.door = DeskDoor(self.background, self._make_desk or make_desk)
        self.preferences.keep_through(self.door)
        return WindowContext(
            background=self.background,
            signals=self.signals,
            theme=self.theme,
            preferences=self.preferences,
            door=self.door,
            tray=Tray(self.signals, self),
            shift=ShiftKeeper(self.door, self),
            now=clock.now,
        )

    def _catalogue_opened(self, mended: CatalogueDamagedError | None) -> None:
        if mended is not None:
            self.signals.fault.emit(mended)
        self.signals.catalogue_changed.emit()

    def _load_the_rest(self) -> None:
        # SQLAlchemy and the PDF engine take half a second to load; the first answer comes before them.
        if self._screenshot is not None:
            QTimer.singleShot(0, self._save_picture)
        self.context.shift.look()
        self.window.status.begin()
        self.background.run(_warm, self._all_loaded, lane=Lane.GENERAL)

    def _all_loaded(self, _nothing: None) -> None:
        if self._garbage is not None:
            self._garbage.spare_what_is_loaded()

    def _give_memory_back(self) -> None:
        if self.door is not None:
            self.door.ask(_give_back)

    def _catalogue_failed(self, fault: NeuvolaError) -> None:
        self.signals.fault.emit(fault)
        self.signals.catalogue_changed.emit()

    def _own_up(self) -> None:
        self.signals.said.emit(_("Jokin meni vikaan. Mitään ei menetetty; yritä uudelleen."))

    def _give_up(self) -> None:
        told = _("Kuvaa ei saatu: ikkunan avaamisessa on vika. Tarkemmin: {folder}")
        sys.stderr.write(told.format(folder=self._paths.logs) + "\n")
        QTimer.singleShot(0, partial(self._application.exit, 1))

    def _save_picture(self) -> None:
        saved = self._screenshot is not None and self.window.grab().save(str(self._screenshot))
        QApplication.exit(0 if saved else 1)


def _open_catalogue(desk: "Desk") -> CatalogueDamagedError | None:
    """On a worker: opens the catalogue; an empty one gets the demo services."""
    if desk.catalogue.info().services == 0:
        desk.load_demo()
    return desk.catalogue_fault


def _give_back(desk: "Desk") -> None:
    with suppress(NeuvolaError):  # of which it is told where something is looked for
        desk.catalogue.give_back()
    heap.give_back()


def _warm() -> None:
    for name in _HEAVY:
        import_module(name)
