"""The result list as Qt sees it: rows that carry one frozen value each."""

from datetime import datetime
from typing import Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from neuvola_desk.ui.search.rows import Found, Row, RowWords, row_words, spoken
from neuvola_desk.ui.tray.tray import Tray

ROW: Final = int(Qt.ItemDataRole.UserRole)
WORDS: Final = ROW + 1
IN_TRAY: Final = ROW + 2

Index = QModelIndex | QPersistentModelIndex


class ResultModel(QAbstractListModel):
    """The rows found so far; asks for more as the view nears the end."""

    more_wanted = Signal(int)

    def __init__(self, tray: Tray, parent: QObject) -> None:
        super().__init__(parent)
        self._tray = tray
        self._rows: tuple[Row, ...] = ()
        self._words: tuple[RowWords, ...] = ()
        self._hits = 0
        self._expected = 0
        self._asked = 0
        self._has_reasons = False

    def show(self, found: Found) -> None:
        """Replaces everything by the first page of a new search."""
        self.beginResetModel()
        self._take(found.rows, found.at)
        self._expected = found.results.total
        self._asked = 0
        self._has_reasons = bool(found.results.query.text.strip())
        self.endResetModel()

    def append(self, found: Found) -> None:
        """Adds the next page."""
        if not found.rows:
            self._expected = self._hits
            return
        first = len(self._rows)
        self.beginInsertRows(QModelIndex(), first, first + len(found.rows) - 1)
        self._take((*self._rows, *found.rows), found.at)
        self.endInsertRows()

    def retranslate(self, at: datetime) -> None:
        """Makes the words of every row again."""
        self._take(self._rows, at)
        self._tell_all()

    def refresh_tray(self) -> None:
        """Marks the rows that are in the tray."""
        self._tell_all()

    @property
    def has_reasons(self) -> bool:
        """Whether words were typed: each row then says where they were found."""
        return self._has_reasons

    def row_at(self, index: Index) -> Row | None:
        """The row, unless the index is none or a heading."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        return row if row.hit is not None else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many rows have been fetched."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Name, spoken sentence, and the frozen values for the delegate."""
        if not index.isValid():
            return None
        row, words = self._rows[index.row()], self._words[index.row()]
        in_tray = row.hit is not None and row.hit.id in self._tray
        if role == Qt.ItemDataRole.DisplayRole:
            return words.name
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return spoken(words, in_tray=in_tray)
        return {ROW: row, WORDS: words, IN_TRAY: in_tray}.get(role)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A heading cannot be chosen."""
        if self.row_at(index) is None:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def canFetchMore(self, _parent: Index) -> bool:
        """Whether the search found more than has been fetched."""
        return self._hits < self._expected and self._asked < self._hits

    def fetchMore(self, _parent: Index) -> None:
        """Asks for the next page, once."""
        self._asked = self._hits
        self.more_wanted.emit(self._hits)

    def _take(self, rows: tuple[Row, ...], at: datetime) -> None:
        self._rows = rows
        self._words = tuple(row_words(row, at) for row in rows)
        self._hits = sum(1 for row in rows if row.hit is not None and not row.hit.near)

    def _tell_all(self) -> None:
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))
