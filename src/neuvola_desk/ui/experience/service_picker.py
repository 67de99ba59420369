"""Finds the service that a visitor tells of; what is picked here is not what the visitor is given today."""

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from neuvola_core.errors import NeuvolaError
from neuvola_desk.i18n import _, current_language
from neuvola_desk.messages import sentence
from neuvola_desk.ui.background import Lane, Latest
from neuvola_desk.ui.contact.private_line import PrivateLine, forget_lines
from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.parts.buttons import Button
from neuvola_desk.ui.parts.flow import FlowLayout, clear_layout
from neuvola_desk.ui.parts.labels import Label
from neuvola_desk.ui.settings.fields import Field

if TYPE_CHECKING:  # for their names only: importing them here would make the first paint wait
    from neuvola_desk.desk import Desk
    from neuvola_search.query import Hit

MOST_OFFERED: Final = 6
_PATIENCE_MS: Final = 150


class ServicePicker(QWidget):
    """``picked`` has the service's id and name; Enter picks the first that is offered."""

    picked = Signal(str, str)

    def __init__(self, context: WindowContext) -> None:
        super().__init__()
        self._context = context
        self.line = PrivateLine()
        self._field = Field(self.line)
        self._none = Label("", "muted")
        self.offered: list[Button] = []
        box = QWidget()
        self._offers = FlowLayout(box, spacing=8)
        self._search = Latest(context.background, Lane.SEARCH, _PATIENCE_MS, self)
        self._search.answered.connect(self._show)
        self._search.failed.connect(self._fail)
        self.line.textEdited.connect(self._ask)
        self.line.returnPressed.connect(self._pick_first)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (self._field, self._none, box):
            column.addWidget(part)
        self._none.hide()

    def clear(self) -> None:
        """Nothing typed, nothing offered."""
        self._search.forget()
        forget_lines(self.line)
        self._offer(())

    def retranslate(self) -> None:
        """Sets the texts again."""
        self._field.set_words(
            _("Palvelu, josta kävijä kertoo"), _("Kirjoita nimi tai osa siitä. Enter valitsee ensimmäisen.")
        )
        self._none.setText(_("Tällaista palvelua ei löytynyt. Kokeile toista sanaa."))

    def _ask(self, typed: str) -> None:
        if typed.strip():
            self._search.ask(self._context.door.work(partial(_hits, typed=typed)))
        else:
            self._search.forget()
            self._offer(())

    def _show(self, hits: "tuple[Hit, ...]") -> None:
        language = current_language()
        self._offer(tuple((hit.id, hit.name.best(language), hit.organisation.best(language)) for hit in hits))
        self._none.setVisible(not hits)

    def _fail(self, fault: NeuvolaError) -> None:
        self._offer(())
        self._field.show_fault(sentence(fault))

    def _offer(self, services: tuple[tuple[str, str, str], ...]) -> None:
        clear_layout(self._offers)
        self.offered = []
        self._none.hide()
        self._field.show_fault("")
        for service, name, whose in services:
            button = Button(self._context.theme, "chip", "plus")
            button.setAutoDefault(True)
            button.set_words(name, f"{name}, {whose}" if whose else name, tip=whose)
            button.clicked.connect(partial(self._pick, service, name))
            self._offers.addWidget(button)
            self.offered.append(button)

    def _pick(self, service: str, name: str) -> None:
        self.clear()
        self.picked.emit(service, name)

    def _pick_first(self) -> None:
        if self.offered and not self._search.pending:
            self.offered[0].click()


def _hits(desk: "Desk", typed: str) -> "tuple[Hit, ...]":
    from neuvola_search.query import Query

    return desk.catalogue.search(Query(typed, limit=MOST_OFFERED)).hits
