"""One event, or an event with its parts, as a service of the catalogue."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from neuvola_core import areas
from neuvola_core.catalogue import (
    Address,
    AgeLimits,
    Channel,
    ChannelKind,
    Charge,
    Coordinates,
    Cost,
    Known,
    Link,
    Occurrence,
    Organisation,
    Phone,
    Place,
    Provider,
    Service,
    Source,
    Word,
)
from neuvola_core.classify import with_terms
from neuvola_core.errors import UnknownMunicipalityError
from neuvola_core.ids import catalogue_id
from neuvola_core.text import EMPTY, Text
from neuvola_exchange import clean, geo
from neuvola_exchange.json_files import Record, as_dict, as_list, as_str, records, strings
from neuvola_exchange.linked_events_records import Event, Records, by_language, reference
from neuvola_exchange.linked_events_times import moment, occurrence
from neuvola_exchange.report import Noted

FORMAT: Final = "linked-events"
KIND: Final = "event"
EVENT_ACTIVITY: Final = "tapahtuma"

_INTERNET: Final = re.compile(r"(?:.*:)?internet")
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}")
_NOT_FOR_PEOPLE: Final = re.compile(r"\bTV\b")
"""Marks that publishers use to steer their own screens ("Näkyy TV-sovelluksessa")."""

_HELSINKI: Final = Text(fi="Helsingin kaupunki", sv="Helsingfors stad", en="City of Helsinki")
_POSTPONED: Final = Text(
    fi="Tapahtuma on siirretty. Tarkista uusi aika järjestäjältä.",
    sv="Evenemanget har skjutits upp. Kontrollera den nya tiden med arrangören.",
    en="The event has been postponed. Check the new time with the organiser.",
)
_BY_TYPE: Final = {
    "Course": ((), ("kurssi",)),
    "Volunteering": (("vapaaehtoiseksi",), ("vapaaehtoistyo",)),
}
_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_OTHERWISE: Final = ("kulttuuri",)


@dataclass
class Builder:
    """Makes the service of one event and its parts, gathering notes of what is odd."""

    known: Records
    event: Event
    parts: tuple[Event, ...] = ()
    notes: list[Noted] = field(default_factory=list)

    @property
    def name(self) -> Text:
        """Its name; empty where it has none in any language."""
        return _lines(self.event.record.get("name"))

    def service(self) -> Service:
        """The whole of it as one service."""
        record = self.event.record
        place = self._place()
        is_online = _is_online(record)
        description = _texts(record.get("description"))
        occurrences = self._occurrences()
        lowest, highest = _age(record, "audience_min_age"), _age(record, "audience_max_age")
        service = Service(
            id=catalogue_id(FORMAT, KIND, self.event.id),
            source=Source(FORMAT, KIND, self.event.id, modified_on=_day(self.event.modified)),
            name=self.name,
            organisation=_organisation(record),
            summary=_summary(record, description),
            description=description,
            instructions=self._instructions(),
            keywords=self._distinct_keywords(),
            channels=tuple(self._channels(place, is_online=is_online)),
            links=tuple(_external_links(record)),
            municipalities=(place.address.municipality,) if place and place.address.municipality else (),
            nationwide=is_online,
            ages=AgeLimits(lowest, highest),
            languages=tuple(_languages(record)),
            cost=_cost(record),
            takes_new_people=_room(record),
            occurrences=occurrences,
        )
        return self._with_terms(service)

    def _with_terms(self, service: Service) -> Service:
        needs, activities = _BY_TYPE.get(as_str(self.event.record.get("type_id")), ((), ()))
        # A programme text speaks of anything ("a tale of crime and loss"): what the event is for is told
        # by its name, summary and keywords.
        told = with_terms(replace(service, description=EMPTY))
        return replace(
            told,
            description=service.description,
            needs=tuple(dict.fromkeys((*needs, *told.needs))) or _OTHERWISE,
            activities=tuple(dict.fromkeys((EVENT_ACTIVITY, *activities, *told.activities))),
        )

    def _note(self, code: str, detail: str = "") -> None:
        self.notes.append(Noted(self.event.where, code, detail))

    def _occurrences(self) -> tuple[Occurrence, ...]:
        """The times of the parts that still hold, else the event's own."""
        held = [occurrence(part.record) for part in self.parts if not part.is_over]
        times = {one for one in held if one is not None}
        own = occurrence(self.event.record)
        if not times and own is not None:
            times = {own}
        return tuple(sorted(times, key=lambda one: (one.starts, one.ends or one.starts)))

    def _instructions(self) -> Text:
        record = self.event.record
        postponed = _POSTPONED if as_str(record.get("event_status")) == "EventPostponed" else EMPTY
        return clean.joined((postponed, _texts(record.get("provider_contact_info")), _enrolment(record)))

    def _distinct_keywords(self) -> tuple[Word, ...]:
        found: dict[tuple[str, str], Word] = {}
        for word in self._keywords():
            found.setdefault((word.language, word.text.casefold()), word)
        return tuple(found.values())

    def _keywords(self) -> Iterator[Word]:
        record = self.event.record
        for value in (*as_list(record.get("keywords")), *as_list(record.get("audience"))):
            keyword = self.known.keyword(value)
            for language, word in _lines(keyword.get("name")).items():
                if not _NOT_FOR_PEOPLE.search(word):
                    yield Word(language, word)
            # Other labels come in one array whatever their language: they are kept as of none.
            names = {word for _, word in _lines(keyword.get("name")).items()}
            for label in map(clean.one_line, strings(keyword.get("alt_labels"))):
                if label and label not in names:
                    yield Word("", label)

    # --- where ---

    def _location(self) -> Record:
        """The event's own place, else that of its first part that has one."""
        for event in (self.event, *self.parts):
            if reference(event.record.get("location")):
                return event.record
        return {}

    def _place(self) -> Place | None:
        location = self._location().get("location")
        if not reference(location) or _INTERNET.fullmatch(reference(location)):
            return None
        place = self.known.place(location) or as_dict(location)
        name = _lines(place.get("name"))
        if not name:
            self._note("unknown-place", reference(location))
            return None
        return Place(name, self._address(place), _point(place))

    def _address(self, place: Record) -> Address:
        postcode = as_str(place.get("postal_code"))
        return Address(
            street=_lines(place.get("street_address")),
            postal_code=postcode if re.fullmatch(r"\d{5}", postcode) else "",
            post_office=_lines(place.get("address_locality")),
            municipality=_municipality(place),
        )

    def _channels(self, place: Place | None, *, is_online: bool) -> Iterator[Channel]:
        record = self.event.record
        extra = _texts(record.get("location_extra_info"))
        links = tuple(dict.fromkeys((*_links(record.get("info_url")), *_ticket_links(record))))
        if place:
            told = self.known.place(self._location().get("location")) or as_dict(self._location()["location"])
            yield Channel(
                ChannelKind.PLACE,
                description=extra,
                place=place,
                phones=tuple(_phones(told.get("telephone"))),
                emails=clean.emails(told.get("email")),
                links=tuple(_links(told.get("info_url"))),
            )
        if links or is_online:
            yield Channel(ChannelKind.WEB, description=extra if is_online else EMPTY, links=links)


def _texts(value: object) -> Text:
    return clean.texts(dict(by_language(value)))


def _lines(value: object) -> Text:
    return clean.lines(dict(by_language(value)))


def _summary(record: Record, description: Text) -> Text:
    told = _lines(record.get("short_description"))
    leads = {language: clean.lead(text) for language, text in description.items()}
    return Text({**leads, **told})


def _is_online(record: Record) -> bool:
    return bool(_INTERNET.fullmatch(reference(record.get("location"))))


def _point(place: Record) -> Coordinates | None:
    """GeoJSON: longitude before latitude."""
    match as_dict(place.get("position")).get("coordinates"):
        case [longitude, latitude, *_]:
            return geo.in_finland(latitude, longitude)
        case _:
            return None


def _municipality(place: Record) -> str:
    """By the place's own divisions, else by postcode, else by the name of the locality."""
    divisions = (as_dict(d) for d in as_list(place.get("divisions")))
    names = [name for d in divisions if d.get("type") == "muni" for name in _lines(d.get("name")).values()]
    for name in names:
        if code := _code(name):
            return code
    by_postcode = areas.municipality_of_postcode(as_str(place.get("postal_code")))
    return by_postcode or _code(_lines(place.get("address_locality")).best("fi"))


def _code(name: str) -> str:
    try:
        return areas.municipality(name).code
    except UnknownMunicipalityError:
        return ""


def _phones(value: object) -> Iterator[Phone]:
    numbers = (number for _, text in by_language(value) for number in clean.phone_numbers(text))
    return map(Phone, dict.fromkeys(numbers))


def _links(value: object, label: Text = EMPTY) -> Iterator[Link]:
    """One link for each address; one that all languages share is of no language."""
    urls: dict[str, list[str]] = {}
    for language, text in by_language(value):
        if found := clean.url(text):
            urls.setdefault(found, []).append(language)
    for found, languages in urls.items():
        yield Link(found, label, languages[0] if len(languages) == 1 and len(urls) > 1 else "")


def _ticket_links(record: Record) -> Iterator[Link]:
    label = Text(fi="Liput ja ilmoittautuminen", sv="Biljetter och anmälan", en="Tickets and enrolment")
    shown = {link.url for link in _links(record.get("info_url"))}
    for offer in records(record.get("offers")):
        yield from (link for link in _links(offer.get("info_url"), label) if link.url not in shown)


def _external_links(record: Record) -> Iterator[Link]:
    for row in records(record.get("external_links")):
        if found := clean.url(row.get("link")):
            language = as_str(row.get("language"))
            label = Text({language or "fi": clean.one_line(row.get("name"))})
            yield Link(found, label, language if _LANGUAGE.fullmatch(language) else "")


def _cost(record: Record) -> Cost:
    """Free if all offers are; ``is_free`` false without a price is the interface's way of saying nothing."""
    offers = list(records(record.get("offers")))
    note = clean.joined(map(_price, offers))
    is_free = [offer.get("is_free") is True for offer in offers]
    if offers and all(is_free):
        return Cost(Charge.FREE, note)
    return Cost(Charge.CHARGED if note else Charge.UNKNOWN, note)


def _price(offer: Record) -> Text:
    price, told = _lines(offer.get("price")), _lines(offer.get("description"))
    return Text(
        {
            language: ". ".join(dict.fromkeys(filter(None, (price.get(language), told.get(language)))))
            for language in (*price, *told)
        }
    )


def _organisation(record: Record) -> Organisation | None:
    """Who is named as the provider; what Helsinki's own departments publish is the city's."""
    name = _lines(record.get("provider"))
    if name:
        return Organisation(catalogue_id(FORMAT, "organisation", name.best("fi").casefold()), name)
    publisher = as_str(record.get("publisher"))
    if publisher.startswith("ahjo:"):
        return Organisation(catalogue_id(FORMAT, "organisation", "ahjo"), _HELSINKI, Provider.MUNICIPALITY)
    return None


def _languages(record: Record) -> Iterator[str]:
    for value in as_list(record.get("in_language")):
        code = reference(value).partition("_")[0]
        if _LANGUAGE.fullmatch(code):
            yield code


def _age(record: Record, key: str) -> int | None:
    value: Any = record.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 120 else None


def _room(record: Record) -> Known:
    left = record.get("remaining_attendee_capacity")
    return Known.NO if left == 0 and left is not False else Known.UNKNOWN


def _enrolment(record: Record) -> Text:
    ends = moment(record.get("enrolment_end_time"))
    if ends is None:
        return EMPTY
    day = f"{ends.day}.{ends.month}.{ends.year}"
    return Text(
        fi=f"Ilmoittautuminen päättyy {day}.",
        sv=f"Anmälan slutar {day}.",
        en=f"Enrolment ends on {ends.day} {_MONTHS[ends.month - 1]} {ends.year}.",
    )


def _day(value: str) -> date | None:
    found = moment(value)
    return found.date() if found else None
