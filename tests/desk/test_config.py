"""Settings: whole or not at all, and never a reason not to start."""

from pathlib import Path

import pytest

from neuvola_core.errors import CannotWriteError
from neuvola_desk.config import Point, Settings, load_settings, save_settings


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "settings.json"


def test_without_a_file_the_defaults_hold(path: Path) -> None:
    assert load_settings(path) == Settings(tour_offered=False)
    assert not path.exists()


def test_what_is_saved_comes_back(path: Path) -> None:
    settings = Settings(language="sv", theme="dark", text_scale=150, point=Point(name="Kulma", phone="017 1"))
    save_settings(path, settings)
    assert load_settings(path) == settings
    save_settings(path, Settings())
    assert load_settings(path) == Settings()
    assert [file.name for file in path.parent.iterdir()] == ["settings.json"]


def test_settings_of_an_older_or_a_newer_program_are_read(path: Path) -> None:
    path.write_text('{"language": "en", "uusi_asetus": [1, 2], "point": {"name": "Kulma"}}')
    assert load_settings(path) == Settings(language="en", point=Point(name="Kulma"))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b'{"language": "klingon"}',
        b'{"text_scale": "suuri"}',
        b"\xff\xfe\x00",
        b"[]",
        b"[" * 100_000,
    ],
    ids=["empty", "cut", "unknown language", "wrong type", "binary", "list", "deep"],
)
def test_a_damaged_file_is_set_aside_and_the_defaults_hold(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    assert load_settings(path) == Settings()
    assert path.with_suffix(".damaged").read_bytes() == content
    save_settings(path, Settings(language="sv"))
    assert load_settings(path).language == "sv"


def test_a_folder_in_the_place_of_the_file_does_not_stop_the_start(path: Path) -> None:
    path.mkdir()
    assert load_settings(path) == Settings()


def test_a_damaged_file_that_cannot_be_moved_does_not_stop_the_start(path: Path) -> None:
    path.write_text("{")
    path.with_suffix(".damaged").mkdir()
    (path.with_suffix(".damaged") / "kept").touch()
    assert load_settings(path) == Settings()
    assert path.read_text() == "{"


def test_settings_that_cannot_be_written_leave_the_old_ones(path: Path) -> None:
    save_settings(path, Settings(language="sv"))
    path.with_suffix(".new").mkdir()
    with pytest.raises(CannotWriteError):
        save_settings(path, Settings(language="en"))
    assert load_settings(path).language == "sv"
