"""``contact`` as a script sees it: consent is a switch, and details need not stand on the command line."""

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import structlog

from neuvola_core.contact import Handling
from neuvola_desk.config import load_settings, save_settings
from neuvola_desk.usecases.clock import SystemClock
from neuvola_server.api.app import create_app
from neuvola_server.house import House
from support.commands import Answer, Commands
from support.contact_desk import EMAIL, NAME, SENTENCE, on_disk, traces
from support.contacts import link_to, register
from support.houses import HandClock, house_at, stored_rows
from support.serving import serving
from support.sync_desk import Keyring

TOLD = {"phone": "040 765 4321", "name": NAME, "sentence": SENTENCE}


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    (tmp_path / "server").mkdir()
    with house_at(tmp_path / "server", clock=HandClock()) as house:
        register(house, "o1", "o2")
        yield house


@pytest.fixture
def alone(run: Commands, monkeypatch: pytest.MonkeyPatch) -> Commands:
    """Commands of a desk with a keyring: no passphrase has to be stretched for each of them."""
    store = Keyring()
    monkeypatch.setattr("neuvola_desk.keys.os_keyring", lambda: store)
    run.folder.mkdir()
    name_controller(run)
    return run


@pytest.fixture
def desk(house: House, alone: Commands) -> Iterator[Commands]:
    """Commands of a desk that knows who takes requests, and whose controller is named."""
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())
    with serving(create_app(house)) as url:
        alone("enrol", url, house.enrolment.new_code("Kallio", point="kallio"))
        assert alone("sync").code == 0
        yield alone
    structlog.reset_defaults()


def name_controller(run: Commands, name: str = "Kulman neuvonta ry") -> None:
    path = run.folder / "settings.json"
    settings = load_settings(path)
    save_settings(path, replace(settings, controller=name, controller_contact="tietosuoja@kulma.example"))


def create(run: Commands, *options: str, told: object = None) -> Answer:
    """With the details on a descriptor of its own."""
    reading, writing = os.pipe()
    os.write(writing, json.dumps(TOLD if told is None else told).encode())
    os.close(writing)
    try:
        usual = ("--organisation", "o1", "--reach", "soitto", "--consent", "--details-fd", str(reading))
        return run("contact", "create", *usual, *options, "--json")
    finally:
        os.close(reading)


def test_from_receivers_to_a_withdrawal(desk: Commands, house: House) -> None:
    receivers = desk("contact", "receivers", "--json").json["receivers"]
    assert [(one["id"], one["name"], one["method"], one["opens"]) for one in receivers] == [
        ("o1", "Järjestö o1", "Soitamme.", ""),
        ("o2", "Järjestö o2", "Soitamme.", ""),
    ]
    made = create(desk, "--language", "so", "--time", "aamupaiva")
    assert made.code == 0, made.err
    assert set(made.json) == {"reference", "code", "organisations", "answer_by", "erased_by"}
    assert [one["id"] for one in made.json["organisations"]] == ["o1"]
    [waiting] = desk("contact", "list", "--json").json["requests"]
    assert (waiting["reference"], waiting["stage"]) == (made.json["reference"], "odottaa")

    assert desk("sync").code == 0
    (request,) = stored_rows(house)
    token = link_to(house, request)
    browser = house.handlings.confirm(token)
    assert house.handlings.read(token, browser).details.first_name == NAME
    house.handlings.mark(token, browser, Handling.RECEIVED)
    assert desk("sync").code == 0
    [state] = desk("contact", "list", "--json").json["requests"]
    assert (state["stage"], state["organisations"][0]["state"]) == ("perilla", "vastaanotettu")

    gone = desk("contact", "withdraw", made.json["code"].lower(), "--json")
    assert gone.json == {"withdrawn": "sending"}
    assert desk("sync").code == 0
    assert house.handlings.states([request])[request][0].state is Handling.WITHDRAWN
    assert traces(on_disk(desk.folder)) == []


def test_one_that_has_not_left_is_destroyed_by_its_code(desk: Commands, house: House) -> None:
    made = create(desk)
    assert desk("contact", "withdraw", made.json["code"], "--json").json == {"withdrawn": "destroyed"}
    assert "oli jo peruttu" in desk("contact", "withdraw", made.json["code"]).out
    listed = desk("contact", "list").out
    assert "Kävijä perui" in listed
    assert "Järjestö o1" not in listed
    desk("sync")
    assert stored_rows(house) == {}


def test_in_words_the_receipt_says_what_to_do_if_nobody_calls(desk: Commands) -> None:
    answer = desk(
        *("contact", "create", "--organisation", "o1", "--reach", "viesti", "--consent"),
        *("--phone", "040 765 4321"),
    )
    assert answer.code == 0, answer.err
    assert "Perumiskoodi: " in answer.out
    assert "Jos sinuun ei ole otettu yhteyttä " in answer.out
    listed = desk("contact", "list").out
    assert "Odottaa yhteyttä palvelimeen" in listed
    assert "Järjestö o1: Ei vielä avattu" in listed


def test_on_an_old_line_nothing_is_made_until_it_is_said_that_the_visitor_knows(
    desk: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = SystemClock().now()
    monkeypatch.setattr(SystemClock, "now", lambda _self: now + timedelta(hours=25))
    answer = create(desk)
    assert (answer.code, "--line-is-old" in answer.err) == (1, True)
    assert desk("contact", "list", "--json").json["requests"] == []
    assert create(desk, "--line-is-old").code == 0
    assert len(desk("contact", "list", "--json").json["requests"]) == 1


def test_without_the_consent_switch_nothing_is_made(desk: Commands) -> None:
    answer = desk("contact", "create", "--organisation", "o1", "--reach", "soitto", "--phone", "040 765 4321")
    assert answer.code == 2
    assert desk("contact", "list", "--json").json["requests"] == []


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"phone": "12"}, "Puhelinnumero ei käy"),
        ({}, "Puhelinnumero ei käy"),
        ({"phone": "040 765 4321", "hetu": "x"}, "ei voitu lukea"),
        (["040 765 4321"], "ei voitu lukea"),
        ({"phone": "040 765 4321", "sentence": "Tunnus 131052-308T"}, "henkilötunnus"),
        ({"phone": "040 765 4321", "sentence": "a" * 201}, "201 merkkiä"),
        ({"phone": "040 765 4321", "sentence": "Asun osoitteessa Kotikatu 5 B"}, "osoite"),
    ],
)
def test_what_does_not_fit_is_told_in_words_and_written_nowhere(
    desk: Commands, told: object, said: str
) -> None:
    answer = create(desk, told=told)
    assert answer.code == 1
    assert said in answer.err
    assert "131052" not in answer.err
    assert desk("contact", "list", "--json").json["requests"] == []


def test_a_sentence_that_somebody_looked_at_is_taken(desk: Commands) -> None:
    told = {"phone": "040 765 4321", "sentence": "Asun osoitteessa Kotikatu 5 B"}
    assert create(desk, "--sentence-checked", told=told).code == 0


def test_details_come_in_one_way_only_and_from_a_descriptor_that_is_there(desk: Commands) -> None:
    both = create(desk, "--email", EMAIL)
    assert (both.code, "ei molemmilla" in both.err) == (1, True)
    for number in ("97", "99999999999999999999", "-1"):
        answer = desk(
            *("contact", "create", "--organisation", "o1", "--reach", "soitto", "--consent"),
            *("--details-fd", number),
        )
        assert (answer.code, "ei voitu lukea" in answer.err) == (1, True)


def test_a_desk_whose_controller_nobody_has_named_says_what_to_do(desk: Commands) -> None:
    name_controller(desk, "")
    for command in (("contact", "receivers"), ("contact", "create", "--organisation", "o1")):
        options = ("--reach", "soitto", "--phone", "040 765 4321", "--consent") if "create" in command else ()
        answer = desk(*command, *options)
        assert answer.code == 1
        assert "kirjaa rekisterinpitäjä asetuksiin" in answer.err


def test_the_controller_is_shown_and_written_down(alone: Commands) -> None:
    assert alone("contact", "controller", "--json").json["name"] == "Kulman neuvonta ry"
    told = alone(
        "contact", "controller", "--name", " Kulma ry ", "--contact", "tietosuoja@kulma.fi", "--json"
    )
    assert told.json == {"name": "Kulma ry", "contact": "tietosuoja@kulma.fi"}
    assert load_settings(alone.folder / "settings.json").controller == "Kulma ry"
    assert "ei ole kirjattu" in alone("contact", "controller", "--name", "").out


def test_a_desk_of_no_server_offers_nothing(alone: Commands) -> None:
    answer = alone("contact", "receivers")
    assert answer.code == 1
    assert "palvelin ei ole kertonut" in answer.err


def test_a_code_that_cannot_be_one_is_refused(desk: Commands) -> None:
    answer = desk("contact", "withdraw", "ABCD-EFGH")
    assert answer.code == 1
    assert "12 merkkiä" in answer.err
