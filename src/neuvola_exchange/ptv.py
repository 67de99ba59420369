"""The Finnish Service Catalogue (PTV) from files: services, channels, general descriptions, organisations.

The files may hold single objects, arrays, objects keyed by id or pages with an ``itemList``, in any mixture;
what an object is, it says itself. They are read twice: first for what services refer to, then for the
services, so that the whole catalogue need not be in memory.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, auto
from pathlib import Path
from typing import Any, Final

from neuvola_core.errors import UnreadableSourceError
from neuvola_core.ids import catalogue_id
from neuvola_exchange.json_files import (
    Loaded,
    Notes,
    Record,
    as_dict,
    as_list,
    as_str,
    head,
    identifier,
    json_files,
    load,
    records,
    require_readable,
    shortened,
    strings,
    where,
)
from neuvola_exchange.ptv_channels import CHANNEL_TYPES, shared_channel
from neuvola_exchange.ptv_organisations import from_record
from neuvola_exchange.ptv_services import (
    GENERAL,
    SERVICE,
    Known,
    general_content,
    general_description,
    general_id,
    service,
)
from neuvola_exchange.ptv_values import NAME, State, state
from neuvola_exchange.report import Empty, Gone, Item, Noted, Reading, Rejected

_MARKS: Final = re.compile(
    r'"(?:serviceNames|serviceChannelNames|serviceChannelType|organizationNames|serviceCollectionNames'
    r'|generalDescriptionId|BackgroundDescription|itemList)"\s*:'
    r'|"ConceptType"\s*:\s*"ptv'
)
_SIMPLIFIED: Final = re.compile(r'"descriptions"\s*:\s*\{')
_SIMPLIFIED_PARTNER: Final = re.compile(r'"(?:serviceClasses|targetGroups|areas)"\s*:\s*\{|"serviceIds"\s*:')
_GENERAL: Final = re.compile(r'"names"\s*:\s*\[.*"descriptions"\s*:\s*\[.*"serviceClasses"\s*:', re.DOTALL)


class _Kind(Enum):
    SERVICE = auto()
    GENERAL = auto()
    CHANNEL = auto()
    ORGANISATION = auto()
    COLLECTION = auto()
    CODE = auto()
    VERSION_12 = auto()
    ONLY_NAMED = auto()
    OTHER = auto()


def recognises(path: Path) -> bool:
    """Whether a file, or any file of a folder, holds objects of PTV."""
    return any(_is_ptv(head(file)) for file in json_files(path))


def _is_ptv(start: str) -> bool:
    if _MARKS.search(start) or _GENERAL.search(start):
        return True
    return bool(_SIMPLIFIED.search(start) and _SIMPLIFIED_PARTNER.search(start))


def read(path: Path) -> Reading:
    """Reads a folder or a file; raises ``UnreadableSourceError`` if nothing in it can be read."""
    source = _Source(path, json_files(path))
    require_readable(path, tuple(source.survey()))
    if not source.counts:
        raise UnreadableSourceError(path=str(path), reason="other-format")
    kinds = [k for k, kind in ((SERVICE, _Kind.SERVICE), (GENERAL, _Kind.GENERAL)) if source.counts[kind]]
    return Reading(
        format=NAME,
        origin=f"{NAME}/{kinds[0]}" if len(kinds) == 1 else NAME,
        complete=path.is_dir() and source.all_read and bool(kinds),
        items=source.items(),
        total=source.counts[_Kind.SERVICE] + source.counts[_Kind.GENERAL],
    )


def _kind(record: Record) -> _Kind:
    """What an object is, by the fields that only its kind has."""
    if "languageVersions" in record or "contentId" in record:
        return _Kind.VERSION_12
    if "Notation" in record and "Label" in record:
        return _Kind.CODE
    for key, kind in _TELLING_FIELDS:
        if key in record:
            return kind
    if as_str(record.get("type")) in CHANNEL_TYPES:
        return _Kind.CHANNEL
    if isinstance(record.get("names"), list) and "descriptions" in record:
        return _Kind.GENERAL
    if isinstance(record.get("Name"), list) and "Id" in record:
        return _Kind.GENERAL
    if isinstance(record.get("name"), dict) and "descriptions" in record:
        return _Kind.SERVICE
    return _Kind.ONLY_NAMED if {"id", "name"} == set(record) else _Kind.OTHER


_TELLING_FIELDS: Final = (
    ("serviceChannelType", _Kind.CHANNEL),
    ("serviceChannelNames", _Kind.CHANNEL),
    ("serviceIds", _Kind.CHANNEL),
    ("serviceNames", _Kind.SERVICE),
    ("organizationNames", _Kind.ORGANISATION),
    ("serviceCollectionNames", _Kind.COLLECTION),
    ("BackgroundDescription", _Kind.GENERAL),
)


def _objects(value: object) -> list[Any]:
    """The objects of a file, whatever they are wrapped in."""
    if not isinstance(value, dict):
        return as_list(value)
    if "itemList" in value:
        return as_list(value["itemList"])
    wrapped = _kind(value) is _Kind.OTHER and value and all(isinstance(v, dict) for v in value.values())
    return list(value.values()) if wrapped else [value]


@dataclass(slots=True)
class _Source:
    """The files of one reading, and what the first of its two passes has found in them."""

    root: Path
    files: tuple[Path, ...]
    known: Known = field(default_factory=Known)
    counts: Counter[_Kind] = field(default_factory=Counter)
    newest: dict[tuple[_Kind, str], tuple[str, int]] = field(default_factory=dict)
    all_read: bool = True
    notes: Notes = field(default_factory=Notes)

    def survey(self) -> Iterator[Loaded]:
        """The first pass; tells of each file whether it could be read."""
        position = 0
        for file in self.files:
            loaded = load(file)
            self.all_read = self.all_read and not loaded.fault
            for record in _objects(loaded.value):
                position += 1
                if isinstance(record, dict):
                    self._learn(file, record, position)
            yield Loaded(file, fault=loaded.fault)

    def _learn(self, file: Path, record: Record, position: int) -> None:
        kind, record_id = _kind(record), general_id(record)
        if kind in (_Kind.OTHER, _Kind.ONLY_NAMED):
            return
        self.counts[kind] += 1
        if not record_id:
            return
        stamp = (as_str(record.get("modified")) or as_str(record.get("lastUpdated")), position)
        if stamp < self.newest.get((kind, record_id), ("", 0)):
            return
        self.newest[kind, record_id] = stamp
        if kind is _Kind.GENERAL:
            self.known.generals[record_id] = general_content(record)
        elif kind is _Kind.ORGANISATION and (organisation := from_record(record)):
            self.known.organisations[record_id] = organisation
        elif kind is _Kind.CHANNEL:
            self._learn_channel(where(self.root, file, record_id), record_id, record)

    def _learn_channel(self, place: str, record_id: str, record: Record) -> None:
        note = self.notes.at(place)
        if state(record) is not State.PUBLISHED:
            note("channel-not-published", as_str(record.get("publishingStatus")))
            self.known.channels.pop(record_id, None)
        elif channel := shared_channel(record, note):
            self.known.channels[record_id] = channel
        for row in records(record.get("services")):
            service_id = identifier(as_dict(row.get("service")).get("id"))
            connection = {**row, "serviceChannel": {"id": record_id}}
            self.known.connections.setdefault(service_id, {})[record_id] = connection
        for service_id in strings(record.get("serviceIds")):
            self.known.connections.setdefault(service_id, {}).setdefault(record_id, {})

    def items(self) -> Iterator[Item]:
        """The second pass."""
        yield from self.notes.taken()
        position = 0
        for file in self.files:
            loaded = load(file)
            if loaded.fault:
                yield Rejected(where(self.root, file), loaded.fault)
                continue
            for number, record in enumerate(_objects(loaded.value), 1):
                position += 1
                yield from self._item(file, record, number, position)
                yield from self.notes.taken()
        for channel_id in sorted(set(self.known.channels) - self.known.used_channels):
            yield Noted(f"{NAME}#{channel_id}", "channel-unused", channel_id)

    def _item(self, file: Path, record: object, number: int, position: int) -> Iterator[Item]:
        if not isinstance(record, dict):
            yield Rejected(where(self.root, file, f"({number})"), "not-a-record", shortened(record))
            return
        kind, record_id = _kind(record), general_id(record)
        place = where(self.root, file, record_id or f"({number})")
        if refusal := _REFUSED.get(kind):
            yield Rejected(place, refusal)
        elif kind is _Kind.CODE:
            return
        elif not record_id:
            yield Rejected(place, "no-id", shortened(record.get("id", "")))
        elif self.newest[kind, record_id][1] != position:
            yield Noted(place, "duplicate", record_id)
        elif kind in (_Kind.SERVICE, _Kind.GENERAL):
            yield self._service(kind, record, record_id, place)
        elif kind is _Kind.COLLECTION:
            yield Noted(place, "service-collection")

    def _service(self, kind: _Kind, record: Record, record_id: str, place: str) -> Item:
        standing = state(record)
        if standing is State.GONE:
            return Gone(place, catalogue_id(NAME, SERVICE if kind is _Kind.SERVICE else GENERAL, record_id))
        if standing is State.UNFINISHED:
            return Noted(place, "not-published", as_str(record.get("publishingStatus")))
        found = (
            service(record, self.known, self.notes.at(place))
            if kind is _Kind.SERVICE
            else general_description(record)
        )
        return found or Empty(place)


_REFUSED: Final = {
    _Kind.OTHER: "other-format",
    _Kind.ONLY_NAMED: "not-full",
    _Kind.VERSION_12: "ptv-v12",
}
