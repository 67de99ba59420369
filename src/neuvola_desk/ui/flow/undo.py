"""What has been done at the desk and can be taken back, the newest first; all of it goes with the visitor."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from neuvola_desk.ui.signals import DeskSignals

_MOST = 50


@dataclass(frozen=True, slots=True)
class Undoable:
    """``told`` says what was done, "" where it is plain to see; ``undo_told`` what undoing it would do.

    Both are called whenever they are shown, for the language may change. ``lasts``: it can be taken back as
    long as the visitor is here, and not only as long as it is told.
    """

    take_back: Callable[[], object]
    told: Callable[[], str] = str
    undo_told: Callable[[], str] = str
    lasts: bool = True


class UndoStack(QObject):
    """Hears of everything by ``signals.done``; ``told`` brings what is to be shown, or None."""

    told = Signal(object)

    def __init__(self, signals: DeskSignals, parent: QObject) -> None:
        super().__init__(parent)
        self._done: tuple[Undoable, ...] = ()
        self._told: Undoable | None = None
        self._is_undoing = False
        signals.done.connect(self.push)
        signals.next_visitor.connect(self.clear)

    def __len__(self) -> int:
        return len(self._done)

    def push(self, done: Undoable) -> None:
        """Something was done; what undoing itself does is not."""
        if self._is_undoing:
            return
        if done.told():
            self._fall_silent()
        self._done = (*self._done, done)[-_MOST:]
        if done.told():
            self._tell(done)

    def undo(self) -> None:
        """Takes back the newest."""
        if self._done:
            self.take_back(self._done[-1])

    def take_back(self, done: Undoable) -> None:
        """Takes back one, whatever was done since.

        What does not last belongs to somebody else, who may refuse and says by ``withdraw`` when it is gone.
        """
        if done.lasts:
            self._drop(done)
        self._is_undoing = True
        try:
            done.take_back()
        finally:
            self._is_undoing = False

    def silence(self) -> None:
        """What was told has been read, or its time is over."""
        self._fall_silent()
        self.told.emit(None)

    def withdraw(self) -> None:
        """What does not last cannot be taken back any more."""
        for done in self._done:
            if not done.lasts:
                self._drop(done)

    def clear(self) -> None:
        """Nothing of the visitor that was here."""
        self._done = ()
        self._tell(None)

    def _drop(self, done: Undoable) -> None:
        self._done = tuple(one for one in self._done if one is not done)
        if self._told is done:
            self._tell(None)

    def _fall_silent(self) -> None:
        told, self._told = self._told, None
        if told is not None and not told.lasts:
            self._done = tuple(one for one in self._done if one is not told)

    def _tell(self, done: Undoable | None) -> None:
        self._told = done
        self.told.emit(done)
