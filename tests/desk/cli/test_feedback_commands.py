"""Experiences and corrections from the command line."""

from pathlib import Path

import pytest

from neuvola_core import codes
from neuvola_core.slip import new_slip
from support.commands import Commands
from support.sheet_file import write_sheet


@pytest.fixture
def service(run_with_record: Commands, tmp_path: Path) -> str:
    """The id of a service that the catalogue has."""
    assert run_with_record("import", str(write_sheet(tmp_path))).code == 0
    return str(run_with_record("search", "--json").json["hits"][0]["id"])


def test_an_experience_waits_for_the_server(run_with_record: Commands, service: str) -> None:
    told = run_with_record(
        "experience", "add", "--service", service, "--helped", "osittain", "--obstacle", "taynna", "--json"
    )
    assert told.code == 0, told.err
    assert told.json["id"]


def test_an_experience_with_the_code_of_a_leaflet_keeps_its_hash_alone(
    run_with_record: Commands, service: str, tmp_path: Path
) -> None:
    code = new_slip()
    words = ("experience", "add", "--service", service, "--helped", "sai")
    wrong = run_with_record(*words, "--code", f"{code[:-1]}-")
    assert wrong.code == 1
    assert "Palautekoodi" in wrong.err
    told = run_with_record(*words, "--code", codes.grouped(code).lower(), "--json")
    assert told.code == 0, told.err
    for path in (tmp_path / "desk").rglob("*"):
        assert path.is_dir() or code.encode() not in path.read_bytes()


def test_a_correction_waits_for_the_server(run_with_record: Commands, service: str) -> None:
    proposed = run_with_record(
        "correction",
        "add",
        "--service",
        service,
        "--part",
        "yhteystiedot",
        "--text",
        "p. 09 310 5015",
        "--json",
    )
    assert proposed.code == 0, proposed.err
    assert proposed.json["id"]


def test_an_experience_that_names_a_visitor_is_refused_and_written_nowhere(
    run_with_record: Commands, service: str, tmp_path: Path
) -> None:
    text = "soittakaa 040 123 4567"
    refused = run_with_record("experience", "add", "--service", service, "--helped", "ei", "--text", text)
    assert refused.code == 1
    assert "puhelinnumero" in refused.err
    for path in (tmp_path / "desk").rglob("*"):
        assert path.is_dir() or b"040 123 4567" not in path.read_bytes()


def test_an_unknown_service_is_said(run_with_record: Commands) -> None:
    refused = run_with_record("correction", "add", "--service", "ei-ole", "--part", "lopetettu")
    assert refused.code == 1
    assert "palveluluettelossa" in refused.err


def test_an_empty_correction_asks_for_words(run_with_record: Commands, service: str) -> None:
    refused = run_with_record("correction", "add", "--service", service, "--part", "hinta")
    assert refused.code == 1
    assert "Kirjoita" in refused.err
