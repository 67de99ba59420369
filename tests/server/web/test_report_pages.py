"""The page of reports: a point's figures for its coordinators, in their language."""

import importlib.util
import json
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

from neuvola_server.accounts import Account, Accounts, Role
from neuvola_server.house import House
from neuvola_server.web import report_pages
from support.houses import HandClock, Server, visit_record

from .conftest import PASSWORD, Browser

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def point(house: House, clock: HandClock) -> None:
    """Six visits of one need and two of another in a block that has closed."""
    server = Server(house, clock, ask=house.port, door=lambda: house.door("127.0.0.1"))
    desk = server.enrol(point="kallio", point_name="Kallion neuvontapiste")
    needs = ["velat"] * 6 + ["tyo"] * 2
    desk.sync(*(visit_record(week={"year": 2026, "week": 41}, needs=[need]) for need in needs))


def test_the_newest_closed_block_comes_first(browser: Browser, point: None) -> None:
    page = browser.get("/reports").text
    assert "Viikot 40–43/2026" in page
    assert "Velat ja maksamattomat laskut" in page
    assert "Työn löytäminen" not in page.replace("<option", "")


@pytest.mark.parametrize(
    ("language", "told"), [("sv", "Skulder och obetalda räkningar"), ("en", "Debts and unpaid bills")]
)
def test_in_the_readers_language(browser: Browser, point: None, language: str, told: str) -> None:
    assert told in browser.get("/reports", language).text


def test_an_open_block_says_so(browser: Browser, point: None) -> None:
    page = browser.get("/reports?point=kallio&first=2026-11-01&last=2026-11-02").text
    assert "Kesken, ei julkaistavaksi." in page


@pytest.mark.parametrize(
    ("asked", "status", "told"),
    [
        ("first=2026-10-02&last=2026-10-01", 422, "Alkupäivä on loppupäivän jälkeen."),
        ("first=eilen&last=2026-10-01", 422, "Anna päivät muodossa 2026-11-22."),
        ("first=2026-10-01", 422, "Anna päivät muodossa 2026-11-22."),
        ("first=2026-10-01&last=2026-10-02&campaign=arabia", 422, "Kokeilulla arabia ei ole yhtään käyntiä."),
        ("point=muualla", 404, "Tätä neuvontapistettä ei ole, tai se ei ole sinun."),
    ],
)
def test_what_cannot_be_is_told_in_words(
    browser: Browser, point: None, asked: str, status: int, told: str
) -> None:
    answer = browser.get(f"/reports?{asked}")
    assert (answer.status_code, told in answer.text) == (status, True)


def test_a_coordinator_of_another_point_sees_nothing_of_it(
    stranger: Browser, accounts: Accounts, point: None
) -> None:
    accounts.add(Account("ida", Role.COORDINATOR, "ita"), PASSWORD)
    stranger.log_in("ida")
    for path in ("/reports", "/reports?point=kallio&first=2026-10-01&last=2026-10-02"):
        assert "Velat" not in stranger.get(path).text


def test_an_operator_has_no_reports(stranger: Browser, accounts: Accounts, point: None) -> None:
    accounts.add(Account("olli", Role.OPERATOR), PASSWORD)
    stranger.log_in("olli")
    assert stranger.get("/reports").status_code == 403


def test_a_server_without_points(browser: Browser) -> None:
    assert "Yhtään neuvontapistettä ei ole vielä." in browser.get("/reports").text


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_words_are_those_of_the_window(language: str) -> None:
    path = ROOT / "packaging" / "extract_texts.py"
    found = importlib.util.spec_from_file_location("extract_texts", path)
    assert found
    assert found.loader
    script = importlib.util.module_from_spec(found)
    found.loader.exec_module(script)
    with (ROOT / "resources" / "locale" / language / "LC_MESSAGES" / "neuvola.po").open("rb") as source:
        catalogue = read_po(source)
    wanted = {}
    for file in script.shared()[1:]:
        for _line, text, _comments, _context in extract_from_file("python", file, keywords=script.KEYWORDS):
            message = catalogue.get(text)
            assert message, text
            wanted[text] = message.string
    told = Path(report_pages.__file__).parent / "texts" / "report_words" / f"{language}.json"
    assert json.loads(told.read_text("utf-8")) == wanted
