"""Grey lines where words will stand: seen only when what is read takes longer than a blink."""

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from neuvola_desk.i18n import _
from neuvola_desk.ui.theme import Theme

PATIENCE_MS: Final = 150
"""What comes sooner replaces what was there before without a flicker between."""

_LINES: Final = ((0.9, 3), (0.6, 2), (0.0, 1), (0.5, 2), (0.55, 2), (0.0, 1), (1.0, 2), (0.95, 2), (0.7, 2))
"""Share of the width, and height in steps of the grid; no width is a gap."""


class Skeleton(QWidget):
    """The shape of a card before it is there; it does not move: reduced motion holds for everybody."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.retranslate()

    def retranslate(self) -> None:
        """A screen reader is told what the lines mean."""
        self.setAccessibleName(_("Haetaan…"))

    def sizeHint(self) -> QSize:
        """As large as there is room."""
        return QSize(0, 0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws the lines from the top."""
        look = self._theme.look
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("line"))
        left, top = look.px(3), look.px(2)
        room = self.width() - 2 * left
        for share, height in _LINES:
            if share:
                line = QRectF(left, top, room * share, look.px(height))
                painter.drawRoundedRect(line, look.px(0.5), look.px(0.5))
            top += look.px(height) + look.px(1)
        painter.end()
