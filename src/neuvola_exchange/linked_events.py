"""Linked Events, the events interface of Helsinki and other cities: events → services with their times.

An event that gathers others (``super_event_type`` recurring or umbrella) becomes one service that has the
times of its parts, when it is among what is read; parts whose gatherer is absent stand alone. A file is a
page or a search result, so nothing is withdrawn for being absent; what is cancelled, deleted or replaced is.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from neuvola_core.ids import catalogue_id
from neuvola_exchange.json_files import head, json_files, load, require_readable, where
from neuvola_exchange.linked_events_records import Event, Records
from neuvola_exchange.linked_events_services import FORMAT, KIND, Builder
from neuvola_exchange.report import Empty, Gone, Item, Noted, Reading, Rejected

_SIGNS: Final = re.compile(r'"(?:event_status|eventStatus|super_event_type|superEventType)"\s*:')
_TYPES: Final = re.compile(r'"@type"\s*:\s*"(?:Event/LinkedEvent|Place|Keyword)"')


def recognises(path: Path) -> bool:
    """Whether a file, or any file of a folder, has events, places or keywords of the interface."""
    return any(_SIGNS.search(start) or _TYPES.search(start) for start in map(head, json_files(path)))


def read(path: Path) -> Reading:
    """The events of a file or a folder; raises ``UnreadableSourceError`` if nothing can be read."""
    loaded = tuple(load(file) for file in json_files(path))
    require_readable(path, loaded)
    records = Records()
    odd: list[Item] = [Rejected(where(path, one.path), one.fault) for one in loaded if one.fault]
    for one in loaded:
        if not one.fault:
            records.gather(one.value, where(path, one.path))
    series = _series(records)
    return Reading(FORMAT, FORMAT, complete=False, items=_items(odd, records, series), total=len(series))


def _series(records: Records) -> dict[str, list[Event]]:
    """Id of each event that stands alone or gathers others → it and its parts, in order of appearance."""
    found: dict[str, list[Event]] = {}
    for event in records.events.values():
        top = records.top(event)
        parts = found.setdefault(top.id, [top])
        if event is not top:
            parts.append(event)
    return found


def _items(odd: list[Item], records: Records, series: dict[str, list[Event]]) -> Iterator[Item]:
    yield from odd
    yield from (Rejected(place, "no-id") for place in records.nameless)
    yield from (Noted(event.where, "draft", event.id) for event in records.drafts)
    yield from (Noted(event.where, "older-version", event.id) for event in records.older)
    for top, *parts in series.values():
        builder = Builder(records, top, tuple(parts))
        if top.is_over:
            yield Gone(top.where, catalogue_id(FORMAT, KIND, top.id))
        elif not builder.name:
            yield Empty(top.where)
        else:
            yield builder.service()
            yield from builder.notes
