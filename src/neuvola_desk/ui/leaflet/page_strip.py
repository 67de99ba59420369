"""The pages of a leaflet under each other, as wide as there is room; only those in sight are pictures."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from neuvola_desk.ui.leaflet.pages import PageSize
from neuvola_desk.ui.theme import Theme

_GAP: Final = 16
_WIDEST: Final = 960


class PageStrip(QWidget):
    """``lacking`` names the pages in sight that have no picture yet, at the width they need."""

    lacking = Signal(object, int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._sizes: tuple[PageSize, ...] = ()
        self._pictures: dict[int, QImage] = {}
        self._sight = QRect()
        self._is_focused = False
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @property
    def count(self) -> int:
        """How many pages there are."""
        return len(self._sizes)

    @property
    def drawn(self) -> tuple[int, ...]:
        """The pages that are held as pictures."""
        return tuple(sorted(self._pictures))

    def show_pages(self, sizes: tuple[PageSize, ...]) -> None:
        """Replaces the pages; their pictures are asked for when they come in sight."""
        self._sizes = sizes
        self._pictures = {}
        self._fit()

    def take(self, pictures: Mapping[int, QImage]) -> None:
        """Puts pictures in place, and forgets those that are no longer in sight."""
        near = self._in_sight()
        kept = {number: picture for number, picture in self._pictures.items() if number in near}
        self._pictures = {**kept, **pictures}
        for picture in self._pictures.values():
            picture.setDevicePixelRatio(self.devicePixelRatioF())
        self.update()

    def look_at(self, sight: QRect) -> None:
        """Tells which part of the strip can be seen."""
        self._sight = sight
        self._ask()

    def show_focus(self, focused: bool) -> None:
        """Marks the pages while the keyboard turns them."""
        self._is_focused = focused
        self.update()

    def page_at(self, y: int) -> int:
        """The page at a height, the last one below all."""
        return next(
            (n for n in range(self.count) if y < self.place(n).bottom() + _GAP), max(0, self.count - 1)
        )

    def place(self, number: int) -> QRect:
        """Where a page is."""
        width = self._page_width()
        top = _GAP + sum(size.height_at(width) + _GAP for size in self._sizes[:number])
        return QRect((self.width() - width) // 2, top, width, self._sizes[number].height_at(width))

    def sizeHint(self) -> QSize:
        """As high as the pages together."""
        return QSize(self.width(), self._height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width is another size of page."""
        if event.oldSize().width() != event.size().width():
            self._pictures = {}
            self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """White paper, and the picture where there is one."""
        painter = QPainter(self)
        for number in range(self.count):
            place = self.place(number)
            if not place.intersects(event.rect()):
                continue
            picture = self._pictures.get(number)
            if picture is None:
                painter.fillRect(place, Qt.GlobalColor.white)
            else:
                painter.drawImage(place.topLeft(), picture)
            thickness, hue = (3, "accent") if self._is_focused else (1, "control_line")
            painter.setPen(QPen(self._theme.look.colour(hue), thickness))
            edge = (thickness + 1) // 2
            painter.drawRect(place.adjusted(-edge, -edge, edge - 1, edge - 1))

    def _page_width(self) -> int:
        return max(1, min(self.width() - 2 * _GAP, _WIDEST))

    def _height(self) -> int:
        width = self._page_width()
        return _GAP + sum(size.height_at(width) + _GAP for size in self._sizes)

    def _fit(self) -> None:
        self.setFixedHeight(max(1, self._height()))
        self.update()
        self._ask()

    def _in_sight(self) -> tuple[int, ...]:
        return tuple(n for n in range(self.count) if self.place(n).intersects(self._sight))

    def _ask(self) -> None:
        missing = tuple(number for number in self._in_sight() if number not in self._pictures)
        if missing:
            self.lacking.emit(missing, round(self._page_width() * self.devicePixelRatioF()))
