"""The sheets that have been keyed in and not yet saved, as a table."""

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from neuvola_core import taxonomy
from neuvola_core.visit import Interpreter
from neuvola_desk.i18n import _, current_language
from neuvola_desk.ui.visit.words import value_words
from neuvola_desk.usecases.visit_draft import VisitDraft

Index = QModelIndex | QPersistentModelIndex
_ROOT: Final = QModelIndex()
_SHOWN: Final = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)


def _unmet_words(sheet: VisitDraft) -> str:
    names = taxonomy.needs()
    language = current_language()
    return ", ".join(f"{names.name(u.need, language)}: {value_words(u.reason)}" for u in sheet.unmet)


def _outcome_words(sheet: VisitDraft) -> str:
    words = value_words(sheet.outcome)
    return f"{words} – {_unmet_words(sheet)}" if sheet.unmet else words


def _language_words(sheet: VisitDraft) -> str:
    words = value_words(sheet.language)
    is_told = sheet.interpreter is not Interpreter.UNRECORDED
    return f"{words}, {value_words(sheet.interpreter).lower()}" if is_told else words


def cells(sheet: VisitDraft) -> tuple[str, ...]:
    """A sheet in the words of its columns."""
    language = current_language()
    return (
        ", ".join(taxonomy.needs().name(need, language) for need in sheet.needs),
        value_words(sheet.target),
        _language_words(sheet),
        _outcome_words(sheet),
        value_words(sheet.length),
    )


def headings() -> tuple[str, ...]:
    """The names of the columns."""
    return (_("Tarpeet"), _("Ketä koski"), _("Kieli"), _("Lopputulos"), _("Kesto"))


class SheetModel(QAbstractTableModel):
    """Rows in the order in which they were keyed in."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sheets: tuple[VisitDraft, ...] = ()

    @property
    def sheets(self) -> tuple[VisitDraft, ...]:
        """The rows as they will be saved."""
        return self._sheets

    def add(self, sheet: VisitDraft) -> None:
        """Puts a sheet last."""
        row = len(self._sheets)
        self.beginInsertRows(QModelIndex(), row, row)
        self._sheets = (*self._sheets, sheet)
        self.endInsertRows()

    def remove(self, row: int) -> None:
        """Takes a sheet out."""
        if 0 <= row < len(self._sheets):
            self.beginRemoveRows(QModelIndex(), row, row)
            self._sheets = self._sheets[:row] + self._sheets[row + 1 :]
            self.endRemoveRows()

    def replace(self, sheets: Iterable[VisitDraft]) -> None:
        """Shows other sheets."""
        self.beginResetModel()
        self._sheets = tuple(sheets)
        self.endResetModel()

    def retranslate(self) -> None:
        """The same sheets in the words of the language in use."""
        self.beginResetModel()
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        """How many sheets there are."""
        return 0 if parent.isValid() else len(self._sheets)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """As many as there are headings."""
        return 0 if parent.isValid() else len(headings())

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A cell in words; a screen reader hears the column's name too."""
        if not index.isValid():
            return None
        words = cells(self._sheets[index.row()])[index.column()]
        if role in _SHOWN:
            return words
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{headings()[index.column()]}: {words}"
        if role == Qt.ItemDataRole.UserRole:
            return self._sheets[index.row()]
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Names of columns, numbers of rows."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return headings()[section] if orientation is Qt.Orientation.Horizontal else section + 1
