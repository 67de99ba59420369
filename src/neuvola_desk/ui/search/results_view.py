"""The result list: arrows move, Enter opens the card, Space or Ctrl+Enter picks."""

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from neuvola_desk.ui.search.delegate import ResultDelegate
from neuvola_desk.ui.search.model import Index, ResultModel
from neuvola_desk.ui.theme import Theme
from neuvola_search.query import Hit


class ResultView(QListView):
    """Tells which service is to be opened or picked; knows nothing of what becomes of it."""

    opened = Signal(str)
    picked = Signal(object)
    left_upwards = Signal()
    typed = Signal(str)

    def __init__(self, model: ResultModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._results = model
        self.setObjectName("results")
        self.setModel(model)
        self.setItemDelegate(ResultDelegate(theme, self._pick, self))
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.clicked.connect(self._open)
        theme.changed.connect(self._relayout)

    def current_hit(self) -> Hit | None:
        """The service that the keys act on."""
        row = self._results.row_at(self.currentIndex())
        return row.hit if row else None

    def select_first(self) -> None:
        """Makes the first service the current one, without taking the focus."""
        for number in range(self._results.rowCount()):
            index = self._results.index(number)
            if self._results.row_at(index) is not None:
                self.setCurrentIndex(index)
                return

    def pick_current(self) -> None:
        """Picks the current service, or takes it out of the tray."""
        self._pick(self.currentIndex())

    def open_current(self) -> None:
        """Opens the card of the current service."""
        self._open(self.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See the class; letters go back to the search field."""
        key, control = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        is_enter = key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if key == Qt.Key.Key_Space or (is_enter and control):
            self.pick_current()
        elif is_enter:
            self.open_current()
        elif key == Qt.Key.Key_Up and self._is_on_first():
            self.left_upwards.emit()
        elif event.text().isprintable() and event.text() and not control:
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """A list that is entered by keyboard always has a current row."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.select_first()

    def _is_on_first(self) -> bool:
        current = self.currentIndex()
        above = (self._results.index(n) for n in range(current.row()))
        return not any(self._results.row_at(index) for index in above)

    def _open(self, index: QModelIndex) -> None:
        row = self._results.row_at(index)
        if row is not None and row.hit is not None:
            self.opened.emit(row.hit.id)

    def _pick(self, index: Index) -> None:
        row = self._results.row_at(index)
        if row is not None and row.hit is not None:
            self.picked.emit(row.hit)

    def _relayout(self) -> None:
        self.setSpacing(0)
        self.scheduleDelayedItemsLayout()
        self.viewport().update()
