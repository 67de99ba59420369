"""LIPAS sports places, counted exactly, and what is done with odd ones."""

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from neuvola_core.catalogue import ChannelKind, Charge, Cost, Prevention, Provider, Service, Word
from neuvola_core.errors import UnreadableSourceError
from neuvola_core.ids import catalogue_id
from neuvola_core.text import Text
from neuvola_exchange import lipas
from neuvola_exchange.report import Empty, Item, Noted, Rejected


def place(**fields: Any) -> dict[str, Any]:
    return {
        "sportsPlaceId": 72269,
        "name": "Rantapuiston laavu",
        "type": {"typeCode": 301, "name": "Laavu, kota tai kammi"},
        "admin": "Kunta / liikuntatoimi",
        "owner": "Kunta",
        "lastModified": "2019-08-29 15:55:30.259",
        "location": {
            "address": "Rantatie 1",
            "postalCode": "62900",
            "postalOffice": "Alajärvi",
            "city": {"name": "Alajärvi", "cityCode": 5},
            "coordinates": {"wgs84": {"lat": 63.0, "lon": 23.8}},
        },
        **fields,
    }


def items_of(folder: Path, value: Any) -> list[Item]:
    file = folder / "paikat.json"
    file.write_text(json.dumps(value), encoding="utf-8")
    return list(lipas.read(file).items)


def one(folder: Path, **fields: Any) -> tuple[Service, list[tuple[str, str]]]:
    service, *notes = items_of(folder, [place(**fields)])
    assert isinstance(service, Service)
    return service, [(note.code, note.detail) for note in notes if isinstance(note, Noted)]


def test_the_thousand_places_of_the_register(shared: Path) -> None:
    reading = lipas.read(shared / "data" / "lipas" / "sports-places-1000.json")
    items = list(reading.items)
    services = [item for item in items if isinstance(item, Service)]
    assert (reading.format, reading.origin, reading.complete, reading.total) == (
        "lipas",
        "lipas",
        False,
        1000,
    )
    assert len(services) == 1000
    assert len({service.id for service in services}) == 1000
    assert len({code for service in services for code in service.municipalities}) == 156
    assert Counter(service.provider for service in services) == {
        Provider.STATE: 601,
        Provider.MUNICIPALITY: 188,
        Provider.NGO: 104,
        Provider.UNKNOWN: 85,
        Provider.COMPANY: 22,
    }
    assert Counter(channel.kind for service in services for channel in service.channels) == {
        ChannelKind.PLACE: 1000,
        ChannelKind.WEB: 242,
        ChannelKind.EMAIL: 150,
        ChannelKind.PHONE: 135,
    }
    assert Counter(service.cost.charge for service in services) == {Charge.FREE: 655, Charge.UNKNOWN: 345}
    assert sum(bool(service.description) for service in services) == 214
    assert all(set(service.summary) == {"fi", "sv", "en"} for service in services)
    assert all(service.places[0].coordinates for service in services)
    assert {service.needs for service in services} == {("liikunta",)}
    others = [item for item in items if not isinstance(item, Service)]
    assert others == [Noted("sports-places-1000.json#73148", "bad-email", "etunimi.sukunimi@phvk.fi")]


def test_the_folder_with_its_types_reads_the_same(shared: Path) -> None:
    folder = shared / "data" / "lipas"
    assert lipas.recognises(folder)
    assert lipas.recognises(folder / "sports-places-1000.json")
    assert not lipas.recognises(folder / "sports-place-types.json")
    alone = [i for i in lipas.read(folder / "sports-places-1000.json").items if isinstance(i, Service)]
    together = [i for i in lipas.read(folder).items if isinstance(i, Service)]
    assert together == alone


def test_the_types_table_has_every_type_of_the_register(shared: Path) -> None:
    rows = json.loads((shared / "data" / "lipas" / "sports-place-types.json").read_text(encoding="utf-8"))
    assert {row["typeCode"]: row["name"] for row in rows} == {
        code: name["fi"] for code, name in lipas.type_names().items()
    }
    assert len(lipas.type_names()) == 149
    assert all(set(name) == {"fi", "sv", "en"} for name in lipas.type_names().values())


def test_a_place_with_everything(tmp_path: Path) -> None:
    service, notes = one(
        tmp_path,
        marketingName="Kodikas kota",
        phoneNumber="0400-541638",
        email="liikunta@alajarvi.example.org",
        www="www.example.org/laavu",
        reservationsLink="https://example.org/varaus",
        freeUse=True,
        properties={"infoFi": "Puut ja\nkäymälä.", "accessibilityInfo": "Polku on sorapintainen."},
    )
    assert notes == []
    assert service.id == catalogue_id("lipas", "sports-place", "72269")
    assert service.source.modified_on == date(2019, 8, 29)
    assert service.name == Text(fi="Rantapuiston laavu")
    assert service.synonyms == (Word("fi", "Kodikas kota"),)
    assert service.summary["sv"] == "Vindskydd eller kåta"
    assert service.description == Text(fi="Puut ja\nkäymälä.")
    assert service.municipalities == ("005",)
    assert service.organisation is not None
    assert service.organisation.name["fi"] == "Alajärvi"
    assert service.provider is Provider.MUNICIPALITY
    assert service.cost == Cost(Charge.FREE, as_of=date(2019, 8, 29))
    assert service.accessibility.sentences == (Text(fi="Polku on sorapintainen."),)
    assert (service.needs, service.activities) == (("liikunta",), ("liikunta_ja_harrastus",))
    assert service.prevention is Prevention.PREVENTIVE
    where, phone, email, web = service.channels
    assert where.place is not None
    assert where.place.address.municipality == "005"
    assert where.place.address.postal_code == "62900"
    assert where.place.coordinates is not None
    assert where.place.coordinates.latitude == 63.0
    assert phone.phones[0].number.replace(" ", "") == "0400541638"
    assert email.emails == ("liikunta@alajarvi.example.org",)
    assert [link.url for link in web.links] == ["https://www.example.org/laavu", "https://example.org/varaus"]


def test_names_by_language(tmp_path: Path) -> None:
    service, _ = one(tmp_path, name={"fi": "Laavu", "se": "Vindskydd", "en": None})
    assert service.name == Text(fi="Laavu", sv="Vindskydd")


@pytest.mark.parametrize(
    ("admin", "owner", "provider", "name"),
    [
        ("Valtio", "Valtio", Provider.STATE, "Valtio"),
        ("Kunta / tekninen toimi", "Valtio", Provider.MUNICIPALITY, "Alajärvi"),
        ("Yksityinen / yhdistys", "Muu", Provider.NGO, "Yhdistys tai säätiö"),
        ("Yksityinen / säätiö", "Säätiö", Provider.NGO, "Yhdistys tai säätiö"),
        ("Ei tietoa", "Yritys", Provider.COMPANY, "Yritys"),
        ("Muu", "Ei tietoa", Provider.UNKNOWN, ""),
        (None, None, Provider.UNKNOWN, ""),
    ],
)
def test_who_keeps_it(tmp_path: Path, admin: str, owner: str, provider: Provider, name: str) -> None:
    service, _ = one(tmp_path, admin=admin, owner=owner)
    assert service.provider is provider
    assert (service.organisation.name["fi"] if service.organisation else "") == name


@pytest.mark.parametrize("free_use", [False, None, "kyllä"])
def test_a_place_not_said_to_be_free_costs_not_known(tmp_path: Path, free_use: object) -> None:
    assert one(tmp_path, freeUse=free_use)[0].cost == Cost()


def test_odd_fields_are_noted(tmp_path: Path) -> None:
    location = {
        "city": {"cityCode": 999},
        "postalCode": "6290",
        "coordinates": {"wgs84": {"lat": 0, "lon": 0}},
    }
    service, notes = one(tmp_path, location=location, email="ei ole", www="Liikuntasihteeri", phoneNumber="-")
    assert notes == [
        ("unknown-municipality", "999"),
        ("bad-coordinates", "0, 0"),
        ("bad-phone", "-"),
        ("bad-email", "ei ole"),
        ("bad-url", "Liikuntasihteeri"),
    ]
    assert service.municipalities == ()
    assert service.provider is Provider.UNKNOWN
    assert service.places[0].address.postal_code == ""
    assert len(service.channels) == 1


def test_a_mangled_record_does_not_stop_the_others(tmp_path: Path) -> None:
    rows = [
        place(),
        "roska",
        {"name": "Ei tunnusta"},
        place(name="  ", sportsPlaceId=2),
        place(),
        {"sportsPlaceId": 3, "name": "B", "location": 7, "type": [], "properties": "x"},
    ]
    items = items_of(tmp_path, rows)
    assert [type(item).__name__ for item in items] == [
        "Service",
        "Rejected",
        "Rejected",
        "Empty",
        "Rejected",
        "Service",
        "Noted",
    ]
    assert [(i.where, i.code) for i in items if isinstance(i, Rejected)] == [
        ("paikat.json#(2)", "not-a-record"),
        ("paikat.json#(3)", "no-id"),
        ("paikat.json#72269", "duplicate"),
    ]
    assert Empty("paikat.json#2") in items


def test_what_is_no_sports_place_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text("{", encoding="utf-8")
    assert not lipas.recognises(file)
    with pytest.raises(UnreadableSourceError):
        lipas.read(file)
    with pytest.raises(UnreadableSourceError):
        lipas.read(tmp_path / "ei-ole")
