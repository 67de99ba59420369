"""The crisis lines: one key away, with an empty catalogue and no record, and logged nowhere."""

from datetime import date
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from neuvola_core.crisis import EMERGENCY, CrisisLine, lines, stale
from neuvola_desk.i18n import _, current_language
from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.parts.flow import clear_layout
from neuvola_desk.ui.parts.labels import Label
from neuvola_desk.ui.screen import Place, Screen
from neuvola_desk.ui.words import date_words, language_name

_NBSP: Final = "\u00a0"
_COLUMN: Final = 44
"""The narrowest column, in steps of the grid."""


class CrisisScreen(Screen):
    """Reads nothing but the program's own table."""

    key = "crisis"
    icon_name = "crisis"
    place = Place.PAGE

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(24, 8, 24, 24)
        self._column.setSpacing(16)
        self._area.setWidget(inside)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._area)
        self._columns = 0
        context.signals.look_changed.connect(self.retranslate)
        self.retranslate()

    def title(self) -> str:
        """The heading of the page."""
        return _("Hätä: kenelle soitetaan heti")

    def arrive(self) -> None:
        """The keyboard scrolls at once."""
        self._area.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Makes the lines anew."""
        self._area.setAccessibleName(self.title())
        clear_layout(self._column)
        today = self.context.now().date()
        first = next(line for line in lines() if line.id == EMERGENCY)
        self._column.addWidget(self._emergency(first))
        old = [line for line in lines() if stale(line, today)]
        grid = QGridLayout()
        grid.setSpacing(16)
        self._columns = self._columns_that_fit()
        others = [line for line in lines() if line.id != EMERGENCY]
        for number, line in enumerate(others):
            grid.addWidget(self._card(line, today), *divmod(number, self._columns))
        for column in range(self._columns):
            grid.setColumnStretch(column, 1)
        self._column.addLayout(grid)
        if old:
            self._column.addWidget(
                Label(_("Merkittyjen tiedot ovat yli 90 päivää vanhat. Tarkista ne."), "muted")
            )
        self._column.addStretch(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Uses as many columns as there is room for."""
        super().resizeEvent(event)
        if self._columns_that_fit() != self._columns:
            self.retranslate()

    def _columns_that_fit(self) -> int:
        return min(3, max(1, self.width() // self.context.theme.look.px(_COLUMN)))

    def _emergency(self, line: CrisisLine) -> QFrame:
        frame = QFrame()
        frame.setProperty("kind", "emergency")
        row = QHBoxLayout(frame)
        row.setContentsMargins(24, 16, 24, 16)
        row.setSpacing(24)
        number = Label(line.number, "emergency", wrap=False)
        number.setAccessibleName(f"{line.name.best(current_language())}: {line.number}")
        row.addWidget(number)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addStretch(1)
        words.addWidget(Label(line.name.best(current_language()), "lead"))
        words.addWidget(Label(line.for_whom.best(current_language())))
        words.addStretch(1)
        row.addLayout(words, 1)
        return frame

    def _card(self, line: CrisisLine, today: date) -> QFrame:
        language = current_language()
        frame = QFrame()
        frame.setProperty("kind", "card")
        column = QVBoxLayout(frame)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(4)
        name = line.name.best(language)
        column.addWidget(Label(name, "strong"))
        number = Label(line.number.replace(" ", _NBSP) or line.url.removeprefix("https://"), "number")
        number.let_copy().setAccessibleName(f"{name}: {line.number or line.url}")
        column.addWidget(number)
        column.addWidget(Label(line.for_whom.best(language)))
        spoken = ", ".join(language_name(code) for code in line.languages)
        column.addWidget(
            Label(" · ".join(part for part in (line.hours.best(language), spoken) if part), "small")
        )
        if stale(line, today):
            when = date_words(line.checked_on) if line.checked_on else _("ei tiedossa")
            column.addWidget(Label(_("Tarkistettu: {when}").format(when=when), "warn"))
        column.addStretch(1)
        return frame
