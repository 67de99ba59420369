"""Starting and failing to start: no display, a forbidden pair, a light import, a bug that is owned up to."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import PySide6
import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from neuvola_desk import app
from neuvola_desk.paths import DeskPaths
from neuvola_desk.ui import display

from .conftest import OpenRoom, Room

HEAVY = (
    "sqlalchemy",
    "reportlab",
    "keyring",
    "holidays",
    "msgspec",
    "neuvola_core.taxonomy",
    "neuvola_search.catalogue",
    "neuvola_desk.ui.screens",
    "pypdfium2",
    "openpyxl",
)


def test_no_display_is_said_in_finnish_and_what_to_do_instead() -> None:
    told = display.display_fault({})
    assert "näyttöä ei ole" in told
    assert "neuvola-desk search" in told


def test_a_display_that_does_not_answer_is_no_display() -> None:
    assert display.display_fault({"DISPLAY": ":987"})


@pytest.mark.parametrize("platform", ["offscreen", "offscreen:size=800x600", "minimal"])
def test_a_platform_without_a_display_needs_none(platform: str) -> None:
    assert display.display_fault({"QT_QPA_PLATFORM": platform}) == ""


def test_wayland_needs_no_x_display() -> None:
    assert display.display_fault({"WAYLAND_DISPLAY": "wayland-0"}) == ""


def test_a_window_without_a_display_ends_with_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    assert app.run_window(DeskPaths(tmp_path)) == 1
    assert "Ikkunaa ei voi avata" in capsys.readouterr().err


def test_a_forbidden_pair_of_python_and_pyside_is_refused_before_qt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(PySide6, "__version__", "6.12.0")
    monkeypatch.setattr(sys, "version_info", (3, 11, 7))
    assert app.run_window(DeskPaths(tmp_path)) == 1
    assert "6.12" in capsys.readouterr().err


def test_nothing_heavy_is_imported_before_the_first_paint() -> None:
    """As the program itself starts: with the entry point that reads the words of the command line."""
    code = (
        "import json, sys, neuvola_desk.__main__ as start, neuvola_desk.app as app;"
        "app.run_window = lambda *_, **__: 0; start.main([]); print(json.dumps(sorted(sys.modules)))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(json.loads(told.stdout))
    assert not loaded & set(HEAVY)


def picture(folder: Path, environment: dict[str, str]) -> QImage:
    target = folder / "window.png"
    command = [sys.executable, "-m", "neuvola_desk", "--data-dir", str(folder), "--screenshot", str(target)]
    subprocess.run(command, env={**os.environ, **environment}, check=True, timeout=180, capture_output=True)
    return QImage(str(target))


def colours(image: QImage) -> int:
    return len({image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)})


def test_the_program_opens_draws_itself_and_ends(tmp_path: Path) -> None:
    image = picture(tmp_path, {"QT_QPA_PLATFORM": "offscreen"})
    assert (image.width(), image.height()) == (1280, 800)
    assert colours(image) > 20


def test_a_damaged_catalogue_is_made_anew_without_asking(tmp_path: Path) -> None:
    (tmp_path / "catalogue.db").write_bytes(bytes(range(256)) * 40)
    assert colours(picture(tmp_path, {"QT_QPA_PLATFORM": "offscreen"})) > 20
    assert len(list(tmp_path.glob("catalogue*"))) > 1
    with closing(sqlite3.connect(tmp_path / "catalogue.db")) as made:
        assert made.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.skipif(shutil.which("Xvfb") is None, reason="Xvfb is not installed")
def test_the_program_opens_on_a_real_display(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x800x24", "-noreset"]
    with subprocess.Popen(command, pass_fds=(writing,), stderr=subprocess.DEVNULL) as server:
        os.close(writing)
        try:
            with os.fdopen(reading) as told:
                display_name = ":" + told.readline().strip()
            environment = {"DISPLAY": display_name, "QT_QPA_PLATFORM": "xcb"}
            assert display.display_fault(environment) == ""
            assert colours(picture(tmp_path, environment)) > 20
        finally:
            server.terminate()


def test_a_bug_is_logged_without_its_words_and_owned_up_to(room: Room, qapp: QApplication) -> None:
    def crash() -> None:
        raise ValueError("velka Matti Meikäläinen")

    room.context.background.run(crash)
    room.settle()
    shown = [child.text() for child in room.window.status.children() if hasattr(child, "text")]
    assert any("Mitään ei menetetty" in words for words in shown)
    log = (room.house._paths.logs / "window.log").read_text(encoding="utf-8")
    assert "ValueError" in log
    assert "crash" in log
    assert "Meikäläinen" not in log


def test_the_first_start_asks_for_the_demo_catalogue_only_when_empty(open_room) -> None:  # type: ignore[no-untyped-def]
    assert open_room().desk.demo_loads == 0


class Windows(QObject):
    """Notes what appears as a window of its own: it would take the keyboard from the search field."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's own name
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.add(type(watched).__name__)
        return False


def test_no_part_flashes_up_as_a_window_of_its_own(open_room: OpenRoom, qapp: QApplication) -> None:
    windows = Windows()
    qapp.installEventFilter(windows)
    room = open_room()
    for key in ("crisis", "leaflet", "today", "paper", "import", "settings", "help"):
        room.window.show_screen(key)
        room.settle()
        assert room.window.page(key).isVisible()
    qapp.removeEventFilter(windows)
    assert windows.seen == {"MainWindow"}


def test_what_a_visitor_took_is_given_back_when_the_pages_have_let_go(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    monkeypatch.setattr(app.heap, "give_back", lambda: order.append("given back"))
    room.house.signals.next_visitor.connect(lambda: order.append("a page let go"))
    room.window.next_visitor()
    room.qtbot.waitUntil(lambda: "given back" in order)
    room.settle()
    assert order == ["a page let go", "given back"]


def test_a_picture_of_a_window_that_breaks_is_given_up(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def break_down(*_given: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("neuvola_desk.ui.screens.furnish", break_down)
    house = app.House(qapp, DeskPaths(tmp_path / "desk").create())
    house.open(tmp_path / "window.png")
    assert qapp.exec() == 1
    house.close()
    assert "Kuvaa ei saatu" in capsys.readouterr().err
    assert list((tmp_path / "desk").rglob("window.log"))
