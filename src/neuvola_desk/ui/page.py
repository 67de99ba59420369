"""The frame of a screen that takes the whole window: a way back, its heading, the screen."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from neuvola_desk.i18n import _
from neuvola_desk.ui.parts.buttons import Button
from neuvola_desk.ui.parts.labels import Label
from neuvola_desk.ui.screen import Screen
from neuvola_desk.ui.theme import Theme


class Page(QWidget):
    """``left`` tells that the way back was taken."""

    left = Signal()

    def __init__(self, theme: Theme, screen: Screen) -> None:
        super().__init__()
        self.content = screen
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._back = Button(theme, "plain", "back")
        self._back.clicked.connect(self.left)
        self._heading = Label("", "title")
        head = QHBoxLayout()
        head.setContentsMargins(24, 16, 24, 8)
        head.setSpacing(16)
        head.addWidget(self._back)
        head.addWidget(self._heading, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(screen, 1)
        self.retranslate()

    def retranslate(self) -> None:
        """Sets the texts again."""
        self._back.set_words(_("Takaisin hakuun"), tip=_("Esc"))
        self._heading.setText(self.content.title())
