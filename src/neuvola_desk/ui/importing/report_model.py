"""The records that an import rejected or remarked on, as a list."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from neuvola_desk.i18n import _
from neuvola_desk.messages import finding_sentence

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()

if TYPE_CHECKING:  # for its name only: the importers are heavy
    from neuvola_desk.usecases.imports import ImportReport
    from neuvola_exchange.report import Noted, Rejected


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One record: where it is, and what was wrong with it."""

    where: str
    told: str
    rejected: bool

    def sentence(self) -> str:
        """The row as it is read out."""
        lead = _("Hylätty") if self.rejected else _("Huomattu")
        return f"{lead}: {self.where} – {self.told}"


class FindingModel(QAbstractListModel):
    """Rejected records first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[FindingRow, ...] = ()

    def show_report(self, report: "ImportReport") -> None:
        """Replaces the rows by those of a report."""
        rejected = (
            FindingRow(_place(r.where), finding_sentence(r.code, r.detail), True) for r in report.rejected
        )
        noted = (FindingRow(_place(n.where), finding_sentence(n.code, n.detail), False) for n in report.noted)
        self.beginResetModel()
        self._rows = (*rejected, *noted)
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        """How many records there is something to tell of."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The row as a sentence."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.ToolTipRole,
            Qt.ItemDataRole.AccessibleTextRole,
        ):
            return row.sentence()
        return None


def _row(one: "Rejected | Noted", rejected: bool) -> FindingRow:
    return FindingRow(_place(one.where), finding_sentence(one.code, one.detail), rejected)


def _place(where: str) -> str:
    """Where a record stands, in the language in use: readers name a line of a file in Finnish."""
    file, rows, number = where.rpartition(", rivi ")
    return _("{file}, rivi {n}").format(file=file, n=number) if rows else where
