"""The pages of receivers: who answers, when they are closed, what is missing, and who may change it."""

from datetime import date

import pytest

from neuvola_core.catalogue import Organisation
from neuvola_core.contact import ClosedPeriod
from neuvola_core.ids import catalogue_id
from neuvola_core.text import Text
from neuvola_server.accounts import Account, Accounts, Role
from neuvola_server.audit import acts
from neuvola_server.house import House
from support.contacts import party, register
from support.publishing import incoming, news

from .conftest import PASSWORD, Browser

FILLED = {
    "name_fi": "Kulma ry",
    "name_sv": "Hörnet rf",
    "method_fi": "Soitamme arkisin.",
    "method_en": "We call on weekdays.",
    "phone": "09 123 456",
    "language": "sv",
    "person": "Paula",
    "email": "paula@kulma.example",
    "deputy": "Ville",
    "deputy_email": "ville@kulma.example",
    "active": "yes",
}
PAGE = "/receivers/o1"


def saved(browser: Browser, **fields: str):
    return browser.post(PAGE, PAGE, **FILLED | fields)


@pytest.fixture(autouse=True)
def _one(house: House) -> None:
    register(house, "o1")


def test_before_the_first_one(browser: Browser, house: House):
    house.receivers.remove("o1", who="test")
    assert "Yhtään vastaanottajaa ei ole vielä lisätty." in browser.get("/receivers").text


def test_what_is_typed_is_kept_and_in_the_book(browser: Browser, house: House):
    assert "Kulma ry" in saved(browser).text
    kept = house.receivers.get("o1")
    assert kept.receiver.name == {"fi": "Kulma ry", "sv": "Hörnet rf"}
    assert kept.receiver.method == {"fi": "Soitamme arkisin.", "en": "We call on weekdays."}
    assert (kept.language, kept.person, kept.email) == ("sv", "Paula", "paula@kulma.example")
    assert (kept.deputy, kept.deputy_email, kept.active) == ("Ville", "ville@kulma.example", True)
    assert [one.id for one in house.receivers.public()] == ["o1"]
    last = house.database.read(acts)[-1]
    assert (last.who, last.what, last.of) == ("leena", "receiver-kept", "o1")


def test_the_form_shows_what_is_kept(browser: Browser):
    saved(browser)
    page = browser.get(PAGE).text
    for told in (
        'value="Kulma ry"',
        'value="Hörnet rf"',
        ">Soitamme arkisin.</textarea>",
        'value="09 123 456"',
    ):
        assert told in page
    assert '<option value="sv" selected>' in page
    assert "checked" in page


def test_without_a_deputy_it_is_kept_but_not_offered(browser: Browser, house: House):
    answer = saved(browser, deputy="", deputy_email="")
    assert "puuttuu: varahenkilö, varahenkilön sähköposti" in answer.text
    assert (house.receivers.get("o1").person, house.receivers.public()) == ("Paula", ())
    assert "Puuttuu: varahenkilö, varahenkilön sähköposti" in browser.get("/receivers").text


def test_it_can_be_taken_out_of_use(browser: Browser, house: House):
    saved(browser, active="")
    assert house.receivers.public() == ()
    assert "Ei tarjota" in browser.get("/receivers").text


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("email", "paula", "vastuuhenkilön sähköposti"),
        ("phone", "soita", "puhelin"),
        ("language", "xx", "viestien kieli"),
        ("method_fi", "m" * 501, "näin otamme yhteyttä"),
        ("person", "Pau\x00la", "vastuuhenkilö"),
    ],
)
def test_what_cannot_be_kept_is_said_and_stays_in_the_form(
    browser: Browser, house: House, field: str, typed: str, told: str
):
    answer = saved(browser, **{field: typed, "name_fi": "Toinen"})
    assert answer.status_code == 422
    assert f"Tarkista kohta: {told}" in answer.text
    assert 'value="Toinen"' in answer.text
    assert house.receivers.get("o1").receiver.name == {"fi": "Järjestö o1"}


def test_a_name_is_needed(browser: Browser):
    answer = saved(browser, name_fi="", name_sv=" ")
    assert (answer.status_code, "Tarkista kohta: nimi" in answer.text) == (422, True)


def test_closed_periods_come_go_and_outlive_the_form(browser: Browser, house: House):
    browser.post(f"{PAGE}/close", PAGE, first="2026-12-20", last="2027-01-06")
    browser.post(f"{PAGE}/close", PAGE, first="2026-12-06", last="")
    saved(browser)
    one_day = ClosedPeriod(date(2026, 12, 6), date(2026, 12, 6))
    christmas = ClosedPeriod(date(2026, 12, 20), date(2027, 1, 6))
    assert house.receivers.get("o1").receiver.closed == (one_day, christmas)
    assert "20.12.2026–6.1.2027" in browser.get("/receivers").text
    browser.post(f"{PAGE}/reopen", PAGE, first="2026-12-20", last="2027-01-06")
    assert house.receivers.get("o1").receiver.closed == (one_day,)


@pytest.mark.parametrize(
    ("first", "last"), [("", ""), ("2026-12-31", "2026-12-01"), ("tänään", ""), ("2026-12-01", "x")]
)
def test_a_period_that_is_none(browser: Browser, house: House, first: str, last: str):
    answer = browser.post(f"{PAGE}/close", PAGE, first=first, last=last)
    assert (answer.status_code, "Tarkista kohta: suljettu aika" in answer.text) == (422, True)
    assert house.receivers.get("o1").receiver.closed == ()


def test_closed_today_is_said(browser: Browser, house: House):
    today = house.clock().date()
    house.receivers.close("o1", ClosedPeriod(today, today), who="test")
    assert "Suljettu nyt" in browser.get("/receivers").text


@pytest.mark.parametrize("act", ["", "/close", "/reopen"])
def test_a_form_of_another_site_does_nothing(browser: Browser, house: House, act: str):
    before = house.receivers.all()
    answer = browser.client.post(PAGE + act, data={**FILLED, "first": "2026-12-01", "proof": "0" * 64})
    assert (answer.status_code, "Sivu oli vanhentunut" in answer.text) == (403, True)
    assert house.receivers.all() == before


def test_a_coordinator_of_one_point_reads_only(stranger: Browser, house: House, accounts: Accounts):
    accounts.add(Account("kalle", Role.COORDINATOR, "kallio"), PASSWORD)
    stranger.log_in("kalle")
    assert "Lisää vastaanottaja" not in stranger.get("/receivers").text
    page = stranger.get(PAGE).text
    assert "Tallenna" not in page
    assert "kaikkien neuvontapisteiden yhteisiä" in page


def test_an_operator_may_change_them(stranger: Browser, house: House, accounts: Accounts):
    accounts.add(Account("olli", Role.OPERATOR), PASSWORD)
    stranger.log_in("olli")
    saved(stranger)
    assert house.receivers.get("o1").person == "Paula"


def test_what_the_catalogue_does_not_know_is_no_receiver(browser: Browser, house: House):
    for answer in (browser.get("/receivers/zzz"), browser.post("/receivers/zzz", PAGE, **FILLED)):
        assert (answer.status_code, "ei ole palveluluettelossa" in answer.text) == (404, True)
    assert [one.receiver.id for one in house.receivers.all()] == ["o1"]


def test_an_organisation_is_found_in_the_catalogue_and_added(browser: Browser, house: House):
    circle = Organisation(
        catalogue_id("test", "organisation", "1"), Text(fi="Diakoniapiiri", sv="Diakonikretsen")
    )
    house.publication.publish(news(incoming("Ruoka-apu", organisation=circle)))
    page = browser.get("/receivers?q=diakoni").text
    found = page.partition('class="found"')[2].partition('href="')[2].partition('"')[0]
    assert found.startswith("/receivers/")
    assert 'value="Diakonikretsen"' in browser.get(found).text
    browser.post(found, found, **FILLED)
    assert len(house.receivers.all()) == 2
    assert "jo lisätty" in browser.get("/receivers?q=DIAKONI").text
    assert "ei ole järjestöä nimellä ”zzz”" in browser.get("/receivers?q=zzz").text


def test_what_is_typed_is_no_html(browser: Browser, house: House):
    house.receivers.put(party("o1", name={"fi": "<script>alert(1)</script>"}), who="test")
    for path in ("/receivers", PAGE, "/receivers?q=<script>"):
        assert "<script" not in browser.get(path).text
