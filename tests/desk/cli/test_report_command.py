"""``report``: widened to the grid, on screen and as files, with sentences for what cannot be."""

import csv
import io
from datetime import datetime
from pathlib import Path

import openpyxl
import pikepdf
import pytest

from neuvola_core.opening import ZONE
from support.commands import Commands

AUTUMN = ("--from", "2025-10-01", "--to", "2025-10-02")


@pytest.fixture
def busy(run_with_record: Commands) -> Commands:
    """A desk without a server, with a week of long ago in it."""
    for need, number in (("velat", 6), ("tyo", 3)):
        for _ in range(number):
            assert run_with_record("visit", "add", "--need", need, "--week", "2025-W41").code == 0
    return run_with_record


def test_the_answer_in_json(busy: Commands) -> None:
    answer = busy("report", *AUTUMN, "--json")
    told = answer.json
    assert told["period"] == {
        "from": "2025-09-29",
        "to": "2025-10-26",
        "first_week": "2025-W40",
        "last_week": "2025-W43",
    }
    assert (told["widened"], told["ready"], told["threshold"]) == (True, True, 5)
    page = told["pages"][0]
    assert (page["visits"], page["tables"]["need"]) == (9, [{"id": "velat", "count": 6}])
    assert "viikot 40–43/2025" in answer.err


def test_the_answer_in_words(busy: Commands) -> None:
    told = busy("report", *AUTUMN).out
    assert "on laajennettu kokonaisiin jaksoihin: viikot 40–43/2025 (29.9.2025–26.10.2025)" in told
    assert "     6  Velat ja maksamattomat laskut" in told
    assert "Työn löytäminen" not in told
    assert "Kokeiluihin merkityt käynnit ovat vain kokeilujen omissa raporteissa." in told


def test_a_period_that_is_not_over_is_not_to_be_published(run_with_record: Commands) -> None:
    for _ in range(6):
        run_with_record("visit", "add", "--need", "velat")
    day = datetime.now(ZONE).date().isoformat()
    answer = run_with_record("report", "--from", day, "--to", day)
    assert "Kesken, ei julkaistavaksi." in answer.out
    assert "5+  Velat" in answer.out


def test_a_csv_for_a_finnish_excel(busy: Commands, tmp_path: Path) -> None:
    path = tmp_path / "raportti.csv"
    assert busy("report", *AUTUMN, "--output", str(path)).code == 0
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert [
        "Viikot 40–43/2025",
        "29.9.2025–26.10.2025",
        "Tarpeet",
        "Velat ja maksamattomat laskut",
        "6",
    ] in rows


def test_a_workbook_with_a_sheet_a_period(busy: Commands, tmp_path: Path) -> None:
    path = tmp_path / "raportti.xlsx"
    answer = busy("report", "--from", "2025-05-01", "--to", "2025-10-02", "--output", str(path), "--json")
    assert answer.json["output"] == str(path)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == [
        "Viikot 14–26-2025",
        "Viikot 27–39-2025",
        "Viikot 40–52-2025",
        "Yhteensä viikot 14–52-2025",
    ]
    told = {row[0].value: row[1].value for row in book["Viikot 40–52-2025"].iter_rows() if len(row) > 1}
    assert told["Velat ja maksamattomat laskut"] == 6


def test_a_pdf_of_one_page_a_period(busy: Commands, tmp_path: Path) -> None:
    path = tmp_path / "raportti.pdf"
    assert busy("report", "--from", "2025-09-01", "--to", "2025-10-02", "--output", str(path)).code == 0
    with pikepdf.open(path) as document:
        assert len(document.pages) == 3  # two quarters and their sum
        assert str(document.docinfo["/Title"]) == "Käynnit"
        assert document.Root.MarkInfo.Marked


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        ("2025-10-02", "2025-10-01", "Alkupäivä on loppupäivän jälkeen."),
        ("9000-01-01", "9000-01-02", "Alkupäivä on vielä edessä."),
        ("1990-01-01", "2025-10-01", "enintään 12 neljännestä"),
    ],
)
def test_nonsense_days(run_with_record: Commands, first: str, last: str, told: str) -> None:
    answer = run_with_record("report", "--from", first, "--to", last)
    assert answer.code == 1
    assert told in answer.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("--from", "2025-10-01"),
        ("--from", "1.10.2025", "--to", "2.10.2025"),
        (*AUTUMN, "--output", "raportti.doc"),
    ],
)
def test_usage(run_with_record: Commands, arguments: tuple[str, ...]) -> None:
    assert run_with_record("report", *arguments).code == 2


def test_a_campaign_that_nobody_knows(run_with_record: Commands) -> None:
    answer = run_with_record("report", *AUTUMN, "--campaign", "arabia")
    assert (answer.code, "Kokeilulla arabia ei ole yhtään käyntiä." in answer.err) == (1, True)
