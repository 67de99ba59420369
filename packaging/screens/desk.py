"""A desk to be pictured: the demo catalogue, a day that stands still, nothing of the machine's own."""

from collections.abc import Iterable
from datetime import datetime
from functools import cached_property
from pathlib import Path
from threading import Event
from typing import Final

from neuvola_desk import keys
from neuvola_desk.config import Point
from neuvola_desk.desk import Desk
from neuvola_desk.paths import DeskPaths
from neuvola_desk.printing import PLAIN, Paper, Printer
from neuvola_desk.record_port import NoteKind
from neuvola_desk.ui.leaflet import qt_printing
from neuvola_desk.usecases.clock import HELSINKI, FixedClock
from neuvola_desk.usecases.imports import CatalogueImport, ImportReport, Progress
from neuvola_desk.usecases.visit_draft import VisitDraft

NOW: Final = datetime(2026, 11, 18, 10, 30, tzinfo=HELSINKI)
"""A Wednesday morning."""
LONGEST_HOLD: Final = 60.0
"""Seconds."""

POINT: Final = Point(
    name="Kaivopihan neuvontapiste",
    address="Esimerkkikatu 3, 70100 Kuopio",
    phone="000 123 4500",
    hours="ma–pe 10–16",
)


class PaperOnly:
    """A printing system with one printer that takes everything."""

    def printers(self) -> tuple[Printer, ...]:
        """One, in the hall."""
        return (Printer("Aula", is_default=True),)

    def abilities(self, _printer: str) -> Paper:
        """A4 and A5, both sides."""
        return Paper(small_sheet=True, two_sided=True)

    def submit(self, _pdf: bytes, _printer: str, _copies: int, _paper: Paper = PLAIN) -> str:
        """Takes the sheet."""
        return "Aula-1"

    def cancel(self, jobs: Iterable[str]) -> None:
        """Nothing is ever in the queue."""


class HeldImport(CatalogueImport):
    """An import that stands still a third of the way, until it is let go."""

    gate: Event | None = None

    def run(
        self, sources: Iterable[str | Path], source_format: str = "auto", progress: Progress | None = None
    ) -> ImportReport:
        """As the real one, after the gate has opened."""
        if HeldImport.gate is not None and progress is not None:
            progress(340, 1071)
            HeldImport.gate.wait(LONGEST_HOLD)
        return super().run(sources, source_format, progress)


class PicturedDesk(Desk):
    """A desk whose imports can be held, and whose catalogue can stay empty."""

    is_bare = False

    @cached_property
    def imports(self) -> CatalogueImport:
        """As the desk's own, but it can be held."""
        return HeldImport(self.catalogue, lambda: self.clock.now().date())

    def load_demo(self) -> ImportReport:
        """Not where the empty catalogue is to be seen."""
        return ImportReport() if self.is_bare else super().load_demo()


def no_machine() -> None:
    """From here on nothing of the machine itself is asked: pictures are the same on every machine."""
    keys.os_keyring = lambda: None
    qt_printing.print_service = PaperOnly


def the_passphrase() -> str:
    """What the record of every pictured desk is locked by."""
    return "tyynen järven ranta"


def prepare(folder: Path) -> None:
    """A desk with the demo catalogue and an empty record: every scene begins with a copy of it."""
    desk = Desk(DeskPaths(folder).create(), clock=FixedClock(NOW), ask_passphrase=the_passphrase)
    desk.load_demo()
    desk.visits.tally()  # opens the record, which is made then
    desk.close()


def morning(desk: Desk) -> None:
    """Ten visits and a note to the next shift."""
    for need, count in (("velat", 3), ("yksinaisyys", 2), ("lomakkeet", 4), ("mielenterveys", 1)):
        for _visit in range(count):
            desk.visits.log(VisitDraft(needs=(need,)))
    desk.notes.write(NoteKind.HANDOVER, "Tulostimesta on muste lopussa, uusi kasetti on kaapissa.")
