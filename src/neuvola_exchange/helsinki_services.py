"""Services made of the Helsinki register's entries, with what its two kinds of entry say of each other."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from neuvola_core.catalogue import Channel, ChannelKind, Known, Link, Organisation, Provider, Service, Source
from neuvola_core.classify import with_terms
from neuvola_core.hours import Hours
from neuvola_core.ids import catalogue_id
from neuvola_core.text import Text
from neuvola_exchange import clean
from neuvola_exchange import helsinki_values as values
from neuvola_exchange.helsinki_channels import channels, hours, without_doubles
from neuvola_exchange.helsinki_values import HELSINKI, Entry
from neuvola_exchange.json_files import Notes, identifier
from neuvola_exchange.report import Noted

NAME: Final = "helsinki"
SERVICE: Final = "service"
ERRAND: Final = "errand"

CITY: Final = Organisation(
    id=catalogue_id(NAME, "organisation", HELSINKI),
    name=Text(fi="Helsingin kaupunki", sv="Helsingfors stad", en="City of Helsinki"),
    provider=Provider.MUNICIPALITY,
)
"""Who provides everything in the register: in Helsinki, health and social services too are the city's own."""

_FOR_RESIDENTS: Final = re.compile(
    r"\b(?:tarkoitettu|vain|ainoastaan|palvelu on) helsinkiläisille\b", re.IGNORECASE
)
_FOR_EVERYBODY: Final = re.compile(r"\bkaikille avoin|\bavoin\w* kaikille", re.IGNORECASE)
_ERRAND_INSTRUCTIONS: Final = ("process_description", "information", "processing_time", "expiration_time")


class Builder:
    """Makes services of entries, both kinds of them given as id → (where, entry)."""

    def __init__(
        self,
        services: Mapping[str, tuple[str, Entry]],
        errands: Mapping[str, tuple[str, Entry]],
        units: Mapping[str, Sequence[str]],
    ) -> None:
        self._services = services
        self._units = units
        self._notes = Notes()
        self._channels = {
            entry.id: channels(entry, self._notes.at(place)) for place, entry in errands.values()
        }
        self._parents: dict[str, list[str]] = {}
        for _, service in services.values():
            for errand in service.ids("exact_errand_services"):
                self._parents.setdefault(errand, []).append(service.id)

    def taken_notes(self) -> tuple[Noted, ...]:
        """What was odd since the last call."""
        return self._notes.taken()

    def service(self, entry: Entry, place: str) -> Service:
        """A service of the register; it shows the channels of its errand services, as it has none itself."""
        note = self._notes.at(place)
        summary, description = _summary(entry.text("description_short"), entry.text("description_long"))
        conditions = entry.text("prerequisites")
        links = values.links(entry.rows("links"), note)
        # What is not understood there speaks of terms and application times rather than of hours.
        opening = hours(entry.line("availability_summary"))
        found = Service(
            id=catalogue_id(NAME, SERVICE, entry.id),
            source=Source(NAME, SERVICE, entry.id, url=links[0].url if links else ""),
            name=entry.line("title"),
            organisation=CITY,
            synonyms=values.synonyms(entry),
            summary=summary,
            description=description,
            instructions=clean.joined((entry.text("information"), opening.note)),
            conditions=conditions,
            channels=tuple(self._channels_of(entry, opening)),
            links=links,
            municipalities=(HELSINKI,),
            residents_only=_residents_only(conditions),
            languages=values.language_codes(entry),
            cost=values.cost_in_conditions(conditions),
            life_events=values.life_events(entry, note),
            general_description=_general_description(entry),
            unit_ids=self._unit_ids(entry),
        )
        return with_terms(found, entry.tokens("target_groups"))

    def _channels_of(self, entry: Entry, opening: Hours) -> Iterator[Channel]:
        if opening.regular:
            yield Channel(ChannelKind.PLACE, hours=opening)
        errands = entry.ids("exact_errand_services")
        yield from without_doubles(c for errand in errands for c in self._channels.get(errand, ()))

    def _unit_ids(self, entry: Entry) -> tuple[str, ...]:
        both = {*entry.ids("unit_ids"), *self._units.get(entry.id, ())}
        return tuple(sorted(both, key=lambda unit: (len(unit), unit)))

    def errand(self, entry: Entry, place: str) -> Service:
        """An errand service: a service of its own that names its parent."""
        note = self._notes.at(place)
        summary, description = _summary(Text(), entry.text("description"))
        own = self._channels[entry.id]
        links = values.links(entry.rows("links"), note)
        found = Service(
            id=catalogue_id(NAME, ERRAND, entry.id),
            source=Source(NAME, ERRAND, entry.id, url=_best_url(own, links)),
            name=entry.line("name"),
            organisation=CITY,
            synonyms=values.synonyms(entry),
            summary=summary,
            description=description,
            instructions=clean.joined(entry.text(key) for key in _ERRAND_INSTRUCTIONS),
            channels=own,
            links=links,
            municipalities=(HELSINKI,),
            languages=values.language_codes(entry),
            cost=values.cost(entry.text("costs")),
            life_events=values.life_events(entry, note),
            parent_id=self._parent_id(entry),
        )
        return with_terms(found, entry.tokens("target_groups"))

    def _parent_id(self, entry: Entry) -> str:
        candidates = [*entry.ids("exact_descriptions"), *self._parents.get(entry.id, ())]
        # Without the services' own file nobody can tell which of them are empty.
        known = [c for c in candidates if c in self._services] if self._services else candidates
        return catalogue_id(NAME, SERVICE, known[0]) if known else ""


def _summary(short: Text, long: Text) -> tuple[Text, Text]:
    """Summary and description: a missing summary is the description's beginning; nothing is said twice."""
    summary = Text({**{language: clean.lead(text) for language, text in long.items()}, **short})
    return summary, Text({language: text for language, text in long.items() if text != summary[language]})


def _residents_only(conditions: Text) -> Known:
    words = conditions.get("fi", "")
    return Known.YES if _FOR_RESIDENTS.search(words) and not _FOR_EVERYBODY.search(words) else Known.UNKNOWN


def _general_description(entry: Entry) -> str:
    return next(filter(None, map(identifier, entry.values("general_description_id").values())), "")


def _best_url(own: Sequence[Channel], links: Sequence[Link]) -> str:
    order = (ChannelKind.ESERVICE, ChannelKind.WEB, ChannelKind.FORM)
    ranked = sorted((c for c in own if c.kind in order and c.links), key=lambda c: order.index(c.kind))
    return next((link.url for link in (*(c.links[0] for c in ranked), *links)), "")
