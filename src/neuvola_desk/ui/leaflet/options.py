"""What can be chosen of a leaflet: language, letter size, printer, copies; and what will be in it."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QVBoxLayout, QWidget

from neuvola_desk.i18n import _
from neuvola_desk.printing import MOST_COPIES, Printer
from neuvola_desk.ui.leaflet import languages
from neuvola_desk.ui.parts.flow import clear_layout
from neuvola_desk.ui.parts.labels import Label
from neuvola_desk.ui.settings.fields import Field

FIRST_LANGUAGE = "fi"


class LeafletOptions(QFrame):
    """``changed`` means that the leaflet itself becomes another; ``printer_chosen`` only where it goes."""

    changed = Signal()
    printer_chosen = Signal(str)

    def __init__(self, available: Iterable[str]) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._printers: tuple[Printer, ...] = ()
        self._names: tuple[str, ...] = ()
        self._searched = False
        self.language, self.printer, self.copies = QComboBox(), QComboBox(), QComboBox()
        for code in languages.in_order(available):
            self.language.addItem("", code)
        for count in range(1, MOST_COPIES + 1):
            self.copies.addItem(str(count), count)
        for box in (self.language, self.printer, self.copies):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(8)
        self.large = QCheckBox()
        self.language.currentIndexChanged.connect(self.changed)
        self.large.toggled.connect(self.changed)
        self.printer.activated.connect(self._choose_printer)
        self._lay_out()

    def _lay_out(self) -> None:
        self._fields = {
            "language": Field(self.language),
            "printer": Field(self.printer),
            "copies": Field(self.copies),
        }
        self._notice = Label("", "warn")
        self._services_title = Label("", "strong")
        services = QWidget()
        self._services = QVBoxLayout(services)
        self._services.setContentsMargins(0, 0, 0, 0)
        self._services.setSpacing(4)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(self._fields["language"])
        column.addWidget(self.large)
        column.addWidget(self._fields["printer"])
        column.addWidget(self._notice)
        column.addWidget(self._fields["copies"])
        column.addWidget(self._services_title)
        column.addWidget(services)
        column.addStretch(1)

    @property
    def services(self) -> tuple[str, ...]:
        """The names that are listed."""
        return self._names

    @property
    def notice(self) -> str:
        """What one must know of the printer."""
        return self._notice.text()

    @property
    def chosen_printer(self) -> str:
        """The queue to print to; empty where there is none."""
        return str(self.printer.currentData() or "")

    @property
    def chosen_copies(self) -> int:
        """How many are to be printed."""
        return int(self.copies.currentData())

    def reset(self, *, large: bool) -> None:
        """Back to what the desk begins with."""
        self.language.setCurrentIndex(max(0, self.language.findData(FIRST_LANGUAGE)))
        self.large.setChecked(large)
        self.copies.setCurrentIndex(0)

    def show_printers(self, printers: Sequence[Printer], preferred: str) -> None:
        """Lists the queues; the one that was chosen last time is chosen, else the first."""
        self._searched = True
        self._printers = tuple(printers)
        self.printer.clear()
        for printer in self._printers:
            self.printer.addItem(printer.name.replace("_", " "), printer.name)
        if self._printers:
            self.printer.setCurrentIndex(max(0, self.printer.findData(preferred)))
        self._say_of_printer()

    def show_services(self, names: Sequence[str]) -> None:
        """The services in the order in which they will be printed."""
        self._names = tuple(names)
        clear_layout(self._services)
        for number, name in enumerate(names, start=1):
            self._services.addWidget(Label(f"{number}. {name}"))

    def retranslate(self) -> None:
        """Sets the texts again."""
        for number in range(self.language.count()):
            self.language.setItemText(number, languages.words(self.language.itemData(number)))
        self._fields["language"].set_words(_("Esitteen kieli"))
        self._fields["printer"].set_words(_("Tulostin"))
        self._fields["copies"].set_words(_("Kappaleita"))
        self.large.setText(_("Suuri teksti"))
        self.printer.setPlaceholderText(_("Ei tulostinta"))
        self._services_title.setText(_("Palvelut tässä järjestyksessä"))
        self._say_of_printer()

    def _choose_printer(self, _number: int) -> None:
        self._say_of_printer()
        self.printer_chosen.emit(self.chosen_printer)

    def _say_of_printer(self) -> None:
        told = self._printer_words()
        self._notice.setText(told)
        self._notice.setVisible(bool(told))
        self.printer.setAccessibleDescription(told)
        self.printer.setEnabled(bool(self._printers))

    def _printer_words(self) -> str:
        if not self._searched:
            return _("Etsitään tulostimia…")
        chosen = next((p for p in self._printers if p.name == self.chosen_printer), None)
        if chosen is None:
            return _("Tulostinta ei löytynyt. Tallenna esite PDF:nä ja tulosta se muualla.")
        if chosen.is_stopped:
            return _("Tulostin on pysäytetty: esite jää jonoon. Valitse toinen tai käynnistä tulostin.")
        if not chosen.is_local:
            return _("Tulostin on verkossa. Hae esite heti, ettei se jää muiden nähtäväksi.")
        return ""
