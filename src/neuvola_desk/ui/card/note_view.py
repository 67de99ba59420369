"""What the point has written of a service, and what a volunteer suggests to be written."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from neuvola_desk.i18n import _
from neuvola_desk.record_port import ServiceNote
from neuvola_desk.ui.card.words import suggested_call_words
from neuvola_desk.ui.parts.buttons import Button
from neuvola_desk.ui.parts.labels import IconLabel, Label
from neuvola_desk.ui.theme import Theme


class NoteView(QWidget):
    """Empty, and not seen, where nobody has written anything; ``settled`` tells whether it was taken up."""

    settled = Signal(bool)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._title, self._text = Label("", "strong"), Label("").let_copy()
        self._suggestion, self._waits = Label("", "strong"), Label("", "small")
        self._suggested = Label("").let_copy()
        self.take_button, self.drop_button = Button(theme, "plain", "check"), Button(theme, "quiet", "close")
        for button, taken in ((self.take_button, True), (self.drop_button, False)):
            button.setAutoDefault(True)
            button.clicked.connect(self._taken if taken else self._dropped)
        self._answers = QWidget()
        answers = QHBoxLayout(self._answers)
        answers.setContentsMargins(0, 0, 0, 0)
        answers.setSpacing(8)
        answers.addWidget(self.take_button)
        answers.addWidget(self.drop_button)
        answers.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._note = _frame(theme, "notice", "list", self._title, self._text)
        waiting = (self._suggestion, self._suggested, self._waits, self._answers)
        self._waiting = _frame(theme, "warning", "question", *waiting)
        column.addWidget(self._note)
        column.addWidget(self._waiting)

    def show_note(self, note: ServiceNote | None, *, decides: bool) -> None:
        """Shows what there is; ``decides`` offers to settle a suggestion."""
        self._title.setText(_("Neuvontapisteen muistiinpano"))
        self._text.setText(note.text if note else "")
        self._note.setVisible(bool(note and note.text))
        waits = bool(note and (note.suggested or note.suggested_call))
        self._waiting.setVisible(waits)
        self._suggestion.setText(_("Vapaaehtoisen ehdotus"))
        told = [note.suggested] if note and note.suggested else []
        if note and note.suggested_call:
            told.append(suggested_call_words(note.suggested_call))
        self._suggested.setText("\n".join(told))
        self._waits.setText(_("Odottaa neuvojan hyväksyntää."))
        self._waits.setVisible(not decides)
        self._answers.setVisible(decides)
        self.take_button.set_words(_("Hyväksy"), _("Hyväksy vapaaehtoisen ehdotus"))
        self.drop_button.set_words(_("Poista"), _("Poista vapaaehtoisen ehdotus"))
        self.setVisible(bool(note and note.text) or waits)

    def _taken(self) -> None:
        self.settled.emit(True)

    def _dropped(self) -> None:
        self.settled.emit(False)


def _frame(theme: Theme, kind: str, icon: str, *parts: QWidget) -> QFrame:
    frame = QFrame()
    frame.setProperty("kind", kind)
    row = QHBoxLayout(frame)
    row.setContentsMargins(12, 8, 12, 8)
    row.setSpacing(8)
    hue = "accent" if kind == "notice" else "warn"
    row.addWidget(IconLabel(theme, icon, hue), 0, Qt.AlignmentFlag.AlignTop)
    column = QVBoxLayout()
    column.setSpacing(4)
    for part in parts:
        column.addWidget(part)
    row.addLayout(column, 1)
    return frame
