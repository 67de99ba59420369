"""The page of an organisation: what a link shows to whom, and what no other can make of it."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace

import httpx2 as httpx
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select, update

from neuvola_core.contact import DeclineReason, Handling, PreferredTime, Reach
from neuvola_core.wire import RecordKind
from neuvola_server.api.app import create_app
from neuvola_server.contacts.links import Links
from neuvola_server.house import House
from neuvola_server.storage import schema
from support.contacts import DETAILS, PHONE, party
from support.houses import HandClock

from .conftest import Browser, Post

SECRETS = (PHONE, "040 1234567", "Aune", "iltapäivällä, kiitos")


@pytest.fixture
def other(house: House) -> Iterator[Browser]:
    with TestClient(create_app(house), base_url="https://server.example") as client:
        yield Browser(client)


@pytest.fixture
def link(post: Post) -> str:
    return post.link(post.bring())


def opened(caller: Browser, link: str) -> str:
    return caller.post(f"{link}/confirm", link).text


def marked(caller: Browser, link: str, state: str, **fields: str) -> httpx.Response:
    return caller.post(f"{link}/mark", link, state=state, **fields)


def parts(house: House) -> list[tuple[str, str, str, bool]]:
    table = schema.handling
    wanted = select(table).order_by(table.c.organisation)
    rows = house.database.read(lambda c: c.execute(wanted).all())
    return [(row.organisation, row.state, row.reason, bool(row.browser)) for row in rows]


def sealed_bodies(house: House) -> int:
    table = schema.private_record
    wanted = select(table.c.id).where(table.c.body.is_not(None), table.c.kind == RecordKind.CONTACT)
    return len(house.database.read(lambda c: c.execute(wanted).all()))


def test_the_first_page_says_what_it_is_and_shows_nothing_of_the_visitor(caller: Browser, link: str):
    page = caller.get(link).text
    assert "Neuvontapisteessä käynyt ihminen pyytää, että Järjestö o1 ottaa häneen yhteyttä." in page
    assert "29.11.2026" in page
    assert not any(secret in page for secret in SECRETS)


def test_a_scanner_of_mails_burns_and_binds_nothing(house: House, other: Browser, post: Post, link: str):
    for number in range(20):
        scanner = {"User-Agent": f"scanner/{number}"}
        other.client.cookies.clear()
        told = other.client.get(link, headers=scanner), other.client.head(link, headers=scanner)
        assert [answer.status_code for answer in told] == [200, 200]
    assert parts(house) == [("o1", "uusi", "", False)]
    other.client.cookies.clear()
    assert PHONE in opened(other, link)


def test_the_browser_that_confirms_sees_the_details(caller: Browser, house: House, link: str):
    page = opened(caller, link)
    for told in (f'href="tel:{PHONE}"', "040 1234567", "Ota yhteyttä: Aune", "Soitamme.", "Suomi"):
        assert told in page
    assert "Älä soita" not in page
    assert parts(house) == [("o1", "uusi", "", True)]


def test_a_confirmation_whose_answer_was_lost_may_be_repeated(caller: Browser, house: House, link: str):
    page = caller.get(link)
    proof = re.search(r'name="proof" value="(\w+)"', page.text)
    assert proof is not None
    before = page.headers["set-cookie"].partition(";")[0]
    caller.client.cookies.clear()
    for _ in range(2):
        again = caller.client.post(
            f"{link}/confirm", data={"proof": proof[1]}, headers={"Cookie": before}, follow_redirects=False
        )
        assert again.status_code == 303
    assert parts(house) == [("o1", "uusi", "", True)]
    assert PHONE in caller.get(link).text


def test_where_calling_is_not_safe_there_is_no_number_to_call(caller: Browser, post: Post):
    quiet = replace(DETAILS, reach=Reach.MESSAGE, time=PreferredTime.EVENING, language="so")
    page = opened(caller, post.link(post.bring(details=quiet)))
    assert "Älä soita." in page
    assert "tel:" not in page
    for told in (f'href="sms:{PHONE}"', "Illalla", "Somali"):
        assert told in page


def test_whoever_wants_an_e_mail_is_not_called(caller: Browser, post: Post):
    mail = replace(DETAILS, reach=Reach.EMAIL, email="aune@example.org", first_name="")
    page = opened(caller, post.link(post.bring(details=mail)))
    assert 'href="mailto:aune@example.org"' in page
    assert "tel:" not in page
    assert PHONE not in page


def test_another_browser_is_told_and_shown_nothing(caller: Browser, other: Browser, link: str):
    opened(caller, link)
    page = other.get(link).text
    assert "avattu toisessa selaimessa" in page
    assert "@" not in page
    assert not any(secret in page for secret in SECRETS)
    for act in ("confirm", "mark"):
        answer = other.post(f"{link}/{act}", link, state="hoidettu", sure="yes")
        assert answer.status_code == 403
        assert not any(secret in answer.text for secret in SECRETS)
    assert PHONE in caller.get(link).text


def test_a_new_link_goes_to_the_registered_addresses(
    caller: Browser, other: Browser, house: House, post: Post
):
    made = post.bring()
    link = post.link(made)
    opened(caller, link)
    page = other.post(f"{link}/new-link", link).text
    assert "Uusi linkki on lähetetty" in page
    assert "@" not in page
    table = schema.mail
    wanted = select(table.c.address).where(table.c.kind == "link")
    to = house.database.read(lambda c: c.execute(wanted).scalars().all())
    assert sorted(to) == ["deputy", "person"]  # where they are reached is looked up when the mail leaves
    assert caller.get(link).status_code == 404
    assert PHONE in opened(other, post.link(made))


def test_new_links_have_an_end(other: Browser, house: House, post: Post):
    made = post.bring()
    for _ in range(3):
        link = post.link(made)
        opened(other, link)
        assert "lähetetty" in other.post(f"{link}/new-link", link).text
    link = post.link(made)
    opened(other, link)
    answer = other.post(f"{link}/new-link", link)
    assert (answer.status_code, "niin monta kuin päivässä voi" in answer.text) == (429, True)


def test_nobody_asks_for_a_new_link_before_the_first_is_opened(caller: Browser, house: House, link: str):
    assert caller.post(f"{link}/new-link", link).status_code == 403
    assert parts(house) == [("o1", "uusi", "", False)]


def test_how_far_it_is_can_be_told_step_by_step(caller: Browser, house: House, link: str):
    opened(caller, link)
    for state in ("vastaanotettu", "tavoitettu"):
        page = marked(caller, link, state).text
        assert PHONE in page
        assert f'value="{state}"' not in page
    assert parts(house)[0][1] == "tavoitettu"


@pytest.mark.parametrize("state", ["hoidettu", "peruttu", "ei_oteta"])
def test_what_erases_is_asked_first(caller: Browser, house: House, link: str, state: str):
    opened(caller, link)
    for page in (caller.get(f"{link}?ask={state}").text, marked(caller, link, state).text):
        assert "eikä niitä saa takaisin" in page
        assert not any(secret in page for secret in SECRETS)
    assert (parts(house)[0][1], sealed_bodies(house)) == ("uusi", 1)


@pytest.mark.parametrize("state", ["hoidettu", "peruttu"])
def test_what_is_done_is_erased_at_once(caller: Browser, house: House, link: str, state: str):
    opened(caller, link)
    page = marked(caller, link, state, sure="yes").text
    assert "Tiedot on poistettu." in page
    assert parts(house) == [("o1", state, "", False)]
    assert sealed_bodies(house) == 0
    assert caller.get(link).status_code == 404


def test_declining_takes_a_reason(caller: Browser, house: House, link: str):
    opened(caller, link)
    for reason in ("", "olematon"):
        answer = marked(caller, link, "ei_oteta", sure="yes", reason=reason)
        assert (answer.status_code, "Valitse ensin syy." in answer.text) == (422, True)
    assert sealed_bodies(house) == 1
    assert marked(caller, link, "ei_oteta", sure="yes", reason="alue").status_code == 200
    assert parts(house) == [("o1", Handling.DECLINED, DeclineReason.AREA, False)]


@pytest.mark.parametrize("state", ["", "uusi", "kavija_perui", "vanhentui", "olematon"])
def test_no_organisation_says_what_is_not_its_to_say(caller: Browser, house: House, link: str, state: str):
    opened(caller, link)
    assert marked(caller, link, state, sure="yes").status_code == 422
    assert parts(house)[0][1] == "uusi"


def test_one_organisation_erases_nothing_of_another(caller: Browser, other: Browser, post: Post):
    made = post.bring("o1", "o2")
    first, second = post.link(made, "o1"), post.link(made, "o2")
    opened(caller, first)
    marked(caller, first, "hoidettu", sure="yes")
    assert PHONE in opened(other, second)


def test_the_cookie_of_one_link_opens_no_other(caller: Browser, post: Post):
    first, second = post.link(post.bring()), post.link(post.bring())
    opened(caller, first)
    assert PHONE not in caller.get(second).text


def dead_links(post: Post, caller: Browser, clock: HandClock) -> Iterator[str]:
    withdrawn, done = post.bring(), post.bring()
    links = [post.link(withdrawn), post.link(done)]
    post.house.handlings.withdraw(withdrawn.code)
    opened(caller, links[1])
    marked(caller, links[1], "hoidettu", sure="yes")
    links.append(post.link(post.bring()))
    clock.move(days=14)
    yield from links
    yield "/requests/" + "A" * 43
    yield "/requests/x"
    yield "/requests/" + "ä" * 300


def test_every_link_that_leads_nowhere_gives_the_same_page(
    caller: Browser, other: Browser, post: Post, clock: HandClock
):
    answers = [other.get(link) for link in dead_links(post, caller, clock)]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1
    assert len({str(sorted(answer.headers.items())) for answer in answers}) == 1
    assert "set-cookie" not in answers[0].headers
    assert "Linkki ei ole käytössä" in answers[0].text


def test_a_form_on_a_dead_link_gives_it_too(caller: Browser, post: Post):
    made = post.bring()
    link = post.link(made)
    opened(caller, link)
    proof = re.search(r'name="proof" value="(\w+)"', caller.get(link).text)
    assert proof is not None
    post.house.handlings.withdraw(made.code)
    for act in ("confirm", "mark", "new-link"):
        answer = caller.client.post(
            f"{link}/{act}", data={"proof": proof[1], "state": "hoidettu", "sure": "yes"}
        )
        assert (answer.status_code, "Linkki ei ole käytössä" in answer.text) == (404, True)


@pytest.mark.parametrize("act", ["confirm", "mark", "new-link"])
def test_a_form_of_another_site_does_nothing(caller: Browser, house: House, link: str, act: str):
    caller.get(link)
    if act != "confirm":
        opened(caller, link)
    before = parts(house)
    answer = caller.client.post(f"{link}/{act}", data={"state": "hoidettu", "sure": "yes", "proof": "0" * 64})
    assert answer.status_code == 403
    assert parts(house) == before


def test_details_that_no_key_opens_are_told_of(caller: Browser, house: House, post: Post):
    made = post.bring()
    table = schema.private_record
    spoilt = '{"organisations":["o1"],"sealed":{"keys":{"0000000000000000":"AAAA"},"text":"AAAA"}}'
    change = update(table).where(table.c.id == made.id).values(body=spoilt)
    house.database.write(lambda c: c.execute(change).rowcount)
    link = post.link(made)
    answer = caller.post(f"{link}/confirm", link)
    assert answer.status_code == 503
    assert "Kertokaa neuvontapisteeseen viite" in answer.text


@pytest.mark.parametrize(
    ("language", "query", "told"),
    [
        ("fi", "", "Teille on yhteydenottopyyntö"),
        ("sv-FI", "", "Ni har fått en kontaktbegäran"),
        ("sv", "?lang=en", "You have a contact request"),
        ("de", "?lang=xx", "Teille on yhteydenottopyyntö"),
    ],
)
def test_a_language_is_chosen_by_link_or_browser(
    caller: Browser, link: str, language: str, query: str, told: str
):
    assert f"<h1>{told}</h1>" in caller.get(link + query, language).text


def test_a_chosen_language_stays_and_is_in_no_cookie(caller: Browser, house: House, post: Post):
    house.receivers.put(party("o1", name={"fi": "Kulma", "sv": "Hörnet"}), who="test")
    link = post.link(post.bring())
    page = caller.get(f"{link}?lang=sv").text
    assert "Hörnet" in page
    action = re.search(r'action="([^"]+)"', page)
    assert action is not None
    assert action[1] == f"{link}/confirm?lang=sv"
    assert "Ta kontakt: Aune" in caller.post(action[1], f"{link}?lang=sv").text
    assert {cookie.name for cookie in caller.client.cookies.jar} == {"neuvola-request"}


def test_the_cookie_is_for_one_link_only(caller: Browser, link: str):
    cookie = caller.get(link).headers["set-cookie"].casefold()
    for part in ("httponly", "secure", "samesite=lax", f"path={link}".casefold()):
        assert part in cookie


def test_opening_gives_the_browser_another_cookie(caller: Browser, link: str):
    caller.get(link)
    before = [cookie.value for cookie in caller.client.cookies.jar]
    opened(caller, link)
    assert [cookie.value for cookie in caller.client.cookies.jar] != before


def test_nobody_can_tell_the_next_cookie_from_the_one_before(caller: Browser, house: House, link: str):
    caller.get(link)
    [before] = [cookie.value or "" for cookie in caller.client.cookies.jar]
    opened(caller, link)
    [after] = [cookie.value or "" for cookie in caller.client.cookies.jar]
    assert after not in {hashlib.sha256(f"{said}{before}".encode()).hexdigest() for said in ("", "next|")}
    token = link.removeprefix("/requests/")
    other = Links(lambda: b"another secret")
    assert (house.links.browser(token, before), other.browser(token, before) == after) == (after, False)
    assert house.links.browser(f"{token}x", before) != after


def test_no_log_line_has_the_link(caller: Browser, link: str, capsys: pytest.CaptureFixture[str]):
    opened(caller, link)
    logged = capsys.readouterr()
    assert "/requests/{token}" in logged.out + logged.err
    assert link.removeprefix("/requests/") not in logged.out + logged.err
