"""A spreadsheet file as rows of plain text, whatever program wrote it: CSV in any of its dialects, or XLSX.

Knows files, encodings and cell types; what a column means is told in ``sheet``. Row numbers are those that
a person sees in a spreadsheet program, the header being row 1.
"""

import csv
import io
import itertools
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Final

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from neuvola_core.errors import UnreadableSourceError
from neuvola_exchange.json_files import shortened

COLUMNS: Final = (
    "id",
    "name_fi",
    "name_sv",
    "name_en",
    "summary_fi",
    "summary_sv",
    "summary_en",
    "description_fi",
    "description_sv",
    "description_en",
    "keywords",
    "organisation",
    "sector",
    "needs",
    "activity",
    "target_groups",
    "age_min",
    "age_max",
    "municipalities",
    "region_only",
    "phone",
    "email",
    "url",
    "address",
    "postal_code",
    "hidden_address",
    "hours",
    "cost",
    "languages",
    "accessibility",
    "transport",
    "prevention",
    "takes_new_people",
    "accepts_contact_requests",
    "contact_method",
    "checked_on",
)
"""The columns in the order in which they are written; only an id and one name are required."""

_NAMES: Final = {"name_fi", "name_sv", "name_en"}
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_ZIP: Final = b"PK\x03\x04"
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")
_CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufeff]")
_GUARDED: Final = re.compile(r"'+[=+\-@]")
_EXCEL_ERROR: Final = re.compile(r"#(?:N/A|REF!|NAME\?|VALUE!|DIV/0!|NULL!|NUM!|PUUTTUU!?|ARVO!|VIITTAUS!)")
_DAMAGED: Final = (
    *(InvalidFileException, zipfile.BadZipFile, zlib.error, SyntaxError, EOFError, OSError),
    *(LookupError, ValueError, TypeError, AttributeError, RuntimeError),
)
"""What openpyxl and its parsers raise for a mangled file; a syntax error is that of its XML."""
_DELIMITERS: Final = (",", ";", "\t")
_LARGEST_EXCEL: Final = 128 * 1024 * 1024
"""Bytes of an Excel file once unpacked: some hundred thousand services."""
_EXCEL_ROWS: Final = 1_048_576
"""What Excel itself can hold; a file can name any row and have the rows before it made up."""
_EXCEL_COLUMNS: Final = 4 * len(COLUMNS)


@dataclass(frozen=True, slots=True)
class Row:
    """One record; ``cells`` has only columns with something in them.

    ``as_dates`` are the columns whose cell the spreadsheet program holds as a date, ``broken`` a stable key
    of why the row cannot be trusted, or empty.
    """

    number: int
    cells: Mapping[str, str]
    as_dates: frozenset[str] = frozenset()
    broken: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a file, with the header's columns that the format does not have or that came twice."""

    rows: tuple[Row, ...]
    unknown: tuple[str, ...] = ()
    twice: tuple[str, ...] = ()


def tidy(text: str) -> str:
    """Text without control characters and without blanks around it."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def clean(text: str) -> str:
    """A cell's text, tidy and without the apostrophe that keeps it from being a formula."""
    text = tidy(text)
    return text[1:] if _GUARDED.match(text) else text


def is_sheet_header(names: Sequence[str]) -> bool:
    """Whether these are the column names of the sheet format: an id and a name in some language."""
    found = {_column(name) for name in names}
    return "id" in found and not found.isdisjoint(_NAMES)


def read_table(path: Path) -> Table:
    """The table of a CSV or XLSX file; raises ``UnreadableSourceError`` when there is none in it."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableSourceError(path=str(path), reason="unreadable") from error
    if not data.strip():
        raise UnreadableSourceError(path=str(path), reason="empty-file")
    if data.startswith(_OLE):
        raise UnreadableSourceError(path=str(path), reason="encrypted" if _ENCRYPTED in data else "old-excel")
    if data.startswith(_ZIP):
        grid = _excel_rows(path, data)
        return _table(path, grid)
    return _table(path, _csv_rows(_decoded(path, data)))


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    cells: tuple[str, ...]
    dates: frozenset[int] = frozenset()
    broken: str = ""


def _table(path: Path, lines: Iterator[_Line]) -> Table:
    header = next((line for line in lines if any(line.cells)), None)
    if header is None:
        raise UnreadableSourceError(path=str(path), reason="empty-file")
    if not is_sheet_header(header.cells):
        raise UnreadableSourceError(path=str(path), reason="no-header")
    columns = [_column(cell) for cell in header.cells]
    places: dict[str, int] = {}
    for place, column in enumerate(columns):
        places.setdefault(column, place)
    rows = tuple(_row(line, places, len(columns)) for line in lines if any(line.cells))
    return Table(
        rows,
        unknown=tuple(cell for cell in header.cells if cell and _column(cell) not in COLUMNS),
        twice=tuple(c for place, c in enumerate(columns) if c in COLUMNS and places[c] != place),
    )


def _row(line: _Line, places: Mapping[str, int], width: int) -> Row:
    def cell(column: str) -> str:
        place = places.get(column, width)
        return line.cells[place] if place < min(width, len(line.cells)) else ""

    cells = {column: cell(column) for column in COLUMNS if cell(column)}
    dates = frozenset(column for column in cells if places[column] in line.dates)
    spilled = any(line.cells[width:])
    return Row(line.number, cells, dates, line.broken or ("extra-cells" if spilled else ""))


def _column(name: str) -> str:
    return clean(name).casefold().replace(" ", "_").replace("-", "_")


# --- text files ---


def _decoded(path: Path, data: bytes) -> str:
    if data.startswith(_UTF16):
        return _decode(path, data, "utf-16")
    if encoding := _utf16_without_mark(data[:64]):
        return _decode(path, data, encoding)
    if b"\x00" in data and b"name_" not in data[:4096].lower():
        raise UnreadableSourceError(path=str(path), reason="binary")
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableSourceError(path=str(path), reason="binary")


def _decode(path: Path, data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableSourceError(path=str(path), reason="binary") from error


def _utf16_without_mark(start: bytes) -> str:
    """A header is ASCII, so in UTF-16 every other byte of it is zero; empty for anything else."""
    if not any(start[0::2]):
        return "utf-16-be"
    return "" if any(start[1::2]) else "utf-16-le"


def _delimiter(header: str) -> str:
    """The separator that makes the most known columns of the header line."""
    return max(
        _DELIMITERS, key=lambda mark: sum(_column(c.strip('"')) in COLUMNS for c in header.split(mark))
    )


def _csv_rows(text: str) -> Iterator[_Line]:
    lines = [f"{line}\n" for line in re.sub("\r\n?", "\n", text).split("\n")]
    # Excel's own first line, which it does not show: the rows that a person sees begin after it.
    start = 1 if re.fullmatch(r'"?sep=.?"?\n', lines[0]) else 0
    header = next((line for line in lines[start:] if line.strip()), "")
    yield from _records(lines, start, _delimiter(header))


def _records(lines: list[str], start: int, delimiter: str) -> Iterator[_Line]:
    """The records from line ``start`` on; a quote that is never closed costs one line, not all after it."""
    number = 0
    while start < len(lines):
        reader = csv.reader(itertools.islice(lines, start, None), delimiter=delimiter)
        begun = 0
        while (cells := _next_record(reader)) is not None:
            number += 1
            taken = lines[start + begun : start + reader.line_num]
            if broken := _broken(cells, taken, last=start + reader.line_num >= len(lines)):
                yield _Line(number, (shortened(clean(taken[0])),), broken=broken)
                start += begun + 1
                break
            begun = reader.line_num
            yield _Line(number, tuple(map(clean, cells)))
        else:
            return


_TOO_LONG: Final[list[str]] = []


def _next_record(reader: "Iterator[list[str]]") -> list[str] | None:
    """The next record, ``_TOO_LONG`` for one with a cell over the csv module's limit, None at the end."""
    try:
        return next(reader, None)
    except csv.Error:
        return _TOO_LONG


def _broken(cells: list[str], taken: list[str], *, last: bool) -> str:
    """Why a record cannot be what was meant: a quote that is never closed takes in all that comes after."""
    if cells is _TOO_LONG:
        return "too-long" if len(taken) == 1 else "unclosed-quote"
    return "unclosed-quote" if last and len(taken) > 1 and "".join(taken).count('"') % 2 else ""


# --- Excel files ---


def _excel_rows(path: Path, data: bytes) -> Iterator[_Line]:
    with warnings.catch_warnings():
        # Excel's own extensions (validation, styles) that openpyxl leaves out are no news to anybody.
        warnings.simplefilter("ignore")
        try:
            _require_reasonable_size(path, data)
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            sheets = [_excel_sheet(sheet) for sheet in book.worksheets]
            book.close()
        except _DAMAGED as error:
            raise UnreadableSourceError(path=str(path), reason="damaged") from error
    headers = [next((line.cells for line in lines if any(line.cells)), ()) for lines in sheets]
    chosen = next((i for i, header in enumerate(headers) if is_sheet_header(header)), 0)
    return iter(sheets[chosen] if sheets else [])


def _require_reasonable_size(path: Path, data: bytes) -> None:
    """A few kilobytes can unpack into the whole memory; what is unpacked is never over the stated size."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        if sum(part.file_size for part in packed.infolist()) > _LARGEST_EXCEL:
            raise UnreadableSourceError(path=str(path), reason="too-large")


def _excel_sheet(sheet: object) -> list[_Line]:
    # The size that some programs write into the file is wrong; reading the cells tells the right one.
    sheet.reset_dimensions()  # type: ignore[attr-defined]
    rows: Iterator[tuple[object, ...]] = sheet.iter_rows(  # type: ignore[attr-defined]
        max_row=_EXCEL_ROWS, max_col=_EXCEL_COLUMNS, values_only=True
    )
    lines = []
    for number, values in enumerate(rows, start=1):
        if values.count(None) < len(values):
            dates = frozenset(i for i, value in enumerate(values) if isinstance(value, date))
            last = max(i for i, value in enumerate(values) if value is not None)
            lines.append(_Line(number, tuple(map(_excel_text, values[: last + 1])), dates))
    return lines


def _excel_text(value: object) -> str:
    """What a person sees in the cell: 1.0 is "1", midnight of a day is the day."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case time():
            return value.strftime("%H:%M")
        case str() if _EXCEL_ERROR.fullmatch(value.strip()):
            return ""
        case _:
            return clean(str(value))
