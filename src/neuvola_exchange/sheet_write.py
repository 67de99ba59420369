"""Services → the sheet format, as CSV (UTF-8, commas) or XLSX; what is written reads back the same.

A hidden address is never written, only that it is hidden. Nothing that is written starts a formula.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import Final

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from neuvola_core import areas
from neuvola_core.catalogue import Known, Phone, PhoneKind, Place, Service
from neuvola_core.errors import CannotWriteError
from neuvola_core.text import Text
from neuvola_exchange import sheet_contacts, sheet_hours, sheet_words
from neuvola_exchange.sheet_table import COLUMNS, tidy

OWN_SOURCES: Final = frozenset({"sheet", "demo"})
"""Services of these keep their id as the organisation wrote it; others are named with their source."""

_STARTS_FORMULA: Final = re.compile(r"'*[=+\-@]")
_STARTS_GUARD: Final = re.compile(r"'+[=+\-@]")
_LANGUAGES: Final = ("fi", "sv", "en")


def write(services: Iterable[Service], path: Path) -> int:
    """Writes a ``.xlsx`` as such and anything else as CSV; says how many services were written."""
    rows = [cells(service) for service in services]
    content = _excel(rows) if path.suffix.casefold() == ".xlsx" else _csv(rows)
    try:
        path.write_bytes(content)
    except OSError as error:
        raise CannotWriteError(path=str(path)) from error
    return len(rows)


def cells(service: Service) -> Mapping[str, str]:
    """Column → what is written into it; empty cells are left out."""
    place = None if service.hidden_address else next(iter(service.places), None)
    filled = {
        "id": _source_id(service),
        **_texts(service),
        **_lists(service),
        **_facts(service),
        "organisation": service.organisation.name.best("fi") if service.organisation else "",
        "sector": service.provider.value,
        "address": place.address.street.best("fi") if place else "",
        "postal_code": place.address.postal_code if place else "",
        "hours": _hours(service),
        "cost": sheet_words.cost_cell(service.cost),
        "accessibility": _stated(service.accessibility.step_free, _lines(service.accessibility.sentences)),
        "transport": _stated(service.rides.offered, service.rides.note.best("fi")),
        "contact_method": service.contact_method.best("fi"),
        "checked_on": service.checked_on.isoformat() if service.checked_on else "",
    }
    return {column: filled[column] for column in COLUMNS if filled.get(column)}


def _source_id(service: Service) -> str:
    source = service.source
    if source.name in OWN_SOURCES:
        return source.source_id
    return f"{source.name}/{source.kind}/{source.source_id}"


def _texts(service: Service) -> dict[str, str]:
    name = service.name
    if not any(language in name for language in _LANGUAGES):
        name = Text(fi=name.best())
    texts = {"name": name, "summary": service.summary, "description": service.description}
    return {
        f"{column}_{language}": text.get(language, "")
        for column, text in texts.items()
        for language in _LANGUAGES
    }


def _lists(service: Service) -> dict[str, str]:
    known = areas.municipalities()
    names = [known[code].name.best("fi") if code in known else code for code in service.municipalities]
    whole = ["koko maa"] if service.nationwide else []
    return {
        "keywords": _list(word.text for word in service.keywords),
        "needs": _list(service.needs),
        "activity": _list(service.activities),
        "target_groups": _list(service.target_groups),
        "municipalities": _list(whole + names),
        "languages": _list(service.languages),
        "phone": _list(map(sheet_contacts.phone_cell, _phones(service))),
        "email": _list(address for channel in service.channels for address in channel.emails),
        "url": _list(
            link.url for link in chain(service.links, *(channel.links for channel in service.channels))
        ),
    }


def _facts(service: Service) -> dict[str, str]:
    ages = service.ages
    return {
        "age_min": "" if ages.lowest is None else str(ages.lowest),
        "age_max": "" if ages.highest is None else str(ages.highest),
        "region_only": service.residents_only.value,
        "hidden_address": "yes" if _is_hidden(service) else "",
        "prevention": service.prevention.value,
        "takes_new_people": service.takes_new_people.value,
        "accepts_contact_requests": "yes" if service.accepts_contact_requests else "",
    }


def _is_hidden(service: Service) -> bool:
    places: Iterator[Place] = (channel.place for channel in service.channels if channel.place)
    return service.hidden_address or (not service.places and any(place.hidden for place in places))


def _phones(service: Service) -> Iterator[Phone]:
    phones = chain.from_iterable(channel.phones for channel in service.channels)
    return (phone for phone in phones if phone.kind is not PhoneKind.FAX)


def _hours(service: Service) -> str:
    stated = (channel.hours for channel in service.channels if channel.hours.is_stated)
    return next(map(sheet_hours.cell, stated), "")


def _list(parts: Iterable[str]) -> str:
    """A separator inside a part would make two of it."""
    return "; ".join(dict.fromkeys(re.sub(r"\s*[;|\n]+\s*", ", ", part) for part in parts if part))


def _lines(texts: Sequence[Text]) -> str:
    return "\n".join(text.best("fi") for text in texts)


def _stated(known: Known, note: str) -> str:
    if known is Known.UNKNOWN and sheet_words.yes_or_no_with_note(note) != (known, note):
        return f"?: {note}"
    return ": ".join(part for part in (known.value, note) if part)


# --- files ---


def _csv(rows: Iterable[Mapping[str, str]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([_guarded(row.get(column, ""), _STARTS_FORMULA) for column in COLUMNS] for row in rows)
    return out.getvalue().encode("utf-8")


def _excel(rows: Iterable[Mapping[str, str]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Palvelut")
    sheet.freeze_panes = "B2"
    sheet.append([_cell(sheet, column, bold=True) for column in COLUMNS])
    for row in rows:
        sheet.append([_cell(sheet, _guarded(row.get(column, ""), _STARTS_GUARD)) for column in COLUMNS])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet: WriteOnlyWorksheet, text: str, *, bold: bool = False) -> Cell:
    """A text cell whatever the text looks like: never a formula, a number or a date."""
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    cell.number_format = "@"
    cell.quotePrefix = bool(_STARTS_FORMULA.match(text))
    cell.font = Font(bold=bold)
    return cell


def _guarded(text: str, pattern: re.Pattern[str]) -> str:
    text = tidy(text)
    return f"'{text}" if pattern.match(text) else text
