"""What was just done on a card, and the one press that takes it back."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from neuvola_desk.i18n import _
from neuvola_desk.ui.parts.buttons import Button
from neuvola_desk.ui.parts.labels import Label
from neuvola_desk.ui.theme import Theme


class DoneBar(QFrame):
    """Seen until something else is done, or the service or the visitor is another."""

    undone = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("kind", "notice")
        self._words: Callable[[], str] = str
        self._undo: Callable[[], None] | None = None
        self._told = Label("", "strong")
        self._button = Button(theme, "plain", "undo")
        self._button.setAutoDefault(True)
        self._button.clicked.connect(self._take_back)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 2, 8, 2)
        row.addWidget(self._told, 1)
        row.addWidget(self._button)
        self.retranslate()

    def offer(self, words: Callable[[], str], undo: Callable[[], None]) -> None:
        """Says what was done, in whatever language is in use, and offers to undo it."""
        self._words, self._undo = words, undo
        self.retranslate()

    def forget(self) -> None:
        """Offers nothing any more."""
        self._words, self._undo = str, None
        self.retranslate()

    def retranslate(self) -> None:
        """Sets the texts again."""
        self._told.setText(self._words())
        self._button.set_words(_("Peru"))
        self.setVisible(self._undo is not None)

    def _take_back(self) -> None:
        undo = self._undo
        self.forget()
        if undo is not None:
            undo()
        self.undone.emit()
