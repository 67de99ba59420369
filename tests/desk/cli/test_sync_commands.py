"""``enrol`` and ``sync`` as a script sees them: figures on one line, exit codes by what is to be done."""

from collections.abc import Iterator
from pathlib import Path

import filelock
import pytest
import structlog

from neuvola_server.api.app import create_app
from neuvola_server.bundles import Bundles
from neuvola_server.house import House
from support.commands import Commands
from support.houses import HandClock, house_at
from support.publishing import incoming, news
from support.serving import serving
from support.sheet_file import write_sheet

FIGURES = {"state", "pushed", "accepted", "known", "refused", "pulled", "withdrawn", "waiting", "cursor"}


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    (tmp_path / "server").mkdir()
    with house_at(tmp_path / "server", clock=HandClock()) as house:
        yield house


@pytest.fixture(autouse=True)
def _silent_server() -> Iterator[None]:
    """It runs in this process, and stdout is the command's."""
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())
    yield
    structlog.reset_defaults()


@pytest.fixture
def url(house: House) -> Iterator[str]:
    with serving(create_app(house)) as url:
        yield url


def finding(answer: object, check: str) -> dict[str, str]:
    return next(one for one in answer.json["checks"] if one["check"] == check)  # type: ignore[attr-defined]


def test_a_desk_of_no_server_says_so_without_making_a_record(run: Commands, tmp_path: Path) -> None:
    answer = run("sync", "--json")
    assert answer.code == 4
    assert set(answer.json) == FIGURES
    assert answer.json["state"] == "not-enrolled"
    assert "koordinaattorilta" in answer.err
    assert not (tmp_path / "desk" / "desk.db").exists()
    assert run("export-outbox", str(tmp_path / "x")).code == 4
    assert run("import-bundle", str(tmp_path / "x")).code == 4


def test_a_visit_goes_to_the_server_and_the_catalogue_comes(
    run_with_record: Commands, house: House, url: str, tmp_path: Path
) -> None:
    house.publication.publish(news(incoming("a"), incoming("b")))
    run_with_record("import", str(write_sheet(tmp_path)))
    run_with_record("visit", "add", "--need", "velat")
    enrolled = run_with_record(
        "enrol", url, house.enrolment.new_code("Kallio", point="kallio", point_name="Kallion piste"), "--json"
    )
    assert enrolled.code == 0, enrolled.err
    assert (enrolled.json["name"], enrolled.json["point"]) == ("Kallio", "kallio")
    assert "korvaa" in enrolled.err
    synced = run_with_record("sync", "--json")
    assert synced.code == 0, synced.err
    assert set(synced.json) == FIGURES
    assert (synced.json["state"], synced.json["accepted"], synced.json["pulled"]) == ("done", 1, 2)
    assert run_with_record("search", "--json").json["total"] == 2
    assert run_with_record("visit", "list", "--json").json["visits"] == []
    assert "Kaikki on lähetetty." in run_with_record("sync").err
    assert finding(run_with_record("doctor", "--json"), "server")["state"] == "ok"


def test_new_visits_carry_the_point_of_the_enrolment(
    run_with_record: Commands, house: House, url: str
) -> None:
    run_with_record("enrol", url, house.enrolment.new_code("Kallio", point="kallio"))
    run_with_record("visit", "add", "--need", "velat")
    [visit] = run_with_record("visit", "list", "--json").json["visits"]
    assert visit["point"] == "kallio"


@pytest.mark.parametrize("json", [("--json",), ()])
def test_a_server_that_does_not_answer_is_exit_3_with_the_figures(
    json: tuple[str, ...], run_with_record: Commands, house: House, tmp_path: Path
) -> None:
    with serving(create_app(house)) as url:
        run_with_record("enrol", url, house.enrolment.new_code("Kallio"))
    run_with_record("visit", "add", "--need", "velat")
    answer = run_with_record("sync", *json)
    assert answer.code == 3
    assert "Palvelimeen" in answer.err
    if json:
        assert (answer.json["state"], answer.json["waiting"]) == ("server-unreachable", 1)
    assert finding(run_with_record("doctor", "--json"), "server")["state"] == "warning"


def test_a_revoked_desk_is_exit_4_and_keeps_its_visits(
    run_with_record: Commands, house: House, url: str
) -> None:
    run_with_record("enrol", url, house.enrolment.new_code("Kallio"))
    run_with_record("visit", "add", "--need", "velat")
    house.desks.revoke("Kallio", who="test")
    answer = run_with_record("sync", "--json")
    assert answer.code == 4
    assert answer.json["waiting"] == 1
    assert "peruttu" in answer.err
    doctor = run_with_record("doctor", "--json")
    assert finding(doctor, "server")["state"] == "fault"


def test_a_wrong_code_is_exit_1_and_an_unsafe_address_exit_3(
    run_with_record: Commands, url: str, house: House
) -> None:
    wrong = run_with_record("enrol", url, "AAAAAAAAAA", "--json")
    assert (wrong.code, wrong.json["state"]) == (1, "enrolment-refused")
    assert "Koodi" in wrong.err
    unsafe = run_with_record("enrol", "http://palvelin.example.fi", "AAAAAAAAAA")
    assert unsafe.code == 3
    assert "https" in unsafe.err
    assert run_with_record("sync").code == 4


def test_a_certificate_that_cannot_be_read_is_told(run_with_record: Commands, tmp_path: Path) -> None:
    answer = run_with_record("enrol", "https://localhost", "X", "--ca-file", str(tmp_path / "none.pem"))
    assert answer.code == 1
    assert "none.pem" in answer.err


def test_without_a_keyring_the_token_lies_in_the_record_that_the_passphrase_encrypts(
    run_with_record: Commands, house: House, url: str, tmp_path: Path
) -> None:
    run_with_record("enrol", url, house.enrolment.new_code("Kallio"))
    assert run_with_record("sync").code == 0
    for path in (tmp_path / "desk").rglob("*"):
        if path.is_file() and path.name != "desk.db":
            assert b"token" not in path.read_bytes(), path


def test_a_cycle_under_way_elsewhere_is_not_disturbed(
    run_with_record: Commands, house: House, url: str, tmp_path: Path
) -> None:
    run_with_record("enrol", url, house.enrolment.new_code("Kallio"))
    with filelock.FileLock(tmp_path / "desk" / "sync.lock"):
        answer = run_with_record("sync", "--json")
    assert (answer.code, answer.json["state"]) == (1, "sync-under-way")


def test_without_a_line_a_stick_does_the_same(
    run_with_record: Commands, house: House, url: str, tmp_path: Path
) -> None:
    house.publication.publish(news(incoming("a")))
    run_with_record("enrol", url, house.enrolment.new_code("Kallio"))
    run_with_record("visit", "add", "--need", "velat")
    asked, answer = tmp_path / "asked", tmp_path / "answer"
    exported = run_with_record("export-outbox", str(asked), "--json")
    assert (exported.code, exported.json["records"]) == (0, 1)
    Bundles(house).answer(asked, answer)
    taken = run_with_record("import-bundle", str(answer), "--json")
    assert taken.code == 0, taken.err
    assert set(taken.json) == FIGURES
    assert (taken.json["accepted"], taken.json["pulled"], taken.json["waiting"]) == (1, 1, 0)
    refused = run_with_record("import-bundle", str(asked), "--json")
    assert (refused.code, refused.json["state"]) == (1, "bundle-refused")
    assert "vioittunut" in refused.err
    assert run_with_record("export-outbox", str(tmp_path / "none" / "x")).code == 1
