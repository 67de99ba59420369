"""The ways to get in touch that an HSDS service has, as channels of the core.

The standard hangs numbers, addresses and hours on the service and on its places. What the desk wrote itself
names the channel each of them belongs to; of other people's data, every place is a channel, and there is one
channel for the numbers, one for e-mail and one for the web.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from neuvola_core.catalogue import Channel, ChannelKind, Link, Phone, Place
from neuvola_core.text import EMPTY, Text
from neuvola_exchange import clean, hsds_extras, hsds_places, hsds_schedules, hsds_schedules_write
from neuvola_exchange.hsds_contacts import NO_CHANNEL, Reader, put_emails, put_links, put_phones
from neuvola_exchange.json_files import Record, as_dict, as_str, records

CHANNEL: Final = "channel."
"""Begins the labels of the facts about channels that HSDS has no field for."""

_PHONE: Final = "phone"
_EMAIL: Final = "email"
_WEB: Final = "web"
_KINDS: Final = {_PHONE: ChannelKind.PHONE, _EMAIL: ChannelKind.EMAIL, _WEB: ChannelKind.WEB}
_LOCATION_KINDS: Final = {"virtual": ChannelKind.WEB, "postal": ChannelKind.MAIL}


@dataclass(slots=True)
class _Draft:
    kind: ChannelKind
    kept: Channel | None = None
    place: Place | None = None
    description: Text = EMPTY
    phones: list[Phone] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    schedules: list[Record] = field(default_factory=list)
    languages: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return self.kept is None and not (
            self.place or self.phones or self.emails or self.links or self.schedules
        )


@dataclass(slots=True)
class ChannelReader:
    """Gathers the channels of one service."""

    record: Record
    reader: Reader
    today: date
    _drafts: dict[str, _Draft] = field(default_factory=dict)
    _own_links: list[Link] = field(default_factory=list)

    def channels(self) -> tuple[Channel, ...]:
        """The channels in order: places, numbers, e-mail, web; or as the desk had them."""
        for label in hsds_extras.labels(self.record, CHANNEL):
            kept = hsds_extras.fact_as(self.record, label, Channel)
            if kept:
                self._drafts[label.removeprefix(CHANNEL)] = _Draft(kept.kind, kept)
        for number, row in enumerate(records(self.record.get("service_at_locations"))):
            self._at_location(number, row)
        self._phones()
        self._emails()
        self._links()
        self._schedules()
        return tuple(self._channel(draft) for draft in self._drafts.values() if not draft.is_empty)

    @property
    def links(self) -> tuple[Link, ...]:
        """Links of the service that belong to no channel; told when its channels are."""
        return tuple(self._own_links)

    def _draft(self, row: Record, otherwise: str, kind: ChannelKind) -> _Draft:
        key = hsds_extras.fact(row, "channel") or otherwise
        return self._drafts.setdefault(key, _Draft(kind))

    def _at_location(self, number: int, row: Record) -> None:
        location, reader = as_dict(row.get("location")), self.reader
        kind = _LOCATION_KINDS.get(as_str(location.get("location_type")), ChannelKind.PLACE)
        draft = self._draft(row, f"at {number}", kind)
        draft.place = hsds_places.place(location, reader) if kind is not ChannelKind.WEB else None
        draft.description = clean.joined(
            hsds_extras.text(told, "description", reader.written_in) for told in (row, location)
        )
        draft.languages = reader.languages(location)
        for part in (row, location):
            contacts = tuple(records(part.get("contacts")))
            draft.phones += reader.phones(records(part.get("phones")))
            draft.phones += reader.contact_phones(contacts)
            draft.emails += reader.emails(*(contact.get("email") for contact in contacts))
        known = {as_str(link.get("url")) for link in records(self.record.get("additional_urls"))}
        if as_str(location.get("url")) not in known:
            draft.links += map(Link, reader.urls(location.get("url")))
        own, building = (list(records(part.get("schedules"))) for part in (row, location))
        draft.schedules = own or (building if not self.record.get("schedules") else [])

    def _phones(self) -> None:
        for row in records(self.record.get("phones")):
            self._draft(row, _PHONE, ChannelKind.PHONE).phones += self.reader.phones((row,))
        told = tuple(self.reader.contact_phones(records(self.record.get("contacts"))))
        if told:
            self._draft({}, _PHONE, ChannelKind.PHONE).phones += told
        if _PHONE in self._drafts:
            shown = {phone.number for phone in self._drafts[_PHONE].phones}
            for key, draft in self._drafts.items():
                if key.startswith("at "):
                    draft.phones = [phone for phone in draft.phones if phone.number not in shown]

    def _emails(self) -> None:
        known: set[str] = set()
        for row in records(self.record.get("contacts")):
            found = tuple(self.reader.emails(row.get("email")))
            known.update(found)
            if found:
                self._draft(row, _EMAIL, ChannelKind.EMAIL).emails += found
        known.update(email for draft in self._drafts.values() for email in draft.emails)
        if new := [email for email in self.reader.emails(self.record.get("email")) if email not in known]:
            self._draft({}, _EMAIL, ChannelKind.EMAIL).emails[:0] = new

    def _links(self) -> None:
        rows = tuple(records(self.record.get("additional_urls")))
        if as_str(self.record.get("url")) not in {as_str(row.get("url")) for row in rows}:
            rows = ({"url": self.record.get("url")}, *rows)
        for row in rows:
            found = tuple(self.reader.links((row,)))
            if hsds_extras.fact(row, "channel") == NO_CHANNEL:
                self._own_links += found
            elif found:
                self._draft(row, _WEB, ChannelKind.WEB).links += found

    def _schedules(self) -> None:
        """The service's own hours hold at the places that state none; else for how one calls or writes."""
        loose = []
        for row in records(self.record.get("schedules")):
            if hsds_extras.fact(row, "occurrence"):
                continue
            if hsds_extras.fact(row, "channel"):
                self._draft(row, _PHONE, ChannelKind.PHONE).schedules.append(row)
            else:
                loose.append(row)
        if not loose:
            return
        drafts = [draft for draft in self._drafts.values() if draft.kept is None]
        places = [draft for draft in drafts if draft.kind is ChannelKind.PLACE]
        takers = [draft for draft in places if not draft.schedules]
        if not places:
            takers = drafts[:1] or [self._drafts.setdefault("hours", _Draft(ChannelKind.PLACE))]
        for draft in takers:
            draft.schedules = loose

    def _channel(self, draft: _Draft) -> Channel:
        kept = draft.kept or Channel(draft.kind, description=draft.description, languages=draft.languages)
        reader = self.reader
        told = hsds_schedules.hours(draft.schedules, reader.note, reader.written_in, self.today)
        return replace(
            kept,
            place=draft.place or kept.place,
            phones=tuple(draft.phones) if draft.kept else _first_each(draft.phones),
            emails=tuple(draft.emails) if draft.kept else tuple(dict.fromkeys(draft.emails)),
            links=tuple(draft.links) if draft.kept else tuple(dict.fromkeys(draft.links)),
            hours=hsds_schedules_write.restored(told, kept.hours),
        )


def _first_each(phones: Iterable[Phone]) -> tuple[Phone, ...]:
    found: dict[str, Phone] = {}
    for phone in phones:
        found.setdefault(phone.number, phone)
    return tuple(found.values())


# --- writing ---


def put_channels(record: Record, channels: Iterable[Channel], *, is_hidden: bool) -> None:
    """Writes channels into a service; of a hidden place it is only told that it is hidden."""
    for number, channel in enumerate(channels, start=1):
        key, place = str(number), channel.place
        bare = replace(channel, phones=(), emails=(), links=(), place=None)
        target = record
        if place and (is_hidden or place.hidden or place == Place()):
            bare = replace(bare, place=Place(hidden=place.hidden))
        elif place:
            target = _put_place(record, key, channel, place)
        put_phones(target, channel.phones, key)
        put_emails(target, channel.emails, key)
        put_links(record, "additional_urls", channel.links, key)
        rows = hsds_schedules_write.schedules(channel.hours, f"{record['id']} {key}")
        kept = hsds_schedules_write.exactly(channel.hours, rows)
        for row in rows:
            hsds_extras.put_fact(row, "channel", key)
        if rows:
            target.setdefault("schedules", []).extend(rows)
        hsds_extras.put_fact(record, f"{CHANNEL}{key}", replace(bare, hours=kept))


def _put_place(record: Record, key: str, channel: Channel, place: Place) -> Record:
    owner = hsds_extras.own_id(record["id"], "place", key)
    row: Record = {"id": owner}
    hsds_extras.put_text(row, "description", channel.description)
    kind = "postal" if channel.kind is ChannelKind.MAIL else "physical"
    row["location"] = hsds_places.location(place, hsds_extras.own_id(owner, "location"), kind)
    hsds_extras.put_fact(row, "channel", key)
    record.setdefault("service_at_locations", []).append(row)
    return row
