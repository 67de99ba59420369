"""Nothing moves under the finger: a new answer takes out what went and puts in what came."""

from collections.abc import Iterable

import pytest
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester

from neuvola_core.text import Text
from neuvola_desk.ui.search.model import WORDS, ResultModel
from neuvola_desk.ui.search.results_view import ResultView
from neuvola_desk.ui.search.rows import Found, Row, RowWords, row_words
from neuvola_desk.ui.signals import DeskSignals
from neuvola_desk.ui.tray.tray import Tray
from neuvola_search.query import Hit, Matched, Query, Reason, Results
from support.small_desk import NOW

from .conftest import Room

LEFT = Qt.MouseButton.LeftButton


def hit(name: str, *why: Reason) -> Hit:
    return Hit(name, "test", "service", name, Text(fi=f"Palvelu {name}"), why=why)


def found(names: Iterable[str], typed: str = "palvelu") -> Found:
    rows = tuple(Row(hit(name, Reason(Matched.NAME, "palvelu"))) for name in names)
    hits = tuple(row.hit for row in rows if row.hit)
    return Found(Results(Query(typed), len(rows), 0.0, hits), rows, NOW)


def numbers(first: int, last: int) -> list[str]:
    return [f"n{number}" for number in range(first, last)]


def words_of(*why: Reason) -> RowWords:
    return row_words(Row(hit("x", *why)), NOW)


@pytest.fixture
def model(qapp: QApplication, qtmodeltester: ModelTester) -> ResultModel:
    signals = DeskSignals(qapp)
    made = ResultModel(Tray(signals, signals), signals)
    qtmodeltester.check(made, force_py=True)
    return made


def ids(model: ResultModel) -> list[str]:
    return [model.id_at(model.index(number)) for number in range(model.rowCount())]


@pytest.mark.parametrize(
    "names",
    [["b", "c", "d"], ["d", "c", "b", "a"], ["x", "b", "y", "d", "z"], ["x"], [], ["a", "b", "c", "d", "e"]],
)
def test_a_new_answer_is_told_row_by_row(model: ResultModel, names: list[str]) -> None:
    resets: list[bool] = []
    model.modelReset.connect(lambda: resets.append(True))
    model.show(found(["a", "b", "c", "d"]))
    model.show(found(names))
    assert ids(model) == names
    assert not resets


def test_who_points_at_a_row_that_stays_still_points_at_that_service(model: ResultModel) -> None:
    model.show(found(["a", "b", "c", "d"]))
    at_c = QPersistentModelIndex(model.index(2))
    at_b = QPersistentModelIndex(model.index(1))
    model.show(found(["x", "a", "c"]))
    assert model.id_at(at_c) == "c"
    assert not at_b.isValid()


def test_a_reason_that_says_nothing_is_not_shown() -> None:
    assert words_of(Reason(Matched.NAME, "")).why == ""
    assert words_of(Reason(Matched.NEED, "no-such-need")).why == ""
    assert words_of(Reason(Matched.NEED, "velat")).why == "liittyy tarpeeseen: Velat ja maksamattomat laskut"
    assert words_of(Reason(Matched.NEAR, "velka")).why == "lähes: velka"


def test_rows_carry_what_is_to_be_marked(model: ResultModel) -> None:
    model.show(found(["a"], "palveluja"))
    words = model.data(model.index(0), WORDS)
    assert isinstance(words, RowWords)
    assert words.name_marks == ((0, len("Palvelu")),)


# The view, in the window, under a real mouse.


@pytest.fixture
def view(room: Room) -> ResultView:
    room.type_words("velka")
    view = room.window.search.pane.view
    view.show_found(found(numbers(0, 40)))
    return view


def index_of(view: ResultView, name: str) -> QModelIndex:
    model = view.model()
    assert isinstance(model, ResultModel)
    return model.index_of(name)


def top(view: ResultView, name: str) -> int:
    return view.visualRect(index_of(view, name)).top()


def middle(view: ResultView, name: str) -> QPoint:
    return view.visualRect(index_of(view, name)).center()


def tray_button(view: ResultView, name: str) -> QPoint:
    row = view.visualRect(index_of(view, name))
    return QPoint(row.right() - 30, row.top() + 28)


def name_of(view: ResultView, index: QModelIndex) -> str:
    model = view.model()
    assert isinstance(model, ResultModel)
    return model.id_at(index)


def opened(view: ResultView) -> list[str]:
    told: list[str] = []
    view.opened.connect(told.append)
    return told


def test_a_list_that_nobody_has_touched_begins_from_the_best_row(view: ResultView) -> None:
    view.show_found(found(["best", *numbers(0, 40)]))
    assert view.verticalScrollBar().value() == 0
    assert name_of(view, view.currentIndex()) == "best"


def test_a_scrolled_list_keeps_its_rows_where_they_are(view: ResultView) -> None:
    view.verticalScrollBar().setValue(1234)
    seen = name_of(view, view.indexAt(QPoint(20, 200)))
    before = top(view, seen)
    view.show_found(found(["new1", "new2", *numbers(3, 40)]))
    assert top(view, seen) == before
    view.show_found(found([*numbers(5, 40), "last"]))
    assert top(view, seen) == before


def test_a_scrolled_list_whose_rows_have_all_gone_begins_anew(view: ResultView) -> None:
    view.verticalScrollBar().setValue(1234)
    view.show_found(found([f"other{n}" for n in range(40)]))
    assert view.verticalScrollBar().value() == 0
    assert name_of(view, view.currentIndex()) == "other0"


def test_the_current_row_stays_on_its_service_and_in_its_place(view: ResultView) -> None:
    view.setFocus()
    for _time in range(6):
        QTest.keyClick(view, Qt.Key.Key_Down)
    assert name_of(view, view.currentIndex()) == "n6"
    before = top(view, "n6")
    view.show_found(found(["x", "y", *numbers(0, 40)]))
    assert name_of(view, view.currentIndex()) == "n6"
    assert top(view, "n6") == before


def test_a_current_row_that_has_gone_leaves_one_in_sight(view: ResultView) -> None:
    view.setFocus()
    for _time in range(6):
        QTest.keyClick(view, Qt.Key.Key_Down)
    view.show_found(found([*numbers(0, 6), *numbers(7, 40)]))
    current = view.visualRect(view.currentIndex())
    assert view.viewport().rect().intersects(current)


def test_old_rows_stay_until_the_new_answer_is_there(room: Room) -> None:
    room.type_words("velka")
    before = room.names()
    assert before
    room.window.search.field.setText("velkaneuvonta")
    assert room.window.search.pending
    assert room.names() == before
    room.settle()
    assert room.window.search.pane.is_listing


def test_a_click_over_an_answer_opens_what_was_pressed(view: ResultView) -> None:
    told = opened(view)
    view.verticalScrollBar().setValue(600)
    place = middle(view, "n6")
    QTest.mousePress(view.viewport(), LEFT, pos=place)
    view.show_found(found(["x", "y", "z", *numbers(2, 40)]))
    QTest.mouseRelease(view.viewport(), LEFT, pos=place)
    assert told == ["n6"]


def test_a_click_on_a_row_that_goes_opens_nothing(view: ResultView) -> None:
    told = opened(view)
    place = middle(view, "n1")
    QTest.mousePress(view.viewport(), LEFT, pos=place)
    view.show_found(found(["n0", *numbers(2, 40)]))
    QTest.mouseRelease(view.viewport(), LEFT, pos=place)
    assert told == []


def test_a_row_that_moves_from_under_the_finger_is_not_its_neighbour(view: ResultView) -> None:
    told = opened(view)
    place = middle(view, "n2")
    QTest.mousePress(view.viewport(), LEFT, pos=place)
    view.show_found(found(["n2"]))  # the only row: it cannot keep its place
    QTest.mouseRelease(view.viewport(), LEFT, pos=place)
    assert told == []
    view.show_found(found(numbers(0, 3)))
    QTest.mousePress(view.viewport(), LEFT, pos=middle(view, "n0"))
    view.show_found(found(["a", "n0", "b"]))
    QTest.mouseRelease(view.viewport(), LEFT, pos=middle(view, "a"))
    assert told == []


def test_the_tray_button_picks_what_was_pressed_and_does_not_open_it(view: ResultView) -> None:
    told, picked = opened(view), []
    view.picked.connect(lambda service: picked.append(service.id))
    QTest.mouseClick(view.viewport(), LEFT, pos=tray_button(view, "n1"))
    assert (told, picked) == ([], ["n1"])
    place = tray_button(view, "n1")
    QTest.mousePress(view.viewport(), LEFT, pos=place)
    view.show_found(found(["n0", "n2", "n3"]))
    QTest.mouseRelease(view.viewport(), LEFT, pos=place)
    assert (told, picked) == ([], ["n1"])
    QTest.mouseClick(view.viewport(), LEFT, pos=middle(view, "n2"))
    assert told == ["n2"]


def test_the_rows_of_a_visitor_are_gone_at_once(room: Room) -> None:
    room.type_words("velka")
    room.context.signals.next_visitor.emit()
    assert room.window.search.pending
    assert room.names() == []
    assert room.window.search.pane.start.isVisible()
    room.settle()


def test_asking_the_same_again_keeps_every_page(room: Room) -> None:
    room.type_words("apua")
    pane = room.window.search.pane
    count = pane.model.rowCount()
    assert count
    room.window.search.refresh()
    room.settle()
    assert pane.model.rowCount() == count
