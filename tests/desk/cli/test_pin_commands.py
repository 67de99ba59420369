"""Roles on the command line: without a PIN a volunteer's, by ``--pin-fd`` or ``NEUVOLA_PIN_FD`` another's."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from neuvola_core.roles import Role
from neuvola_desk.desk import Desk
from neuvola_desk.paths import DeskPaths
from neuvola_desk.usecases.clock import SystemClock
from neuvola_desk.usecases.key_code import code_lines
from support.commands import Answer, Commands
from support.pin_desk import PINS, desk_with_pins, dict_keyring, offered

COORDINATOR, COUNSELLOR, VOLUNTEER = Role.COORDINATOR, Role.COUNSELLOR, Role.VOLUNTEER
Ask = Callable[..., Answer]

TABLE = (
    (("visit", "add", "--need", "muu"), VOLUNTEER),
    (("visit", "list"), COUNSELLOR),
    (("contact", "withdraw", "3XK7M9P2QW8R"), VOLUNTEER),
    (("contact", "list"), COUNSELLOR),
    (("report", "--from", "2026-11-01", "--to", "2026-11-20"), COORDINATOR),
    (("enrol", "http://192.0.2.1", "X"), COORDINATOR),
    (("pin", "list"), COORDINATOR),
    (("pin", "remove", "vapaaehtoinen", "1"), COORDINATOR),
    (("search", "velka"), None),
    (("needs",), None),
    (("doctor",), None),
    (("sync",), None),
)
ORDER = (None, VOLUNTEER, COUNSELLOR, COORDINATOR)


@pytest.fixture
def paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DeskPaths:
    monkeypatch.setattr("neuvola_desk.keys.os_keyring", dict_keyring())
    return DeskPaths(tmp_path / "desk").create()


@pytest.fixture
def ask(run: Commands, paths: DeskPaths) -> Ask:
    """Runs a command over a desk with PINs, giving that of a role."""
    desk_with_pins(paths, SystemClock(), None).close()

    def one(*arguments: str, role: Role | None = None, pin: str = "") -> Answer:
        if role is None and not pin:
            return run(*arguments)
        reading = offered(pin or PINS[role or VOLUNTEER])
        try:
            return run(*arguments, "--pin-fd", str(reading))
        finally:
            os.close(reading)

    return one


def is_refused(answer: Answer) -> bool:
    return answer.code == 1 and "PIN-koodi." in answer.err


@pytest.mark.parametrize("role", ORDER, ids=lambda role: role.value if role else "ei PIN-koodia")
def test_every_command_asks_for_its_role(role: Role | None, ask: Ask) -> None:
    without = role or VOLUNTEER
    for arguments, least in TABLE:
        answer = ask(*arguments, role=role)
        assert is_refused(answer) is (ORDER.index(without) < ORDER.index(least)), (arguments, answer)
        if is_refused(answer):
            assert answer.out == "", "what is refused tells nothing"


def test_without_any_pin_everything_goes(run: Commands, paths: DeskPaths) -> None:
    assert run("visit", "add", "--need", "muu").code == 0
    assert len(run("visit", "list", "--json").json["visits"]) == 1
    assert run("pin", "list", "--json").json == {"pins": []}
    assert "kaikki voivat kaiken" in run("pin", "list").out


def test_a_desk_is_given_its_pins_and_loses_them_again(run: Commands, paths: DeskPaths) -> None:
    new = offered("1234")
    first = run("pin", "set", "vapaaehtoinen", "--new-pin-fd", str(new))
    assert first.code == 1
    assert "ensin koordinaattorin" in first.err
    os.close(new)
    new = offered("1234")
    made = run("pin", "set", "koordinaattori", "--name", "Vastaava", "--new-pin-fd", str(new), "--json")
    os.close(new)
    assert made.json == {"role": "koordinaattori", "number": 1, "name": "Vastaava"}
    assert is_refused(run("visit", "list"))
    pin = offered("1234")
    listed = run("--pin-fd", str(pin), "pin", "list", "--json")
    os.close(pin)
    assert listed.json == {"pins": [{"role": "koordinaattori", "number": 1, "name": "Vastaava"}]}


def test_the_variable_names_the_descriptor_too(
    ask: Ask, run: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading = offered(PINS[COORDINATOR])
    monkeypatch.setenv("NEUVOLA_PIN_FD", str(reading))
    assert run("visit", "list").code == 0
    os.close(reading)


@pytest.mark.parametrize("number", ["99", "-1"])
def test_a_descriptor_that_gives_nothing_is_told(ask: Ask, run: Commands, number: str) -> None:
    answer = run("needs", f"--pin-fd={number}")
    assert answer.code == 1
    assert "--pin-fd" in answer.err


def test_a_wrong_pin_runs_nothing_and_five_are_a_wait(ask: Ask) -> None:
    for _ in range(4):
        assert "Väärä PIN-koodi. Vielä" in ask("visit", "add", "--need", "muu", pin="9999").err
    assert "Odota 60 sekuntia" in ask("visit", "add", "--need", "muu", pin="9999").err
    waiting = ask("visit", "list", pin=PINS[COORDINATOR])
    assert (waiting.code, waiting.out) == (1, "")
    assert "Odota" in waiting.err


def test_the_last_coordinators_pin_stays_and_the_rest_is_managed(ask: Ask) -> None:
    assert "Viimeistä" in ask("pin", "remove", "koordinaattori", "1", role=COORDINATOR).err
    new = offered("8888")
    changed = ask("pin", "set", "vapaaehtoinen", "1", "--new-pin-fd", str(new), role=COORDINATOR)
    os.close(new)
    assert changed.code == 0
    assert ask("visit", "add", "--need", "muu", pin="8888").code == 0
    assert ask("pin", "remove", "vapaaehtoinen", "1", role=COORDINATOR).code == 0
    assert ask("visit", "add", "--need", "muu", pin="8888").code == 1


def test_the_sheet_of_the_key_gets_out_of_a_forgotten_pin(
    ask: Ask, run: Commands, paths: DeskPaths, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    desk = Desk(paths)
    lines = "\n".join(code_lines(desk.key)) + "\n"
    desk.close()
    sheet = tmp_path / "lines"

    def reset(typed: str, *more: str) -> Answer:
        sheet.write_text(typed, encoding="utf-8")
        with sheet.open(encoding="utf-8") as code, monkeypatch.context() as patch:
            patch.setattr("sys.stdin", code)
            return run("pin", "reset", *more)

    other = "\n".join(code_lines(b"x" * 32))
    assert "ei ole tämän työaseman" in reset(other, "--all-off").err
    new = offered("7777")
    assert reset(lines, "--new-pin-fd", str(new)).code == 0
    os.close(new)
    assert ask("visit", "list", pin="7777").code == 0
    assert ask("visit", "list", pin=PINS[COORDINATOR]).code == 1
    assert reset(lines, "--all-off").code == 0
    assert run("visit", "list").code == 0
