"""The band under the top bar while somebody practises: it is always seen, and one click ends it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from neuvola_desk.i18n import _
from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.parts.buttons import Button
from neuvola_desk.ui.parts.labels import IconLabel, Label

_HATCH_WIDTH = 6
"""In steps of the grid: the hatching tells the band from any other line to whoever sees no colours."""


class _Hatching(QWidget):
    """Slanted strokes, as on a barrier tape; says nothing to a screen reader."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__()
        self._theme = context.theme
        context.theme.changed.connect(self.fit)
        self.fit()

    def fit(self) -> None:
        """As wide as the text is large."""
        self.setFixedWidth(self._theme.look.px(_HATCH_WIDTH))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws the strokes."""
        painter = QPainter(self)
        colour = QColor(self._theme.look.palette.warn)
        painter.fillRect(self.rect(), QBrush(colour, Qt.BrushStyle.BDiagPattern))


class PracticeBand(QWidget):
    """Shown whenever it is the practice desk that answers."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__()
        self._context = context
        self.setObjectName("practice-band")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._title = Label("", "lead", wrap=False)
        self._words = Label("")
        self.end_button = Button(context.theme, "plain", "close")
        self.end_button.clicked.connect(self._end)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 16, 0)
        row.setSpacing(16)
        row.addWidget(_Hatching(context))
        row.addWidget(IconLabel(context.theme, "warn", "warn", 20), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._title)
        row.addWidget(self._words, 1)
        end = QVBoxLayout()
        end.setContentsMargins(0, 4, 0, 4)
        end.addWidget(self.end_button)
        row.addLayout(end)
        context.signals.practice_changed.connect(self.retranslate)
        context.signals.language_changed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        """Sets the texts again."""
        self._title.setText(_("HARJOITUS"))
        self._words.setText(_("Mitään ei merkitä eikä lähetetä. Esitteissä lukee HARJOITUS."))
        self.end_button.set_words(_("Lopeta harjoittelu"))
        self.setAccessibleName(f"{self._title.text()}: {self._words.text()}")
        self.setVisible(self._context.door.is_practice)

    def _end(self) -> None:
        self._context.signals.practice_wanted.emit(False)
