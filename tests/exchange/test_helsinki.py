import json
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neuvola_core.catalogue import ChannelKind, Charge, Known, PhoneKind, Provider, Service, Word
from neuvola_core.codec import from_json, to_json
from neuvola_core.errors import UnreadableSourceError
from neuvola_core.ids import catalogue_id
from neuvola_core.text import Text
from neuvola_exchange import helsinki
from neuvola_exchange.report import Empty, Item, Noted, Rejected
from support.mangle import mangled

SERVICE: dict[str, Any] = {
    "id": 7574,
    "fi": {
        "id": 7574,
        "title": "Velkaneuvonta",
        "name_synonyms": "talousneuvonta, hh_neu , velat",
        "description_short": "Apua, kun rahat eivät riitä.",
        "description_long": "Apua, kun rahat eivät riitä.\n\nVaraa aika.",
        "prerequisites": "Palvelu on tarkoitettu helsinkiläisille.\n\nPalvelu on maksuton.",
        "general_description_id": "27d2f17f-085f-4686-82c7-c030cb6556ac",
        "provided_languages": ["fi", "sv"],
        "target_groups": ["INDIVIDUALS"],
        "life_events": ["BURDENED_BY_DEBT", "MOVING_TO_THE_MOON"],
        "exact_errand_services": [5195, 5196],
        "links": [
            {"type": "MAP", "title": "Kartta", "url": "https://kartta.example.fi"},
            {"type": "INTERNET", "title": "Lue lisää", "url": "https://velat.example.fi"},
            {"type": "INTERNET", "title": "Rikki", "url": "http:///"},
        ],
        "unit_ids": [8149, 900],
    },
    "sv": {
        "id": 7574,
        "title": "Skuldrådgivning",
        "description_short": "Hjälp när pengarna inte räcker.",
        "exact_errand_services": [5195],
        "links": [{"type": "INTERNET", "title": "Läs mer", "url": "https://velat.example.fi"}],
        "unit_ids": [],
    },
    "en": [],
}
ERRAND: dict[str, Any] = {
    "id": 5195,
    "fi": {
        "id": 5195,
        "exact_descriptions": [99999, 7574],
        "type": "APPOINTMENT",
        "name": "Varaa aika velkaneuvontaan",
        "description": "Varaa aika puhelimella.",
        "process_description": "Soita ja kerro asiasi.",
        "expiration_time": "Aika on voimassa päivän.",
        "costs": "Neuvonta on maksutonta.",
        "channels": [
            {
                "id": 1,
                "type": "TELEPHONE",
                "name": "Soita",
                "phone": "+358 9 310 111 11, 040\u202f664 0082",
                "call_charge_info": "maksuton",
                "availability_summary": "Avoinna ma-pe 09-15",
                "requires_authentication": False,
            },
            {
                "id": 2,
                "type": "ESERVICE",
                "name": "Verkossa",
                "requires_authentication": True,
                "links": [{"type": "INTERNET", "title": "Varaa", "url": "https://varaa.example.fi"}],
            },
            {
                "id": 3,
                "type": "MAIL",
                "name": "Kirjeitse",
                "personal_service_street_addr": "Velkaneuvonta",
                "personal_service_postal_code": "PL 58235, 00099",
                "personal_service_city": "00099 Helsingin kaupunki",
            },
            {
                "id": 4,
                "type": "LOCAL",
                "personal_service_street_addr": "Koetilantie 2, 00790",
                "personal_service_city": "Helsinki\u200b",
            },
            {"id": 5, "type": "EMAIL", "name": "Sähköposti", "email": " velat@example.fi "},
            {"id": 6, "type": "PIGEON", "name": "Kyyhky"},
            {"id": 7, "type": "CHAT", "name": "Tyhjä"},
        ],
    },
    "sv": {
        "id": 5195,
        "name": "Boka tid",
        "channels": [
            {
                "id": 1,
                "type": "TELEPHONE",
                "name": "Ring",
                "phone": "09 310 11111",
                "call_charge_info": "gratis",
            }
        ],
    },
    "en": [],
}
EMPTY: dict[str, Any] = {"id": 3, "fi": [], "sv": [], "en": []}


def write(folder: Path, name: str, value: object) -> Path:
    (folder / name).write_text(json.dumps(value), encoding="utf-8")
    return folder


def items_of(path: Path) -> list[Item]:
    return list(helsinki.read(path).items)


def services_of(path: Path) -> dict[str, Service]:
    return {item.source.source_id: item for item in items_of(path) if isinstance(item, Service)}


@pytest.fixture
def register(tmp_path: Path) -> Path:
    second = {**ERRAND, "id": 5196}
    write(tmp_path, "services.json", [SERVICE, EMPTY])
    write(tmp_path, "errandservices.json", [ERRAND, second])
    return write(tmp_path, "unitservices.json", {"6666": {"unit_id": 6666, "services": [7574]}})


class TestRealRegister:
    def test_every_record_is_accounted_for(self, shared: Path) -> None:
        reading = helsinki.read(shared / "data/helsinki-register")
        items = list(reading.items)
        kinds = Counter(type(item) for item in items)
        assert kinds == {Service: 593 + 478, Empty: 454}
        by_kind = Counter(item.source.kind for item in items if isinstance(item, Service))
        assert by_kind == {"service": 593, "errand": 478}
        assert (reading.format, reading.origin, reading.complete) == ("helsinki", "helsinki", True)
        assert reading.total == 1047 + 478

    def test_no_inner_tags_no_dangling_parents_and_known_numbers(self, shared: Path) -> None:
        found = [i for i in items_of(shared / "data/helsinki-register") if isinstance(i, Service)]
        ids = {service.id for service in found}
        assert len(ids) == len(found)
        assert not [w for s in found for w in s.synonyms if w.text.startswith("hh_")]
        assert all(not s.parent_id or s.parent_id in ids for s in found)
        assert all(s.municipalities == ("091",) and s.provider is Provider.MUNICIPALITY for s in found)
        numbers = [p.number for s in found for c in s.channels for p in c.phones]
        assert len(numbers) > 300
        assert not [n for n in numbers if n.startswith("+358") or "\u200b" in n]
        assert sum(bool(c.hours.regular) for s in found for c in s.channels) > 300

    def test_the_same_files_give_the_same_bytes(self, shared: Path) -> None:
        def read() -> list[bytes]:
            found = items_of(shared / "data/helsinki-register")
            return [to_json(item) for item in found if isinstance(item, Service)]

        assert read() == read()

    def test_it_is_quick(self, shared: Path) -> None:
        started = time.process_time()
        items_of(shared / "data/helsinki-register")
        assert time.process_time() - started < 3

    def test_files_are_told_apart_by_content(self, shared: Path) -> None:
        folder = shared / "data/helsinki-register"
        one = helsinki.read(folder / "services.json")
        assert (one.origin, one.complete, one.total) == ("helsinki/service", True, 1047)
        assert Counter(type(item) for item in one.items) == {Service: 593, Empty: 454}
        other = helsinki.read(folder / "errandservices.json")
        assert (other.origin, other.complete, other.total) == ("helsinki/errand", True, 478)

    @pytest.mark.parametrize("name", ["services.json", "errandservices.json", "unitservices.json"])
    def test_it_recognises_its_files(self, shared: Path, name: str) -> None:
        assert helsinki.recognises(shared / "data/helsinki-register" / name)

    @pytest.mark.parametrize("folder", ["ptv", "lipas", "linked-events", "areas", "ontology", "hsds"])
    def test_it_leaves_others_alone(self, shared: Path, folder: str) -> None:
        assert not helsinki.recognises(shared / "data" / folder)


class TestService:
    def test_texts_and_links(self, register: Path) -> None:
        service = services_of(register)["7574"]
        assert service.id == catalogue_id("helsinki", "service", "7574")
        assert service.name == Text(fi="Velkaneuvonta", sv="Skuldrådgivning")
        assert service.synonyms == (Word("fi", "talousneuvonta"), Word("fi", "velat"))
        assert service.summary["sv"] == "Hjälp när pengarna inte räcker."
        assert service.description == Text(fi="Apua, kun rahat eivät riitä.\n\nVaraa aika.")
        assert [link.url for link in service.links] == [
            "https://velat.example.fi",
            "https://kartta.example.fi",
        ]
        assert service.links[0].label == Text(fi="Lue lisää", sv="Läs mer")
        assert service.links[0].language == ""
        assert service.source.url == "https://velat.example.fi"

    def test_codes_and_conditions(self, register: Path) -> None:
        service = services_of(register)["7574"]
        assert service.life_events == ("KE9",)
        assert service.general_description == "27d2f17f-085f-4686-82c7-c030cb6556ac"
        assert service.unit_ids == ("900", "6666", "8149")
        assert service.residents_only is Known.YES
        assert service.cost.charge is Charge.FREE
        assert service.languages == ("fi", "sv")
        assert "rahat_eivat_riita" in service.needs or "velat" in service.needs

    def test_what_is_open_to_everybody_is_not_for_residents_only(self, tmp_path: Path) -> None:
        fi = {
            **SERVICE["fi"],
            "prerequisites": "Kaikille avointa.\n\nPalvelu on tarkoitettu helsinkiläisille.",
        }
        write(tmp_path, "services.json", [{**SERVICE, "fi": fi}])
        assert services_of(tmp_path)["7574"].residents_only is Known.UNKNOWN

    def test_it_shows_each_channel_of_its_errands_once(self, register: Path) -> None:
        service, errand = services_of(register)["7574"], services_of(register)["5195"]
        assert service.channels == errand.channels

    def test_hours_that_are_understood_are_its_own_channel(self, tmp_path: Path) -> None:
        fi = {**SERVICE["fi"], "availability_summary": "Avoinna ma-pe 09-15"}
        write(tmp_path, "services.json", [{**SERVICE, "fi": fi}])
        (channel,) = services_of(tmp_path)["7574"].channels
        assert [o.weekday for o in channel.hours.regular[0].openings] == [0, 1, 2, 3, 4]

    def test_words_about_terms_become_instructions(self, tmp_path: Path) -> None:
        fi = {**SERVICE["fi"], "availability_summary": "Hakuaika on vuosittain tammikuussa."}
        write(tmp_path, "services.json", [{**SERVICE, "fi": fi}])
        service = services_of(tmp_path)["7574"]
        assert service.channels == ()
        assert service.instructions == Text(fi="Hakuaika on vuosittain tammikuussa.")


class TestErrand:
    def test_it_names_its_parent_and_what_it_costs(self, register: Path) -> None:
        errand = services_of(register)["5195"]
        assert errand.source.kind == "errand"
        assert errand.parent_id == catalogue_id("helsinki", "service", "7574")
        assert errand.summary == Text(fi="Varaa aika puhelimella.")
        assert errand.instructions == Text(fi="Soita ja kerro asiasi.\n\nAika on voimassa päivän.")
        assert errand.cost.charge is Charge.FREE
        assert errand.cost.note == Text(fi="Neuvonta on maksutonta.")
        assert errand.source.url == "https://varaa.example.fi"

    def test_the_back_link_gives_a_parent_too(self, tmp_path: Path) -> None:
        fi = {**ERRAND["fi"], "exact_descriptions": []}
        write(tmp_path, "services.json", [SERVICE])
        write(tmp_path, "errandservices.json", [{**ERRAND, "fi": fi}])
        assert services_of(tmp_path)["5195"].parent_id == catalogue_id("helsinki", "service", "7574")

    def test_channels_are_merged_over_languages(self, register: Path) -> None:
        phone = services_of(register)["5195"].channels[0]
        assert phone.kind is ChannelKind.PHONE
        assert phone.shared_id == "1"
        assert phone.name == Text(fi="Soita", sv="Ring")
        assert [p.number for p in phone.phones] == ["09 310 11111", "040 664 0082"]
        assert [p.languages for p in phone.phones] == [(), ("fi",)]
        assert {p.charge for p in phone.phones} == {Charge.FREE}
        assert {p.kind for p in phone.phones} == {PhoneKind.VOICE}
        assert phone.phones[0].charge_note == Text(fi="maksuton", sv="gratis")
        assert phone.hours.regular[0].openings[0].opens == 9 * 60
        assert phone.needs_identification is Known.UNKNOWN

    def test_kinds_addresses_and_identification(self, register: Path) -> None:
        channels = {channel.kind: channel for channel in services_of(register)["5195"].channels}
        assert channels.keys() == {
            ChannelKind.PHONE,
            ChannelKind.ESERVICE,
            ChannelKind.MAIL,
            ChannelKind.PLACE,
            ChannelKind.EMAIL,
        }
        assert channels[ChannelKind.ESERVICE].needs_identification is Known.YES
        letter, visit = channels[ChannelKind.MAIL].place, channels[ChannelKind.PLACE].place
        assert letter
        assert visit
        assert letter.address.street == Text(fi="PL 58235")
        assert letter.address.additional == Text(fi="Velkaneuvonta")
        assert letter.address.post_office == Text(fi="Helsingin kaupunki")
        assert visit.address.street == Text(fi="Koetilantie 2")
        assert (visit.address.postal_code, visit.address.municipality) == ("00790", "091")
        assert channels[ChannelKind.EMAIL].emails == ("velat@example.fi",)

    @pytest.mark.parametrize(
        ("words", "charge"),
        [
            ("Asuntojen hakeminen on maksutonta, eikä vakuuksia peritä.", Charge.FREE),
            ("Maksut: ei maksuja", Charge.FREE),
            ("Jos asiakirjat toimitetaan sähköisesti, maksua ei peritä.", Charge.UNKNOWN),
            ("Selvitys on maksuton. Kartat tilataan maksullisesta palvelusta.", Charge.UNKNOWN),
            ("Perimme käsittelystä 105 euron maksun.", Charge.CHARGED),
            ("Tekstiviestin hinta on 4,7 senttiä.", Charge.CHARGED),
            ("Laskutetaan kuukausittain.", Charge.UNKNOWN),
        ],
    )
    def test_words_about_costs(self, tmp_path: Path, words: str, charge: Charge) -> None:
        write(tmp_path, "errandservices.json", [{**ERRAND, "fi": {**ERRAND["fi"], "costs": words}}])
        cost = services_of(tmp_path)["5195"].cost
        assert (cost.charge, cost.note["fi"]) == (charge, words)

    def test_a_dash_is_no_cost(self, tmp_path: Path) -> None:
        write(tmp_path, "errandservices.json", [{**ERRAND, "fi": {**ERRAND["fi"], "costs": "-"}}])
        assert not services_of(tmp_path)["5195"].cost.note


class TestFaults:
    def test_odd_things_are_told(self, register: Path) -> None:
        told = {(i.where, i.code, i.detail) for i in items_of(register) if isinstance(i, Noted)}
        assert ("services.json#7574", "unknown-life-event", "MOVING_TO_THE_MOON") in told
        assert ("services.json#7574", "bad-url", "http:///") in told
        assert ("errandservices.json#5195", "unknown-channel-type", "PIGEON") in told

    def test_bad_records_stop_nothing(self, tmp_path: Path) -> None:
        rows = [SERVICE, 5, None, {"fi": {"title": "x"}}, {**SERVICE, "id": True}, SERVICE, EMPTY]
        items = items_of(write(tmp_path, "services.json", rows))
        assert [(i.where, i.code) for i in items if isinstance(i, Rejected)] == [
            ("services.json#(2)", "not-a-record"),
            ("services.json#(3)", "not-a-record"),
            ("services.json#(4)", "no-id"),
            ("services.json#(5)", "no-id"),
            ("services.json#7574", "duplicate"),
        ]
        assert sum(isinstance(item, Service) for item in items) == 1
        assert Empty("services.json#3") in items

    def test_a_damaged_file_costs_itself_and_the_completeness(self, register: Path) -> None:
        (register / "more.json").write_text('[{"id": 1, "fi": {"tit', encoding="utf-8")
        (register / "other.json").write_text('{"what": "ever"}', encoding="utf-8")
        reading = helsinki.read(register)
        items = list(reading.items)
        assert not reading.complete
        assert Rejected("more.json", "not-json") in items
        assert Noted("other.json", "other-format") in items
        assert sum(isinstance(item, Service) for item in items) == 3

    def test_one_file_reads_as_it_does_among_the_others(self, register: Path) -> None:
        together = services_of(register)
        alone = {**services_of(register / "services.json"), **services_of(register / "errandservices.json")}
        assert alone == together
        reading = helsinki.read(register / "services.json")
        assert (reading.origin, reading.complete, reading.total) == ("helsinki/service", True, 2)

    def test_nothing_of_the_register(self, tmp_path: Path) -> None:
        write(tmp_path, "x.json", [{"a": 1}])
        with pytest.raises(UnreadableSourceError) as error:
            helsinki.read(tmp_path)
        assert error.value.facts["reason"] == "other-format"


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 2**32), rate=st.sampled_from([0.01, 0.05, 0.2]))
def test_mangled_records_never_raise(
    tmp_path_factory: pytest.TempPathFactory, seed: int, rate: float
) -> None:
    folder = tmp_path_factory.mktemp("mangled")
    rows = [mangled(row, seed + n, rate) for n, row in enumerate((SERVICE, EMPTY, SERVICE))]
    errands = [mangled(ERRAND, seed + n, rate) for n in range(3)]
    write(folder, "services.json", rows)
    write(folder, "errandservices.json", errands)
    try:
        items = items_of(folder)
    except UnreadableSourceError:
        return
    records = [item for item in items if isinstance(item, Service | Rejected | Empty)]
    assert len(records) <= len(rows) + len(errands)
    for item in items:
        if isinstance(item, Service):
            assert from_json(to_json(item), Service) == item
