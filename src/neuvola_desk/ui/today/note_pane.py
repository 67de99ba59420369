"""Notes that stay on the desk: a guarded line to write one, and the ones that are there."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from neuvola_core.errors import NeuvolaError, RefusedContentError
from neuvola_desk.i18n import _
from neuvola_desk.record_port import Note, NoteKind
from neuvola_desk.ui.background import Lane
from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.parts.buttons import Button, IconButton
from neuvola_desk.ui.parts.flow import clear_layout
from neuvola_desk.ui.parts.labels import Label
from neuvola_desk.ui.visit.guarded_line import GuardedLine
from neuvola_desk.ui.words import date_words

if TYPE_CHECKING:  # for its name only: the record is imported on the worker
    from neuvola_desk.desk import Desk


@dataclass(frozen=True, slots=True)
class _Written:
    """What became of a note: kept, or the fault; ``visitor`` is who was here when it was typed."""

    visitor: int
    text: str
    fault: NeuvolaError | None = None


class NotePane(QFrame):
    """Nothing typed is lost when a note is refused; what is half typed goes with the visitor."""

    changed = Signal()

    def __init__(self, context: WindowContext, kind: NoteKind) -> None:
        super().__init__()
        self._context = context
        self._kind = kind
        self._notes: tuple[Note, ...] = ()
        self._visitor = 0
        self._writing = False
        self.setProperty("kind", "card")
        self._title = Label("", "lead")
        self._about = Label("", "small")
        self.line = GuardedLine(context.theme)
        self.line.field.returnPressed.connect(self.write)
        self.line.confirmed.connect(self._write_confirmed)
        self.keep_button = Button(context.theme, "plain", "plus")
        self.keep_button.setAutoDefault(True)
        self.keep_button.clicked.connect(self.write)
        self._none = Label("", "muted")
        self._rows = QVBoxLayout()
        self._rows.setSpacing(4)
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(8)
        for part in (self._title, self._about, self.line):
            column.addWidget(part)
        column.addWidget(self.keep_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._none)
        column.addLayout(self._rows)

    def set_words(self, title: str, about: str, field: str, hint: str) -> None:
        """What the notes are for."""
        self._title.setText(title)
        self._about.setText(about)
        self.line.set_words(field, hint)
        self.keep_button.set_words(_("Tallenna"), _("Tallenna: {field}").format(field=field))
        self._none.setText(_("Ei viestejä.") if self._kind is NoteKind.HANDOVER else _("Ei muistiinpanoja."))
        self._draw()

    def show_notes(self, notes: Sequence[Note]) -> None:
        """Shows what is there."""
        self._notes = tuple(notes)
        self._draw()

    def clear_visitor(self) -> None:
        """What is half typed goes; an answer on its way is not shown to the next visitor."""
        self._visitor += 1
        self.line.clear()

    def write(self) -> None:
        """Asks for the note to be kept."""
        self._write(confirmed=False)

    def _write_confirmed(self) -> None:
        self._write(confirmed=True)

    def _write(self, *, confirmed: bool) -> None:
        text = self.line.text.strip()
        if not text or self._writing:
            return
        self._writing = True
        self.line.forget_fault()
        work = partial(_write, kind=self._kind, text=text, confirmed=confirmed, visitor=self._visitor)
        self._context.door.ask(work, self._written, lane=Lane.RECORD).ended.connect(self._ended)

    def _written(self, written: _Written) -> None:
        if written.fault is None:
            self.changed.emit()
            if self.line.text.strip() == written.text:
                self.line.clear()
        elif not isinstance(written.fault, RefusedContentError):
            self._context.signals.fault.emit(written.fault)
        elif written.visitor == self._visitor:
            self.line.show_fault(written.fault)
            self.line.take_focus()

    def _ended(self) -> None:
        self._writing = False

    def _erase(self, note_id: str, _checked: bool = False) -> None:
        self.line.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._context.door.ask(partial(_erase, note_id=note_id), self._erased, lane=Lane.RECORD)

    def _erased(self, _answer: object) -> None:
        self.changed.emit()

    def _draw(self) -> None:
        clear_layout(self._rows)
        for note in self._notes:
            self._rows.addWidget(self._row(note))
        self._none.setVisible(not self._notes)

    def _row(self, note: Note) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(note.text))
        words.addWidget(Label(_("Poistuu {day}").format(day=date_words(note.erase_on)), "small"))
        erase = IconButton(self._context.theme, "remove", small=True)
        erase.set_words(_("Poista: {text}").format(text=note.text))
        erase.clicked.connect(partial(self._erase, note.id))
        row.addLayout(words, 1)
        row.addWidget(erase, 0, Qt.AlignmentFlag.AlignTop)
        return line


def _write(desk: "Desk", kind: NoteKind, text: str, confirmed: bool, visitor: int) -> _Written:
    try:
        desk.notes.write(kind, text, confirmed=confirmed)
    except NeuvolaError as fault:
        return _Written(visitor, text, fault)
    return _Written(visitor, text)


def _erase(desk: "Desk", note_id: str) -> None:
    desk.notes.erase(note_id)
