"""The places of HSDS records: locations with their addresses ↔ places of the core."""

import re
from typing import Final

from neuvola_core import areas
from neuvola_core.catalogue import Accessibility, Address, Place
from neuvola_core.errors import UnknownMunicipalityError
from neuvola_core.text import Text
from neuvola_exchange import clean, geo, hsds_extras
from neuvola_exchange.hsds_contacts import Reader
from neuvola_exchange.json_files import Record, as_str, records

_FINLAND: Final = ("", "FI", "FIN", "FINLAND", "SUOMI")


def place(location: Record, reader: Reader) -> Place | None:
    """A location as a place; None where it tells nothing of where it is."""
    found = Place(
        name=reader.text(location, "name") or reader.text(location, "alternate_name"),
        address=_address(location, reader),
        coordinates=geo.in_finland(location.get("latitude"), location.get("longitude")),
        accessibility=_accessibility(location, reader),
    )
    stated = (location.get("latitude"), location.get("longitude"))
    if not found.coordinates and any(value not in (None, "") for value in stated):
        reader.note("bad-coordinates", ", ".join(map(str, stated)))
    return found if found != Place() else None


def country(location: Record) -> str:
    """The country of a location's first address that names one, as it is written."""
    return next((told for row in _addresses(location) if (told := as_str(row.get("country")))), "")


def _addresses(location: Record) -> list[Record]:
    """Where one goes before where one writes."""
    rows = list(records(location.get("addresses")))
    return sorted(rows, key=lambda row: as_str(row.get("address_type")) == "postal")


def _address(location: Record, reader: Reader) -> Address:
    row = next(iter(_addresses(location)), {})
    told = as_str(row.get("country")).upper()
    abroad = "" if told in _FINLAND else told[:2]
    postcode = _postcode(row, reader, is_finnish=not abroad)
    office = reader.text(row, "city")
    known = hsds_extras.fact_as(row, "municipality", str) or ""
    return Address(
        street=reader.text(row, "address_1"),
        postal_code=postcode,
        post_office=office,
        municipality=known if reader.is_own or abroad else _municipality(postcode, office),
        additional=reader.text(row, "address_2"),
        country=abroad,
    )


def _postcode(row: Record, reader: Reader, *, is_finnish: bool) -> str:
    written = re.sub(r"^FI-?", "", clean.one_line(row.get("postal_code")), flags=re.IGNORECASE)
    if not is_finnish:
        return written[:20]
    code = written.replace(" ", "")
    if code and not re.fullmatch(r"\d{5}", code):
        reader.note("bad-postcode", written)
        return ""
    return code


def _municipality(postcode: str, office: Text) -> str:
    code = areas.municipality_of_postcode(postcode)
    try:
        return code or (areas.municipality(office.best()).code if office else "")
    except UnknownMunicipalityError:
        return ""


def _accessibility(location: Record, reader: Reader) -> Accessibility:
    kept = hsds_extras.fact_as(location, "accessibility", Accessibility) or Accessibility()
    told = (
        clean.joined(hsds_extras.text(row, field, reader.written_in) for field in ("description", "details"))
        for row in records(location.get("accessibility"))
    )
    return Accessibility(kept.step_free, tuple(dict.fromkeys(text for text in told if text)), kept.as_of)


# --- writing ---


def location(found: Place, location_id: str, location_type: str = "physical") -> Record:
    """A place as a location."""
    row: Record = {"id": location_id, "location_type": location_type}
    hsds_extras.put_text(row, "name", found.name)
    if found.coordinates:
        row |= {"latitude": found.coordinates.latitude, "longitude": found.coordinates.longitude}
    if found.address != Address():
        row["addresses"] = [_written(found.address, location_id, location_type)]
    access = found.accessibility
    sentences: list[Record] = []
    for number, sentence in enumerate(access.sentences):
        one: Record = {"id": hsds_extras.own_id(location_id, "accessibility", number)}
        hsds_extras.put_text(one, "description", sentence)
        sentences.append(one)
    if sentences:
        row["accessibility"] = sentences
    bare = Accessibility(access.step_free, (), access.as_of)
    if bare != Accessibility():
        hsds_extras.put_fact(row, "accessibility", bare)
    return row


def _written(address: Address, location_id: str, address_type: str) -> Record:
    """An address; the standard asks for fields that a Finnish one does not have, or may not have here."""
    row: Record = {"id": hsds_extras.own_id(location_id, "address"), "address_1": "", "city": ""}
    hsds_extras.put_text(row, "address_1", address.street)
    hsds_extras.put_text(row, "address_2", address.additional)
    hsds_extras.put_text(row, "city", address.post_office)
    known = areas.municipalities().get(address.municipality)
    county = areas.counties().get(known.county) if known else None
    row |= {
        "state_province": county.best("fi") if county else "",
        "postal_code": address.postal_code,
        "country": address.country or "FI",
        "address_type": address_type,
    }
    if address.municipality:
        hsds_extras.put_fact(row, "municipality", address.municipality)
    return row
