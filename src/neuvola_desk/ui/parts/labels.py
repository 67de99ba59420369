"""Texts of the type scale."""

from typing import Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from neuvola_desk.ui.icons import pixmap
from neuvola_desk.ui.theme import Theme

Role = Literal[
    "small",
    "muted",
    "body",
    "strong",
    "lead",
    "lead-text",
    "title",
    "display",
    "number",
    "spoken",
    "consent",
    "emergency",
    "good",
    "warn",
    "error",
]


class Label(QLabel):
    """Plain text that wraps; never rich text, for its words may come from an import."""

    def __init__(
        self, text: str = "", role: Role = "body", parent: QWidget | None = None, *, wrap: bool = True
    ) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setWordWrap(wrap)
        if wrap:
            policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)

    def set_role(self, role: Role) -> None:
        """Is of another kind from now on."""
        if self.property("role") != role:
            self.setProperty("role", role)
            self.style().unpolish(self)
            self.style().polish(self)

    def let_copy(self) -> "Label":
        """The text may be selected with mouse and keyboard."""
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        return self


class ElidedLabel(QLabel):
    """One line that ends in … where there is no room; the whole text is in the tool tip."""

    def __init__(self, text: str = "", role: Role = "body", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", role)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Keeps the whole text for the tool tip and the screen reader."""
        super().setText(text)
        self.setToolTip(text)

    def minimumSizeHint(self) -> QSize:
        """As narrow as need be."""
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws the line that fits."""
        painter = QPainter(self)
        area = self.contentsRect()
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, area.width())
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), text)


class IconLabel(QLabel):
    """A picture beside words; it says nothing of its own to a screen reader."""

    def __init__(self, theme: Theme, name: str, hue: str = "muted", size: int = 18) -> None:
        super().__init__()
        self._theme, self._name, self._hue, self._size = theme, name, hue, size
        self.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._draw()
        theme.changed.connect(self._draw)

    def show_icon(self, name: str, hue: str) -> None:
        """Shows another icon in another colour."""
        self._name, self._hue = name, hue
        self._draw()

    def _draw(self) -> None:
        look = self._theme.look
        size = round(self._size * look.scale)
        colour = getattr(look.palette, self._hue)
        self.setPixmap(pixmap(self._name, colour, size, self.devicePixelRatioF()))
