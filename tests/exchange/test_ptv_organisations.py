import pytest

from neuvola_core.catalogue import Provider
from neuvola_core.ids import catalogue_id
from neuvola_core.text import Text
from neuvola_exchange.ptv_organisations import from_record, home_municipality, provider_of, responsible


@pytest.mark.parametrize(
    ("name", "provider"),
    [
        ("Pirkanmaan hyvinvointialue", Provider.COUNTY),
        ("Österbottens välfärdsområde", Provider.COUNTY),
        ("HUS-yhtymä", Provider.COUNTY),
        ("Liperin kunta", Provider.MUNICIPALITY),
        ("Mikkelin kaupungin liikelaitos Otavia", Provider.MUNICIPALITY),
        ("Jakobstads stad", Provider.MUNICIPALITY),
        ("Turku", Provider.MUNICIPALITY),
        ("Koulutuskuntayhtymä Omnia", Provider.MUNICIPALITY),
        ("Kela", Provider.KELA),
        ("Kansaneläkelaitos", Provider.KELA),
        ("Espoon seurakuntayhtymä", Provider.PARISH),
        ("Borgå svenska domkyrkoförsamling", Provider.PARISH),
        ("Mielenterveyden tuki ry", Provider.NGO),
        ("Pelastakaa Lapset r.y.", Provider.NGO),
        ("Samaritaanien säätiö", Provider.NGO),
        ("Hoiva Oy", Provider.COMPANY),
        ("Osuuskunta Apu", Provider.COMPANY),
        ("Poliisi", Provider.STATE),
        ("Digi- ja väestötietovirasto", Provider.STATE),
        ("Länsi- ja Sisä-Suomen aluehallintovirasto", Provider.STATE),
        ("Jokin muu", Provider.UNKNOWN),
    ],
)
def test_the_name_tells_the_provider(name: str, provider: Provider) -> None:
    assert provider_of(Text(fi=name)) is provider


def test_the_type_tells_where_the_name_does_not() -> None:
    assert provider_of(Text(fi="Jokin muu"), "Company") is Provider.COMPANY
    assert provider_of(Text(fi="Kela"), "State") is Provider.KELA


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Liperin kunta", "426"),
        ("Helsingin kaupunki", "091"),
        ("Lahden kaupunki", "398"),
        ("Lappeenrannan kaupunki", "405"),
        ("Seinäjoen kaupunki", "743"),
        ("Tampereen kaupunki", "837"),
        ("Turun kaupunki", "853"),
        ("Esbo stad", "049"),
        ("Mikkeli", "491"),
        ("Poliisi", ""),
        ("091", ""),
    ],
)
def test_the_municipality_in_a_name(name: str, code: str) -> None:
    assert home_municipality(Text(fi=name)) == code


def test_an_organisation_object() -> None:
    known = from_record(
        {
            "id": "o1",
            "organizationType": "Organization",
            "organizationNames": [
                {"language": "sv", "value": "Stöd", "type": "Name"},
                {"language": "fi", "value": "Tuki", "type": "Name"},
            ],
            "phoneNumbers": [{"language": "fi", "number": "447943552", "prefixNumber": "+358"}],
            "emails": [{"language": "fi", "value": "tuki@example.fi"}],
        }
    )
    assert known
    assert known.organisation.name == Text(fi="Tuki", sv="Stöd")
    assert known.organisation.provider is Provider.NGO
    assert known.organisation.phones[0].number == "044 794 3552"
    rows = [
        {"roleType": "Producer", "organization": {"id": "o2", "name": "Hoiva Oy"}},
        {"roleType": "Responsible", "organization": {"id": "o1", "name": "Tuki"}},
    ]
    assert responsible(rows, {"o1": known}) == known.organisation
    other = responsible(rows[:1], {})
    assert other
    assert (other.id, other.provider) == (catalogue_id("ptv", "organisation", "o2"), Provider.COMPANY)


def test_nothing_to_go_by() -> None:
    assert from_record({"id": "o1"}) is None
    assert responsible(None, {}) is None
    assert responsible([{"organization": {"id": 5}}, {"organization": []}], {}) is None
