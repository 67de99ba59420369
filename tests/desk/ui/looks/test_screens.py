"""The command that makes the pictures, and the small set that is kept of them."""

import importlib
from pathlib import Path
from types import ModuleType

import pytest

from neuvola_desk.paths import DeskPaths

ROOT = Path(__file__).resolve().parents[4]


@pytest.fixture
def screens(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / "packaging"))
    return importlib.import_module("screens.keeping")


def test_the_kept_pictures_are_small_and_all_of_them_are_shown(screens: ModuleType) -> None:
    folder = ROOT / "docs" / "screens"
    page = (folder / "README.md").read_text("utf-8")
    files = {path.name for path in folder.glob("*.png")}
    assert files == {one.kept_file for one in screens.KEPT}
    assert all(f"]({name})" in page for name in files)
    assert len(files) <= 24
    assert sum((folder / name).stat().st_size for name in files) <= screens.MOST_BYTES


def test_every_kept_moment_belongs_to_a_scene(screens: ModuleType) -> None:
    played = {scene.name for scene in importlib.import_module("screens.scenes").SCENES}
    assert {one.scene for one in screens.KEPT} <= played


def test_every_look_is_asked_for_once(screens: ModuleType) -> None:
    looks = importlib.import_module("screens.looks")
    every = [look.name for look in looks.looks(looks.THEMES, looks.SCALES, looks.SIZES)]
    assert len(set(every)) == len(every) == 8


def test_the_overview_shows_what_is_there(screens: ModuleType, tmp_path: Path) -> None:
    for name in ("start.fi.light-100-1280x800.png", "start.sv.dark-200-1280x800.png", "card.fi.a.png"):
        (tmp_path / name).touch()
    importlib.import_module("screens.overview").write_overview(tmp_path)
    page = (tmp_path / "index.html").read_text("utf-8")
    assert page.count("<img") == 3
    assert page.index("<h2>card</h2>") < page.index("<h2>start</h2>")


def test_a_pictured_desk_has_the_examples_and_asks_nothing_of_the_machine(
    screens: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = importlib.import_module("screens.desk")
    monkeypatch.setattr("neuvola_desk.keys.os_keyring", lambda: None)
    desk.prepare(tmp_path / "desk")
    paths = DeskPaths(tmp_path / "desk")
    assert paths.catalogue.exists()
    assert paths.record.exists()
    opened = desk.PicturedDesk(paths, ask_passphrase=desk.the_passphrase)
    assert opened.catalogue.info().is_demo
    opened.close()
