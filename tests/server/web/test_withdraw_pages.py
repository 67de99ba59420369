"""The visitor's page: the code of a receipt, read kindly, and nothing kept of whoever typed it."""

import re

import pytest
from fastapi.testclient import TestClient

from neuvola_core import codes
from neuvola_core.contact import new_withdrawal_code
from neuvola_server.api.app import create_app
from neuvola_server.house import House
from neuvola_server.web import withdraw_pages
from neuvola_server.web.withdraw_pages import TRIES_OF_ALL, TRIES_OF_ONE
from support.contacts import request_to

from .conftest import Browser, Post
from .test_request_pages import parts, sealed_bodies


def given(caller: Browser, code: str, language: str = "fi"):
    return caller.client.post("/withdraw", data={"code": code}, headers={"Accept-Language": language})


@pytest.mark.parametrize(
    "typed",
    [
        lambda code: code,
        lambda code: codes.grouped(code).lower(),
        lambda code: f"  {' '.join(code)} ",
        lambda code: codes.grouped(code).replace("-", "‑"),
        lambda code: code.replace("0", "O").replace("1", "l"),
        lambda code: code.translate(str.maketrans("ABEKMHPCTXY", "АВЕКМНРСТХУ")),
        lambda code: code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")),
        lambda code: "".join(chr(ord(sign) + 0xFEE0) for sign in code),
    ],
)
def test_however_it_is_typed_the_code_takes_the_request_back(
    caller: Browser, house: House, post: Post, typed
):
    made = post.bring("o1", "o2")
    assert sealed_bodies(house) == 1
    answer = given(caller, typed(made.code))
    assert answer.status_code == 200
    assert "Pyyntö on peruttu" in answer.text
    assert [part[1] for part in parts(house)] == ["kavija_perui", "kavija_perui"]
    assert sealed_bodies(house) == 0


def test_twice_is_as_good_as_once(caller: Browser, post: Post):
    made = post.bring()
    given(caller, made.code)
    answer = given(caller, made.code)
    assert (answer.status_code, "Pyyntö oli jo päättynyt" in answer.text) == (200, True)


def test_a_code_of_a_request_that_is_on_its_way_waits_for_it(caller: Browser, house: House, post: Post):
    code = new_withdrawal_code()
    answer = given(caller, code)
    assert (answer.status_code, "Jos pyyntö on vasta matkalla" in answer.text) == (404, True)
    late = request_to(house, "o1", code=code)
    post.desk.sync(late.record)
    assert [part[1] for part in parts(house)] == ["kavija_perui"]
    assert sealed_bodies(house) == 0


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("", "Kirjoita ensin koodi."),
        ("1234", "Koodi ei ole oikein."),
        ("<script>alert(1)</script>", "Koodi ei ole oikein."),
        ("A" * 101, "Koodi ei ole oikein."),
        ("\0\ud800".encode("utf-8", "replace").decode(), "Koodi ei ole oikein."),
    ],
)
def test_what_is_no_code_is_said(caller: Browser, code: str, told: str):
    answer = given(caller, code)
    assert (answer.status_code, told in answer.text) == (422, True)
    assert "<script" not in answer.text


def test_one_wrong_sign_is_noticed(caller: Browser, house: House, post: Post):
    made = post.bring()
    wrong = ("B" if made.code[0] != "B" else "C") + made.code[1:]
    answer = given(caller, wrong)
    assert (answer.status_code, f'value="{wrong}"' in answer.text) == (422, True)
    assert sealed_bodies(house) == 1


def test_one_address_may_not_guess_on(caller: Browser, house: House, post: Post):
    made = post.bring()
    for _ in range(TRIES_OF_ONE):
        given(caller, new_withdrawal_code())
    answer = given(caller, made.code)
    assert (answer.status_code, "Liian monta yritystä." in answer.text) == (429, True)
    assert sealed_bodies(house) == 1


def test_a_dozen_addresses_keep_nobody_from_the_page(house: House, post: Post):
    made, app = post.bring(), create_app(house)
    for number in range(15):
        with TestClient(app, client=(f"192.0.2.{number}", 5000)) as client:
            for _ in range(TRIES_OF_ONE + 1):
                client.post("/withdraw", data={"code": "1234"})
    with TestClient(app, client=("198.51.100.1", 5000)) as client:
        assert client.post("/withdraw", data={"code": made.code}).status_code == 200
    assert sealed_bodies(house) == 0


def test_of_one_address_only_so_many_unknown_codes_are_kept(
    house: House, post: Post, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(withdraw_pages, "_unknown", withdraw_pages.TokenBuckets(2))
    made, app = post.bring(), create_app(house)
    with TestClient(app, client=("192.0.2.1", 5000)) as client:
        told = [client.post("/withdraw", data={"code": new_withdrawal_code()}) for _ in range(3)]
        assert [answer.status_code for answer in told] == [404] * 3
        assert ["vasta matkalla" in answer.text for answer in told] == [True, True, False]
        assert client.post("/withdraw", data={"code": made.code}).status_code == 200
    with TestClient(app, client=("192.0.2.2", 5000)) as client:
        other = client.post("/withdraw", data={"code": new_withdrawal_code()})
    assert "vasta matkalla" in other.text


def test_neither_may_many_addresses_together(house: House, post: Post, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(withdraw_pages, "_of_all", withdraw_pages.TokenBuckets(3))
    assert TRIES_OF_ALL > TRIES_OF_ONE
    app = create_app(house)
    statuses = []
    for number in range(4):
        with TestClient(app, client=(f"192.0.2.{number}", 5000)) as client:
            statuses.append(client.post("/withdraw", data={"code": "1234"}).status_code)
    assert statuses == [422, 422, 422, 429]


def test_the_addresses_of_one_home_count_as_one(house: House, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(withdraw_pages, "_of_one", withdraw_pages.TokenBuckets(1))
    app = create_app(house)

    def status(address: str) -> int:
        with TestClient(app, client=(address, 5000)) as client:
            return client.post("/withdraw", data={"code": "1234"}).status_code

    assert [status("2001:db8:0:1::1"), status("2001:db8:0:1:ffff::2")] == [422, 429]
    assert [status("2001:db8:0:2::1"), status("::ffff:192.0.2.1"), status("::ffff:192.0.2.2")] == [422] * 3


def test_no_cookie_and_no_address_is_kept(caller: Browser, post: Post, capsys: pytest.CaptureFixture[str]):
    made = post.bring()
    answers = [caller.get("/withdraw"), given(caller, "1234"), given(caller, made.code)]
    assert not any("set-cookie" in answer.headers for answer in answers)
    logged = "".join(capsys.readouterr())
    assert "/withdraw" in logged
    assert "testclient" not in logged
    assert made.code not in logged


@pytest.mark.parametrize(
    ("language", "query", "told"),
    [
        ("fi", "", "Peru yhteydenottopyyntö"),
        ("sv-FI", "", "Återkalla en kontaktbegäran"),
        ("fi", "?lang=en", "Cancel a contact request"),
    ],
)
def test_the_page_is_in_the_visitors_language(caller: Browser, language: str, query: str, told: str):
    page = caller.get(f"/withdraw{query}", language).text
    assert f"<h1>{told}</h1>" in page
    action = re.search(r'action="([^"]+)"', page)
    assert action is not None
    assert action[1] == f"/withdraw{query}"
