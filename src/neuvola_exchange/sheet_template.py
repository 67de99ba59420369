"""The empty sheet that organisations fill in: an Excel file with hints, choices and lists of known words."""

import io
import json
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from neuvola_core import areas, taxonomy
from neuvola_exchange.sheet_table import COLUMNS

_ROWS: Final = 500
_TITLES: Final = {
    "fi": ("Palvelut", "Ohjeet", "Sanat"),
    "sv": ("Tjänster", "Anvisningar", "Ord"),
    "en": ("Services", "Instructions", "Words"),
}
_HEADINGS: Final = {
    "fi": ("Sarake", "Mitä siihen kirjoitetaan", "Esimerkki"),
    "sv": ("Kolumn", "Vad som skrivs i den", "Exempel"),
    "en": ("Column", "What to write", "Example"),
}
_YES_NO: Final = {"fi": ("kyllä", "ei"), "sv": ("ja", "nej"), "en": ("yes", "no")}
_SECTORS: Final = {
    "fi": ["hyvinvointialue", "kunta", "kela", "valtio", "järjestö", "seurakunta", "yritys", "vertaiset"],
    "sv": ["välfärdsområde", "kommun", "fpa", "stat", "förening", "församling", "företag", "kamrater"],
    "en": ["county", "municipality", "kela", "state", "ngo", "parish", "company", "peers"],
}
_PREVENTION: Final = {
    "fi": ("ehkäisevä", "korjaava", "molemmat"),
    "sv": ("förebyggande", "korrigerande", "båda"),
    "en": ("preventive", "corrective", "both"),
}
_YES_NO_COLUMNS: Final = ("region_only", "hidden_address", "takes_new_people", "accepts_contact_requests")
_WIDE: Final = (
    "description_fi",
    "description_sv",
    "description_en",
    "summary_fi",
    "summary_sv",
    "summary_en",
)


def template(language: str) -> bytes:
    """The XLSX file with its hints in Finnish, Swedish or English (any other language: Finnish)."""
    language = language if language in _TITLES else "fi"
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title, hints_title, words_title = _TITLES[language]
    _fill_header(sheet)
    _fill_hints(book.create_sheet(hints_title), language)
    places = _fill_words(book.create_sheet(words_title), language)
    for column in COLUMNS:
        sheet.add_data_validation(_validation(column, language, places))
    out = io.BytesIO()
    book.save(out)
    book.close()
    return out.getvalue()


@cache
def _hints() -> Mapping[str, Mapping[str, str]]:
    table = (files("neuvola_exchange") / "data" / "sheet_hints.json").read_text(encoding="utf-8")
    hints: Mapping[str, Mapping[str, str]] = json.loads(table)
    return hints


def _fill_header(sheet: Worksheet) -> None:
    sheet.append(list(COLUMNS))
    sheet.freeze_panes = "B2"
    for number, column in enumerate(COLUMNS, start=1):
        letter = get_column_letter(number)
        sheet[f"{letter}1"].font = Font(bold=True)
        sheet.column_dimensions[letter].width = 45 if column in _WIDE else 18
        # Text cells keep the first zero of a number and do not turn "8-16" into a date.
        for row in range(2, _ROWS + 1):
            sheet[f"{letter}{row}"].number_format = "@"


def _fill_hints(sheet: Worksheet, language: str) -> None:
    sheet.append(list(_HEADINGS[language]))
    for column in COLUMNS:
        hint = _hints()[column]
        sheet.append([column, hint[language], hint["example"]])
    for letter, width in (("A", 26), ("B", 90), ("C", 40)):
        sheet.column_dimensions[letter].width = width
        sheet[f"{letter}1"].font = Font(bold=True)
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.number_format = "@"


def _word_lists(language: str) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    vocabularies = (
        ("needs", taxonomy.needs()),
        ("activity", taxonomy.activities()),
        ("target_groups", taxonomy.target_groups()),
    )
    for column, vocabulary in vocabularies:
        yield column, [(term.id, term.name.best(language)) for term in vocabulary.terms]
    today = (place for place in areas.municipalities().values() if not place.valid_to)
    named = sorted((place.name.best(language), place.code) for place in today)
    yield "municipalities", named


def _fill_words(sheet: Worksheet, language: str) -> Mapping[str, str]:
    """Writes each list into two columns of its own; says where the list of a column is."""
    places = {}
    for index, (column, words) in enumerate(_word_lists(language)):
        first = 1 + index * 3
        letter = get_column_letter(first)
        sheet.cell(1, first, column).font = Font(bold=True)
        for row, (word, explained) in enumerate(words, start=2):
            sheet.cell(row, first, word)
            sheet.cell(row, first + 1, explained)
        sheet.column_dimensions[letter].width = 24
        sheet.column_dimensions[get_column_letter(first + 1)].width = 42
        places[column] = f"'{sheet.title}'!${letter}$2:${letter}${len(words) + 1}"
    return places


def _validation(column: str, language: str, places: Mapping[str, str]) -> DataValidation:
    """The hint that shows when a cell is chosen, with a list to pick from where there is one."""
    choices = _choices(column, language)
    formula = f'"{",".join(choices)}"' if choices else places.get(column)
    found = DataValidation(
        type="list" if formula else None,
        formula1=formula,
        allow_blank=True,
        # A cell may hold several words, so nothing that is typed is refused.
        showErrorMessage=False,
        showInputMessage=True,
        promptTitle=column,
        prompt=_hints()[column][language],
    )
    letter = get_column_letter(COLUMNS.index(column) + 1)
    found.add(f"{letter}2:{letter}{_ROWS}")
    return found


def _choices(column: str, language: str) -> tuple[str, ...]:
    if column in _YES_NO_COLUMNS:
        return _YES_NO[language]
    if column == "sector":
        return tuple(_SECTORS[language])
    return _PREVENTION[language] if column == "prevention" else ()
