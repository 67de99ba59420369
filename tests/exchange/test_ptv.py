import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neuvola_core.catalogue import ChannelKind, Charge, Provider, Service, Word
from neuvola_core.codec import from_json, to_json
from neuvola_core.errors import UnreadableSourceError
from neuvola_core.ids import catalogue_id
from neuvola_core.text import Text
from neuvola_exchange import ptv
from neuvola_exchange.ptv_values import code_of, day
from neuvola_exchange.report import Empty, Gone, Item, Noted, Rejected
from support.mangle import mangled, shuffled


def texts(kind: str | None = None, **languages: str | None) -> list[dict[str, Any]]:
    rows = [{"language": code, "value": value} for code, value in languages.items()]
    return [{**row, "type": kind} for row in rows] if kind else rows


GENERAL: dict[str, Any] = {
    "Id": "g1",
    "ServiceType": "Service",
    "Name": [{"Lang": "fi", "Label": "Velkaneuvonta"}, {"Lang": "sv", "Label": "Skuldrådgivning"}],
    "ShortDescription": [{"Lang": "fi", "Label": "Neuvoo."}, {"Lang": "sv", "Label": "Ger råd."}],
    "BackgroundDescription": [
        {
            "Lang": "fi",
            "Label": json.dumps({"entityMap": {}, "blocks": [{"text": "Pohja.", "type": "unstyled"}]}),
        }
    ],
    "Description": [{"Lang": "fi", "Label": "Lisäksi."}, {"Lang": "sv", "Label": None}],
    "ServiceRestrictions": [{"Lang": "fi", "Label": "Kaikille."}],
    "UserInstructions": [{"Lang": "fi", "Label": ""}],
    "ChargeTypeAdditionalInfo": [],
    "ChargeType": "Free",
    "ServiceClass": [{"Key": "http://urn.fi/URN:NBN:fi:au:ptvl:v1036", "Value": "Neuvonta"}],
    "OntologyTerm": [{"Key": "http://www.yso.fi/onto/koko/p6198", "Value": "palveluohjaus"}],
    "TargetGroup": [{"Key": "http://urn.fi/URN:NBN:fi:au:ptvl:v2003", "Value": "Lapset"}],
    "LifeEvent": [{"Key": "http://urn.fi/URN:NBN:fi:au:ptvl:v3019", "Value": "Velkaantuminen"}],
}
SERVICE: dict[str, Any] = {
    "id": "s1",
    "generalDescriptionId": "g1",
    "type": "Service",
    "serviceNames": [
        *texts("AlternativeName", fi="Velkaneuvoja"),
        *texts("Name", sv="Ekonomisk rådgivning", fi="Talousneuvonta"),
    ],
    "serviceDescriptions": [
        *texts("Summary", fi="Apua velkoihin."),
        *texts("Description", fi=None),
        *texts("ServiceUserInstruction", fi="Varaa aika."),
        *texts("ValidityTime", fi="Aika on voimassa."),
        *texts("ChargeTypeAdditionalInfo", fi="Ei maksa mitään."),
    ],
    "serviceChargeType": "Chargeable",
    "areaType": "LimitedType",
    "areas": [{"type": "Municipality", "code": None, "municipalities": [{"code": "426"}, {"code": "91"}]}],
    "languages": ["sv", "fi"],
    "serviceClasses": [{"code": "P4.12", "name": texts(fi="Sosiaalipalvelut")}],
    "ontologyTerms": [{"name": texts(sv="skuldsättning", en=None, fi="velkaantuminen")}],
    "targetGroups": [{"code": "KR1", "name": texts(fi="Kansalaiset")}],
    "lifeEvents": [{"newUri": "http://uri.suomi.fi/codelist/ptv/ptvelti/code/KE8"}],
    "keywords": texts(fi="velka") + texts(fi="laskut"),
    "requirements": texts(sv="Alla."),
    "serviceChannels": [
        {
            "serviceChannel": {"id": "c1", "name": "Puhelin"},
            "description": texts("Description", fi="Vain arkisin."),
            "serviceHours": [],
            "contactDetails": None,
        },
        {
            "serviceChannel": {"id": "c9", "name": "Muualla"},
            "contactDetails": {"webPages": [{"language": "fi", "url": "https://muualla.example.fi"}]},
        },
        {"serviceChannel": {"id": "c8", "name": "Kadonnut"}, "contactDetails": None},
    ],
    "organizations": [
        {"roleType": "Producer", "organization": {"id": "o2", "name": "Apu ry"}},
        {"roleType": "Responsible", "organization": {"id": "o1", "name": "Liperin kunta"}},
    ],
    "publishingStatus": "Published",
    "modified": "2024-05-31T21:00:00",
}
CHANNEL: dict[str, Any] = {
    "id": "c1",
    "serviceChannelType": "Phone",
    "serviceChannelNames": texts("Name", fi="Puhelinneuvonta"),
    "phoneNumbers": [{"number": "295534000", "prefixNumber": "+358", "language": "fi", "type": "Phone"}],
    "publishingStatus": "Published",
    "services": [{"service": {"id": "s2", "name": "Toinen"}, "description": []}],
}
OTHER: dict[str, Any] = {
    "id": "s2",
    "serviceNames": texts("Name", fi="Toinen palvelu"),
    "areaType": "WholeCountry",
    "serviceChannels": None,
}
ORGANISATION: dict[str, Any] = {
    "id": "o1",
    "organizationType": "Municipality",
    "organizationNames": texts("Name", fi="Liperin kunta", sv="Libelits kommun"),
}


def write(folder: Path, **files: object) -> Path:
    for name, value in files.items():
        (folder / f"{name}.json").write_text(json.dumps(value), encoding="utf-8")
    return folder


def items_of(path: Path) -> list[Item]:
    return list(ptv.read(path).items)


def services_of(path: Path) -> dict[str, Service]:
    return {item.source.source_id: item for item in items_of(path) if isinstance(item, Service)}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path, services=[SERVICE, OTHER], channels=CHANNEL, gd=[GENERAL], orgs=[ORGANISATION])


class TestRealFiles:
    def test_every_record_is_accounted_for(self, shared: Path) -> None:
        reading = ptv.read(shared / "data/ptv")
        items = list(reading.items)
        found = [item for item in items if isinstance(item, Service)]
        assert Counter(s.source.kind for s in found) == {"general-description": 458, "service": 4}
        assert not [item for item in items if isinstance(item, Rejected | Empty | Gone)]
        assert (reading.format, reading.origin, reading.complete) == ("ptv", "ptv", True)
        assert reading.total == 458 + 4

    def test_general_descriptions_are_of_the_country_and_of_nobody(self, shared: Path) -> None:
        reading = ptv.read(shared / "data/ptv/general-descriptions.json")
        assert (reading.origin, reading.complete) == ("ptv/general-description", False)
        found = [item for item in reading.items if isinstance(item, Service)]
        assert len({service.id for service in found}) == 458
        assert all(s.nationwide and s.organisation is None and "fi" in s.name for s in found)
        said = [text for s in found for text in (s.description, s.conditions, s.instructions)]
        assert not [t for text in said for t in text.values() if "blocks" in t or "entityMap" in t]
        assert sum(bool(s.classes) for s in found) == 457
        assert sum(bool(s.life_events) for s in found) == 31
        assert Counter(s.cost.charge for s in found)[Charge.FREE] == 101

    def test_a_service_with_its_channel(self, shared: Path) -> None:
        found = services_of(shared / "data/ptv")["3668d250-cd80-45c4-abcc-9b2d3a2b3e42"]
        assert found.name == Text(fi="Nettilukio aikuisille")
        assert found.synonyms == (Word("fi", "Etälukio"),)
        assert found.nationwide
        assert found.organisation
        assert found.organisation.name == Text(fi="Mikkelin kaupungin liikelaitos Otavia")
        (channel,) = found.channels
        assert channel.place
        assert channel.place.address.municipality == "491"
        assert len(channel.place.accessibility.sentences) == 3
        assert len(channel.hours.regular[0].openings) == 5

    def test_a_service_with_its_general_description(self, shared: Path) -> None:
        found = services_of(shared / "data/ptv")["6c00d407-d3fd-4c7e-a373-57be9f3b2cff"]
        assert found.summary["fi"].startswith("Oppimäärää voidaan")
        assert found.summary["sv"].startswith("Lärokurser")
        assert found.general_description == "9403ae40-861d-4a86-ae23-44f4bfc9f572"
        assert found.cost.charge is Charge.FREE
        assert found.municipalities == ("426",)

    def test_the_same_files_give_the_same_bytes(self, shared: Path) -> None:
        def read() -> list[bytes]:
            return [to_json(item) for item in items_of(shared / "data/ptv") if isinstance(item, Service)]

        assert read() == read()

    def test_it_recognises_each_of_its_files_and_no_others(self, shared: Path) -> None:
        assert all(ptv.recognises(file) for file in (shared / "data/ptv").glob("*.json"))
        others = ("helsinki-register", "lipas", "linked-events", "areas", "ontology", "hsds")
        assert not [name for name in others if ptv.recognises(shared / "data" / name)]


class TestService:
    def test_identity_and_texts(self, folder: Path) -> None:
        found = services_of(folder)["s1"]
        assert found.id == catalogue_id("ptv", "service", "s1")
        assert found.name == Text(fi="Talousneuvonta", sv="Ekonomisk rådgivning")
        assert found.summary == Text(fi="Apua velkoihin.", sv="Ger råd.")
        assert found.description == Text(fi="Pohja.\n\nLisäksi.")
        assert found.instructions == Text(fi="Varaa aika.\n\nAika on voimassa.")
        assert found.conditions == Text(fi="Kaikille.", sv="Alla.")
        assert found.source.modified_on == date(2024, 6, 1)

    def test_words_and_codes_of_both(self, folder: Path) -> None:
        found = services_of(folder)["s1"]
        assert found.synonyms == (
            Word("fi", "Velkaneuvoja"),
            Word("fi", "Velkaneuvonta"),
            Word("sv", "Skuldrådgivning"),
        )
        assert found.keywords == (Word("fi", "laskut"), Word("fi", "velka"))
        assert found.classes == ("P4.12", "P4.13")
        assert found.life_events == ("KE8", "KE9")
        assert Word("sv", "skuldsättning") in found.ontology
        assert Word("fi", "palveluohjaus") in found.ontology
        assert found.general_description == "g1"

    def test_the_general_charge_beats_its_own(self, folder: Path) -> None:
        found = services_of(folder)["s1"].cost
        assert (found.charge, found.note) == (Charge.FREE, Text(fi="Ei maksa mitään."))

    def test_who_and_where(self, folder: Path) -> None:
        found = services_of(folder)
        first = found["s1"]
        assert first.organisation
        assert first.organisation.name == Text(fi="Liperin kunta", sv="Libelits kommun")
        assert first.provider is Provider.MUNICIPALITY
        assert first.municipalities == ("091", "426")
        assert first.languages == ("fi", "sv")
        assert not first.nationwide
        assert found["s2"].nationwide

    def test_channels_known_and_unknown(self, folder: Path) -> None:
        items = items_of(folder)
        found = {i.source.source_id: i for i in items if isinstance(i, Service)}
        phone, page = found["s1"].channels
        assert (phone.kind, phone.description) == (ChannelKind.PHONE, Text(fi="Vain arkisin."))
        assert (page.kind, page.name, page.shared_id) == (ChannelKind.WEB, Text(fi="Muualla"), "c9")
        assert found["s1"].source.url == "https://muualla.example.fi"
        assert Noted("services.json#s1", "channel-missing", "c8 Kadonnut") in items

    def test_a_connection_that_only_the_channel_tells_of(self, folder: Path) -> None:
        (channel,) = services_of(folder)["s2"].channels
        assert channel.phones[0].number == "029 553 4000"
        assert not channel.description

    def test_general_texts_that_come_with_the_service(self, tmp_path: Path) -> None:
        rows = [*texts("GD_Summary", fi="Yleinen.", sv="Allmän."), *texts("Summary", fi="Oma.")]
        write(tmp_path, a={**OTHER, "serviceDescriptions": rows})
        assert services_of(tmp_path)["s2"].summary == Text(fi="Oma.", sv="Allmän.")

    def test_the_order_of_languages_and_lists_does_not_matter(self, folder: Path, tmp_path: Path) -> None:
        before = {key: to_json(service) for key, service in services_of(folder).items()}
        for seed in range(5):
            write(tmp_path, services=shuffled([SERVICE, OTHER], seed), gd=shuffled([GENERAL], seed))
            assert {key: to_json(service) for key, service in services_of(tmp_path).items()} == before

    def test_nothing_said_of_the_area_leaves_the_provider_s_own(self, tmp_path: Path) -> None:
        def offered_by(name: str) -> Service:
            record = {
                **OTHER,
                "areaType": None,
                "organizations": [{"organization": {"id": "o", "name": name}}],
            }
            return services_of(write(tmp_path, a=record))["s2"]

        assert offered_by("Liperin kunta").municipalities == ("426",)
        assert "205" in offered_by("Kainuun hyvinvointialue").municipalities
        assert offered_by("Kela").nationwide
        assert not offered_by("Apu ry").nationwide


class TestGeneralDescription:
    def test_it_is_a_service_of_the_country(self, folder: Path) -> None:
        found = services_of(folder)["g1"]
        assert found.id == catalogue_id("ptv", "general-description", "g1")
        assert (found.source.kind, found.nationwide, found.organisation) == (
            "general-description",
            True,
            None,
        )
        assert found.general_description == ""
        assert found.description == Text(fi="Pohja.\n\nLisäksi.")
        assert found.cost.charge is Charge.FREE
        assert found.target_groups == ("lapsiperhe",)

    def test_the_interface_s_own_form(self, tmp_path: Path) -> None:
        record = {
            "id": "g2",
            "names": texts("Name", fi="Kirjasto"),
            "descriptions": texts("ShortDescription", fi="Kirjoja."),
            "serviceClasses": [{"code": "P26.5"}],
            "publishingStatus": "Published",
        }
        found = services_of(write(tmp_path, a={"pageNumber": 1, "itemList": [record]}))["g2"]
        assert (found.source.kind, found.summary) == ("general-description", Text(fi="Kirjoja."))


class TestForms:
    @pytest.mark.parametrize(
        "wrapped",
        [OTHER, [OTHER], {"s2": OTHER}, {"pageNumber": 1, "pageCount": 1, "itemList": [OTHER]}],
        ids=["object", "list", "by-id", "page"],
    )
    def test_wrappings(self, tmp_path: Path, wrapped: object) -> None:
        write(tmp_path, a=wrapped)
        assert ptv.recognises(tmp_path)
        assert services_of(tmp_path).keys() == {"s2"}

    def test_an_empty_page(self, tmp_path: Path) -> None:
        write(tmp_path, a={"pageNumber": 1, "itemList": None}, b=OTHER)
        assert services_of(tmp_path).keys() == {"s2"}

    def test_the_simplified_form(self, tmp_path: Path) -> None:
        record = {
            "id": "s3",
            "type": "PermitOrObligation",
            "organizations": [{"id": "o9", "name": "Poliisi"}],
            "name": {"en": None, "fi": "Lupa", "sv": "Lov"},
            "descriptions": {
                "fi": [
                    {"value": "Hae lupaa.", "type": "Summary"},
                    {"value": "Yleinen.", "type": "GD_Description"},
                ],
                "en": [],
            },
            "requirement": {"fi": "18 vuotta.", "en": ""},
            "serviceClasses": {"fi": [{"code": "P20.1"}], "sv": [{"code": "P20.1"}]},
            "targetGroups": {"fi": [{"code": "KR1"}]},
            "lifeEvents": {"fi": [{"code": "KE6"}], "en": []},
            "areas": {"fi": [{"code": "853", "type": "Municipality"}]},
            "lastUpdated": "2021-06-11T11:08:13+00:00",
        }
        found = services_of(write(tmp_path, a=[record]))["s3"]
        assert found.name == Text(fi="Lupa", sv="Lov")
        assert (found.summary, found.description) == (Text(fi="Hae lupaa."), Text(fi="Yleinen."))
        assert found.conditions == Text(fi="18 vuotta.")
        assert (found.classes, found.life_events) == (("P20.1",), ("KE6",))
        assert (found.municipalities, found.provider) == (("853",), Provider.STATE)
        assert found.source.modified_on == date(2021, 6, 11)

    def test_both_generations_of_addresses(self) -> None:
        assert code_of("http://urn.fi/URN:NBN:fi:au:ptvl:v2003") == "KR1.2"
        assert code_of("urn:fi:au:ptvl:v3019") == "KE9"
        assert code_of("http://uri.suomi.fi/codelist/ptv/ptvserclass2/code/P4.12") == "P4.12"
        assert code_of("http://www.yso.fi/onto/koko/p6198") == ""

    @pytest.mark.parametrize("value", [None, "", "eilen", "2024-13-01", "9999-12-31T22:00:00", 5])
    def test_what_is_no_day(self, value: object) -> None:
        assert day(value) is None


class TestStates:
    @pytest.mark.parametrize("status", ["Deleted", "Archived", "Withdrawn", "OldPublished"])
    def test_what_is_no_longer_offered_is_gone(self, tmp_path: Path, status: str) -> None:
        items = items_of(write(tmp_path, a={**SERVICE, "publishingStatus": status}))
        assert items == [Gone("a.json#s1", catalogue_id("ptv", "service", "s1"))]

    @pytest.mark.parametrize("status", ["Draft", "Modified"])
    def test_what_is_not_ready_is_told(self, tmp_path: Path, status: str) -> None:
        items = items_of(write(tmp_path, a={**SERVICE, "publishingStatus": status}))
        assert items == [Noted("a.json#s1", "not-published", status)]

    def test_a_withdrawn_channel_is_not_shown(self, folder: Path) -> None:
        write(folder, channels={**CHANNEL, "publishingStatus": "Deleted"})
        assert services_of(folder)["s2"].channels == ()

    def test_of_two_versions_the_newer_counts(self, tmp_path: Path) -> None:
        newer = {**OTHER, "modified": "2025-01-01T00:00:00", "serviceNames": texts("Name", fi="Uusi")}
        items = items_of(write(tmp_path, a=[newer], b=[{**OTHER, "modified": "2024-01-01T00:00:00"}]))
        assert [item.name.best() for item in items if isinstance(item, Service)] == ["Uusi"]
        assert Noted("b.json#s2", "duplicate", "s2") in items

    def test_a_channel_that_nothing_uses_is_told(self, tmp_path: Path) -> None:
        assert Noted("ptv#c1", "channel-unused", "c1") in items_of(write(tmp_path, a=CHANNEL))


class TestFaults:
    def test_bad_records_stop_nothing(self, tmp_path: Path) -> None:
        rows = [
            OTHER,
            5,
            {**OTHER, "id": None},
            {"id": "x", "name": "Vain nimi"},
            {"contentId": "v12"},
            {"a": 1},
        ]
        items = items_of(write(tmp_path, a=[*rows, {**OTHER, "id": "s9", "serviceNames": []}]))
        assert [(i.where, i.code) for i in items if isinstance(i, Rejected)] == [
            ("a.json#(2)", "not-a-record"),
            ("a.json#(3)", "no-id"),
            ("a.json#x", "not-full"),
            ("a.json#(5)", "ptv-v12"),
            ("a.json#(6)", "other-format"),
        ]
        assert Empty("a.json#s9") in items
        assert sum(isinstance(item, Service) for item in items) == 1

    def test_a_damaged_file_costs_itself_and_the_completeness(self, folder: Path) -> None:
        (folder / "cut.json").write_text('[{"id": "s4", "serviceNa', encoding="utf-8")
        reading = ptv.read(folder)
        items = list(reading.items)
        assert not reading.complete
        assert Rejected("cut.json", "not-json") in items
        assert sum(isinstance(item, Service) for item in items) == 3

    def test_one_file_is_never_everything(self, folder: Path) -> None:
        assert ptv.read(folder).complete
        assert not ptv.read(folder / "services.json").complete
        assert ptv.read(folder / "services.json").origin == "ptv/service"

    def test_nothing_of_ptv(self, tmp_path: Path) -> None:
        with pytest.raises(UnreadableSourceError) as error:
            ptv.read(write(tmp_path, a=[{"b": 1}]))
        assert error.value.facts["reason"] == "other-format"


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32), rate=st.sampled_from([0.01, 0.05, 0.2]))
def test_mangled_records_never_raise(
    tmp_path_factory: pytest.TempPathFactory, seed: int, rate: float
) -> None:
    folder = tmp_path_factory.mktemp("mangled")
    spoilt = [mangled(record, seed + n, rate) for n, record in enumerate((SERVICE, OTHER, CHANNEL, GENERAL))]
    write(folder, a=spoilt, b=mangled([SERVICE, CHANNEL, ORGANISATION], seed, rate))
    try:
        items = items_of(folder)
    except UnreadableSourceError:
        return
    for item in items:
        if isinstance(item, Service):
            assert from_json(to_json(item), Service) == item
