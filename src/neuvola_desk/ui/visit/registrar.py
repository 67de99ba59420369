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
    """A visit that can be undone, and what was done in words; a ``brief`` offer stands ten seconds."""

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
        self._unsaved: list[VisitDraft] = []
        """Small visits that the record has not taken yet; they go with the next one."""
        context.signals.visitor_leaving.connect(self.log_if_unlogged)

    def log(self, draft: VisitDraft, *, note_confirmed: bool = False) -> None:
        """Logs what the form holds."""
        self._encounter.logged = True  # at once: "Seuraava kävijä" may come before the answer
        work = partial(_log, drafts=(draft,), note_confirmed=note_confirmed)
        self._context.door.ask(work, self._form_logged, self._refuse, Lane.RECORD)

    def quick(self) -> None:
        """F8: logs a visit from what was searched and picked."""
        self._encounter.logged = True
        self._log_small()

    def log_if_unlogged(self) -> None:
        """The visitor leaves: what had begun is logged in its smallest form."""
        if self._encounter.is_unlogged:
            self._log_small()
        self._encounter.forget()

    def _log_small(self) -> None:
        needs = self._encounter.needs
        given = self._encounter.given(needs)
        draft = quick_draft(needs, given, leaflet_printed=self._encounter.leaflet_made)
        self._unsaved.append(draft)
        work = partial(_log, drafts=tuple(self._unsaved))
        self._context.door.ask(work, self._small_logged, self._fail, Lane.RECORD)

    def count_question(self) -> None:
        """Somebody only asked something."""
        self._ask(_count_question, self._question_counted)

    def undo(self, visit_id: str) -> None:
        """Takes a visit back."""
        self._ask(partial(_undo, visit_id=visit_id), self._undone)

    def _ask(self, work: "Callable[[Desk], object]", then: Callable[..., None]) -> None:
        self._context.door.ask(work, then, self._fail, Lane.RECORD)

    def _form_logged(self, logged: "LoggedVisit") -> None:
        self.logged.emit()
        self._offer(logged, _("Käynti merkitty."), brief=False)

    def _small_logged(self, logged: "LoggedVisit") -> None:
        self._unsaved.clear()
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
        self._encounter.logged = False
        self.refused.emit(fault)

    def _fail(self, fault: NeuvolaError) -> None:
        self._context.signals.fault.emit(fault)


def _log(desk: "Desk", drafts: tuple[VisitDraft, ...], note_confirmed: bool = False) -> "LoggedVisit":
    log = desk.visits
    return [log.log(draft, note_confirmed=note_confirmed) for draft in drafts][-1]


def _count_question(desk: "Desk") -> None:
    desk.visits.count_question()


def _undo(desk: "Desk", visit_id: str) -> None:
    desk.visits.undo(visit_id)
