"""One of the three clicks: a heading and the options that would give something, each with its count."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from neuvola_desk.i18n import _, ngettext
from neuvola_desk.ui.icons import pixmap
from neuvola_desk.ui.parts.told_list import ToldList
from neuvola_desk.ui.search.model import Index
from neuvola_desk.ui.theme import Theme

_PADDING: Final = 0.5
"""What is empty above and below the words of an option, in steps of the grid."""
OPTION: Final = int(Qt.ItemDataRole.UserRole)


@dataclass(frozen=True, slots=True)
class Option:
    """Something that may be chosen; ``count`` is how many services there would be."""

    id: str
    name: str
    count: int
    chosen: bool = False


class FacetModel(QAbstractListModel):
    """The options of one facet."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._options: tuple[Option, ...] = ()

    def show(self, options: tuple[Option, ...]) -> None:
        """Replaces the options; where only counts differ, the rows stay."""
        if [option.id for option in options] == [option.id for option in self._options]:
            self._options = options
            if options:
                self.dataChanged.emit(self.index(0), self.index(len(options) - 1))
            return
        self.beginResetModel()
        self._options = options
        self.endResetModel()

    def option(self, index: Index) -> Option | None:
        """The option of an index, unless it is none."""
        inside = index.isValid() and index.row() < len(self._options)
        return self._options[index.row()] if inside else None

    def row_of(self, option_id: str) -> int:
        """Where an option stands, or -1."""
        return next((i for i, option in enumerate(self._options) if option.id == option_id), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many options there are."""
        return 0 if parent.isValid() else len(self._options)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Name, the option itself, and what a screen reader says."""
        option = self.option(index)
        if option is None:
            return None
        if role == OPTION:
            return option
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return option.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            count = ngettext("{n} palvelu", "{n} palvelua", option.count).format(n=option.count)
            chosen = ", " + _("valittu") if option.chosen else ""
            return f"{option.name}, {count}{chosen}"
        return None


def row_height(theme: Theme) -> int:
    """How high an option is."""
    return theme.look.px(4)


class FacetDelegate(QStyledItemDelegate):
    """Paints an option on one line: mark, name, count."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """The same for every option."""
        return QSize(0, row_height(self._theme))

    def paint(self, painter: QPainter, style: QStyleOptionViewItem, index: Index) -> None:
        """Draws the option."""
        option = index.data(OPTION)
        if not isinstance(option, Option):
            return
        look = self._theme.look
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = style.rect.adjusted(2, 1, -2, -1)
        hovered = bool(style.state & QStyle.StateFlag.State_MouseOver)
        focused = bool(style.state & QStyle.StateFlag.State_HasFocus)
        painter.setPen(QPen(look.colour("accent"), 2.5) if focused else Qt.PenStyle.NoPen)
        hue = "accent_soft" if option.chosen else "sunken" if hovered else "window"
        painter.setBrush(look.colour(hue))
        painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), look.px(0.75), look.px(0.75))
        painter.setFont(look.font("strong" if option.chosen else "body"))
        metrics = QFontMetrics(painter.font())
        count = str(option.count)
        figures = QFontMetrics(look.font("small")).horizontalAdvance(count)
        left = area.left() + look.px(1.25)
        if option.chosen:
            size = round(16 * look.scale)
            mark = pixmap("check", look.palette.accent, size, painter.device().devicePixelRatioF())
            painter.drawPixmap(left, area.center().y() - size // 2 + 1, mark)
            left += size + look.px(0.5)
        room = area.right() - figures - look.px(2) - left
        painter.setPen(look.colour("text"))
        shown = metrics.elidedText(option.name, Qt.TextElideMode.ElideRight, room)
        line = area.adjusted(left - area.left(), 0, -look.px(1.25), 0)
        painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)
        painter.setFont(look.font("small"))
        painter.setPen(look.colour("muted"))
        painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), count)
        painter.restore()


class FacetList(ToldList):
    """The options; Space or a click chooses or lets go, Enter chooses and goes on.

    Only whole options are shown: one that is cut at its foot looks as if it were another.
    """

    chosen = Signal(str)
    finished = Signal()
    """Something was chosen by Enter: on to the next list."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._options = FacetModel(self)
        self.setModel(self._options)
        self.setItemDelegate(FacetDelegate(theme, self))
        self.setProperty("kind", "facet")
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.clicked.connect(self._choose)
        self.toggled.connect(self._choose)
        theme.changed.connect(self._relayout)

    def show_options(self, options: tuple[Option, ...]) -> None:
        """Replaces the options and keeps the keyboard where it was."""
        current = self._options.option(self.currentIndex())
        self._options.show(options)
        row = self._options.row_of(current.id) if current else -1
        if row >= 0 or self.hasFocus():
            self.setCurrentIndex(self._options.index(max(0, row)))
        self.tell_chosen([self._options.index(n) for n, option in enumerate(options) if option.chosen])

    def options(self) -> tuple[Option, ...]:
        """What is offered now, in order."""
        found = (self._options.option(self._options.index(n)) for n in range(self._options.rowCount()))
        return tuple(option for option in found if option)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space choose; letters go to the option that begins with them."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter or event.key() == Qt.Key.Key_Space:
            option = self._options.option(self.currentIndex())
            self._choose(self.currentIndex())
            if is_enter and option is not None and not option.chosen:
                self.finished.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """A list that is entered by keyboard always has a current option."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.setCurrentIndex(self._options.index(0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Room for whole options."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room, row = self.contentsRect().height(), row_height(self._theme)
        rest = room % row if room > row else 0
        if row - rest <= self._theme.look.px(_PADDING):
            rest = 0  # only the empty foot of the last one is cut
        if self.viewportMargins().bottom() != rest:
            self.setViewportMargins(0, 0, 0, rest)

    def _relayout(self) -> None:
        self._fit()
        self.scheduleDelayedItemsLayout()

    def _choose(self, index: QModelIndex) -> None:
        option = self._options.option(index)
        if option is not None:
            self.chosen.emit(option.id)
