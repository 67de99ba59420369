"""Printing by CUPS: with a real one where it is installed, and with commands of the test's own."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from neuvola_core.errors import CannotPrintError
from neuvola_desk import printing
from neuvola_desk.printing import MOST_COPIES, CupsPrinting, Paper, is_local
from support.cups import PrintHouse, fake_command, print_house

PDF = b"%PDF-1.4 \x00\xff leaflet"
SYSTEM_PATH = "/usr/bin:/bin"


def reason(submit: Callable[[], str]) -> object:
    with pytest.raises(CannotPrintError) as refused:
        submit()
    return refused.value.facts["reason"]


@pytest.fixture
def house(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[PrintHouse]:
    with print_house(lambda condition: qtbot.waitUntil(condition, timeout=20_000)) as running:
        monkeypatch.setenv("CUPS_SERVER", running.address)
        running.add("Aula")
        yield running


@pytest.fixture
def commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which alone the commands of CUPS are looked for."""
    folder = tmp_path / "commands"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}:{SYSTEM_PATH}")
    monkeypatch.setattr(printing.shutil, "which", lambda name: found(folder / name))
    return folder


def found(file: Path) -> str | None:
    return str(file) if file.exists() else None


def test_a_leaflet_comes_out_of_a_real_queue_as_it_was_made(house: PrintHouse, qtbot: QtBot) -> None:
    job = CupsPrinting().submit(PDF, "Aula", 1)
    qtbot.waitUntil(lambda: bool(house.sheets), timeout=20_000)
    assert house.sheets == [PDF]
    assert job == "Aula-1"


def test_a_real_queue_prints_as_many_as_were_asked(house: PrintHouse, qtbot: QtBot) -> None:
    CupsPrinting().submit(PDF, "Aula", 3)
    qtbot.waitUntil(lambda: bool(house.sheets), timeout=20_000)
    assert house.sheets == [PDF * 3]


def test_own_jobs_are_taken_back_from_a_real_queue(house: PrintHouse) -> None:
    house.command("cupsdisable", "Aula")
    service = CupsPrinting()
    job = service.submit(PDF, "Aula", 1)
    assert house.jobs() == [job]
    service.cancel([job, "Aula-77"])
    assert house.jobs() == []
    assert house.sheets == []


def test_real_queues_are_listed_with_what_one_must_know_of_them(house: PrintHouse) -> None:
    house.add("Takahuone")
    house.command("lpadmin", "-d", "Takahuone")
    house.command("cupsdisable", "Aula")
    first, second = CupsPrinting().printers()
    assert (first.name, first.is_default, first.is_stopped) == ("Takahuone", True, False)
    assert (second.name, second.is_default, second.is_stopped) == ("Aula", False, True)


def test_a_real_queue_refuses_in_words_that_are_understood(house: PrintHouse) -> None:
    service = CupsPrinting()
    assert reason(lambda: service.submit(PDF, "Kellari", 1)) == "unknown-printer"
    house.command("cupsreject", "Aula")
    assert reason(lambda: service.submit(PDF, "Aula", 1)) == "not-accepting"


def test_the_leaflet_goes_through_a_pipe_under_a_name_that_tells_nothing(commands: Path) -> None:
    fake_command(
        commands,
        "lp",
        f'echo "$@" > {commands}/words; cat > {commands}/read; '
        f'echo "$LC_ALL" > {commands}/locale; echo "request id is Aula-12 (0 file(s))"',
    )
    assert CupsPrinting().submit(PDF, "Aula", 2) == "Aula-12"
    told = (commands / "words").read_text().split()
    assert told[:6] == ["-d", "Aula", "-n", "2", "-t", "Palveluesite"]
    assert told[6:] == ["-o", "media=A4", "-o", "sides=one-sided", "-"]
    assert (commands / "read").read_bytes() == PDF
    assert (commands / "locale").read_text().strip() == "C"


def test_the_number_of_copies_has_bounds(commands: Path) -> None:
    fake_command(commands, "lp", f'cat > /dev/null; echo "$4" >> {commands}/amounts')
    for copies in (0, 5000):
        CupsPrinting().submit(PDF, "Aula", copies)
    assert (commands / "amounts").read_text().split() == ["1", str(MOST_COPIES)]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("lp: Error - The printer or class does not exist.", "unknown-printer"),
        ('lp: Destination "Aula" is not accepting jobs.', "not-accepting"),
        ("lp: Error - scheduler not responding.", "not-answering"),
        ("lp: Unable to connect to server", "not-answering"),
        ("lp: client-error-not-possible", "refused"),
    ],
)
def test_every_refusal_has_a_reason(commands: Path, told: str, expected: str) -> None:
    fake_command(commands, "lp", f"cat > /dev/null; echo '{told}' >&2; exit 1")
    assert reason(lambda: CupsPrinting().submit(PDF, "Aula", 1)) == expected


def test_a_printing_system_that_hangs_is_given_up(commands: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "LONGEST_WAIT", 0.2)
    fake_command(commands, "lp", "exec sleep 60")
    fake_command(commands, "lpstat", "exec sleep 60")
    assert reason(lambda: CupsPrinting().submit(PDF, "Aula", 1)) == "not-answering"
    assert CupsPrinting().printers() == ()


def test_without_cups_there_are_no_printers(commands: Path) -> None:
    service = CupsPrinting()
    assert service.printers() == ()
    assert reason(lambda: service.submit(PDF, "Aula", 1)) == "no-system"
    service.cancel(["Aula-1"])


def test_a_queue_that_is_only_found_on_the_network_is_not_local(commands: Path) -> None:
    fake_command(
        commands,
        "lpstat",
        'if [ "$1" = -e ]; then echo Aula; echo Verkko; else '
        'echo "system default destination: Verkko"; echo "device for Aula: usb://HP/Laser"; fi',
    )
    assert [(p.name, p.is_local) for p in CupsPrinting().printers()] == [("Verkko", False), ("Aula", True)]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("PageSize/Media Size: *A4 A5 Letter", Paper(small_sheet=True)),
        ("PageSize/Media Size: *A4 A3 FanFoldA5X\nDuplex/Sides: *None", Paper()),
        ("media/Media: iso_a5_148x210mm", Paper(small_sheet=True)),
        (
            "PageSize/Media Size: *A4\nEPDuplex/2-Sided: None *DuplexNoTumble DuplexTumble",
            Paper(two_sided=True),
        ),
        ("Resolution/Output: A5\nInputSlot/Source: Duplex", Paper()),
        ("", Paper()),
    ],
)
def test_what_a_printer_can_do_is_read_from_its_options(commands: Path, told: str, expected: Paper) -> None:
    fake_command(commands, "lpoptions", f'[ "$2" = Aula ] && printf "%s\\n" "{told}"')
    assert CupsPrinting().abilities("Aula") == expected


def test_a_printer_is_asked_over_the_wire_where_the_socket_tells_nothing(
    commands: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_command(commands, "lpoptions", '[ "$1 $2" = "-h localhost" ] && echo "PageSize/Media Size: *A4 A5"')
    monkeypatch.delenv("CUPS_SERVER", raising=False)
    assert CupsPrinting().abilities("Aula").small_sheet
    monkeypatch.setenv("CUPS_SERVER", "elsewhere")
    assert not CupsPrinting().abilities("Aula").small_sheet


def test_a_small_sheet_on_both_sides_is_asked_for(commands: Path) -> None:
    fake_command(commands, "lp", f'cat > /dev/null; echo "$@" > {commands}/words')
    CupsPrinting().submit(PDF, "Aula", 1, Paper(small_sheet=True, two_sided=True))
    assert "-t Palveluesite -o media=A5 -o sides=two-sided-long-edge -" in (commands / "words").read_text()


@pytest.mark.parametrize(
    ("device", "expected"),
    [
        ("usb://Brother/HL-L2350DW?serial=1", True),
        ("hp:/usb/LaserJet", True),
        ("hp:/net/LaserJet?ip=10.0.0.7", False),
        ("cups-pdf:/", True),
        ("/dev/lp0", True),
        ("socket://10.0.0.7:9100", False),
        ("ipp://localhost:60000/ipp/print", True),
        ("ipps://printer.local:631/ipp/print", False),
        ("dnssd://Brother%20HL._ipp._tcp.local/?uuid=1", False),
        ("implicitclass://HP_Laser_MFP_(USB)/", True),
        ("ipp://[broken", False),
    ],
)
def test_a_local_printer_is_told_from_one_on_the_network(device: str, expected: bool) -> None:
    assert is_local(device) is expected
