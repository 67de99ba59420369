"""Tables that nobody would make on purpose: each costs what is broken in it, and no more."""

import os
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest
from openpyxl import Workbook

from neuvola_core.catalogue import Service
from neuvola_core.errors import UnreadableSourceError
from neuvola_exchange import registry, sheet, sheet_table
from neuvola_exchange.report import Item, Rejected

HEADER = "id,name_fi,description_fi\n"
OVER_THE_LIMIT = "x" * 200_000
SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def read(path: Path) -> tuple[Item, ...]:
    return tuple(registry.open_source(path).items)


def ids(items: tuple[Item, ...]) -> list[str]:
    return [item.source.source_id for item in items if isinstance(item, Service)]


def refusals(items: tuple[Item, ...]) -> list[tuple[str, str]]:
    return [(item.where, item.code) for item in items if isinstance(item, Rejected)]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return tmp_path / "t.csv"


def test_a_cell_that_nobody_has_typed_costs_its_own_row(table: Path) -> None:
    table.write_text(f"{HEADER}1,Eka,a\n2,Toka,{OVER_THE_LIMIT}\n3,Kolmas,b\n")
    items = read(table)
    assert ids(items) == ["1", "3"]
    assert refusals(items) == [("t.csv, rivi 3", "too-long")]
    assert all(len(item.detail) < 100 for item in items if isinstance(item, Rejected))


def test_a_quote_that_swallows_more_than_a_cell_can_hold_costs_its_own_row(table: Path) -> None:
    rows = "".join(f"{number},Nimi {number},teksti\n" for number in range(3, 12_000))
    table.write_text(f'{HEADER}1,Eka,a\n2,"auki,b\n{rows}')
    items = read(table)
    assert len(ids(items)) == 11_998
    assert refusals(items) == [("t.csv, rivi 3", "unclosed-quote")]


def test_every_row_may_be_too_long(table: Path) -> None:
    table.write_text(HEADER + "".join(f"{n},Nimi,{OVER_THE_LIMIT}\n" for n in range(5)))
    assert [code for _, code in refusals(read(table))] == ["too-long"] * 5


def test_rows_that_cannot_be_read_are_not_taken_for_withdrawn_ones(table: Path) -> None:
    table.write_text(f"{HEADER}1,Eka,{OVER_THE_LIMIT}\n2,Toka,b\n")
    reading = registry.open_source(table)
    assert reading.total == len(tuple(reading.items)) == 2


@pytest.mark.skipif(os.name != "posix", reason="names that are no text are a matter of POSIX")
def test_a_file_whose_name_is_no_text_is_read_and_its_origin_can_be_stored(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/huono\xff.csv"))
    path.write_text(f"{HEADER}1,Eka,a\n")
    reading = registry.open_source(path)
    reading.origin.encode("utf-8")
    assert ids(tuple(reading.items)) == ["1"]


def sheet_xml(rows: str) -> str:
    return f'<worksheet xmlns="{SPREADSHEET}"><sheetData>{rows}</sheetData></worksheet>'


def cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def write_excel(path: Path, rows: str, extra: Iterable[bytes] = ()) -> Path:
    """An Excel file with these rows put into it, be they what Excel would write or not."""
    plain = path.with_suffix(".plain")
    Workbook().save(plain)
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename == "xl/worksheets/sheet1.xml":
                new.writestr(part.filename, sheet_xml(rows))
            else:
                new.writestr(part, old.read(part))
        with new.open("xl/extra.bin", "w") as file:
            for chunk in extra:
                file.write(chunk)
    plain.unlink()
    return path


FIRST = f'<row r="1">{cell("A1", "id")}{cell("B1", "name_fi")}</row>'
SECOND = f'<row r="2">{cell("A2", "1")}{cell("B2", "Eka")}</row>'


def test_a_file_that_unpacks_into_the_whole_memory_is_refused_unread(tmp_path: Path) -> None:
    megabyte = bytes(2**20)
    path = write_excel(tmp_path / "bomb.xlsx", FIRST + SECOND, (megabyte for _ in range(140)))
    assert path.stat().st_size < 2**20
    with pytest.raises(UnreadableSourceError) as raised:
        sheet.read(path)
    assert raised.value.facts["reason"] == "too-large"


def test_entities_within_entities_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "laugh.xlsx"
    write_excel(path, FIRST)
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    text = f'<!DOCTYPE l [<!ENTITY a0 "ha">{entities}]>' + sheet_xml(
        FIRST + f"<row>{cell('A2', '&a9;')}</row>"
    )
    other = tmp_path / "other.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(other, "w") as new:
        for part in old.infolist():
            new.writestr(part, text if part.filename.endswith("sheet1.xml") else old.read(part))
    with pytest.raises(UnreadableSourceError):
        sheet.read(other)


def test_a_row_beyond_what_excel_can_hold_makes_nobody_wait(tmp_path: Path) -> None:
    far = f'<row r="900000000">{cell("A900000000", "9")}</row>'
    assert ids(read(write_excel(tmp_path / "far.xlsx", FIRST + SECOND + far))) == ["1"]


def test_a_cell_far_to_the_right_does_not_widen_every_row(tmp_path: Path) -> None:
    rows = "".join(
        f'<row r="{n}">{cell(f"A{n}", str(n))}{cell(f"B{n}", "Nimi")}{cell(f"XFD{n}", "!")}</row>'
        for n in range(2, 200)
    )
    lines = sheet_table.read_table(write_excel(tmp_path / "wide.xlsx", FIRST + rows)).rows
    assert len(lines) == 198
    assert {tuple(row.cells) for row in lines} == {("id", "name_fi")}


@pytest.mark.parametrize("name", ["", " ", "   "])
def test_no_name_is_not_the_folder_one_stands_in(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "palvelut.csv").write_text(f"{HEADER}1,Eka,a\n")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UnreadableSourceError) as raised:
        registry.open_source(name)
    assert raised.value.facts["reason"] == "missing"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_what_is_neither_file_nor_folder_is_not_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    for place in (pipe, Path("/dev/null")):
        with pytest.raises(UnreadableSourceError) as raised:
            registry.open_source(place)
        assert raised.value.facts["reason"] == "not-a-file"


def test_loops_of_links_are_gone_round_once(tmp_path: Path) -> None:
    (tmp_path / "self").symlink_to(tmp_path)
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    (tmp_path / "palvelut.csv").write_text(f"{HEADER}1,Eka,a\n")
    assert ids(read(tmp_path)) == ["1"]


@pytest.mark.parametrize("nested", ["[" * 100_000 + "]" * 100_000, '{"serviceNames":' * 100_000])
def test_json_nested_too_deep_is_refused(nested: str, tmp_path: Path) -> None:
    (tmp_path / "deep.json").write_text(nested)
    with pytest.raises(UnreadableSourceError) as raised:
        registry.open_source(tmp_path / "deep.json")
    assert raised.value.facts["reason"] == "not-json"


@pytest.mark.parametrize("depth", range(880, 1000, 20))
def test_json_nested_almost_too_deep_is_reported(depth: int, tmp_path: Path) -> None:
    path = tmp_path / "deep.json"
    path.write_text('[{"serviceNames": [], "id": "x"}, ' + "[" * depth + "]" * depth + "]")
    try:
        items = read(path)
    except UnreadableSourceError:
        return
    assert ("deep.json#(2)", "not-a-record") in refusals(items)
