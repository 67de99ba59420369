"""Logs visits for the window: asks the record on a worker, and offers what was logged for undoing.

Every visit goes to the record once: what the record did not take waits here, in memory and without its note,
and goes with the next one.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from neuvola_core.errors import NeuvolaError, RefusedContentError, UndoTooLateError
from neuvola_core.roles import Act
from neuvola_core.visit import IsoWeek
from neuvola_desk.i18n import _
from neuvola_desk.ui.background import Lane, Task
from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.visit.encounter import Encounter
from neuvola_desk.usecases.visit_draft import VisitDraft

if TYPE_CHECKING:  # for their names only: the record is imported on the worker
    from neuvola_desk.desk import Desk
    from neuvola_desk.usecases.visits import CountedQuestion, LoggedVisit


class Way(Enum):
    """How a visit came to be logged."""

    FORM = auto()
    KEY = auto()
    LEAVING = auto()
    QUESTION = auto()


@dataclass(frozen=True, slots=True)
class Entry:
    """A visit on its way to the record; ``encounter`` is the number of the visitor it is about."""

    draft: VisitDraft
    week: IsoWeek
    encounter: int
    way: Way
    note_confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of an entry: logged, or the fault that stood in the way."""

    entry: Entry
    logged: "LoggedVisit | None" = None
    fault: NeuvolaError | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """A visit that was just logged, or somebody who only asked, and can be undone."""

    way: Way
    visit_id: str = ""
    question: "CountedQuestion | None" = None


class VisitRegistrar(QObject):
    """``refused`` tells the form why its visit was not taken, ``offered`` the line that undoes."""

    refused = Signal(object)
    offered = Signal(object)
    withdrawn = Signal()
    waiting_changed = Signal(int)
    undoable_changed = Signal(object)

    def __init__(self, context: WindowContext, encounter: Encounter, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._encounter = encounter
        self._waiting: tuple[Entry, ...] = ()
        self._set_aside: tuple[Entry, ...] = ()
        self._under_way: dict[Task, tuple[Entry, ...]] = {}
        self._undoing = ""
        context.signals.visitor_leaving.connect(self.log_if_unlogged)
        context.signals.visit_logged.connect(self.ask_undoable)
        context.shift.entered.connect(self._somebody_came)
        context.signals.practice_changed.connect(self._change_desk)

    @property
    def waiting(self) -> int:
        """How many visits the record has not taken yet."""
        return len(self._waiting)

    def log(self, draft: VisitDraft, *, note_confirmed: bool = False) -> None:
        """Logs what the form holds, once."""
        again = partial(self.log, draft, note_confirmed=note_confirmed)
        if not self._encounter.is_logged and self._may(again):
            self._want_record()
            self._begin(Way.FORM, draft, note_confirmed=note_confirmed)

    def quick(self) -> None:
        """F8: logs what was searched and picked; never by accident on an untouched desk, and never twice."""
        if self._encounter.is_logged:
            self._say(_("Tämän kävijän käynti on jo merkitty. Jatka: Seuraava kävijä (Ctrl+N)."))
        elif not self._encounter.begun:
            self._say(_("Mitään ei ole vielä haettu eikä valittu. Merkitse käynti lomakkeella (F4)."))
        elif self._may(self.quick):
            self._want_record()
            self._begin(Way.KEY, self._encounter.smallest_draft())

    def log_if_unlogged(self) -> None:
        """The visitor leaves: what had begun is logged in its smallest form.

        Nobody asked for it by hand, so a passphrase that was declined is not asked for again.
        """
        if self._encounter.is_unlogged:
            self._begin(Way.LEAVING, self._encounter.smallest_draft())

    def retry(self) -> None:
        """Tries again what waits."""
        if self._waiting:
            self._want_record()
            self._send(())

    def count_question(self) -> None:
        """Somebody only asked something."""
        if not self._may(self.count_question):
            return
        self._want_record()
        self._context.door.ask(_count_question, self._question_counted, lane=Lane.RECORD)

    def take_back(self, offer: Offer) -> None:
        """Undoes what was offered."""
        if offer.question is None:
            self.undo(offer.visit_id)
        elif self._may(partial(self.take_back, offer)):
            self.withdrawn.emit()  # at once: asked twice, one more than was counted would go
            work = partial(_undo_question, counted=offer.question)
            self._context.door.ask(work, self._question_undone, self._not_undone, Lane.RECORD)

    def ask_undoable(self) -> None:
        """Asks for the visit that can be undone now; ``undoable_changed`` brings it, or None."""
        self._context.door.ask(_undoable, self._take_undoable, self._no_undoable, Lane.RECORD)

    def undo(self, visit_id: str) -> None:
        """Takes a visit back; asked twice, once."""
        if visit_id != self._undoing and self._may(partial(self.undo, visit_id)):
            self._want_record()
            self._undoing = visit_id
            work = partial(_undo, visit_id=visit_id)
            task = self._context.door.ask(work, self._undone, self._not_undone, Lane.RECORD)
            task.ended.connect(self._undo_ended)

    def _may(self, then: Callable[[], object]) -> bool:
        """Whether visits may be logged now; where not, a PIN is asked for, then it is done."""
        shift = self._context.shift
        allowed = shift.may(Act.LOG_VISIT)
        if not allowed:
            shift.want(Act.LOG_VISIT, then)
        return allowed

    def _somebody_came(self) -> None:
        """What was left while nobody was in goes now."""
        if self._waiting and self._context.shift.may(Act.LOG_VISIT):
            self._send(())

    def _change_desk(self) -> None:
        """What the real desk has not taken waits for it; what was practised waits for nobody."""
        kept, self._set_aside = self._set_aside, self._waiting if self._context.door.is_practice else ()
        self._wait(kept)
        self.withdrawn.emit()

    def _want_record(self) -> None:
        self._context.signals.record_wanted.emit()

    def _begin(self, way: Way, draft: VisitDraft, *, note_confirmed: bool = False) -> None:
        self._encounter.claim()
        week = IsoWeek.of(self._context.now().date())
        self._send((Entry(draft, week, self._encounter.number, way, note_confirmed),))

    def _send(self, entries: tuple[Entry, ...]) -> None:
        sent = self._waiting + entries
        self._wait(())
        task = self._context.door.ask(partial(_log, entries=sent), self._answered, lane=Lane.RECORD)
        self._under_way[task] = sent
        task.ended.connect(self._ended)

    def _wait(self, entries: tuple[Entry, ...]) -> None:
        if entries != self._waiting:
            self._waiting = entries
            self.waiting_changed.emit(len(entries))

    def _answered(self, answers: tuple[Answer, ...]) -> None:
        task = self.sender()
        if isinstance(task, Task):
            self._under_way[task] = ()
        for answer in answers:
            if answer.logged is not None:
                self._take(answer.entry, answer.logged)
            elif answer.fault is not None:
                self._give_back(answer.entry, answer.fault)
        if any(answer.logged for answer in answers):
            self._context.signals.visit_logged.emit()

    def _ended(self) -> None:
        """A bug may end the work without an answer: its visits are not lost."""
        task = self.sender()
        if isinstance(task, Task):
            for entry in self._under_way.pop(task, ()):
                if self._is_current(entry):
                    self._encounter.mark_unlogged()
                else:
                    self._keep(entry)

    def _take(self, entry: Entry, logged: "LoggedVisit") -> None:
        if self._is_current(entry):
            self._encounter.mark_logged(logged.id)
        self.offered.emit(Offer(entry.way, logged.id))

    def _give_back(self, entry: Entry, fault: NeuvolaError) -> None:
        if self._is_current(entry):
            self._encounter.mark_unlogged()
            if entry.way is Way.FORM:
                self.refused.emit(fault)
            else:
                self._context.signals.fault.emit(fault)
        elif _is_about_note(fault) and entry.draft.note:
            # The visitor has left and the form is empty: the visit counts, the note cannot be mended.
            self._say(_("Edellinen käynti merkitään ilman muistiinpanoa: siinä oli ehkä kävijän tieto."))
            self._send((_without_note(entry),))
        else:
            self._keep(entry)
            self._context.signals.fault.emit(fault)

    def _keep(self, entry: Entry) -> None:
        self._wait((*self._waiting, _without_note(entry)))

    def _is_current(self, entry: Entry) -> bool:
        return entry.encounter == self._encounter.number and entry.way is not Way.LEAVING

    def _say(self, words: str) -> None:
        self._context.signals.said.emit(words)

    def _question_counted(self, counted: "CountedQuestion") -> None:
        self.offered.emit(Offer(Way.QUESTION, question=counted))
        self._context.signals.visit_logged.emit()

    def _question_undone(self, _answer: object) -> None:
        self._say(_("Kysymys peruttu."))
        self._context.signals.visit_logged.emit()

    def _take_undoable(self, logged: object) -> None:
        self.undoable_changed.emit(logged)

    def _no_undoable(self, _fault: NeuvolaError) -> None:
        """A record that does not open says so when somebody logs a visit."""
        self.undoable_changed.emit(None)

    def _undone(self, visit_id: str) -> None:
        if visit_id == self._encounter.visit_id:
            self._encounter.mark_unlogged(declined=True)
        self.withdrawn.emit()
        self._say(_("Käynti peruttu."))
        self._context.signals.visit_logged.emit()

    def _not_undone(self, fault: NeuvolaError) -> None:
        if isinstance(fault, UndoTooLateError):
            self.withdrawn.emit()
        self._context.signals.fault.emit(fault)

    def _undo_ended(self) -> None:
        self._undoing = ""


def _is_about_note(fault: NeuvolaError) -> bool:
    return isinstance(fault, RefusedContentError) and fault.facts.get("field") not in ("campaign", "point")


def _without_note(entry: Entry) -> Entry:
    return replace(entry, draft=replace(entry.draft, note=""), note_confirmed=False)


def _log(desk: "Desk", entries: tuple[Entry, ...]) -> tuple[Answer, ...]:
    """On the worker: each by itself, so that one that is refused does not hold up the others."""
    try:
        log = desk.visits
    except NeuvolaError as fault:
        return tuple(Answer(entry, fault=fault) for entry in entries)
    answers = []
    for entry in entries:
        try:
            logged = log.log(entry.draft, week=entry.week, note_confirmed=entry.note_confirmed)
        except NeuvolaError as fault:
            answers.append(Answer(entry, fault=fault))
        else:
            answers.append(Answer(entry, logged))
    return tuple(answers)


def _count_question(desk: "Desk") -> "CountedQuestion":
    return desk.visits.count_question()


def _undo_question(desk: "Desk", counted: "CountedQuestion") -> None:
    desk.visits.undo_question(counted)


def _undoable(desk: "Desk") -> "LoggedVisit | None":
    return desk.visits.last_undoable()


def _undo(desk: "Desk", visit_id: str) -> str:
    desk.visits.undo(visit_id)
    return visit_id
