"""``neuvola-server report``: a point's figures on screen and as files."""

import csv
import io
from pathlib import Path

import openpyxl
import pytest

from neuvola_core.wire import EnrolRequest
from neuvola_server.house import utc_now
from support.houses import TestDesk, house_at, visit_record

from .conftest import Commands

AUTUMN = ("report", "--point", "kallio", "--from", "2025-10-01", "--to", "2025-10-02")


@pytest.fixture
def busy(run: Commands) -> Commands:
    """A point whose name looks like a formula, with a week of long ago in it."""
    code = run("--json", "desk", "add", "Kallio 1", "--point", "kallio", "--point-name", "=1+1").json["code"]
    with house_at(run.folder, clock=utc_now) as house:
        identity = house.door("127.0.0.1").enrol(EnrolRequest("n", code, "computer"))
        week = {"year": 2025, "week": 41}
        needs = ["velat"] * 6 + ["tyo"] * 3
        records = [visit_record(week=week, needs=[need]) for need in needs]
        TestDesk(identity, house.port(identity.token)).sync(*records)
    return run


def test_the_answer_in_json(busy: Commands) -> None:
    answer = busy(*AUTUMN, "--json")
    told = answer.json
    assert (told["point"], told["widened"], told["ready"]) == ("kallio", True, True)
    assert told["pages"][0]["visits"] == 9
    assert told["pages"][0]["tables"]["need"] == [{"id": "velat", "count": 6}]
    assert told["pages"][0]["rest"]["channel"] == 9
    assert "viikot 40–43/2025" in answer.err


def test_the_answer_in_words(busy: Commands) -> None:
    told = busy(*AUTUMN).out
    assert "     6  Velat ja maksamattomat laskut" in told
    assert "Työn löytäminen" not in told


def test_a_csv_without_formulas(busy: Commands, tmp_path: Path) -> None:
    path = tmp_path / "raportti.csv"
    assert busy(*AUTUMN, "--output", str(path)).code == 0
    rows = list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig")), delimiter=";"))
    assert rows[0] == ["Käynnit =1+1"]
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


def test_a_workbook_without_formulas(busy: Commands, tmp_path: Path) -> None:
    path = tmp_path / "raportti.xlsx"
    assert busy(*AUTUMN, "--output", str(path), "--json").json["output"] == str(path)
    cells = [cell for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows() for cell in row]
    assert "=1+1" in [cell.value for cell in cells]
    assert "f" not in {cell.data_type for cell in cells}


def test_a_point_that_nobody_knows(run: Commands) -> None:
    answer = run(*AUTUMN)
    assert (answer.code, answer.err) == (1, "Neuvontapistettä kallio ei ole. Tarkista tunnus.\n")


@pytest.mark.parametrize("wrong", [("--output", "raportti.pdf"), ("--to", "eilen")])
def test_usage(run: Commands, wrong: tuple[str, str]) -> None:
    assert run(*AUTUMN, *wrong).code == 2
