"""A line of text that may tell nothing of a visitor: says why it was refused, asks where it is not sure."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from neuvola_core.errors import NeuvolaError, RefusedContentError
from neuvola_desk.i18n import _
from neuvola_desk.messages import sentence
from neuvola_desk.ui.parts.buttons import Button
from neuvola_desk.ui.parts.flow import FlowLayout
from neuvola_desk.ui.parts.labels import Label
from neuvola_desk.ui.theme import Theme
from neuvola_desk.usecases.notes import LONGEST_NOTE


class GuardedLine(QWidget):
    """Decides nothing: ``show_fault`` says what the guard said; ``confirmed`` is the answer "it is not"."""

    edited = Signal()
    confirmed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._fault: NeuvolaError | None = None
        self._name = Label("", "strong")
        self.field = QLineEdit()
        self.field.setMaxLength(LONGEST_NOTE)
        self.field.textEdited.connect(self._edit)
        self._name.setBuddy(self.field)
        self.told = Label("", "error")
        self.no_button, self.yes_button = Button(theme, "plain", "check"), Button(theme, "plain", "remove")
        self.no_button.setAutoDefault(True)
        self.no_button.clicked.connect(self.confirmed)
        self.yes_button.clicked.connect(self._empty)
        self._answers = QWidget()
        answers = FlowLayout(self._answers, spacing=4)
        answers.addWidget(self.no_button)
        answers.addWidget(self.yes_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for part in (self._name, self.field, self.told, self._answers):
            column.addWidget(part)
        self._show()

    @property
    def text(self) -> str:
        """What has been typed."""
        return self.field.text()

    def clear(self) -> None:
        """Nothing typed, nothing refused, nothing for "undo" to bring back."""
        self.field.setText("")
        self.forget_fault()

    def show_fault(self, fault: NeuvolaError) -> None:
        """Says why the text was not taken; the text stays."""
        self._fault = fault
        self._show()

    def take_focus(self) -> None:
        """The keyboard goes to the answer where something is asked, else to the text."""
        target: QWidget = self.no_button if self._answers.isVisibleTo(self) else self.field
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget_fault(self) -> None:
        """The text is another one, or it was taken."""
        self._fault = None
        self._show()

    def set_words(self, name: str, hint: str) -> None:
        """The name of the field and what belongs in it."""
        self._name.setText(name)
        self.field.setPlaceholderText(hint)
        self.field.setAccessibleName(name)
        self.field.setAccessibleDescription(hint)
        self.field.setToolTip(hint)
        self.no_button.set_words(_("Ei ole, tallenna"), _("Ei ole kävijän tieto, tallenna"))
        self.yes_button.set_words(_("On, poista"), _("On kävijän tieto, poista teksti"))
        self._show()

    def _edit(self, _text: str) -> None:
        self.forget_fault()
        self.edited.emit()

    def _empty(self) -> None:
        self.clear()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()

    def _show(self) -> None:
        fault = self._fault
        self.told.setText(sentence(fault) if fault else "")
        self.told.setVisible(fault is not None)
        asks = isinstance(fault, RefusedContentError) and bool(fault.facts.get("question"))
        self._answers.setVisible(asks)
