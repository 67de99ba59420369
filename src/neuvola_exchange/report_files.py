"""A report as a file for a spreadsheet: CSV with semicolons for a Finnish Excel, or XLSX with a sheet a page.

Nothing that is written starts a formula, whatever a point is called.
"""

import csv
import io
import re
from collections.abc import Iterator
from typing import Final

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from neuvola_exchange.formulas import guarded, starts_formula
from neuvola_exchange.report_text import ReportText, TextPage, TextTable

_NO_SHEET_NAME: Final = re.compile(r"[\[\]:*?/\\']")
_LONGEST_SHEET_NAME: Final = 31
_BOM: Final = "\ufeff"
_BOLD: Final = Font(bold=True)
_TITLE: Final = Font(bold=True, size=15)
_HEADING: Final = PatternFill("solid", fgColor="E4EEF0")
_WARNING: Final = Font(bold=True, color="9B1C1C")
_WIDE, _NARROW = 56, 12
_Value = str | int


def csv_bytes(report: ReportText) -> bytes:
    """One row a figure: period, days, table, row, figure; what is to be known of a page stands under it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([guarded(f"{report.title} {report.point}".strip())])
    writer.writerow([guarded(report.asked)])
    for page in report.pages:
        for table in page.tables:
            for row in table.rows:
                figure = _number(row.figure)
                writer.writerow([page.title, page.days, table.title, guarded(row.name), figure])
            if not table.rows:
                writer.writerow([page.title, page.days, table.title, guarded(table.note), ""])
        for note in filter(None, (page.warning, *page.notes)):
            writer.writerow([page.title, page.days, "", guarded(note), ""])
    return (_BOM + out.getvalue()).encode("utf-8")


def xlsx_bytes(report: ReportText) -> bytes:
    """A sheet for each page, laid out to be printed on one paper's width."""
    book = Workbook(write_only=True)
    taken: set[str] = set()
    for page in report.pages:
        sheet = book.create_sheet(_sheet_name(page, taken))
        sheet.column_dimensions["A"].width = _WIDE
        sheet.column_dimensions["B"].width = _NARROW
        sheet.page_setup.paperSize = "9"  # A4
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        for cells in _rows(sheet, report, page):
            sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _rows(sheet: WriteOnlyWorksheet, report: ReportText, page: TextPage) -> Iterator[list[Cell]]:
    yield [_cell(sheet, f"{report.title}: {page.title}", font=_TITLE)]
    yield [_cell(sheet, report.point)]
    yield [_cell(sheet, page.days)]
    yield [_cell(sheet, report.asked)]
    if page.warning:
        yield [_cell(sheet, page.warning, font=_WARNING)]
    for table in page.tables:
        yield []
        yield from _table(sheet, table)
    yield []
    for note in page.notes:
        yield [_cell(sheet, note)]


def _table(sheet: WriteOnlyWorksheet, table: TextTable) -> Iterator[list[Cell]]:
    heading = [_cell(sheet, table.title, font=_BOLD), _cell(sheet, "")]
    for cell in heading:
        cell.fill = _HEADING
    yield heading
    for row in table.rows:
        yield [_cell(sheet, row.name), _cell(sheet, _number(row.figure))]
    if not table.rows:
        yield [_cell(sheet, table.note)]


def _cell(sheet: WriteOnlyWorksheet, value: _Value, *, font: Font | None = None) -> Cell:
    """A number as such; text as text whatever it looks like."""
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        cell.data_type = "s"
        cell.number_format = "@"
        cell.quotePrefix = starts_formula(value)
        if value.endswith("+"):
            cell.alignment = Alignment(horizontal="right")
    if font:
        cell.font = font
    return cell


def _number(figure: str) -> _Value:
    return int(figure) if figure.isdigit() else figure


def _sheet_name(page: TextPage, taken: set[str]) -> str:
    plain = _NO_SHEET_NAME.sub("-", page.title)[:_LONGEST_SHEET_NAME]
    name, number = plain, 2
    while name in taken:
        ending = f" ({number})"
        name, number = plain[: _LONGEST_SHEET_NAME - len(ending)] + ending, number + 1
    taken.add(name)
    return name
