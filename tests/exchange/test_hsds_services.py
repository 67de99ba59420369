"""What one HSDS record says, and the traps of other people's data one by one."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from neuvola_core.catalogue import Address, ChannelKind, Charge, Known, PhoneKind, Provider, Word
from neuvola_core.hours import Opening, Regular
from neuvola_core.text import Text
from support.hsds_records import address, at, channel, notes_of, one


def test_texts_in_several_languages(tmp_path: Path) -> None:
    term = {"id": "t", "code": "en", "name": "English", "description": "English"}
    translated = {"link_type": "translation", "label": "name", "value": "Debt advice", "taxonomy_term": term}
    found = one(
        tmp_path,
        **{"name_sv": "Skuldrådgivning", "x-description-en": "<p>About <b>debts</b></p>"},
        description="Veloista",
        attributes=[translated],
    )
    assert found.name == Text(fi="Velkaneuvonta", sv="Skuldrådgivning", en="Debt advice")
    assert found.description == Text(fi="Veloista", en="About debts")
    assert one(tmp_path, language="swe", name="Hjälp").name == Text(sv="Hjälp")
    english = one(tmp_path, name="Help", service_at_locations=[at({"addresses": [address(country="GB")]})])
    assert english.name == Text(en="Help")


def test_a_place_with_its_address(tmp_path: Path) -> None:
    location = {
        "name": "Palvelutalo",
        "latitude": 60.18,
        "longitude": "24.95",
        "transportation": "Metro Sörnäinen",
        "addresses": [
            address(id="a2", address_type="postal", address_1="PL 1"),
            address(address_2="3. kerros"),
        ],
        "accessibility": [{"description": "Hissi", "details": "Sisäpihalla"}],
        "phones": [{"number": "09 310 44400"}],
    }
    found = one(tmp_path, service_at_locations=[at(location, description="Toisessa kerroksessa")])
    (place,) = found.places
    assert place.address == Address(
        Text(fi="Mäkikatu 1"), "00530", Text(fi="Helsinki"), "091", Text(fi="3. kerros")
    )
    assert place.coordinates
    assert (place.coordinates.latitude, place.coordinates.longitude) == (60.18, 24.95)
    assert place.accessibility.sentences == (Text(fi="Hissi\n\nSisäpihalla"),)
    assert (found.rides.note, found.rides.offered) == (Text(fi="Metro Sörnäinen"), Known.UNKNOWN)
    assert found.municipalities == ("091",)
    (told,) = found.channels
    assert (told.kind, told.description) == (ChannelKind.PLACE, Text(fi="Toisessa kerroksessa"))
    assert [phone.number for phone in told.phones] == ["09 310 44400"]


def test_postal_and_virtual_places(tmp_path: Path) -> None:
    post = at({"location_type": "postal", "addresses": [address(address_type="postal", address_1="PL 1")]})
    virtual = at({"location_type": "virtual", "url": "https://example.fi/chat"}, id="s2")
    found = one(tmp_path, service_at_locations=[post, virtual])
    assert [told.kind for told in found.channels] == [ChannelKind.MAIL, ChannelKind.WEB]
    assert found.channels[1].links[0].url == "https://example.fi/chat"


def test_numbers_as_people_write_them(tmp_path: Path) -> None:
    phones = [
        {"number": "Nuorten neuvonta: 029 553 4000 tai 029 553 4001"},
        {"number": "0401234567", "extension": 12, "description": "Vaihde", "type": "voice"},
        {"number": "040 765 4321", "type": "text", "languages": [{"code": "rus"}, {"name": "Somali"}]},
        {"number": "040 765 4322", "type": "11"},
        {"number": "soita"},
    ]
    found = channel(one(tmp_path, phones=phones), ChannelKind.PHONE).phones
    assert [phone.number for phone in found] == [
        "029 553 4000",
        "029 553 4001",
        "040 123 4567",
        "040 765 4321",
        "040 765 4322",
    ]
    assert found[2].label == Text(fi="Vaihde alanumero 12")
    assert (found[3].kind, found[3].languages) == (PhoneKind.SMS, ("ru", "so"))
    assert notes_of(tmp_path, phones=phones) == [("bad-phone", "soita")]


def test_of_a_contact_person_only_the_work_is_kept(tmp_path: Path) -> None:
    contact = {"name": "Aino Virtanen", "title": "Ohjaaja", "email": "ohjaus@example.fi"}
    found = one(tmp_path, contacts=[{**contact, "phones": [{"number": "040 123 4567"}]}])
    assert "Virtanen" not in str(found)
    assert channel(found, ChannelKind.EMAIL).emails == ("ohjaus@example.fi",)
    assert channel(found, ChannelKind.PHONE).phones[0].label == Text(fi="Ohjaaja")


def test_a_number_that_stands_everywhere_is_told_once(tmp_path: Path) -> None:
    phone = [{"number": "09 310 44400"}]
    found = one(
        tmp_path, phones=phone, service_at_locations=[at({"addresses": [address()], "phones": phone})]
    )
    assert [(told.kind, len(told.phones)) for told in found.channels] == [
        (ChannelKind.PLACE, 0),
        (ChannelKind.PHONE, 1),
    ]


def test_the_services_hours_hold_at_its_places(tmp_path: Path) -> None:
    schedule = {"freq": "WEEKLY", "byday": "MO", "opens_at": "09:00", "closes_at": "12:00"}
    regular = (Regular((Opening(0, 540, 720),)),)
    own = at({"addresses": [address()], "schedules": [{**schedule, "byday": "TU"}]}, id="s2")
    found = one(tmp_path, schedules=[schedule], service_at_locations=[at({"addresses": [address()]})])
    assert found.channels[0].hours.regular == regular
    assert one(tmp_path, service_at_locations=[own]).channels[0].hours.regular == (
        Regular((Opening(1, 540, 720),)),
    )
    assert (
        one(tmp_path, schedules=[schedule], service_at_locations=[own]).channels[0].hours.regular == regular
    )
    assert one(tmp_path, schedules=[schedule], email="a@example.fi").channels[0].hours.regular == regular
    assert [told.hours.regular for told in one(tmp_path, schedules=[schedule]).channels] == [regular]


@pytest.mark.parametrize(
    ("ages", "told"),
    [
        ({"minimum_age": 18, "maximum_age": 29}, (18, 29)),
        ({"minimum_age": "18", "maximum_age": ""}, (18, None)),
        ({"minimum_age": -1, "maximum_age": -1}, (None, None)),
        ({"minimum_age": 0.5, "maximum_age": 17.9}, (0, 17)),
        ({"minimum_age": 65, "maximum_age": 18}, (None, None)),
        ({"minimum_age": True, "maximum_age": 999}, (None, None)),
    ],
)
def test_ages(ages: dict[str, Any], told: tuple[int | None, int | None], tmp_path: Path) -> None:
    found = one(tmp_path, **ages).ages
    assert (found.lowest, found.highest) == told


@pytest.mark.parametrize(
    ("fields", "charge"),
    [
        ({"fees_description": "Maksuton"}, Charge.FREE),
        ({"fees_description": "Käynti 20 €"}, Charge.CHARGED),
        ({"cost_options": [{"amount": 0}]}, Charge.FREE),
        ({"cost_options": [{"amount": 0}, {"amount": 5.5, "currency": "eur"}]}, Charge.CHARGED),
        ({"cost_options": [{"option": "Jäsenet"}]}, Charge.UNKNOWN),
        ({}, Charge.UNKNOWN),
    ],
)
def test_what_it_costs(fields: dict[str, Any], charge: Charge, tmp_path: Path) -> None:
    assert one(tmp_path, **fields).cost.charge is charge


def test_where_it_is_offered(tmp_path: Path) -> None:
    def areas(*names: str) -> tuple[tuple[str, ...], bool]:
        found = one(tmp_path, service_areas=[{"id": name, "name": name} for name in names])
        return found.municipalities, found.nationwide

    assert areas("Espoo", "Helsingfors") == (("049", "091"), False)
    assert areas("Suomi") == ((), True)
    assert "111" in areas("Päijät-Hämeen hyvinvointialue")[0]
    assert notes_of(tmp_path, service_areas=[{"name": "MyCity"}]) == [("unknown-area", "MyCity")]


def test_what_others_fields_become(tmp_path: Path) -> None:
    found = one(
        tmp_path,
        alternate_name="Talousneuvonta",
        alert="Muutto 1.12.",
        application_process="Soita ensin",
        eligibility_description="Helsinkiläisille",
        required_documents=[{"document": "Henkilökortti"}, {"document": "Laskut"}],
        status="temporarily closed",
        organization={"id": "o", "name": "Piiri", "legal_status": "yhdistys", "website": "example.fi"},
        url="http://",
        additional_urls=[{"id": "u", "label": "Esite", "url": "https://example.fi/esite"}],
    )
    assert found.synonyms == (Word("fi", "Talousneuvonta"),)
    assert found.instructions == Text(fi="Muutto 1.12.\n\nSoita ensin")
    assert (found.conditions, found.bring) == (
        Text(fi="Helsinkiläisille"),
        Text(fi="Henkilökortti\n\nLaskut"),
    )
    assert (found.takes_new_people, found.provider) == (Known.NO, Provider.NGO)
    assert found.organisation
    assert found.organisation.links[0].url == "https://example.fi"
    assert [link.label for link in channel(found, ChannelKind.WEB).links] == [Text(fi="Esite")]


def test_terms_of_taxonomies_are_keywords_and_lead_to_needs(tmp_path: Path) -> None:
    uri = "http://uri.suomi.fi/codelist/ptv/ptvserclass2/code/P4.12"
    terms = [
        {"taxonomy_term": {"name": "Debt counselling", "language": "eng"}},
        {"taxonomy_term": {"name": "Velkaneuvonta", "language": "fin", "term_uri": uri}},
        {"taxonomy_term": None},
    ]
    found = one(tmp_path, name="Apua talouteen", attributes=terms)
    assert found.keywords == (Word("en", "Debt counselling"), Word("fi", "Velkaneuvonta"))
    assert (found.classes, found.needs[0]) == (("P4.12",), "velat")


def test_dates_and_what_is_none(tmp_path: Path) -> None:
    found = one(tmp_path, assured_date="2026-02-30", last_modified="2026-02-03T10:00:00")
    assert (found.checked_on, found.source.modified_on) == (None, date(2026, 2, 3))
    assert notes_of(tmp_path, assured_date="2026-02-30") == [("bad-date", "assured_date: 2026-02-30")]
    fields = {"email": "ei ole", "url": "nowhere", "languages": [{"code": "klingoniksi"}]}
    assert {code for code, _ in notes_of(tmp_path, **fields)} == {"bad-email", "bad-url", "unknown-language"}
