"""Visits and leaflets from the command line."""

from pathlib import Path

import pytest

from support.commands import Commands
from support.sheet_file import write_sheet


def test_a_visit_is_logged_and_listed_without_day_or_person(run_with_record: Commands) -> None:
    added = run_with_record(
        "visit", "add", "--need", "velat", "--outcome", "neuvottu", "--language", "sv", "--json"
    )
    assert added.code == 0
    [visit] = run_with_record("visit", "list", "--json").json["visits"]
    assert visit["id"] == added.json["id"]
    assert set(visit) == {
        "id",
        "point",
        "campaign",
        "week",
        "channel",
        "needs",
        "target",
        "language",
        "interpreter",
        "outcome",
        "unmet",
        "length",
        "entry",
    }
    assert visit["needs"] == ["velat"]
    assert visit["target"] == "ei_kirjattu"


def test_every_field_of_the_record_is_an_option(run_with_record: Commands) -> None:
    answer = run_with_record(
        "visit",
        "add",
        *("--need", "velat", "--need", "asumisen_kulut", "--channel", "puhelin", "--target", "nuori"),
        *("--language", "ar", "--interpreter", "puuttui", "--outcome", "ei_loytynyt"),
        *("--unmet", "velat:taynna", "--length", "yli30", "--entry", "paperi", "--week", "2026-W40"),
        *("--campaign", "syksy", "--point", "kulma", "--json"),
    )
    assert answer.code == 0, answer.err


@pytest.mark.parametrize(
    "note",
    ["kävijä 131052-308T", "soita 040 123 4567", "maija@example.org", "FI2112345600000785"],
)
def test_a_note_that_identifies_is_refused_and_written_nowhere(
    run_with_record: Commands, tmp_path: Path, note: str
) -> None:
    answer = run_with_record("visit", "add", "--need", "velat", "--note", note)
    assert answer.code == 1
    assert note not in answer.err
    assert run_with_record("visit", "list", "--json").json["visits"] == []
    for path in (tmp_path / "desk").rglob("*"):
        assert path.is_dir() or note.encode() not in path.read_bytes()


def test_an_unknown_need_is_a_usage_fault(run_with_record: Commands) -> None:
    assert run_with_record("visit", "add", "--need", "lohikäärme").code == 2
    assert run_with_record("visit", "add").code == 2


def test_without_keyring_and_passphrase_the_record_stays_closed(run: Commands) -> None:
    answer = run("visit", "add", "--need", "velat")
    assert answer.code == 1
    assert "NEUVOLA_PASSPHRASE_FD" in answer.err


def test_a_leaflet_is_a_pdf_and_needs_no_keyring(run: Commands, tmp_path: Path) -> None:
    run("import", str(write_sheet(tmp_path)))
    ids = [hit["id"] for hit in run("search", "--json").json["hits"]]
    output = tmp_path / "esite.pdf"
    assert run("leaflet", *ids, "--language", "sv", "--large", "--output", str(output)).code == 0
    assert output.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("form", ["--list", "--week", "--fold", "--pocket"])
def test_a_leaflet_has_its_forms_and_two_languages(run: Commands, tmp_path: Path, form: str) -> None:
    run("import", str(write_sheet(tmp_path)))
    ids = [hit["id"] for hit in run("search", "--json").json["hits"]]
    output = tmp_path / "esite.pdf"
    assert run("leaflet", *ids, "--language", "fi+sv", form, "--output", str(output)).code == 0
    assert output.read_bytes().startswith(b"%PDF")


def test_a_fold_has_neither_large_letters_nor_a_small_sheet(run: Commands, tmp_path: Path) -> None:
    for option in ("--large", "--a5"):
        answer = run("leaflet", "x", "--fold", option, "--output", str(tmp_path / "esite.pdf"))
        assert answer.code == 2
        assert "taskuesite" in answer.err


def test_a_leaflet_of_an_unknown_service_says_so(run: Commands, tmp_path: Path) -> None:
    answer = run("leaflet", "ei-ole", "--output", str(tmp_path / "esite.pdf"))
    assert answer.code == 1
    assert "ei-ole" in answer.err
    assert not (tmp_path / "esite.pdf").exists()


def test_the_doctor_looks_at_everything(run_with_record: Commands) -> None:
    checks = {check["check"]: check for check in run_with_record("doctor", "--json").json["checks"]}
    assert {"libraries", "dictionary", "disk", "catalogue", "record", "printers", "server"} <= set(checks)
    assert checks["catalogue"]["state"] == "ok"
    assert checks["record"]["state"] == "ok"
