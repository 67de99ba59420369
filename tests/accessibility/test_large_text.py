"""Letters twice the size in a window of 1280 × 800: no word is cut and nothing is out of reach."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from neuvola_desk.config import Settings
from support.clipping import clipped
from support.real_window import RealWindow, open_window

PAGES = (
    *("crisis", "leaflet", "contact", "requests", "experience", "today", "paper", "sync", "import"),
    *("practice", "profiles", "settings", "recovery", "introduction", "help", "about"),
)


@pytest.fixture
def room(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[RealWindow]:
    opened = open_window(qapp, tmp_path / "desk", qtbot, Settings(theme="light", text_scale=200))
    opened.window.resize(1280, 800)
    opened.pick(0, 1)
    opened.settle()
    yield opened
    opened.close()


def look(room: RealWindow) -> list[str]:
    """What is cut, when everything has found its place."""
    room.settle()
    QApplication.processEvents()  # what was added to a layout is laid out
    return clipped(room.window)


def test_every_page_is_listed(room: RealWindow) -> None:
    offered = set(room.window._offers)
    assert offered == set(PAGES)


def test_search(room: RealWindow) -> None:
    found = look(room)
    room.window.field.setText("velka")
    found += look(room)
    for key in ("card", "tray", "visit"):
        room.window.show_screen(key)
        found += look(room)
    assert found == []


@pytest.mark.parametrize("page", PAGES)
def test_a_page(room: RealWindow, page: str) -> None:
    room.window.show_screen(page)
    assert look(room) == []
