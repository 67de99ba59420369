"""A drawing of where places are from the point: north up, true to scale, nothing on it but what is known.

It is no map: there are no streets, for the desk has none. The words beside it say the same.
"""

from math import cos, radians, sin
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from neuvola_desk.i18n import _
from neuvola_desk.ui.card.words import distance_words, whereabouts_words
from neuvola_desk.ui.icons import pixmap
from neuvola_desk.ui.theme import Look, Theme
from neuvola_desk.usecases.whereabouts import Whereabouts

_HEIGHT: Final = 22
"""In steps of the grid."""
_RINGS: Final = (100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000)
"""Metres to the ring: the smallest that holds every place."""


def ring_of(seen: tuple[Whereabouts, ...]) -> int:
    """How far the ring is from the point."""
    farthest = max(one.metres for one in seen)
    return next((ring for ring in _RINGS if ring >= farthest), _RINGS[-1])


class Sketch(QWidget):
    """The point in the middle, a ring at a round distance, and the places on their bearings."""

    def __init__(self, theme: Theme, seen: tuple[Whereabouts, ...]) -> None:
        super().__init__()
        self._theme = theme
        self._seen = seen
        self._ring = ring_of(seen)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        told = ". ".join(whereabouts_words(one) for one in seen)
        self.setAccessibleName(_("Piirros: {where}").format(where=told))
        self.setToolTip(told)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """As wide as there is room for."""
        height = self._theme.look.px(_HEIGHT)
        return QSize(height, height)

    def minimumSizeHint(self) -> QSize:
        """Never so small that the marks would cover each other."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws ring, north, the point and the places."""
        look = self._theme.look
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.colour("line"), 1))
        painter.setBrush(look.colour("sunken"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), look.px(1), look.px(1))
        middle = QPointF(self.width() / 2, self.height() / 2)
        radius = min(self.width(), self.height()) / 2 - look.px(3.5)
        self._draw_ring(painter, look, middle, radius)
        self._draw_north(painter, look)
        for number, one in enumerate(self._seen, 1):
            self._draw_place(painter, look, middle, radius, number, one)
        self._draw_point(painter, look, middle)
        painter.end()

    def _draw_ring(self, painter: QPainter, look: Look, middle: QPointF, radius: float) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(look.colour("control_line"), 1, Qt.PenStyle.DashLine))
        painter.drawEllipse(middle, radius, radius)
        painter.setFont(look.font("small"))
        painter.setPen(look.colour("muted"))
        wide, high = look.px(12), look.px(2.5)
        box = QRectF(middle.x() - wide / 2, middle.y() + radius + 2, wide, high)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, distance_words(self._ring))

    def _draw_north(self, painter: QPainter, look: Look) -> None:
        """An arrow in the corner with the letter of the north."""
        x, top, bottom, wing = look.px(2.5), look.px(2), look.px(5), look.px(0.75)
        painter.setPen(QPen(look.colour("text"), 2))
        painter.drawLine(QPointF(x, bottom), QPointF(x, top))
        painter.drawLine(QPointF(x, top), QPointF(x - wing, top + wing * 1.5))
        painter.drawLine(QPointF(x, top), QPointF(x + wing, top + wing * 1.5))
        painter.setFont(look.font("strong"))
        box = QRectF(x - look.px(2), bottom, look.px(4), look.px(2.5))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, _("P"))

    def _draw_place(
        self, painter: QPainter, look: Look, middle: QPointF, radius: float, number: int, one: Whereabouts
    ) -> None:
        angle, far = radians(one.bearing), radius * one.metres / self._ring
        there = middle + QPointF(far * sin(angle), -far * cos(angle))
        painter.setPen(QPen(look.colour("accent"), 2))
        painter.drawLine(middle, there)
        size = look.px(3)
        at = there - QPointF(size / 2, size * 0.9)  # the tip of the pin is the place
        name, ratio = look.palette.accent, painter.device().devicePixelRatioF()
        painter.drawPixmap(at, pixmap("place", name, size, ratio))
        if len(self._seen) > 1:
            painter.setFont(look.font("strong"))
            painter.setPen(look.colour("text"))
            aside = size * (0.5 if there.x() >= middle.x() else -0.9)  # away from the line to the point
            painter.drawText(there + QPointF(aside, -size * 0.25), str(number))

    def _draw_point(self, painter: QPainter, look: Look, middle: QPointF) -> None:
        side = look.px(1.25)
        painter.setPen(QPen(look.colour("surface"), 2))
        painter.setBrush(look.colour("text"))
        painter.drawRect(QRectF(middle.x() - side / 2, middle.y() - side / 2, side, side))
