""" "Palveluesite": what the tray holds, as a sheet in the visitor's language, seen, printed and saved."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from neuvola_core.errors import NeuvolaError, NoPhoneError
from neuvola_desk.i18n import _, current_language
from neuvola_desk.messages import sentence
from neuvola_desk.printing import Paper, Printer, PrintService
from neuvola_desk.ui.background import Lane, Latest
from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.leaflet.button_row import ButtonRow
from neuvola_desk.ui.leaflet.composing import Composed, Wish, compose
from neuvola_desk.ui.leaflet.delivery import Delivery
from neuvola_desk.ui.leaflet.options import Habits, LeafletOptions
from neuvola_desk.ui.leaflet.outcome import OutcomeLine
from neuvola_desk.ui.leaflet.preview import Preview
from neuvola_desk.ui.leaflet.save_dialog import save_dialog
from neuvola_desk.ui.offers import page_title
from neuvola_desk.ui.parts.areas import hint_page
from neuvola_desk.ui.parts.buttons import Button
from neuvola_desk.ui.parts.labels import Label
from neuvola_desk.ui.screen import Screen
from neuvola_desk.usecases.leaflets.texts import offered

_PATIENCE_MS: Final = 120


class LeafletScreen(Screen):
    """What is shown is what is printed and saved: the same bytes, held in memory until the next visitor."""

    key = "leaflet"

    def __init__(self, context: WindowContext, service: PrintService) -> None:
        super().__init__(context)
        self._service = service
        self.composed: Composed | None = None
        self._then: Callable[[], None] | None = None
        self._dialog: QFileDialog | None = None
        self._habits = Habits.of(context.preferences.value)
        self._failed: Wish | None = None
        self._composing = Latest(context.background, Lane.GENERAL, _PATIENCE_MS, self)
        self.delivery = Delivery(context.background, context.door, service, self)
        self._make_parts()
        self._lay_out()
        self._connect()
        self.options.reset(self._habits)
        self._fit_width()
        self.retranslate()

    def _make_parts(self) -> None:
        theme = self.context.theme
        self.options = LeafletOptions(offered())
        self.preview = Preview(theme, self.context.background)
        self.outcome, self.reminder = OutcomeLine(theme), OutcomeLine(theme)
        self.print_button = Button(theme, "plain", "print")
        self.save_button = Button(theme, "plain", "leaflet")
        self.hint = Label("", "muted")

    def _lay_out(self) -> None:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self.options)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._side = QWidget()
        side = QVBoxLayout(self._side)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(8)
        side.addWidget(area, 1)
        for part in (self.reminder, self.outcome, ButtonRow(self.print_button, self.save_button)):
            side.addWidget(part)
        work = QWidget()
        row = QHBoxLayout(work)
        row.setContentsMargins(24, 8, 8, 16)
        row.setSpacing(16)
        row.addWidget(self._side)
        row.addWidget(self.preview, 1)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(hint_page(self.context.theme, "leaflet", self.hint))
        self._pages.addWidget(work)

    def _connect(self) -> None:
        signals = self.context.signals
        self._composing.answered.connect(self._show)
        self._composing.failed.connect(self._fail)
        self.delivery.printed.connect(self._printed)
        self.delivery.saved.connect(self._saved)
        self.delivery.refused.connect(self._refused)
        self.options.changed.connect(self._compose)
        self.options.kept.connect(self._keep_habits)
        self.options.printer_chosen.connect(self._keep_printer)
        self.print_button.clicked.connect(self.print_out)
        self.save_button.clicked.connect(self.ask_where)
        signals.tray_changed.connect(self._compose)
        signals.catalogue_changed.connect(self._compose_anew)
        signals.look_changed.connect(self._fit_width)
        shortcut = QShortcut(QKeySequence("Ctrl+S"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.ask_where)

    def title(self) -> str:
        """The heading of the page."""
        return page_title(self.key)

    def arrive(self) -> None:
        """Makes the leaflet of what the tray holds now, and looks which printers there are."""
        habits = Habits.of(self.context.preferences.value)
        if habits.large != self._habits.large:
            self.options.large.setChecked(habits.large)
        if habits.language != self._habits.language:
            self.options.language.choose(habits.language)
        self._habits = habits
        self.context.background.run(self._service.printers, self._show_printers)
        self._compose_anew()
        self.options.language.setFocus()

    def retranslate(self) -> None:
        """Sets the texts again."""
        self.options.retranslate()
        self.preview.retranslate()
        self.hint.setText(_("Valitse ensin palveluja esitteeseen: avaa haku ja lisää palvelu plusmerkistä."))
        self.print_button.set_words(_("Tulosta"), _("Tulosta esite"))
        self.save_button.set_words(_("Tallenna PDF…"), tip=_("Ctrl+S"))
        self._show_services()

    def clear_visitor(self) -> None:
        """Nothing of the leaflet is left: bytes, pictures, choices, jobs."""
        self._composing.forget()
        self.composed = None
        self._failed = None
        self._then = None
        if self._dialog is not None:
            self._dialog.reject()
        self.delivery.forget()
        self.preview.clear()
        self.outcome.clear()
        self.reminder.clear()
        self.options.reset(Habits.of(self.context.preferences.value))

    def print_out(self) -> None:
        """Prints what is shown; while the leaflet is still being made, as soon as it is ready."""
        if not self.print_button.isEnabled() or not self._comes_now(self.print_out):
            return
        if self.composed is not None:
            options = self.options
            self.outcome.tell(_("Tulostetaan…"), "working")
            self.delivery.print_out(
                self.composed.pdf, options.chosen_printer, options.chosen_copies, options.paper
            )
            self._show_buttons()

    def ask_where(self) -> None:
        """Asks for a file to save to, as soon as there is something to save."""
        if (
            not self.save_button.isEnabled()
            or self._dialog is not None
            or not self._comes_now(self.ask_where)
        ):
            return
        self.outcome.clear()
        dialog = save_dialog(self, _("Tallenna esite"))
        dialog.fileSelected.connect(self.save)
        dialog.finished.connect(self._forget_dialog)
        self._dialog = dialog
        dialog.open()

    def save(self, path: str) -> None:
        """Saves what is shown into a file."""
        if self.composed is not None:
            self.delivery.save(self.composed.pdf, Path(path))

    @property
    def _wish(self) -> Wish:
        options = self.options
        by_hand = options.is_form_by_hand
        return Wish(
            self.context.tray.ids,
            options.language.code,
            options.large.isChecked(),
            options.chosen_form if by_hand else self._habits.form,
            options.chosen_sheet_is_small,
            by_hand,
            options.slip.isChecked(),
        )

    @property
    def is_ready(self) -> bool:
        """Whether the leaflet that is wanted now can be printed and saved."""
        return self.composed is not None and self.composed.wish == self._wish

    def _comes_now(self, act: Callable[[], None]) -> bool:
        """Whether the leaflet is ready; if not, ``act`` is done when it is."""
        self._then = None if self.is_ready else act
        if self._then is not None:
            self.outcome.tell(_("Tehdään esitettä…"), "working")
        return self._then is None

    def _compose_anew(self) -> None:
        self.composed = None
        self._failed = None
        self._compose()

    def _compose(self) -> None:
        """Makes the leaflet that is wanted now; only while somebody looks."""
        self._show_services()
        wish = self._wish
        if not self.isVisible() or self.is_ready:
            return
        self.outcome.clear()
        if wish.services:
            self._composing.ask(self.context.door.work(partial(compose, wish=wish)))
        else:
            self._composing.forget()
            self.composed = None
            self.preview.clear()

    def _show(self, composed: Composed) -> None:
        self.composed = composed
        self._failed = None
        self._show_form()
        self.preview.show_leaflet(composed.pdf, composed.pages)
        self._show_buttons()
        then, self._then = self._then, None
        if then is not None:
            then()

    def _fail(self, fault: NeuvolaError) -> None:
        self._then = None
        self.composed = None
        self._failed = self._wish
        if isinstance(fault, NoPhoneError):
            self.options.show_form("pocket")
        self.preview.clear()
        self._show_buttons()
        self.outcome.tell(sentence(fault), "bad")

    def _show_services(self) -> None:
        language = current_language()
        names = [picked.name.best(language) for picked in self.context.tray]
        self.options.show_services(names)
        self._pages.setCurrentIndex(1 if names else 0)
        self._show_form()
        self._show_buttons()

    def _show_form(self) -> None:
        """What the leaflet that is ready turned out to be."""
        if self.composed is not None and self.is_ready:
            language, left = current_language(), self.composed.without_slip
            names = [picked.name.best(language) for picked in self.context.tray if picked.id in left]
            self.options.show_form(self.composed.form, names)
            self.options.show_code(is_there=self.composed.has_code)

    def _show_buttons(self) -> None:
        has_services = bool(self.context.tray) and self._failed != self._wish
        can_print = bool(self.options.chosen_printer) and not self.delivery.is_printing
        self.print_button.setEnabled(has_services and can_print)
        self.save_button.setEnabled(has_services)

    def _show_printers(self, printers: tuple[Printer, ...]) -> None:
        chosen = self.options.chosen_printer or self.context.preferences.value.printer
        self.options.show_printers(printers, chosen)
        self._ask_abilities()
        self._show_buttons()

    def _ask_abilities(self) -> None:
        """Asks what the chosen printer can do; not of every one, for each may take a second to answer."""
        printer = self.options.chosen_printer
        if printer:
            self.context.background.run(partial(_abilities, self._service, printer), self._show_abilities)

    def _show_abilities(self, told: tuple[str, Paper]) -> None:
        printer, abilities = told
        if printer == self.options.chosen_printer:
            self.options.show_abilities(abilities)

    def _keep_habits(self) -> None:
        """The desk begins with these the next time."""
        before, options = self.context.preferences.value, self.options
        settings = replace(
            before,
            small_sheets=options.chosen_sheet_is_small,
            two_sided=options.two_sided.isChecked(),
            slips=options.slip.isChecked(),
        )
        if options.is_form_by_hand and options.chosen_form != "pocket":
            settings = replace(settings, leaflet_form=options.chosen_form)
        if settings != before:
            self.context.signals.settings_changed.emit(settings)
        self._habits = Habits.of(settings)

    def _keep_printer(self, name: str) -> None:
        self._ask_abilities()
        settings = self.context.preferences.value
        if settings.printer != name:
            self.context.signals.settings_changed.emit(replace(settings, printer=name))

    def _printed(self) -> None:
        self._show_buttons()
        self.outcome.clear()
        far = _("Hae esite heti tulostimesta, ettei se jää muiden nähtäväksi.")
        self.reminder.tell(far if self.options.is_printer_far else _("Ota esite tulostimesta."), "good")
        self.context.signals.leaflet_made.emit()

    def _saved(self, name: str) -> None:
        self.outcome.tell(_("Esite tallennettu: {name}").format(name=name), "good")
        self.context.signals.leaflet_made.emit()

    def _refused(self, fault: NeuvolaError) -> None:
        self._show_buttons()
        self.outcome.tell(sentence(fault), "bad")

    def _forget_dialog(self, _result: int) -> None:
        self._dialog = None

    def _fit_width(self) -> None:
        self._side.setFixedWidth(self.context.theme.look.px(40))


def _abilities(service: PrintService, printer: str) -> tuple[str, Paper]:
    return printer, service.abilities(printer)
