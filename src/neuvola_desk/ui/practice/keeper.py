"""Begins practice and ends it: which desk is asked changes in one place, and every page hears of it."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from neuvola_core.errors import NeuvolaError
from neuvola_desk.i18n import _
from neuvola_desk.ui.background import Lane
from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.main_window import MainWindow

if TYPE_CHECKING:  # for their names only: the record is imported on the worker
    from neuvola_desk.desk import Desk
    from neuvola_desk.ui.practice.stand import Stand


class PracticeKeeper(QObject):
    """The visitor before is seen off first, and the practised one after: neither is taken for the other.

    The change is asked for in the record's lane, so that every answer of the desk that was asked before has
    come when it happens, and none is taken for the other desk's. Until then the window takes no word.
    """

    refused = Signal()
    """Practice that was to begin did not."""

    def __init__(self, context: WindowContext, window: MainWindow) -> None:
        super().__init__(window)
        self._context = context
        self._window = window
        self._is_changing = False
        context.signals.practice_wanted.connect(self.want)

    def want(self, wanted: bool) -> None:
        """Practice is to begin, or to end."""
        if wanted:
            self.begin()
        else:
            self.end()

    def begin(self, *, demo: bool = False) -> None:
        """Practises on the catalogue that is there; ``demo`` on the examples, whichever there is."""
        if not self._is_changing and not self._context.door.is_practice:
            self._see_off()
            self._context.signals.said.emit(_("Avataan harjoittelua…"))
            work = partial(_prepare, demo=demo)
            self._context.door.ask(work, self._change, self._not_begun, Lane.RECORD).ended.connect(self._rest)

    def end(self) -> None:
        """What was practised is thrown away."""
        if not self._is_changing and self._context.door.is_practice:
            self._see_off()
            self._context.door.ask(_leave, self._change, lane=Lane.RECORD).ended.connect(self._rest)

    def _see_off(self) -> None:
        self._is_changing = True
        self._context.signals.next_visitor_requested.emit()
        self._let_type(False)

    def _change(self, stand: "Stand | None") -> None:
        signals = self._context.signals
        former = self._context.door.practise(stand)
        signals.practice_changed.emit()
        signals.catalogue_changed.emit()
        signals.visit_logged.emit()  # the tally is another
        if former is not None:
            self._context.background.run(former.leave, lane=Lane.RECORD)
        begun, ended = _("Harjoittelu alkoi."), _("Harjoittelu päättyi. Mitään siitä ei jäänyt talteen.")
        signals.said.emit(ended if former is not None else begun)

    def _not_begun(self, fault: NeuvolaError) -> None:
        self._context.signals.fault.emit(fault)
        self.refused.emit()

    def _rest(self) -> None:
        self._is_changing = False
        if not self._window.curtain.isVisible():
            self._let_type(True)
            self._window.field.take_focus()

    def _let_type(self, allowed: bool) -> None:
        inside = self._window.centralWidget()
        if inside is not None:
            inside.setEnabled(allowed)


def _prepare(desk: "Desk", demo: bool) -> "Stand":
    """On a worker: the desk that is practised on, its record open, so that the first visit does not wait."""
    from neuvola_desk.ui.practice.desk import PracticeDesk
    from neuvola_desk.ui.practice.stand import Stand

    practice = PracticeDesk(desk, demo=demo)
    try:
        practice.record  # noqa: B018 - opened here, where its faults are told
    except NeuvolaError:
        practice.close()
        raise
    return Stand(practice)


def _leave(_desk: "Desk") -> None:
    """Nothing but its place in the queue: whatever was practised before it has been answered."""
