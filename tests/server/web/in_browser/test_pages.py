"""The pages as people meet them: with the keyboard alone, in three languages, in other browsers than one."""

import re
from collections.abc import Callable
from dataclasses import replace

import httpx2 as httpx
import pytest
from playwright.sync_api import Page, expect

from neuvola_core import codes
from neuvola_core.contact import Reach
from neuvola_core.wire import Backlog, SyncRequest
from neuvola_server.house import House
from support import experiences
from support.contacts import DETAILS, PHONE

from .conftest import Room

Check = Callable[[Page, str], None]
_FOCUSED = """() => {
    const one = document.activeElement;
    const ring = getComputedStyle(one).outlineStyle;
    return [one.innerText || one.labels?.[0]?.innerText || one.name || "", ring, one.tagName];
}"""


def tab_to(page: Page, text: str) -> None:
    """Goes on by the tabulator until what has this text is focused; wherever it stops shows a ring."""
    for _ in range(40):
        page.keyboard.press("Tab")
        told, ring, tag = page.evaluate(_FOCUSED)
        if tag != "BODY":
            assert ring != "none", told
        if re.search(text, told):
            return
    raise AssertionError(f"the keyboard does not reach {text}")


def enter(page: Page) -> None:
    """Presses what is focused, which leads to another page."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text(text)


def read_experiences(room: Room) -> str:
    """Has five be read and leaves a sixth; the address of their batch."""
    house = room.house
    experiences.publish(house)
    for n in range(6):
        experiences.tell(house, f"Odotin {n} päivää ja sain sitten ystävällistä apua. " * 3)
    room.clock.move(days=7)
    for one in house.experience_reading.all().unread[:5]:
        house.experience_reading.pass_on(one.id, who="leena")
    return f"/experiences/batch?provider={experiences.KITCHEN.id}"


def state_of(house: House, request: str) -> str:
    return str(house.handlings.states([request])[request][0].state)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (
            "fi-FI",
            ("Avaa yhteystiedot", "Otimme vastaan", "Emme voi auttaa", "täyttä", "Lähetä syy", "Kiitos"),
        ),
        (
            "sv-FI",
            ("Öppna kontakt", "Vi har tagit emot", "Vi kan inte hjälpa", "fullt", "Skicka orsaken", "Tack"),
        ),
        (
            "en-GB",
            ("Open the contact", "We have received", "We cannot help", "full", "Send the reason", "Thank"),
        ),
    ],
)
def test_a_request_is_seen_to_with_the_keyboard_alone(
    room: Room, check: Check, language: str, told: tuple[str, ...]
):
    opening, received, cannot, full, send, thanks = told
    made = room.bring()
    page = room.person(language)
    page.goto(room.link(made))
    check(page, f"first, {language}")
    tab_to(page, opening)
    enter(page)
    heading(page, "Aune")
    check(page, f"open, {language}")
    assert page.get_by_role("link", name="040 1234567").get_attribute("href") == f"tel:{PHONE}"
    tab_to(page, received)
    enter(page)
    expect(page.get_by_role("button", name=received)).to_have_count(0)
    assert state_of(room.house, made.id) == "vastaanotettu"
    tab_to(page, cannot)
    enter(page)
    check(page, f"declining, {language}")
    tab_to(page, full)
    page.keyboard.press("Space")
    tab_to(page, send)
    enter(page)
    heading(page, thanks)
    assert state_of(room.house, made.id) == "ei_oteta"
    assert room.noticed == []
    page.go_back()
    page.go_back()
    expect(page.get_by_text("040 1234567")).to_have_count(0)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("fi-FI", ("Perumiskoodi", "Peru pyyntö", "Pyyntö on peruttu")),
        ("sv-FI", ("Återkallelsekod", "Återkalla begäran", "Begäran är återkallad")),
        ("en-GB", ("Cancellation code", "Cancel the request", "The request is cancelled")),
    ],
)
def test_a_visitor_takes_a_request_back_with_the_keyboard_alone(
    room: Room, check: Check, language: str, told: tuple[str, ...]
):
    code_field, send, done = told
    made = room.bring()
    page = room.person(language)
    page.goto("/withdraw")
    check(page, f"withdraw, {language}")
    tab_to(page, code_field)
    page.keyboard.type(codes.grouped(made.code).lower())
    tab_to(page, send)
    enter(page)
    heading(page, done)
    assert state_of(room.house, made.id) == "kavija_perui"
    assert page.context.cookies() == []
    assert room.noticed == []


def test_a_coordinator_keeps_a_receiver_with_the_keyboard_alone(room: Room):
    page = room.log_in()
    tab_to(page, "Pyyntöjen vastaanottajat")
    enter(page)
    tab_to(page, "Etelä-Pohjanmaan")
    enter(page)
    tab_to(page, "^Varahenkilö$")
    page.keyboard.press("Control+A")
    page.keyboard.type("Viivi Vara")
    tab_to(page, "Näin otamme yhteyttä – Svenska")
    page.keyboard.type("Vi ringer.")
    tab_to(page, "Tallenna")
    enter(page)
    expect(page.get_by_text("Viivi Vara")).to_be_visible()
    kept = [party for party in room.house.receivers.all() if party.deputy == "Viivi Vara"]
    assert [party.receiver.method["sv"] for party in kept] == ["Vi ringer."]
    assert room.noticed == []


def test_a_link_that_scanners_followed_first_opens_once_and_for_one_browser(room: Room):
    made = room.bring()
    link = room.link(made)
    for number in range(20):
        with httpx.Client(base_url=room.url, headers={"User-Agent": f"scanner/{number}"}) as scanner:
            assert [scanner.get(link).status_code, scanner.head(link).status_code] == [200, 200]
    first, second = room.person(), room.person()
    first.goto(link)
    first.get_by_role("button", name="Avaa yhteystiedot").click()
    heading(first, "Aune")
    second.goto(link)
    heading(second, "avattu toisessa selaimessa")
    expect(second.get_by_text("040")).to_have_count(0)
    second.get_by_role("button", name="Lähetä uusi linkki").click()
    heading(second, "Uusi linkki on lähetetty")
    first.reload()
    heading(first, "Linkki ei ole käytössä")
    second.goto(room.link(made))
    second.get_by_role("button", name="Avaa yhteystiedot").click()
    heading(second, "Aune")
    room.clock.move(days=14)
    second.reload()
    heading(second, "Linkki ei ole käytössä")
    guessed = second.goto("/requests/" + "A" * 43)
    assert guessed is not None
    assert guessed.status == 404
    heading(second, "Linkki ei ole käytössä")


def test_a_link_in_another_sites_mail_goes_on_where_it_was_opened(room: Room):
    link = room.link(room.bring())
    page = room.person()
    page.goto(link)
    page.get_by_role("button", name="Avaa yhteystiedot").click()
    heading(page, "Aune")
    mail = page.context.new_page()
    mail.route(
        "http://webmail.example/**",
        lambda route: route.fulfill(content_type="text/html", body=f'<a href="{room.url}{link}">Avaa</a>'),
    )
    mail.goto("http://webmail.example/")
    mail.get_by_role("link").click()
    heading(mail, "Aune")


def test_a_double_click_opens_as_well_as_one(room: Room):
    page = room.person()
    page.goto(room.link(room.bring()))
    page.get_by_role("button", name="Avaa yhteystiedot").dblclick()
    heading(page, "Aune")


def test_the_language_is_changed_by_a_link_and_stays(room: Room):
    page = room.person()
    page.goto(room.link(room.bring()))
    page.get_by_role("link", name="Svenska").click()
    heading(page, "Ni har fått en kontaktbegäran")
    page.get_by_role("button").click()
    heading(page, "Ta kontakt: Aune")
    page.get_by_role("link", name="Kontakt behövs inte").click()
    heading(page, "Behövs kontakten inte längre?")


def test_everybody_can_use_the_pages_of_organisations(room: Room, check: Check):
    quiet = replace(DETAILS, reach=Reach.MESSAGE, first_name="Muhammad-Abdirahman", email="a@b.example")
    made = room.bring(details=quiet)
    page, other = room.person(), room.person()
    page.goto(room.link(made))
    check(page, "first")
    page.get_by_role("button").click()
    heading(page, "Muhammad")
    check(page, "open")
    for ask in ("hoidettu", "ei_oteta"):
        page.goto(f"{room.link(made)}?ask={ask}")
        check(page, ask)
    other.goto(room.link(made))
    check(other, "elsewhere")
    page.get_by_label("Muu syy").check()
    page.get_by_role("button", name="Lähetä syy").click()
    heading(page, "Kiitos")
    check(page, "erased")
    page.goto("/requests/none")
    check(page, "gone")


def test_everybody_can_use_the_visitors_page(room: Room, check: Check):
    made = room.bring()
    page = room.person()
    page.goto("/withdraw")
    check(page, "withdraw")
    page.get_by_role("link", name="العربية").click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    check(page, "withdraw, from right to left")
    page.goto("/withdraw")
    page.fill("#code", "1234")
    page.get_by_role("button").click()
    expect(page.get_by_role("alert")).to_be_visible()
    check(page, "mistyped")
    page.fill("#code", made.code)
    page.get_by_role("button").click()
    heading(page, "Pyyntö on peruttu")
    check(page, "withdrawn")


def test_everybody_can_use_the_pages_of_staff(room: Room, check: Check):
    backlog = Backlog(waiting=3, quarantined=1, oldest_week="2026-W41", clock_offset=-612)
    room.desk.port.sync(SyncRequest("n", room.desk.id, app="neuvola-desk 0.2.0", backlog=backlog))
    page = room.person()
    page.goto("/desks/log-in")
    check(page, "log-in")
    page = room.log_in()
    for path in ("/desks", "/contacts", "/receivers", "/experiences"):
        page.goto(path)
        check(page, f"{path}, nothing hangs")
    batch = read_experiences(room)
    room.bring("o1", "o2")
    room.clock.move(days=4, hours=-1)
    page = room.log_in()
    for path in (
        "/desks",
        "/contacts",
        "/receivers?q=zzz",
        "/receivers/o1",
        "/reports",
        "/experiences",
        batch,
    ):
        page.goto(path)
        check(page, path)
    page.goto("/desks")
    page.get_by_label("Työaseman nimi").fill("Kallio 2")
    page.get_by_role("button", name="Tee koodi").click()
    heading(page, "Kertakoodi")
    check(page, "code")
    page = room.log_in("olli")
    page.goto("/contacts")
    check(page, "figures")
    page.goto("/receivers/none")
    check(page, "unknown receiver")
