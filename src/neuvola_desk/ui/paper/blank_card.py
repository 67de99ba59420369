"""The way to blank sheets on paper, for where there is no desk at hand."""

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFrame, QVBoxLayout

from neuvola_desk.i18n import _
from neuvola_desk.printing import PrintService
from neuvola_desk.ui.contact.paper_out import PaperOut
from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.parts.labels import Label
from neuvola_desk.ui.settings.fields import Field

if TYPE_CHECKING:  # for its name only
    from neuvola_desk.desk import Desk

_COUNTS: Final = (1, 5, 10, 20, 30, 50)
_USUAL: Final = 10


class BlankCard(QFrame):
    """How many, and to the printer or into a file."""

    def __init__(self, context: WindowContext, service: PrintService) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._title, self._words = Label("", "lead"), Label("")
        self.count = QComboBox()
        for count in _COUNTS:
            self.count.addItem(str(count), count)
        self.count.setCurrentIndex(_COUNTS.index(_USUAL))
        self.count.currentIndexChanged.connect(self._offer)
        self._count_field = Field(self.count)
        self.out = PaperOut(context, service, "plain")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(12)
        column.addWidget(self._title)
        column.addWidget(self._words)
        column.addWidget(self._count_field, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.out)
        column.addStretch(1)
        self.retranslate()

    def arrive(self) -> None:
        """Looks which printer there is."""
        self.out.arrive()

    def retranslate(self) -> None:
        """Sets the texts again; the form is in the language in use."""
        self._title.setText(_("Tyhjät lomakkeet"))
        self._words.setText(
            _(
                "Tulosta lomakkeita varalle: jalkautumiseen tai kun kone ei ole käytössä. Lomakkeessa on "
                "samat kohdat kuin tässä, ja päivä kirjoitetaan vain nipun kanteen."
            )
        )
        self._count_field.set_words(_("Lomakkeita"))
        self.out.set_words(
            _("Tulosta lomakkeet"),
            printed=_("Ota lomakkeet tulostimesta."),
            saved=_("Tallennettu: {name}"),
        )
        self._offer()

    def _offer(self, _number: int = 0) -> None:
        self.out.offer(partial(_make, sheets=int(self.count.currentData())))


def _make(_desk: "Desk", sheets: int) -> bytes:
    from neuvola_desk.ui.paper.blank import blank  # what sets paper is heavy: imported on the worker
    from neuvola_desk.usecases.paper_form import blank_form

    return blank_form(blank(), sheets)
