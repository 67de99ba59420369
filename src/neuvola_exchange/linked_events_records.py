"""Linked Events records picked out of whatever holds them, in one spelling.

The API's pages, single objects, a JSON file of named examples and GraphQL answers in camelCase all hold the
same three things: events, places and keywords. Nothing here knows what a service is.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from neuvola_exchange.json_files import Record, as_dict, as_list, as_str, identifier

_EVENT_KEYS: Final = ("event_status", "super_event_type", "sub_events")
_HUMP: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_DEEPEST: Final = 12
_LONGEST_CHAIN: Final = 20


@dataclass(frozen=True, slots=True)
class Event:
    """An event with where it stands and the id of the event it is part of."""

    id: str
    where: str
    record: Record
    part_of: str = ""

    @property
    def is_draft(self) -> bool:
        """Whether its publisher has not made it public."""
        return as_str(self.record.get("publication_status")) == "draft"

    @property
    def is_over(self) -> bool:
        """Whether it has been cancelled, deleted, or replaced by another."""
        record = self.record
        cancelled = as_str(record.get("event_status")) == "EventCancelled"
        return cancelled or record.get("deleted") is True or bool(reference(record.get("replaced_by")))

    @property
    def modified(self) -> str:
        """ISO time of the last change; compares as text."""
        return as_str(self.record.get("last_modified_time"))


@dataclass(slots=True)
class Records:
    """Everything found, by id; of several versions of one event the newest public one is kept."""

    events: dict[str, Event] = field(default_factory=dict)
    places: dict[str, Record] = field(default_factory=dict)
    keywords: dict[str, Record] = field(default_factory=dict)
    drafts: list[Event] = field(default_factory=list)
    older: list[Event] = field(default_factory=list)
    nameless: list[str] = field(default_factory=list)

    def gather(self, value: Any, where: str) -> None:
        """Adds what a file holds; ``where`` names the file."""
        self._walk(value, where, _DEEPEST)

    def place(self, value: object) -> Record:
        """The place that a location names or holds, the one that has replaced it if there is one."""
        return _followed(value, self.places)

    def keyword(self, value: object) -> Record:
        """The keyword that is named or held, the one that has replaced it if there is one."""
        found = _followed(value, self.keywords)
        return {} if found.get("deprecated") is True or found.get("deleted") is True else found

    def top(self, event: Event) -> Event:
        """The outermost event present here that this one is part of, be it itself."""
        seen = {event.id}
        while (above := self.events.get(event.part_of)) and above.id not in seen and not above.is_over:
            seen.add(above.id)
            event = above
        return event

    def _walk(self, value: Any, where: str, depth: int) -> None:
        if depth == 0:
            return
        if isinstance(value, list):
            for item in value:
                self._walk(item, where, depth - 1)
        elif isinstance(value, dict):
            record = _in_one_spelling(value)
            if _is_event(record):
                self._add_event(record, where)
            elif not self._add_other(record):
                for item in record.values():
                    self._walk(item, where, depth - 1)

    def _add_event(self, record: Record, where: str, part_of: str = "") -> None:
        event_id = reference(record)
        place = f"{where}#{event_id}"
        self._add_other(as_dict(record.get("location")))
        for word in (*as_list(record.get("keywords")), *as_list(record.get("audience"))):
            self._add_other(as_dict(word))
        for below in as_list(record.get("sub_events")):
            if _is_event(as_dict(below)):
                self._add_event(below, where, event_id)
        if not event_id:
            self.nameless.append(where)
            return
        part_of = reference(record.get("super_event")) or part_of
        self._keep_newest(Event(event_id, place, record, part_of))

    def _keep_newest(self, event: Event) -> None:
        if event.is_draft:
            self.drafts.append(event)
            return
        known = self.events.get(event.id)
        if known is None or known.modified <= event.modified:
            self.events[event.id] = event
        if known is not None:
            self.older.append(known if self.events[event.id] is event else event)

    def _add_other(self, record: Record) -> bool:
        """Keeps a place or a keyword that says more than its id; says whether it was one."""
        record_id = reference(record)
        if not record_id or "name" not in record:
            return False
        if "street_address" in record or "position" in record or record.get("@type") == "Place":
            self.places.setdefault(record_id, record)
            return True
        is_keyword = record.get("@type") == "Keyword" or "/keyword/" in as_str(record.get("@id"))
        if is_keyword or "alt_labels" in record:
            self.keywords.setdefault(record_id, record)
            return True
        return False


def reference(value: object) -> str:
    """The id that an object, a link to it or plain text gives: ".../keyword/yso:p4354/" is "yso:p4354"."""
    record = as_dict(value)
    written = identifier(record.get("id")) or as_str(record.get("@id")) if record else as_str(value)
    return written.rstrip("/").rpartition("/")[2] if "://" in written else written


def _followed(value: object, known: Mapping[str, Record]) -> Record:
    record_id = reference(value)
    for _ in range(_LONGEST_CHAIN):
        record = known.get(record_id, {})
        following = reference(record.get("replaced_by"))
        if not following or following not in known:
            return record
        record_id = following
    return {}


def _is_event(record: Record) -> bool:
    return "name" in record and any(key in record for key in _EVENT_KEYS)


def _in_one_spelling(value: Any) -> Any:
    """GraphQL's camelCase keys as the API writes them, its own ``__typename`` left out."""
    if isinstance(value, list):
        return [_in_one_spelling(item) for item in value]
    if not isinstance(value, dict):
        return value
    found = {
        _HUMP.sub("_", key).casefold() if _HUMP.search(key) and key.isalnum() else key: _in_one_spelling(item)
        for key, item in value.items()
        if key != "__typename"
    }
    if "internal_id" in found:
        found.setdefault("@id", found["internal_id"])
    return found


def by_language(value: object) -> Iterator[tuple[str, Any]]:
    """The languages of a text object."""
    return ((key, item) for key, item in as_dict(value).items() if re.fullmatch(r"[a-z]{2,3}", key))
