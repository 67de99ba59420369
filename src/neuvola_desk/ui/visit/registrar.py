"""Logs visits for the window: asks the record on a worker, and offers what was logged for undoing."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from neuvola_core.errors import NeuvolaError
from neuvola_desk.i18n import _
from neuvola_desk.ui.background import Lane
from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.visit.encounter import Encounter
from neuvola_desk.usecases.quick_visit import quick_draft
from neuvola_desk.usecases.visit_draft import VisitDraft

if TYPE_CHECKING:  # for their names only: the record is imported on the worker
    from neuvola_desk.desk import Desk
    from neuvola_desk.usecases.visits import LoggedVisit


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that can be undone: what was done, in words, and the visit; ``brief`` for ten seconds only."""

    told: str
    visit_id: str
    brief: bool = False


class VisitRegistrar(QObject):
    """``logged`` tells the form that its draft is safe, ``refused`` that it is not and why."""

    logged = Signal()
    refused = Signal(object)
    offered = Signal(object)
    withdrawn = Signal()

    def __init__(self, context: WindowContext, encounter: Encounter, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._encounter = encounter
        context.signals.visitor_leaving.connect(self.log_if_unlogged)

    def log(self, draft: VisitDraft, *, note_confirmed: bool = False) -> None:
        """Logs what the form holds."""
        work = partial(_log, draft=draft, note_confirmed=note_confirmed)
        self._ask(work, self._form_logged, self.refused.emit)

    def quick(self) -> None:
        """F8: logs a visit from what was searched and picked."""
        self._ask(partial(_log, draft=self._quick_draft()), self._quick_logged)

    def log_if_unlogged(self) -> None:
        """The visitor leaves: what had begun is logged in its smallest form."""
        if self._encounter.is_unlogged:
            self._ask(partial(_log, draft=self._quick_draft()), self._quick_logged)
        self._encounter.forget()

    def count_question(self) -> None:
        """Somebody only asked something."""
        self._ask(_count_question, self._question_counted)

    def undo(self, visit_id: str) -> None:
        """Takes a visit back."""
        self._ask(partial(_undo, visit_id=visit_id), self._undone)

    def _quick_draft(self) -> VisitDraft:
        needs = self._encounter.needs
        return quick_draft(needs, self._encounter.given(needs), leaflet_printed=self._encounter.leaflet_made)

    def _ask(
        self,
        work: "Callable[[Desk], object]",
        then: Callable[..., None],
        failed: Callable[[NeuvolaError], object] | None = None,
    ) -> None:
        self._context.door.ask(work, then, self._fail if failed is None else self._refuse, Lane.RECORD)

    def _form_logged(self, logged: "LoggedVisit") -> None:
        self._encounter.logged = True
        self.logged.emit()
        self._offer(logged, _("Käynti merkitty."), brief=False)

    def _quick_logged(self, logged: "LoggedVisit") -> None:
        self._encounter.logged = self._encounter.begun
        self._offer(logged, _("Pikakäynti merkitty."), brief=True)

    def _offer(self, logged: "LoggedVisit", told: str, *, brief: bool) -> None:
        self.offered.emit(Offer(told, logged.id, brief))
        self._context.signals.visit_logged.emit()

    def _question_counted(self, _answer: object) -> None:
        self._context.signals.said.emit(_("Kysymys laskettu."))
        self._context.signals.visit_logged.emit()

    def _undone(self, _answer: object) -> None:
        self._encounter.logged = False
        self.withdrawn.emit()
        self._context.signals.said.emit(_("Käynti peruttu."))
        self._context.signals.visit_logged.emit()

    def _refuse(self, fault: NeuvolaError) -> None:
        self.refused.emit(fault)

    def _fail(self, fault: NeuvolaError) -> None:
        self._context.signals.fault.emit(fault)


def _log(desk: "Desk", draft: VisitDraft, note_confirmed: bool = False) -> "LoggedVisit":
    return desk.visits.log(draft, note_confirmed=note_confirmed)


def _count_question(desk: "Desk") -> None:
    desk.visits.count_question()


def _undo(desk: "Desk", visit_id: str) -> None:
    desk.visits.undo(visit_id)
