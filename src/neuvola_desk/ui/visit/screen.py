""" "Merkitse käynti": the closed record, filled in by keyboard in seconds."""

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from neuvola_core.errors import NeuvolaError, RefusedContentError
from neuvola_core.visit import Outcome
from neuvola_desk.i18n import _
from neuvola_desk.messages import sentence
from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.parts.buttons import Button
from neuvola_desk.ui.parts.labels import Label
from neuvola_desk.ui.screen import Screen
from neuvola_desk.ui.visit.encounter import Encounter
from neuvola_desk.ui.visit.form import VisitForm
from neuvola_desk.ui.visit.registrar import VisitRegistrar
from neuvola_desk.usecases.visit_draft import draft_expired

if TYPE_CHECKING:  # for its name only: the record is imported on the worker
    from neuvola_desk.usecases.visits import LoggedVisit

_LOOK_EVERY: Final = timedelta(seconds=30)


class VisitScreen(Screen):
    """Shows the draft and asks for it to be logged; nothing typed is lost when that is refused."""

    key = "visit"
    icon_name = "visit"

    def __init__(self, context: WindowContext, encounter: Encounter, registrar: VisitRegistrar) -> None:
        super().__init__(context)
        self._encounter = encounter
        self._registrar = registrar
        self._undoable: LoggedVisit | None = None
        self._fault: NeuvolaError | None = None
        self._needs_missing = False
        theme = context.theme
        self.form = VisitForm(theme)
        self.told = Label("", "error")
        self.done = Label("", "good")
        self.log_button = Button(theme, "plain", "check")
        self.next_button = Button(theme, "plain", "next")
        self.question_button = Button(theme, "quiet", "question")
        self.undo_button = Button(theme, "quiet", "undo")
        self._look = QTimer(self)
        self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        foot = QVBoxLayout()
        foot.setContentsMargins(24, 8, 24, 8)
        foot.setSpacing(4)
        for part in (self.told, self.done, self.log_button, self.next_button):
            foot.addWidget(part)
        lesser = QHBoxLayout()
        lesser.addWidget(self.undo_button)
        lesser.addStretch(1)
        lesser.addWidget(self.question_button)
        foot.addLayout(lesser)
        policy = self.undo_button.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # the panel keeps its width when an undo is offered
        self.undo_button.setSizePolicy(policy)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.form, 1)
        whole.addLayout(foot)

    def _connect(self) -> None:
        encounter, registrar, signals = self._encounter, self._registrar, self.context.signals
        encounter.changed.connect(self._show_encounter)
        registrar.refused.connect(self._refused)
        registrar.undoable_changed.connect(self._take_undoable)
        self.form.edited.connect(self._edited)
        self.form.needs_edited.connect(self._needs_edited)
        self.form.confirmed.connect(self._log_confirmed)
        for button in (self.log_button, self.next_button):
            button.setAutoDefault(True)  # Enter presses them
        self.log_button.clicked.connect(self.log)
        self.next_button.clicked.connect(signals.next_visitor_requested)
        self.question_button.clicked.connect(registrar.count_question)
        signals.unmet_wanted.connect(self._take_unmet)
        signals.contact_made.connect(self._preset_together)
        self.undo_button.clicked.connect(self._undo)
        self._look.setInterval(round(_LOOK_EVERY.total_seconds() * 1000))
        self._look.timeout.connect(self.look_at_clock)
        self._look.start()

    def title(self) -> str:
        """The name of the tab."""
        return _("Käynti")

    def arrive(self) -> None:
        """The keyboard goes to what is to be done next."""
        self._registrar.ask_undoable()
        if self._encounter.visit_id:
            self.next_button.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.form.take_focus()

    def log(self) -> None:
        """Asks for the visit to be logged; a form without a need says so first."""
        self._log(note_confirmed=False)

    def quick(self) -> None:
        """F8: a form that has been touched is logged as it stands, else what was searched and picked."""
        if not self._encounter.has_draft or self._encounter.is_logged:
            self._registrar.quick()
            return
        self.context.signals.visit_wanted.emit()
        self.log()

    def log_as_it_stands(self) -> None:
        """Logs the form if somebody has touched it, else what was searched and picked; shows nothing."""
        if self._encounter.has_draft and self.form.needs.needs:
            self.log()
        else:
            self._registrar.quick()

    def clear_visitor(self) -> None:
        """An empty form."""
        self.form.clear()
        self._fault, self._needs_missing = None, False
        self._show_encounter()

    def retranslate(self) -> None:
        """Sets the texts again."""
        self.form.retranslate()
        self.log_button.set_words(_("Merkitse käynti"), tip=_("Ctrl+Enter"))
        self.next_button.set_words(_("Seuraava kävijä"), tip=_("Ctrl+N"))
        self.question_button.set_words(
            _("+1 kysymys"),
            _("Laske pelkkä kysymys"),
            _("Pelkkä kysymys, josta ei merkitä käyntiä (Shift+F8)"),
        )
        self.undo_button.set_words(
            _("Peru viimeisin"),
            _("Peru viimeksi merkitty käynti"),
            tip=_("Viimeksi merkityn käynnin voi perua, kunnes vuorokaudenaika päättyy"),
        )
        self.done.setText(_("Käynti merkitty."))
        self._show_foot()

    def look_at_clock(self) -> None:
        """Clears a draft that nobody has touched for a quarter of an hour; an undo that is too late goes."""
        now = self.context.now()
        if self._undoable is not None and now >= self._undoable.undo_until:
            self._take_undoable(None)
        encounter = self._encounter
        if encounter.has_draft and not encounter.is_logged and draft_expired(encounter.touched, now):
            self.form.clear()
            self._fault, self._needs_missing = None, False
            encounter.drop_draft()
            self.context.signals.said.emit(
                _("Käyntilomake tyhjennettiin, koska siihen ei ollut koskettu 15 minuuttiin.")
            )

    def _log_confirmed(self) -> None:
        self._log(note_confirmed=True)

    def _log(self, *, note_confirmed: bool) -> None:
        if self._encounter.is_logged:
            return
        needs = self.form.needs.needs
        self._fault, self._needs_missing = None, not needs
        if needs:
            self.form.note.forget_fault()
            self._registrar.log(self.form.draft(self._encounter.given(needs)), note_confirmed=note_confirmed)
        else:
            self.form.take_focus()
        self._show_foot()

    def _take_unmet(self, need: str, reason: str) -> None:
        """Shows the form with what was picked elsewhere; the worker looks at it and logs it."""
        self.context.signals.visit_wanted.emit()
        self.form.take_unmet(need, reason)

    def _preset_together(self) -> None:
        """A contact request counts as done together; told once, so that the person may change it."""
        if not self._encounter.is_logged:
            self.form.outcome.choose(Outcome.TOGETHER)

    def _undo(self) -> None:
        if self._undoable is not None:
            self._registrar.undo(self._undoable.id)

    def _take_undoable(self, logged: "LoggedVisit | None") -> None:
        self._undoable = logged
        self._show_foot()

    def _edited(self) -> None:
        self._fault = None
        self._encounter.fill()
        self._show_foot()

    def _needs_edited(self, needs: tuple[str, ...]) -> None:
        self._needs_missing = False
        self._encounter.choose(needs)
        self._edited()

    def _refused(self, fault: NeuvolaError) -> None:
        if isinstance(fault, RefusedContentError) and fault.facts.get("field") not in ("campaign", "point"):
            self.form.show_note_fault(fault)
            if self._holds_focus():
                self.form.note.take_focus()
        else:
            self._fault = fault
            self.context.signals.fault.emit(fault)
        self._show_foot()

    def _show_encounter(self) -> None:
        encounter = self._encounter
        if not encounter.is_logged:
            self.form.show_needs(encounter.needs)
            if encounter.leaflet_made and self.form.outcome.value is Outcome.UNRECORDED:
                self.form.outcome.choose(Outcome.LEAFLET)
        self._show_foot()

    def _show_foot(self) -> None:
        """The foot says whether the visit is logged, and offers what can be done then."""
        is_logged = bool(self._encounter.visit_id)
        has_turned = self.next_button.isHidden() is is_logged
        moves = has_turned and self._holds_focus()
        self.next_button.setVisible(is_logged)
        self.done.setVisible(is_logged)
        self.form.enable(not is_logged)
        self.log_button.setVisible(not is_logged)
        if has_turned and is_logged:
            self.form.verticalScrollBar().setValue(0)
        if moves:
            target = self.next_button if is_logged else self.log_button
            target.setFocus(Qt.FocusReason.OtherFocusReason)
        self.undo_button.setVisible(self._undoable is not None)
        self.told.setText(self._told_words())
        self.told.setVisible(bool(self.told.text()))

    def _told_words(self) -> str:
        if self._needs_missing:
            return _("Valitse vähintään yksi tarve. Jos et tiedä, kirjoita: muu.")
        fault = self._fault
        if fault is None:
            return ""
        if fault.facts.get("field") == "campaign":
            return _("Asetuksissa oleva kokeilun tunnus ei käy. Muuta se kohdassa Asetukset.")
        return sentence(fault)

    def _holds_focus(self) -> bool:
        focused: QWidget | None = self.window().focusWidget()
        return focused is not None and self.isAncestorOf(focused)
