"""HSDS 3, the Human Services Data Specification of Open Referral: services as JSON or as a data package.

Pages and objects of the API, objects a line each, folders or zips of files, tables as CSV. The standard has
no list of what is withdrawn, and a page can be lost on the way: services are withdrawn for being absent only
where the source says, or is of a kind that shows, that it is whole. What is no longer offered is withdrawn.
"""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Final

from neuvola_exchange import hsds_files
from neuvola_exchange.hsds_extras import FORMAT
from neuvola_exchange.hsds_files import Content
from neuvola_exchange.hsds_records import Gathered, gathered
from neuvola_exchange.hsds_services import Builder
from neuvola_exchange.json_files import Notes, head
from neuvola_exchange.report import Empty, Gone, Item, Reading, Rejected

_STATUS: Final = re.compile(r'"status"\s*:\s*"(?:active|inactive|defunct|temporarily closed)"')
_PAGE: Final = re.compile(r'"(?:total_items|total_pages)"\s*:')
_SIGNS: Final = re.compile(
    r'"(service_at_locations|organization|organization_id|program_id|application_process'
    r"|eligibility_description|interpretation_services|fees_description|assured_date|assurer_email"
    r"|minimum_age|maximum_age|service_areas|cost_options|required_documents|last_modified"
    r'|additional_urls|additional_websites)"\s*:'
)
_SCHEMA: Final = re.compile(
    r'"(?:\$schema|openapi|datapackage_metadata|tabular_required|tabular-data-package)"'
)
_TABLES: Final = re.compile(r'"services(?:\.csv)?"\s*:\s*\[')
_OTHER_TABLE: Final = re.compile(r'"(?:organizations|service_at_location|locations)(?:\.csv)?"\s*:\s*\[')
_COLUMNS: Final = {"id", "name"}
_SERVICE_COLUMNS: Final = {"organization_id", "status", "program_id"}
_ENDINGS: Final = (".json", ".ndjson", ".jsonl", ".csv")


def recognises(path: Path) -> bool:
    """Whether a file has services of HSDS or is its table of services, or a folder or zip has such a file."""
    if path.is_dir():
        return any(recognises(file) for file in path.rglob("*") if file.is_file())
    if path.suffix.casefold() == ".zip":
        return any(_begins_so(name, start) for name, start in hsds_files.beginnings(path))
    return path.suffix.casefold() in _ENDINGS and _begins_so(path.name, head(path))


def _begins_so(name: str, start: str) -> bool:
    file = PurePosixPath(name)
    if file.suffix.casefold() == ".csv":
        return file.stem.casefold() in ("services", "service") and _is_table(start)
    return _is_json(start)


def _is_json(start: str) -> bool:
    if _SCHEMA.search(start):
        return False
    signs = set(_SIGNS.findall(start))
    stated = bool(_STATUS.search(start)) + bool(_PAGE.search(start))
    return len(signs) + stated >= 2 or bool(_TABLES.search(start) and _OTHER_TABLE.search(start))


def _is_table(start: str) -> bool:
    columns = {cell.strip().strip('"').casefold() for cell in re.split("[,;]", start.split("\n", 1)[0])}
    return columns >= _COLUMNS and bool(columns & _SERVICE_COLUMNS)


def read(path: Path) -> Reading:
    """The services of a file, folder or zip; raises ``UnreadableSourceError`` if nothing can be read."""
    content = hsds_files.content(path)
    found = gathered(content)
    return Reading(
        FORMAT,
        # Several publishers may use the standard: a whole file replaces what came from a file of its name.
        f"{FORMAT}/{_storable(path.stem)}",
        complete=found.is_whole,
        items=_items(content, found),
        total=len(found.services),
    )


def _storable(name: str) -> str:
    """A file's name as text that can be stored: it may be bytes that are no characters."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def _items(content: Content, found: Gathered) -> Iterator[Item]:
    yield from (Rejected(fault.where, fault.reason) for fault in content.faults)
    yield from (Rejected(place, "no-id") for place in found.nameless)
    yield from (Rejected(place, "duplicate", service_id) for place, service_id in found.doubles)
    yield from found.notes.taken()
    notes, today = Notes(), _today()
    for place, record in found.services.values():
        builder = Builder(record, notes.at(place), today)
        if builder.is_gone:
            yield Gone(place, builder.service_id)
        elif not builder.name:
            yield Empty(place)
        else:
            yield builder.service()
        yield from notes.taken()


def _today() -> date:
    return date.today()  # noqa: DTZ011 - the day of the calendar on the wall
