"""What can be chosen of a leaflet: language, form, paper, letter size, printer; and what will be in it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QVBoxLayout, QWidget

from neuvola_desk.config import LeafletLanguage, Settings
from neuvola_desk.i18n import _
from neuvola_desk.printing import MOST_COPIES, PLAIN, Paper, Printer
from neuvola_desk.ui.leaflet.composing import Form
from neuvola_desk.ui.leaflet.language_choice import LanguageChoice
from neuvola_desk.ui.leaflet.wrapped_check import WrappedCheck
from neuvola_desk.ui.parts.flow import clear_layout
from neuvola_desk.ui.parts.labels import Label
from neuvola_desk.ui.settings.fields import Field
from neuvola_desk.usecases.leaflets.texts import languages_of, texts

FORMS: Final[tuple[Form, ...]] = ("sheet", "list", "week", "fold", "pocket")
ONE_SHEET: Final = frozenset({"fold", "pocket"})
"""Forms that are always one side of A4 in letters of one size."""


@dataclass(frozen=True, slots=True)
class Habits:
    """What a desk begins every leaflet with."""

    large: bool = False
    form: Form = "sheet"
    small_sheet: bool = False
    two_sided: bool = False
    slip: bool = False
    language: LeafletLanguage = "fi"

    @classmethod
    def of(cls, settings: Settings) -> "Habits":
        """As the settings have them."""
        paper = (settings.large_leaflets, settings.leaflet_form, settings.small_sheets, settings.two_sided)
        return cls(*paper, settings.slips, settings.leaflet_language)


class LeafletOptions(QFrame):
    """``changed``: the leaflet becomes another; ``kept``: the desk is to remember form, sheet and sides."""

    changed = Signal()
    kept = Signal()
    printer_chosen = Signal(str)

    def __init__(self, available: Iterable[str]) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._printers: tuple[Printer, ...] = ()
        self._names: tuple[str, ...] = ()
        self._searched = False
        self._abilities = PLAIN
        self._by_hand = False
        self.language = LanguageChoice(available)
        self.form, self.sheet, self.printer, self.copies = (QComboBox() for _number in range(4))
        self._fill_boxes()
        self.large, self.two_sided, self.slip = (WrappedCheck() for _number in range(3))
        self.language.currentIndexChanged.connect(self._change)
        self.large.toggled.connect(self._change)
        self.form.activated.connect(self._choose_form)
        self.sheet.activated.connect(self._choose_sheet)
        self.two_sided.clicked.connect(self.kept)
        self.slip.clicked.connect(self._choose_slip)
        self.printer.activated.connect(self._choose_printer)
        self._lay_out()

    def _fill_boxes(self) -> None:
        for form in FORMS:
            self.form.addItem("", form)
        for is_small in (False, True):
            self.sheet.addItem("A5" if is_small else "A4", is_small)
        for count in range(1, MOST_COPIES + 1):
            self.copies.addItem(str(count), count)
        for box in (self.language, self.form, self.sheet, self.printer, self.copies):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(8)

    def _lay_out(self) -> None:
        boxes = ("language", "form", "sheet", "printer", "copies")
        self._fields = {name: Field(getattr(self, name)) for name in boxes}
        self._slip_notice, self._notice = Label("", "warn"), Label("", "warn")
        self._paper_notice, self._code_notice = Label("", "small"), Label("", "small")
        self._services_title = Label("", "strong")
        services = QWidget()
        self._services = QVBoxLayout(services)
        self._services.setContentsMargins(0, 0, 0, 0)
        self._services.setSpacing(4)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        for part in (
            self._fields["language"],
            self._fields["form"],
            self._slip_notice,
            self._fields["sheet"],
            self._paper_notice,
            self.large,
            self.two_sided,
            self.slip,
            self._code_notice,
            self._fields["printer"],
            self._notice,
            self._fields["copies"],
            self._services_title,
            services,
        ):
            column.addWidget(part)
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
    def paper_notice(self) -> str:
        """What becomes of a small sheet in this printer."""
        return self._paper_notice.text()

    @property
    def slip_notice(self) -> str:
        """Which services get no slip."""
        return self._slip_notice.text()

    @property
    def code_notice(self) -> str:
        """What the feedback code is for, or why there is none."""
        return self._code_notice.text()

    @property
    def form_notice(self) -> str:
        """What the chosen form is."""
        return self.form.accessibleDescription()

    @property
    def language_notice(self) -> str:
        """What one must know of the translation."""
        return self.language.accessibleDescription()

    @property
    def chosen_form(self) -> Form:
        """The form that is shown as chosen."""
        form: Form = self.form.currentData()
        return form

    @property
    def is_form_by_hand(self) -> bool:
        """Whether somebody chose it for this visitor."""
        return self._by_hand

    @property
    def chosen_sheet_is_small(self) -> bool:
        """Whether A5 is chosen."""
        return bool(self.sheet.currentData())

    @property
    def paper(self) -> Paper:
        """How the printer is asked to print; what is cut out or folded has only one side."""
        if self.chosen_form in ONE_SHEET:
            return PLAIN
        return Paper(self.chosen_sheet_is_small, self.two_sided.isChecked() and self._abilities.two_sided)

    @property
    def chosen_printer(self) -> str:
        """The queue to print to; empty where there is none."""
        return str(self.printer.currentData() or "")

    @property
    def is_printer_far(self) -> bool:
        """Whether the sheet may come out in another room."""
        return any(not p.is_local for p in self._printers if p.name == self.chosen_printer)

    @property
    def chosen_copies(self) -> int:
        """How many are to be printed."""
        return int(self.copies.currentData())

    def reset(self, habits: Habits) -> None:
        """Back to what the desk begins with."""
        self._by_hand = False
        self.language.choose(habits.language)
        self.large.setChecked(habits.large)
        self.sheet.setCurrentIndex(self.sheet.findData(habits.small_sheet))
        self.two_sided.setChecked(habits.two_sided)
        self.slip.setChecked(habits.slip)
        self.copies.setCurrentIndex(0)
        self.show_form(habits.form)

    def choose_form(self, form: Form) -> None:
        """Chooses a form as a hand does."""
        self.form.setCurrentIndex(self.form.findData(form))
        self._choose_form(self.form.currentIndex())

    def show_form(self, form: Form, without_slip: Sequence[str] = ()) -> None:
        """Shows which form the leaflet has, and the names of those that are not in it."""
        self.form.setCurrentIndex(self.form.findData(form))
        told = _("Ei pikkulappua, koska numeroa tai tilaa ei ole: {names}") if without_slip else ""
        self._slip_notice.setText(told.format(names=", ".join(without_slip)))
        self._slip_notice.setVisible(bool(told))
        self._say_of_form()

    def show_code(self, *, is_there: bool) -> None:
        """Says whether the leaflet that is ready has the feedback code that was wished for."""
        told = _("Repäistävä koodi, jolla kävijä voi kertoa, saiko hän apua. Koodia ei tallenneta.")
        if self.slip.isChecked() and not is_there:
            told = _("Tähän esitteeseen ei tule palautekoodia.")  # why is nothing for a screen to tell
        self._code_notice.setText(told)
        self.slip.setAccessibleDescription(told)

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

    def show_abilities(self, abilities: Paper) -> None:
        """What the chosen printer can do."""
        self._abilities = abilities
        self._say_of_form()

    def show_services(self, names: Sequence[str]) -> None:
        """The services in the order in which they will be printed."""
        self._names = tuple(names)
        clear_layout(self._services)
        for number, name in enumerate(names, start=1):
            self._services.addWidget(Label(f"{number}. {name}"))

    def retranslate(self) -> None:
        """Sets the texts again."""
        self.language.retranslate()
        for form, words in (
            ("sheet", _("Palveluesite")),
            ("list", _("Luettelo")),
            ("week", _("Viikko-ohjelma")),
            ("fold", _("Taskuesite")),
            ("pocket", _("Pikkulappu")),
        ):
            self.form.setItemText(self.form.findData(form), words)
        self._fields["sheet"].set_words(_("Arkki"))
        self._fields["printer"].set_words(_("Tulostin"))
        self._fields["copies"].set_words(_("Kappaleita"))
        self.large.setText(_("Suuri teksti"))
        self.two_sided.setText(_("Arkin molemmille puolille"))
        self.slip.setText(_("Palautekoodi esitteen alareunaan"))
        self.show_code(is_there=True)
        self.printer.setPlaceholderText(_("Ei tulostinta"))
        self._services_title.setText(_("Palvelut tässä järjestyksessä"))
        self._say_of_language()
        self._say_of_form()
        self._say_of_printer()

    def _change(self) -> None:
        self._say_of_language()
        self.changed.emit()

    def _choose_form(self, _number: int) -> None:
        self._by_hand = True
        self.show_form(self.chosen_form)
        # What one visitor was given is not what the next one is met with.
        if self.chosen_form != "pocket":
            self.kept.emit()
        self.changed.emit()

    def _choose_sheet(self, _number: int) -> None:
        self._say_of_form()
        self.kept.emit()
        self.changed.emit()

    def _choose_slip(self) -> None:
        self.show_code(is_there=True)
        self.kept.emit()
        self.changed.emit()

    def _choose_printer(self, _number: int) -> None:
        self._abilities = PLAIN
        self._say_of_printer()
        self.printer_chosen.emit(self.chosen_printer)

    def _say_of_language(self) -> None:
        is_read = all(texts(one).is_read_by_a_native for one in languages_of(self.language.code))
        told = "" if is_read else _("Käännöstä ei ole tarkistanut äidinkielinen.")
        self._fields["language"].set_words(_("Esitteen kieli"), told)

    def _say_of_form(self) -> None:
        hints = {
            "sheet": _("Palvelujen kaikki tiedot."),
            "list": _("Lyhyesti: paikka, ajat ja numero."),
            "week": _("Mitä on auki minäkin päivänä. Suuri teksti ja A5: päivät luettelona."),
            "fold": _("A4-arkki taitetaan kahdeksansivuiseksi vihkoksi. Ohje on takasivulla."),
            "pocket": _("Mahtuu kämmeneen: vain numero ja ajat."),
        }
        self._fields["form"].set_words(_("Muoto"), hints[self.chosen_form])
        has_one_size = self.chosen_form in ONE_SHEET
        for part in (self._fields["sheet"], self.large, self.two_sided, self.slip, self._code_notice):
            part.setVisible(not has_one_size)
        self.two_sided.setEnabled(self._abilities.two_sided)
        told = ""
        if self.paper.small_sheet and self._printers and not self._abilities.small_sheet:
            told = _("Tulostimen A5-arkkia ei löytynyt: esite tulee A4-arkin keskelle.")
        self._paper_notice.setText(told)
        self._paper_notice.setVisible(bool(told))
        self.sheet.setAccessibleDescription(told)

    def _say_of_printer(self) -> None:
        told = self._printer_words()
        self._notice.setText(told)
        self._notice.setVisible(bool(told))
        self.printer.setAccessibleDescription(told)
        self.printer.setEnabled(bool(self._printers))
        self._say_of_form()

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
