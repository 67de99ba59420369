"""A line for a PIN: digits only, never shown, never on the clipboard."""

from PySide6.QtCore import QRegularExpression, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QRegularExpressionValidator
from PySide6.QtWidgets import QLineEdit

from neuvola_desk.usecases.pin_hash import MOST_DIGITS

_CLIPBOARD = (QKeySequence.StandardKey.Paste, QKeySequence.StandardKey.Copy, QKeySequence.StandardKey.Cut)


class PinField(QLineEdit):
    """Digits of the upper row and of the numeric pad alike."""

    def __init__(self) -> None:
        super().__init__()
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setMaxLength(MOST_DIGITS)
        self.setValidator(QRegularExpressionValidator(QRegularExpression(f"[0-9]{{0,{MOST_DIGITS}}}"), self))
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhHiddenText
            | Qt.InputMethodHint.ImhDigitsOnly
            | Qt.InputMethodHint.ImhNoPredictiveText
        )
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setAcceptDrops(False)
        self.setMaximumWidth(240)

    def take(self) -> str:
        """What was typed; the line is empty after, and remembers nothing to undo."""
        typed = self.text()
        self.clear()
        return typed

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """No clipboard, either way."""
        if any(event.matches(key) for key in _CLIPBOARD):
            event.ignore()
            return
        super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The middle button would paste what is selected somewhere else."""
        if event.button() is not Qt.MouseButton.MiddleButton:
            super().mouseReleaseEvent(event)
