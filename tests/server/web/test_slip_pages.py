"""The page behind the QR of a leaflet: one for everybody, and nothing kept of whoever asks."""

import json
from collections.abc import Iterator
from typing import Any

import httpx2 as httpx
import pytest
from structlog.testing import capture_logs

from neuvola_core import codes
from neuvola_core.slip import new_slip, service_number, slip_hash
from neuvola_server.house import House
from neuvola_server.web import slip_pages
from neuvola_server.web.slip_pages import ANSWERS_A_DAY, ANSWERS_OF_ONE
from support.houses import stored_rows
from support.publishing import incoming, news
from support.services import make_service

from .conftest import Browser

FOOD, DEBT = make_service("Ruoka-apu").id, make_service("Velkaneuvonta").id


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    buckets = {
        "_of_one": slip_pages.ANSWERS_OF_ONE,
        "_of_day": slip_pages.ANSWERS_A_DAY,
        "_of_all": slip_pages.ANSWERS_OF_ALL,
        "_names": slip_pages.NAMES_OF_ONE,
    }
    for name, size in buckets.items():
        monkeypatch.setattr(slip_pages, name, slip_pages.TokenBuckets(size))


@pytest.fixture
def page(house: House, caller: Browser) -> Iterator[Browser]:
    house.publication.publish(news(*map(incoming, ("Ruoka-apu", "Ruoka-apu Itä", "Velkaneuvonta"))))
    yield caller
    assert not caller.client.cookies


def answered(page: Browser, **said: Any) -> httpx.Response:
    usual = {"slip": slip_hash(new_slip()), "service": FOOD, "helped": "sai"}
    return page.client.post("/slip/answers", json=usual | said)


def typed(page: Browser, **said: str) -> httpx.Response:
    usual = {"code": new_slip(), "service": "velkaneuvonta", "helped": "sai"}
    return page.client.post("/slip", data=usual | said, headers={"Accept-Language": "fi"})


def kept(house: House) -> list[dict[str, Any]]:
    return [json.loads(row.body) for row in stored_rows(house).values() if row.state == "stored"]


def test_it_is_the_same_page_for_everybody(page: Browser) -> None:
    first, second = page.get("/slip"), page.get("/slip")
    assert first.status_code == 200
    assert first.text == second.text
    policy = first.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'; connect-src 'self'" in policy
    assert "unsafe" not in policy
    assert first.headers["referrer-policy"] == "no-referrer"
    assert first.headers["cache-control"] == "no-store"
    assert "set-cookie" not in first.headers
    assert '<script src="/pages/slip.js" defer></script>' in first.text
    assert first.text.count("<script") == 1
    assert "http" not in first.text.replace("http-equiv", "")


def test_no_other_page_may_run_a_script(page: Browser) -> None:
    assert "script-src" not in page.get("/withdraw").headers["content-security-policy"]


@pytest.mark.parametrize(
    ("language", "told"), [("fi", "Saitko apua?"), ("sv", "Fick du hjälp?"), ("en", "Did you get help?")]
)
def test_it_is_in_the_browsers_language(page: Browser, language: str, told: str) -> None:
    assert told in page.get("/slip", language).text


def test_names_are_told_of_all_that_begin_alike(page: Browser) -> None:
    answer = page.client.get("/slip/names", params={"of": "", "lang": "fi"})
    told = {one["id"]: (one["name"], one["lang"]) for one in answer.json()}
    assert told[FOOD] == ("Ruoka-apu", "fi")
    assert len(told) == 3
    assert answer.headers["cache-control"] == "public, max-age=3600"
    assert page.client.get("/slip/names", params={"of": service_number(FOOD)}).json() == []


def test_an_answer_is_kept_as_an_experience(page: Browser, house: House) -> None:
    slip = slip_hash(new_slip())
    answer = answered(page, slip=slip, helped="osittain", obstacle="taynna", text="Jono oli pitkä.")
    assert (answer.status_code, answer.content) == (204, b"")
    [told] = kept(house)
    assert (told["service"], told["helped"], told["obstacle"], told["text"]) == (
        FOOD,
        "osittain",
        "taynna",
        "Jono oli pitkä.",
    )
    assert slip not in repr(stored_rows(house))


def test_another_answer_takes_the_place_of_the_first(page: Browser, house: House) -> None:
    code = new_slip()
    answered(page, slip=slip_hash(code), helped="odottaa")
    assert typed(page, code=codes.grouped(code).lower(), service="ruoka-apu").status_code == 200
    assert [one["helped"] for one in kept(house)] == ["sai"]


@pytest.mark.parametrize(
    ("said", "status", "reason"),
    [
        ({"slip": ""}, 422, "missing"),
        ({"slip": "", "code": "3XK7"}, 422, "mistyped"),
        ({"slip": "abc"}, 422, "mistyped"),
        ({"service": ""}, 422, "missing-service"),
        ({"service": "no-such"}, 404, "unknown-service"),
        ({"helped": "ehkä"}, 422, "missing-helped"),
        ({"text": "a" * 201}, 422, "long"),
        ({"text": "soita 040 123 4567"}, 422, "refused"),
        ({"text": "131052-308T"}, 422, "refused"),
        ({"text": "Matti Virtanen auttoi."}, 422, "ask"),
        ({"helped": 1}, 422, "failed"),
    ],
)
def test_what_is_not_taken_is_said(
    page: Browser, house: House, said: dict[str, Any], status: int, reason: str
) -> None:
    answer = answered(page, **said)
    assert (answer.status_code, answer.json()) == (status, {"reason": reason})
    assert kept(house) == []


def test_a_name_that_is_nobodys_secret_may_stay(page: Browser, house: House) -> None:
    assert answered(page, text="Matti Virtanen auttoi.", confirmed=True).status_code == 204
    asked = typed(page, text="Matti Virtanen auttoi.")
    assert 'name="confirmed" value="Matti Virtanen auttoi."' in asked.text
    changed = typed(page, text="Maija Virtanen auttoi.", confirmed="Matti Virtanen auttoi.")
    assert changed.status_code == 422
    assert typed(page, text="Matti Virtanen auttoi.", confirmed="Matti Virtanen auttoi.").status_code == 200
    assert len(kept(house)) == 2


def test_another_sites_form_cannot_answer_for_the_script(page: Browser, house: House) -> None:
    answer = page.client.post("/slip/answers", content=b"{}", headers={"Content-Type": "text/plain"})
    assert answer.status_code == 415
    assert (
        page.client.post(
            "/slip/answers", content=b"{", headers={"Content-Type": "application/json"}
        ).status_code
        == 422
    )
    assert kept(house) == []


def test_without_a_script_code_and_service_are_typed(page: Browser, house: House) -> None:
    assert "<noscript>" in page.get("/slip").text
    answer = typed(page, service="velka", helped="ei", obstacle="kaukana", text="Pitkä matka.")
    assert (answer.status_code, "Kiitos!" in answer.text) == (200, True)
    [told] = kept(house)
    assert (told["service"], told["obstacle"]) == (DEBT, "kaukana")


def test_of_several_services_one_is_chosen(page: Browser, house: House) -> None:
    asked = typed(page, service="ruoka")
    assert (asked.status_code, "Valitse oikea." in asked.text) == (422, True)
    assert f'name="chosen" value="{FOOD}"' in asked.text
    assert typed(page, service="ruoka", chosen=FOOD).status_code == 200
    assert [one["service"] for one in kept(house)] == [FOOD]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"code": ""}, "Kirjoita ensin palautekoodi."),
        ({"code": "1234"}, "Koodi ei ole oikein."),
        ({"code": "<script>alert(1)</script>"}, "Koodi ei ole oikein."),
        ({"service": ""}, "Kirjoita palvelun nimi."),
        ({"service": "uimahalli"}, "Tämän nimistä palvelua ei löytynyt."),
        ({"helped": ""}, "Valitse, saitko apua."),
        ({"text": "a@b.fi"}, "Poista se ja lähetä uudelleen."),
    ],
)
def test_the_form_says_what_is_wrong_and_keeps_what_was_typed(
    page: Browser, house: House, said: dict[str, str], told: str
) -> None:
    answer = typed(page, **{"text": "Sain apua.", **said})
    assert answer.status_code in (404, 422)
    assert f'id="told">{told}' in answer.text or told in answer.text
    assert "<script>" not in answer.text
    assert said.get("text", "Sain apua.") in answer.text
    assert kept(house) == []


def test_one_address_answers_only_so_often(
    page: Browser, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(ANSWERS_OF_ONE):
        assert answered(page).status_code == 204
    last = answered(page)
    assert (last.status_code, last.json()) == (429, {"reason": "often"})
    assert typed(page).status_code == 429
    assert len(kept(house)) == ANSWERS_OF_ONE < ANSWERS_A_DAY


def test_the_log_knows_the_routes_and_nothing_else(page: Browser) -> None:
    code = new_slip()
    with capture_logs() as events:
        page.get("/slip")
        page.client.get("/slip/names", params={"of": "", "lang": "fi"})
        answered(page, slip=slip_hash(code), text="Jono oli pitkä.")
        typed(page, code=code)
    assert {event["route"] for event in events} == {"/slip", "/slip/names", "/slip/answers"}
    told = repr(events)
    assert not any(
        secret in told for secret in (code, slip_hash(code), FOOD, DEBT, "testclient", "Jono", "velka")
    )
