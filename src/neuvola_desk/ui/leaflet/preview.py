"""What will come out of the printer, page by page. Held in memory only."""

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFocusEvent, QImage, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from neuvola_desk.i18n import _
from neuvola_desk.ui.background import Background, Lane, Latest
from neuvola_desk.ui.leaflet.page_strip import PageStrip
from neuvola_desk.ui.leaflet.pages import PageSize, draw_page
from neuvola_desk.ui.parts.buttons import IconButton
from neuvola_desk.ui.parts.labels import Label
from neuvola_desk.ui.theme import Theme


@dataclass(frozen=True, slots=True)
class _Drawn:
    """Pictures of some pages, and the width they were asked at."""

    width: int
    pictures: dict[int, QImage]


class _Area(QScrollArea):
    """Scrolls by the wheel and the arrow keys; a page key turns the page."""

    def __init__(self, preview: "Preview") -> None:
        super().__init__()
        self._preview = preview

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page Up and Page Down go to the top of a page."""
        steps = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}.get(Qt.Key(event.key()))
        if steps is None:
            super().keyPressEvent(event)
        else:
            self._preview.turn(steps)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Shows that the keys now turn pages."""
        super().focusInEvent(event)
        self._preview.show_focus(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """And that they no longer do."""
        super().focusOutEvent(event)
        self._preview.show_focus(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More or less can be seen."""
        super().resizeEvent(event)
        self._preview.look()


class Preview(QWidget):
    """Pages are drawn in the background when they come in sight."""

    def __init__(self, theme: Theme, background: Background) -> None:
        super().__init__()
        self._pdf = b""
        self._width = 0
        self._strip = PageStrip(theme)
        self._strip.lacking.connect(self._draw)
        self._drawing = Latest(background, Lane.GENERAL, 0, self)
        self._drawing.answered.connect(self._take)
        self.area = _Area(self)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.area.setWidget(self._strip)
        self.area.verticalScrollBar().valueChanged.connect(self.look)
        self._back = IconButton(theme, "up")
        self._forward = IconButton(theme, "down")
        self._back.clicked.connect(partial(self._turn, -1))
        self._forward.clicked.connect(partial(self._turn, 1))
        self._where = Label("", "muted", wrap=False)
        bar = QHBoxLayout()
        bar.setSpacing(8)
        bar.addStretch(1)
        bar.addWidget(self._back)
        bar.addWidget(self._where)
        bar.addWidget(self._forward)
        bar.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(self.area, 1)
        self.retranslate()

    @property
    def pages(self) -> int:
        """How many pages the leaflet has."""
        return self._strip.count

    @property
    def page(self) -> int:
        """The page that is being looked at, 0 the first."""
        middle = self.area.verticalScrollBar().value() + self.area.viewport().height() // 3
        return self._strip.page_at(middle)

    @property
    def drawn(self) -> tuple[int, ...]:
        """The pages that can be seen already."""
        return self._strip.drawn

    def show_leaflet(self, pdf: bytes, sizes: tuple[PageSize, ...]) -> None:
        """Shows another leaflet from its beginning."""
        self._drawing.forget()
        self._pdf = pdf
        self.area.verticalScrollBar().setValue(0)
        self._strip.show_pages(sizes)
        self.look()

    def clear(self) -> None:
        """Holds nothing any more."""
        self.show_leaflet(b"", ())

    def turn(self, steps: int) -> None:
        """Goes to the top of a page."""
        if self.pages:
            number = min(max(self.page + steps, 0), self.pages - 1)
            self.area.verticalScrollBar().setValue(self._strip.place(number).top())

    def look(self) -> None:
        """Draws what has come in sight, and says where one is."""
        bar = self.area.verticalScrollBar()
        self._strip.look_at(QRect(0, bar.value(), self._strip.width(), self.area.viewport().height()))
        self._tell()

    def show_focus(self, focused: bool) -> None:
        """Marks the pages while the keyboard turns them."""
        self._strip.show_focus(focused)

    def retranslate(self) -> None:
        """Sets the texts again."""
        self._back.set_words(_("Edellinen sivu"))
        self._forward.set_words(_("Seuraava sivu"))
        self.area.setAccessibleName(_("Esitteen esikatselu"))
        self._tell()

    def _turn(self, steps: int, _checked: bool = False) -> None:
        self.turn(steps)

    def _tell(self) -> None:
        page, pages = self.page + 1, self.pages
        told = _("Sivu {page} / {pages}").format(page=page, pages=pages) if pages else ""
        self._where.setText(told)
        self.area.setAccessibleDescription(told)
        for button in (self._back, self._forward):
            button.setVisible(pages > 1)
        self._back.setEnabled(page > 1)
        self._forward.setEnabled(page < pages)

    def _draw(self, numbers: tuple[int, ...], width: int) -> None:
        self._width = width
        self._drawing.ask_now(partial(_pictures, self._pdf, numbers, width))

    def _take(self, drawn: _Drawn) -> None:
        if drawn.width == self._width:
            self._strip.take(drawn.pictures)


def _pictures(pdf: bytes, numbers: tuple[int, ...], width: int) -> _Drawn:
    return _Drawn(width, {number: draw_page(pdf, number, width) for number in numbers})
