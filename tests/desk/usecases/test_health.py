"""The doctor: what it finds on machines that lack this or that, and what it tells to do."""

import shutil
import subprocess
from collections import namedtuple
from pathlib import Path

import pytest

from neuvola_core.errors import CatalogueDamagedError, RecordKeyError
from neuvola_desk.paths import DeskPaths
from neuvola_desk.usecases import health
from neuvola_desk.usecases.health import Finding, State, examine

Usage = namedtuple("Usage", "free")


@pytest.fixture(autouse=True)
def _no_queues(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("neuvola_desk.printing._asked", lambda *_arguments: "")


@pytest.fixture
def examined(tmp_path: Path):
    def look(catalogue=lambda: "luettelo", record=lambda: "käynnit") -> dict[str, Finding]:
        return {found.check: found for found in examine(DeskPaths(tmp_path), catalogue, record)}

    return look


def test_every_check_says_something_and_starts_nothing(examined) -> None:
    found = examined()
    assert {"libraries", "disk", "catalogue", "record", "printers", "server"} <= set(found)
    assert all(finding.told.endswith((".", "luettelo", "käynnit")) for finding in found.values())


def test_a_fault_of_a_database_is_told_and_stops_no_other_check(examined) -> None:
    def damaged() -> str:
        raise CatalogueDamagedError(path="x")

    def locked() -> str:
        raise RecordKeyError(reason="locked")

    found = examined(damaged, locked)
    assert (found["catalogue"].state, found["record"].state) == (State.FAULT, State.FAULT)
    assert "vioittunut" in found["catalogue"].told
    assert "lukossa" in found["record"].told
    assert "server" in found


def test_a_missing_library_is_named(examined, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "find_spec", lambda name: None if name == "reportlab" else name)
    found = examined()["libraries"]
    assert found.state is State.FAULT
    assert "reportlab" in found.told


def test_language_data_that_is_missing_is_told(
    examined, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "resource_path", lambda *_parts: tmp_path / "none")
    assert examined()["fonts"].state is State.FAULT
    monkeypatch.setattr(health, "TABLE", tmp_path / "none")
    assert examined()["dictionary"].state is State.WARNING


@pytest.mark.parametrize(("free", "state"), [(10 * 2**20, State.WARNING), (2**40, State.OK)])
def test_a_disk_that_fills_is_warned_of(
    free: int, state: State, examined, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _place: Usage(free))
    found = examined()["disk"]
    assert found.state is state
    assert str(free // 2**20) in found.told


@pytest.mark.parametrize(
    ("program", "said", "state"),
    [
        (None, "", State.WARNING),
        ("/usr/bin/lpstat", "", State.WARNING),
        ("/usr/bin/lpstat", "Aula\nToimisto\n", State.OK),
    ],
)
def test_printers_are_named(program, said: str, state: State, examined, monkeypatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: program)
    done = subprocess.CompletedProcess([], 0, stdout=said)
    monkeypatch.setattr(subprocess, "run", lambda *_given, **_options: done)
    found = examined()["printers"]
    assert found.state is state
    assert all(name in found.told for name in said.split())


def test_a_printing_system_that_hangs_is_not_waited_for(examined, monkeypatch) -> None:
    def hang(*_given, **_options):
        raise subprocess.TimeoutExpired("lpstat", 5)

    monkeypatch.setattr(shutil, "which", lambda _name: "/usr/bin/lpstat")
    monkeypatch.setattr(subprocess, "run", hang)
    assert "ei vastaa" in examined()["printers"].told


@pytest.mark.parametrize(
    ("settings", "state"),
    [
        ("# PreserveJobFiles No\n", State.WARNING),
        ("PreserveJobFiles Yes\n", State.WARNING),
        ("\n  preservejobfiles   no  # ei talteen\n", State.OK),
        ("PreserveJobFiles No\nPreserveJobFiles Yes\n", State.WARNING),
    ],
)
def test_a_queue_that_keeps_leaflets_is_warned_of(
    settings: str, state: State, examined, tmp_path: Path, monkeypatch
) -> None:
    file = tmp_path / "cupsd.conf"
    file.write_text(settings)
    monkeypatch.setattr(health, "_CUPS_FILES", file)
    assert examined()["print-queue"].state is state


def test_without_cups_nothing_is_said_of_its_queue(examined, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(health, "_CUPS_FILES", tmp_path / "none")
    assert "print-queue" not in examined()


def test_a_missing_lexicon_is_told(examined, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(health.lexicon_table, "TABLE", tmp_path / "missing.table")
    assert examined()["lexicon"].state is State.WARNING


def test_queue_settings_that_cannot_be_read_are_no_comfort(examined, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(health, "_CUPS_FILES", tmp_path)  # a folder: there, and not to be read
    found = examined()["print-queue"]
    assert found.state is State.WARNING
    assert "PreserveJobFiles No" in found.told


@pytest.mark.parametrize(
    ("device", "is_far"), [("usb://HP/LaserJet", False), ("ipp://toimisto.example/printers/aula", True)]
)
def test_a_printer_in_another_room_is_warned_of(device: str, is_far: bool, examined, monkeypatch) -> None:
    told = {"-e": "Aula\n", "-d": f"device for Aula: {device}\n"}

    def ask(_name: str, *arguments: str) -> str:
        return told[arguments[0]]

    monkeypatch.setattr("neuvola_desk.printing._asked", ask)
    found = examined()
    assert ("printer-place" in found) is is_far
    if is_far:
        assert found["printer-place"].state is State.WARNING
        assert "Aula" in found["printer-place"].told


@pytest.mark.parametrize(
    ("device", "uuid", "is_told"),
    [
        ("/dev/sda3", "", True),
        ("/swapfile", "", True),
        ("/dev/zram0", "", False),
        ("/dev/dm-1", "CRYPT-PLAIN-swap\n", False),
        ("/dev/dm-1", "LVM-abc\n", True),
    ],
)
def test_swap_that_is_not_encrypted_is_warned_of(
    device: str, uuid: str, is_told: bool, examined, tmp_path: Path, monkeypatch
) -> None:
    swaps, blocks = tmp_path / "swaps", tmp_path / "block"
    swaps.write_text(f"Filename Type Size Used Priority\n{device} partition 1 0 -2\n")
    if uuid:
        place = blocks / Path(device).name / "dm"
        place.mkdir(parents=True)
        (place / "uuid").write_text(uuid)
    monkeypatch.setattr(health, "_SWAPS", swaps)
    monkeypatch.setattr(health, "_BLOCKS", blocks)
    found = examined()
    assert ("swap" in found) is is_told
    if is_told:
        assert device in found["swap"].told
