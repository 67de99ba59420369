"""Making the recovery sheet: to the printer, or into a file that somebody chooses; held nowhere meanwhile."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from neuvola_core.errors import NeuvolaError
from neuvola_desk.i18n import _
from neuvola_desk.messages import sentence
from neuvola_desk.printing import Printer, PrintService
from neuvola_desk.ui.background import Lane
from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.leaflet.delivery import Delivery
from neuvola_desk.ui.leaflet.outcome import OutcomeLine
from neuvola_desk.ui.leaflet.save_dialog import save_dialog
from neuvola_desk.ui.parts.buttons import Button
from neuvola_desk.ui.parts.labels import Label

if TYPE_CHECKING:  # for its name only
    from neuvola_desk.desk import Desk

FILE_NAME = "avainlehti.pdf"


class SheetCard(QWidget):
    """Two ways to paper, and a sentence of what came of it."""

    def __init__(self, context: WindowContext, service: PrintService) -> None:
        super().__init__()
        self._context = context
        self._service = service
        self._printer = ""
        self._path: Path | None = None
        self._dialog: QFileDialog | None = None
        self.delivery = Delivery(context.background, context.door, service, self)
        self._title, self._words = Label("", "lead"), Label()
        self.outcome = OutcomeLine(context.theme)
        self.print_button = Button(context.theme, "primary", "print")
        self.save_button = Button(context.theme, "plain", "leaflet")
        self.print_button.clicked.connect(self._print)
        self.save_button.clicked.connect(self._ask_where)
        self.delivery.printed.connect(self._printed)
        self.delivery.saved.connect(self._saved)
        self.delivery.refused.connect(self._fail)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.print_button)
        buttons.addWidget(self.save_button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for part in (self._title, self._words, self.outcome):
            column.addWidget(part)
        column.addLayout(buttons)
        self.retranslate()

    def arrive(self) -> None:
        """Looks which printer there is."""
        self.outcome.clear()
        self._context.background.run(self._service.printers, self._take_printers)

    def retranslate(self) -> None:
        """Sets the texts again."""
        self._title.setText(_("Avainlehti"))
        self._words.setText(
            _(
                "Avainlehdessä on käyntitietojen avain koodina. Sillä tiedot saa auki, jos tämä kone hajoaa, "
                "avainnippu tyhjenee tai salalause unohtuu. Tulosta lehti ja lukitse se talteen: ohjelma ei "
                "säilytä sitä missään."
            )
        )
        self.print_button.set_words(
            _("Tulosta avainlehti"), tip=_("Tulostin: {name}").format(name=self._printer or "–")
        )
        self.save_button.set_words(_("Tallenna PDF…"), _("Tallenna avainlehti PDF-tiedostoksi"))
        self.print_button.setEnabled(bool(self._printer))

    def clear(self) -> None:
        """Closes what is open and takes back a sheet that still waits for the printer."""
        if self._dialog is not None:
            self._dialog.reject()
        self.delivery.forget()
        self.outcome.clear()

    def _take_printers(self, printers: tuple[Printer, ...]) -> None:
        names = [printer.name for printer in printers]
        chosen = self._context.preferences.value.printer
        self._printer = chosen if chosen in names else next(iter(names), "")
        self.retranslate()

    def _print(self) -> None:
        self._make(None)

    def _ask_where(self) -> None:
        if self._dialog is None:
            self._dialog = save_dialog(self, _("Tallenna avainlehti"), FILE_NAME)
            self._dialog.fileSelected.connect(self.save)
            self._dialog.finished.connect(self._forget_dialog)
            self._dialog.open()

    def save(self, path: str) -> None:
        """Makes the sheet into a file."""
        self._make(Path(path))

    def _make(self, path: Path | None) -> None:
        self._path = path
        self.outcome.tell(_("Tehdään avainlehteä…"), "working")
        self._context.door.ask(_sheet, self._hand_over, self._fail, Lane.RECORD)

    def _hand_over(self, pdf: bytes) -> None:
        if self._path is None:
            self.delivery.print_out(pdf, self._printer, 1)
        else:
            self.delivery.save(pdf, self._path)

    def _printed(self) -> None:
        self.outcome.tell(_("Ota avainlehti tulostimesta ja lukitse se talteen."), "good")

    def _saved(self, name: str) -> None:
        told = _("Tallennettu: {name}. Tulosta tiedosto ja poista se sitten: siinä on avain.")
        self.outcome.tell(told.format(name=name), "good")

    def _fail(self, fault: NeuvolaError) -> None:
        self.outcome.tell(sentence(fault), "bad")

    def _forget_dialog(self, _result: int) -> None:
        self._dialog = None


def _sheet(desk: "Desk") -> bytes:
    return desk.recovery.sheet(desk.settings.point.name)
