"""Channels of the Finnish Service Catalogue, and what a connection to a service puts over them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from neuvola_core.catalogue import Channel, ChannelKind, ChannelOverride, Cost, Known, Place
from neuvola_core.text import EMPTY, Text
from neuvola_exchange import ptv_values as values
from neuvola_exchange.json_files import Note, Record, as_dict, as_str, identifier, records
from neuvola_exchange.ptv_hours import hours
from neuvola_exchange.ptv_places import is_visiting, phones, place, simplified_addresses

_KINDS: Final[Mapping[str, ChannelKind]] = {
    "ServiceLocation": ChannelKind.PLACE,
    "Phone": ChannelKind.PHONE,
    "EChannel": ChannelKind.ESERVICE,
    "WebPage": ChannelKind.WEB,
    "PrintableForm": ChannelKind.FORM,
}
CHANNEL_TYPES: Final = frozenset(_KINDS)
_ORDER: Final = tuple(ChannelKind)


@dataclass(frozen=True, slots=True)
class SharedChannel:
    """A channel as services share it; ``more`` are its further addresses, for visits or for letters."""

    channel: Channel
    more: tuple[Channel, ...] = ()

    def connected(self, override: ChannelOverride) -> tuple[Channel, ...]:
        """The channel as one service has it; an address of the connection replaces all of the channel's."""
        return (self.channel.overridden(override), *(() if override.place else self.more))


def shared_channel(record: Record, note: Note) -> SharedChannel | None:
    """A channel from the open interface or the simplified form; None, and noted, for an unknown type."""
    kind = _KINDS.get(as_str(record.get("serviceChannelType")) or as_str(record.get("type")))
    if kind is None:
        note("unknown-channel-type", as_str(record.get("serviceChannelType")))
        return None
    descriptions = values.typed(record.get("serviceChannelDescriptions") or record.get("descriptions"))
    summary, description = descriptions.get("Summary", EMPTY), descriptions.get("Description", EMPTY)
    name = _name(record)
    places = _places(record, name, note)
    channel = Channel(
        kind,
        shared_id=identifier(record.get("id")),
        name=name,
        description=Text({**description, **summary}),
        phones=phones(record.get("phoneNumbers"), record.get("supportPhones")),
        emails=values.emails(record.get("emails"), record.get("supportEmails")),
        links=values.links(*(record.get(key) for key in ("webPages", "urls", "channelUrls", "attachments"))),
        hours=hours(record.get("serviceHours")),
        languages=values.languages(record.get("languages")),
        needs_identification=_identification(record),
    )
    if places and places[0].kind is kind:
        return SharedChannel(replace(channel, place=places[0].place), places[1:])
    return SharedChannel(channel, places)


def _name(record: Record) -> Text:
    """The name to show: the alternative one in the languages in which it is the chosen one."""
    names = values.typed(record.get("serviceChannelNames"))
    chosen = {
        values.language_of(row): values.modern(row.get("type"))
        for row in records(record.get("displayNameType"))
    }
    usual, other = names.get("Name", EMPTY), names.get("AlternativeName", EMPTY)
    shown = {
        lang: other[lang] for lang in other if chosen.get(lang) == "AlternativeName" or lang not in usual
    }
    return Text({**usual, **shown}) or values.line(record.get("name"))


def _places(record: Record, name: Text, note: Note) -> tuple[Channel, ...]:
    rows = record.get("addresses")
    addresses = simplified_addresses(rows) if isinstance(rows, dict) else list(records(rows))
    addresses += [{**row, "type": "Postal"} for row in records(record.get("deliveryAddresses"))]
    found: list[Channel] = []
    for address in sorted(addresses, key=lambda row: not is_visiting(row)):
        kind = ChannelKind.PLACE if is_visiting(address) else ChannelKind.MAIL
        receiver = values.line(address.get("receiver"))
        if at := place(address, receiver or (name if kind is ChannelKind.PLACE else EMPTY), note):
            found.append(Channel(kind, name=name, place=at))
    return tuple(dict.fromkeys(found))


def _identification(record: Record) -> Known:
    answer = record.get("requiresAuthentication")
    return Known.YES if answer is True else Known.NO if answer is False else Known.UNKNOWN


def override(connection: Record, note: Note) -> ChannelOverride:
    """What a connection says; it holds for its service only."""
    details = as_dict(connection.get("contactDetails"))
    said = values.typed(connection.get("description"))
    addresses = sorted(records(details.get("addresses")), key=lambda row: not is_visiting(row))
    found = (place(row, EMPTY, note) for row in addresses if is_visiting(row))
    return ChannelOverride(
        description=said.get("Description", EMPTY) or said.get("", EMPTY),
        place=next(filter(None, found), None),
        phones=phones(details.get("phoneNumbers"), details.get("phones")),
        emails=values.emails(details.get("emails")),
        links=values.links(details.get("webPages")),
        hours=hours(connection.get("serviceHours")),
        cost=Cost(
            values.charge(connection.get("serviceChargeType")), said.get("ChargeTypeAdditionalInfo", EMPTY)
        ),
    )


def letters(connection: Record, note: Note) -> tuple[Channel, ...]:
    """Postal addresses that a connection adds: they go beside the channel, not over it."""
    rows = records(as_dict(connection.get("contactDetails")).get("addresses"))
    found = (place(row, EMPTY, note) for row in rows if not is_visiting(row))
    return tuple(Channel(ChannelKind.MAIL, place=at) for at in found if at)


def alone(override_: ChannelOverride, name: Text, channel_id: str) -> Channel | None:
    """A channel made of its connection, where the channel is not among the files; None if it is bare."""
    kinds: tuple[tuple[object, ChannelKind], ...] = (
        (override_.place, ChannelKind.PLACE),
        (override_.phones, ChannelKind.PHONE),
        (override_.links, ChannelKind.WEB),
        (override_.emails, ChannelKind.EMAIL),
    )
    kind = next((kind for said, kind in kinds if said), None)
    return Channel(kind, shared_id=channel_id, name=name).overridden(override_) if kind else None


def in_order(found: Iterable[Channel]) -> tuple[Channel, ...]:
    """Channels by kind and name: the order in which PTV lists them is not stable."""
    return tuple(sorted(dict.fromkeys(found), key=_channel_order))


def _channel_order(channel: Channel) -> tuple[int, str, str, str]:
    at: Place | None = channel.place
    return _ORDER.index(channel.kind), channel.name.best(), channel.shared_id, repr(at.address) if at else ""
