"""Where the data lies: the option, then the environment, then the platform's own place."""

from pathlib import Path

import platformdirs
import pytest

from neuvola_core.errors import CannotWriteError
from neuvola_desk.paths import DeskPaths, desk_paths


def test_the_option_beats_the_environment_and_that_the_platform(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(platformdirs, "user_data_dir", lambda *_: str(tmp_path / "platform"))
    monkeypatch.setenv("NEUVOLA_DATA_DIR", str(tmp_path / "environment"))
    assert desk_paths(tmp_path / "option").data == tmp_path / "option"
    assert desk_paths().data == tmp_path / "environment"
    for empty in ("", None):
        assert desk_paths(empty).data == tmp_path / "environment"
    monkeypatch.setenv("NEUVOLA_DATA_DIR", "")
    assert desk_paths().data == tmp_path / "platform"
    monkeypatch.delenv("NEUVOLA_DATA_DIR")
    assert desk_paths().data == tmp_path / "platform"


def test_a_relative_folder_and_a_home_become_whole_paths(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert desk_paths("tiedot").data == tmp_path / "tiedot"
    assert desk_paths("~/tiedot").data == tmp_path / "home" / "tiedot"


def test_everything_of_the_desk_is_in_the_folder_which_is_its_owners_only(tmp_path: Path) -> None:
    paths = desk_paths(tmp_path / "a" / "b").create()
    assert paths.data.stat().st_mode & 0o777 == 0o700
    inside = {paths.catalogue, paths.record, paths.config, paths.logs}
    assert len(inside) == 4
    assert {path.parent for path in inside} == {paths.data}
    assert paths.create() == paths


def test_a_file_in_the_way_is_a_known_fault(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for place in ("file", "file/below"):
        with pytest.raises(CannotWriteError) as raised:
            desk_paths(tmp_path / place).create()
        assert raised.value.facts["folder"]


@pytest.mark.parametrize("name", ["x" * 5000, "~nobody-of-this-name/x", "a\0b"])
def test_a_name_that_no_folder_can_have_is_a_known_fault(name: str) -> None:
    with pytest.raises(CannotWriteError):
        desk_paths(name).create()


def test_a_loop_of_links_is_a_known_fault(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    with pytest.raises(CannotWriteError):
        desk_paths(tmp_path / "loop" / "data").create()


def test_paths_are_values() -> None:
    assert DeskPaths(Path("/a")) == DeskPaths(Path("/a"))
