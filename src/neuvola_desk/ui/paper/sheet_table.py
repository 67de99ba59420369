"""The table of the sheets that have been keyed in; a row can be taken out with the Delete key."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from neuvola_desk.i18n import _
from neuvola_desk.ui.paper.sheet_model import SheetModel
from neuvola_desk.ui.theme import Theme

_SHARES: Final = (9, 6, 4, 7, 4)
"""How the columns share the width."""


class SheetTable(QTableView):
    """Whole rows are chosen, one at a time."""

    removed = Signal(int)
    chosen_changed = Signal()

    def __init__(self, theme: Theme, model: SheetModel) -> None:
        super().__init__()
        self._theme = theme
        self.setProperty("kind", "sheets")
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setWordWrap(True)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setTextElideMode(Qt.TextElideMode.ElideRight)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.selectionModel().selectionChanged.connect(self._tell)
        model.modelReset.connect(self._tell)
        shortcut = QShortcut(QKeySequence(Qt.Key.Key_Delete), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(self.remove_chosen)
        theme.changed.connect(self._fit)
        self._fit()

    @property
    def chosen(self) -> int | None:
        """The chosen row."""
        rows = self.selectionModel().selectedRows()
        return rows[0].row() if rows else None

    def remove_chosen(self) -> None:
        """Asks for the chosen row to be taken out; the one after it is then chosen."""
        row = self.chosen
        if row is not None:
            self.removed.emit(row)
            if self.model().rowCount():
                self.selectRow(min(row, self.model().rowCount() - 1))

    def retranslate(self) -> None:
        """Sets the texts again."""
        self.setAccessibleName(_("Nipun lomakkeet"))
        self.setAccessibleDescription(_("Delete poistaa valitun rivin."))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The columns share the width there is."""
        super().resizeEvent(event)
        self._share()

    def _share(self) -> None:
        width, whole = self.viewport().width(), sum(_SHARES)
        for column, share in enumerate(_SHARES):
            self.setColumnWidth(column, width * share // whole)

    def _fit(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self._theme.look.px(6))  # two lines of words
        self.horizontalHeader().setFixedHeight(self._theme.look.px(4.5))
        self._share()

    def _tell(self) -> None:
        self.chosen_changed.emit()
