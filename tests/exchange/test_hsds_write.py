"""The catalogue as HSDS: valid by the standard's schema, and nothing lost on the way back."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from neuvola_core import codec
from neuvola_core.catalogue import (
    Address,
    Channel,
    ChannelKind,
    Charge,
    Coordinates,
    Cost,
    Phone,
    Place,
    Service,
    Source,
    Word,
)
from neuvola_core.errors import CannotWriteError
from neuvola_core.hours import Hours, Opening, Regular, Season
from neuvola_core.ids import catalogue_id
from neuvola_core.text import Text
from neuvola_exchange import hsds, hsds_write, registry
from neuvola_exchange.report import Noted
from support.hsds_schema import SCHEMA, faults, fields
from support.hsds_values import services
from support.services import make_service


def written(folder: Path, *given: Service) -> list[dict[str, Any]]:
    path = folder / "ulos.json"
    assert hsds_write.write(given, path) == len(given)
    page = json.loads(path.read_text(encoding="utf-8"))
    assert page["total_items"] == len(page["contents"])
    contents: list[dict[str, Any]] = page["contents"]
    return contents


def read_back(path: Path) -> list[Service]:
    items = list(hsds.read(path).items)
    assert [item for item in items if not isinstance(item, Service)] == []
    return [item for item in items if isinstance(item, Service)]


def as_imported(service: Service) -> Service:
    """What the service is to another desk: the same, but that it came as HSDS, with ids by that."""
    origin = Source("hsds", "service", service.id, service.source.url, modified_on=service.source.modified_on)
    organisation = service.organisation and replace(
        service.organisation, id=catalogue_id("hsds", "organisation", service.organisation.id)
    )
    return replace(
        service,
        id=catalogue_id("hsds", "service", service.id),
        source=origin,
        organisation=organisation,
        unit_ids=(),
        amended=(),
    )


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(given=st.lists(services(), max_size=2, unique_by=lambda service: service.id))
def test_what_is_written_is_valid_and_reads_back_the_same(given: list[Service], tmp_path: Path) -> None:
    contents = written(tmp_path, *given)
    assert [fault for record in contents for fault in faults(record)] == []
    if given:
        assert read_back(tmp_path / "ulos.json") == [as_imported(service) for service in given]


def test_the_table_of_the_schema_is_the_published_one(shared: Path) -> None:
    for name in SCHEMA:
        published = json.loads((shared / "data/hsds/3.1/schema" / f"{name}.json").read_text(encoding="utf-8"))
        assert {key for key, (is_required, _) in fields(name).items() if is_required} == set(
            published["required"]
        )
        assert fields(name).keys() == published["properties"].keys()
        for key, (_, kind) in fields(name).items():
            told = published["properties"][key]
            assert (kind.startswith("["), kind == "number") == (
                told.get("type") == "array",
                told.get("type") == "number",
            )
            assert told.get("enum", []) == (
                [v.replace("_", " ") for v in kind.split("|")] if "|" in kind else []
            )
            assert told.get("format", kind) == kind


def test_the_official_examples_keep_to_it(shared: Path) -> None:
    for folder in ("3.1", "oruk-3.0"):
        example = shared / "data/hsds" / folder / "examples/service_full.json"
        assert list(faults(json.loads(example.read_text(encoding="utf-8")))) == []
    assert (
        len(list(faults({"id": "1", "status": "open", "phones": [{"number": 5}], "minimum_age": "18"}))) == 6
    )


@pytest.mark.parametrize("folder", ["ptv", "lipas", "linked-events"])
def test_a_public_catalogue_goes_out_and_comes_back(folder: str, shared: Path, tmp_path: Path) -> None:
    reading = registry.open_source(shared / "data" / folder)
    given = [item for item in reading.items if isinstance(item, Service)][:150]
    contents = written(tmp_path, *given)
    assert [fault for record in contents for fault in faults(record)] == []
    back = registry.open_source(tmp_path / "ulos.json")
    assert (back.format, back.complete, back.total) == ("hsds", True, len(given))
    assert read_back(tmp_path / "ulos.json") == [as_imported(service) for service in given]


# --- what others read ---


def debt_advice() -> Service:
    place = Place(
        Text(fi="Palvelutalo", sv="Servicehus"),
        Address(Text(fi="Mäkikatu 1"), "00530", Text(fi="Helsinki"), "091"),
        Coordinates(60.1, 24.9),
    )
    hours = Hours(regular=(Regular((Opening(0, 540, 720), Opening(1, 540, 720))),))
    return make_service(
        Text(fi="Velkaneuvonta", sv="Skuldrådgivning"),
        source_id="velat",
        summary="Apua velkoihin",
        needs=("velat",),
        synonyms=("Talousneuvonta",),
        cost=Cost(Charge.FREE, Text(fi="Maksuton")),
        channels=(
            Channel(ChannelKind.PLACE, place=place, hours=hours, emails=("velat@example.fi",)),
            Channel(
                ChannelKind.PHONE, phones=(Phone("029 553 4000", Text(fi="Neuvonta"), languages=("sv",)),)
            ),
        ),
        municipalities=("091",),
        languages=("fi", "sv"),
        checked_on=date(2026, 11, 2),
    )


def test_whoever_reads_by_the_standard_finds_it_in_the_standards_fields(tmp_path: Path) -> None:
    (record,) = written(tmp_path, debt_advice())
    assert (record["name"], record["alternate_name"]) == ("Velkaneuvonta", "Talousneuvonta")
    assert (record["description"], record["status"]) == ("Apua velkoihin", "active")
    assert record["assured_date"] == "2026-11-02"
    assert [language["code"] for language in record["languages"]] == ["fi", "sv"]
    assert [(area["name"], area["extent"]) for area in record["service_areas"]] == [("Helsinki", "091")]
    assert [(option["amount"], option["currency"]) for option in record["cost_options"]] == [(0, "EUR")]
    (phone,) = record["phones"]
    assert (phone["number"], phone["type"], phone["description"]) == ("029 553 4000", "voice", "Neuvonta")
    (at,) = record["service_at_locations"]
    (address,) = at["location"]["addresses"]
    assert (address["address_1"], address["city"], address["country"]) == ("Mäkikatu 1", "Helsinki", "FI")
    assert (at["location"]["latitude"], at["location"]["longitude"]) == (60.1, 24.9)
    (schedule,) = at["schedules"]
    assert (schedule["freq"], schedule["byday"], schedule["opens_at"]) == ("WEEKLY", "MO,TU", "09:00")
    (need,) = [a["taxonomy_term"] for a in record["attributes"] if a["link_type"] == "neuvola:need"]
    assert (need["code"], need["language"]) == ("velat", "fi")
    assert at["contacts"][0]["email"] == "velat@example.fi"


def test_a_hidden_address_is_never_written(tmp_path: Path) -> None:
    shelter = debt_advice()
    (channel, phone) = shelter.channels
    assert channel.place
    hidden = replace(channel, place=replace(channel.place, hidden=True))
    for service in (replace(shelter, hidden_address=True), replace(shelter, channels=(hidden, phone))):
        (record,) = written(tmp_path, service)
        text = json.dumps(record, ensure_ascii=False)
        assert not [
            word for word in ("Mäkikatu", "00530", "60.1", "Palvelutalo", "Servicehus") if word in text
        ]
        (back,) = read_back(tmp_path / "ulos.json")
        assert back.hidden_address == service.hidden_address
        assert (back.places, len(back.channels)) == ((), 2)
        assert service.hidden_address or (back.channels[0].place and back.channels[0].place.hidden)
        assert (back.channels[0].hours, back.channels[1].phones) == (channel.hours, phone.phones)


def test_a_part_knows_its_whole_under_the_new_ids(tmp_path: Path) -> None:
    whole = debt_advice()
    written(tmp_path, whole, make_service("Osa", parent_id=whole.id), make_service("Orpo", parent_id="x"))
    first, part, orphan = read_back(tmp_path / "ulos.json")
    assert (part.parent_id, orphan.parent_id) == (first.id, "")


def test_what_came_as_hsds_goes_out_under_its_own_id(tmp_path: Path) -> None:
    own = "ac148810-d857-441c-9679-408f346de14b"
    (record, other) = written(
        tmp_path,
        make_service("Kerho", source="hsds", source_id=own),
        make_service("Piiri", source="hsds", source_id="17"),
    )
    assert record["id"] == own
    assert other["id"] == catalogue_id("hsds", "service", "17")


def test_what_others_add_to_our_file_is_read_too(tmp_path: Path) -> None:
    (record,) = written(tmp_path, debt_advice())
    record["phones"].append({"id": "1554f2e2-a373-45db-a3fa-9fc48a61c15e", "number": "040 123 4567"})
    record["name"] = "Talous- ja velkaneuvonta"
    path = tmp_path / "muutettu.json"
    path.write_text(json.dumps(record), encoding="utf-8")
    (back,) = read_back(path)
    assert back.name == Text(fi="Talous- ja velkaneuvonta", sv="Skuldrådgivning")
    assert [phone.number for channel in back.channels for phone in channel.phones] == [
        "029 553 4000",
        "040 123 4567",
    ]


def test_hours_that_others_have_changed_prevail_over_what_was_kept(tmp_path: Path) -> None:
    hours = Hours(regular=(Regular((Opening(0, 540, 720),), season=Season((9, 1), (5, 31))),))
    (record,) = written(tmp_path, make_service("Kerho", channels=(Channel(ChannelKind.PHONE, hours=hours),)))
    assert record["schedules"][0]["description"] == "1.9.–31.5. ma 9–12"
    assert read_back(tmp_path / "ulos.json")[0].channels[0].hours == hours
    record["schedules"][0]["description"] = "ma 13–15"
    path = tmp_path / "muutettu.json"
    path.write_text(json.dumps(record), encoding="utf-8")
    assert read_back(path)[0].channels[0].hours == Hours(regular=(Regular((Opening(0, 780, 900),)),))


def test_texts_inside_attributes_are_cleaned_and_wrong_ones_passed_over(tmp_path: Path) -> None:
    (record,) = written(tmp_path, debt_advice())
    for label, value in (
        ("rides", '{"note":{"fi":"<script>x</script><b>Bussi</b>"}}'),
        ("contact_method", '["no text"]'),
        ("prevention", "sometimes"),
        ("channel.9", '{"kind":"telepathy"}'),
    ):
        record["attributes"].append({"id": "x", "link_type": "neuvola:fact", "label": label, "value": value})
    path = tmp_path / "muutettu.json"
    path.write_text(json.dumps(record), encoding="utf-8")
    (back,) = read_back(path)
    assert back.rides.note == Text(fi="Bussi")
    assert (back.contact_method, back.prevention.value, len(back.channels)) == (Text(), "", 2)


def test_an_unknown_need_is_told_of(tmp_path: Path) -> None:
    written(tmp_path, make_service("Kerho", needs=("velat", "lohikaarmeet"), keywords=("peli",)))
    items = list(hsds.read(tmp_path / "ulos.json").items)
    (back,) = [item for item in items if isinstance(item, Service)]
    assert (back.needs, back.keywords) == (("velat",), (Word("fi", "peli"),))
    assert [(item.code, item.detail) for item in items if isinstance(item, Noted)] == [
        ("unknown-need", "lohikaarmeet")
    ]


def test_the_same_is_written_in_the_same_bytes(tmp_path: Path) -> None:
    written(tmp_path, debt_advice())
    first = (tmp_path / "ulos.json").read_bytes()
    written(tmp_path, codec.from_json(codec.to_json(debt_advice()), Service))
    assert (tmp_path / "ulos.json").read_bytes() == first


def test_an_empty_catalogue_and_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert written(tmp_path) == []
    with pytest.raises(CannotWriteError):
        hsds_write.write((), tmp_path / "ei" / "ole.json")
