import json
import shutil
from pathlib import Path

import pytest

from neuvola_core.errors import UnreadableSourceError
from neuvola_exchange.registry import open_source

PTV = {"id": "s2", "serviceNames": [{"language": "fi", "value": "Palvelu", "type": "Name"}]}
HELSINKI = [{"id": 1, "fi": {"title": "Palvelu", "main_description": True}, "sv": [], "en": []}]


def refusal(path: str | Path, name: str = "auto") -> object:
    with pytest.raises(UnreadableSourceError) as error:
        open_source(path, name)
    return error.value.facts["reason"]


@pytest.mark.parametrize(
    ("folder", "name", "total"),
    [
        ("helsinki-register", "helsinki", 1525),
        ("ptv", "ptv", 462),
        ("lipas", "lipas", 1000),
        ("linked-events", "linked-events", 23),
    ],
)
def test_the_public_catalogues(shared: Path, folder: str, name: str, total: int) -> None:
    reading = open_source(shared / "data" / folder)
    assert (reading.format, reading.total) == (name, total)


def test_all_of_them_at_once_are_too_much(shared: Path) -> None:
    assert refusal(shared / "data") == "mixed-formats"


@pytest.mark.parametrize("folder", ["areas", "ontology"])
def test_what_is_no_catalogue(shared: Path, folder: str) -> None:
    assert refusal(shared / "data" / folder) == "unknown-format"


def test_the_content_tells_the_format_and_not_the_name(tmp_path: Path) -> None:
    (tmp_path / "services.json").write_text(json.dumps(PTV), encoding="utf-8")
    assert open_source(tmp_path / "services.json").format == "ptv"
    (tmp_path / "services.json").write_text(json.dumps(HELSINKI), encoding="utf-8-sig")
    assert open_source(str(tmp_path)).format == "helsinki"


def test_a_table_of_the_template(tmp_path: Path) -> None:
    (tmp_path / "lista.csv").write_text("id,name_fi\n1,Kerho\n", encoding="utf-8")
    assert open_source(tmp_path / "lista.csv").format == "sheet"
    assert open_source(tmp_path).format == "sheet"
    shutil.copy(tmp_path / "lista.csv", tmp_path / "toinen.csv")
    assert refusal(tmp_path) == "several-files"


def test_other_files_in_the_folder_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("# Lue minut", encoding="utf-8")
    (tmp_path / ".hidden.json").write_text("{", encoding="utf-8")
    (tmp_path / "a.json").write_text(json.dumps(PTV), encoding="utf-8")
    reading = open_source(tmp_path)
    assert (reading.format, reading.complete) == ("ptv", True)


def test_two_formats_are_not_guessed_at(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(PTV), encoding="utf-8")
    (tmp_path / "b.json").write_text(json.dumps(HELSINKI), encoding="utf-8")
    assert refusal(tmp_path) == "mixed-formats"
    assert open_source(tmp_path, "ptv").format == "ptv"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty-file"),
        (b'[{"id": 1, "serviceNam', "not-json"),
        ('[{"nimi": "Pöytä"}]'.encode("cp1252"), "encoding"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "binary"),
        (b"[]", "unknown-format"),
        (b"[" * 100_000, "not-json"),
    ],
    ids=["empty", "cut", "encoding", "binary", "nothing", "deep"],
)
def test_what_is_wrong_with_a_file(tmp_path: Path, content: bytes, reason: str) -> None:
    (tmp_path / "a.json").write_bytes(content)
    assert refusal(tmp_path / "a.json") == reason
    assert refusal(tmp_path) == reason


def test_a_cut_file_of_a_known_format_is_not_json(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps([PTV])[:-4], encoding="utf-8")
    assert refusal(tmp_path / "a.json") == "not-json"


def test_no_file_no_folder_no_address(tmp_path: Path) -> None:
    assert refusal(tmp_path / "nothing.json") == "missing"
    assert refusal(tmp_path) == "empty-folder"
    assert refusal("https://example.fi/services.json") == "url"
    assert refusal("a\x00b") in ("missing", "unreadable")


def test_formats_that_are_not_there(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(PTV), encoding="utf-8")
    assert refusal(tmp_path, "report") == "unsupported-format"


def test_a_format_that_the_content_is_not(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps(PTV), encoding="utf-8")
    assert refusal(tmp_path, "helsinki") == "other-format"
