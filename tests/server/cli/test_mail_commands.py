"""``mail``: whether it works, what waits, and what comes back."""

import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from neuvola_server.contacts import mails
from neuvola_server.house import House
from neuvola_server.settings import read_settings
from support.contact_house import DEPUTY, PERSON, PUBLIC_URL, add_party, add_request
from support.mail_relay import MailRelay, mail_relay


@pytest.fixture
def smtp() -> Iterator[MailRelay]:
    with mail_relay() as running:
        yield running


@pytest.fixture
def named(run, smtp: MailRelay, monkeypatch: pytest.MonkeyPatch):
    """The commands, with a relay in the environment."""
    settings = {
        "SMTP_URL": f"smtp://127.0.0.1:{smtp.port}",
        "MAIL_FROM": "neuvonta@neuvola.example",
        "PUBLIC_URL": PUBLIC_URL,
        "BOUNCE_DOMAIN": "bounces.example",
    }
    for name, value in settings.items():
        monkeypatch.setenv(f"NEUVOLA_SERVER_{name}", value)
    return run


@pytest.fixture
def house(named) -> Iterator[House]:
    built = House(read_settings())
    built.prepare()
    add_party(built)
    yield built
    built.close()


def give(monkeypatch: pytest.MonkeyPatch, raw: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(raw)))


def test_a_server_without_mail_says_so(run):
    told = run("mail", "status")
    assert told.code == 0
    assert "NEUVOLA_SERVER_SMTP_URL" in told.out
    refused = run("mail", "test", "aino@kulma.example")
    assert refused.code == 1
    assert "NEUVOLA_SERVER_SMTP_URL" in refused.err


def test_a_test_mail_is_taken_by_the_relay(named, smtp: MailRelay):
    told = named("mail", "test", "aino@kulma.example", "--language", "sv", "--json")
    assert told.json == {"sent": "aino@kulma.example"}
    (taken,) = smtp.taken
    assert taken.mail["Subject"] == "Provmeddelande"


def test_a_test_mail_that_is_refused_says_where_it_stopped(named, smtp: MailRelay):
    smtp.at_address["aino@kulma.example"] = ["550 5.1.1 no such user"]
    told = named("mail", "test", "aino@kulma.example")
    assert told.code == 1
    assert told.err == "Viesti ei lähtenyt: osoitetta ei hyväksytty, 550.\n"


def test_what_is_no_address_is_refused_before_anything(named, smtp: MailRelay):
    assert named("mail", "test", "aino").code == 2
    assert smtp.lines == 0


def test_a_relay_that_is_not_there(run, named, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("NEUVOLA_SERVER_SMTP_URL", "smtp://127.0.0.1:1")
    told = named("mail", "test", "aino@kulma.example")
    assert (told.code, told.err) == (
        1,
        "Sähköpostipalvelimeen ei saada yhteyttä. Tarkista asetus NEUVOLA_SERVER_SMTP_URL.\n",
    )


def test_the_status_tells_what_waits_and_whom_nothing_reaches(house: House, named, smtp: MailRelay):
    add_request(house)
    assert named("mail", "status", "--json").json["waiting"] == 2
    smtp.at_address[PERSON] = smtp.at_address[DEPUTY] = ["550 no", "550 no"]
    house.post.send_due()
    told = named("mail", "status", "--json").json
    (fault,) = told["faults"]
    assert (told["failed"], fault["organisation"], fault["fault"]) == (2, "kulma", "address 550")
    prose = named("mail", "status").out
    assert f"Pyyntö {fault['reference']}: järjestölle kulma ei mennyt viestiä" in prose
    assert "osoitetta ei hyväksytty, 550" in prose


def test_what_came_back_is_taken_in(house: House, named, smtp: MailRelay, monkeypatch: pytest.MonkeyPatch):
    add_request(house)
    house.post.send_due()
    notice = b"From: mailer-daemon@mx.example\nSubject: failure notice\n\n5.1.1 secret words\n"
    give(monkeypatch, notice)
    told = named("mail", "bounce", "--recipient", smtp.by(PERSON)[0].sender, "--json")
    assert (told.code, told.json) == (0, {"bounce": "noted"})
    assert "secret" not in told.err
    figures = house.database.read(lambda c: mails.figures(c, house.clock()))
    assert (figures.sent, figures.failed) == (1, 1)
    give(monkeypatch, notice)
    again = named("mail", "bounce", "--recipient", "bounce+1@bounces.example")
    assert (again.code, again.out[:27]) == (0, "Viesti ei tullut tämän palv")


def test_a_mail_server_is_told_to_try_again_where_the_database_is_not_there(
    named, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    url = f"postgresql+psycopg://nobody@/none?host={tmp_path}"
    monkeypatch.setenv("NEUVOLA_SERVER_DATABASE_URL", url)
    monkeypatch.setenv("NEUVOLA_SERVER_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr("neuvola_server.storage.database._TRIES", 1)
    give(monkeypatch, b"To: bounce+1@bounces.example\n\n")
    assert named("mail", "bounce").code == os.EX_TEMPFAIL
