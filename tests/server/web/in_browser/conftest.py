"""A real browser before a real server: Debian's Chromium, with no way to the outside."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pytest
from argon2 import PasswordHasher
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from neuvola_core.contact import ContactDetails
from neuvola_core.wire import EnrolRequest
from neuvola_server.accounts import Account, Accounts, Role
from neuvola_server.api.app import create_app
from neuvola_server.house import House
from neuvola_server.web import log_in_pages, withdraw_pages
from support.contacts import DETAILS, MadeRequest, link_to, party, request_to
from support.houses import HandClock, TestDesk, house_at
from support.serving import serving

PASSWORD: Final = "tyynen järven ranta"
NAME: Final = {
    "fi": "Etelä-Pohjanmaan Mielenterveyskuntoutujien Omaisten Vertaistukiyhdistys ry",
    "sv": "Södra Österbottens Stödförening för Anhöriga inom Mentalvårdsrehabilitering rf",
}
_CHROMIUM: Final = shutil.which("chromium")
_FLAGS: Final = (
    "--no-sandbox",  # tests run as root in containers, too
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_PATIENCE: Final = 60_000
"""Milliseconds: a test says what comes, never how fast."""
_CHEAP: Final = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
_SERIOUS: Final = ("serious", "critical")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser for all tests of a file; it is stopped with them, for its loop holds the thread."""
    if _CHROMIUM is None:
        pytest.skip("Chromium is not installed: apt-get install chromium")
    expect.set_options(timeout=_PATIENCE)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=_CHROMIUM, args=list(_FLAGS))
        yield browser
        browser.close()


@dataclass
class Room:
    """A server on loopback, a desk that sends requests to it, and browsers as different people have them."""

    house: House
    url: str
    clock: HandClock
    desk: TestDesk
    chromium: Browser
    people: list[BrowserContext] = field(default_factory=list)
    noticed: list[str] = field(default_factory=list)

    def person(self, language: str = "fi-FI", **options: Any) -> Page:
        """A page in a browser of its own: no cookie of anybody else's."""
        context = self.chromium.new_context(locale=language, base_url=self.url, **options)
        context.set_default_timeout(_PATIENCE)
        self.people.append(context)
        page = context.new_page()
        page.on("request", self._look_at)
        page.on("console", lambda message: self.noticed.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda fault: self.noticed.append(str(fault)))
        return page

    def bring(self, *organisations: str, details: ContactDetails = DETAILS) -> MadeRequest:
        made = request_to(self.house, *organisations, details=details, day=self.house.clock().date())
        self.desk.sync(made.record)
        return made

    def link(self, made: MadeRequest, organisation: str = "o1") -> str:
        return f"/requests/{link_to(self.house, made.id, organisation)}"

    def log_in(self, name: str = "leena", **options: Any) -> Page:
        page = self.person(**options)
        page.goto("/desks")
        page.fill("[name=name]", name)
        page.fill("[name=password]", PASSWORD)
        with page.expect_navigation():
            page.click("main button")
        return page

    def _look_at(self, request: Any) -> None:
        if not request.url.startswith((self.url, "data:")):
            self.noticed.append(request.url)


@pytest.fixture
def room(chromium: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    monkeypatch.setattr("neuvola_server.accounts.PasswordHasher", lambda: _CHEAP)
    monkeypatch.setattr(log_in_pages, "_log_ins", log_in_pages.TokenBuckets(60))
    monkeypatch.setattr(withdraw_pages, "_of_one", withdraw_pages.TokenBuckets(60))
    clock = HandClock()
    with house_at(tmp_path / "server", clock=clock) as house, serving(create_app(house)) as url:
        accounts = Accounts(house.database, house.clock)
        accounts.add(Account("leena", Role.COORDINATOR), PASSWORD)
        accounts.add(Account("olli", Role.OPERATOR), PASSWORD)
        for organisation in ("o1", "o2"):
            house.receivers.put(party(organisation, name=NAME), who="test")
        code = house.enrolment.new_code("Kallio", point="kallio", point_name="Kallion neuvontapiste")
        answer = house.door("127.0.0.1").enrol(EnrolRequest("n", code, "computer"))
        made = Room(house, url, clock, TestDesk(answer, house.port(answer.token)), chromium)
        yield made
        for person in made.people:
            person.close()


@pytest.fixture
def check(room: Room) -> Callable[[Page, str], None]:
    """Asserts that everybody can use a page: by axe, in the dark, and on the narrowest screen."""
    axe = Axe()

    def serious(page: Page, options: dict[str, Any]) -> list[str]:
        found = axe.run(page, options={"resultTypes": ["violations"], **options}).response["violations"]
        return [
            f"{one['id']}: {[node['html'] for node in one['nodes']]}"
            for one in found
            if one["impact"] in _SERIOUS
        ]

    def check(page: Page, what: str) -> None:
        assert serious(page, {}) == [], what
        page.emulate_media(color_scheme="dark")
        contrast = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
        assert serious(page, contrast) == [], f"{what}, dark"
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": 320, "height": 640})
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{what} is wider than a narrow screen"
        page.set_viewport_size({"width": 1280, "height": 800})

    return check
