"""A question in place, before something that cannot be taken back by Esc."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from neuvola_desk.i18n import _
from neuvola_desk.ui.parts.buttons import Button
from neuvola_desk.ui.parts.labels import IconLabel, Label
from neuvola_desk.ui.theme import Theme


class Confirm(QFrame):
    """Hidden until it asks; ``agreed`` tells that the answer was yes."""

    agreed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("kind", "warning")
        self._words = Label()
        self.yes_button = Button(theme, "primary", "check")
        self.no_button = Button(theme, "plain")
        self.yes_button.clicked.connect(self._agree)
        self.no_button.clicked.connect(self.hide)
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(IconLabel(theme, "warn", "warn", 24))
        top.addWidget(self._words, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.no_button)
        buttons.addWidget(self.yes_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(12)
        column.addLayout(top)
        column.addLayout(buttons)
        self.hide()

    def ask(self, words: str, yes: str) -> None:
        """Puts the question; the harmless answer has the keyboard."""
        self._words.setText(words)
        self.yes_button.set_words(yes)
        self.no_button.set_words(_("Peruuta"))
        self.show()
        self.no_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _agree(self) -> None:
        self.hide()
        self.agreed.emit()
