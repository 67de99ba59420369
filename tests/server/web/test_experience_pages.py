"""The pages of experiences: read, passed on or removed, handed on; nothing tells who or when."""

import csv
import html
import io
import re

import pytest

from neuvola_core.experience import Helped
from neuvola_core.visit import UnmetReason
from neuvola_server.accounts import Account, Accounts, Role
from neuvola_server.audit import acts
from neuvola_server.house import House
from support.experiences import KITCHEN, MEAL, publish, tell
from support.houses import HandClock, stored_rows

from .conftest import PASSWORD, Browser, enrol

PAGE = "/experiences"
BATCH = f"{PAGE}/batch?provider={KITCHEN.id}"
TABLE = f"{PAGE}/batch.csv?provider={KITCHEN.id}"


@pytest.fixture(autouse=True)
def _services(house: House) -> None:
    publish(house)


@pytest.fixture
def told(house: House, clock: HandClock) -> None:
    """A week has ended in which one visitor wrote a text."""
    tell(house, "Jono oli <b>pitkä</b>.", helped=Helped.NO, obstacle=UnmetReason.FULL)
    clock.move(days=7)


@pytest.fixture
def slips(house: House, clock: HandClock) -> list[str]:
    """Five answers that were read, one of them like a formula."""
    made = [tell(house, f"Teksti {n}.") for n in range(3)]
    made += [tell(house, "=1+1", helped=Helped.PARTLY, obstacle=UnmetReason.FAR), tell(house, service=MEAL)]
    clock.move(days=7)
    house.retention.sweep()
    for one in house.experience_reading.all().unread:
        house.experience_reading.pass_on(one.id, who="leena")
    return made


def first_id(browser: Browser) -> str:
    found = re.search(r'name="id" value="([\w-]+)"', browser.get(PAGE).text)
    assert found
    return found[1]


def stamp(browser: Browser) -> str:
    found = re.search(r'name="stamp" value="(\w+)"', browser.get(BATCH).text)
    assert found
    return found[1]


def seen(page: str) -> str:
    """What a reader sees of a page: no tags, no attributes."""
    return html.unescape(re.sub(r"<[^>]+>", " ", page))


def test_before_the_first_one(browser: Browser) -> None:
    page = browser.get(PAGE).text
    assert "Lukemattomia tekstejä ei ole." in page
    assert "Yhtään erää ei ole valmiina." in page


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fi", ("Ruoka-apu", "Keittiö ry", "Ei saanut", "Täynnä / jono", "1 teksti")),
        ("sv", ("Ruoka-apu", "Köket rf", "Fick inte hjälp", "Fullt", "1 text")),
        ("en", ("Ruoka-apu", "Kitchen", "Did not get help", "Full", "1 text")),
    ],
)
def test_a_text_is_shown_with_its_answers_in_words(
    told: None, browser: Browser, language: str, words: tuple[str, ...]
) -> None:
    page = browser.get(PAGE, language).text
    assert "Jono oli &lt;b&gt;pitkä&lt;/b&gt;." in page
    for word in words:
        assert word in page


def test_passed_on_it_waits_for_a_batch(told: None, browser: Browser, house: House) -> None:
    answer = browser.post(f"{PAGE}/pass", PAGE, id=first_id(browser))
    assert "Lukemattomia tekstejä ei ole." in answer.text
    assert "Vastauksia on vielä liian vähän: Keittiö ry." in answer.text
    assert browser.get(BATCH).status_code == 404
    last = house.database.read(acts)[-1]
    assert (last.who, last.what) == ("leena", "experience-passed")


def test_removed_its_text_is_gone(told: None, browser: Browser, house: House) -> None:
    record = first_id(browser)
    browser.post(f"{PAGE}/remove", PAGE, id=record)
    assert "pitkä" not in stored_rows(house)[record].body
    again = browser.post(f"{PAGE}/pass", PAGE, id=record)
    assert (again.status_code, "Tekstiä ei enää ole luettavana" in again.text) == (404, True)


def test_a_batch_is_printed_downloaded_and_handed_on(slips: list[str], browser: Browser) -> None:
    listed = browser.get(PAGE).text
    assert f'href="{BATCH}"' in listed
    page = browser.get(BATCH).text
    assert "Kokemuksia palveluista: Keittiö ry" in page
    assert [word in page for word in ("Teksti 0.", "Teksti 2.", "=1+1", "Liian kaukana")] == [True] * 4
    table = browser.get(TABLE)
    assert table.headers["content-disposition"] == 'attachment; filename="kokemukset.csv"'
    assert list(csv.reader(io.StringIO(table.content.decode("utf-8-sig")), delimiter=";")) == [
        ["Palvelu", "Saiko apua", "Mikä oli esteenä", "Teksti"],
        *[["Ruoka-apu", "Sai apua", "", f"Teksti {n}."] for n in range(3)],
        ["Ruoka-apu", "Sai osittain", "Liian kaukana", "'=1+1"],
        ["Yhteinen ateria", "Sai apua", "", ""],
    ]
    after = browser.post(f"{PAGE}/hand-on", BATCH, provider=KITCHEN.id, stamp=stamp(browser))
    assert "Yhtään erää ei ole valmiina." in after.text
    assert browser.get(TABLE).status_code == 404


def test_neither_page_nor_table_tells_of_point_week_or_slip(
    slips: list[str], browser: Browser, house: House, clock: HandClock
) -> None:
    enrol(house, "Kallio 1", "kallio")
    tell(house, "Luettava.")
    clock.move(days=7)
    browser.log_in()
    pages = [browser.get(path).text for path in (PAGE, BATCH, TABLE)]
    assert "Luettava." in pages[0]
    rows = stored_rows(house)
    for page in pages:
        for secret in ("2026", "W47", "W48", "kallio", *slips):
            assert secret.casefold() not in page.casefold()
        assert not re.search(r"\b(47|48)\b", seen(page))
    for page in pages[1:]:
        assert not [record for record in rows if record in page]


def test_a_batch_that_has_changed_is_looked_at_again(
    slips: list[str], browser: Browser, house: House, clock: HandClock
) -> None:
    before = stamp(browser)
    tell(house, service=MEAL)
    clock.move(days=7)
    house.retention.sweep()
    browser.log_in()
    answer = browser.post(f"{PAGE}/hand-on", BATCH, provider=KITCHEN.id, stamp=before)
    assert (answer.status_code, "Erä on muuttunut." in answer.text) == (409, True)
    assert len(house.experience_reading.all().batches) == 1


@pytest.mark.parametrize("act", ["pass", "remove", "hand-on"])
def test_a_form_of_another_site_does_nothing(
    slips: list[str], browser: Browser, house: House, act: str
) -> None:
    fields = {"id": "", "provider": KITCHEN.id, "stamp": stamp(browser), "proof": "0" * 64}
    answer = browser.client.post(f"{PAGE}/{act}", data=fields)
    assert (answer.status_code, "Sivu oli vanhentunut" in answer.text) == (403, True)
    assert house.experience_reading.batch(KITCHEN.id) is not None


def test_a_coordinator_of_one_point_reads_none(
    stranger: Browser, house: House, clock: HandClock, accounts: Accounts, slips: list[str]
) -> None:
    tell(house, "Luettava.")
    clock.move(days=7)
    accounts.add(Account("ida", Role.COORDINATOR, "ita"), PASSWORD)
    stranger.log_in("ida")
    for path in (PAGE, BATCH, TABLE):
        page = stranger.get(path).text
        assert "kaikkien neuvontapisteiden yhteisiä" in page
        assert "Luettava." not in page
        assert "Teksti 1." not in page


def test_an_operator_has_no_such_page(stranger: Browser, accounts: Accounts) -> None:
    accounts.add(Account("olli", Role.OPERATOR), PASSWORD)
    stranger.log_in("olli")
    assert stranger.get(PAGE).status_code == 403
    assert 'href="/experiences"' not in stranger.get("/contacts").text
