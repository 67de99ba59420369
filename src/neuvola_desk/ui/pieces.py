"""Work that only the UI thread can do, in pieces: between them the window hears keys and draws itself."""

from collections.abc import Iterator
from time import perf_counter
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

LONGEST_S: Final = 0.008
"""How long pieces follow each other before the window has its turn; laying them out comes on top."""


class Pieces(QObject):
    """Goes on whenever the window has nothing else to do; with ``begin`` the first pieces are done at once.

    ``done``: nothing is left. ``ended``: that, or nothing more is wanted; sent once.
    """

    done = Signal()
    ended = Signal()

    def __init__(self, work: Iterator[object], parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self._has_ended = False
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._go_on)

    def begin(self) -> None:
        """Does what fits into one turn, and goes on when there is time."""
        self.begin_soon()
        self._go_on()

    def begin_soon(self) -> None:
        """Does nothing before there is time."""
        self._timer.start()

    def stop(self) -> None:
        """What is left will not be done."""
        if not self._has_ended:
            self._has_ended = True
            self._timer.stop()
            self.ended.emit()
            self.deleteLater()

    def _go_on(self) -> None:
        end = perf_counter() + LONGEST_S
        for _piece in self._work:
            if perf_counter() > end:
                return
        if not self._has_ended:
            self.stop()
            self.done.emit()
