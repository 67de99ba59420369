"""What becomes of a bug: the event goes to a log without its contents, the person gets a plain sentence."""

import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from neuvola_desk.traces import bug_words

if TYPE_CHECKING:  # loaded by the first bug: most starts never need it
    from logging import Handler

_KEPT_DAYS: Final = 30
_NAME: Final = "neuvola_desk.window"
_Unraisable = Callable[["sys.UnraisableHookArgs"], object]
_InThread = Callable[[threading.ExceptHookArgs], object]


class BugReporter(QObject):
    """``noticed`` is sent once a bug. Its own words are never written: they may quote a visitor."""

    noticed = Signal()

    def __init__(self, folder: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._folder = folder
        self._log: Handler | None = None
        self._former: tuple[_Unraisable, _InThread] | None = None

    def install(self) -> None:
        """Becomes the process's excepthook, also for what Python would only print."""
        sys.excepthook = self.hook
        self._former = sys.unraisablehook, threading.excepthook
        sys.unraisablehook = self._hook_unraisable
        threading.excepthook = self._hook_thread

    def close(self) -> None:
        """Gives the process its own excepthook back and lets the log go."""
        sys.excepthook = sys.__excepthook__
        if self._former is not None:
            sys.unraisablehook, threading.excepthook = self._former
            self._former = None
        if self._log is not None:
            from logging import getLogger

            getLogger(_NAME).removeHandler(self._log)
            self._log.close()
            self._log = None

    def hook(self, kind: type[BaseException], bug: BaseException, trace: TracebackType | None) -> None:
        """Called by Python for what nobody caught."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, bug, trace)
            return
        self._write(bug_words(kind, trace))
        self.noticed.emit()

    def report(self, bug: BaseException) -> None:
        """Takes a bug that happened on a worker."""
        self.hook(type(bug), bug, bug.__traceback__)

    def _hook_unraisable(self, told: "sys.UnraisableHookArgs") -> None:
        self._write(bug_words(told.exc_type, told.exc_traceback))
        self.noticed.emit()

    def _hook_thread(self, told: threading.ExceptHookArgs) -> None:
        self._write(bug_words(told.exc_type, told.exc_traceback))
        self.noticed.emit()

    def _write(self, words: str) -> None:
        from logging import getLogger

        if self._log is None:
            self._log = _open_log(self._folder)
        getLogger(_NAME).error("%s", words)


def _open_log(folder: Path) -> "Handler":
    """A log of its own file a day, kept for thirty days."""
    from logging import Formatter, getLogger
    from logging.handlers import TimedRotatingFileHandler

    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handler = TimedRotatingFileHandler(
        folder / "window.log", when="midnight", backupCount=_KEPT_DAYS, encoding="utf-8", delay=True
    )
    handler.setFormatter(Formatter("%(asctime)s %(levelname)s %(message)s"))
    logger = getLogger(_NAME)
    logger.addHandler(handler)
    logger.propagate = False
    return handler
