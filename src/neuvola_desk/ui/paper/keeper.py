"""Saves bundles for the window and takes them back: asks the record on a worker, one thing at a time."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from neuvola_core.errors import NeuvolaError
from neuvola_desk.ui.background import Lane
from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.paper import bundle as bundles
from neuvola_desk.ui.paper.bundle import Bundle, Saved, Undone

if TYPE_CHECKING:  # for its name only: the record is imported on the worker
    from neuvola_desk.desk import Desk


class BundleKeeper(QObject):
    """``changed`` tells that ``is_busy`` or ``undoable`` is another."""

    saved = Signal(object)
    undone = Signal(object)
    refused = Signal(object)
    changed = Signal()

    def __init__(self, context: WindowContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._busy = False
        self._last: Saved | None = None

    @property
    def is_busy(self) -> bool:
        """Whether the record has still to answer."""
        return self._busy

    def undoable(self, now: datetime) -> Saved | None:
        """The bundle that was saved last, while it can be taken back."""
        return self._last if self._last is not None and now < self._last.undo_until else None

    def save(self, bundle: Bundle) -> None:
        """Saves a bundle."""
        self._ask(partial(bundles.save, bundle=bundle), self._take_saved)

    def undo(self) -> None:
        """Takes back the bundle that was saved last."""
        if self._last is not None:
            self._ask(partial(bundles.undo, saved=self._last), self._take_undone)

    def forget_sheets(self) -> None:
        """The sheets of the last bundle are not put back any more; undoing it stays possible."""
        if self._last is not None:
            self._last = replace(self._last, sheets=())

    def forget(self) -> None:
        """Another desk is asked from now on: it knows nothing of the last bundle."""
        self._last = None

    def _ask(self, work: "Callable[[Desk], Any]", then: Callable[..., None]) -> None:
        if self._busy:
            return
        self._busy = True
        self.changed.emit()
        self._context.signals.record_wanted.emit()
        task = self._context.door.ask(work, then, self._refuse, Lane.RECORD)
        task.ended.connect(self._ended)

    def _take_saved(self, saved: Saved) -> None:
        self._last = saved
        self.saved.emit(saved)
        self._context.signals.visit_logged.emit()

    def _take_undone(self, undone: Undone) -> None:
        self._last = None
        self.undone.emit(undone)
        self._context.signals.visit_logged.emit()

    def _refuse(self, fault: NeuvolaError) -> None:
        self.refused.emit(fault)

    def _ended(self) -> None:
        self._busy = False
        self.changed.emit()
