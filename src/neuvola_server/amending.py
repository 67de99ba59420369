"""Corrections made here, laid over what a source says of a service.

A correction names a field and gives it whole; of a text, the languages it names. Contacts and hours are given
as people write them, since they lie in channels: the numbers go to the first channel that has any, and hours
to the first that states them. The service then says by itself which of its fields are corrections.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, Final

import msgspec

from neuvola_core import codec, hours_text
from neuvola_core.catalogue import Channel, ChannelKind, Service
from neuvola_core.errors import NeuvolaError
from neuvola_core.text import Text
from neuvola_exchange import sheet_contacts

TEXTS: Final = (*("name", "summary", "description", "instructions", "conditions", "bring", "contact_method"),)
VALUES: Final = (
    *("needs", "activities", "target_groups", "municipalities", "nationwide", "residents_only", "ages"),
    *("languages", "cost", "accessibility", "rides", "prevention", "takes_new_people"),
    *("accepts_contact_requests", "hidden_address", "checked_on"),
)


class AmendmentRefusedError(NeuvolaError):
    """A correction that cannot be laid over a service; facts: ``field``, ``value``."""

    code = "amendment-refused"


@dataclass(frozen=True, slots=True)
class Amendment:
    """A correction; ``value`` is JSON, ``service`` a catalogue id, ``day`` when it was made."""

    id: str
    service: str
    field: str
    value: str
    reason: str = ""
    day: str = ""


def laid_over(canonical: bytes, amendments: Sequence[Amendment]) -> bytes:
    """A service's canonical JSON with corrections over it; the later of two on one field holds."""
    if not amendments:
        return canonical
    service = codec.from_json(canonical, Service)
    for amendment in amendments:
        # One that no longer fits must not keep the source's news from everybody.
        with suppress(AmendmentRefusedError):
            service = amended(service, amendment.field, msgspec.json.decode(amendment.value))
    return codec.to_json(service)


def amended(service: Service, name: str, value: Any) -> Service:
    """The service with one field corrected; raises ``AmendmentRefusedError``."""
    try:
        changed = _laid(service, name, value)
    except (msgspec.ValidationError, TypeError, ValueError, KeyError) as fault:
        raise AmendmentRefusedError(field=name, value=value) from fault
    if not changed.name:
        raise AmendmentRefusedError(field=name, value=value)
    return replace(changed, amended=tuple(sorted({*service.amended, name})))


def _laid(service: Service, name: str, value: Any) -> Service:
    if name in TEXTS:
        said = msgspec.convert(value, dict[str, str])
        return _with(service, name, Text({**getattr(service, name), **said}))
    if name in VALUES:
        # Only JSON tells a date or a tuple from a text or a list.
        whole = msgspec.json.encode({"id": "", "source": _NOWHERE, "name": {}, name: value})
        return _with(service, name, getattr(codec.from_json(whole, Service), name))
    return _CHANNELS[name](service, value)


def _with(service: Service, name: str, value: object) -> Service:
    changes: dict[str, Any] = {name: value}
    return replace(service, **changes)


_NOWHERE: Final = {"name": "", "kind": "", "source_id": ""}


def _listed(value: Any, read: Callable[[str], Any]) -> tuple[Any, ...]:
    items = [value] if isinstance(value, str) else msgspec.convert(value, list[str])
    found = tuple(read(item) for item in items)
    if None in found:
        raise ValueError(value)
    return found


def _phones(service: Service, value: Any) -> Service:
    phones = _listed(value, sheet_contacts.phone)
    return _in_first(service, "phones", phones, ChannelKind.PHONE, frozenset(ChannelKind))


def _emails(service: Service, value: Any) -> Service:
    emails = _listed(value, sheet_contacts.email)
    return _in_first(service, "emails", emails, ChannelKind.EMAIL, frozenset(ChannelKind))


def _links(service: Service, value: Any) -> Service:
    """Web pages only: the address of a form or of an electronic service is another thing."""
    links = _listed(value, sheet_contacts.link)
    return _in_first(service, "links", links, ChannelKind.WEB, frozenset({ChannelKind.WEB}))


def _in_first(
    service: Service, name: str, items: tuple[Any, ...], kind: ChannelKind, among: frozenset[ChannelKind]
) -> Service:
    """Puts contacts into the first channel that has some and takes them out of the others."""
    waiting = items
    kept: list[Channel] = []
    for channel in service.channels:
        if channel.kind in among and getattr(channel, name):
            changes: dict[str, Any] = {name: waiting}
            channel, waiting = replace(channel, **changes), ()
            if channel == Channel(channel.kind, channel.shared_id):
                continue  # nothing is left of it
        kept.append(channel)
    if waiting:
        given: dict[str, Any] = {name: waiting}
        kept.append(Channel(kind, **given))
    return replace(service, channels=tuple(kept))


def _hours(service: Service, value: Any) -> Service:
    hours = hours_text.parse(msgspec.convert(value, str))
    channels = list(service.channels) or [Channel(ChannelKind.PLACE)]
    stating = (place for place, channel in enumerate(channels) if channel.hours.is_stated)
    first = next(stating, 0)
    channels[first] = replace(channels[first], hours=hours)
    return replace(service, channels=tuple(channels))


_CHANNELS: Final[Mapping[str, Callable[[Service, Any], Service]]] = {
    "phone": _phones,
    "email": _emails,
    "url": _links,
    "hours": _hours,
}
FIELDS: Final = (*TEXTS, *VALUES, *_CHANNELS)
"""What can be corrected."""
