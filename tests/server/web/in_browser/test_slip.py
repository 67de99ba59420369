"""The page behind the QR as a phone shows it: with the keyboard alone, and nothing told on the way."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from neuvola_core import codes
from neuvola_core.slip import new_slip, slip_hash, slip_link
from neuvola_server.house import House
from neuvola_server.web import slip_pages
from support.houses import stored_rows
from support.publishing import incoming, news
from support.services import make_service

from .conftest import Room
from .test_pages import enter, heading, tab_to

Check = Callable[[Page, str], None]
LONG = "Velkaneuvonta ja sovinnolliset velkajärjestelyt Etelä-Pohjanmaan oikeusaputoimistossa"
NAMES = (LONG, "Ruoka-apu", "Kohtaamispaikka")
PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}}


@pytest.fixture(autouse=True)
def _published(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("_of_one", "_of_day", "_of_all", "_names"):
        monkeypatch.setattr(slip_pages, name, slip_pages.TokenBuckets(1000))
    others = (f"Palvelu {number}" for number in range(300))
    room.house.publication.publish(news(*map(incoming, (*NAMES, *others))))


def link(room: Room, code: str, *names: str) -> str:
    return slip_link(room.url, code, [make_service(name).id for name in names])


def kept(house: House) -> list[tuple[str, str, str, str]]:
    bodies = (json.loads(row.body) for row in stored_rows(house).values() if row.state == "stored")
    return sorted(
        (one["service"], one["helped"], one.get("obstacle", ""), one.get("text", "")) for one in bodies
    )


def tab_to_field(page: Page, name: str) -> None:
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == name:
            return
    raise AssertionError(f"the keyboard does not reach {name}")


def card(page: Page, name: str) -> Any:
    return page.locator("#services form").filter(has=page.get_by_role("heading", name=name))


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("fi-FI", ("^Osittain", "Lähetä vastaus", "Vastauksesi on tallennettu")),
        ("sv-FI", ("^Delvis", "Skicka svaret", "Ditt svar har sparats")),
        ("en-GB", ("^Partly", "Send the answer", "Your answer has been saved")),
    ],
)
def test_a_visitor_answers_with_the_keyboard_alone(room: Room, language: str, told: tuple[str, ...]) -> None:
    partly, send, saved = told
    page = room.person(language, **PHONE)
    page.goto(link(room, new_slip(), "Ruoka-apu"))
    expect(page.get_by_role("heading", name="Ruoka-apu")).to_be_visible()
    tab_to_field(page, "helped")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.value") == "osittain"
    assert re.search(partly, page.evaluate("document.activeElement.labels[0].innerText.trim()"))
    tab_to_field(page, "obstacle")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    tab_to_field(page, "text")
    page.keyboard.type("Jono oli pitkä.")
    tab_to(page, send)
    page.keyboard.press("Enter")
    expect(page.locator(".thanks")).to_contain_text(saved)
    assert page.evaluate("document.activeElement.tagName") == "H2", "the keyboard stays where one was"
    assert kept(room.house) == [(make_service("Ruoka-apu").id, "osittain", "taynna", "Jono oli pitkä.")]
    assert page.context.cookies() == []
    assert room.noticed == []


def test_neither_code_nor_services_leave_the_phone_before_an_answer(room: Room) -> None:
    code, page, sent = new_slip(), room.person(), list[str]()
    page.on(
        "request",
        lambda request: sent.append(f"{request.url.partition('#')[0]} {request.post_data} {request.headers}"),
    )
    page.goto(link(room, code, *NAMES))
    expect(page.locator("#services form")).to_have_count(3)
    told = "\n".join(sent)
    ids = [make_service(name).id for name in NAMES]
    for secret in (code, slip_hash(code), *ids, *(one.replace("-", "")[:10] for one in ids)):
        assert secret not in told
    asked = sorted(re.findall(r"names\?of=(\w*)&", told))
    assert asked == sorted({one[:1] for one in ids}), "by the sign that many services share, in no order"
    assert page.url == f"{room.url}/slip", "no code in the address, so none in the list of visited pages"
    card(page, "Ruoka-apu").get_by_label("Kyllä").check()
    card(page, "Ruoka-apu").get_by_role("button").click()
    expect(page.locator(".thanks")).to_be_visible()
    told = "\n".join(sent)
    assert code not in told
    assert slip_hash(code) in told
    assert room.noticed == []


def test_the_tab_remembers_the_link_until_everything_is_answered(room: Room) -> None:
    page = room.person()
    page.goto(link(room, new_slip(), "Ruoka-apu", "Kohtaamispaikka"))
    expect(page.locator("#services form")).to_have_count(2)
    page.reload()
    expect(page.locator("#services form")).to_have_count(2)
    page.get_by_role("link", name="Svenska").click()
    heading(page, "Berätta om din erfarenhet")
    expect(page.locator("#services form")).to_have_count(2)
    for name in ("Ruoka-apu", "Kohtaamispaikka"):
        card(page, name).get_by_label("Ja", exact=True).check()
        card(page, name).get_by_role("button").click()
        expect(card(page, name).locator(".thanks")).to_be_visible()
    page.reload()
    expect(page.locator("#by-hand")).to_be_visible()
    expect(page.locator("#services form")).to_have_count(0)
    assert room.noticed == []


def test_a_refused_text_is_said_and_can_be_mended(room: Room) -> None:
    page = room.person()
    page.goto(link(room, new_slip(), "Ruoka-apu"))
    form = card(page, "Ruoka-apu")
    form.get_by_role("button").click()
    expect(form.get_by_role("alert")).to_have_text("Valitse, saitko apua.")
    form.get_by_label("En", exact=True).check()
    box = form.get_by_role("textbox")
    box.fill("soita 040 123 4567")
    form.get_by_role("button").click()
    expect(form.get_by_role("alert")).to_contain_text("Poista se ja lähetä uudelleen")
    expect(box).to_be_focused()
    box.fill("Matti Virtanen ei vastannut.")
    form.get_by_role("button").click()
    expect(form.get_by_role("alert")).to_contain_text("ehkä jonkun nimi")
    assert kept(room.house) == []
    form.get_by_role("button").click()
    expect(form.locator(".thanks")).to_be_visible()
    assert len(kept(room.house)) == 1


def test_a_cut_link_and_a_service_that_is_gone(room: Room) -> None:
    page = room.person()
    page.goto(f"{room.url}/slip#3XK7")
    expect(page.get_by_role("status")).to_contain_text("ei tullut kokonaan perille")
    expect(page.locator("#by-hand")).to_be_visible()
    page.goto("about:blank")
    page.goto(link(room, new_slip(), "Ruoka-apu", "Lopetettu palvelu"))
    expect(page.locator("#services form")).to_have_count(1)
    expect(page.get_by_role("status")).to_contain_text("ei enää ole luettelossa")


@pytest.mark.parametrize("scripted", [True, False])
def test_code_and_service_may_be_typed(room: Room, scripted: bool) -> None:
    code, sent = new_slip(), list[str]()
    page = room.person(java_script_enabled=scripted)
    page.on("request", lambda request: sent.append(str(request.post_data)))
    page.goto("/slip")
    if not scripted:
        expect(page.locator("noscript .promise")).to_be_visible()
    tab_to(page, "Palautekoodi") if scripted else page.get_by_label("Palautekoodi").focus()
    page.keyboard.type(codes.grouped(code).lower())
    page.get_by_role("textbox", name="Palvelu", exact=True).fill("ruoka")
    page.get_by_label("Kyllä").check()
    page.get_by_role("button", name="Lähetä vastaus").focus()
    enter(page)
    heading(page, "Kiitos!")
    assert kept(room.house) == [(make_service("Ruoka-apu").id, "sai", "", "")]
    shown = codes.grouped(code).lower()
    assert (shown in "".join(sent)) is not scripted, "with a script only the hash is sent"


def test_the_script_reads_a_code_as_the_server_does(room: Room) -> None:
    code, page = new_slip(), room.person()
    for typed in (
        codes.grouped(code).lower().replace("0", "o").replace("1", "l"),
        f"  {' '.join(code)} ".translate(str.maketrans("ABEKMHPCTXY", "АВЕКМНРСТХУ")),
        code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")),
        "".join(chr(ord(sign) + 0xFEE0) for sign in code),
    ):
        sent: list[str] = []
        page.goto("/slip")
        page.once("request", lambda request, sent=sent: sent.append(str(request.post_data)))
        page.fill("#code", typed)
        page.fill("#name", "ruoka")
        with page.expect_navigation():
            page.get_by_role("button", name="Lähetä vastaus").click()
        assert f"slip={slip_hash(code)}" in sent[0], typed


def test_everybody_can_use_the_page(room: Room, check: Check) -> None:
    page = room.person()
    page.goto("/slip")
    check(page, "by hand")
    page.goto("about:blank")
    page.goto(link(room, new_slip(), *NAMES))
    form = card(page, "Ruoka-apu")
    form.get_by_label("En", exact=True).check()
    check(page, "services")
    form.get_by_role("textbox").fill("a@b.fi")
    form.get_by_role("button").click()
    expect(form.get_by_role("alert")).to_be_visible()
    check(page, "refused")
    form.get_by_role("textbox").fill("")
    form.get_by_role("button").click()
    expect(form.locator(".thanks")).to_be_visible()
    check(page, "answered")
    page.get_by_role("link", name="العربية").click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("#services form")).to_have_count(3)
    check(page, "from right to left")
