"""The bar at the top: search, next visitor, menu, and the red button that is always there."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QWidget

from neuvola_desk.i18n import _
from neuvola_desk.ui.parts.buttons import Button
from neuvola_desk.ui.signals import DeskSignals
from neuvola_desk.ui.theme import Theme


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
        self.menu = QMenu(self)
        self.menu_button.setMenu(self.menu)
        self.next_button.clicked.connect(signals.next_visitor_requested)
        self.crisis_button.clicked.connect(signals.crisis_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 12, 24, 12)
        row.setSpacing(12)
        row.addWidget(self._mark)
        row.addSpacing(12)
        row.addWidget(field, 1)
        row.addSpacing(4)
        for button in (self.next_button, self.menu_button, self.crisis_button):
            row.addWidget(button)
        self.retranslate()

    def retranslate(self) -> None:
        """Sets the texts again."""
        self.next_button.set_words(
            _("Seuraava kävijä"), tip=_("Tyhjennä kaikki edellisestä kävijästä (Ctrl+N)")
        )
        self.menu_button.set_words(_("Valikko"))
        self.crisis_button.set_words(_("Hätä"), _("Hätä: kriisinumerot"), _("Kriisinumerot (F12)"))
