"""Buttons with the program's own icons, in the few tones there are."""

from typing import Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from neuvola_desk.ui.icons import icon
from neuvola_desk.ui.theme import Theme

Tone = Literal["plain", "primary", "danger", "quiet", "chip", "tile", "tab", "option", "link"]

_ICON_COLOURS = {
    "primary": "on_accent",
    "danger": "on_danger",
    "plain": "accent",
    "chip": "accent",
    "tile": "accent",
}


_GAP = 4
"""Pixels between an icon and the words after it, beside the four that Qt leaves."""


class Button(QPushButton):
    """A push button whose icon follows the theme; the style sheet selects by ``tone``."""

    def __init__(
        self, theme: Theme, tone: Tone = "plain", icon_name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon_name = icon_name
        self._words = ""
        self._folded = False
        self.setProperty("tone", tone)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        self._tint()
        theme.changed.connect(self._tint)
        self.toggled.connect(self._tint)

    def set_icon_name(self, name: str) -> None:
        """Shows another icon."""
        self._icon_name = name
        self._tint()

    def set_words(self, text: str, accessible: str = "", tip: str = "") -> None:
        """The text, and what a screen reader says where that is not enough."""
        had_words, self._words = bool(self._words), text
        self.setText("" if self._folded else text)
        if had_words != bool(text):
            self._tint()
        self.setAccessibleName(accessible or text.replace("&", ""))
        self.setToolTip(tip or (text if self._folded else ""))

    def fold(self, folded: bool) -> None:
        """Shows the icon alone, where there is no room for words; its name is then in the tool tip."""
        has_turned, self._folded = self._folded is not folded, folded
        self.setText("" if folded else self._words)
        if has_turned:
            self._tint()
        if folded and not self.toolTip():
            self.setToolTip(self._words)

    def _tint(self) -> None:
        if not self._icon_name:
            self.setIcon(QIcon())
            return
        look = self._theme.look
        tone = str(self.property("tone"))
        hue = _ICON_COLOURS.get(tone, "text")
        if tone == "tab" and self.isChecked():
            hue = "accent"
        size = round(20 * look.scale)
        gap = round(_GAP * look.scale) if self._words and not self._folded else 0
        colour = getattr(look.palette, hue)
        after = gap if self.layoutDirection() is Qt.LayoutDirection.LeftToRight else -gap
        self.setIcon(icon(self._icon_name, colour, size, look.palette.muted, gap=after))
        self.setIconSize(QSize(size + gap, size))


class IconButton(QToolButton):
    """A square button with an icon only; its name is for the screen reader and the tool tip."""

    def __init__(
        self, theme: Theme, icon_name: str, parent: QWidget | None = None, *, small: bool = False
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon_name = icon_name
        self._small = small
        self.setProperty("tone", "icon-small" if small else "icon")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._tint()
        theme.changed.connect(self._tint)

    def set_words(self, name: str) -> None:
        """What the button does."""
        self.setAccessibleName(name)
        self.setToolTip(name)

    def set_icon_name(self, name: str) -> None:
        """Shows another icon."""
        self._icon_name = name
        self._tint()

    def _tint(self) -> None:
        look = self._theme.look
        size = round((16 if self._small else 20) * look.scale)
        self.setIcon(icon(self._icon_name, look.palette.text, size, look.palette.muted))
        self.setIconSize(QSize(size, size))
