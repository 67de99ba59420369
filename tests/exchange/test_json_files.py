from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuvola_core.errors import UnreadableSourceError
from neuvola_exchange import json_files as files
from neuvola_exchange.report import Noted


@pytest.mark.parametrize(
    ("content", "value"),
    [
        ('{"a": "ä"}'.encode(), {"a": "ä"}),
        ('{"a": "ä"}'.encode("utf-8-sig"), {"a": "ä"}),
        ('{"a": "ä"}'.encode("utf-16"), {"a": "ä"}),
        (b" [1] \n", [1]),
    ],
)
def test_what_can_be_read(tmp_path: Path, content: bytes, value: object) -> None:
    (tmp_path / "a.json").write_bytes(content)
    assert files.load(tmp_path / "a.json") == files.Loaded(tmp_path / "a.json", value)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b" \n", "empty-file"),
        (b'{"a": 1', "not-json"),
        (b"9" * 5000, "not-json"),
        ('{"a": "ä"}'.encode("latin-1"), "encoding"),
        (b"\xff\xd8\xff\xe0 picture", "binary"),
        (b"PK\x03\x04\x00\x00", "binary"),
    ],
)
def test_what_cannot(tmp_path: Path, content: bytes, fault: str) -> None:
    (tmp_path / "a.json").write_bytes(content)
    assert files.load(tmp_path / "a.json").fault == fault


def test_a_folder_in_order_without_what_is_hidden(tmp_path: Path) -> None:
    for name in ("b.json", "a.JSON", "inner/c.json", ".git/d.json", "__MACOSX/e.json", "f.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("{}", encoding="utf-8")
    found = [files.where(tmp_path, path) for path in files.json_files(tmp_path)]
    assert found == ["a.JSON", "b.json", "inner/c.json"]
    assert files.json_files(tmp_path / "f.txt") == (tmp_path / "f.txt",)
    assert files.where(tmp_path / "b.json", tmp_path / "b.json", 7) == "b.json#7"


def test_one_readable_file_is_enough(tmp_path: Path) -> None:
    bad, good = files.Loaded(tmp_path / "a", fault="binary"), files.Loaded(tmp_path / "b", [])
    files.require_readable(tmp_path, (bad, good))
    for loaded, reason in (((bad,), "binary"), ((), "empty-folder")):
        with pytest.raises(UnreadableSourceError) as error:
            files.require_readable(tmp_path, loaded)
        assert error.value.facts["reason"] == reason
    with pytest.raises(UnreadableSourceError) as error:
        files.require_readable(tmp_path / "nothing", ())
    assert error.value.facts["reason"] == "missing"


def test_the_beginning_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes("ä".encode() * 10)
    assert files.head(tmp_path / "a", 3) == "ä�"
    (tmp_path / "b").write_bytes(b"\x00\x01")
    assert files.head(tmp_path / "b") == files.head(tmp_path / "nothing") == ""


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (7, "7"),
        (" x ", "x"),
        ("a\x00\nb", "ab"),
        ("\ud800y", "y"),
        (True, ""),
        (10**30, ""),
        (1.5, ""),
        ([], ""),
    ],
)
def test_identifiers(value: object, found: str) -> None:
    assert files.identifier(value) == found


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(anything)
def test_nothing_raises_whatever_the_shape(value: object) -> None:
    assert all(isinstance(record, dict) for record in files.records(value))
    assert all(text == text.strip() != "" for text in files.strings(value))
    assert isinstance(files.as_list(value), list)
    assert isinstance(files.as_dict(value), dict)
    assert len(files.shortened(value)) <= 80
    files.as_str(value).encode("utf-8")


def test_notes_are_taken_once() -> None:
    notes = files.Notes()
    note = notes.at("a.json#1")
    note("odd", "value")
    note("odd", "value")
    assert notes.taken() == (Noted("a.json#1", "odd", "value"),)
    assert notes.taken() == ()
