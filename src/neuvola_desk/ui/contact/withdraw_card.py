"""Taking a request back by the code on the visitor's sheet."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from neuvola_core.errors import InvalidRecordError, NeuvolaError
from neuvola_desk.contact_words import withdrawn_words
from neuvola_desk.i18n import _
from neuvola_desk.messages import sentence
from neuvola_desk.ui.background import Lane
from neuvola_desk.ui.contact import asking
from neuvola_desk.ui.contact.private_line import PrivateLine, forget_lines
from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.leaflet.outcome import OutcomeLine
from neuvola_desk.ui.parts.buttons import Button
from neuvola_desk.ui.parts.labels import Label
from neuvola_desk.ui.settings.fields import Field

if TYPE_CHECKING:  # for its name only
    from neuvola_desk.contact_port import Withdrawn


class WithdrawCard(QWidget):
    """One field and one button; what is in the field goes as soon as it has worked."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__()
        self._context = context
        self._title = Label("", "lead")
        self.line = PrivateLine()
        self.field = Field(self.line)
        self.button = Button(context.theme, "plain", "remove")
        self.button.setAutoDefault(True)
        self.outcome = OutcomeLine(context.theme)
        self.line.textEdited.connect(self._edit)
        self.line.returnPressed.connect(self.withdraw)
        self.button.clicked.connect(self.withdraw)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (self._title, self.field, self.outcome):
            column.addWidget(part)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self.retranslate()

    def withdraw(self) -> None:
        """Takes the request back; an empty field asks for nothing."""
        if self.line.text():
            self._context.signals.record_wanted.emit()
            self._context.door.ask(
                asking.withdraw(self.line.text()), self._withdrawn, self._refused, Lane.RECORD
            )

    def clear(self) -> None:
        """Nothing typed, nothing told."""
        forget_lines(self.line)
        self.field.show_fault("")
        self.outcome.clear()

    def retranslate(self) -> None:
        """Sets the texts again."""
        self._title.setText(_("Peru yhteydenottopyyntö"))
        self.field.set_words(
            _("Kävijän lapussa oleva perumiskoodi"), _("12 merkkiä, esimerkiksi 3XK7-M9P2-QW8R")
        )
        self.button.set_words(_("Peru pyyntö"))

    def _edit(self, _text: str) -> None:
        self.field.show_fault("")
        self.outcome.clear()

    def _withdrawn(self, done: "Withdrawn") -> None:
        self.clear()
        self.outcome.tell(withdrawn_words(done), "good")
        self._context.signals.contact_changed.emit()

    def _refused(self, fault: NeuvolaError) -> None:
        if isinstance(fault, InvalidRecordError):
            self.field.show_fault(sentence(fault))
            self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.outcome.tell(sentence(fault), "bad")
