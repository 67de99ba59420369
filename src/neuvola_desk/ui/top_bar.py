"""The bar at the top: search, next visitor, menu, and the red button that is always there."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from neuvola_desk.i18n import _
from neuvola_desk.ui.parts.buttons import Button
from neuvola_desk.ui.parts.menus import Menu
from neuvola_desk.ui.signals import DeskSignals
from neuvola_desk.ui.theme import Theme

_GAPS: Final = 16
_LEAST_FIELD: Final = 28
"""In steps of the grid."""


class _Mark(QLabel):
    """The program's name."""

    def __init__(self, theme: Theme) -> None:
        super().__init__("Neuvola")
        self.setProperty("role", "mark")
        self._theme = theme


class TopBar(QWidget):
    """Buttons only tell; the window answers."""

    def __init__(self, theme: Theme, signals: DeskSignals, field: QWidget) -> None:
        super().__init__()
        self.setObjectName("top-bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._theme = theme
        self._mark = _Mark(theme)
        self.next_button = Button(theme, "plain", "next")
        self.menu_button = Button(theme, "plain", "menu")
        self.crisis_button = Button(theme, "danger", "crisis")
        self.menu = Menu(self)
        self.menu_button.setMenu(self.menu)
        self.next_button.clicked.connect(signals.next_visitor_requested)
        self.crisis_button.clicked.connect(signals.crisis_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 12, 24, 12)
        row.setSpacing(12)
        row.addWidget(self._mark)
        row.addSpacing(_GAPS - 4)
        row.addWidget(field, 1)
        row.addSpacing(4)
        for button in (self.next_button, self.menu_button, self.crisis_button):
            row.addWidget(button)
        self._row = row
        self._added: Button | None = None
        theme.changed.connect(self.fit)
        self.retranslate()

    def add_button(self, button: Button) -> None:
        """Puts a button before the menu, when the window is furnished; it is the last to lose its words."""
        self._row.insertWidget(self._row.indexOf(self.menu_button), button)
        self._added = button
        self.fit()

    def fit(self) -> None:
        """Where there is no room for every word, buttons lose theirs before the search field its own."""
        foldable = [one for one in (self.menu_button, self.next_button, self._added) if one is not None]
        for button in foldable:
            button.fold(False)
        for button in foldable:
            if self._needed() <= self.width():
                break
            button.fold(True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Uses the room there is."""
        super().resizeEvent(event)
        self.fit()

    def _needed(self) -> int:
        buttons = (self.next_button, self._added, self.menu_button, self.crisis_button)
        widths = [one.sizeHint().width() for one in buttons if one is not None and not one.isHidden()]
        margins = self._row.contentsMargins()
        spaces = margins.left() + margins.right() + _GAPS + self._row.spacing() * (len(widths) + 2)
        return sum(widths) + self._mark.sizeHint().width() + spaces + self._theme.look.px(_LEAST_FIELD)

    def retranslate(self) -> None:
        """Sets the texts again."""
        self.next_button.set_words(
            _("Seuraava kävijä"), tip=_("Tyhjennä kaikki edellisestä kävijästä (Ctrl+N)")
        )
        self.menu_button.set_words(_("Valikko"))
        self.menu.setAccessibleName(_("Valikko"))
        self.crisis_button.set_words(_("Hätä"), _("Hätä: kriisinumerot"), _("Kriisinumerot (F12)"))
        self.fit()
