"""A line for what a visitor says of themselves: nothing remembers it, not even its undo."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit

from neuvola_desk.ui.clipboard import OwnClipboard

_COPYING = (QKeySequence.StandardKey.Copy, QKeySequence.StandardKey.Cut)


def make_private(line: QLineEdit) -> None:
    """Asks input methods to learn nothing from a line; nothing is dragged out of it."""
    line.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText)
    line.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
    line.setDragEnabled(False)


def forget_lines(*lines: QLineEdit) -> None:
    """Empties lines so that nothing brings their text back, and the clipboard of what came from here."""
    held = any(line.text() for line in lines)
    for line in lines:
        line.setText("")  # unlike clear(), leaves nothing to undo
    if held:
        OwnClipboard.forget()


class PrivateLine(QLineEdit):
    """Nothing is copied out of it; pasting into it is as everywhere."""

    def __init__(self) -> None:
        super().__init__()
        make_private(self)

    def event(self, event: QEvent) -> bool:
        """Keys that copy do nothing, here or in a menu."""
        kinds = (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)
        if event.type() in kinds and isinstance(event, QKeyEvent) and any(map(event.matches, _COPYING)):
            event.accept()
            return True
        return super().event(event)
