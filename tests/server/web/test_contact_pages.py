"""The page of what hangs: by reference for coordinators, in figures for operators, nothing of a visitor."""

import pytest

from neuvola_core.contact import Handling, reference_of
from neuvola_server.accounts import Account, Accounts, Role
from neuvola_server.contacts import mails
from neuvola_server.contacts.mails import Fate, Outcome
from neuvola_server.house import House
from neuvola_server.web.staff import LOG_IN_PAGE
from support.houses import HandClock

from .conftest import PASSWORD, Browser, Post


def test_nothing_hangs(browser: Browser):
    assert "Avoimia pyyntöjä ei ole." in browser.get("/contacts").text


def test_what_hangs_is_there_by_reference_and_state(
    browser: Browser, caller: Browser, house: House, post: Post, clock: HandClock
):
    unread, opened, done = post.bring(), post.bring("o2"), post.bring("o2")
    link = post.link(opened, "o2")
    caller.post(f"{link}/confirm", link)
    caller.post(f"{link}/mark", link, state="vastaanotettu")
    over = post.link(done, "o2")
    browser_secret = house.handlings.confirm(over.removeprefix("/requests/"))
    house.handlings.mark(over.removeprefix("/requests/"), browser_secret, Handling.DONE)
    clock.move(hours=9)
    page = browser.get("/contacts").text
    for told in (reference_of(unread.id), reference_of(opened.id), "Ei vielä avattu", "Otettu vastaan"):
        assert told in page
    for told in ("Järjestö o1", 'href="/receivers/o2"', "alle 1 työpäivä", "2 avoinna, 0 vaatii huomiota"):
        assert told in page
    assert reference_of(done.id) not in page


def test_what_nobody_reads_is_to_be_looked_at(browser: Browser, post: Post, clock: HandClock):
    post.bring()
    for days, late in ((3, False), (4, True)):
        clock.now = clock.now.replace(day=16 + days)
        browser.log_in()
        assert (f"Lukematta {days} työpäivää. Soita järjestöön." in browser.get("/contacts").text) == late


def test_what_no_mail_could_tell_of_is_to_be_looked_at(
    browser: Browser, house: House, post: Post, clock: HandClock
):
    post.bring()
    lost = Outcome(Fate.REFUSED, "address 550")
    for mail in house.database.read(lambda connection: mails.due(connection, clock.now, 9)):
        assert "Viesti ei mennyt perille." not in browser.get("/contacts").text
        house.database.write(lambda connection, mail=mail: mails.settle(connection, mail, lost, clock.now))
    assert "Viesti ei mennyt perille. Soita järjestöön" in browser.get("/contacts").text


@pytest.mark.parametrize("point", ["", "kallio"])
def test_an_operator_sees_figures_only(
    stranger: Browser, house: House, accounts: Accounts, post: Post, point: str
):
    accounts.add(Account("olli", Role.OPERATOR, point), PASSWORD)
    made = post.bring("o1", "o2")
    stranger.log_in("olli")
    page = stranger.get("/contacts").text
    assert reference_of(made.id) not in page
    assert "Järjestö" not in page
    assert "<td>2</td>" in page


def test_a_coordinator_of_one_point_sees_what_hangs_too(stranger: Browser, accounts: Accounts, post: Post):
    accounts.add(Account("kalle", Role.COORDINATOR, "kallio"), PASSWORD)
    made = post.bring()
    stranger.log_in("kalle")
    assert reference_of(made.id) in stranger.get("/contacts").text


def test_the_pages_lead_to_each_other(browser: Browser):
    for path in ("/desks", "/contacts", "/receivers"):
        page = browser.get(path).text
        for other in ("/desks", "/contacts", "/receivers"):
            assert f'<a href="{other}"' in page
        assert page.count('aria-current="page"') == 1
        assert f'<a href="{path}" aria-current="page">' in page
    browser.post("/desks/log-out")
    assert "<nav" not in browser.get(LOG_IN_PAGE).text
