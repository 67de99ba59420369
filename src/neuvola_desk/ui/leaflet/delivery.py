"""Hands a leaflet over: to a printer or into a file. Knows the visitor's jobs and takes them back."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from neuvola_core.errors import NeuvolaError
from neuvola_core.files import whole_file
from neuvola_desk.printing import PLAIN, Paper, PrintService
from neuvola_desk.traces import UnfinishedFiles
from neuvola_desk.ui.background import Background
from neuvola_desk.ui.door import DeskDoor
from neuvola_desk.ui.leaflet.pages import centred_on_a4

if TYPE_CHECKING:  # for its name only: importing it here would make the first paint wait
    from neuvola_desk.desk import Desk


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What became of a hand-over, and the number of the visitor it was for."""

    visitor: int
    printing: bool = False
    job: str = ""
    saved: str = ""
    fault: NeuvolaError | None = None


class Delivery(QObject):
    """``printed``, ``saved`` and ``refused`` tell only of the visitor who is still here."""

    printed = Signal()
    saved = Signal(str)
    refused = Signal(object)

    def __init__(
        self, background: Background, door: DeskDoor, service: PrintService, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._background = background
        self._door = door
        self._service = service
        self._visitor = 0
        self._jobs: tuple[str, ...] = ()
        self._printing = False

    @property
    def jobs(self) -> tuple[str, ...]:
        """The print jobs of the visitor who is here."""
        return self._jobs

    @property
    def is_printing(self) -> bool:
        """Whether a leaflet is on its way to the printer."""
        return self._printing

    def print_out(self, pdf: bytes, printer: str, copies: int, paper: Paper = PLAIN) -> None:
        """Sends a leaflet to a printer; one of A5 goes on A4 where the printer has no A5."""
        self._printing = True
        send = partial(_send, self._service, pdf, printer, copies, paper)
        self._background.run(partial(_print, send, self._visitor), self._handed_over)

    def save(self, pdf: bytes, path: Path) -> None:
        """Writes a leaflet into a file that somebody chose."""
        work = self._door.work(partial(_save, visitor=self._visitor, pdf=pdf, path=path))
        self._background.run(work, self._handed_over)

    def forget(self) -> None:
        """The next visitor: takes the jobs back, those too that are only now on their way to the queue."""
        self._visitor += 1
        self._printing = False
        self._take_back(self._jobs)
        self._jobs = ()

    def _handed_over(self, outcome: _Outcome) -> None:
        jobs = (outcome.job,) if outcome.job else ()
        if outcome.visitor != self._visitor:
            self._take_back(jobs)
            return
        self._jobs += jobs
        self._printing = self._printing and not outcome.printing
        if outcome.fault is not None:
            self.refused.emit(outcome.fault)
        elif outcome.saved:
            self.saved.emit(outcome.saved)
        else:
            self.printed.emit()

    def _take_back(self, jobs: tuple[str, ...]) -> None:
        if jobs:
            self._background.run(partial(self._service.cancel, jobs))


def _send(service: PrintService, pdf: bytes, printer: str, copies: int, paper: Paper) -> str:
    if paper.small_sheet and not service.abilities(printer).small_sheet:
        pdf, paper = centred_on_a4(pdf), replace(paper, small_sheet=False)
    return service.submit(pdf, printer, copies, paper)


def _print(send: Callable[[], str], visitor: int) -> _Outcome:
    try:
        return _Outcome(visitor, True, send())
    except NeuvolaError as fault:
        return _Outcome(visitor, True, fault=fault)


def _save(desk: "Desk", visitor: int, pdf: bytes, path: Path) -> _Outcome:
    UnfinishedFiles(desk.paths.data).begin(path.parent)
    try:
        with whole_file(path) as unfinished:
            unfinished.write_bytes(pdf)
    except NeuvolaError as fault:
        return _Outcome(visitor, fault=fault)
    return _Outcome(visitor, saved=path.name)
