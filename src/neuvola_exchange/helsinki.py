"""The Helsinki service register: services, the errand services that belong to them, and their units.

``services.json``, ``errandservices.json`` and ``unitservices.json`` are told apart by what is in them, not by
their names. An errand service is a service of its own that names its parent.
"""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from neuvola_core.errors import UnreadableSourceError
from neuvola_exchange.helsinki_services import ERRAND, NAME, SERVICE, Builder
from neuvola_exchange.helsinki_values import LANGUAGES, Entry
from neuvola_exchange.json_files import (
    Loaded,
    as_dict,
    as_list,
    head,
    identifier,
    json_files,
    load,
    require_readable,
    shortened,
    where,
)
from neuvola_exchange.report import Empty, Item, Noted, Reading, Rejected

_USUAL_NAMES: Final = ("services.json", "errandservices.json", "unitservices.json")
_ENTRY_KEYS: Final = re.compile(
    r'"(?:main_description|exact_errand_services|exact_descriptions|description_short|process_description)"\s*:'
)
_ALL_EMPTY: Final = re.compile(r'"id"\s*:\s*\d+\s*,\s*"(?:fi|sv|en)"\s*:\s*\[\s*\]')
_UNITS: Final = re.compile(r'^\s*\{\s*"\d+"\s*:\s*\{\s*"unit_id"\s*:')


@dataclass(slots=True)
class _Register:
    """What the files hold: rows as they are, with where they stand."""

    services: list[tuple[str, Any]] = field(default_factory=list)
    errands: list[tuple[str, Any]] = field(default_factory=list)
    units: dict[str, list[str]] = field(default_factory=dict)
    odd: list[Item] = field(default_factory=list)
    complete: bool = True


def recognises(path: Path) -> bool:
    """Whether a file, or any file of a folder, is one of the register's."""
    return any(_is_register(head(file)) for file in json_files(path))


def _is_register(start: str) -> bool:
    if start.lstrip().startswith("["):
        by_language = re.search(r'"fi"\s*:\s*[\[{]', start)
        return bool(by_language and (_ENTRY_KEYS.search(start) or _ALL_EMPTY.search(start)))
    return bool(_UNITS.match(start))


def read(path: Path) -> Reading:
    """Reads a folder or a file of the register; raises ``UnreadableSourceError`` if nothing can be read."""
    register = _load(path)
    kinds = [k for k, rows in ((SERVICE, register.services), (ERRAND, register.errands)) if rows]
    if not kinds and not register.units:
        raise UnreadableSourceError(path=str(path), reason="other-format")
    return Reading(
        format=NAME,
        origin=f"{NAME}/{kinds[0]}" if len(kinds) == 1 else NAME,
        complete=register.complete and bool(kinds),
        items=_items(register, _beside(path)),
        total=len(register.services) + len(register.errands),
    )


def _load(path: Path) -> _Register:
    loaded = tuple(load(file) for file in json_files(path))
    require_readable(path, loaded)
    register = _Register()
    for one in loaded:
        _take(register, path, one)
    return register


def _take(register: _Register, root: Path, one: Loaded) -> None:
    if one.fault:
        register.odd.append(Rejected(where(root, one.path), one.fault))
        register.complete = False
    elif isinstance(one.value, dict) and _add_units(register, one.value):
        return
    elif isinstance(one.value, list) and _is_register(head(one.path)):
        target = register.errands if _are_errands(one.value) else register.services
        target.extend((_row_place(root, one.path, n, row), row) for n, row in enumerate(one.value, 1))
    else:
        register.odd.append(Noted(where(root, one.path), "other-format"))


def _beside(path: Path) -> _Register:
    """The register's other files beside a single one: they complete its services but bring in none."""
    register = _Register()
    if path.is_file():
        for name in _USUAL_NAMES:
            file = path.with_name(name)
            if file != path and file.is_file():
                _take(register, path.parent, load(file))
    return register


def _row_place(root: Path, file: Path, number: int, row: object) -> str:
    return where(root, file, identifier(as_dict(row).get("id")) or f"({number})")


def _are_errands(rows: list[Any]) -> bool:
    """Errand services have a ``name``, services a ``title``."""
    named = titled = 0
    for row in rows:
        for language in LANGUAGES:
            record = as_dict(as_dict(row).get(language))
            named += "name" in record or "exact_descriptions" in record
            titled += "title" in record or "exact_errand_services" in record
    return named > titled


def _add_units(register: _Register, value: dict[str, Any]) -> bool:
    found = False
    for key, row in value.items():
        unit = identifier(as_dict(row).get("unit_id"))
        if not unit or "services" not in row:
            continue
        found = True
        for service in map(identifier, as_list(row["services"])):
            register.units.setdefault(service, []).append(unit or key)
    return found


def _items(register: _Register, beside: _Register) -> Iterator[Item]:
    yield from register.odd
    services: dict[str, tuple[str, Entry]] = {}
    errands: dict[str, tuple[str, Entry]] = {}
    yield from _entries(register.services, "title", services)
    yield from _entries(register.errands, "name", errands)
    builder = Builder(
        services or _known(beside.services, "title"),
        errands or _known(beside.errands, "name"),
        register.units or beside.units,
    )
    for place, entry in services.values():
        yield builder.service(entry, place)
        yield from builder.taken_notes()
    for place, entry in errands.values():
        yield builder.errand(entry, place)
        yield from builder.taken_notes()


def _known(rows: list[tuple[str, Any]], name: str) -> dict[str, tuple[str, Entry]]:
    found: dict[str, tuple[str, Entry]] = {}
    deque(_entries(rows, name, found), maxlen=0)  # what is odd is told when the file itself is read
    return found


def _entries(rows: list[tuple[str, Any]], name: str, found: dict[str, tuple[str, Entry]]) -> Iterator[Item]:
    """Puts the named entries into ``found`` and yields what became of the others."""
    for place, row in rows:
        entry_id = identifier(as_dict(row).get("id"))
        if not isinstance(row, dict):
            yield Rejected(place, "not-a-record", shortened(row))
        elif not entry_id:
            yield Rejected(place, "no-id", shortened(row.get("id", "")))
        elif entry_id in found:
            yield Rejected(place, "duplicate", entry_id)
        else:
            languages = {code: row[code] for code in LANGUAGES if isinstance(row.get(code), dict)}
            entry = Entry(entry_id, languages)
            if entry.line(name):
                found[entry_id] = (place, entry)
            else:
                yield Empty(place)
