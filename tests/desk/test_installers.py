"""What goes into the installers, without building one: every file the desk reads, none of the server's."""

import configparser
import importlib.util
from datetime import date
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).resolve().parents[2]
DEBIAN = ROOT / "packaging" / "debian"
SYSTEM = Path("/usr/lib/x86_64-linux-gnu")


def loaded(path: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(Path(path).stem, ROOT / "packaging" / path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def parts() -> ModuleType:
    return loaded("pyinstaller/parts.py")


def test_every_data_file_of_the_desk_goes_along(parts: ModuleType):
    given = {Path(file).relative_to(ROOT).as_posix() for file, _folder in parts.own_data(ROOT)}
    for wanted in (
        "src/neuvola_core/data/needs.json",
        "src/neuvola_exchange/data/sheet_hints.json",
        "src/neuvola_search/data/finnish.table",
        "src/neuvola_search/data/lexicon.table",
        "src/neuvola_desk/storage/migrations/env.py",
        "src/neuvola_desk/storage/migrations/versions/0001_first.py",
        "resources/fonts/NotoSans-Regular.ttf",
        "resources/licences/notices.json",
        "resources/locale/sv/LC_MESSAGES/neuvola.mo",
        "resources/demo/catalogue.csv",
    ):
        assert wanted in given
    assert not any(file.startswith("src/neuvola_server") or file.endswith((".po", ".new")) for file in given)


def test_data_lie_where_the_program_looks_for_them(parts: ModuleType):
    folders = {Path(file).name: folder for file, folder in parts.own_data(ROOT)}
    assert folders["needs.json"] == "neuvola_core/data"
    assert folders["env.py"] == "neuvola_desk/storage/migrations"
    assert folders["desk.qss"] == "resources/style"


@pytest.mark.parametrize(
    ("name", "source", "stays"),
    [
        ("libssl.so.3", "/usr/lib/x86_64-linux-gnu/libssl.so.3", False),
        ("libpython3.11.so.1.0", "/usr/lib/x86_64-linux-gnu/libpython3.11.so.1.0", True),
        ("babel/locale-data/fi.dat", "/v/babel/locale-data/fi.dat", True),
        ("babel/locale-data/root.dat", "/v/babel/locale-data/root.dat", True),
        ("babel/locale-data/zu.dat", "/v/babel/locale-data/zu.dat", False),
        ("babel/global.dat", "/v/babel/global.dat", True),
        ("phonenumbers/geodata/data0.pyc", "/v/phonenumbers/geodata/data0.pyc", False),
        ("phonenumbers/data/region_FI.pyc", "/v/phonenumbers/data/region_FI.pyc", True),
        ("PySide6/Qt/plugins/platforms/libqxcb.so", "/v/libqxcb.so", True),
        ("PySide6/Qt/plugins/platforms/libqwayland.so", "/v/libqwayland.so", True),
        ("PySide6/Qt/plugins/platforms/libqeglfs.so", "/v/libqeglfs.so", False),
        ("PySide6\\plugins\\platforms\\qwindows.dll", "C:\\v\\qwindows.dll", True),
        ("PySide6/Qt/lib/libQt6Widgets.so.6", "/v/libQt6Widgets.so.6", True),
        ("PySide6/Qt/lib/libQt6Quick.so.6", "/v/libQt6Quick.so.6", False),
        ("PySide6/Qt/translations/qtbase_fi.qm", "/v/qtbase_fi.qm", True),
        ("PySide6/Qt/translations/qtbase_de.qm", "/v/qtbase_de.qm", False),
    ],
)
def test_what_the_desk_uses_stays(parts: ModuleType, name: str, source: str, stays: bool):
    assert parts.is_left_out(name, source, frozenset({"fi", "sv"}), SYSTEM) is not stays


def test_the_menu_entry_is_the_one_that_the_window_names():
    entry = configparser.ConfigParser(interpolation=None)
    entry.optionxform = str  # type: ignore[assignment,method-assign]
    entry.read(DEBIAN / "neuvola-desk.desktop", encoding="utf-8")
    told = entry["Desktop Entry"]
    app = (ROOT / "src" / "neuvola_desk" / "app.py").read_text(encoding="utf-8")
    assert 'setDesktopFileName("neuvola-desk")' in app
    assert (told["Exec"], told["Icon"], told["StartupWMClass"]) == ("neuvola-desk",) * 3
    assert {"Comment[fi]", "Comment[sv]"} <= set(told)
    metainfo = ElementTree.fromstring(
        (DEBIAN / "fi.neuvola.desk.metainfo.xml.in").read_text(encoding="utf-8")
    )
    assert metainfo.findtext("launchable") == "neuvola-desk.desktop"


def test_a_part_without_a_licence_stops_the_build(monkeypatch: pytest.MonkeyPatch):
    notices = loaded("build_notices.py")
    monkeypatch.setattr(notices, "licence_of", lambda _one: "")
    monkeypatch.setattr(notices, "texts_of", lambda _one: iter(()))
    with pytest.raises(SystemExit, match="reportlab"):
        notices.collect()


def test_the_papers_are_filled_in():
    papers = loaded("debian/papers.py")
    day = date(2026, 11, 22)
    for template in ("neuvola-desk.1.in", "fi.neuvola.desk.metainfo.xml.in"):
        told = papers.filled(template, "1.2.3", day)
        assert "1.2.3" in told
        assert "2026-11-22" in told
        assert "@" not in told
    assert "Sun, 22 Nov 2026" in papers.changelog("1.2.3", day)
    assert "voikko-fi: GPL-3.0-or-later" in papers.copyright_text(2026)
    assert "ZETETIC" in papers.licences_text()
