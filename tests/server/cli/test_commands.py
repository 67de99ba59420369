"""The command line of the server, as scripts and people use it."""

import os
import re
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError

from neuvola_core.wire import EnrolRequest
from neuvola_server.cli import user_commands
from neuvola_server.enrolment import Enrolment
from neuvola_server.fetching import Fetcher, SourceUnreachableError
from neuvola_server.house import House, utc_now
from support.houses import house_at

from .conftest import Commands

PASSWORD = "tyynen järven ranta"


def enrol(run: Commands, name: str) -> None:
    code = run("--json", "desk", "add", name).json["code"]
    with house_at(run.folder, clock=utc_now) as house:
        house.door("127.0.0.1").enrol(EnrolRequest("n", code, name))


def test_a_code_is_grouped_for_reading_and_plain_for_scripts(run: Commands):
    answer = run("desk", "add", "Kallio 1", "--point", "kallio", "--point-name", "Kallion piste")
    assert (answer.code, bool(re.fullmatch(r"[0-9A-Z]{5}-[0-9A-Z]{5}\n", answer.out))) == (0, True)
    assert "15 minuutin" in answer.err
    plain = run("desk", "add", "Kallio 2", "--json")
    assert list(plain.json) == ["code"]
    assert re.fullmatch(r"[0-9A-Z]{10}", plain.json["code"])


def test_the_code_joins_the_desk_to_its_point(run: Commands):
    code = run("desk", "add", "Kallio 1", "--point", "kallio", "--point-name", "Kallion piste").out.strip()
    with house_at(run.folder, clock=utc_now) as house:
        answer = house.door("127.0.0.1").enrol(EnrolRequest("n", code, "computer"))
    assert (answer.name, answer.point, answer.point_name) == ("Kallio 1", "kallio", "Kallion piste")


@pytest.mark.parametrize("point", ["a@b.fi", "!!", "k" * 60])
def test_a_point_that_no_visit_may_carry_is_said_in_words(run: Commands, point: str):
    answer = run("desk", "add", "Kallio", "--point", point)
    assert answer.code == 1
    assert answer.err.startswith("Neuvontapisteen tunnus ei käy: ")


@pytest.mark.parametrize(
    ("name", "value", "bounds"), [("PORT", "99999", "0–65535"), ("WORKERS", "0", "1–64")]
)
def test_a_setting_out_of_its_bounds_is_said(
    run: Commands, monkeypatch: pytest.MonkeyPatch, name: str, value: str, bounds: str
):
    monkeypatch.setenv(f"NEUVOLA_SERVER_{name}", value)
    answer = run("serve")
    assert (answer.code, f"NEUVOLA_SERVER_{name}" in answer.err, bounds in answer.err) == (1, True, True)


def test_lost_keys_stop_the_server_until_it_is_told_that_they_are_lost(run: Commands, catalogue: Path):
    enrol(run, "Kallio")
    for key in (run.folder / "keys").iterdir():
        key.unlink()
    refused = run("import", str(catalogue))
    assert refused.code == 1
    assert "varmuuskopiosta" in refused.err
    assert "new-keys" in refused.err
    renewed = run("--json", "new-keys")
    assert (renewed.code, len(renewed.json["sealing_keys"])) == (0, 1)
    assert run("import", str(catalogue)).code == 0


def test_desks_are_listed_for_people_and_scripts(run: Commands):
    assert run("desk", "list").out == "Yhtään työasemaa ei ole vielä liitetty.\n"
    assert run("desk", "list", "--json").json == {"desks": []}
    enrol(run, "Kallio")
    assert run("desk", "list").out.startswith("Kallio (Kallio): ei vielä kertaakaan; odottaa: ei tiedossa")
    [desk] = run("--json", "desk", "list").json["desks"]
    assert (desk["name"], desk["revoked"], desk["last_contact"], desk["gaps"]) == ("Kallio", False, None, {})


def test_a_desk_is_revoked_once_it_is_known(run: Commands):
    enrol(run, "Kallio")
    assert run("desk", "revoke", "Kallio").code == 0
    assert run("desk", "list").out == "Kallio (Kallio): Oikeudet poistettu\n"
    unknown = run("desk", "revoke", "Olematon")
    assert (unknown.code, unknown.out) == (1, "")
    assert "Työasemaa Olematon ei ole" in unknown.err


def test_a_copy_is_cleared(run: Commands):
    enrol(run, "Kallio")
    assert run("desk", "clear-copied", "Kallio", "--json").json == {"cleared": "Kallio"}
    assert run("desk", "clear-copied", "Olematon").code == 1


def test_a_name_in_use_is_refused(run: Commands):
    enrol(run, "Kallio")
    taken = run("desk", "add", "Kallio")
    assert (taken.code, taken.out) == (1, "")
    assert "on jo liitetty" in taken.err


@pytest.mark.parametrize("name", ["", "   ", "n" * 101, "a\x1b[2Jb"])
def test_a_name_that_is_none_is_a_mistake_of_use(run: Commands, name: str):
    assert run("desk", "add", name).code == 2


def test_an_import_is_published_and_made_ready(run: Commands, catalogue: Path):
    first = run("import", str(catalogue), "--json")
    assert first.code == 0
    assert first.json | {"noted": []} == {
        "format": "sheet",
        "read": 2,
        "added": 2,
        "updated": 0,
        "unchanged": 0,
        "withdrawn": 0,
        "empty": 0,
        "rejected": [],
        "noted": [],
    }
    assert any("olematon-tarve" in noted["reason"] for noted in first.json["noted"])
    assert "olematon-tarve" in first.err
    with house_at(run.folder, clock=utc_now) as house:
        signed = house.snapshots.newest()
        assert signed is not None
        assert signed.manifest.count == 2
    again = run("import", str(catalogue))
    assert "ennallaan 2" in again.out


def test_rejected_rows_are_told(run: Commands, tmp_path: Path):
    path = tmp_path / "huono.csv"
    path.write_text("id,name_fi\n1,Ruoka-apu\n,Nimetön\n", "utf-8")
    told = run("import", str(path))
    assert (told.code, "hylättyjä 1" in told.out) == (0, True)
    assert "tunnus puuttuu" in told.err


def test_a_bad_source_does_not_stop_a_good_one(run: Commands, catalogue: Path, tmp_path: Path):
    both = run("import", str(tmp_path / "olematon.csv"), str(catalogue), "--json")
    assert (both.code, both.json["added"]) == (0, 2)
    assert "Tiedostoa tai kansiota ei ole" in both.err
    none = run("import", str(tmp_path / "olematon.csv"), "--json")
    assert (none.code, none.json["added"]) == (1, 0)


def test_a_source_that_does_not_answer(run: Commands, monkeypatch: pytest.MonkeyPatch):
    def away(_self: Fetcher, addresses: tuple[str, ...], _folder: Path) -> int:
        raise SourceUnreachableError(address=addresses[0], reason="timeout")

    monkeypatch.setattr(Fetcher, "fetch", away)
    answer = run("import", "https://example.org/luettelo.csv")
    assert answer.code == 1
    assert "https://example.org/luettelo.csv" in answer.err
    assert "ei vastannut ajoissa" in answer.err


def test_an_export_can_be_imported_again(run: Commands, catalogue: Path, tmp_path: Path):
    run("import", str(catalogue))
    output = tmp_path / "vienti.xlsx"
    assert run("export", "--output", str(output), "--json").json["services"] == 2
    assert "2" in run("export", "--output", str(output)).out
    assert run("import", str(output), "--json").json["read"] == 2
    for source, count in (("sheet", 2), ("ptv", 0)):
        some = run(
            "export", "--format", "hsds", "--source", source, "--output", str(tmp_path / "x.zip"), "--json"
        )
        assert (some.json["format"], some.json["services"]) == ("hsds", count)


def test_an_export_to_nowhere_fails(run: Commands, tmp_path: Path):
    answer = run("export", "--output", str(tmp_path / "olematon" / "x.csv"))
    assert (answer.code, "ei voi kirjoittaa" in answer.err) == (1, True)


def test_migrating_twice(run: Commands):
    assert run("migrate", "--json").json == {"migrated": True}
    assert run("migrate").out == "Tietokanta on ajan tasalla.\n"


def test_postgresql_is_migrated_by_its_command_only(
    run: Commands, bare_postgres_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setenv("NEUVOLA_SERVER_DATABASE_URL", bare_postgres_url)
    monkeypatch.setenv("NEUVOLA_SERVER_DATA_DIR", str(tmp_path / "data"))
    for command in (["desk", "list"], ["import", "x"], ["serve", "--port", "0"], ["sweep"]):
        refused = run(*command)
        assert (command, refused.code, refused.out) == (command, 1, "")
        assert "neuvola-server migrate" in refused.err
    assert run("migrate").out == "Tietokanta päivitettiin.\n"
    assert run("desk", "list").code == 0


def test_a_restored_server_begins_a_new_epoch(run: Commands, catalogue: Path):
    run("import", str(catalogue))
    with house_at(run.folder, clock=utc_now) as house:
        before = house.publication.now().epoch
    epoch = run("restore", "--json").json["epoch"]
    with house_at(run.folder, clock=utc_now) as house:
        signed = house.snapshots.newest()
        assert signed is not None
        assert house.publication.now().epoch == signed.manifest.epoch == epoch != before


def test_a_backup_is_noted(run: Commands):
    assert run("backed-up", "--began", "2026-11-22T03:00+02:00", "--json").json == {
        "began": "2026-11-22T01:00:00+00:00"
    }
    for wrong in ("eilen", "2026-11-22T03:00"):
        assert run("backed-up", "--began", wrong).code == 2


def test_what_is_kept_too_long_is_swept(run: Commands):
    assert run("sweep", "--json").json["visits"] == 0
    assert run("sweep").code == 0


def test_sources_are_followed(run: Commands, catalogue: Path, monkeypatch: pytest.MonkeyPatch):
    def fetch(_self: Fetcher, _addresses: object, folder: Path, _progress: object) -> int:
        (folder / "1.csv").write_bytes(catalogue.read_bytes())
        return 1

    monkeypatch.setattr(Fetcher, "fetch", fetch)
    assert run("harvest", "list").out == "Yhtään lähdettä ei seurata.\n"
    assert run("harvest", "add", "sheet/luettelo", "https://example.org/a.csv").code == 0
    assert "ei vielä haettu" in run("harvest", "list").out
    [source] = run("harvest", "run", "--json").json["harvested"]
    assert (source["origin"], source["fault"], source["added"]) == ("sheet/luettelo", "", 2)
    assert run("harvest", "run").out == "Minkään lähteen vuoro ei ole vielä.\n"
    assert "ennallaan 2" in run("harvest", "run", "sheet/luettelo").out
    [told] = run("harvest", "list", "--json").json["sources"]
    assert (told["format"], told["last_fault"]) == ("auto", "")
    assert told["last_whole"]
    gone = run("harvest", "remove", "sheet/luettelo", "--withdraw", "--json")
    assert gone.json == {"removed": True, "withdrawn": 2}
    missing = run("harvest", "remove", "sheet/luettelo")
    assert (missing.code, missing.out) == (1, "Lähdettä sheet/luettelo ei seurattu.\n")


def test_a_followed_source_that_fails_is_told(run: Commands, monkeypatch: pytest.MonkeyPatch):
    def away(_self: Fetcher, addresses: list[str], _folder: Path, _progress: object) -> int:
        raise SourceUnreachableError(address=addresses[0], reason="offline")

    monkeypatch.setattr(Fetcher, "fetch", away)
    run("harvest", "add", "x", "https://example.org/a.csv")
    assert run("harvest", "remove", "x").out == "Lähdettä x ei enää seurata.\n"
    run("harvest", "add", "x", "https://example.org/a.csv")
    assert run("harvest", "run", "x").code == 1
    assert "viimeksi epäonnistui: source-unreachable offline" in run("harvest", "list").out
    unknown = run("harvest", "run", "y")
    assert (unknown.code, "Lähdettä y ei seurata" in unknown.err) == (1, True)
    assert run("harvest", "add", "z", "ftp://example.org").code == 1


def test_a_person_is_added_with_a_password_from_a_descriptor(run: Commands):
    reading, writing = os.pipe()
    os.write(writing, f"{PASSWORD}\n".encode())
    os.close(writing)
    added = run("user", "add", "leena", "--role", "coordinator", "--password-fd", str(reading), "--json")
    os.close(reading)
    assert added.json == {"name": "leena", "role": "coordinator"}
    assert PASSWORD not in added.err
    [listed] = run("user", "list", "--json").json["users"]
    assert listed == {
        "name": "leena",
        "role": "coordinator",
        "point": "",
        "email": "",
        "language": "fi",
    }
    assert run("user", "list").out == "leena  coordinator\n"
    assert run("user", "remove", "leena").code == 0
    assert run("user", "list").out == "Yhtään käyttäjää ei ole.\n"
    assert "Käyttäjää leena ei ole" in run("user", "remove", "leena").err


class _Terminal:
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("typed", "code", "told"),
    [
        ([PASSWORD, PASSWORD], 0, "lisättiin"),
        ([PASSWORD, "toinen"], 1, "eivät ole samat"),
        (["lyhyt", "lyhyt"], 1, "vähintään 12"),
    ],
)
def test_a_password_is_asked_twice(
    run: Commands, monkeypatch: pytest.MonkeyPatch, typed: list[str], code: int, told: str
):
    answers = iter(typed)
    monkeypatch.setattr(user_commands.sys, "stdin", _Terminal())
    monkeypatch.setattr(user_commands.getpass, "getpass", lambda *_, **__: next(answers))
    answer = run("user", "add", "leena", "--role", "operator")
    assert (answer.code, told in answer.out + answer.err) == (code, True)


def test_a_password_that_cannot_be_had(run: Commands):
    without = run("user", "add", "leena", "--role", "operator")
    assert (without.code, "--password-fd" in without.err) == (1, True)
    closed = run("user", "add", "leena", "--role", "operator", "--password-fd", "999")
    assert (closed.code, "tiedostokuvaajasta" in closed.err) == (1, True)


@pytest.mark.parametrize(
    "arguments", [[], ["foo"], ["user", "add", "x"], ["user", "add", " x", "--role", "operator"]]
)
def test_mistakes_of_use_end_with_2_in_finnish(run: Commands, arguments: list[str]):
    answer = run(*arguments)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("käyttö: neuvola-server")


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("PORT", "x", "NEUVOLA_SERVER_PORT"),
        ("METRICS", "maybe", "true tai false"),
        ("DATABASE_URL", "nonsense", "osoite"),
        ("DATABASE_URL", "postgresql://localhost/x", "NEUVOLA_SERVER_DATA_DIR"),
    ],
)
def test_a_wrong_setting_is_named(
    run: Commands, monkeypatch: pytest.MonkeyPatch, name: str, value: str, told: str
):
    monkeypatch.setenv(f"NEUVOLA_SERVER_{name}", value)
    answer = run("desk", "list")
    assert (answer.code, told in answer.err) == (1, True)


def test_a_folder_that_may_not_be_made(run: Commands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("NEUVOLA_SERVER_DATABASE_URL", f"sqlite:///{tmp_path / 'file' / 'deeper' / 'x.db'}")
    answer = run("desk", "list")
    assert (answer.code, "ei voi käyttää" in answer.err) == (1, True)


@pytest.mark.parametrize(
    ("fault", "told"), [(OperationalError, "ei saada yhteyttä"), (IntegrityError, "ei toiminut odotetusti")]
)
def test_a_fault_of_the_database_is_told_without_its_words(
    run: Commands, monkeypatch: pytest.MonkeyPatch, fault: type[IntegrityError], told: str
):
    def broken(*_arguments: object, **_named: object) -> str:
        raise fault("INSERT", {"secret": "Matti"}, Exception("Matti"))

    monkeypatch.setattr(Enrolment, "new_code", broken)
    answer = run("desk", "add", "Kallio")
    assert (answer.code, told in answer.err, "Matti" in answer.err) == (1, True, False)


def test_a_reader_that_has_had_enough(run: Commands, monkeypatch: pytest.MonkeyPatch):
    def closed(*_arguments: object) -> None:
        raise BrokenPipeError

    monkeypatch.setattr("neuvola_core.cli.speaker.write_out", closed)
    assert run("desk", "list").code == 1


def test_ctrl_c_ends_with_130(run: Commands, monkeypatch: pytest.MonkeyPatch):
    def pressed(_self: House) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(House, "prepare", pressed)
    assert run("desk", "list").code == 130


def test_a_stick_without_a_catalogue_or_from_a_stranger(run: Commands, catalogue: Path, tmp_path: Path):
    nothing = run("export-snapshot", str(tmp_path))
    assert (nothing.code, "Tuo ensin palveluja" in nothing.err) == (1, True)
    run("import", str(catalogue))
    assert (tmp_path / run("export-snapshot", str(tmp_path), "--json").json["name"]).is_file()
    stranger = run("answer-bundle", str(catalogue), str(tmp_path / "answer"))
    assert (stranger.code, "ei voitu ottaa vastaan" in stranger.err) == (1, True)
