"""Printing where there is no CUPS: by the system's own printers, the pages as pictures. Called on workers."""

import sys
from collections.abc import Callable, Iterable
from typing import Final

from PySide6.QtCore import QRect
from PySide6.QtGui import QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from neuvola_core.errors import CannotPrintError
from neuvola_desk.printing import MOST_COPIES, PLAIN, CupsPrinting, Paper, Printer, PrintService
from neuvola_desk.ui.leaflet.pages import draw_page, page_sizes
from neuvola_desk.usecases.leaflets.values import TITLE

DOTS_PER_INCH: Final = 300


def print_service() -> PrintService:
    """How this machine prints."""
    return CupsPrinting() if sys.platform.startswith("linux") else QtPrinting()


def system_printer(name: str) -> QPrinter | None:
    """The system's printer of this name."""
    info = QPrinterInfo.printerInfo(name)
    return None if info.isNull() else QPrinter(info, QPrinter.PrinterMode.HighResolution)


class QtPrinting:
    """Prints by Qt."""

    def __init__(self, find: Callable[[str], QPrinter | None] = system_printer) -> None:
        self._find = find

    def printers(self) -> tuple[Printer, ...]:
        """The system's printers, the default one first."""
        default = QPrinterInfo.defaultPrinterName()
        found = (
            Printer(info.printerName(), info.printerName() == default, not info.isRemote())
            for info in QPrinterInfo.availablePrinters()
        )
        return tuple(sorted(found, key=lambda printer: (not printer.is_default, printer.name.casefold())))

    def abilities(self, printer: str) -> Paper:
        """What the system knows of a printer."""
        info = QPrinterInfo.printerInfo(printer)
        sizes = {size.id() for size in info.supportedPageSizes()}
        modes = info.supportedDuplexModes()
        return Paper(QPageSize.PageSizeId.A5 in sizes, QPrinter.DuplexMode.DuplexLongSide in modes)

    def submit(self, pdf: bytes, printer: str, copies: int, paper: Paper = PLAIN) -> str:
        """Draws the pages on the printer; such a job has no id here."""
        target = self._find(printer)
        if target is None:
            raise CannotPrintError(printer=printer, reason="unknown-printer")
        target.setDocName(TITLE)
        target.setResolution(DOTS_PER_INCH)
        size = QPageSize.PageSizeId.A5 if paper.small_sheet else QPageSize.PageSizeId.A4
        target.setPageSize(QPageSize(size))
        mode = QPrinter.DuplexMode.DuplexLongSide if paper.two_sided else QPrinter.DuplexMode.DuplexNone
        target.setDuplex(mode)
        target.setFullPage(True)
        target.setCopyCount(min(max(copies, 1), MOST_COPIES))
        if not self._draw(pdf, target):
            raise CannotPrintError(printer=printer, reason="refused")
        return ""

    def cancel(self, jobs: Iterable[str]) -> None:
        """Qt gives no way to take a job back."""

    @staticmethod
    def _draw(pdf: bytes, printer: QPrinter) -> bool:
        painter = QPainter()
        if not painter.begin(printer):
            return False
        paper = printer.paperRect(QPrinter.Unit.DevicePixel).toRect()
        for number, size in enumerate(page_sizes(pdf)):
            if number and not printer.newPage():
                painter.end()
                return False
            page = QRect(0, 0, paper.width(), size.height_at(paper.width()))
            painter.drawImage(page, draw_page(pdf, number, paper.width()))
        return painter.end()
