"""What the tour draws over the window: a ring round a part of it, and a bubble that points at the part."""

from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from neuvola_desk.i18n import _
from neuvola_desk.ui.parts.buttons import Button, IconButton
from neuvola_desk.ui.parts.labels import Label
from neuvola_desk.ui.theme import Theme
from neuvola_desk.ui.tour.place import Place, docked, place

_TIP: Final = 12
_ROUND: Final = 12
_AROUND: Final = _TIP + 16
_WIDTH: Final = 46
"""In steps of the grid."""


class Ring(QWidget):
    """Lets the mouse through, and is nothing to a screen reader."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._theme = theme
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def surround(self, target: QRect) -> None:
        """Round this part of the window."""
        self.setGeometry(target)
        self.raise_()
        self.show()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws the ring inside its own edges."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._theme.look.palette.focus), 4))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), _ROUND, _ROUND)


class Bubble(QWidget):
    """Takes the keyboard only from whoever goes to it; ``went_on`` and ``left`` are its two buttons."""

    went_on = Signal()
    left = Signal()

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._theme = theme
        self._place: Place | None = None
        self._count = Label("", "small")
        self._title, self._text = Label("", "lead"), Label("")
        self.close_button = IconButton(theme, "close", small=True)
        self.close_button.clicked.connect(self.left)
        self.leave_button = Button(theme, "quiet")
        self.leave_button.clicked.connect(self.left)
        self.next_button = Button(theme, "plain", "forward")
        self.next_button.clicked.connect(self.went_on)
        head = QHBoxLayout()
        head.addWidget(self._count, 1)
        head.addWidget(self.close_button)
        foot = QHBoxLayout()
        foot.addWidget(self.leave_button)
        foot.addStretch(1)
        foot.addWidget(self.next_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(_AROUND, _AROUND, _AROUND, _AROUND)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self._title)
        column.addWidget(self._text)
        column.addLayout(foot)
        self.hide()

    def say(self, number: int, count: int, title: str, text: str, *, is_last: bool) -> None:
        """Shows a step; a screen reader hears it wherever the keyboard is."""
        self._count.setText(_("Kierros {number}/{count}").format(number=number, count=count))
        self._title.setText(title)
        self._text.setText(text)
        self.leave_button.set_words(_("Lopeta kierros"), tip=_("Esc"))
        self.leave_button.setVisible(not is_last)
        self.close_button.set_words(_("Lopeta kierros (Esc)"))
        self.next_button.set_words(_("Valmis") if is_last else _("Ohita vaihe"))
        told = f"{self._count.text()}. {title}. {text}"
        if told != self.accessibleName():
            self.setAccessibleName(told)
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, told))

    def point_at(self, target: QRect | None, room: QRect) -> None:
        """Beside a part of the window, inside ``room``; None is nothing to be seen now."""
        width = min(self._theme.look.px(_WIDTH), room.width())
        layout = self.layout()
        if layout is not None:
            self.resize(width, layout.heightForWidth(width))
        self._place = place(target, self.size(), room) if target else docked(self.size(), room)
        self.move(self._place.corner)
        self.raise_()
        self.show()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws the body and, where it points at something, the tip."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = QRectF(self.rect()).adjusted(_TIP, _TIP, -_TIP, -_TIP)
        outline = QPainterPath()
        outline.addRoundedRect(body, _ROUND, _ROUND)
        outline = outline.united(self._tip_of(body))
        palette = self._theme.look.palette
        painter.fillPath(outline, QColor(palette.surface))
        painter.setPen(QPen(QColor(palette.focus), 2))
        painter.drawPath(outline)

    def _tip_of(self, body: QRectF) -> QPainterPath:
        path = QPainterPath()
        if self._place is None or not self._place.edge:
            return path
        edge, along = self._place.edge, float(self._place.tip)
        if edge in ("top", "bottom"):
            x = max(body.left() + 2 * _ROUND, min(along, body.right() - 2 * _ROUND))
            base, end = (body.top() + 1, 1.0) if edge == "top" else (body.bottom() - 1, self.height() - 1.0)
            points = (QPointF(x - _TIP, base), QPointF(x, end), QPointF(x + _TIP, base))
        else:
            y = max(body.top() + 2 * _ROUND, min(along, body.bottom() - 2 * _ROUND))
            base, end = (body.left() + 1, 1.0) if edge == "left" else (body.right() - 1, self.width() - 1.0)
            points = (QPointF(base, y - _TIP), QPointF(end, y), QPointF(base, y + _TIP))
        path.addPolygon(list(points))
        path.closeSubpath()
        return path
