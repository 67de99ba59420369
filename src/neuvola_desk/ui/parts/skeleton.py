"""Grey lines where words will stand: seen only when what is read takes longer than a blink."""

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from neuvola_desk.i18n import _
from neuvola_desk.ui.theme import Theme

PATIENCE_MS: Final = 150
"""What comes sooner replaces what was there before without a flicker between."""

Shape = tuple[tuple[tuple[float, ...], int], ...]
"""Rows from the top: the widths of what stands beside each other, as shares of the room, and the height in
steps of the grid; a row of nothing is a gap."""

CARD: Final[Shape] = (
    *(((0.9,), 3), ((0.6,), 2), ((), 1), ((0.5,), 2), ((0.55,), 2), ((), 1)),
    *(((1.0,), 2), ((0.95,), 2), ((0.7,), 2)),
)
NEEDS: Final[Shape] = (
    *(((0.45,), 3), ((0.6,), 2), ((), 1)),
    *(((0.2,), 2), ((0.2, 0.28, 0.22), 5), ((0.26, 0.18, 0.24), 5), ((), 1)),
    *(((0.16,), 2), ((0.24, 0.2, 0.3), 5), ((0.22, 0.26), 5), ((), 1)),
    *(((0.22,), 2), ((0.28, 0.24, 0.2), 5)),
)


class Skeleton(QWidget):
    """The shape of what is not there yet; it does not move: reduced motion holds for everybody."""

    def __init__(self, theme: Theme, shape: Shape = CARD, side: int = 3) -> None:
        """``side`` is how far from the edges, in steps of the grid."""
        super().__init__()
        self._theme = theme
        self._shape, self._side = shape, side
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
        start, top = look.px(self._side), look.px(2)
        room = self.width() - 2 * start
        for widths, height in self._shape:
            left = float(start)
            for share in widths:
                line = QRectF(left, top, room * share, look.px(height))
                painter.drawRoundedRect(line, look.px(0.5), look.px(0.5))
                left += room * share + look.px(1)
            top += look.px(height) + look.px(1)
        painter.end()
