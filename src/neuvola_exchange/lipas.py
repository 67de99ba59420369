"""LIPAS, the register of sports places in Finland: places (the older API's form) → services.

The register does not say in so many words that a place is free to use: ``freeUse`` true is read so, false is
read as not known (a place for members or by reservation). A file is one page of the register, never the
whole of it, so nothing is withdrawn for being absent.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from neuvola_core import areas
from neuvola_core.catalogue import (
    Accessibility,
    Address,
    Channel,
    ChannelKind,
    Charge,
    Coordinates,
    Cost,
    Link,
    Organisation,
    Phone,
    Place,
    Prevention,
    Provider,
    Service,
    Source,
    Word,
)
from neuvola_core.errors import UnknownMunicipalityError
from neuvola_core.ids import catalogue_id
from neuvola_core.text import EMPTY, Text
from neuvola_exchange import clean, geo
from neuvola_exchange.json_files import (
    Record,
    as_dict,
    as_list,
    head,
    identifier,
    json_files,
    load,
    require_readable,
    shortened,
    where,
)
from neuvola_exchange.report import Empty, Item, Noted, Reading, Rejected

FORMAT: Final = "lipas"
KIND: Final = "sports-place"
NEED: Final = "liikunta"
ACTIVITY: Final = "liikunta_ja_harrastus"

_PLACE: Final = re.compile(r'"sportsPlaceId"\s*:')
_LANGUAGES: Final = {"fi": "fi", "se": "sv", "sv": "sv", "en": "en"}
_OWNERS: Final = (
    ("kunta", Provider.MUNICIPALITY),
    ("valtio", Provider.STATE),
    ("yhdistys", Provider.NGO),
    ("säätiö", Provider.NGO),
    ("yritys", Provider.COMPANY),
)
_OWNER_NAMES: Final = {
    Provider.STATE: Text(fi="Valtio", sv="Staten", en="The State"),
    Provider.NGO: Text(
        fi="Yhdistys tai säätiö", sv="Förening eller stiftelse", en="Association or foundation"
    ),
    Provider.COMPANY: Text(fi="Yritys", sv="Företag", en="Company"),
}


def recognises(path: Path) -> bool:
    """Whether a file, or any file of a folder, has sports places in it."""
    return any(_PLACE.search(head(file)) for file in json_files(path))


def read(path: Path) -> Reading:
    """The sports places of a file or a folder; raises ``UnreadableSourceError`` if nothing can be read."""
    loaded = tuple(load(file) for file in json_files(path))
    require_readable(path, loaded)
    odd: list[Item] = [Rejected(where(path, one.path), one.fault) for one in loaded if one.fault]
    rows: list[tuple[str, Any]] = []
    names = dict(type_names())
    for one in loaded:
        if _is_places(one.value):
            rows += [(_where(path, one.path, n, row), row) for n, row in enumerate(_rows(one.value), 1)]
        elif _is_types(one.value):
            names |= _given_types(one.value, names)
        elif not one.fault:
            odd.append(Noted(where(path, one.path), "other-format"))
    return Reading(FORMAT, FORMAT, complete=False, items=_items(odd, rows, names), total=len(rows))


@cache
def type_names() -> Mapping[int, Text]:
    """Type code → name of the kind of place, from the project's own copy of the register's types."""
    table = (files("neuvola_exchange") / "data" / "lipas_types.json").read_text(encoding="utf-8")
    return {row["code"]: Text(row["name"]) for row in json.loads(table)["types"]}


def _rows(value: Any) -> list[Any]:
    return [value] if isinstance(value, dict) else as_list(value)


def _is_places(value: Any) -> bool:
    return any("sportsPlaceId" in as_dict(row) for row in _rows(value))


def _is_types(value: Any) -> bool:
    return any("typeCode" in as_dict(row) for row in _rows(value))


def _given_types(value: Any, known: Mapping[int, Text]) -> dict[int, Text]:
    """Names that a types file beside the places adds to the project's own."""
    found = {}
    for row in map(as_dict, _rows(value)):
        code = row.get("typeCode")
        if isinstance(code, int):
            found[code] = Text({**known.get(code, EMPTY), **_text(row.get("name"))})
    return found


def _where(root: Path, file: Path, number: int, row: Any) -> str:
    return where(root, file, identifier(as_dict(row).get("sportsPlaceId")) or f"({number})")


def _items(odd: list[Item], rows: list[tuple[str, Any]], types: Mapping[int, Text]) -> Iterator[Item]:
    yield from odd
    seen: set[str] = set()
    for place, row in rows:
        source_id = identifier(as_dict(row).get("sportsPlaceId"))
        if not isinstance(row, dict):
            yield Rejected(place, "not-a-record", shortened(row))
        elif not source_id:
            yield Rejected(place, "no-id", shortened(row.get("name", "")))
        elif source_id in seen:
            yield Rejected(place, "duplicate", source_id)
        elif not _text(row.get("name")):
            yield Empty(place)
        else:
            seen.add(source_id)
            reader = _PlaceReader(place, row, source_id, types)
            yield reader.service()
            yield from reader.notes


def _text(value: object) -> Text:
    """A name as the API gives it: Finnish alone, or by language ("se" is Swedish there)."""
    if isinstance(value, dict):
        return clean.lines({code: value.get(key) for key, code in _LANGUAGES.items() if value.get(key)})
    return Text(fi=clean.one_line(value))


@dataclass
class _PlaceReader:
    """Reads one sports place, gathering notes of what is odd in it."""

    where: str
    row: Record
    source_id: str
    types: Mapping[int, Text]
    notes: list[Noted] = field(default_factory=list)

    def service(self) -> Service:
        row = self.row
        location = as_dict(row.get("location"))
        municipality = self._municipality(as_dict(location.get("city")))
        place = Place(_text(row.get("name")), self._address(location, municipality), self._point(location))
        provider, owner = self._owner(municipality)
        modified_on = _day(row.get("lastModified"))
        return Service(
            id=catalogue_id(FORMAT, KIND, self.source_id),
            source=Source(FORMAT, KIND, self.source_id, modified_on=modified_on),
            name=place.name,
            organisation=_organisation(provider, owner, municipality),
            synonyms=_synonyms(row, place.name),
            summary=self._type(),
            description=self._description(),
            channels=(Channel(ChannelKind.PLACE, place=place), *self._contacts()),
            needs=(NEED,),
            activities=(ACTIVITY,),
            municipalities=(municipality,) if municipality else (),
            cost=Cost(Charge.FREE, as_of=modified_on) if row.get("freeUse") is True else Cost(),
            accessibility=self._accessibility(),
            prevention=Prevention.PREVENTIVE,
        )

    def _note(self, code: str, detail: object) -> None:
        self.notes.append(Noted(self.where, code, shortened(detail)))

    def _municipality(self, city: Record) -> str:
        """The register's code is a number: 5 is Alajärvi, "005"."""
        code = identifier(city.get("cityCode")).zfill(3)
        for known in (code, clean.one_line(city.get("name"))):
            try:
                return areas.municipality(known).code
            except UnknownMunicipalityError:
                continue
        self._note("unknown-municipality", city.get("cityCode", ""))
        return ""

    def _address(self, location: Record, municipality: str) -> Address:
        postcode = identifier(location.get("postalCode"))
        return Address(
            street=_text(location.get("address")),
            postal_code=postcode if re.fullmatch(r"\d{5}", postcode) else "",
            post_office=_text(location.get("postalOffice")),
            municipality=municipality,
        )

    def _point(self, location: Record) -> Coordinates | None:
        degrees = as_dict(as_dict(location.get("coordinates")).get("wgs84"))
        point = geo.in_finland(degrees.get("lat"), degrees.get("lon"))
        if degrees and point is None:
            self._note("bad-coordinates", f"{degrees.get('lat')}, {degrees.get('lon')}")
        return point

    def _type(self) -> Text:
        kind = as_dict(self.row.get("type"))
        code = kind.get("typeCode")
        known = self.types.get(code, EMPTY) if isinstance(code, int) else EMPTY
        return Text({**known, **_text(kind.get("name"))})

    def _description(self) -> Text:
        properties = as_dict(self.row.get("properties"))
        return clean.texts({"fi": properties.get("infoFi") or self.row.get("comment") or ""})

    def _accessibility(self) -> Accessibility:
        told = clean.plain(as_dict(self.row.get("properties")).get("accessibilityInfo"))
        return Accessibility(sentences=(Text(fi=told),)) if told else Accessibility()

    def _contacts(self) -> Iterator[Channel]:
        phones = clean.phone_numbers(self.row.get("phoneNumber"))
        if phones:
            yield Channel(ChannelKind.PHONE, phones=tuple(map(Phone, phones)))
        emails = clean.emails(self.row.get("email"))
        if emails:
            yield Channel(ChannelKind.EMAIL, emails=emails)
        links = tuple(filter(None, map(clean.url, map(self.row.get, ("www", "reservationsLink")))))
        if links:
            yield Channel(ChannelKind.WEB, links=tuple(map(Link, dict.fromkeys(links))))
        for code, name, found in (
            ("phone", "phoneNumber", phones),
            ("email", "email", emails),
            ("url", "www", links),
        ):
            if self.row.get(name) and not found:
                self._note(f"bad-{code}", self.row[name])

    def _owner(self, municipality: str) -> tuple[Provider, str]:
        """Who keeps the place, else who owns it."""
        for value in (self.row.get("admin"), self.row.get("owner")):
            words = clean.one_line(value).casefold()
            for beginning, provider in _OWNERS:
                if beginning in words and (municipality or provider is not Provider.MUNICIPALITY):
                    return provider, municipality if provider is Provider.MUNICIPALITY else provider.value
        return Provider.UNKNOWN, ""


def _organisation(provider: Provider, owner: str, municipality: str) -> Organisation | None:
    if provider is Provider.UNKNOWN:
        return None
    if provider is Provider.MUNICIPALITY:
        name = areas.municipalities()[municipality].name
    else:
        name = _OWNER_NAMES[provider]
    return Organisation(catalogue_id(FORMAT, "organisation", owner), name, provider)


def _synonyms(row: Record, name: Text) -> tuple[Word, ...]:
    words = _text(row.get("marketingName")).items()
    return tuple(Word(language, word) for language, word in words if word != name.get(language))


def _day(value: object) -> date | None:
    text = value if isinstance(value, str) else ""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
