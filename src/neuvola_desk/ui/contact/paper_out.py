"""A sheet for the visitor to take along: to the printer, or into a file that somebody chooses."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from neuvola_core.errors import NeuvolaError
from neuvola_desk.i18n import _
from neuvola_desk.messages import sentence
from neuvola_desk.printing import PLAIN, Paper, Printer, PrintService
from neuvola_desk.ui.background import Task
from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.leaflet.delivery import Delivery
from neuvola_desk.ui.leaflet.outcome import Mood, OutcomeLine
from neuvola_desk.ui.leaflet.save_dialog import save_dialog
from neuvola_desk.ui.parts.buttons import Button, Tone
from neuvola_desk.ui.parts.flow import FlowLayout
from neuvola_desk.ui.parts.labels import Label

if TYPE_CHECKING:  # for its name only
    from neuvola_desk.desk import Desk

Make = Callable[["Desk"], bytes]
"""Makes the sheet, on a worker."""
SMALL: Final = Paper(small_sheet=True)


class PaperOut(QWidget):
    """The sheet is made when it is wanted and held nowhere; print jobs are taken back with the visitor."""

    told = Signal(str)
    """What has come of it, where it is shown elsewhere."""

    def __init__(self, context: WindowContext, service: PrintService, tone: Tone = "primary") -> None:
        super().__init__()
        self._context = context
        self._service = service
        self._make: Make | None = None
        self._paper = PLAIN
        self._path: Path | None = None
        self._printer: Printer | None = None
        self._printed_words = self._saved_words = ""
        self._dialog: QFileDialog | None = None
        self._task: Task | None = None
        self.delivery = Delivery(context.background, context.door, service, self)
        self.outcome = OutcomeLine(context.theme)
        self.notice = Label("", "small")
        self.print_button = Button(context.theme, tone, "print")
        self.save_button = Button(context.theme, "plain", "leaflet")
        for button in (self.print_button, self.save_button):
            button.setAutoDefault(True)
        self.print_button.clicked.connect(self.print_out)
        self.save_button.clicked.connect(self.ask_where)
        self.delivery.printed.connect(self._printed)
        self.delivery.saved.connect(self._saved)
        self.delivery.refused.connect(self._fail)
        buttons = QWidget()
        flow = FlowLayout(buttons, spacing=8)
        flow.addWidget(self.print_button)
        flow.addWidget(self.save_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (buttons, self.notice, self.outcome):
            column.addWidget(part)
        self._say_of_printer()

    def arrive(self) -> None:
        """Looks which printer there is."""
        self._context.background.run(self._service.printers, self._take_printers)

    def offer(self, make: Make | None, paper: Paper = PLAIN) -> None:
        """What is printed from now on, and on which paper; None is nothing."""
        self._make, self._paper = make, paper
        self._say_of_printer()

    def set_words(self, words: str, *, printed: str = "", saved: str = "") -> None:
        """What the sheet is called on the button that prints it; what is told of one that is no visitor's."""
        self._printed_words, self._saved_words = printed, saved
        self.print_button.set_words(words)
        self.save_button.set_words(_("Tallenna PDF…"))
        self._say_of_printer()

    def clear(self) -> None:
        """Nothing is offered any more, and what still waits for the printer is taken back."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
        if self._dialog is not None:
            self._dialog.reject()
        self.delivery.forget()
        self.outcome.clear()
        self.offer(None)

    def take_focus(self) -> None:
        """The keyboard goes to what can be done."""
        target = self.print_button if self.print_button.isEnabled() else self.save_button
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def print_out(self) -> None:
        """Makes the sheet and prints it."""
        if self._printer is None:
            self._tell(self._no_printer_words(), "bad")
        elif not self.delivery.is_printing:
            self._begin(None)

    def ask_where(self) -> None:
        """Asks for a file to save to."""
        if self._dialog is None:
            self._dialog = save_dialog(self, _("Tallenna PDF"))
            self._dialog.fileSelected.connect(self.save)
            self._dialog.finished.connect(self._forget_dialog)
            self._dialog.open()

    def save(self, path: str) -> None:
        """Makes the sheet into a file."""
        self._begin(Path(path))

    def _begin(self, path: Path | None) -> None:
        if self._make is not None and self._task is None:
            self._path = path
            self._tell(_("Tehdään paperia…"), "working")
            self._task = self._context.door.ask(self._make, self._hand_over, self._fail)

    def _hand_over(self, pdf: bytes) -> None:
        self._task = None
        if self._path is not None:
            self.delivery.save(pdf, self._path)
        elif self._printer is not None:
            self.delivery.print_out(pdf, self._printer.name, 1, self._paper)

    def _printed(self) -> None:
        self._tell(self._printed_words or _("Ota paperi tulostimesta ja anna se kävijälle."), "good")

    def _saved(self, name: str) -> None:
        told = self._saved_words or _("Tallennettu: {name}. Poista tiedosto, kun se on tulostettu.")
        self._tell(told.format(name=name), "good")

    def _fail(self, fault: NeuvolaError) -> None:
        self._task = None
        self._tell(sentence(fault), "bad")

    def _take_printers(self, printers: tuple[Printer, ...]) -> None:
        chosen = self._context.preferences.value.printer
        named = (printer for printer in printers if printer.name == chosen)
        self._printer = next(named, printers[0] if printers else None)
        self._say_of_printer()

    def _say_of_printer(self) -> None:
        printer = self._printer
        told = ""
        if printer is None:
            told = self._no_printer_words()
        elif not printer.is_local:
            told = _("Tulostin on verkossa. Hae paperi heti, ettei se jää muiden nähtäväksi.")
        self.notice.setText(told)
        self.notice.setVisible(bool(told))
        self.print_button.setEnabled(printer is not None and self._make is not None)
        self.save_button.setEnabled(self._make is not None)

    def _tell(self, words: str, mood: Mood) -> None:
        self.outcome.tell(words, mood)
        self.told.emit(words)

    def _no_printer_words(self) -> str:
        if self.save_button.isHidden():
            return _("Tulostinta ei löytynyt.")
        if self._printed_words:
            return _("Tulostinta ei löytynyt. Tallenna PDF ja tulosta muualla.")
        return _("Tulostinta ei löytynyt. Tallenna PDF tai kirjoita tiedot kävijälle paperille.")

    def _forget_dialog(self, _result: int) -> None:
        self._dialog = None
