"""A list whose rows are switched on and off; a screen reader is told which are, and may switch them."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Signal,
)
from PySide6.QtGui import QAccessible, QAccessibleEvent, QFocusEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget


class ToldList(QListView):
    """Qt's selection is the set of rows that are on; keyboard and mouse only move the current row.

    So a row that becomes selected in any other way was switched by an assistive tool: ``toggled``.
    """

    toggled = Signal(QModelIndex)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_telling = False
        self.setSelectionMode(QAbstractItemView.SelectionMode.MultiSelection)

    def setModel(self, model: QAbstractItemModel | None) -> None:
        """Hears of rows that go before Qt's selection does, which would say that they were switched off."""
        if model is not None:
            model.rowsAboutToBeRemoved.connect(self._let_go)
        super().setModel(model)

    def _let_go(self, _parent: QModelIndex, first: int, last: int) -> None:
        going = QItemSelection(self.model().index(first, 0), self.model().index(last, 0))
        was_telling, self._is_telling = self._is_telling, True
        self.selectionModel().select(going, QItemSelectionModel.SelectionFlag.Deselect)
        self._is_telling = was_telling

    def tell_chosen(self, chosen: Sequence[QModelIndex]) -> None:
        """These rows are on, and no other."""
        selection = QItemSelection()
        for index in chosen:
            selection.select(index, index)
        was_telling, self._is_telling = self._is_telling, True
        self.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self._is_telling = was_telling

    def selectionCommand(
        self, _index: QModelIndex | QPersistentModelIndex, _event: QEvent | None = None
    ) -> QItemSelectionModel.SelectionFlag:
        """Moving in the list switches nothing."""
        return QItemSelectionModel.SelectionFlag.NoUpdate

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Says the current row, where Qt says the list alone."""
        super().focusInEvent(event)
        if QAccessible.isActive() and self.currentIndex().isValid():
            told = QAccessibleEvent(self, QAccessible.Event.Focus)
            told.setChild(self.currentIndex().row())
            QAccessible.updateAccessibility(told)

    def selectAll(self) -> None:
        """Nobody means all of them."""

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """See the class."""
        super().selectionChanged(selected, deselected)
        if not self._is_telling:
            for index in (*selected.indexes(), *deselected.indexes()):
                self.toggled.emit(index)
