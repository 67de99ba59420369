""" "Kymmenen minuutin perehdytys": to be read here, and to be printed for whoever comes to work."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from neuvola_desk.i18n import _, current_language
from neuvola_desk.printing import PrintService
from neuvola_desk.ui.contact.paper_out import PaperOut
from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.offers import page_title
from neuvola_desk.ui.parts.labels import Label
from neuvola_desk.ui.scrolling_page import ScrollingPage
from neuvola_desk.usecases.introduction import Introduction, Part, introduction, introduction_sheet

if TYPE_CHECKING:  # for its name only
    from neuvola_desk.desk import Desk


class IntroductionScreen(ScrollingPage):
    """In the language of the window, on the screen and on paper alike."""

    key = "introduction"

    def __init__(self, context: WindowContext, service: PrintService) -> None:
        self._service = service
        super().__init__(context, QBoxLayout.Direction.TopToBottom, spacing=16)
        self.retranslate()

    def title(self) -> str:
        """The heading of the page."""
        return page_title(self.key)

    def arrive(self) -> None:
        """Ready to be printed; the keyboard scrolls."""
        self.out.arrive()
        super().arrive()

    def fill(self) -> None:
        """What it is for, the way to paper, and the ten parts in two columns."""
        told = introduction(current_language())
        self.out = PaperOut(self.context, self._service, "plain")
        self.out.set_words(
            _("Tulosta perehdytys"),
            printed=_("Ota perehdytys tulostimesta."),
            saved=_("Tallennettu: {name}"),
        )
        self.out.offer(partial(_sheet, language=told.language))
        self.inside.addWidget(Label(told.lead, "lead-text"))
        self.inside.addWidget(self.out)
        self.inside.addLayout(_columns(told))
        self.inside.addWidget(Label(told.keys, "muted"))
        self.inside.addStretch(1)


def _columns(told: Introduction) -> QHBoxLayout:
    across = QHBoxLayout()
    across.setSpacing(16)
    half = (len(told.parts) + 1) // 2
    for first, parts in ((1, told.parts[:half]), (half + 1, told.parts[half:])):
        column = QVBoxLayout()
        column.setSpacing(12)
        for number, part in enumerate(parts, start=first):
            column.addWidget(_part(number, part))
        column.addStretch(1)
        across.addLayout(column, 1)
    return across


def _part(number: int, part: Part) -> QWidget:
    frame = QFrame()
    frame.setProperty("kind", "card")
    grid = QGridLayout(frame)
    grid.setContentsMargins(16, 12, 16, 12)
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(6)
    step = QLabel(str(number))
    step.setProperty("role", "step")
    step.setAccessibleName(part.minute)
    grid.addWidget(step, 0, 0, Qt.AlignmentFlag.AlignTop)
    grid.addWidget(Label(part.heading, "lead"), 0, 1)
    for row, line in enumerate(part.lines, start=1):
        grid.addWidget(Label(line), row, 1)
    grid.setColumnStretch(1, 1)
    return frame


def _sheet(_desk: "Desk", language: str) -> bytes:
    return introduction_sheet(language)
