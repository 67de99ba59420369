from typing import Any

import pytest

from neuvola_core.catalogue import ChannelKind, Charge, Coordinates, Known, PhoneKind
from neuvola_core.text import Text
from neuvola_exchange.json_files import Notes
from neuvola_exchange.ptv_channels import SharedChannel, in_order, letters, override, shared_channel
from neuvola_exchange.ptv_places import expanded, phones
from neuvola_exchange.report import Noted


def fi(value: object, **more: object) -> list[dict[str, object]]:
    return [{"language": "fi", "value": value, **more}]


LOCATION: dict[str, Any] = {
    "id": "c1",
    "serviceChannelType": "ServiceLocation",
    "serviceChannelNames": [
        {"language": "sv", "value": "Officiellt namn", "type": "Name"},
        {"language": "fi", "value": "Virallinen nimi", "type": "Name"},
        {"language": "fi", "value": "Tuttu nimi", "type": "AlternateName"},
        {"language": "sv", "value": "Bekant namn", "type": "AlternativeName"},
    ],
    "displayNameType": [
        {"type": "AlternativeName", "language": "fi"},
        {"type": "Name", "language": "sv"},
    ],
    "serviceChannelDescriptions": [
        *fi("Pitkä kuvaus.", type="Description"),
        *fi("Lyhyt kuvaus.", type="ShortDescription"),
    ],
    "phoneNumbers": [
        {
            "type": "Phone",
            "number": "295534000",
            "prefixNumber": "+358",
            "serviceChargeType": "Charged",
            "additionalInformation": "Vaihde",
            "language": "fi",
        },
        {
            "type": "Phone",
            "number": "295534000",
            "prefixNumber": "+358",
            "serviceChargeType": "Chargeable",
            "additionalInformation": "Växel",
            "language": "sv",
        },
        {"type": "Phone", "number": "116117", "isFinnishServiceNumber": True, "language": "sv"},
        {"type": "Fax", "number": "931012345", "prefixNumber": "+358", "language": "fi"},
    ],
    "emails": fi("neuvonta@example.fi"),
    "webPages": [
        {"language": "fi", "url": "www.example.fi", "value": "Sivut"},
        {"language": "sv", "url": "https://www.example.fi", "value": "Sidor"},
        {"language": "en", "url": "not an address", "value": "Nothing"},
    ],
    "addresses": [
        {
            "type": "Postal",
            "subType": "PostOfficeBox",
            "postOfficeBoxAddress": {
                "postOfficeBox": fi("PL 10"),
                "postalCode": "00099",
                "postOffice": fi("HELSINKI"),
            },
            "country": "FI",
        },
        {
            "type": "Location",
            "subType": "Single",
            "streetAddress": {
                "street": [{"language": code, "value": "Katu"} for code in ("sv", "se", "fi")],
                "streetNumber": "2 B",
                "postalCode": "50670",
                "postOffice": fi("OTAVA"),
                "municipality": {"code": "91"},
                "additionalInformation": fi("Sisäpiha"),
                "latitude": "6834688",
                "longitude": "503879",
                "coordinateState": "Ok",
            },
            "entrances": [
                {
                    "isMainEntrance": False,
                    "accessibilitySentences": [
                        {"sentenceGroup": fi("Sivuovi"), "sentences": [{"sentence": fi("On portaat.")}]}
                    ],
                },
                {
                    "isMainEntrance": True,
                    "accessibilitySentences": [
                        {
                            "sentenceGroup": fi("Pääovi"),
                            "sentences": [{"sentence": fi("On luiska.")}, {"sentence": fi("On katos.")}],
                        }
                    ],
                },
            ],
            "country": "FI",
        },
    ],
    "languages": ["sv", "fi"],
}


def shared(record: dict[str, Any]) -> SharedChannel:
    found = shared_channel(record, Notes().at(""))
    assert found
    return found


def test_the_name_to_show_is_chosen_by_language() -> None:
    assert shared(LOCATION).channel.name == Text(fi="Tuttu nimi", sv="Officiellt namn")


def test_texts_numbers_and_pages() -> None:
    channel = shared(LOCATION).channel
    assert channel.kind is ChannelKind.PLACE
    assert channel.description == Text(fi="Lyhyt kuvaus.")
    assert channel.emails == ("neuvonta@example.fi",)
    assert channel.languages == ("fi", "sv")
    switchboard, fax, helpline = channel.phones
    assert (switchboard.number, switchboard.charge) == ("029 553 4000", Charge.CHARGED)
    assert switchboard.label == Text(fi="Vaihde", sv="Växel")
    assert switchboard.languages == ()
    assert (fax.kind, fax.languages) == (PhoneKind.FAX, ("fi",))
    assert (helpline.number, helpline.languages) == ("116 117", ("sv",))
    (link,) = channel.links
    assert (link.url, link.label) == ("https://www.example.fi", Text(fi="Sivut", sv="Sidor"))


def test_one_place_to_go_to_and_one_for_letters() -> None:
    found = shared(LOCATION)
    place = found.channel.place
    assert place
    assert place.address.street == Text(fi="Katu 2 B")
    assert place.address.post_office == Text(fi="Otava")
    assert (place.address.postal_code, place.address.municipality) == ("50670", "091")
    assert place.address.additional == Text(fi="Sisäpiha")
    assert place.coordinates == Coordinates(61.6454668, 27.0732095)
    (letter,) = found.more
    assert letter.kind is ChannelKind.MAIL
    assert letter.place
    assert letter.place.address.street == Text(fi="PL 10")


def test_what_is_told_of_the_entrances_begins_with_the_main_one() -> None:
    place = shared(LOCATION).channel.place
    assert place
    assert place.accessibility.sentences == (
        Text(fi="Pääovi: On luiska. On katos."),
        Text(fi="Sivuovi: On portaat."),
    )
    assert place.accessibility.step_free is Known.UNKNOWN


@pytest.mark.parametrize("state", ["NotReceived", "Failed", "Loading"])
def test_a_point_that_was_never_found_is_none(state: str) -> None:
    street = {**LOCATION["addresses"][1]["streetAddress"], "coordinateState": state}
    record = {**LOCATION, "addresses": [{"type": "Location", "streetAddress": street}]}
    place = shared(record).channel.place
    assert place
    assert place.coordinates is None


def test_a_channel_without_an_address_exists() -> None:
    assert shared({**LOCATION, "addresses": None}).channel.place is None


def test_other_kinds_of_address() -> None:
    other = {
        "type": "Location",
        "otherAddress": {
            "additionalInformation": fi("Metsätien pää"),
            "latitude": "6834688",
            "longitude": "503879",
        },
    }
    abroad = {"type": "Location", "locationAbroad": fi("10 Downing Street"), "country": "GB"}
    first = shared({**LOCATION, "addresses": [other]}).channel.place
    second = shared({**LOCATION, "addresses": [abroad]}).channel.place
    assert first
    assert second
    assert (first.address.additional, first.coordinates is not None) == (Text(fi="Metsätien pää"), True)
    assert (second.address.additional, second.address.country) == (Text(fi="10 Downing Street"), "GB")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("EChannel", ChannelKind.ESERVICE),
        ("WebPage", ChannelKind.WEB),
        ("PrintableForm", ChannelKind.FORM),
        ("Phone", ChannelKind.PHONE),
    ],
)
def test_the_other_kinds_of_channel(name: str, kind: ChannelKind) -> None:
    record = {
        "id": "c2",
        "serviceChannelType": name,
        "serviceChannelNames": fi("Kanava", type="Name"),
        "requiresAuthentication": name == "EChannel",
        "supportPhones": [{"number": "295534000", "prefixNumber": "+358", "language": "fi"}],
        "channelUrls": fi("https://example.fi/lomake.pdf", type="PDF"),
        "deliveryAddresses": [
            {"receiver": fi("Arkisto"), "streetAddress": {"street": fi("Katu"), "streetNumber": "1"}}
        ],
    }
    found = shared(record)
    assert found.channel.kind is kind
    assert found.channel.needs_identification is (Known.YES if name == "EChannel" else Known.NO)
    assert found.channel.phones[0].number == "029 553 4000"
    assert found.channel.links[0].url == "https://example.fi/lomake.pdf"
    assert found.more[0].place
    assert found.more[0].place.name == Text(fi="Arkisto")


def test_an_unknown_kind_is_noted() -> None:
    notes = Notes()
    assert shared_channel({"id": "c3", "serviceChannelType": "Pigeon"}, notes.at("x")) is None
    assert notes.taken() == (Noted("x", "unknown-channel-type", "Pigeon"),)


def test_the_connection_beats_the_channel() -> None:
    connection = {
        "serviceChargeType": "FreeOfCharge",
        "description": [*fi("Vain ajanvarauksella.", type="Description")],
        "contactDetails": {
            "emails": fi("toinen@example.fi"),
            "phoneNumbers": [{"number": "401234567", "prefixNumber": "+358", "language": "fi"}],
            "addresses": [
                {"type": "Postal", "subType": "Street", "streetAddress": {"street": fi("Postikatu")}}
            ],
        },
        "serviceHours": [{"serviceHourType": "DaysOfTheWeek", "isAlwaysOpen": True}],
    }
    said = override(connection, Notes().at(""))
    place, letter = shared(LOCATION).connected(said)
    assert place.description == Text(fi="Vain ajanvarauksella.")
    assert [p.number for p in place.phones] == ["040 123 4567"]
    assert place.emails == ("toinen@example.fi",)
    assert place.links == shared(LOCATION).channel.links
    assert place.hours.regular[0].always_open
    assert place.cost.charge is Charge.FREE
    assert letter.kind is ChannelKind.MAIL
    (extra,) = letters(connection, Notes().at(""))
    assert extra.place
    assert extra.place.address.street == Text(fi="Postikatu")


def test_channels_have_an_order_of_their_own() -> None:
    phone = shared(
        {"id": "p", "serviceChannelType": "Phone", "serviceChannelNames": fi("A", type="Name")}
    ).channel
    place = shared(LOCATION).channel
    assert in_order([phone, place, phone]) == in_order([place, phone]) == (place, phone)


def test_the_simplified_form() -> None:
    address = {
        "type": "Location",
        "subtype": "Single",
        "streetNumber": "15",
        "postalCode": "90830",
        "latitude": "7229135.399",
        "longitude": "422665.198",
        "postOffice": "HAUKIPUDAS",
        "municipalityCode": "564",
    }
    record = {
        "id": "c4",
        "type": "ServiceLocation",
        "name": {"fi": "Palvelupiste", "sv": "Servicestället", "en": None},
        "descriptions": {"fi": [{"value": "Piste", "type": "Summary"}], "en": []},
        "webPages": {"fi": ["https://asiointi.example.fi"], "sv": []},
        "emails": {"fi": ["tuki@example.fi"]},
        "phoneNumbers": {"fi": ["029 553 4000"]},
        "addresses": {
            "fi": [{**address, "streetName": "Simppulantie"}],
            "sv": [{**address, "streetName": "Simppulavägen"}],
        },
    }
    channel = shared(record).channel
    assert channel.name == Text(fi="Palvelupiste", sv="Servicestället")
    assert channel.links[0].url == "https://asiointi.example.fi"
    assert channel.phones[0].number == "029 553 4000"
    assert channel.place
    assert channel.place.address.street == Text(fi="Simppulantie 15", sv="Simppulavägen 15")
    assert channel.place.coordinates
    assert channel.place.coordinates.latitude == pytest.approx(65.18, abs=0.1)


def test_numbers_of_nobody() -> None:
    assert phones(None, [{"number": None, "language": "fi"}, {"language": "fi"}, 5]) == ()


class TestAreas:
    def test_municipalities_with_or_without_zeros(self) -> None:
        areas = [{"type": "Municipality", "code": None, "municipalities": [{"code": "91"}, {"code": "564"}]}]
        assert expanded(areas, Notes().at("")) == ("091", "564")
        simplified = {
            "fi": [{"code": "853", "type": "Municipality"}],
            "sv": [{"code": "853", "type": "Municipality"}],
        }
        assert expanded(simplified, Notes().at("")) == ("853",)

    @pytest.mark.parametrize("kind", ["Region", "Province"])
    def test_a_region_by_its_code(self, kind: str) -> None:
        found = expanded([{"type": kind, "code": "12"}], Notes().at(""))
        assert "167" in found
        assert len(found) == 13

    def test_uusimaa_is_five_counties_and_aland_none(self) -> None:
        uusimaa = expanded([{"type": "Region", "code": "01"}], Notes().at(""))
        assert len(uusimaa) == 26
        assert {"091", "049", "092", "638", "186"} <= set(uusimaa)
        assert len(expanded([{"type": "Region", "code": "21"}], Notes().at(""))) == 16

    def test_all_regions_together_are_the_country(self) -> None:
        codes = [f"{n:02}" for n in range(1, 22)]
        every = expanded([{"type": "Region", "code": code} for code in codes], Notes().at(""))
        assert 300 < len(every) < 312

    def test_a_county(self) -> None:
        found = expanded([{"type": "WellbeingServicesCounties", "code": "20"}], Notes().at(""))
        assert "205" in found

    def test_what_cannot_be_expanded_is_noted(self) -> None:
        notes = Notes()
        areas = [{"type": "HospitalRegions", "code": "3"}, {"type": "Municipality", "code": "999"}]
        assert expanded(areas, notes.at("x")) == ()
        assert notes.taken() == (
            Noted("x", "unknown-area", "HospitalDistrict 3"),
            Noted("x", "unknown-municipality", "999"),
        )
