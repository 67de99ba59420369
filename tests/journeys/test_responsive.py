"""The window answers at once however many services there are: its thread never computes long at a stretch.

What is measured is the processor time between two rounds of the event loop, not the clock: the machine may be
busy with something else. The first walk-in makes pages and loads modules; later ones make nothing any more.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QListView
from pytestqt.qtbot import QtBot

from neuvola_desk.config import Settings
from neuvola_desk.paths import DeskPaths
from support.journeys import Hands
from support.many_services import many_services
from support.watchdog import Watchdog

MOST_MS = 50
MOST_FIRST_MS = 250
"""Making the leaflet's page for the first time is the longest."""
WALK_INS = 3
CTRL = Qt.KeyboardModifier.ControlModifier
KEY = Qt.Key

pytestmark = pytest.mark.skipif("sys.platform != 'linux'", reason="needs the processor time of a thread")


@pytest.fixture
def watchdog(qapp: QApplication) -> Iterator[Watchdog]:
    dog = Watchdog()
    yield dog
    dog.stop()


def walk_in(hands: Hands, dog: Watchdog) -> None:
    """Words and the three clicks, two services picked, a card, the leaflet, the visit, the next visitor."""
    window = hands.window
    steps: list[tuple[str, Callable[[], None]]] = [
        ("words", lambda: hands.type_words("velka")),
        ("words taken away", lambda: hands.press(KEY.Key_Escape)),
        ("need", lambda: hands.click_row(facet(hands, 0), 1)),
        ("activity", lambda: hands.click_row(facet(hands, 1), 0)),
        ("municipality", lambda: hands.click_row(facet(hands, 3), 0)),
        ("into the list", lambda: window.search.pane.view.setFocus(Qt.FocusReason.TabFocusReason)),
        ("pick", lambda: hands.press(KEY.Key_Space)),
        ("next row", lambda: hands.press(KEY.Key_Down)),
        ("second pick", lambda: hands.press(KEY.Key_Space)),
        ("card", lambda: hands.press(KEY.Key_Return)),
        ("tray", lambda: hands.press(KEY.Key_F3)),
        ("leaflet", lambda: hands.press(KEY.Key_P, CTRL)),
        ("back", lambda: hands.press(KEY.Key_Escape)),
        ("visit", lambda: hands.press(KEY.Key_F4)),
        ("logged", lambda: hands.press(KEY.Key_Return, CTRL)),
        ("next visitor", lambda: hands.press(KEY.Key_N, CTRL)),
        ("wide words", lambda: hands.type_words("a")),
        ("scrolled", lambda: scroll(hands)),
        ("next visitor again", lambda: hands.press(KEY.Key_N, CTRL)),
    ]
    for name, step in steps:
        with dog.during(name):
            step()
            hands.settle()


def facet(hands: Hands, number: int) -> QListView:
    view = hands.window.search.facets.focus_order()[number]
    assert isinstance(view, QListView)
    return view


def scroll(hands: Hands) -> None:
    bar = hands.window.search.pane.view.verticalScrollBar()
    for _page in range(20):
        bar.setValue(bar.maximum())
        hands.settle()


@pytest.mark.parametrize("count", [1_000, pytest.param(30_000, marks=pytest.mark.long)])
def test_no_step_of_a_walk_in_blocks_the_window(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, watchdog: Watchdog, count: int
) -> None:
    paths = DeskPaths(tmp_path / "desk").create()
    many_services(paths.catalogue, count)
    hands = Hands(qapp, paths.data, qtbot, Settings(theme="light"))
    longest: list[dict[str, float]] = []
    for _number in range(WALK_INS):
        watchdog.blocks.clear()
        walk_in(hands, watchdog)
        found: dict[str, float] = {}
        for block in watchdog.blocks:
            found[block.doing] = max(found.get(block.doing, 0), block.cpu)
        longest.append(found)
    told = "\n".join(str(block) for block in watchdog.longer_than(MOST_MS))
    hands.close()
    first, *later = longest
    assert {step: ms for step, ms in first.items() if ms > MOST_FIRST_MS} == {}
    usual = {step: min(one.get(step, 0) for one in later) for step in later[0]}
    assert {step: ms for step, ms in usual.items() if ms > MOST_MS} == {}, told
