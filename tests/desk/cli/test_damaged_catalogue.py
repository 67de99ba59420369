"""A damaged catalogue from the command line: set aside, told of, and everything goes on."""

from collections.abc import Callable
from pathlib import Path

import pytest

from support.commands import Commands
from support.sheet_file import write_sheet

TOLD = "Palveluluettelo oli vioittunut"
DAMAGES = {
    "zeros": lambda data: b"\0" * len(data),
    "text": lambda data: "Tämä on kauppalista: maitoa, leipää.\n".encode() * 20,
    "half": lambda data: data[: len(data) // 2],
    "overwritten": lambda data: data[:8192] + b"\xa5" * 40_000 + data[48_192:],
}


@pytest.fixture
def catalogue(run: Commands, tmp_path: Path) -> Path:
    assert run("import", str(write_sheet(tmp_path))).code == 0
    return tmp_path / "desk" / "catalogue.db"


@pytest.fixture(params=DAMAGES)
def spoilt(request: pytest.FixtureRequest, catalogue: Path) -> bytes:
    spoil: Callable[[bytes], bytes] = DAMAGES[request.param]
    data = spoil(catalogue.read_bytes())
    catalogue.write_bytes(data)
    return data


def test_a_search_tells_of_it_and_the_next_import_mends_it(
    run: Commands, tmp_path: Path, catalogue: Path, spoilt: bytes
) -> None:
    answer = run("search", "velka", "--json")
    assert answer.code == 0
    assert answer.json["total"] == 0
    assert TOLD in answer.err
    assert catalogue.with_name("catalogue.db.damaged-1").read_bytes() == spoilt
    again = run("search", "velka", "--json")
    assert TOLD not in again.err
    assert run("import", str(write_sheet(tmp_path)), "--json").json["added"] == 3
    assert run("search", "velka", "--json").json["total"] == 1


@pytest.mark.usefixtures("spoilt")
def test_an_import_mends_it_at_once(run: Commands, tmp_path: Path, catalogue: Path) -> None:
    answer = run("import", str(write_sheet(tmp_path)), "--json")
    assert answer.code == 0
    assert answer.json["added"] == 3
    assert TOLD in answer.err
    assert run("search", "velka", "--json").json["total"] == 1


@pytest.mark.usefixtures("spoilt")
def test_what_was_set_aside_is_never_written_over(run: Commands, tmp_path: Path, catalogue: Path) -> None:
    first = catalogue.read_bytes()
    run("search", "velka")
    catalogue.write_bytes(b"damaged again " * 100)
    run("search", "velka")
    assert catalogue.with_name("catalogue.db.damaged-1").read_bytes() == first
    assert catalogue.with_name("catalogue.db.damaged-2").read_bytes() == b"damaged again " * 100


def test_an_empty_file_is_simply_an_empty_catalogue(run: Commands, catalogue: Path) -> None:
    catalogue.write_bytes(b"")
    answer = run("search", "velka", "--json")
    assert (answer.code, answer.json["total"]) == (0, 0)
    assert TOLD not in answer.err


@pytest.mark.usefixtures("spoilt")
def test_the_record_is_not_touched_by_it(run_with_record: Commands, tmp_path: Path) -> None:
    assert run_with_record("visit", "add", "--need", "velat").code == 0
    assert run_with_record("search", "velka").code == 0
    assert len(run_with_record("visit", "list", "--json").json["visits"]) == 1
