"""Data packages of HSDS: the tables joined, and what does not join."""

from pathlib import Path

import pytest

from neuvola_core.catalogue import ChannelKind, Service
from neuvola_core.hours import Opening, Regular
from neuvola_core.text import Text
from neuvola_exchange import hsds, registry
from neuvola_exchange.report import Item, Noted, Rejected

SERVICES = "id,organization_id,name,status,minimum_age\n1,o,Velkaneuvonta,active,18\n2,o,Kerho,active,\n"
PLACE = {
    "locations.csv": "id,location_type,name,latitude,longitude\nl,physical,Talo,60.2,24.9\n",
    "addresses.csv": "id,location_id,address_1,city,postal_code,country\na,l,Mäkikatu 1,Helsinki,00530,FI\n",
    "service_at_location.csv": "id,service_id,location_id\ns,1,l\n",
    "schedules.csv": "id,service_at_location_id,freq,byday,opens_at,closes_at\nc,s,WEEKLY,MO,09:00,12:00\n",
    "phones.csv": 'id,service_id,number,type\np,1,"029 553 4000",voice\nq,"1,2",040 123 4567,voice\n',
}


def package(folder: Path, **files: str) -> list[Item]:
    given = {"services.csv": SERVICES, **{f"{name}.csv": text for name, text in files.items()}}
    for name, text in given.items():
        (folder / name).write_text(text, encoding="utf-8")
    return list(registry.open_source(folder).items)


def services_of(items: list[Item]) -> list[Service]:
    return [item for item in items if isinstance(item, Service)]


def notes_of(items: list[Item]) -> list[tuple[str, str, str]]:
    return [(item.where, item.code, item.detail) for item in items if isinstance(item, Noted)]


def test_what_belongs_together_is_joined(tmp_path: Path) -> None:
    files = {name.removesuffix(".csv"): text for name, text in PLACE.items()}
    first, second = services_of(package(tmp_path, **files, organizations="id,name\no,Piiri\n"))
    (place,) = first.places
    assert (place.name, place.address.street) == (Text(fi="Talo"), Text(fi="Mäkikatu 1"))
    at, phones = first.channels
    assert at.hours.regular == (Regular((Opening(0, 540, 720),)),)
    assert [phone.number for phone in phones.phones] == ["029 553 4000", "040 123 4567"]
    assert [phone.number for phone in second.channels[0].phones] == ["040 123 4567"]
    assert (first.ages.lowest, second.ages.lowest) == (18, None)
    assert first.organisation
    assert first.organisation.name == Text(fi="Piiri")


def test_terms_and_translations_of_the_attribute_table(tmp_path: Path) -> None:
    attributes = (
        "id,link_id,link_entity,link_type,label,value,taxonomy_term_id\n"
        "x,1,service,translation,name,Skuldrådgivning,sv\n"
        "y,1,service,,,,t\n"
    )
    terms = "id,code,name,language\nsv,sv,ruotsi,fi\nt,,velat,fi\n"
    first, _ = services_of(package(tmp_path, attributes=attributes, taxonomy_terms=terms))
    assert first.name == Text(fi="Velkaneuvonta", sv="Skuldrådgivning")
    assert [word.text for word in first.keywords] == ["velat"]


def test_references_that_lead_nowhere_are_told_of_and_the_services_come_in(tmp_path: Path) -> None:
    items = package(tmp_path, service_at_location="id,service_id,location_id\ns,1,gone\n")
    assert len(services_of(items)) == 2
    assert notes_of(items) == [
        ("services.csv, rivi 2", "unknown-value", "organization_id: o"),
        ("services.csv, rivi 2", "unknown-place", "gone"),
        ("services.csv, rivi 3", "unknown-value", "organization_id: o"),
    ]


def test_tables_of_older_versions_and_other_names(tmp_path: Path) -> None:
    (tmp_path / "services_at_location.csv").write_text("id;service_id;location_id\ns;1;l\n", encoding="utf-8")
    first, _ = services_of(package(tmp_path, locations="id,name\nl,Talo\n"))
    assert [place.name for place in first.places] == [Text(fi="Talo")]
    assert first.channels[0].kind is ChannelKind.PLACE


def test_windows_letters_semicolons_and_the_word_null(tmp_path: Path) -> None:
    (tmp_path / "services.csv").write_bytes(
        "id;organization_id;name;status;description\n1;;Pöytä;active;null\n".encode("cp1252")
    )
    (found,) = services_of(list(registry.open_source(tmp_path / "services.csv").items))
    assert (found.name, found.description) == (Text(fi="Pöytä"), Text())


def test_rows_without_an_id_or_with_the_same_one(tmp_path: Path) -> None:
    (tmp_path / "services.csv").write_text(
        "id,name,status\n,Nimetön,active\n1,Kerho,active\n1,Toinen,active\n", encoding="utf-8"
    )
    items = list(hsds.read(tmp_path).items)
    assert [found.name for found in services_of(items)] == [Text(fi="Kerho")]
    assert [item for item in items if isinstance(item, Rejected)] == [
        Rejected("services.csv, rivi 2", "no-id"),
        Rejected("services.csv, rivi 4", "duplicate", "1"),
    ]


@pytest.mark.parametrize("header", ["id,name_fi", "nimi,osoite", "id,name"])
def test_other_tables_are_not_taken_for_it(header: str, tmp_path: Path) -> None:
    (tmp_path / "services.csv").write_text(f"{header}\n1,Kerho\n", encoding="utf-8")
    assert not hsds.recognises(tmp_path)
