"""The crisis lines: one key away, with an empty catalogue and no record, and logged nowhere."""

from datetime import date
from typing import Final

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QGridLayout, QHBoxLayout, QVBoxLayout

from neuvola_core.crisis import EMERGENCY, CrisisLine, lines, stale
from neuvola_desk.i18n import _, current_language
from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.offers import page_title
from neuvola_desk.ui.parts.labels import Label
from neuvola_desk.ui.scrolling_page import ScrollingPage
from neuvola_desk.ui.words import date_words, language_name
from neuvola_desk.usecases.leaflets.words import readable_address, unbroken

_COLUMN: Final = 44
"""The narrowest column, in steps of the grid."""
_MOST_COLUMNS: Final = 3


class CrisisScreen(ScrollingPage):
    """Reads nothing but the program's own table."""

    key = "crisis"

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context, QBoxLayout.Direction.TopToBottom, spacing=16)
        self._columns = 0
        self._cards: list[QFrame] = []
        self._grid = QGridLayout()
        context.signals.look_changed.connect(self.retranslate)
        self.retranslate()

    def title(self) -> str:
        """The heading of the page."""
        return page_title(self.key)

    def fill(self) -> None:
        """The emergency number, then the other lines."""
        today = self.context.now().date()
        first = next(line for line in lines() if line.id == EMERGENCY)
        self.inside.addWidget(self._emergency(first))
        old = [line for line in lines() if stale(line, today)]
        self._grid = QGridLayout()
        self._grid.setSpacing(16)
        self._cards = [self._card(line, today) for line in lines() if line.id != EMERGENCY]
        self._place()
        self.inside.addLayout(self._grid)
        if old:
            self.inside.addWidget(
                Label(_("Merkittyjen tiedot ovat yli 90 päivää vanhat. Tarkista ne."), "muted")
            )
        self.inside.addStretch(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Uses as many columns as there is room for."""
        super().resizeEvent(event)
        if self._columns_that_fit() != self._columns:
            self._place()

    def _place(self) -> None:
        self._columns = self._columns_that_fit()
        for number, card in enumerate(self._cards):
            self._grid.removeWidget(card)
            self._grid.addWidget(card, *divmod(number, self._columns))
        for column in range(_MOST_COLUMNS):
            self._grid.setColumnStretch(column, int(column < self._columns))

    def _columns_that_fit(self) -> int:
        return min(_MOST_COLUMNS, max(1, self.width() // self.context.theme.look.px(_COLUMN)))

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
        number = Label(unbroken(line.number) or readable_address(line.url), "number")
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
