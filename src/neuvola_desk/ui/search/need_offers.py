"""The needs nearest to words that found nothing, as buttons that choose the need."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from neuvola_core import taxonomy
from neuvola_desk.i18n import _, current_language, ngettext
from neuvola_desk.ui.parts.flow import FlowLayout
from neuvola_desk.ui.parts.labels import Label
from neuvola_desk.ui.search.whole_name import WholeNameButton
from neuvola_desk.ui.theme import Theme


class NeedOffers(QWidget):
    """A question and at most three needs, each with its number of services; what trails comes after."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, *trailing: QWidget) -> None:
        super().__init__()
        self._theme = theme
        self._trailing = trailing
        self._buttons: list[WholeNameButton] = []
        self._needs: tuple[str, ...] = ()
        self._counts: Mapping[str, int] = {}
        self._heading = Label("", "strong")
        box = QWidget()
        self._flow = FlowLayout(box, 8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._heading)
        column.addWidget(box)
        self.hide()

    def show_needs(self, needs: tuple[str, ...], counts: Mapping[str, int]) -> None:
        """Offers these needs."""
        self._needs, self._counts = needs, counts
        self.retranslate()

    def retranslate(self) -> None:
        """Makes the buttons in the language in use."""
        self._heading.setText(_("Tarkoittaako kävijä tätä?"))
        for old in self._buttons:
            self._flow.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._buttons = []
        for need in self._needs:
            name, count = taxonomy.needs().name(need, current_language()), self._counts.get(need, 0)
            told = ngettext("{name}, {n} palvelu", "{name}, {n} palvelua", count).format(name=name, n=count)
            button = WholeNameButton(self._theme, "tile")
            button.set_words(f"{name} ({count})".replace("&", "&&"), told, told)
            button.clicked.connect(partial(self._tell, need))
            self._buttons.append(button)
            self._flow.addWidget(button)
        for widget in self._trailing:
            self._flow.removeWidget(widget)
            self._flow.addWidget(widget)
        self._heading.setVisible(bool(self._needs))
        self.setVisible(bool(self._needs or self._trailing))

    def _tell(self, need: str, _checked: bool = False) -> None:
        self.chosen.emit(need)
