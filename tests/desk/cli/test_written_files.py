"""Files that commands write: whole or not at all, and the empty sheet that organisations fill in."""

import os
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

from neuvola_core.errors import CannotWriteError
from neuvola_desk.storage.record import Record
from support.commands import Commands
from support.sheet_file import write_sheet


@pytest.fixture
def desk(run: Commands, tmp_path: Path) -> str:
    """A data folder with three services; the id of one."""
    run("import", str(write_sheet(tmp_path)))
    return str(run("search", "velka", "--json").json["hits"][0]["id"])


@pytest.mark.parametrize("words", [("leaflet", "{id}"), ("export",)])
def test_a_full_disk_leaves_the_file_that_was_there(
    words: tuple[str, ...], desk: str, run: Commands, small_disk: Path
) -> None:
    path = small_disk / "vanha.csv"
    path.write_bytes(b"old" * 1000)
    room = shutil.disk_usage(small_disk).free
    (small_disk / "ballast").write_bytes(bytes(room))
    answer = run(*(word.format(id=desk) for word in words), "--output", str(path))
    assert answer.code == 1
    assert "Levy on täynnä" in answer.err
    assert path.read_bytes() == b"old" * 1000
    assert sorted(file.name for file in small_disk.iterdir()) == ["ballast", "vanha.csv"]


@pytest.mark.parametrize("words", [("leaflet", "{id}"), ("export",)])
def test_a_file_that_is_there_is_replaced_and_nothing_is_left_beside_it(
    words: tuple[str, ...], desk: str, run: Commands, tmp_path: Path
) -> None:
    folder = tmp_path / "ulos"
    folder.mkdir()
    (folder / "a.csv").write_bytes(b"old")
    answer = run(*(word.format(id=desk) for word in words), "--output", str(folder / "a.csv"))
    assert answer.code == 0
    assert (folder / "a.csv").stat().st_size > 100
    assert os.listdir(folder) == ["a.csv"]  # noqa: PTH208 - names alone


@pytest.mark.parametrize(("language", "title"), [("fi", "Palvelut"), ("sv", "Tjänster"), ("en", "Services")])
def test_the_empty_sheet_has_its_hints_in_the_language_asked_for(
    language: str, title: str, run: Commands, tmp_path: Path
) -> None:
    path = tmp_path / "pohja.xlsx"
    answer = run("export", "--template", str(path), "--language", language, "--json")
    assert answer.json == {"format": "sheet", "template": str(path), "language": language}
    book = load_workbook(path)
    assert book.sheetnames[0] == title
    book.close()
    assert run("import", str(path), "--json").json["added"] == 0


def test_the_empty_sheet_is_not_the_catalogue(desk: str, run: Commands, tmp_path: Path) -> None:
    answer = run("export", "--template", str(tmp_path / "a.xlsx"), "--output", str(tmp_path / "b.xlsx"))
    assert answer.code == 2
    assert run("export").code == 2
    answer = run("export", "--template", str(tmp_path / "nowhere" / "a.xlsx"))
    assert answer.code == 1
    assert "ei voi kirjoittaa" in answer.err


def test_a_copy_of_the_record_that_cannot_be_made_is_told_and_the_visit_logged(
    run_with_record: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object) -> Path:
        raise CannotWriteError(path="varmuuskopiot")

    with monkeypatch.context() as broken:
        broken.setattr(Record, "back_up", refuse)
        answer = run_with_record("visit", "add", "--need", "velat", "--json")
    assert answer.code == 0
    assert answer.json["id"]
    assert "varmuuskopiot ei voi kirjoittaa" in answer.err
    assert len(run_with_record("visit", "list", "--json").json["visits"]) == 1
    assert len(list((run_with_record.folder / "backups").iterdir())) == 1
