"""Addresses, phone numbers and areas of the Finnish Service Catalogue."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from neuvola_core import areas
from neuvola_core.catalogue import Accessibility, Address, Coordinates, Phone, PhoneKind, Place
from neuvola_core.text import Text
from neuvola_exchange import clean, geo
from neuvola_exchange.json_files import Note, Record, as_dict, as_list, as_str, identifier, records
from neuvola_exchange.ptv_values import by_language, charge, line, modern, text, without_repeats

_KINDS: Final[Mapping[str, PhoneKind]] = {"Sms": PhoneKind.SMS, "Fax": PhoneKind.FAX}


def phones(*values: object) -> tuple[Phone, ...]:
    """The numbers of one or more arrays, the same number in several languages once."""
    found: dict[tuple[str, PhoneKind], dict[str, Record]] = {}
    for language, row in _phone_rows(values):
        prefix = "" if row.get("isFinnishServiceNumber") is True else row.get("prefixNumber")
        number = clean.display_number(identifier(row.get("number")), prefix)
        kind = _KINDS.get(as_str(row.get("type")), PhoneKind.VOICE)
        if number:
            found.setdefault((number, kind), {}).setdefault(language, row)
    speaking = {language for rows in found.values() for language in rows}
    return tuple(_phone(number, kind, rows, speaking) for (number, kind), rows in found.items())


def _phone_rows(values: Iterable[object]) -> Iterator[tuple[str, Record]]:
    for value in values:
        for language, item in by_language(value):
            if isinstance(item, dict):
                yield language, item
            else:
                yield from ((language, {"number": number}) for number in clean.phone_numbers(item))


def _phone(number: str, kind: PhoneKind, rows: Mapping[str, Record], speaking: set[str]) -> Phone:
    charges = (charge(row.get("serviceChargeType")) for row in rows.values())
    return Phone(
        number,
        label=clean.lines({lang: row.get("additionalInformation") for lang, row in rows.items()}),
        charge=next(charges),
        charge_note=clean.lines({lang: row.get("chargeDescription") for lang, row in rows.items()}),
        kind=kind,
        languages=() if set(rows) == speaking else tuple(rows),
    )


def is_visiting(address: Record) -> bool:
    """Whether one can go there; a postal address is for letters."""
    kind, box = as_str(address.get("type")), as_str(address.get("subType")) == "PostOfficeBox"
    return kind in ("Location", "Visiting") or (not kind and not box)


def place(address: Record, name: Text, note: Note) -> Place | None:
    """An address with its point and what is told of its entrances; None where it holds nothing."""
    parts = _parts(address)
    found = _address(parts, as_str(address.get("country")), note)
    if abroad := text(address.get("locationAbroad")) or text(address.get("deliveryAddressInText")):
        found = Address(additional=abroad, country=found.country)
    sentences = _sentences(address)
    point = _point(parts, note)
    if found == Address(country=found.country) and not (sentences or point):
        return None
    return Place(name, found, point, Accessibility(sentences=sentences))


def _parts(address: Record) -> Record:
    for key in ("streetAddress", "postOfficeBoxAddress", "otherAddress"):
        if isinstance(address.get(key), dict):
            return as_dict(address[key])
    return address


def _address(parts: Record, country: str, note: Note) -> Address:
    street = line(parts.get("street")) or line(parts.get("streetName")) or line(parts.get("postOfficeBox"))
    number = clean.one_line(parts.get("streetNumber"))
    if number and street and "postOfficeBox" not in parts:
        street = Text({language: f"{name} {number}" for language, name in street.items()})
    post_office = Text(
        {lang: name.title() if name.isupper() else name for lang, name in _office(parts).items()}
    )
    postal_code = as_str(parts.get("postalCode"))
    return Address(
        street=without_repeats(street),
        postal_code=postal_code if postal_code.isascii() and len(postal_code) <= 10 else "",
        post_office=without_repeats(post_office),
        municipality=_municipality(parts, postal_code, note),
        additional=line(parts.get("additionalInformation")),
        country="" if country in ("", "FI") else country[:2],
    )


def _office(parts: Record) -> Text:
    return line(parts.get("postOffice"))


def _municipality(parts: Record, postal_code: str, note: Note) -> str:
    code = as_str(as_dict(parts.get("municipality")).get("code")) or as_str(parts.get("municipalityCode"))
    return municipality(code, note) or areas.municipality_of_postcode(postal_code)


def municipality(code: str, note: Note) -> str:
    """Today's three-digit code; empty, and noted, for one that there never was."""
    if not code:
        return ""
    padded = code.zfill(3)
    if padded not in areas.municipalities():
        note("unknown-municipality", code)
        return ""
    return areas.current(padded)


def _point(parts: Record, note: Note) -> Coordinates | None:
    latitude, longitude = parts.get("latitude"), parts.get("longitude")
    if (
        not latitude
        or not longitude
        or as_str(parts.get("coordinateState")) not in ("", "Ok", "EnteredByUser")
    ):
        return None
    found = geo.point(latitude, longitude)
    if found is None:
        note("bad-coordinates", f"{latitude}, {longitude}")
    return found


def _sentences(address: Record) -> tuple[Text, ...]:
    """One text a group ("Reitti pääsisäänkäynnille: …"), the main entrance first."""
    entrances = sorted(records(address.get("entrances")), key=lambda e: e.get("isMainEntrance") is not True)
    found: list[Text] = []
    for group in (g for entrance in entrances for g in records(entrance.get("accessibilitySentences"))):
        heading = line(group.get("sentenceGroup"))
        sentences = [line(row.get("sentence")) for row in records(group.get("sentences"))]
        languages = dict.fromkeys(language for sentence in sentences for language in sentence)
        joined = {lang: " ".join(s[lang] for s in sentences if lang in s) for lang in languages}
        found.append(Text({k: f"{heading[k]}: {v}" if k in heading else v for k, v in joined.items()}))
    return tuple(dict.fromkeys(text for text in found if text))


def simplified_addresses(value: object) -> list[Record]:
    """Addresses of the simplified form, an array a language, put together by their place in the array."""
    merged: dict[int, Record] = {}
    for language, rows in as_dict(value).items():
        for position, row in enumerate(records(rows)):
            target = merged.setdefault(position, {**row, "streetName": [], "postOffice": []})
            for key in ("streetName", "postOffice"):
                if as_str(row.get(key)):
                    target[key].append({"language": language, "value": row[key]})
    return [merged[position] for position in sorted(merged)]


_COUNTIES_OF_REGIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "01": ("01", "02", "03", "04", "90"),
    "02": ("05",),
    "04": ("06",),
    "05": ("07",),
    "06": ("08",),
    "07": ("09",),
    "08": ("10",),
    "09": ("11",),
    "10": ("12",),
    "11": ("13",),
    "12": ("14",),
    "13": ("15",),
    "14": ("16",),
    "15": ("17",),
    "16": ("18",),
    "17": ("19",),
    "18": ("20",),
    "19": ("21",),
    "21": ("",),
}
"""Regions (maakunta) as wellbeing services counties: since 2022 they share borders; Uusimaa has five."""


def expanded(value: object, note: Note) -> tuple[str, ...]:
    """Municipality codes of areas of any kind, sorted; an area that cannot be expanded is noted."""
    found: set[str] = set()
    for area in _area_rows(value):
        kind, code = modern(area.get("type")), as_str(area.get("code"))
        listed = [as_str(m.get("code")) for m in records(area.get("municipalities"))]
        if listed:
            found.update(municipality(one, note) for one in listed)
        elif kind == "Municipality":
            found.add(municipality(code, note))
        elif kind == "Region" and code.zfill(2) in _COUNTIES_OF_REGIONS:
            counties = _COUNTIES_OF_REGIONS[code.zfill(2)]
            found.update(m for county in counties for m in areas.municipalities_of_county(county))
        elif (
            kind in ("WellbeingServicesCounties", "WellbeingServicesCounty")
            and code.zfill(2) in areas.counties()
        ):
            found.update(areas.municipalities_of_county(code.zfill(2)))
        else:
            note("unknown-area", f"{kind} {code}".strip())
    return tuple(sorted(found - {""}))


def _area_rows(value: object) -> list[Record]:
    if isinstance(value, dict):
        return [row for rows in value.values() for row in records(rows)]
    return [row for row in as_list(value) if isinstance(row, dict)]
