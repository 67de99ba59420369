"""Python's garbage is collected on the UI thread only.

Python would do it on whichever thread happens to allocate: a widget in a cycle would be deleted by a worker,
under the feet of Qt. And a whole collection looks at every object of every module, which takes a tenth of a
second: what the start has loaded stays anyway and need not be looked at.
"""

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer

_EVERY_MS: Final = 250


class Garbage(QObject):
    """Takes over from Python when it is made, and gives back when it is stopped."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    @staticmethod
    def collect() -> None:
        """As much as Python would, by its own counts."""
        young, middle, old = gc.get_count()
        first, second, third = gc.get_threshold()
        if young > first:
            gc.collect(2 if old > third else 1 if middle > second else 0)

    @staticmethod
    def spare_what_is_loaded() -> None:
        """What is there now is looked at no more."""
        gc.freeze()

    def stop(self) -> None:
        """Python does it again."""
        self._timer.stop()
        gc.enable()
