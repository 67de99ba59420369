"""Organisations of the Finnish Service Catalogue: their names, and what kind of provider each one is."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from neuvola_core import areas
from neuvola_core.catalogue import Organisation, Provider
from neuvola_core.errors import UnknownMunicipalityError
from neuvola_core.ids import catalogue_id
from neuvola_core.text import EMPTY, Text
from neuvola_exchange import ptv_values as values
from neuvola_exchange.json_files import Record, as_dict, as_str, identifier, records
from neuvola_exchange.ptv_places import phones

_BY_NAME: Final[tuple[tuple[Provider, str], ...]] = (
    (Provider.COUNTY, r"hyvinvointi(?:alue|yhtymä|kuntayhtymä)|välfärdsområde|wellbeing services county"),
    (Provider.COUNTY, r"\bhus\b|sairaanhoitopiiri|sjukvårdsdistrikt|\bsosiaali- ja terveys\w*kuntayhtymä"),
    (Provider.KELA, r"\bkela\b|kansaneläkelaitos|\bfpa\b|folkpensionsanstalten|social insurance institution"),
    (
        Provider.PARISH,
        r"seurakun|kirkkohallitus|\bkirkko\b|hiippakun|församling|\bkyrkan\b|\bparish\b|\bchurch\b",
    ),
    (
        Provider.NGO,
        r"\br\.?\s?y\.?(?=$|[\s,)])|\br\.?f\.?$|yhdisty|säätiö|\bförening|stiftelse|järjestö|association",
    ),
    (
        Provider.COMPANY,
        r"\boyj?\b|\bab\b|\babp\b|\bky\b|\btmi\b|\bosk\b|osuuskunta|toiminimi|\bltd\b|\binc\b",
    ),
    (
        Provider.STATE,
        r"virasto\b|ministeriö|ministerie|poliisi|polisen|verohallinto|\bvero\b|ely-keskus|\bte-|\btulli\b"
        r"|työ- ja elinkeinotoimisto|rajavartio|käräjäoikeu|hallinto-oikeu|hovioikeu|tuomioistuin|ulosot"
        r"|oikeusapu|oikeusrekisteri|oikeusasiami|rikosseur|maanmittaus|valtiokonttori|valtion\b|migri"
        r"|ulkoministeri|syyttäj|puolustusvoim|eduskunta|digi- ja väestötieto|\bdvv\b|\bavi\b"
        r"|aluehallinto|tutkimuslaitos|\bthl\b|verket\b",
    ),
    (
        Provider.MUNICIPALITY,
        r"\bkaupun(?:ki|gin)\b|\bkun(?:ta|nan)\b|kuntayhtymä|\bstad\b|\bkommun\b|samkommun|\bcity of\b"
        r"|\bmunicipality\b|maakunnan liitto",
    ),
)
_BY_TYPE: Final[Mapping[str, Provider]] = {
    "State": Provider.STATE,
    "Municipality": Provider.MUNICIPALITY,
    "RegionalOrganization": Provider.UNKNOWN,
    "Organization": Provider.NGO,
    "Company": Provider.COMPANY,
}


@dataclass(frozen=True, slots=True)
class KnownOrganisation:
    """An organisation that is among the files: its names, and its type in PTV's own words."""

    organisation: Organisation
    type: str


def provider_of(name: Text, organisation_type: str = "") -> Provider:
    """The kind of provider, from what its name says and, where that says nothing, from PTV's type.

    The name goes first: Kela and the counties are "State" and "RegionalOrganization" there.
    """
    words = " / ".join(name.values()).casefold()
    for provider, pattern in _BY_NAME:
        if re.search(pattern, words):
            return provider
    if home_municipality(name):
        return Provider.MUNICIPALITY
    return _BY_TYPE.get(organisation_type, Provider.UNKNOWN)


def home_municipality(name: Text) -> str:
    """The municipality an organisation is named after ("Liperin kunta", "Turku"), or an empty code."""
    for words in name.values():
        bare = re.sub(r"\s*\b(?:kaupunki|kunta|stad|kommun)$", "", words, flags=re.IGNORECASE)
        for form in dict.fromkeys((bare, *_nominatives(bare))):
            try:
                return areas.municipality(form).code if form and not form.isdigit() else ""
            except UnknownMunicipalityError:
                continue
    return ""


def _nominatives(genitive: str) -> tuple[str, ...]:
    """What a Finnish place name in the genitive may be the genitive of."""
    if not genitive.endswith("n"):
        return ()
    stem = genitive[:-1]
    changes = (
        ("gi", "ki"), ("ee", "e"), ("de", "ti"), ("joe", "joki"), ("äe", "äki"), ("e", "i"), ("ude", "us"),
        ("nna", "nta"), ("ru", "rku"), ("mme", "mpi"), ("rra", "rta"), ("ga", "ka"), ("va", "pa"),
    )  # fmt: skip
    return (stem, *(stem[: -len(end)] + start for end, start in changes if stem.endswith(end)))


def from_record(record: Record) -> KnownOrganisation | None:
    """An organisation object of the open interface; None without a name."""
    names = values.typed(record.get("organizationNames"))
    name = Text({**names.get("AlternativeName", EMPTY), **names.get("Name", names.get("", EMPTY))})
    organisation_id = identifier(record.get("id"))
    if not name or not organisation_id:
        return None
    kind = as_str(record.get("organizationType"))
    organisation = Organisation(
        id=_id(organisation_id),
        name=name,
        provider=provider_of(name, kind),
        description=values.typed(record.get("organizationDescriptions")).get("Description", EMPTY),
        phones=phones(record.get("phoneNumbers")),
        emails=values.emails(record.get("emails")),
        links=values.links(record.get("webPages")),
    )
    return KnownOrganisation(organisation, kind)


def _id(source_id: str) -> str:
    return catalogue_id(values.NAME, "organisation", source_id)


def responsible(value: object, known: Mapping[str, KnownOrganisation]) -> Organisation | None:
    """The organisation that answers for a service: the responsible one, else the first that is named."""
    ranks = {"Responsible": 0, "OtherResponsible": 1, "Producer": 2}
    rows = sorted(records(value), key=lambda row: ranks.get(as_str(row.get("roleType")), 3))
    for row in rows:
        item = as_dict(row.get("organization")) or row
        organisation_id, name = identifier(item.get("id")), values.line(item.get("name"))
        if organisation_id in known:
            return known[organisation_id].organisation
        if name:
            return Organisation(_id(organisation_id or name.best()), name, provider_of(name))
    return None


def short(organisation: Organisation | None) -> Organisation | None:
    """The organisation as a service carries it: without its description, which would come each time."""
    return replace(organisation, description=EMPTY) if organisation else None
