"""Services of the Finnish Service Catalogue, filled in from their general descriptions and channels."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from neuvola_core import areas
from neuvola_core.catalogue import Channel, ChannelKind, Cost, Organisation, Provider, Service, Source
from neuvola_core.classify import with_terms
from neuvola_core.ids import catalogue_id
from neuvola_core.text import EMPTY, Text
from neuvola_exchange import clean, ptv_channels
from neuvola_exchange import ptv_values as values
from neuvola_exchange.json_files import Note, Record, as_dict, identifier, records
from neuvola_exchange.ptv_channels import SharedChannel
from neuvola_exchange.ptv_content import Content, from_release, from_service
from neuvola_exchange.ptv_organisations import KnownOrganisation, home_municipality, responsible, short
from neuvola_exchange.ptv_places import expanded
from neuvola_exchange.ptv_values import NAME

SERVICE: Final = "service"
GENERAL: Final = "general-description"

_INSTRUCTIONS: Final = ("UserInstruction", "DeadLine", "ProcessingTime", "ValidityTime")
_URL_ORDER: Final = (ChannelKind.ESERVICE, ChannelKind.WEB, ChannelKind.FORM, ChannelKind.PLACE)


@dataclass(slots=True)
class Known:
    """What the files hold beside services: channels, general descriptions, organisations, by their ids.

    ``connections`` are those that only the channels tell of: service → channel → connection.
    """

    channels: dict[str, SharedChannel] = field(default_factory=dict)
    generals: dict[str, Content] = field(default_factory=dict)
    organisations: dict[str, KnownOrganisation] = field(default_factory=dict)
    connections: dict[str, dict[str, Record]] = field(default_factory=dict)
    used_channels: set[str] = field(default_factory=set)


def service(record: Record, known: Known, note: Note) -> Service | None:
    """A service of the open interface or the simplified form; None without a name."""
    own = from_service(record)
    if not own.name:
        return None
    described_by = identifier(record.get("generalDescriptionId"))
    content = own.over(known.generals[described_by]) if described_by in known.generals else own
    organisation = short(responsible(record.get("organizations"), known.organisations))
    nationwide, municipalities = _where_offered(record, organisation, note)
    channels = ptv_channels.in_order(_channels(record, known, note))
    source_id = identifier(record.get("id"))
    found = Service(
        id=catalogue_id(NAME, SERVICE, source_id),
        source=Source(NAME, SERVICE, source_id, url=_best_url(channels), modified_on=content.modified_on),
        name=content.name,
        organisation=organisation,
        channels=channels,
        municipalities=municipalities,
        nationwide=nationwide,
        languages=values.languages(record.get("languages")),
        general_description=described_by,
        **_fields(content),
    )
    return with_terms(found, content.target_groups)


def general_description(record: Record) -> Service | None:
    """A general description as a service of the whole country that no organisation provides."""
    content = general_content(record)
    if not content.name:
        return None
    source_id = general_id(record)
    found = Service(
        id=catalogue_id(NAME, GENERAL, source_id),
        source=Source(NAME, GENERAL, source_id, modified_on=content.modified_on),
        name=content.name,
        nationwide=True,
        **_fields(content),
    )
    return with_terms(found, content.target_groups)


def general_content(record: Record) -> Content:
    """What a general description says, from the interface or from a release."""
    return from_release(record) if "Id" in record else from_service(record)


def general_id(record: Record) -> str:
    """The id of a general description; releases write it ``Id``."""
    return identifier(record.get("id")) or identifier(record.get("Id"))


def _fields(content: Content) -> dict[str, Any]:
    texts = content.texts
    description = texts.get("Description", EMPTY)
    summary = Text(
        {**{lang: clean.lead(said) for lang, said in description.items()}, **texts.get("Summary", {})}
    )
    return {
        "synonyms": content.other_names,
        "summary": summary,
        "description": Text({lang: said for lang, said in description.items() if said != summary[lang]}),
        "instructions": clean.joined(texts.get(kind, EMPTY) for kind in _INSTRUCTIONS),
        "conditions": content.requirements,
        "keywords": content.keywords,
        "cost": Cost(content.charge, texts.get("ChargeTypeAdditionalInfo", EMPTY)),
        "classes": content.classes,
        "life_events": content.life_events,
        "ontology": content.ontology,
    }


def _where_offered(
    record: Record, organisation: Organisation | None, note: Note
) -> tuple[bool, tuple[str, ...]]:
    """Nationwide or not, and the municipalities; where PTV says nothing, the provider's own area."""
    kind = values.modern(record.get("areaType"))
    # Åland is left out of one of them, but it is the country for everybody who reads the card.
    if kind in ("Nationwide", "NationwideExceptAlandIslands"):
        return True, ()
    found = expanded(record.get("areas"), note)
    if found or organisation is None:
        return False, found
    if organisation.provider in (Provider.KELA, Provider.STATE) and not kind:
        return True, ()
    return False, _own_area(organisation)


def _own_area(organisation: Organisation) -> tuple[str, ...]:
    if organisation.provider is Provider.COUNTY:
        names = {name.casefold() for name in organisation.name.values()}
        for code, county in areas.counties().items():
            if names & {name.casefold() for name in county.values()}:
                return areas.municipalities_of_county(code)
    home = home_municipality(organisation.name) if organisation.provider is Provider.MUNICIPALITY else ""
    return (home,) if home else ()


def _channels(record: Record, known: Known, note: Note) -> Iterator[Channel]:
    for channel_id, connection in _connections(record, known).items():
        override = ptv_channels.override(connection, note)
        shared = known.channels.get(channel_id)
        if shared:
            known.used_channels.add(channel_id)
            yield from shared.connected(override)
        else:
            name = values.line(as_dict(connection.get("serviceChannel")).get("name"))
            alone = ptv_channels.alone(override, name, channel_id)
            if alone:
                yield alone
            else:
                note("channel-missing", f"{channel_id} {name.best()}".strip())
        yield from ptv_channels.letters(connection, note)


def _connections(record: Record, known: Known) -> Mapping[str, Record]:
    """Channel id → connection; what the service says goes before what the channel says."""
    found = dict(known.connections.get(identifier(record.get("id")), {}))
    for row in records(record.get("serviceChannels")):
        channel_id = identifier(as_dict(row.get("serviceChannel")).get("id"))
        if channel_id:
            found[channel_id] = row
    return found


def _best_url(channels: tuple[Channel, ...]) -> str:
    linked = sorted(
        (c for c in channels if c.links and c.kind in _URL_ORDER), key=lambda c: _URL_ORDER.index(c.kind)
    )
    return linked[0].links[0].url if linked else ""
