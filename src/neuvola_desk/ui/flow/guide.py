"""Knows where the visit stands, and does the next step when the button or its key asks for it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from neuvola_desk.i18n import _, current_language
from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.flow.printing import LeafletHand, can_print
from neuvola_desk.ui.flow.step import DESK, LEAFLET, VISIT, Standing, Step, next_step
from neuvola_desk.ui.main_window import MainWindow
from neuvola_desk.ui.search.choices import Choices
from neuvola_desk.ui.visit.encounter import Encounter
from neuvola_desk.ui.visit.screen import VisitScreen

if TYPE_CHECKING:  # for their names only: they are loaded with the leaflet
    from neuvola_desk.printing import Printer
    from neuvola_desk.ui.leaflet.screen import LeafletScreen


class FlowGuide(QObject):
    """``changed`` tells that the next step may be another; what it is, is told by ``step``."""

    changed = Signal()

    def __init__(
        self, context: WindowContext, window: MainWindow, visit: VisitScreen, encounter: Encounter
    ) -> None:
        super().__init__(window)
        self._context = context
        self._window = window
        self._visit = visit
        self._encounter = encounter
        self._looking = False
        self._asked = Choices()
        self._picked = 0
        self._can_print = False
        self.hand = LeafletHand(context, visit.log_as_it_stands, self)
        signals, search = context.signals, window.search
        search.answered.connect(self._hear_answer)
        search.pane.view.went.connect(self._look)
        search.pane.view.moved.connect(self.changed)
        signals.tray_changed.connect(self._hear_tray)
        signals.next_visitor.connect(self._forget)
        for told in (
            encounter.changed,
            window.front_changed,
            window.side.shown,
            self.hand.changed,
            signals.language_changed,
        ):
            told.connect(self._tell)

    @property
    def step(self) -> Step:
        """What comes next."""
        return next_step(self._standing)

    @property
    def offers_leaflet(self) -> bool:
        """Whether the leaflet can be looked at before anything is printed."""
        waits = self._picked > 0 and not self._encounter.leaflet_made
        return self._window.front == DESK and waits and self.step is not Step.MAKE_LEAFLET

    @property
    def candidate_name(self) -> str:
        """The service that would be picked."""
        candidate = self._window.search.candidate
        return candidate.name.best(current_language()) if candidate else ""

    def do_next(self) -> None:
        """Does the next step."""
        step = self.step
        {
            Step.ASK: self._ask,
            Step.PICK: self._window.search.pane.view.pick_current,
            Step.TELL_UNMET: self._window.search.pane.ask_unmet,
            Step.MAKE_LEAFLET: self._context.signals.leaflet_wanted.emit,
            Step.PRINT_AND_LOG: self._print_and_log,
            Step.PRINT: self._print,
            Step.SAVE: self._save,
            Step.LOG: self._log,
            Step.NEXT_VISITOR: self._context.signals.next_visitor_requested.emit,
            Step.GO_BACK: self._window.show_desk,
        }[step]()

    @property
    def _standing(self) -> Standing:
        search, side = self._window.search, self._window.side.current()
        return Standing(
            front=self._window.front,
            side=side.key if side else "",
            has_candidate=search.candidate is not None,
            looking=self._looking,
            found_nothing=search.has_found_nothing,
            picked=len(self._context.tray),
            can_print=self._can_print,
            leaflet_made=self._encounter.leaflet_made,
            is_logged=self._encounter.is_logged,
        )

    def _ask(self) -> None:
        self._window.show_desk()

    def _print_and_log(self) -> None:
        self._print(logs=True)

    def _print(self, *, logs: bool = False) -> None:
        if self._window.front != LEAFLET:  # what is in front is printed as it is seen
            self._window.show_screen(LEAFLET)
        page = self._leaflet()
        if page is not None and not self.hand.is_busy:
            self.hand.print_out(page, logs=logs)

    def _save(self) -> None:
        page = self._leaflet()
        if page is not None:
            page.ask_where()

    def _leaflet(self) -> "LeafletScreen | None":
        """The leaflet's page, if it is in front: whoever may not see it has been asked for a PIN."""
        from neuvola_desk.ui.leaflet.screen import LeafletScreen

        page = self._window.page(LEAFLET) if self._window.front == LEAFLET else None
        return page.content if page is not None and isinstance(page.content, LeafletScreen) else None

    def _log(self) -> None:
        """On the form what it holds, with its faults said there; elsewhere as F8 does."""
        if self._standing.side == VISIT and self._window.front == DESK:
            self._visit.log()
        else:
            self._visit.log_as_it_stands()

    def _hear_answer(self) -> None:
        choices = self._window.search.choices
        if choices != self._asked:
            self._asked, self._looking = choices, not choices.is_start
        self._tell()

    def _look(self) -> None:
        self._looking = True

    def _hear_tray(self) -> None:
        picked, self._picked = self._picked, len(self._context.tray)
        if self._picked > picked:
            self._looking = False
        if self._picked and not picked:
            self._context.background.run(_printers, self._take_printers)
        self._tell()

    def _take_printers(self, printers: "tuple[Printer, ...]") -> None:
        self._can_print = can_print(printers)
        self._tell()

    def _forget(self) -> None:
        self._looking = False
        self._asked = Choices()
        self._tell()

    def _tell(self) -> None:
        self.changed.emit()


def step_words(step: Step, candidate: str) -> str:
    """What the button of a step says."""
    return {
        Step.ASK: _("Hae tai valitse tarve"),
        Step.PICK: _("Lisää: {name}").format(name=candidate),
        Step.TELL_UNMET: _("Merkitse: apua ei löytynyt"),
        Step.MAKE_LEAFLET: _("Tee esite"),
        Step.PRINT_AND_LOG: _("Tulosta ja merkitse käynti"),
        Step.PRINT: _("Tulosta esite"),
        Step.SAVE: _("Tallenna esite"),
        Step.LOG: _("Merkitse käynti"),
        Step.NEXT_VISITOR: _("Seuraava kävijä"),
        Step.GO_BACK: _("Takaisin hakuun"),
    }[step]


def step_hint(step: Step) -> str:
    """What else can be done at that point, in a sentence."""
    return {
        Step.ASK: _("Kysy, mihin kävijä tarvitsee apua. Kirjoita hänen sanoillaan tai valitse."),
        Step.PICK: _("Lue tiedot, tai lisää palvelu plusmerkistä. Riittikö neuvo? Merkitse F8."),
        Step.TELL_UNMET: _("Kokeile toista sanaa tai laajenna hakua. Puutekin on tärkeä tieto."),
        Step.MAKE_LEAFLET: _("Lisää vielä palveluja, tai katso esite ja anna se mukaan."),
        Step.PRINT_AND_LOG: _("Lisää vielä palveluja, tai anna esite mukaan."),
        Step.PRINT: _("Käynti on merkitty. Esite on vielä antamatta."),
        Step.SAVE: _("Tulostinta ei ole. Tallenna esite ja tulosta se muualla."),
        Step.LOG: _("Tarkenna lomakkeella (F4), tai merkitse näin."),
        Step.NEXT_VISITOR: _("Valmista. Näyttö tyhjenee seuraavaa kävijää varten."),
        Step.GO_BACK: "",
    }[step]


def _printers() -> "tuple[Printer, ...]":
    """On a worker: what prints is loaded there."""
    from neuvola_desk.ui.leaflet.qt_printing import print_service

    return print_service().printers()
