"""HSDS in the shapes it comes in: the official examples, pages, streams, zips, and data that is spoilt."""

import json
import zipfile
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from neuvola_core.catalogue import ChannelKind, Charge, Service
from neuvola_core.codec import from_json, to_json
from neuvola_core.errors import UnreadableSourceError
from neuvola_core.ids import catalogue_id
from neuvola_core.text import Text
from neuvola_exchange import hsds, registry
from neuvola_exchange.report import Empty, Gone, Noted, Rejected
from support.hsds_records import ID, channel, items_of, page, service, services_of
from support.mangle import mangled

# --- the official examples ---


@pytest.mark.parametrize(
    "source",
    ["3.1/examples/service_full.json", "3.1/examples/organization_full.json", "3.1-tabular", "3.1/examples"],
)
def test_the_official_example_in_any_of_its_shapes(source: str, shared: Path) -> None:
    reading = registry.open_source(shared / "data/hsds" / source)
    items = list(reading.items)
    (found,) = services_of(items)
    assert (reading.format, reading.total, found.id) == ("hsds", 1, catalogue_id("hsds", "service", ID))
    assert (found.name, found.source.source_id) == (Text(en="Community Counselling"), ID)
    assert found.organisation
    assert found.organisation.name == Text(en="Example Organization Inc.")
    assert (found.ages.lowest, found.ages.highest, found.checked_on) == (12, 100, date(2005, 1, 1))
    assert (found.source.modified_on, found.languages) == (date(2023, 3, 15), ("ur",))
    assert found.needs == ("mielenterveys",)
    assert [phone.number for phone in channel(found, ChannelKind.PHONE).phones] == ["+44 1234 234567"]
    assert found.cost.charge is Charge.CHARGED
    assert "Under 18s and Over 60s: 35 GBP, per 1 hour session" in found.cost.note["en"]
    assert "Ann" not in str(found)
    assert {item.code for item in items if isinstance(item, Noted)} == {"bad-coordinates", "unknown-area"}


@pytest.mark.parametrize("folder", ["3.1/examples", "oruk-3.0/examples"])
def test_a_page_of_the_interface_is_not_the_whole(folder: str, shared: Path) -> None:
    reading = registry.open_source(shared / "data/hsds" / folder / "service_list.json")
    assert (reading.total, reading.complete) == (1, False)


@pytest.mark.parametrize(
    "folder", ["helsinki-register", "ptv", "lipas", "linked-events", "areas", "ontology"]
)
def test_other_formats_are_not_taken_for_it(folder: str, shared: Path) -> None:
    files = [file for file in (shared / "data" / folder).rglob("*") if file.is_file()]
    assert files
    assert [file for file in files if hsds.recognises(file)] == []


def test_the_schema_of_the_standard_is_no_data(shared: Path) -> None:
    assert not hsds.recognises(shared / "data/hsds/3.1/schema")


# --- shapes ---


@pytest.mark.parametrize(
    "value",
    [
        service(organization={"name": "Piiri"}),
        [service(organization={"name": "Piiri"})],
        page(service(organization={"name": "Piiri"})),
        {"content": [service(organization={"name": "Piiri"})]},
        {"id": "o1", "name": "Piiri", "services": [service()]},
        {"services": [service(organization_id="o1")], "data": [{"id": "o1", "name": "Piiri"}]},
        {
            "services.csv": [service(organization_id="o1")],
            "organizations.csv": [{"id": "o1", "name": "Piiri"}],
        },
    ],
    ids=["object", "list", "page", "old page", "organisation", "beside", "tables"],
)
def test_the_shapes_it_comes_in(value: Any, tmp_path: Path) -> None:
    (found,) = services_of(items_of(tmp_path, value))
    assert found.name == Text(fi="Velkaneuvonta")
    assert found.organisation
    assert found.organisation.name == Text(fi="Piiri")


@pytest.mark.parametrize("between", ["\n", "", "\n\n  ", ",\n"])
def test_objects_one_after_another(between: str, tmp_path: Path) -> None:
    rows = [json.dumps(service(f"{n}")) for n in range(3)]
    file = tmp_path / "palvelut.ndjson"
    file.write_text(between.join(rows), encoding="utf-8")
    reading = hsds.read(file)
    assert ([s.source.source_id for s in services_of(list(reading.items))], reading.complete) == (
        ["0", "1", "2"],
        False,
    )


def test_a_broken_line_costs_itself_only(tmp_path: Path) -> None:
    rows = [json.dumps(service("1")), '{"id": "2", "name": "Ker', json.dumps(service("3"))]
    items = items_of(tmp_path, "\n".join(rows), "palvelut.ndjson")
    assert [s.source.source_id for s in services_of(items)] == ["1", "3"]
    assert [item for item in items if isinstance(item, Rejected)] == [
        Rejected("palvelut.ndjson, rivi 2", "not-json")
    ]


def test_all_pages_together_are_the_whole(tmp_path: Path) -> None:
    for number in (1, 2):
        (tmp_path / f"{number}.json").write_text(
            json.dumps(page(service(str(number), assured_date="2026-01-01"), total=2, number=number))
        )
    assert registry.open_source(tmp_path).complete
    (tmp_path / "2.json").unlink()
    assert not registry.open_source(tmp_path).complete


def test_two_publishers_do_not_withdraw_each_others_services(tmp_path: Path) -> None:
    for name in ("turku", "oulu"):
        (tmp_path / f"{name}.json").write_text(json.dumps(page(service())))
    assert [hsds.read(tmp_path / f"{name}.json").origin for name in ("turku", "oulu")] == [
        "hsds/turku",
        "hsds/oulu",
    ]


def test_a_list_names_a_service_and_the_complete_object_tells_all(tmp_path: Path) -> None:
    items = items_of(tmp_path, [service(email=""), service(email="a@example.fi"), service(name="Aivan muu")])
    (found,) = services_of(items)
    assert channel(found, ChannelKind.EMAIL).emails == ("a@example.fi",)
    assert [item for item in items if isinstance(item, Rejected)] == [
        Rejected(f"palvelut.json#{ID}", "duplicate", ID)
    ]


def test_records_that_cannot_come_in_are_told_of(tmp_path: Path) -> None:
    rows = [
        service(""),
        service("1", name=" "),
        service("2", status="defunct"),
        service("3", status="inactive"),
    ]
    items = items_of(tmp_path, [*rows, service("4", status="zombie"), 5, None])
    assert Counter(type(item) for item in items) == {Rejected: 1, Empty: 1, Gone: 2, Service: 1, Noted: 1}
    assert [item for item in items if isinstance(item, Gone)] == [
        Gone(f"palvelut.json#{n}", catalogue_id("hsds", "service", n)) for n in ("2", "3")
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty-file"),
        (b'[{"id": "1", "na', "not-json"),
        (b"\x00\x01", "binary"),
        (b'{"\xe4": 1}', "encoding"),
    ],
)
def test_a_file_of_which_nothing_can_be_read(content: bytes, reason: str, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(content)
    with pytest.raises(UnreadableSourceError) as error:
        hsds.read(tmp_path / "a.json")
    assert error.value.facts["reason"] == reason


def test_a_file_without_services_gives_none(tmp_path: Path) -> None:
    assert items_of(tmp_path, [{"name": "Kunta"}]) == []


# --- zips, and data that is spoilt ---


def test_a_zip_of_files(tmp_path: Path) -> None:
    path = tmp_path / "paketti.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("hsds/services.csv", "id,organization_id,name,status\n1,o,Kerho,active\n")
        packed.writestr("hsds/organizations.csv", "id,name,description\no,Piiri,\n")
        packed.writestr("__MACOSX/services.csv", "junk")
        packed.writestr("LUE.txt", "junk")
    reading = registry.open_source(path)
    (found,) = services_of(list(reading.items))
    assert (reading.format, reading.complete, reading.origin) == ("hsds", True, "hsds/paketti")
    assert found.organisation
    assert found.organisation.name == Text(fi="Piiri")


def test_a_zip_of_one_page(tmp_path: Path) -> None:
    path = tmp_path / "luettelo.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("luettelo.json", json.dumps(page(service(assured_date="2026-01-01"))))
    reading = registry.open_source(path)
    assert (reading.format, reading.total) == ("hsds", 1)


def test_a_zip_of_something_else_is_not_taken_for_it(tmp_path: Path) -> None:
    path = tmp_path / "kuvat.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("kuva.json", '{"status": "active"}')
    assert not hsds.recognises(path)


def test_a_zip_that_is_cut(tmp_path: Path) -> None:
    whole = tmp_path / "paketti.zip"
    with zipfile.ZipFile(whole, "w") as packed:
        packed.writestr("services.csv", "id,organization_id,name\n1,o,Kerho\n")
    whole.write_bytes(whole.read_bytes()[:-10])
    assert not hsds.recognises(whole)
    with pytest.raises(UnreadableSourceError) as error:
        hsds.read(whole)
    assert error.value.facts["reason"] == "damaged"


@pytest.mark.parametrize("seed", range(40))
def test_nothing_in_a_spoilt_file_raises(seed: int, shared: Path, tmp_path: Path) -> None:
    whole = json.loads((shared / "data/hsds/3.1/examples/service_full.json").read_text(encoding="utf-8"))
    rows = [{**whole, "id": str(n)} for n in range(4)]
    items = items_of(tmp_path, mangled(rows, seed, rate=0.06))
    for found in services_of(items):
        assert from_json(to_json(found), Service) == found


@pytest.mark.parametrize("seed", range(20))
def test_nothing_in_spoilt_tables_raises(seed: int, shared: Path, tmp_path: Path) -> None:
    tables = json.loads((shared / "data/hsds/3.1/examples/tabular.json").read_text(encoding="utf-8"))
    for found in services_of(items_of(tmp_path, mangled(tables, seed, rate=0.03))):
        assert from_json(to_json(found), Service) == found
