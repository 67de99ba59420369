"""Prints the leaflet without another press, and logs the visit when the printer has taken it."""

from collections.abc import Callable
from enum import Enum, auto
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Signal

from neuvola_core.errors import NeuvolaError
from neuvola_desk.ui.context import WindowContext

if TYPE_CHECKING:  # for their names only: they are loaded with the leaflet
    from neuvola_desk.printing import Printer
    from neuvola_desk.ui.leaflet.screen import LeafletScreen


class _State(Enum):
    IDLE = auto()
    WANTED = auto()
    """Printers or leaflet are not there yet."""
    UNDER_WAY = auto()


class LeafletHand(QObject):
    """Presses "Tulosta" on the leaflet's page as soon as it may be pressed; ``log`` is called afterwards.

    Nothing is logged unless this very printing came off: a press by hand in between, a refusal or another
    visitor ends what was wanted.
    """

    changed = Signal()

    def __init__(self, context: WindowContext, log: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self._log = log
        self._logs = False
        self._state = _State.IDLE
        self._screen: LeafletScreen | None = None
        context.signals.leaflet_made.connect(self._made)
        context.signals.next_visitor.connect(self.give_up)

    @property
    def is_busy(self) -> bool:
        """Whether a leaflet is on its way to the printer."""
        return self._state is not _State.IDLE

    def print_out(self, screen: "LeafletScreen", *, logs: bool) -> None:
        """Prints what the page shows, or will show in a moment."""
        if self._screen is not screen:
            self._watch(screen)
        self._logs = logs
        self._turn(_State.WANTED)
        self._press()

    def give_up(self) -> None:
        """Nobody waits for it any more."""
        self._turn(_State.IDLE)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The button that prints has become ready, or can do nothing."""
        if event.type() == QEvent.Type.EnabledChange and self.is_busy:
            self._press()
        elif event.type() == QEvent.Type.Hide and self._state is _State.WANTED:
            self.give_up()
        return super().eventFilter(watched, event)

    def _watch(self, screen: "LeafletScreen") -> None:
        self._screen = screen
        screen.print_button.installEventFilter(self)
        screen.print_button.clicked.connect(self.give_up)
        screen.save_button.clicked.connect(self.give_up)
        screen.delivery.refused.connect(self._refused)

    def _press(self) -> None:
        screen = self._screen
        if screen is None:
            return
        ready = screen.print_button.isEnabled()
        if self._state is _State.WANTED and ready:
            self._turn(_State.UNDER_WAY)
            screen.print_out()
        elif self._state is _State.UNDER_WAY and not ready and not screen.delivery.is_printing:
            self.give_up()  # there is no leaflet of these services

    def _made(self) -> None:
        if self._state is _State.UNDER_WAY:
            logs = self._logs
            self._turn(_State.IDLE)
            if logs:
                self._log()

    def _refused(self, _fault: NeuvolaError) -> None:
        self.give_up()

    def _turn(self, state: _State) -> None:
        if state is not self._state:
            self._state = state
            self.changed.emit()


def can_print(printers: "tuple[Printer, ...]") -> bool:
    """Whether a leaflet could be printed now."""
    return any(not printer.is_stopped for printer in printers)
