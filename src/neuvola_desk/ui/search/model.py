"""The result list as Qt sees it: rows that carry one frozen value each.

A new answer is told as the rows that went and the rows that came: whatever points at a row that stays (the
current row, a finger that is down) still points at the same service.
"""

from collections.abc import Sequence
from datetime import datetime
from difflib import SequenceMatcher
from typing import Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from neuvola_desk.ui.search.rows import Found, Row, RowWords, row_words, spoken
from neuvola_desk.ui.tray.tray import Tray

ROW: Final = int(Qt.ItemDataRole.UserRole)
WORDS: Final = ROW + 1
IN_TRAY: Final = ROW + 2

Index = QModelIndex | QPersistentModelIndex

_NOWHERE: Final = QModelIndex()


class ResultModel(QAbstractListModel):
    """The rows found so far; asks for more as the view nears the end."""

    more_wanted = Signal(int)
    changed = Signal()
    """Other rows than before are there."""
    tray_shown = Signal()
    """The rows are marked as they are in the tray."""

    def __init__(self, tray: Tray, parent: QObject) -> None:
        super().__init__(parent)
        self._tray = tray
        self._rows: list[Row] = []
        self._words: list[RowWords] = []
        self._typed = ""
        self._hits = 0
        self._expected = 0
        self._asked = 0
        self._has_reasons = False
        self._has_heading = False

    def show(self, found: Found) -> None:
        """Makes the rows those of a new answer."""
        self._typed = found.results.query.text
        words = self._made(found.rows, found.at)
        self._expected = found.results.total
        self._asked = 0
        self._has_reasons = any(one.why for one in words)
        self._turn_into(found.rows, words)
        self._take_note()
        self._tell_all()

    def clear(self) -> None:
        """Leaves no row of the visitor that was here."""
        self._typed = ""
        self._expected = self._asked = 0
        self._turn_into((), ())
        self._take_note()

    def append(self, found: Found) -> None:
        """Adds the next page."""
        if not found.rows:
            self._expected = self._hits
            return
        words = self._made(found.rows, found.at)
        self._has_reasons = self._has_reasons or any(one.why for one in words)
        self._insert(len(self._rows), found.rows, words)
        self._take_note()

    def retranslate(self, at: datetime) -> None:
        """Makes the words of every row again."""
        self._words = self._made(self._rows, at)
        self._tell_all()

    def refresh_tray(self) -> None:
        """Marks the rows that are in the tray."""
        self._tell_all()

    @property
    def has_reasons(self) -> bool:
        """Whether any row says why it is there: every row then has a line for it."""
        return self._has_reasons

    @property
    def has_heading(self) -> bool:
        """Whether any row is none of a service."""
        return self._has_heading

    @property
    def hits(self) -> int:
        """How many true hits have been fetched."""
        return self._hits

    def row_at(self, index: Index) -> Row | None:
        """The row, unless the index is none or a heading."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        row = self._rows[index.row()]
        return row if row.hit is not None else None

    def id_at(self, index: Index) -> str:
        """The id of the service at an index; empty for none and for a heading."""
        row = self.row_at(index)
        return row.hit.id if row and row.hit else ""

    def index_of(self, service_id: str) -> QModelIndex:
        """Where a service stands, or no index."""
        ids = _ids(self._rows)
        return self.index(ids.index(service_id)) if service_id and service_id in ids else QModelIndex()

    def picked(self) -> list[QModelIndex]:
        """The rows that are in the tray."""
        found = (self.index_of(service_id) for service_id in self._tray.ids)
        return [index for index in found if index.isValid()]

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """How many rows have been fetched."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Name, spoken sentence, and the frozen values for the delegate."""
        if not index.isValid() or index.row() >= len(self._rows):
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
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
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

    def _take_note(self) -> None:
        self._hits = sum(1 for row in self._rows if row.hit is not None and not row.hit.near)
        self._has_heading = any(row.hit is None for row in self._rows)
        self.changed.emit()

    def _turn_into(self, rows: Sequence[Row], words: Sequence[RowWords]) -> None:
        """Takes out what went and puts in what came, from the end: the places before stay what they were."""
        ids = SequenceMatcher(None, _ids(self._rows), _ids(rows), autojunk=False)
        for tag, first, last, start, end in reversed(ids.get_opcodes()):
            if tag == "equal":
                self._rows[first:last] = rows[start:end]
                self._words[first:last] = words[start:end]
                continue
            if last > first:
                self._remove(first, last)
            if end > start:
                self._insert(first, rows[start:end], words[start:end])

    def _remove(self, first: int, last: int) -> None:
        self.beginRemoveRows(QModelIndex(), first, last - 1)
        del self._rows[first:last]
        del self._words[first:last]
        self.endRemoveRows()

    def _insert(self, at: int, rows: Sequence[Row], words: Sequence[RowWords]) -> None:
        self.beginInsertRows(QModelIndex(), at, at + len(rows) - 1)
        self._rows[at:at] = rows
        self._words[at:at] = words
        self.endInsertRows()

    def _made(self, rows: Sequence[Row], at: datetime) -> list[RowWords]:
        return [row_words(row, at, self._typed) for row in rows]

    def _tell_all(self) -> None:
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))
        self.tray_shown.emit()


def _ids(rows: Sequence[Row]) -> list[str]:
    return [row.hit.id if row.hit else "" for row in rows]
