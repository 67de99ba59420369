"""The panel beside the results: one screen at a time, chosen by tabs."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from neuvola_desk.i18n import _
from neuvola_desk.ui.icons import icon
from neuvola_desk.ui.screen import Screen
from neuvola_desk.ui.theme import Theme


class SidePanel(QWidget):
    """Screens added later come after those added before."""

    shown = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._screens: list[Screen] = []
        self.setObjectName("side-panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._tabs = QTabBar()
        self._tabs.setObjectName("side-tabs")
        self._tabs.setExpanding(False)
        self._tabs.setDrawBase(False)
        self._tabs.setUsesScrollButtons(True)
        self._tabs.setElideMode(Qt.TextElideMode.ElideNone)
        self._tabs.currentChanged.connect(self._turn)
        self._stack = QStackedWidget()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._tabs)
        column.addWidget(self._stack, 1)
        theme.changed.connect(self._tint)

    def showEvent(self, event: QShowEvent) -> None:
        """Only now the tabs have the sizes of the window's style."""
        super().showEvent(event)
        self._tint()

    def add(self, screen: Screen) -> None:
        """Puts a screen last."""
        self._screens.append(screen)
        self._stack.addWidget(screen)
        self._tabs.addTab("")
        self.retranslate()

    def has(self, key: str) -> bool:
        """Whether a screen is in this panel."""
        return any(screen.key == key for screen in self._screens)

    def show_screen(self, key: str) -> None:
        """Brings a screen to the front."""
        for number, screen in enumerate(self._screens):
            if screen.key == key:
                self._tabs.setCurrentIndex(number)
                self._stack.setCurrentIndex(number)

    def current(self) -> Screen | None:
        """The screen at the front."""
        number = self._stack.currentIndex()
        return self._screens[number] if 0 <= number < len(self._screens) else None

    def retranslate(self) -> None:
        """Sets the names of the tabs again."""
        self._tabs.setAccessibleName(_("Sivupaneeli"))
        for number, screen in enumerate(self._screens):
            self._tabs.setTabText(number, screen.title())
            self._tabs.setAccessibleTabName(number, screen.title())
        self._tint()

    def _turn(self, number: int) -> None:
        if 0 <= number < self._stack.count():
            self._stack.setCurrentIndex(number)
            self._tint()
            self.shown.emit(self._screens[number].key)

    def _tint(self) -> None:
        look = self._theme.look
        size = round(18 * look.scale)
        self._tabs.setIconSize(QSize(size, size))
        for number, screen in enumerate(self._screens):
            hue = "accent" if number == self._tabs.currentIndex() else "muted"
            self._tabs.setTabIcon(number, icon(screen.icon_name, getattr(look.palette, hue), size))
        self.setMinimumWidth(self._tabs.sizeHint().width())
