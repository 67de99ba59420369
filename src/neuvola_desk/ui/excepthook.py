"""What becomes of a bug: the event goes to a log without its contents, the person gets a plain sentence."""

import logging
import sys
from logging.handlers import TimedRotatingFileHandler
from pathlib import Path
from traceback import extract_tb
from types import TracebackType
from typing import Final

from PySide6.QtCore import QObject, Signal

_KEPT_DAYS: Final = 30
_LOGGER: Final = logging.getLogger("neuvola_desk.window")


def open_log(folder: Path) -> logging.Handler:
    """A log of its own file a day, kept for thirty days."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handler = TimedRotatingFileHandler(
        folder / "window.log", when="midnight", backupCount=_KEPT_DAYS, encoding="utf-8", delay=True
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    _LOGGER.addHandler(handler)
    _LOGGER.propagate = False
    return handler


def close_log(handler: logging.Handler) -> None:
    """Lets the file go."""
    _LOGGER.removeHandler(handler)
    handler.close()


class BugReporter(QObject):
    """``noticed`` is sent once a bug. Its own words are never written: they may quote a visitor."""

    noticed = Signal()

    def install(self) -> None:
        """Becomes the process's excepthook."""
        sys.excepthook = self.hook

    def hook(self, kind: type[BaseException], bug: BaseException, trace: TracebackType | None) -> None:
        """Called by Python for what nobody caught."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, bug, trace)
            return
        frames = " < ".join(
            f"{Path(frame.filename).name}:{frame.lineno} {frame.name}"
            for frame in reversed(extract_tb(trace))
        )
        _LOGGER.error("%s in %s", kind.__name__, frames or "?")
        self.noticed.emit()

    def report(self, bug: BaseException) -> None:
        """Takes a bug that happened on a worker."""
        self.hook(type(bug), bug, bug.__traceback__)
