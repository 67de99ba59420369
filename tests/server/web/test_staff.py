"""Who comes in: every route of the pages, before everybody who might ask for it."""

from typing import Any

import httpx2 as httpx
import pytest
from fastapi.routing import APIRoute
from sqlalchemy import select

from neuvola_core import roles
from neuvola_core.roles import Act
from neuvola_server import accounts
from neuvola_server.accounts import Account, Accounts, Role
from neuvola_server.house import House
from neuvola_server.storage import schema
from neuvola_server.web import pages
from neuvola_server.web.routing import PageRoute
from neuvola_server.web.staff import ROLES, Needs
from support.contacts import PHONE

from .conftest import PASSWORD, Browser, Post, enrol

OPEN = {
    "/desks/log-in",
    "/desks/log-out",
    "/withdraw",
    "/requests/{token}",
    "/requests/{token}/confirm",
    "/requests/{token}/mark",
    "/requests/{token}/new-link",
    "/slip",
    "/slip/names",
    "/slip/answers",
    "/pages/slip.js",
}
"""What is not guarded by a role: it shows nothing, or acts by a secret of its own."""
PUBLIC_FILES = {"/slip/names", "/pages/slip.js"}
"""No pages: the same for everybody, and kept by browsers for a while."""
KEPT = (schema.desk, schema.enrol_code, schema.receiver, schema.handling, schema.private_record, schema.mail)


def routes() -> list[APIRoute]:
    return [route for part in pages.PARTS for route in part.routes if isinstance(route, APIRoute)]


def acts_of(route: APIRoute) -> list[Act]:
    return [one.call.act for one in route.dependant.dependencies if isinstance(one.call, Needs)]


GUARDED = [route for route in routes() if route.path not in OPEN]


def called(route: APIRoute) -> str:
    return f"{min(route.methods)} {route.path}"


def filled(route: APIRoute, link: str = "") -> str:
    return route.path.replace("{receiver}", "o1").replace("/requests/{token}", link)


def ask(browser: Browser, route: APIRoute, link: str = "", **fields: str) -> httpx.Response:
    usual = {"name": "Kallio 1", "point": "kallio", "first": "2026-12-01", "language": "fi", "name_fi": "Muu"}
    method = next(iter(route.methods - {"HEAD"}))
    data = None if method == "GET" else usual | fields
    return browser.client.request(method, filled(route, link), data=data, follow_redirects=False)


def kept(house: House) -> list[Any]:
    return [house.database.read(lambda c, of=table: c.execute(select(of)).all()) for table in KEPT]


def test_every_route_is_a_page_that_names_its_act_or_is_open():
    for route in routes():
        assert isinstance(route, PageRoute)
        assert len(acts_of(route)) == (route.path not in OPEN), called(route)


def test_every_role_of_an_account_is_one_of_the_table():
    assert set(ROLES) == set(accounts.Role)


def assert_each_leads_to_the_log_in(browser: Browser, house: House) -> None:
    before = kept(house)
    for route in GUARDED:
        answer = ask(browser, route)
        told = answer.status_code, answer.headers.get("location")
        assert told == (303, "/desks/log-in"), called(route)
    assert kept(house) == before


def test_without_a_log_in_there_is_the_log_in(caller: Browser, house: House, post: Post):
    enrol(house, "Kallio 1", "kallio")
    assert_each_leads_to_the_log_in(caller, house)


def test_an_organisations_cookie_is_no_log_in(caller: Browser, house: House, post: Post):
    enrol(house, "Kallio 1", "kallio")
    link = post.link(post.bring())
    caller.post(f"{link}/confirm", link)
    token = next(cookie.value for cookie in caller.client.cookies.jar)
    assert token is not None
    for name in ("neuvola-request", "neuvola"):
        caller.client.cookies.set(name, token, domain="server.example", path="/")
    assert_each_leads_to_the_log_in(caller, house)


def test_a_coordinator_of_another_point_changes_nothing(
    stranger: Browser, house: House, accounts: Accounts, post: Post
):
    enrol(house, "Kallio 1", "kallio")
    accounts.add(Account("ida", Role.COORDINATOR, "ita"), PASSWORD)
    page = stranger.log_in("ida").text
    proof = page.partition('name="proof" value="')[2].partition('"')[0]
    before = kept(house)
    for route in GUARDED:
        answer = ask(stranger, route, proof=proof)
        if "GET" in route.methods:
            assert (answer.status_code, "Kallio 1" in answer.text) == (200, False), called(route)
        else:
            assert answer.status_code in (403, 404), called(route)
    assert kept(house) == before


def test_what_the_table_does_not_cover_is_refused(
    browser: Browser, house: House, post: Post, monkeypatch: pytest.MonkeyPatch
):
    before = kept(house)
    for route in GUARDED:
        with monkeypatch.context() as patch:
            patch.setattr(roles, "TABLE", {**roles.TABLE, acts_of(route)[0]: {}})
            answer = ask(browser, route)
        told = answer.status_code, "Tunnuksellasi ei ole oikeutta tähän sivuun." in answer.text
        assert told == (403, True), called(route)
    assert kept(house) == before


@pytest.mark.parametrize("name", ["leena", "olli"])
def test_a_log_in_opens_no_link(
    stranger: Browser, caller: Browser, house: House, accounts: Accounts, post: Post, name: str
):
    accounts.add(Account("olli", Role.OPERATOR), PASSWORD)
    link = post.link(post.bring())
    caller.post(f"{link}/confirm", link)
    stranger.log_in(name)
    before = kept(house)
    for route in routes():
        if route.path.startswith("/requests"):
            answer = ask(stranger, route, link, state="hoidettu", sure="yes")
            assert PHONE not in answer.text
            assert answer.status_code in (200, 403)
    assert kept(house) == before


def test_nothing_but_the_link_s_own_page_shows_the_details(stranger: Browser, accounts: Accounts, post: Post):
    accounts.add(Account("olli", Role.OPERATOR), PASSWORD)
    post.bring()
    for name in ("leena", "olli"):
        stranger.log_in(name)
        for route in GUARDED:
            if "GET" in route.methods:
                assert PHONE not in ask(stranger, route).text


def test_every_page_has_the_headers(browser: Browser, caller: Browser, post: Post):
    link = post.link(post.bring())
    for route in routes():
        if "GET" not in route.methods or route.path in PUBLIC_FILES:
            continue
        headers = ask(caller if route.path in OPEN else browser, route, link).headers
        policy = headers["content-security-policy"]
        for rule in ("default-src 'none'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"):
            assert rule in policy, called(route)
        assert headers["cache-control"] == "no-store", called(route)
        assert headers["x-robots-tag"] == "noindex, nofollow", called(route)
        assert headers["x-content-type-options"] == "nosniff", called(route)
        told = "no-referrer" if route.path.startswith(("/requests", "/withdraw", "/slip")) else "same-origin"
        assert headers["referrer-policy"] == told, called(route)
