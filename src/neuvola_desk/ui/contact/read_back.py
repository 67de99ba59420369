"""What was typed, as it would be sent: the number in large digits, to be read aloud before sealing."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from neuvola_desk.i18n import _
from neuvola_desk.ui.contact.reading import groups
from neuvola_desk.ui.contact.words import in_their_words
from neuvola_desk.ui.leaflet.outcome import OutcomeLine
from neuvola_desk.ui.parts.buttons import Button
from neuvola_desk.ui.parts.flow import FlowLayout
from neuvola_desk.ui.parts.labels import Label
from neuvola_desk.ui.theme import Theme
from neuvola_desk.usecases.consent import ConsentWords
from neuvola_desk.usecases.contact_requests import Typed


class ReadBack(QWidget):
    """``right`` and ``wrong`` are what the visitor says of it."""

    right = Signal()
    wrong = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.address = ""
        """What was read back, as it would be sealed."""
        self._title, self._told = Label("", "lead"), Label("", "muted")
        self.digits = Label("", "spoken")
        self.others = Label("", "lead-text")
        self.outcome = OutcomeLine(theme)
        self.right_button = Button(theme, "primary", "check")
        self.wrong_button = Button(theme, "plain", "undo")
        buttons = QWidget()
        flow = FlowLayout(buttons, spacing=8)
        for button in (self.right_button, self.wrong_button):
            button.setAutoDefault(True)
            flow.addWidget(button)
        self.right_button.clicked.connect(self.right)
        self.wrong_button.clicked.connect(self.wrong)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (self._title, self._told, self.digits, self.others, buttons, self.outcome):
            column.addWidget(part)

    def show_typed(self, typed: Typed) -> None:
        """Shows it; nothing of it is held but what is shown and the address."""
        self.address = typed.address
        self.digits.setText(groups(typed.address))
        others = [typed.first_name, typed.sentence]
        self.others.setText("\n".join(text for text in others if text))
        self.others.setVisible(any(others))
        self.outcome.clear()

    def clear(self) -> None:
        """Nothing is shown and nothing held."""
        self.address = ""
        for label in (self.digits, self.others):
            label.setText("")
        self.outcome.clear()

    def take_focus(self) -> None:
        """The keyboard goes to the answer."""
        self.right_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_words(self, visitor: ConsentWords) -> None:
        """The question, in the visitor's language too."""
        self._title.setText(_("Lue ääneen ja kysy: onko tämä oikein?"))
        self._told.setText(in_their_words(visitor, "read_back"))
        self._told.setVisible(bool(self._told.text()))
        self.right_button.set_words(_("Oikein, näytä suostumus kävijälle"))
        self.wrong_button.set_words(_("Korjaa"))
