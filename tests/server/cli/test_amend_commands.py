"""Putting the catalogue right from the command line, so that it stays right."""

from pathlib import Path

import pytest

from neuvola_core import codec
from neuvola_core.correction import Correction, Part
from neuvola_core.ids import new_record_id
from neuvola_core.wire import Record, RecordKind
from neuvola_server.house import House
from neuvola_server.settings import read_settings
from support.houses import HandClock, Server
from support.sheet_file import write_sheet

from .conftest import Commands


@pytest.fixture
def service(run: Commands, tmp_path: Path) -> str:
    assert run("import", str(write_sheet(tmp_path))).code == 0
    house = House(read_settings())
    found = next(one.id for one in house.catalogue.services() if one.name.best() == "Ruoka-apu")
    house.close()
    return found


def published(service: str) -> dict[str, str]:
    house = House(read_settings())
    name = dict(house.catalogue.entry(service).service.name)
    house.close()
    return name


def test_a_correction_holds_and_survives_the_next_import(run: Commands, service: str, tmp_path: Path) -> None:
    assert run("amend", service, "name", "Ruoka-apu ja lounas", "--reason", "soitettu").code == 0
    assert published(service)["fi"] == "Ruoka-apu ja lounas"
    assert run("import", str(write_sheet(tmp_path))).code == 0
    assert published(service)["fi"] == "Ruoka-apu ja lounas"


def test_a_text_in_another_language_leaves_the_first_alone(run: Commands, service: str) -> None:
    assert run("amend", service, "name", "Food aid", "--language", "en").code == 0
    assert published(service) == {"fi": "Ruoka-apu", "sv": "Mathjälp", "en": "Food aid"}


def test_a_value_that_does_not_do_is_said_and_changes_nothing(run: Commands, service: str) -> None:
    refused = run("amend", service, "checked_on", "eilen")
    assert refused.code == 1
    assert "checked_on" in refused.err
    assert published(service)["fi"] == "Ruoka-apu"


def test_an_unknown_service_is_said(run: Commands, service: str) -> None:
    refused = run("amend", "ei-ole", "name", "x")
    assert (refused.code, "ei ole luettelossa" in refused.err) == (1, True)


def test_what_desks_propose_is_listed(run: Commands, service: str) -> None:
    assert run("correction", "list", "--json").json == {"corrections": []}
    house = House(read_settings())
    server = Server(house, HandClock(), house.port, lambda: house.door("127.0.0.1"))
    desk = server.enrol()
    proposed = Correction(new_record_id(), service, Part.CONTACT, "p. 09 310 5015")
    body = codec.from_json(codec.to_json(proposed), dict)
    desk.sync(Record(proposed.id, RecordKind.CORRECTION, body))
    house.close()
    [listed] = run("correction", "list", "--json").json["corrections"]
    assert listed == {"id": proposed.id, "service": service, "part": "yhteystiedot", "text": "p. 09 310 5015"}


def test_a_text_that_could_be_plainer_holds_and_gets_advice(run: Commands, service: str) -> None:
    amended = run("amend", service, "summary", "Tule, mikäli tarvitset esim. ruokaa.", "--json")
    assert (amended.code, list(amended.json)) == (0, ["id"])
    assert "Tekstiä voisi selkeyttää:" in amended.err
    assert "”mikäli”: virastosana; käytä tuttua sanaa: jos" in amended.err


def test_a_plain_text_and_what_is_no_text_get_none(run: Commands, service: str) -> None:
    for field, value in (("summary", "Täältä saat ruokaa."), ("checked_on", "2026-11-02")):
        amended = run("amend", service, field, value)
        assert (amended.code, amended.err) == (0, "")
