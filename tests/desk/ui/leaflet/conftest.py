"""The leaflet's page in the real window, with a printing system of the test's own."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from neuvola_core.errors import CannotPrintError
from neuvola_desk.config import Settings
from neuvola_desk.printing import PLAIN, Paper, Printer, PrintService
from neuvola_desk.ui.leaflet import qt_printing
from neuvola_desk.ui.leaflet.screen import LeafletScreen
from support.real_window import RealWindow, open_window

AULA = Printer("Aula_HP", is_default=True)
TAKAHUONE = Printer("Takahuone")


def opened_gate() -> Event:
    gate = Event()
    gate.set()
    return gate


@dataclass
class PaperPrinter:
    """A printing system that keeps what it is given; ``gate`` holds jobs back until it is opened."""

    queues: tuple[Printer, ...] = (AULA, TAKAHUONE)
    refusal: str = ""
    gate: Event = field(default_factory=opened_gate)
    able: Paper = PLAIN
    printed: list[tuple[bytes, str, int]] = field(default_factory=list)
    papers: list[Paper] = field(default_factory=list)
    cancelled: list[str] = field(default_factory=list)

    def printers(self) -> tuple[Printer, ...]:
        return self.queues

    def abilities(self, _printer: str) -> Paper:
        return self.able

    def submit(self, pdf: bytes, printer: str, copies: int, paper: Paper = PLAIN) -> str:
        assert self.gate.wait(20)
        if self.refusal:
            raise CannotPrintError(printer=printer, reason=self.refusal)
        self.printed.append((pdf, printer, copies))
        self.papers.append(paper)
        return f"{printer}-{len(self.printed)}"

    def cancel(self, jobs: Iterable[str]) -> None:
        self.cancelled += jobs


@dataclass
class Room:
    real: RealWindow
    printer: PaperPrinter
    page: LeafletScreen
    made: list[bool] = field(default_factory=list)

    def arrive(self) -> LeafletScreen:
        """Opens the page and waits until the leaflet can be seen."""
        self.real.context.signals.leaflet_wanted.emit()
        self.real.until(lambda: bool(self.page.preview.drawn))
        self.real.settle()
        return self.page

    def ready(self) -> bytes:
        """The leaflet that is wanted now, when no worker draws any more: PDFium is not for two threads."""
        self.real.until(lambda: self.page.is_ready)
        self.real.settle()
        return self.pdf

    @property
    def pdf(self) -> bytes:
        return self.page.composed.pdf if self.page.composed else b""


OpenRoom = Callable[..., Room]


@pytest.fixture
def open_room(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[OpenRoom]:
    opened: list[RealWindow] = []

    def open_one(
        settings: Settings | None = None,
        printer: PaperPrinter | None = None,
        service: PrintService | None = None,
    ) -> Room:
        paper = printer or PaperPrinter()
        monkeypatch.setattr(qt_printing, "print_service", lambda: service or paper)
        real = open_window(qapp, tmp_path / "desk", qtbot, settings)
        opened.append(real)
        page = real.window.page("leaflet")
        assert page is not None
        assert isinstance(page.content, LeafletScreen)
        room = Room(real, paper, page.content)
        real.context.signals.leaflet_made.connect(lambda: room.made.append(True))
        return room

    yield open_one
    for real in opened:
        real.close()
    opened.clear()


@pytest.fixture
def room(open_room: OpenRoom) -> Room:
    return open_room()
