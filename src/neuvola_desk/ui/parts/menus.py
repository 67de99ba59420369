"""A menu that a keyboard and a screen reader find something in."""

from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QMenu, QWidget


class Menu(QMenu):
    """Begins at its first line, unless a mouse opened it: a screen reader knows a menu by its lines only."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.triggered.connect(self.hide)  # a line that a screen reader took leaves the menu open

    def showEvent(self, event: QShowEvent) -> None:
        """See the class."""
        super().showEvent(event)
        lines = [action for action in self.actions() if action.isEnabled() and not action.isSeparator()]
        if lines and not QGuiApplication.mouseButtons():
            self.setActiveAction(lines[0])
