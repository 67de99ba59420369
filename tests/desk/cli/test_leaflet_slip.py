"""A code on a leaflet from the command line."""

import re
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp

from neuvola_core import codes
from neuvola_core.slip import service_number
from neuvola_desk.config import Settings, save_settings
from neuvola_desk.paths import DeskPaths
from support.commands import Commands
from support.sheet_file import HEADER, write_sheet

_CODE = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b")
_SHELTER = "1,Turvakoti,,Suojaa,väkivalta,Kulman Tuki ry,ngo,vakivalta,Kuopio,017 123 4567,,,maksuton"


def read(paper: Path) -> tuple[list[str], list[str]]:
    """The codes and the links on a leaflet."""
    with pypdfium2.PdfDocument(paper) as document:
        words = " ".join(page.get_textpage().get_text_bounded() for page in document)
        last = document[len(document) - 1].render(scale=2).to_pil()
        return _CODE.findall(words), [found.text for found in zxingcpp.read_barcodes(last)]


@pytest.fixture
def service(run: Commands, tmp_path: Path) -> str:
    assert run("import", str(write_sheet(tmp_path))).code == 0
    return str(run("search", "velkaneuvonta", "--json").json["hits"][0]["id"])


def test_a_code_needs_no_keyring_and_no_server(run: Commands, service: str, tmp_path: Path) -> None:
    paper = tmp_path / "esite.pdf"
    told = run("leaflet", service, "--slip", "--output", str(paper), "--json")
    assert (told.code, told.json["slip"]) == (0, True)
    [code], links = read(paper)
    assert codes.is_whole(codes.plain(code))
    assert not any("/slip" in link for link in links)
    for path in (tmp_path / "desk").rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        assert code.encode() not in content
        assert codes.plain(code).encode() not in content


def test_with_an_address_there_is_a_link_to_it(run: Commands, service: str, tmp_path: Path) -> None:
    paper = tmp_path / "esite.pdf"
    save_settings(DeskPaths(tmp_path / "desk").config, Settings(slip_address="https://palaute.example/"))
    assert run("leaflet", service, "--slip", "--language", "sv", "--output", str(paper)).code == 0
    [code], links = read(paper)
    assert f"https://palaute.example/slip#{codes.plain(code)}.{service_number(service)}" in links


def test_without_the_option_there_is_no_code(run: Commands, service: str, tmp_path: Path) -> None:
    paper = tmp_path / "esite.pdf"
    told = run("leaflet", service, "--output", str(paper), "--json")
    assert (told.code, told.json["slip"]) == (0, False)
    assert read(paper)[0] == []


def test_a_sensitive_leaflet_has_none_and_it_is_said(run: Commands, tmp_path: Path) -> None:
    sheet = tmp_path / "turva.csv"
    sheet.write_text(f"{HEADER}\n{_SHELTER}\n", encoding="utf-8")
    assert run("import", str(sheet)).code == 0
    shelter = str(run("search", "turvakoti", "--json").json["hits"][0]["id"])
    paper = tmp_path / "esite.pdf"
    told = run("leaflet", shelter, "--slip", "--output", str(paper))
    assert told.code == 0
    assert "ilman palautekoodia" in told.out
    assert read(paper)[0] == []
