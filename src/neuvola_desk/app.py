"""The composition root of the window: builds every object, joins them, owns start and shutdown.

First paint comes before anything heavy: the modules behind the catalogue, the record and the PDF are imported
on workers when the window already stands.
"""

import os
import signal
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from neuvola_core.errors import CatalogueDamagedError, NeuvolaError
from neuvola_desk.i18n import _, use_language
from neuvola_desk.paths import DeskPaths
from neuvola_desk.ui.background import Background, Lane
from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.curtain.curtain import Attention
from neuvola_desk.ui.display import display_fault
from neuvola_desk.ui.door import DeskDoor
from neuvola_desk.ui.excepthook import BugReporter, close_log, open_log
from neuvola_desk.ui.first_drawing import FirstDrawing
from neuvola_desk.ui.first_screens import add_first_screens
from neuvola_desk.ui.icons import icon
from neuvola_desk.ui.main_window import MainWindow
from neuvola_desk.ui.passphrase.bridge import PassphraseBridge
from neuvola_desk.ui.passphrase.guard import PassphraseGuard
from neuvola_desk.ui.preferences import Preferences
from neuvola_desk.ui.signals import DeskSignals
from neuvola_desk.ui.theme import Theme, load_own_fonts
from neuvola_desk.ui.tray.tray import Tray
from neuvola_desk.usecases.clock import Clock, SystemClock
from neuvola_desk.usecases.health import qt_fault

if TYPE_CHECKING:
    from neuvola_desk.desk import Desk

_HEAVY: Final = ("reportlab.platypus", "pypdfium2", "keyring")
"""What the first leaflet and the first visit would otherwise wait for."""


def run_window(paths: DeskPaths, screenshot: str | Path | None = None) -> int:
    """Opens the window and stays until it is closed; the exit code of the program."""
    fault = qt_fault() or display_fault()
    if fault:
        sys.stderr.write(fault + "\n")
        return 1
    os.umask(0o077)
    application = QApplication(sys.argv[:1])
    application.setApplicationName("neuvola-desk")
    application.setDesktopFileName("neuvola-desk")
    application.setStyle("Fusion")
    application.setWindowIcon(icon("neuvola", "#ffffff", 64))
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl+C ends it: nothing is lost, as after a power cut
    house = House(application, paths.create())
    house.open(Path(screenshot) if screenshot else None)
    code = application.exec()
    house.close()
    return code


class House(QObject):
    """Everything that lives as long as the window does."""

    def __init__(
        self,
        application: QApplication,
        paths: DeskPaths,
        *,
        clock: Clock | None = None,
        make_desk: "Callable[[], Desk] | None" = None,
    ) -> None:
        super().__init__()
        self._application = application
        self._paths = paths
        self._clock = clock or SystemClock()
        self._screenshot: Path | None = None
        self._log = open_log(paths.logs)
        self.bugs = BugReporter(self)
        self.signals = DeskSignals(self)
        self.background = Background(self)
        self.theme = Theme(application, self.signals, self, load_own_fonts())
        self.preferences = Preferences(paths.config, self.background, self.signals, self.theme, self)
        self.preferences.apply()
        self.door = DeskDoor(self.background, make_desk or self._make_desk)
        self.context = WindowContext(
            background=self.background,
            signals=self.signals,
            theme=self.theme,
            preferences=self.preferences,
            door=self.door,
            tray=Tray(self.signals, self),
            now=self._clock.now,
        )
        self.window = MainWindow(self.context)
        self.passphrases = PassphraseBridge(self.theme, self.window, PassphraseGuard(paths), self)
        self.window.closing.connect(self.passphrases.close)
        for wanted in (self.signals.record_wanted, self.signals.visit_wanted):
            wanted.connect(self.passphrases.forget_decline)
        add_first_screens(self.window, self.context)
        self._attention = Attention(self)
        self._attention.noticed.connect(self.window.curtain.restart)
        application.installEventFilter(self._attention)
        self.background.unhandled.connect(self.signals.fault)
        self.background.crashed.connect(self.bugs.report)
        self.bugs.noticed.connect(self._own_up)

    def open(self, screenshot: Path | None = None) -> None:
        """Shows the window; the catalogue is opened when the first paint is done."""
        self._screenshot = screenshot
        self.bugs.install()
        self.window.show()
        self.window.search.focus_field()
        self.window.curtain.restart()
        FirstDrawing(self.window).done.connect(self._begin)

    def close(self) -> None:
        """Ends the work under way, then closes the databases and the log."""
        self._application.removeEventFilter(self._attention)
        self.window.close()
        self.passphrases.close()  # a worker that waits for an answer would never come to rest
        self.background.close()
        self.door.close()
        # At once: a window that waits to be deleted would still be dressed by the next style sheet.
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(self.window, QEvent.Type.DeferredDelete.value)
        sys.excepthook = sys.__excepthook__
        close_log(self._log)
        use_language("fi")

    def _make_desk(self) -> "Desk":
        from neuvola_desk.desk import Desk  # heavy: imported on the worker

        return Desk(self._paths, clock=self._clock, ask_passphrase=self.passphrases.ask)

    def _begin(self) -> None:
        from neuvola_desk.ui.screens import add_screens  # not before the first paint

        add_screens(self.window, self.context)
        if self._screenshot is not None:
            self.window.search.answered.connect(self._take_picture)
        self.door.ask(_open_catalogue, self._catalogue_opened, self._catalogue_failed)

    def _catalogue_opened(self, mended: CatalogueDamagedError | None) -> None:
        if mended is not None:
            self.signals.fault.emit(mended)
        # SQLAlchemy and the PDF engine take half a second to load; the first answer comes before them.
        self.window.search.answered.connect(self._load_the_rest, Qt.ConnectionType.SingleShotConnection)
        self.signals.catalogue_changed.emit()

    def _load_the_rest(self) -> None:
        self.window.status.count_visits()
        self.background.run(_warm, lane=Lane.GENERAL)

    def _catalogue_failed(self, fault: NeuvolaError) -> None:
        self.signals.fault.emit(fault)
        self.signals.catalogue_changed.emit()

    def _own_up(self) -> None:
        self.signals.said.emit(_("Jokin meni vikaan. Mitään ei menetetty; yritä uudelleen."))

    def _take_picture(self) -> None:
        QTimer.singleShot(0, self._save_picture)

    def _save_picture(self) -> None:
        saved = self._screenshot is not None and self.window.grab().save(str(self._screenshot))
        QApplication.exit(0 if saved else 1)


def _open_catalogue(desk: "Desk") -> CatalogueDamagedError | None:
    """On a worker: opens the catalogue; an empty one gets the demo services."""
    if desk.catalogue.info().services == 0:
        desk.load_demo()
    return desk.catalogue_fault


def _warm() -> None:
    for name in _HEAVY:
        import_module(name)
