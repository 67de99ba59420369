"""Paints a row of the result list: a card of five lines, as high for every service, or a heading."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from neuvola_desk.i18n import _
from neuvola_desk.ui.icons import pixmap
from neuvola_desk.ui.search.marked_text import MarkedText, mark_format
from neuvola_desk.ui.search.marks import Span
from neuvola_desk.ui.search.model import IN_TRAY, WORDS, Index, ResultModel
from neuvola_desk.ui.search.rows import RowWords
from neuvola_desk.ui.theme import Look, Theme
from neuvola_desk.ui.words import Mark

_SUMMARY_LINES = 2
_LARGEST_ON_ONE_LINE = 1.1
_BESIDE_HEADING = 2
_WRAPPED = int(Qt.TextFlag.TextWordWrap)


def _name_lines(look: Look) -> int:
    return 1 if look.scale <= _LARGEST_ON_ONE_LINE else 2


def _foot_lines(look: Look, index: Index) -> int:
    """State and date of the check (below each other in large type), and under them the reason."""
    model = index.model()
    has_reasons = isinstance(model, ResultModel) and model.has_reasons
    return (1 if look.scale <= _LARGEST_ON_ONE_LINE else 2) + int(has_reasons)


class ResultDelegate(QStyledItemDelegate):
    """``picked`` is called with the index whose tray button was clicked."""

    def __init__(self, theme: Theme, picked: Callable[[Index], None], parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._picked = picked
        self._pressed = ""
        self.took_click = False
        """Whether the newest click was on a tray button, and not on the row."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """The same for every service: the view asks once, where there is no heading among them."""
        look = self._theme.look
        words = index.data(WORDS)
        if isinstance(words, RowWords) and not index.flags() & Qt.ItemFlag.ItemIsSelectable:
            view = option.widget
            room = view.viewport().width() if isinstance(view, QListView) else 0
            return QSize(0, _Heading(look, words, is_first=index.row() == 0).height(room))
        body = QFontMetrics(look.font("body")).lineSpacing()
        small = QFontMetrics(look.font("small")).lineSpacing()
        name = QFontMetrics(look.font("lead")).lineSpacing()
        return QSize(
            0,
            _name_lines(look) * name
            + _SUMMARY_LINES * body
            + (1 + _foot_lines(look, index)) * small
            + look.px(4.5),
        )

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draws the card and its words."""
        words = index.data(WORDS)
        if not isinstance(words, RowWords):
            return
        look = self._theme.look
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card = option.rect.adjusted(look.px(0.5), look.px(0.5), -look.px(0.5), -look.px(0.5))
        if index.flags() & Qt.ItemFlag.ItemIsSelectable:
            self._paint_card(painter, card, option, look)
            _RowPainter(
                painter, look, card.adjusted(look.px(2), look.px(1.25), -look.px(2), -look.px(1))
            ).paint(words, _foot_lines(look, index))
            self._paint_button(painter, self._button(option.rect), look, in_tray=bool(index.data(IN_TRAY)))
        else:
            _Heading(look, words, is_first=index.row() == 0).paint(painter, card)
        painter.restore()

    def editorEvent(self, event: QEvent, model: QObject, option: QStyleOptionViewItem, index: Index) -> bool:
        """A click on the tray button puts the service into the tray, or takes it out."""
        kinds = QEvent.Type
        if not isinstance(event, QMouseEvent) or not isinstance(model, ResultModel):
            return False
        inside = self._button(option.rect).contains(event.position().toPoint())
        if event.type() in (kinds.MouseButtonPress, kinds.MouseButtonDblClick):
            self.took_click = inside
            self._pressed = model.id_at(index) if inside else ""
            return inside
        if event.type() == kinds.MouseButtonRelease and self.took_click:
            if inside and model.id_at(index) == self._pressed != "":
                self._picked(index)
            return True
        return False

    def forget_press(self) -> None:
        """The mouse button is up."""
        self._pressed = ""
        self.took_click = False

    def _button(self, row: QRect) -> QRect:
        look = self._theme.look
        side = look.px(4)
        return QRect(row.right() - side - look.px(1.75), row.top() + look.px(1.5), side, side)

    def _paint_card(self, painter: QPainter, card: QRect, option: QStyleOptionViewItem, look: Look) -> None:
        state = option.state
        view = option.widget
        is_current = isinstance(view, QListView) and view.currentIndex() == option.index
        has_focus = bool(state & QStyle.StateFlag.State_HasFocus)
        is_hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        hue = "accent_soft" if is_current else "sunken" if is_hovered else "surface"
        painter.setBrush(look.colour(hue))
        width = 3.0 if has_focus else 2.0 if is_current else 1.0
        painter.setPen(QPen(look.colour("accent" if is_current or has_focus else "line"), width))
        inset = width / 2
        painter.drawRoundedRect(QRectF(card).adjusted(inset, inset, -inset, -inset), look.px(1), look.px(1))

    def _paint_button(self, painter: QPainter, box: QRect, look: Look, *, in_tray: bool) -> None:
        painter.setPen(QPen(look.colour("accent"), 1.5))
        painter.setBrush(look.colour("accent") if in_tray else look.colour("surface"))
        painter.drawEllipse(QRectF(box).adjusted(2, 2, -2, -2))
        size = round(18 * look.scale)
        colour = look.palette.on_accent if in_tray else look.palette.accent
        at = box.center() - QRect(0, 0, size, size).center()
        drawn = pixmap("check" if in_tray else "plus", colour, size, painter.device().devicePixelRatioF())
        painter.drawPixmap(at, drawn)


class _Heading:
    """A title and its explanation, under a line that parts them from the services above."""

    def __init__(self, look: Look, words: RowWords, *, is_first: bool) -> None:
        self._look, self._words, self._is_first = look, words, is_first

    def height(self, room: int) -> int:
        """What it takes in a list that is so wide."""
        look = self._look
        inside = QRect(0, 0, room - look.px(1) - 2 * look.px(_BESIDE_HEADING), 0)
        told = QFontMetrics(look.font("body")).boundingRect(inside, _WRAPPED, self._words.summary)
        return self._top() + self._title() + told.height() + look.px(2)

    def paint(self, painter: QPainter, card: QRect) -> None:
        """Draws it into ``card``, which is half a step smaller all round than its row."""
        look = self._look
        if not self._is_first:
            line = card.top() + look.px(1)
            painter.setPen(QPen(look.colour("line"), 1))
            painter.drawLine(card.left(), line, card.right(), line)
        beside = look.px(_BESIDE_HEADING)
        area = card.adjusted(beside, self._top(), -beside, 0)
        painter.setFont(look.font("title"))
        painter.setPen(look.colour("text"))
        painter.drawText(area, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, self._words.name)
        painter.setFont(look.font("body"))
        painter.setPen(look.colour("muted"))
        painter.drawText(area.adjusted(0, self._title(), 0, 0), _WRAPPED, self._words.summary)

    def _top(self) -> int:
        return 0 if self._is_first else self._look.px(3)

    def _title(self) -> int:
        return QFontMetrics(self._look.font("title")).lineSpacing() + self._look.px(0.5)


class _RowPainter:
    """Draws the words of one row, line by line, into ``area``."""

    def __init__(self, painter: QPainter, look: Look, area: QRect) -> None:
        self._painter, self._look, self._area = painter, look, area
        self._y = area.top()

    def paint(self, words: RowWords, foot_lines: int) -> None:
        room_for_button = self._look.px(4.5)
        example = _("Esimerkki") + " · " if words.is_demo else ""
        marks = [(start + len(example), end + len(example)) for start, end in words.name_marks]
        width = self._area.width() - room_for_button
        self._lines(example + words.name, marks, "lead", width, _name_lines(self._look))
        self._line(words.provider, "small", "muted", width)
        self._y += self._look.px(0.25)
        self._lines(words.summary, words.summary_marks, "body", self._area.width(), _SUMMARY_LINES)
        # The foot stands at the bottom, however short the summary is.
        small = QFontMetrics(self._look.font("small")).lineSpacing()
        self._y = self._area.bottom() + 1 - small * foot_lines
        self._foot(words)

    def _lines(self, text: str, marks: Sequence[Span], role: str, width: int, most: int) -> None:
        self._set(role, "text")
        mark = mark_format(self._look.colour("accent"))
        laid = MarkedText(text, marks, self._look.font(role), width, most, mark)
        self._y += laid.paint(self._painter, self._area.left(), self._y)

    def _line(self, text: str, role: str, hue: str, width: int) -> None:
        metrics = self._set(role, hue)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
        self._painter.drawText(self._area.left(), self._y + metrics.ascent(), shown)
        self._y += metrics.lineSpacing()

    def _foot(self, words: RowWords) -> None:
        x = self._area.left()
        if words.state:
            x = self._marked(x, words.state_mark, words.state) + self._look.px(2)
        if self._look.scale > _LARGEST_ON_ONE_LINE:
            x = self._area.left()
            self._y += QFontMetrics(self._look.font("small")).lineSpacing()
        self._marked(x, words.age_mark, words.age)
        if words.why:
            self._y += QFontMetrics(self._look.font("small")).lineSpacing()
            self._line(words.why, "small", "accent", self._area.width())

    def _marked(self, x: int, mark: Mark, text: str) -> int:
        icon, hue = mark
        size = round(15 * self._look.scale)
        metrics = self._set("small", hue)
        colour = getattr(self._look.palette, hue)
        top = self._y + (metrics.lineSpacing() - size) // 2
        self._painter.drawPixmap(
            x, top, pixmap(icon, colour, size, self._painter.device().devicePixelRatioF())
        )
        x += size + self._look.px(0.5)
        room = self._area.right() - x
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        self._painter.drawText(x, self._y + metrics.ascent(), shown)
        return x + metrics.horizontalAdvance(shown)

    def _set(self, role: str, hue: str) -> QFontMetrics:
        font = self._look.font(role)
        self._painter.setFont(font)
        self._painter.setPen(QColor(self._look.colour(hue)))
        return QFontMetrics(font)
