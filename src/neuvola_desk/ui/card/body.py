"""What a card says of its service, drawn from the top in pieces: no key waits for the end of a long card."""

from collections.abc import Iterator

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QVBoxLayout

from neuvola_core.catalogue import Service
from neuvola_desk.i18n import current_language
from neuvola_desk.ui.card.beside import Way
from neuvola_desk.ui.card.content import sections
from neuvola_desk.ui.card.long_words import breakable
from neuvola_desk.ui.card.section_view import SectionView
from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.parts.flow import clear_layout
from neuvola_desk.ui.parts.labels import Label
from neuvola_desk.ui.pieces import Pieces


class CardBody(QObject):
    """Fills ``column``; ``drawn`` tells that nothing is missing, ``copied`` what goes to the clipboard."""

    copied = Signal(str)
    drawn = Signal()

    def __init__(self, context: WindowContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._pieces: Pieces | None = None
        self.way: Way | None = None
        """Where the way from the point is drawn; None where the service has no such section."""
        self.column = QVBoxLayout()
        self.column.setSpacing(16)

    @property
    def is_drawn(self) -> bool:
        """Whether nothing is missing."""
        return self._pieces is None

    def clear(self) -> None:
        """Says nothing of any service."""
        if self._pieces is not None:
            self._pieces.stop()
        self._pieces = self.way = None
        clear_layout(self.column)

    def show_service(self, service: Service) -> None:
        """Draws what is in sight at once, and the rest as the window has time."""
        self.clear()
        self._pieces = self._context.background.in_pieces(self._draw(service))
        self._pieces.done.connect(self._end)
        self._pieces.begin()

    def _draw(self, service: Service) -> Iterator[None]:
        if service.summary:
            told = service.summary.best(current_language())
            summary = Label(breakable(told), "lead-text").let_copy()
            summary.setAccessibleName(told)
            self.column.addWidget(summary)
            yield
        for section in sections(service, self._context.now()):
            view = SectionView(self._context.theme, section)
            view.copied.connect(self.copied)
            self.column.addWidget(view)
            yield from view.draw()
            if section.key == "there":
                self.way = Way(self._context.theme)
                self.way.hide()
                self.column.addWidget(self.way)

    def _end(self) -> None:
        self._pieces = None
        self.drawn.emit()
