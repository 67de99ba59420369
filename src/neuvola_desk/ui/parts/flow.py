"""A layout that lets chips and tiles flow onto as many lines as they need."""

from dataclasses import dataclass, field

from PySide6.QtCore import QMargins, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


@dataclass(slots=True)
class _Sizes:
    """What was measured since something changed: the layouts around ask for it many times over."""

    items: list[tuple[QLayoutItem, QSize, int]]
    """What is to be placed, its hint and the width that it cannot do without."""
    minimum: QSize
    heights: dict[int, int] = field(default_factory=dict)
    """By width."""


class FlowLayout(QLayout):
    """Left to right, then the next line; height follows width."""

    def __init__(self, parent: QWidget | None = None, spacing: int = 8) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._sizes: _Sizes | None = None
        self.setSpacing(spacing)
        self.setContentsMargins(QMargins(0, 0, 0, 0))

    def addItem(self, item: QLayoutItem) -> None:
        """Takes the item over."""
        self._items.append(item)
        self.invalidate()

    def count(self) -> int:
        """How many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """The item, or None past the end, as QLayout asks."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Gives the item back, or None past the end."""
        self.invalidate()
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Wants no more room than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Always: fewer columns make more lines."""
        return True

    def invalidate(self) -> None:
        """Something in it has another size now, or is not seen any more."""
        self._sizes = None
        super().invalidate()

    def heightForWidth(self, width: int) -> int:
        """How high the lines are together."""
        heights = self._measured().heights
        if width not in heights:
            heights[width] = self._arrange(QRect(0, 0, width, 0), move=False)
        return heights[width]

    def setGeometry(self, rect: QRect) -> None:
        """Puts the items in their places."""
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def sizeHint(self) -> QSize:
        """As small as the widest item allows."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """The widest and the highest item."""
        return QSize(self._measured().minimum)

    def _measured(self) -> _Sizes:
        if self._sizes is None:
            seen = [item for item in self._items if not item.isEmpty()]
            least = [item.minimumSize() for item in seen]
            margins = self.contentsMargins()
            minimum = QSize(
                max((size.width() for size in least), default=0) + margins.left() + margins.right(),
                max((size.height() for size in least), default=0) + margins.top() + margins.bottom(),
            )
            items = [(item, item.sizeHint(), size.width()) for item, size in zip(seen, least, strict=True)]
            self._sizes = _Sizes(items, minimum)
        return self._sizes

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        area = rect.marginsRemoved(self.contentsMargins())
        left, right, gap = area.x(), area.right() + 1, self.spacing()
        x, y, line = left, area.y(), 0
        placed: list[tuple[QLayoutItem, QRect]] = []
        for item, hint, least in self._measured().items:
            width, height = min(hint.width(), max(area.width(), least)), hint.height()
            if x > left and x + width > right:
                self._place(placed, line, move)
                x, y, line = left, y + line + gap, 0
            placed.append((item, QRect(x, y, width, height)))
            x += width + gap
            line = max(line, height)
        self._place(placed, line, move)
        return y + line - rect.y() + self.contentsMargins().bottom()

    @staticmethod
    def _place(placed: list[tuple[QLayoutItem, QRect]], line: int, move: bool) -> None:
        """Puts what is on one line beside each other, the lower ones in its middle."""
        for item, place in placed if move else ():
            item.setGeometry(place.translated(0, (line - place.height()) // 2))
        placed.clear()


def clear_layout(layout: QLayout) -> None:
    """Takes everything out and lets its widgets go."""
    while layout.count():
        item = layout.takeAt(0)
        widget = item.widget() if item else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()
            continue
        inner = item.layout() if item else None
        if inner is not None:
            clear_layout(inner)
