"""Above near hits only: that nothing quite fits, the nearest needs, and that help was not found."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from neuvola_desk.i18n import _
from neuvola_desk.ui.parts.buttons import Button
from neuvola_desk.ui.search.need_offers import NeedOffers
from neuvola_desk.ui.theme import Theme


class NearBar(QWidget):
    """The two ways on that a list of near hits would otherwise hide."""

    unmet_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._unmet = Button(theme, "quiet", "visit")
        self.needs = NeedOffers(theme, self._unmet)
        self._unmet.clicked.connect(self.unmet_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 8, 0)
        row.addWidget(self.needs)
        self.hide()

    def show_ways(self, needs: tuple[str, ...], counts: Mapping[str, int], *, has_true_hits: bool) -> None:
        """Shows itself where there is no true hit."""
        self.needs.show_needs(needs, counts)
        self.setVisible(not has_true_hits)

    def retranslate(self) -> None:
        """Sets the texts again."""
        self.needs.retranslate()
        self._unmet.set_words(_("Merkitse: apua ei löytynyt"))
