"""Today's visits by part of day and the week's by need: totals only, and no need under five."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from neuvola_core import taxonomy
from neuvola_core.visit import PartOfDay
from neuvola_desk.i18n import _, current_language, ngettext
from neuvola_desk.ui.parts.flow import clear_layout
from neuvola_desk.ui.parts.labels import Label
from neuvola_desk.ui.visit.words import value_words
from neuvola_desk.usecases.tally import SMALLEST_COUNT

if TYPE_CHECKING:  # for its name only
    from neuvola_desk.usecases.tally import Tally


class TallyView(QFrame):
    """Empty until there is a tally."""

    def __init__(self) -> None:
        super().__init__()
        self._tally: Tally | None = None
        self.setProperty("kind", "card")
        self._total = Label("", "display")
        self._about = Label("", "small")
        self._parts, self._parts_grid = _table()
        self._week = Label("", "lead")
        self._few = Label("", "muted")
        self._needs, self._needs_grid = _table()
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 24)
        column.setSpacing(8)
        for part in (self._total, self._about, self._parts, self._week, self._few, self._needs):
            column.addWidget(part)

    def show_tally(self, tally: "Tally | None") -> None:
        """Shows the numbers, or that there are none."""
        self._tally = tally
        self.retranslate()

    def retranslate(self) -> None:
        """Sets the texts again."""
        tally = self._tally
        self.setVisible(tally is not None)
        if tally is None:
            return
        total = tally.today_total
        self._total.setText(ngettext("Tänään {n} käynti", "Tänään {n} käyntiä", total).format(n=total))
        self._about.setText(_("Mukana ovat myös kysymykset, joista ei merkitty käyntiä."))
        _fill(self._parts_grid, [(value_words(part), tally.by_part.get(part, 0)) for part in PartOfDay])
        for part in (self._parts, self._week, self._few):
            part.setVisible(tally.is_full)
        self._week.setText(_("Viikko {n} tarpeittain").format(n=tally.week.week))
        self._few.setText(
            _("Tarve näkyy, kun se on ollut viikon aikana vähintään {n} käynnillä.").format(n=SMALLEST_COUNT)
        )
        names, language = taxonomy.needs(), current_language()
        rows = [(names.name(row.need, language), row.n) for row in tally.week_by_need]
        _fill(self._needs_grid, rows)
        self._needs.setVisible(bool(rows))


def _table() -> tuple[QWidget, QGridLayout]:
    box = QWidget()
    grid = QGridLayout(box)
    grid.setContentsMargins(0, 4, 0, 8)
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(0, 1)
    return box, grid


def _fill(grid: QGridLayout, rows: list[tuple[str, int]]) -> None:
    """A line a row; the number carries the name, for a screen reader comes to it alone."""
    clear_layout(grid)
    for place, (name, n) in enumerate(rows):
        number = Label(str(n), "strong", wrap=False)
        number.setAccessibleName(f"{name}: {n}")
        grid.addWidget(Label(name), place, 0)
        grid.addWidget(number, place, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
