"""The search field: words as they are typed; arrows and Enter act on the list below."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from neuvola_desk.i18n import _
from neuvola_desk.ui.parts.buttons import IconButton
from neuvola_desk.ui.parts.labels import IconLabel
from neuvola_desk.ui.theme import Theme

_LONGEST = 200


class SearchField(QLineEdit):
    """``textChanged`` is the query; the other signals are keys that belong to the list."""

    went_down = Signal()
    accepted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("search-field")
        self.setMaxLength(_LONGEST)
        self._glass = IconLabel(theme, "search", "muted", 22)
        self._glass.setParent(self)
        self._glass.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._clear = IconButton(theme, "close", self, small=True)
        self._clear.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._clear.clicked.connect(self.clear)
        self._clear.hide()
        self.textChanged.connect(self._show_clear)
        theme.changed.connect(self._place)
        self.retranslate()
        self._place()

    def retranslate(self) -> None:
        """Sets the texts again."""
        self.setPlaceholderText(_("Mitä kävijä tarvitsee? Esimerkiksi: vuokra maksamatta"))
        self.setAccessibleName(_("Hae palveluja"))
        self.setToolTip(f"{_('Hae palveluja (Ctrl+F)')}\n{self.placeholderText()}")
        self._clear.set_words(_("Tyhjennä haku"))

    def take_focus(self) -> None:
        """Puts the keyboard here, with the words selected."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down goes to the list; Enter opens its current service."""
        if event.key() == Qt.Key.Key_Down:
            self.went_down.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accepted.emit()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """High enough for a finger."""
        return QSize(super().sizeHint().width(), self._theme.look.px(6))

    def minimumSizeHint(self) -> QSize:
        """As high as its hint."""
        return QSize(self._theme.look.px(20), self._theme.look.px(6))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keeps the glass and the clear button in their places."""
        super().resizeEvent(event)
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        """A style sheet resets the text margins."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._place()

    def _place(self) -> None:
        look = self._theme.look
        side, pad = round(22 * look.scale), look.px(1.5)
        self._glass.setGeometry(pad, (self.height() - side) // 2, side, side)
        button = look.px(4)
        self._clear.setGeometry(
            self.width() - button - look.px(0.75), (self.height() - button) // 2, button, button
        )
        self.setTextMargins(side + pad, 0, button, 0)

    def _show_clear(self, text: str) -> None:
        self._clear.setVisible(bool(text))
