"""What the point itself knows of the service that is shown, and the three things one can do about it.

The form that is open and what is half typed in it stay until the visitor or the service is another.
"""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from neuvola_core.catalogue import Service
from neuvola_core.errors import NeuvolaError
from neuvola_core.roles import Act
from neuvola_desk.i18n import _
from neuvola_desk.record_port import ServiceNote
from neuvola_desk.ui.background import Lane
from neuvola_desk.ui.card import question
from neuvola_desk.ui.card.done_bar import DoneBar
from neuvola_desk.ui.card.forms import CardForm, CorrectionForm, NoteForm
from neuvola_desk.ui.card.note_view import NoteView
from neuvola_desk.ui.card.question import Kept
from neuvola_desk.ui.card.words import call_words
from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.parts.buttons import Button
from neuvola_desk.ui.parts.flow import FlowLayout
from neuvola_desk.ui.parts.labels import IconLabel, Label, Role
from neuvola_desk.ui.words import AGE_MARKS
from neuvola_desk.usecases.data_age import age_of, is_doubtful

if TYPE_CHECKING:  # for its name only: the record is imported on the worker
    from neuvola_desk.desk import Desk

_ROLES: Final[Mapping[str, Role]] = {"good": "good", "warn": "warn"}


class PointPane(QWidget):
    """Called, noted, corrected: one click each, each undone by one more."""

    opened = Signal(QWidget)
    """A form came up: it should be in sight."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__()
        self._context = context
        self._service = ""
        self._checked_on: date | None = None
        self._note: ServiceNote | None = None
        self._before: ServiceNote | None = None
        self._writing = False
        self._make_parts()
        self._lay_out()
        context.shift.changed.connect(self._shift_changed)
        self.retranslate()

    def _make_parts(self) -> None:
        theme = self._context.theme
        self._call_icon, self._call_words = IconLabel(theme, "check", "good"), Label("", "muted")
        self._doubt = Label("", "warn")
        self.call_button = Button(theme, "option", "phone")
        self.call_button.clicked.connect(self._mark_call)
        self.note_button = Button(theme, "option", "list")
        self.note_button.clicked.connect(self._open_note)
        self.correct_button = Button(theme, "option", "mail")
        self.correct_button.clicked.connect(self._open_correction)
        for button in (self.call_button, self.note_button, self.correct_button):
            button.setAutoDefault(True)
        self.view = NoteView(theme)
        self.view.settled.connect(self._settle)
        self.note_form, self.correction_form = NoteForm(theme), CorrectionForm(theme)
        self.note_form.kept.connect(self._write_note)
        self.correction_form.kept.connect(self._propose)
        for form in (self.note_form, self.correction_form):
            form.left.connect(self._close_forms)
            form.hide()
        self.done = DoneBar(theme)
        self.done.undone.connect(partial(self.note_button.setFocus, Qt.FocusReason.OtherFocusReason))

    def _lay_out(self) -> None:
        self._call = QWidget()
        call = QHBoxLayout(self._call)
        call.setContentsMargins(0, 0, 0, 0)
        call.setSpacing(8)
        call.addWidget(self._call_icon)
        call.addWidget(self._call_words, 1)
        self._actions = QWidget()
        actions = FlowLayout(self._actions, spacing=4)
        for button in (self.call_button, self.note_button, self.correct_button):
            actions.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        forms = (self.note_form, self.correction_form)
        for part in (self._call, self._doubt, self._actions, self.done, *forms, self.view):
            column.addWidget(part)

    def show_service(self, service: Service) -> None:
        """Another service, or the same one read anew: then what is half typed stays."""
        self._checked_on = service.checked_on
        if service.id != self._service:
            self._service = service.id
            self._forget()
        self._ask()

    def forget(self) -> None:
        """Nothing is typed, nothing is known, nothing can be undone."""
        self._forget()
        self.retranslate()

    def _forget(self) -> None:
        self._note = None
        self.done.forget()
        self.note_form.hide()
        self.note_form.box.put("")
        self.correction_form.hide()
        self.correction_form.clear()

    def retranslate(self) -> None:
        """Sets the texts again."""
        shift, note = self._context.shift, self._note
        today = self._context.now().date()
        decides = shift.may(Act.NOTE_SERVICE)
        called_on = note.called_on if note else None
        self._call.setVisible(called_on is not None)
        if called_on is not None:
            icon, hue = AGE_MARKS[age_of(called_on, today)]
            self._call_icon.show_icon(icon, hue)
            self._call_words.set_role(_ROLES.get(hue, "muted"))
            self._call_words.setText(call_words(called_on, today))
        is_called = called_on == today or bool(note and note.suggested_call == today)
        self.call_button.set_icon_name("undo" if is_called else "phone")
        self.call_button.set_words(_("Peru soitto") if is_called else _("Soitettu tänään"))
        self.call_button.setToolTip("" if is_called else _("Soitin, ja tiedot pitävät paikkansa"))
        self.call_button.setVisible(decides or called_on != today)
        is_noted = bool(note and note.text)
        self.note_button.set_words(
            _("Muistiinpano"), _("Muokkaa muistiinpanoa") if is_noted else _("Kirjoita muistiinpano")
        )
        self.correct_button.set_words(_("Ilmoita korjaus"))
        self.note_form.retranslate(is_suggestion=not decides)
        self.correction_form.retranslate()
        self.view.show_note(note, decides=decides)
        self.done.retranslate()
        self._doubt.setText(_("Tieto voi olla vanhentunut. Soita ensin ja merkitse soitto."))
        self._doubt.setVisible(is_doubtful(self._checked_on, called_on, today))
        self.setVisible(bool(self._service) and not shift.state.is_locked)

    def _shift_changed(self) -> None:
        self._forget()
        self._ask()

    def _ask(self) -> None:
        if self._service and not self._context.shift.state.is_locked:
            work = partial(question.note_of, service_id=self._service)
            self._context.door.ask(work, self._take_note, self._not_told, Lane.RECORD)
        self.retranslate()

    def _take_note(self, note: ServiceNote | None) -> None:
        if note is not None and note.service == self._service:
            self._note = note
            self.retranslate()

    def _not_told(self, _fault: NeuvolaError) -> None:
        """A record that does not open says so where somebody needs it."""

    def _mark_call(self) -> None:
        note, today = self._note, self._context.now().date()
        is_called = note is not None and today in (note.called_on, note.suggested_call)
        self.done.forget()
        self._write(partial(question.mark_call, service_id=self._service, made=not is_called), self._kept)

    def _settle(self, taken: bool) -> None:
        work = partial(question.settle_suggestion, service_id=self._service, taken=taken)
        self._write(work, self._kept)
        self.note_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_note(self) -> None:
        self.note_form.box.put(self._own_text(self._note))
        self._open(self.note_form)

    def _open_correction(self) -> None:
        self._open(self.correction_form)

    def _open(self, form: CardForm) -> None:
        self.done.forget()
        for other in (self.note_form, self.correction_form):
            other.setVisible(other is form)
        form.first_field().setFocus(Qt.FocusReason.OtherFocusReason)
        self.opened.emit(form)

    def _close_forms(self) -> None:
        button = self.note_button if self.note_form.isVisible() else self.correct_button
        for form in (self.note_form, self.correction_form):
            form.hide()
        self.correction_form.clear()
        button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _write_note(self) -> None:
        self._before = self._note
        work = partial(question.write_note, service_id=self._service, text=self.note_form.box.text)
        self._write(work, self._note_kept)

    def _propose(self) -> None:
        form = self.correction_form
        if form.part is None:
            form.ask_for_part()
            return
        work = partial(question.propose, service_id=self._service, part=form.part, text=form.box.text)
        self._write(work, self._proposed)

    def _write(self, work: "Callable[[Desk], Kept]", then: Callable[[Kept], None]) -> None:
        """One thing at a time: a second press does not do it twice."""
        if self._writing or not self._service:
            return
        self._writing = True
        self._context.signals.record_wanted.emit()
        task = self._context.door.ask(work, then, self._fail, Lane.RECORD)
        task.ended.connect(self._ended)

    def _ended(self) -> None:
        self._writing = False

    def _fail(self, fault: NeuvolaError) -> None:
        self._context.signals.fault.emit(fault)

    def _kept(self, kept: Kept) -> None:
        self._take_note(kept.note)

    def _note_kept(self, kept: Kept) -> None:
        if self._is_refused(kept, self.note_form):
            return
        self._close_forms()
        self.done.offer(_note_kept_words, self._restore_note)
        self._take_note(kept.note)

    def _proposed(self, kept: Kept) -> None:
        if self._is_refused(kept, self.correction_form):
            return
        self._close_forms()
        self.done.offer(_proposed_words, partial(self._withdraw, kept.correction))

    def _is_refused(self, kept: Kept, form: CardForm) -> bool:
        """Whether there is nothing more to do: it was refused, or another service is open by now."""
        if kept.fault is not None and (kept.service != self._service or not form.isVisible()):
            self._fail(kept.fault)
        elif kept.fault is not None:
            form.show_fault(kept.fault)
        return kept.fault is not None or kept.service != self._service

    def _restore_note(self) -> None:
        text = self._own_text(self._before)
        self._write(partial(question.write_note, service_id=self._service, text=text), self._kept)

    def _own_text(self, note: ServiceNote | None) -> str:
        """What whoever is here would write over: a volunteer's own suggestion, or the note."""
        if note is None:
            return ""
        return note.text if self._context.shift.may(Act.NOTE_SERVICE) else note.suggested or note.text

    def _withdraw(self, correction: str) -> None:
        work = partial(question.take_back, service_id=self._service, correction=correction)
        self._write(work, self._withdrawn)

    def _withdrawn(self, kept: Kept) -> None:
        left = bool(kept.correction)
        said = _("Korjaus on jo lähetetty, joten sitä ei voi perua.") if left else _("Korjaus peruttu.")
        self._context.signals.said.emit(said)


def _note_kept_words() -> str:
    return _("Muistiinpano tallennettu.")


def _proposed_words() -> str:
    return _("Korjaus ilmoitettu. Koordinaattori tarkistaa sen.")
