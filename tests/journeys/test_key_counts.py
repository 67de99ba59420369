"""The walk-in story in few presses: need, activity, municipality, two services, a leaflet, the visit logged.

Every key and every click goes to the window itself, as the platform sends them: whatever has the focus or
lies under the pointer gets them. They are counted from "Seuraava kävijä" on.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QListView, QWidget

from neuvola_core.errors import CannotPrintError
from neuvola_core.visit import Outcome
from neuvola_desk.config import Settings
from neuvola_desk.printing import PLAIN, Paper, Printer
from neuvola_desk.ui.card.screen import CardScreen
from neuvola_desk.ui.flow.bar import FlowBar
from neuvola_desk.ui.leaflet import qt_printing
from support.journeys import Hands

Open = Callable[..., Hands]
KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier
MOST_KEYS, MOST_CLICKS = 14, 6
FINNISH, SWEDISH = Settings(theme="light"), Settings(language="sv", theme="light")


@dataclass
class Tray:
    """A printing system that keeps what it is given."""

    queues: tuple[Printer, ...] = (Printer("Aula_HP", is_default=True),)
    refusal: str = ""
    printed: list[bytes] = field(default_factory=list)
    cancelled: list[str] = field(default_factory=list)

    def printers(self) -> tuple[Printer, ...]:
        return self.queues

    def abilities(self, _printer: str) -> Paper:
        return PLAIN

    def submit(self, pdf: bytes, _printer: str, _copies: int, _paper: Paper = PLAIN) -> str:
        if self.refusal:
            raise CannotPrintError(printer="Aula_HP", reason=self.refusal)
        self.printed.append(pdf)
        return f"Aula_HP-{len(self.printed)}"

    def cancel(self, jobs: Iterable[str]) -> None:
        self.cancelled += jobs


class Fingers:
    """Presses keys and clicks at places of the window, and counts both."""

    def __init__(self, hands: Hands) -> None:
        self.hands = hands
        self._qtbot = hands._qtbot
        self.window = hands.window
        self._handle = hands.window.windowHandle()
        self.keys = 0
        self.clicks = 0

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        self.keys += 1
        QTest.keyClick(self._handle, key, modifier)
        self.hands.settle()

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        assert widget.isVisible()
        place = widget.mapTo(self.window, at or widget.rect().center())
        assert self.window.rect().contains(place)
        self.clicks += 1
        QTest.mouseClick(self._handle, Qt.MouseButton.LeftButton, NONE, place)
        self.hands.settle()

    def double_click(self, widget: QWidget) -> None:
        place = widget.mapTo(self.window, widget.rect().center())
        QTest.mouseDClick(self._handle, Qt.MouseButton.LeftButton, NONE, place)
        self.hands.settle()

    def click_row(self, view: QListView, row: int) -> None:
        self.click(view.viewport(), view.visualRect(view.model().index(row, 0)).center())

    def click_plus(self, row: int) -> None:
        view = self.window.search.pane.view
        index: QModelIndex = view.model().index(row, 0)
        corner = view.visualRect(index)
        side = self.hands.house.theme.look.px(1)
        self.click(view.viewport(), QPoint(corner.right() - 4 * side, corner.top() + 3 * side))

    def wait_until(self, condition: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(condition, timeout=60_000)

    @property
    def bar(self) -> FlowBar:
        [bar] = self.window.findChildren(FlowBar)
        return bar


@pytest.fixture
def paper(monkeypatch: pytest.MonkeyPatch) -> Tray:
    made = Tray()
    monkeypatch.setattr(qt_printing, "print_service", lambda: made)
    return made


def begin(hands: Hands) -> Fingers:
    """Somebody was here before."""
    hands.window.search.field.setText("velka")
    hands.settle()
    hands.window.search.field.setText("")
    hands.settle()
    fingers = Fingers(hands)
    QTest.keyClick(fingers._handle, KEY.Key_N, CTRL)
    hands.settle()
    return fingers


def three_clicks(fingers: Fingers) -> None:
    lists = [step for step in fingers.window.search.facets.focus_order() if isinstance(step, QListView)]
    for step in lists:
        fingers.click_row(step, 0)


def three_enters(fingers: Fingers) -> None:
    fingers.key(KEY.Key_Down)
    for _step in range(3):
        fingers.key(KEY.Key_Return)
    assert fingers.window.search.pane.view.hasFocus()


def pick_two(fingers: Fingers) -> None:
    fingers.key(KEY.Key_Space)
    fingers.key(KEY.Key_Down)
    fingers.key(KEY.Key_Space)


def wait_for_paper(fingers: Fingers) -> None:
    """Leaflet, printer and record answer one after another; the next step is there when all of them have."""
    fingers.wait_until(lambda: fingers.bar.next_button.isEnabled())
    fingers.hands.settle()


def assert_served(hands: Hands, paper: Tray) -> None:
    [visit] = hands.visits()
    assert visit.needs == ("yksinaisyys",)
    assert visit.outcome is Outcome.LEAFLET
    assert len(hands.house.context.tray) == 2
    [leaflet] = paper.printed
    assert leaflet.startswith(b"%PDF")
    assert paper.cancelled == []


@pytest.mark.parametrize("settings", [FINNISH, SWEDISH], ids=["fi", "sv"])
def test_by_mouse_alone_in_six_clicks(open_desk: Open, paper: Tray, settings: Settings) -> None:
    hands = open_desk(settings)
    fingers = begin(hands)
    three_clicks(fingers)
    choices = fingers.window.search.choices
    assert choices.need
    assert choices.activity
    assert choices.municipality
    fingers.click_plus(0)
    fingers.click_plus(1)
    assert hands.visits() == (), "nothing is logged by picking"
    fingers.click(fingers.bar.next_button)
    wait_for_paper(fingers)
    assert_served(hands, paper)
    assert fingers.clicks <= MOST_CLICKS, fingers.clicks
    assert fingers.keys == 0


@pytest.mark.parametrize("settings", [FINNISH, SWEDISH], ids=["fi", "sv"])
def test_by_keyboard_alone_in_fourteen_keys(open_desk: Open, paper: Tray, settings: Settings) -> None:
    hands = open_desk(settings)
    fingers = begin(hands)
    three_enters(fingers)
    pick_two(fingers)
    assert hands.visits() == ()
    fingers.key(KEY.Key_Return, CTRL)
    wait_for_paper(fingers)
    assert_served(hands, paper)
    assert fingers.keys <= MOST_KEYS, fingers.keys
    assert fingers.clicks == 0
    fingers.key(KEY.Key_N, CTRL)
    assert len(hands.visits()) == 1, "the next visitor logs nothing twice"


def test_by_keyboard_where_there_is_no_printer(open_desk: Open, paper: Tray, tmp_path: Path) -> None:
    paper.queues = ()
    hands = open_desk(FINNISH)
    fingers = begin(hands)
    three_enters(fingers)
    pick_two(fingers)
    fingers.key(KEY.Key_Return, CTRL)  # the leaflet is shown
    fingers.key(KEY.Key_S, CTRL)
    hands.save_leaflet(tmp_path / "palveluesite.pdf")
    assert hands.visits() == (), "what is saved is not logged unasked"
    fingers.key(KEY.Key_Return, CTRL)
    [visit] = hands.visits()
    assert visit.outcome is Outcome.LEAFLET
    assert fingers.keys + 1 <= MOST_KEYS, "and one Enter in the dialog that asks where"
    assert not [dialog for dialog in fingers.window.findChildren(QFileDialog) if dialog.isVisible()]


def test_who_clicks_everything_twice_does_nothing_twice(open_desk: Open, paper: Tray) -> None:
    hands = open_desk(FINNISH)
    fingers = begin(hands)
    start = fingers.window.search.pane.start
    fingers.double_click(hands.button("Yksinäisyys", start))
    assert fingers.window.search.choices.need == ("yksinaisyys",)
    [card] = fingers.window.findChildren(CardScreen)
    assert card.service is None, "what came under the pointer is not opened"
    fingers.double_click(fingers.bar.next_button)
    assert len(hands.house.context.tray) == 1
    assert paper.printed == []
    assert hands.visits() == ()


def test_what_was_printed_and_logged_is_taken_back_by_one_key(open_desk: Open, paper: Tray) -> None:
    hands = open_desk(FINNISH)
    fingers = begin(hands)
    three_enters(fingers)
    pick_two(fingers)
    fingers.key(KEY.Key_Return, CTRL)
    wait_for_paper(fingers)
    assert len(hands.visits()) == 1
    fingers.key(KEY.Key_Z, CTRL)
    assert hands.visits() == ()
    assert len(paper.printed) == 1


def test_a_leaflet_that_was_not_printed_logs_nothing_then_or_later(open_desk: Open, paper: Tray) -> None:
    paper.refusal = "not-accepting"
    hands = open_desk(FINNISH)
    fingers = begin(hands)
    three_enters(fingers)
    pick_two(fingers)
    fingers.key(KEY.Key_Return, CTRL)
    wait_for_paper(fingers)
    assert hands.visits() == ()
    paper.refusal = ""
    fingers.click(hands.button("Tulosta esite"))
    fingers.wait_until(lambda: len(paper.printed) == 1)
    hands.settle()
    assert hands.visits() == (), "who prints by hand logs by hand"
    fingers.key(KEY.Key_Return, CTRL)
    assert len(hands.visits()) == 1
