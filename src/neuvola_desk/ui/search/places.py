"""Where the three clicks, the filters and the list stand: beside each other, or one at a time.

The latter in a narrow window. How many letters fit makes it narrow: so does large text.
"""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from neuvola_desk.i18n import _
from neuvola_desk.ui.palette import LARGE, SMALL
from neuvola_desk.ui.parts.areas import scroll_area
from neuvola_desk.ui.parts.buttons import Button
from neuvola_desk.ui.search.facet_panel import FacetPanel
from neuvola_desk.ui.search.results_pane import ResultsPane
from neuvola_desk.ui.theme import Theme

_NARROW: Final = 115
"""A window of fewer steps of the grid is narrow."""
_LARGE_TEXT: Final = 1.2
"""From this text scale on the results need the room more than the facets do."""
_FACETS: Final = 34
_FACETS_OF_LARGE_TEXT: Final = 29
_LOWEST_FACETS: Final = 56
"""In steps of the grid: every list shows a few of its lines."""
_WIDEST: Final = 16_777_215
"""Qt's own word for no limit."""


class SearchPlaces(QWidget):
    """In a narrow window one button changes between what is found and what it is narrowed by."""

    def __init__(self, theme: Theme, facets: FacetPanel, pane: ResultsPane) -> None:
        super().__init__()
        self._theme, self._facets, self._pane = theme, facets, pane
        self._is_narrow = False
        self.turn_button = Button(theme, "option", "filter")
        self.turn_button.setCheckable(True)
        self.turn_button.toggled.connect(self._turn)
        self._sheet = QWidget()
        self._sheet_column = QVBoxLayout(self._sheet)
        self._sheet_column.setContentsMargins(SMALL, 0, SMALL, 0)
        self._area = scroll_area(self._sheet)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._row = QHBoxLayout()
        self._row.setSpacing(0)
        for part, share in ((facets, 0), (self._area, 1), (pane, 1)):
            self._row.addWidget(part, share)
        self._head = QHBoxLayout()
        self._head.setContentsMargins(LARGE, SMALL, SMALL, 0)
        self._head.addWidget(self.turn_button)
        self._head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head)
        column.addLayout(self._row, 1)
        theme.changed.connect(self.fit)
        self._spread()
        self.retranslate()

    @property
    def is_narrow(self) -> bool:
        """Whether only one of the two is seen."""
        return self._is_narrow

    def show_found(self) -> None:
        """What is found is wanted in sight."""
        self.turn_button.setChecked(False)

    def show_facets(self) -> None:
        """What it is narrowed by is wanted in sight."""
        self.turn_button.setChecked(True)

    def retranslate(self) -> None:
        """Sets the texts again."""
        narrowing = self.turn_button.isChecked()
        self.turn_button.set_words(_("Näytä tulokset") if narrowing else _("Rajaa hakua"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Uses the room there is."""
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Looks how many letters fit into the window."""
        look = self._theme.look
        is_narrow = self.window().width() < look.px(_NARROW)
        if is_narrow is not self._is_narrow:
            self._is_narrow = is_narrow
            self._gather() if is_narrow else self._spread()
        elif not is_narrow:
            self._facets.setFixedWidth(self._facet_width)

    @property
    def _facet_width(self) -> int:
        look = self._theme.look
        return look.px(_FACETS if look.scale < _LARGE_TEXT else _FACETS_OF_LARGE_TEXT)

    def _gather(self) -> None:
        """Facets and filters onto a sheet of their own."""
        self._sheet_column.addWidget(self._pane.filters)
        self._sheet_column.addWidget(self._facets)
        self._facets.setMinimumSize(0, self._theme.look.px(_LOWEST_FACETS))
        self._facets.setMaximumWidth(_WIDEST)
        for part in (self._pane.filters, self._facets, self.turn_button):
            part.show()
        self._turn(self.turn_button.isChecked())

    def _spread(self) -> None:
        """Everything beside each other."""
        self._row.insertWidget(0, self._facets)
        self._pane.filter_place.addWidget(self._pane.filters)
        self._facets.setMinimumHeight(0)
        self._facets.setFixedWidth(self._facet_width)
        self._facets.show()
        self._pane.filters.show()
        self._pane.show()
        self._area.hide()
        self.turn_button.hide()

    def _turn(self, narrowing: bool) -> None:
        if self._is_narrow:
            self._area.setVisible(narrowing)
            self._pane.setVisible(not narrowing)
        self.retranslate()
