"""One sentence of what came of what was asked, with a sign and a colour that say the same."""

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from neuvola_desk.ui.parts.labels import IconLabel, Label
from neuvola_desk.ui.theme import Theme

Mood = Literal["good", "working", "bad"]

_SIGNS = {"good": ("check", "good"), "working": ("clock", "muted"), "bad": ("warn", "danger")}


class OutcomeLine(QWidget):
    """Takes no room while there is nothing to tell; what it tells is read out too."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._sign = IconLabel(theme, "check", "good", 20)
        self._words = Label("", "strong").let_copy()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)
        self.hide()

    @property
    def words(self) -> str:
        """What is told now."""
        return self._words.text()

    def tell(self, words: str, mood: Mood) -> None:
        """Tells something in place of what was told before."""
        self._sign.show_icon(*_SIGNS[mood])
        self._words.setText(words)
        self._words.setAccessibleName(words)
        self.show()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def clear(self) -> None:
        """Tells nothing any more."""
        self._words.setText("")
        self._words.setAccessibleName("")
        self.hide()
