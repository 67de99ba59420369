"""A button that says the name of a need, however long: it ends in … where there is no room."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy

from neuvola_desk.ui.parts.buttons import Button, Tone
from neuvola_desk.ui.theme import Theme


class NameButton(Button):
    """The whole name is what a screen reader says and what the tool tip shows."""

    def __init__(self, theme: Theme, tone: Tone, icon_name: str = "") -> None:
        self._whole = ""
        super().__init__(theme, tone, icon_name)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_words(self, text: str, accessible: str = "", tip: str = "") -> None:
        """The name, and what the button does with it."""
        self._whole = text
        super().set_words(text, accessible, tip or text)
        if self.isVisible():
            self._elide()

    def sizeHint(self) -> QSize:
        """Room for the whole name, also while only a part of it is shown."""
        metrics = self.fontMetrics()
        missing = metrics.horizontalAdvance(self._whole) - metrics.horizontalAdvance(self.text())
        return super().sizeHint() + QSize(missing, 0)

    def minimumSizeHint(self) -> QSize:
        """As narrow as need be."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shows as much of the name as there is room for."""
        super().resizeEvent(event)
        self._elide()

    def changeEvent(self, event: QEvent) -> None:
        """A style sheet that comes later brings another font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._elide()

    def showEvent(self, event: QShowEvent) -> None:
        """What was laid out before the font was known is laid out again."""
        super().showEvent(event)
        self._elide()

    def _elide(self) -> None:
        metrics = self.fontMetrics()
        around = self.sizeHint().width() - metrics.horizontalAdvance(self._whole)
        room = self.width() - around
        shown = metrics.elidedText(self._whole, Qt.TextElideMode.ElideRight, room + 1)  # advances are rounded
        if shown != self.text():
            self.setText(shown)
