"""A few lines of text that are about a service: Tab goes on, Ctrl+Enter keeps."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit

from neuvola_desk.ui.theme import Theme

_LINES: Final = 4
RETURN: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class TextBox(QPlainTextEdit):
    """No longer than ``longest``: what is typed or pasted beyond that does not come in."""

    kept = Signal()

    def __init__(self, theme: Theme, longest: int) -> None:
        super().__init__()
        self._theme = theme
        self._longest = longest
        self.setTabChangesFocus(True)
        self.textChanged.connect(self._cut)
        theme.changed.connect(self._fit)
        self._fit()

    @property
    def text(self) -> str:
        """What has been typed."""
        return self.toPlainText().strip()

    def put(self, text: str) -> None:
        """Shows a text, with nothing for "undo" to bring back and the cursor behind it."""
        self.setPlainText(text)
        cursor = self.textCursor()
        cursor.movePosition(cursor.MoveOperation.End)
        self.setTextCursor(cursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter ends the typing; every other key types."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() in RETURN and control:
            self.kept.emit()
        else:
            super().keyPressEvent(event)

    def _cut(self) -> None:
        text = self.toPlainText()
        if len(text) > self._longest:
            self.put(text[: self._longest])

    def _fit(self) -> None:
        lines = _LINES * self.fontMetrics().lineSpacing()
        self.setFixedHeight(lines + self._theme.look.px(2.5))
