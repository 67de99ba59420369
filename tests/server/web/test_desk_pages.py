"""The pages for coordinators: who gets in, what they see and do, and what nobody can make them do."""

import re

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from neuvola_core.wire import EnrolRequest
from neuvola_server.accounts import Account, Accounts, Role
from neuvola_server.api.app import create_app
from neuvola_server.house import House
from neuvola_server.web import log_in_pages
from support.houses import HandClock, house_at

from .conftest import PASSWORD, Browser, enrol

PAGES = ("/desks", "/desks/log-in")
ACTS = ("/desks/code", "/desks/revoke", "/desks/clear-copied")


def test_a_stranger_sees_the_log_in_only(stranger: Browser):
    answer = stranger.client.get("/desks", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/desks/log-in")
    assert "Kirjaudu" in stranger.get("/desks").text


@pytest.mark.parametrize("act", ACTS)
def test_a_stranger_does_nothing(stranger: Browser, house: House, act: str):
    enrol(house, "Kallio")
    answer = stranger.client.post(act, data={"name": "Kallio"}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/desks/log-in")
    assert [desk.revoked for desk in house.desks.all()] == [False]


def test_the_right_password_opens_and_logging_out_closes(stranger: Browser):
    before = stranger.client.cookies.get("neuvola")
    assert "Työasemat" in stranger.log_in().text
    opened = stranger.client.cookies.get("neuvola")
    assert opened != before
    assert stranger.client.get("/desks/log-in", follow_redirects=False).headers["location"] == "/desks"
    stranger.post("/desks/log-out")
    stranger.client.cookies.set("neuvola", opened or "", domain="server.example", path="/")
    assert stranger.client.get("/desks", follow_redirects=False).status_code == 303


def test_logging_out_takes_a_form_of_this_server(browser: Browser):
    token = browser.client.cookies.get("neuvola")
    browser.client.post("/desks/log-out", data={"proof": "0" * 64})
    browser.client.cookies.set("neuvola", token or "", domain="server.example", path="/")
    assert browser.client.get("/desks", follow_redirects=False).status_code == 200


@pytest.mark.parametrize(
    ("name", "password"), [("leena", "väärä salasana"), ("leena", ""), ("nobody", PASSWORD)]
)
def test_a_wrong_password_says_no_more_than_that(stranger: Browser, name: str, password: str):
    answer = stranger.log_in(name, password)
    assert answer.status_code == 403
    assert "Tunnus tai salasana ei käy." in answer.text


def test_guessing_is_slow(stranger: Browser, clock: HandClock):
    for _ in range(5):
        stranger.log_in(password="arvaus")
    late = stranger.log_in()
    assert late.status_code == 429
    assert "Liian monta yritystä" in late.text
    clock.move(minutes=1)
    assert stranger.log_in().status_code == 200


def test_all_guessers_together_are_slow(stranger: Browser, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(log_in_pages, "_log_ins", log_in_pages.TokenBuckets(1))
    assert stranger.log_in("one").status_code == 403
    assert stranger.log_in().status_code == 429


def test_a_log_in_ends_after_a_working_day(browser: Browser, clock: HandClock):
    clock.move(hours=9)
    assert browser.client.get("/desks", follow_redirects=False).status_code == 200
    clock.move(hours=2)
    assert browser.client.get("/desks", follow_redirects=False).status_code == 303


def test_the_log_in_of_a_removed_person_ends(browser: Browser, accounts: Accounts):
    accounts.remove("leena")
    assert browser.client.get("/desks", follow_redirects=False).status_code == 303


def test_the_cookie_is_for_this_server_only(stranger: Browser):
    cookie = stranger.client.get("/desks/log-in").headers["set-cookie"].casefold()
    for part in ("httponly", "secure", "samesite=strict", "path=/"):
        assert part in cookie


def test_over_plain_http_on_this_machine_the_cookie_comes_back(house: House, accounts: Accounts):
    with TestClient(create_app(house), base_url="http://127.0.0.1") as client:
        assert "secure" not in client.get("/desks/log-in").headers["set-cookie"].casefold()


def test_an_endless_cookie_is_none(stranger: Browser):
    answer = stranger.client.get("/desks/log-in", headers={"Cookie": "neuvola=" + "x" * 5000})
    assert "set-cookie" in answer.headers


@pytest.mark.parametrize("path", PAGES)
def test_a_page_takes_nothing_from_elsewhere(browser: Browser, path: str):
    answer = browser.get(path)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["cache-control"] == "no-store"
    assert "<script" not in answer.text
    assert "style=" not in answer.text
    own = "/desks|/contacts|/receivers|/reports|/experiences|/pages|data:"
    assert re.findall(rf'(?:src|href)="(?!{own})', answer.text) == []


def test_the_looks_are_served(stranger: Browser):
    answer = stranger.client.get("/pages/style.css")
    assert answer.headers["content-type"].startswith("text/css")
    assert "http" not in answer.text


@pytest.mark.parametrize(
    ("language", "told"), [("fi", "Työasemat"), ("sv-FI", "Datorer"), ("en", "Desks"), ("de", "Työasemat")]
)
def test_a_page_speaks_the_readers_language(browser: Browser, language: str, told: str):
    answer = browser.get("/desks", language)
    assert f"<h1>{told}</h1>" in answer.text
    assert f'lang="{answer.headers["content-language"]}"' in answer.text


def test_before_the_first_desk(browser: Browser):
    assert "Yhtään työasemaa ei ole vielä liitetty." in browser.get("/desks").text


def test_what_is_seen_of_a_desk(browser: Browser, house: House, clock: HandClock):
    desk = enrol(
        house, "Kallio", "kallio", waiting=12, quarantined=2, oldest_week="2026-W41", clock_offset=-612
    )
    house.database.write(
        lambda c: (
            c.execute(
                text("INSERT INTO numbering VALUES (:desk, 'visit', 's', 500, '[[441,444],[450,450]]')"),
                {"desk": desk},
            ).rowcount
        )
    )
    clock.move(days=10)
    page = browser.get("/desks").text if browser.log_in() else ""
    for told in (
        "Kallio",
        "1 viikko sitten",
        "12 merkintää",
        "vanhin viikolta 2026-W41",
        "2 merkintää ei kelvannut palvelimelle",
        "neuvola-desk 0.2.0",
        "Työaseman kello jätättää 10 minuuttia.",
        "Käynnit: puuttuu 441–444, 450",
        "Ei yhteyttä: 1 viikko.",
        "1 käytössä, 1 vaatii huomiota",
    ):
        assert told in page


def test_a_new_code_joins_a_desk(browser: Browser, house: House):
    page = browser.post("/desks/code", name=" Uusi kone ", point="kallio", point_name="Kallion piste").text
    found = re.search(r'class="code">([0-9A-Z]{5}-[0-9A-Z]{5})<', page)
    assert found is not None
    assert "Kertakoodi: Uusi kone" in page
    answer = house.door("127.0.0.1").enrol(EnrolRequest("n", found[1], "computer"))
    assert (answer.name, answer.point, answer.point_name) == ("Uusi kone", "kallio", "Kallion piste")
    assert found[1] not in browser.get("/desks").text


@pytest.mark.parametrize("name", ["", "  ", "n" * 101])
def test_a_desk_needs_a_name(browser: Browser, name: str):
    answer = browser.post("/desks/code", name=name, point="kallio")
    assert (answer.status_code, "Anna työaseman nimi" in answer.text) == (422, True)
    assert 'value="kallio"' in answer.text  # what was typed stays


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("point", "a@b.fi"),
        ("point", "!!"),
        ("point", "k" * 60),
        ("point", "kal\0lio"),
        ("point", "p" * 101),
        ("point_name", "Kallion\x07piste"),
        ("point_name", "n" * 101),
    ],
)
def test_a_point_that_no_visit_may_carry_is_said_on_the_page(
    browser: Browser, house: House, field: str, typed: str
):
    answer = browser.post("/desks/code", **{"name": "Uusi", "point": "kallio", field: typed})
    assert (answer.status_code, "tunnus tai nimi ei käy" in answer.text) == (422, True)
    assert 'value="Uusi"' in answer.text  # what was typed stays
    assert house.database.read(lambda c: c.execute(text("SELECT count(*) FROM enrol_code")).scalar()) == 0


@pytest.mark.parametrize("name", ["Kal\0lio", "Kallio\x1b[2J", "Kallio\u202e"])
def test_a_name_that_cannot_be_seen_is_none(browser: Browser, name: str):
    assert browser.post("/desks/code", name=name).status_code == 422


def test_a_name_is_on_one_line(browser: Browser):
    assert "Kertakoodi: Uusi kone" in browser.post("/desks/code", name="Uusi\r\n  kone").text


def test_a_name_in_use_is_not_given_again(browser: Browser, house: House):
    enrol(house, "Kallio")
    answer = browser.post("/desks/code", name="Kallio")
    assert (answer.status_code, "on jo liitetty" in answer.text) == (409, True)


def test_what_is_typed_is_no_html(browser: Browser, house: House):
    enrol(house, "<script>alert(1)</script>")
    answer = browser.post("/desks/code", name="<script>alert(1)</script>")
    assert "<script" not in answer.text
    assert "&lt;script&gt;" in answer.text


def test_revoking_is_asked_twice_and_done(browser: Browser, house: House):
    enrol(house, "Kallio")
    page = browser.get("/desks").text
    assert "Työasema Kallio ei enää saa yhteyttä" in page
    after = browser.post("/desks/revoke", name="Kallio")
    assert "Oikeudet poistettu" in after.text
    assert [desk.revoked for desk in house.desks.all()] == [True]
    assert "Poista oikeudet nyt" not in after.text


def test_a_copied_disk_is_shown_until_it_is_cleared(browser: Browser, house: House):
    enrol(house, "Kallio")
    house.database.write(lambda c: c.execute(text("UPDATE desk SET copied = true")).rowcount)
    assert "levy on kopioitu" in browser.get("/desks").text
    assert "levy on kopioitu" not in browser.post("/desks/clear-copied", name="Kallio").text


@pytest.mark.parametrize("act", ACTS)
def test_a_form_of_another_site_does_nothing(browser: Browser, house: House, act: str):
    enrol(house, "Kallio")
    for proof in ("", "0" * 64, "ä"):
        answer = browser.client.post(act, data={"name": "Kallio", "proof": proof})
        assert (answer.status_code, "Sivu oli vanhentunut" in answer.text) == (403, True)
    assert [desk.revoked for desk in house.desks.all()] == [False]


def test_a_log_in_form_of_another_site_does_nothing(stranger: Browser):
    answer = stranger.client.post("/desks/log-in", data={"name": "leena", "password": PASSWORD})
    assert (answer.status_code, "Sivu oli vanhentunut" in answer.text) == (403, True)


@pytest.mark.parametrize("body", [b"\xff\xff", b"&".join([b"a=1"] * 50), b""])
def test_a_form_that_is_none_does_nothing(browser: Browser, body: bytes):
    assert browser.client.post("/desks/revoke", content=body).status_code == 403


def test_a_form_that_is_too_large_is_refused(browser: Browser):
    assert browser.client.post("/desks/revoke", content=b"x" * 2_000_000).status_code == 413


def test_a_desk_that_is_not_there(browser: Browser):
    answer = browser.post("/desks/revoke", name="Olematon")
    assert (answer.status_code, "Työasemaa Olematon ei ole." in answer.text) == (404, True)


def test_a_points_coordinator_cares_for_that_point_only(stranger: Browser, house: House, accounts: Accounts):
    accounts.add(Account("kalle", Role.COORDINATOR, "kallio"), PASSWORD)
    enrol(house, "Kallio 1", "kallio")
    enrol(house, "Itäkeskus 1", "ita")
    page = stranger.log_in("kalle").text
    assert "Kallio 1" in page
    assert "Itäkeskus" not in page
    assert "readonly" in page
    assert stranger.post("/desks/revoke", name="Itäkeskus 1").status_code == 404
    assert stranger.post("/desks/code", name="Uusi", point="ita").status_code == 403
    assert stranger.post("/desks/code", name="Uusi", point="kallio").status_code == 200
    assert not any(desk.revoked for desk in house.desks.all())


def test_an_operator_sees_every_point(stranger: Browser, house: House, accounts: Accounts):
    accounts.add(Account("olli", Role.OPERATOR, "kallio"), PASSWORD)
    enrol(house, "Itäkeskus 1", "ita")
    assert "Itäkeskus 1" in stranger.log_in("olli").text


def test_who_did_it_is_in_the_book(browser: Browser, house: House):
    enrol(house, "Kallio")
    browser.post("/desks/revoke", name="Kallio")
    found = house.database.read(
        lambda c: c.execute(text("SELECT who, of FROM audit WHERE what = 'desk-revoked'")).all()
    )
    assert [tuple(row) for row in found] == [("leena", "Kallio")]


def test_two_servers_share_log_ins(stranger: Browser, house: House, tmp_path):
    stranger.log_in()
    token = stranger.client.cookies.get("neuvola") or ""
    with (
        house_at(tmp_path / "server", clock=house.clock) as other,
        TestClient(create_app(other), base_url="https://server.example") as client,
    ):
        client.cookies.set("neuvola", token)
        assert client.get("/desks", follow_redirects=False).status_code == 200
