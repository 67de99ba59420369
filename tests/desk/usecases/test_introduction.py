"""The introduction: ten parts in each language, on one page, with the keys that there are."""

import re
from pathlib import Path

import pypdfium2
import pytest

from neuvola_desk.cli.main import parse, run_command
from neuvola_desk.i18n import LANGUAGES
from neuvola_desk.ui.help.keys import keys
from neuvola_desk.usecases.introduction import introduction, introduction_sheet, languages


def test_it_is_written_in_the_languages_of_the_window() -> None:
    assert set(languages()) == set(LANGUAGES)
    assert introduction("vi") == introduction("fi")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_part_takes_a_minute_and_there_are_ten(language: str) -> None:
    told = introduction(language)
    assert len(told.parts) == 10
    assert "10" in told.parts[-1].minute
    spoken = sum(len(line.split()) for part in told.parts for line in part.lines)
    assert spoken < 10 * 60, "no more than is read and tried in ten minutes"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_it_names_is_one_of_the_windows_own(language: str) -> None:
    told = introduction(language)
    words = " ".join((told.keys, *(line for part in told.parts for line in part.lines)))
    named = set(re.findall(r"\bF\d+\b|Ctrl\+\w+", words))
    known = {one for _heading, rows in keys() for key in rows for one in key.keys.split(" / ")}
    assert named - {"Ctrl+Enter"} <= known
    assert {"F12", "Ctrl+N", "F4", "Ctrl+P"} <= named


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_of_it_is_on_one_page_of_paper(language: str) -> None:
    told = introduction(language)
    with pypdfium2.PdfDocument(introduction_sheet(language)) as pdf:
        [page] = [one.get_textpage().get_text_bounded() for one in pdf]
    words = " ".join(page.split())
    assert told.title in words
    assert all(part.heading in words and part.minute in words for part in told.parts)


def test_the_command_line_makes_the_sheet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "perehdytys.pdf"
    command = ["--data-dir", str(tmp_path), "--json", "introduction", "--language", "sv", "--output"]
    assert run_command(parse([*command, str(target)])) == 0
    assert target.read_bytes().startswith(b"%PDF")
    assert f'"bytes":{target.stat().st_size}' in capsys.readouterr().out
