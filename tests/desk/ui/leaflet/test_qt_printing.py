"""Printing without CUPS: the pages as pictures, at the size of the paper, under a name that tells nothing."""

from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QApplication

from neuvola_core.errors import CannotPrintError
from neuvola_desk.printing import Paper
from neuvola_desk.ui.leaflet.qt_printing import QtPrinting, system_printer
from neuvola_desk.usecases.leaflets.leaflet import make
from neuvola_desk.usecases.leaflets.values import PointCard
from support.small_desk import services


@pytest.fixture(scope="module")
def leaflet() -> bytes:
    return make(services()[:6], "fi", large=False, point=PointCard(), today=date(2026, 11, 18))


class PaperFile:
    """Finds one printer, which prints into a file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.printer: QPrinter | None = None

    def __call__(self, name: str) -> QPrinter | None:
        if name != "Aula":
            return None
        self.printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        self.printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        self.printer.setOutputFileName(str(self.path))
        return self.printer


def test_every_page_is_drawn_over_the_whole_paper(qapp: QApplication, tmp_path: Path, leaflet: bytes) -> None:
    paper = PaperFile(tmp_path / "paper.pdf")
    assert QtPrinting(paper).submit(leaflet, "Aula", 1) == ""
    with pypdfium2.PdfDocument(leaflet) as wanted, pypdfium2.PdfDocument(paper.path) as printed:
        assert len(printed) == len(wanted)
        assert printed.get_page_size(0) == pytest.approx(wanted.get_page_size(0), abs=1)
        first = [document[0].render(scale=0.2, grayscale=True) for document in (wanted, printed)]
        assert printed.get_metadata_value("Title") == "Palveluesite"
        ink = [sum(255 - pixel for pixel in bytes(picture.buffer)) for picture in first]
        assert ink[1] == pytest.approx(ink[0], rel=0.1)


def test_as_many_as_were_asked_are_printed(qapp: QApplication, tmp_path: Path, leaflet: bytes) -> None:
    paper = PaperFile(tmp_path / "paper.pdf")
    QtPrinting(paper).submit(leaflet, "Aula", 3)
    assert paper.printer is not None
    assert paper.printer.copyCount() == 3


def test_a_small_sheet_is_drawn_on_small_paper(qapp: QApplication, tmp_path: Path) -> None:
    small = make(
        services()[:1], "fi", large=False, small_sheet=True, point=PointCard(), today=date(2026, 11, 18)
    )
    paper = PaperFile(tmp_path / "paper.pdf")
    QtPrinting(paper).submit(small, "Aula", 1, Paper(small_sheet=True))
    with pypdfium2.PdfDocument(paper.path) as printed:
        assert printed.get_page_size(0) == pytest.approx((419.5, 595.3), abs=1)
    assert QtPrinting().abilities("Sellaista tulostinta ei ole") == Paper()


@pytest.mark.qt_log_ignore("QPainter::begin")  # what Qt says of a printer that does not begin
def test_a_printer_that_is_not_there_or_does_not_begin_is_told(
    qapp: QApplication, tmp_path: Path, leaflet: bytes
) -> None:
    with pytest.raises(CannotPrintError) as unknown:
        QtPrinting(PaperFile(tmp_path / "paper.pdf")).submit(leaflet, "Kellari", 1)
    assert unknown.value.facts["reason"] == "unknown-printer"
    with pytest.raises(CannotPrintError) as refused:
        QtPrinting(PaperFile(tmp_path / "ei ole" / "paper.pdf")).submit(leaflet, "Aula", 1)
    assert refused.value.facts["reason"] == "refused"
    assert system_printer("Sellaista tulostinta ei ole") is None


def test_the_system_is_asked_for_its_printers(qapp: QApplication) -> None:
    names = {printer.name for printer in QtPrinting().printers()}
    assert names == set(QPrinterInfo.availablePrinterNames())
