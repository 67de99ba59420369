"""Who is at the desk, as the window knows it: asks the desk on a worker and tells every face what came of it.

What it says decides only what is offered; what is allowed the desk itself decides at each thing it does.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from neuvola_core.errors import NeuvolaError, NotAllowedError
from neuvola_core.roles import Act
from neuvola_desk.ui.background import Lane
from neuvola_desk.ui.door import DeskDoor
from neuvola_desk.usecases.shift import Entered, ShiftState

if TYPE_CHECKING:  # for its name only: importing it here would make the first paint wait
    from neuvola_desk.desk import Desk


@dataclass(frozen=True, slots=True)
class Wish:
    """Something that takes a PIN, and what to do once it is given."""

    act: Act
    then: Callable[[], object]


class ShiftKeeper(QObject):
    """``state`` is that of a desk without PINs until the record has told otherwise."""

    changed = Signal()
    """``state`` is another."""
    entered = Signal(object)
    """An ``Entered``: a PIN was right."""
    refused = Signal(object)
    """A ``NeuvolaError``: the PIN that was given did not do."""
    wanted = Signal(object)
    """A ``Wish``."""

    def __init__(self, door: DeskDoor, parent: QObject) -> None:
        super().__init__(parent)
        self._door = door
        self.state = ShiftState()

    def may(self, act: Act) -> bool:
        """Whether a face may offer it."""
        return self.state.may(act)

    def want(self, act: Act, then: Callable[[], object]) -> None:
        """Somebody wants to do what their role does not cover: a PIN is asked for, then it is done."""
        self.wanted.emit(Wish(act, then))

    def hear(self, fault: NeuvolaError) -> None:
        """Something was refused: PINs may have been set or taken away elsewhere, on the command line."""
        if isinstance(fault, NotAllowedError):
            self.look()

    def look(self) -> None:
        """Asks how the desk stands."""
        self._door.ask(_state, self._take, self._not_told, Lane.RECORD)

    def enter(self, typed: str) -> None:
        """Somebody gives a PIN; ``entered`` or ``refused`` answers."""
        self._door.ask(partial(_enter, typed=typed), self._enter, self._refuse, Lane.RECORD)

    def lock(self) -> None:
        """Nobody is at the desk; what was asked of the record before is still done in their name."""
        if self.state.has_pins:
            self._take(ShiftState(has_pins=True, role=None))
            self._door.ask(_lock, self._take, self._not_told, Lane.RECORD)

    def _take(self, state: ShiftState) -> None:
        if state != self.state:
            self.state = state
            self.changed.emit()

    def _enter(self, entered: Entered) -> None:
        self._take(entered.state)
        self.entered.emit(entered)

    def _refuse(self, fault: NeuvolaError) -> None:
        self.refused.emit(fault)

    def _not_told(self, _fault: NeuvolaError) -> None:
        """A record that does not open says so where somebody needs it."""


def _state(desk: "Desk") -> ShiftState:
    return desk.rights.state


def _enter(desk: "Desk", typed: str) -> Entered:
    return desk.rights.enter(typed)


def _lock(desk: "Desk") -> ShiftState:
    desk.rights.lock()
    return desk.rights.state
