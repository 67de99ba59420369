"""``receiver``, ``keys``, ``audit``, ``status`` and what they leave behind."""

import io
import json
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from neuvola_server.house import utc_now
from support.contacts import request_to
from support.houses import HandClock, Server, house_at, visit_record

from .conftest import Commands

GIVEN = (
    *("--name-fi", "Kulman tuki", "--method-fi", "Soitamme."),
    *("--person", "Paula", "--email", "paula@kulma.example"),
    *("--deputy", "Ville", "--deputy-email", "ville@kulma.example"),
)


def test_an_organisation_is_added_amended_and_removed(run: Commands) -> None:
    assert run("receiver", "list").out == "Yksikään järjestö ei ota yhteydenottopyyntöjä.\n"
    assert run("receiver", "add", "o1", *GIVEN).out == "Järjestö on tallennettu.\n"
    amended = run("--json", "receiver", "add", "o1", "--phone", "09 123", "--name-sv", "Hörnet").json
    assert amended["name"] == {"fi": "Kulman tuki", "sv": "Hörnet"}
    assert (amended["phone"], amended["person"], amended["active"]) == ("09 123", "Paula", True)
    run("receiver", "close", "o1", "--from", "2026-12-21", "--to", "2027-01-03")
    [listed] = run("receiver", "list", "--json").json["receivers"]
    assert listed["closed"] == [["2026-12-21", "2027-01-03"]]
    assert "suljettu 2026-12-21–2027-01-03" in run("receiver", "list").out
    assert run("receiver", "add", "o1", "--no-active").code == 0
    assert "ei tarjota" in run("receiver", "list").out
    assert run("receiver", "reopen", "o1", "--json").json == {"id": "o1", "closed": []}
    assert run("receiver", "remove", "o1").code == 0
    assert run("--json", "receiver", "list").json == {"receivers": []}


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("add", "o1", "--name-fi", "Kulma"), "yhteyshenkilö puuttuu"),
        (("add", "o1", *GIVEN, "--email", "paula"), "sähköpostiosoite"),
        (("add", "paula@kulma.example", *GIVEN), "henkilötieto"),
        (("remove", "o9"), "o9"),
        (("close", "o9", "--from", "2026-12-21", "--to", "2027-01-03"), "o9"),
    ],
)
def test_what_cannot_be_done_is_said(run: Commands, arguments: tuple[str, ...], told: str) -> None:
    answer = run("receiver", *arguments)
    assert (answer.code, answer.out, told in answer.err) == (1, "", True)


def test_a_recovery_key_is_shown_once_and_proven(run: Commands, monkeypatch: pytest.MonkeyPatch) -> None:
    made = run("keys", "recovery")
    assert made.out.count("\n") == 2
    assert "paperille" in made.err
    assert made.out.split("\n")[0] not in made.err
    monkeypatch.setattr("sys.stdin", io.StringIO(made.out.lower()))
    drilled = run("keys", "drill", "--json").json
    assert drilled["opened"]
    monkeypatch.setattr("sys.stdin", io.StringIO(made.out.replace("-", " ").replace("\n", " ") + "\n"))
    assert run("keys", "drill").code == 0
    monkeypatch.setattr("sys.stdin", io.StringIO("A" * 56))
    refused = run("keys", "drill")
    assert (refused.code, "kirjoitusvirhe" in refused.err) == (1, True)
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert "14 neljän merkin" in run("keys", "drill").err
    again = run("--json", "keys", "recovery").json
    assert again["id"] != drilled["id"]
    assert len(again["key"].split("-")) == 14


def test_keys_are_rotated(run: Commands) -> None:
    first = run("keys", "rotate", "--json").json
    assert run("keys", "rotate", "--json").json["key"] != first["key"]
    assert len(list((run.folder / "keys").glob("sealing-*.former"))) == 2
    announced = run("keys", "rotate", "--signing", "--json").json
    due = (utc_now().date() + timedelta(days=30)).isoformat()
    assert announced["holds_from"] == due
    refused = run("keys", "rotate", "--signing")
    assert (refused.code, due in refused.err) == (1, True)
    taken = run("keys", "rotate", "--signing", "--now", "--json").json
    assert taken["key"] == announced["key"]


def test_the_book_is_read_and_checked(run: Commands) -> None:
    assert run("audit", "list").out == "Tapahtumia ei ole.\n"
    assert run("--json", "audit", "check").json == {"whole": True}
    run("receiver", "add", "o1", *GIVEN)
    run("receiver", "remove", "o1")
    acts = run("audit", "list", "--json").json["acts"]
    assert [act["what"] for act in acts] == ["receiver-kept", "receiver-removed"]
    assert run("audit", "list", "--last", "1").out.count("\n") == 1
    connection = sqlite3.connect(run.folder / "server.db")
    with connection:
        connection.execute("UPDATE audit SET who = 'nobody' WHERE n = 1")
    connection.close()
    broken = run("audit", "check")
    assert (broken.code, "muutettu" in broken.out) == (1, True)


def test_requests_are_sealed_anew_when_the_keys_are_lost(
    run: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("receiver", "add", "o1", *GIVEN)
    paper = run("--json", "keys", "recovery").json
    with house_at(run.folder, clock=HandClock(utc_now())) as house:
        clock: HandClock = house.clock  # type: ignore[assignment]
        desk = Server(house, clock, ask=house.port, door=lambda: house.door("127.0.0.1")).enrol()
        desk.sync(request_to(house, day=utc_now().date()).record)
    (run.folder / "keys" / "sealing.key").unlink()
    assert run("new-keys").code == 0
    monkeypatch.setattr("sys.stdin", io.StringIO(paper["key"]))
    assert run("keys", "recover", "--json").json == {"resealed": 1}
    other = run("--json", "keys", "recovery").json
    monkeypatch.setattr("sys.stdin", io.StringIO(other["key"]))
    refused = run("keys", "recover")
    assert (refused.code, "yhtään tallessa olevaa pyyntöä" in refused.err) == (1, True)


def test_a_restore_ends_what_had_ended(run: Commands) -> None:
    run("receiver", "add", "o1", *GIVEN)
    with house_at(run.folder, clock=HandClock(utc_now())) as house:
        clock: HandClock = house.clock  # type: ignore[assignment]
        desk = Server(house, clock, ask=house.port, door=lambda: house.door("127.0.0.1")).enrol()
        made = request_to(house, day=utc_now().date())
        desk.sync(made.record)
        house.ended.add(made.id)  # as after a copy was put back from before its end
    assert run("restore", "--json").json["ended_again"] == 1
    assert run("status", "--json").json["requests"] == {"open": 0, "unopened": 0}


def test_a_lost_link_secret_is_told_of_at_the_start(run: Commands) -> None:
    with house_at(run.folder) as house:
        house.keys.check()
    (run.folder / "keys" / "links.key").unlink()
    refused = run("serve", "--port", "0")
    assert (refused.code, "järjestöjen linkit" in refused.err) == (1, True)
    assert "liitä" not in refused.err


def test_the_status_is_figures_and_nothing_of_private_kinds(run: Commands) -> None:
    run("receiver", "add", "o1", *GIVEN)
    with house_at(run.folder, clock=HandClock(utc_now())) as house:
        clock: HandClock = house.clock  # type: ignore[assignment]
        desk = Server(house, clock, ask=house.port, door=lambda: house.door("127.0.0.1")).enrol()
        desk.sync(visit_record())
        desk.sync(request_to(house, day=utc_now().date()).record)
    told = run("status", "--json").json
    assert told["records"] == {"visit stored": 1}
    assert told["requests"] == {"open": 1, "unopened": 1}
    assert (told["receivers"], told["recovery_keys"], told["clock_believed"]) == (1, 0, True)
    assert "contact" not in json.dumps(told)
    assert "keys recovery" in run("status").out


def test_a_coordinator_has_an_address(run: Commands, tmp_path: Path) -> None:
    with (tmp_path / "password").open("w+", encoding="utf-8") as secret:
        secret.write("tyynen järven ranta\n")
        secret.flush()
        secret.seek(0)
        added = run(
            *("user", "add", "leena", "--role", "coordinator", "--password-fd", str(secret.fileno())),
            *("--email", "leena@n.example", "--language", "sv"),
        )
    assert added.code == 0
    [user] = run("--json", "user", "list").json["users"]
    assert (user["email"], user["language"], user["role"]) == ("leena@n.example", "sv", "coordinator")
    assert run("user", "add", "x", "--role", "coordinator", "--email", "leena").code == 2


def test_a_sweep_waits_for_a_clock_that_has_leapt(run: Commands) -> None:
    with house_at(run.folder, clock=HandClock(utc_now() - timedelta(days=30))) as house:
        assert house.clock_watch.is_believed()
    refused = run("sweep")
    assert (refused.code, "--clock-is-right" in refused.err) == (1, True)
    assert run("sweep", "--clock-is-right").code == 0
    assert run("sweep").code == 0
