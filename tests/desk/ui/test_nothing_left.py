"""After "Seuraava kävijä" nothing of the visitor is in the window; under the curtain nothing is seen."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QImage, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QToolTip,
    QWidget,
)
from pytestqt.qtbot import QtBot

from neuvola_desk import keys
from neuvola_desk.ui.leaflet.screen import LeafletScreen
from support.real_window import RealWindow, open_window, press
from support.small_desk import services
from support.visible_words import holding, undoable

SEARCH = "velkaa ulosottoon"
MARK = "Kaneli-Irmeli"
DEBT, FOOD = services()[0].name.best("fi"), services()[2].name.best("fi")
PAGES = (
    *("crisis", "leaflet", "contact", "requests", "today", "paper", "sync", "import", "recovery", "help"),
    *("practice", "introduction"),
)
"""All but the settings, which are the desk's own and stay."""


@pytest.fixture
def real(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[RealWindow]:
    monkeypatch.setattr(keys, "os_keyring", lambda: None)
    one = open_window(qapp, tmp_path / "desk", qtbot)
    yield one
    one.close()
    QGuiApplication.clipboard().clear()


def touch_by_key(window: QWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_Shift)


def touch_by_mouse(window: QWindow) -> None:
    QTest.mouseClick(window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(2, 2))


def serve_a_visitor(real: RealWindow) -> None:
    """Searches, opens a card, picks, makes a leaflet, and types a known word into every field there is."""
    real.window.field.setText(SEARCH)
    real.settle()
    real.context.signals.service_opened.emit(services()[0].id)
    real.pick(0, 2)
    real.context.signals.leaflet_wanted.emit()
    real.settle()
    for key in (*PAGES, "tray", "visit", "card"):
        real.window.show_screen(key)
        real.settle()
        type_everywhere(real)
    real.window.show_desk()
    real.window.field.insert(f" {MARK}")
    real.settle()
    QGuiApplication.clipboard().setText(f"{MARK} 040 123 4567")


def type_everywhere(real: RealWindow) -> None:
    """The known word in every field that can be seen and typed into."""
    for field in real.window.findChildren(QLineEdit):
        if field.isVisible() and field.isEnabled() and field is not real.window.field:
            field.insert(MARK)
    for kind in (QTextEdit, QPlainTextEdit):
        for text in real.window.findChildren(kind):
            if text.isVisible() and not text.isReadOnly():
                text.insertPlainText(MARK)


def test_the_next_visitor_finds_no_word_of_the_last_one_anywhere(real: RealWindow) -> None:
    fresh = set(holding(DEBT, FOOD))
    serve_a_visitor(real)
    assert holding(MARK), "the words are there to be cleared"
    assert set(holding(DEBT)) - fresh
    real.next_visitor()
    real.settle()
    assert holding(MARK, SEARCH) == []
    assert set(holding(DEBT, FOOD)) - fresh == set(), "the catalogue is listed as it was before"
    assert undoable() == []
    leaflet = real.window.page("leaflet")
    assert leaflet is not None
    assert isinstance(leaflet.content, LeafletScreen)
    assert leaflet.content.composed is None
    assert leaflet.content.preview.drawn == ()


def test_what_another_program_copied_is_left_alone(real: RealWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("neuvola_desk.ui.clipboard._is_own", lambda _clipboard: False)
    QGuiApplication.clipboard().setText("kauppalista")
    real.next_visitor()
    assert QGuiApplication.clipboard().text() == "kauppalista"


def test_what_is_copied_here_is_marked_for_no_history(real: RealWindow) -> None:
    QGuiApplication.clipboard().setText("017 123 4567")
    real.settle()
    data = QGuiApplication.clipboard().mimeData()
    assert data.text() == "017 123 4567"
    assert bytes(data.data("x-kde-passwordManagerHint").data()) == b"secret"
    assert data.hasFormat("ExcludeClipboardContentFromMonitorProcessing")


def test_closing_the_window_empties_the_clipboard(real: RealWindow) -> None:
    QGuiApplication.clipboard().setText("017 123 4567")
    real.window.close()
    assert QGuiApplication.clipboard().text() == ""


def picture(real: RealWindow) -> QImage:
    real.settle()
    return real.window.grab().toImage()


def test_one_key_blanks_every_pixel_whatever_is_under_it(real: RealWindow) -> None:
    real.window.curtain.draw()
    blank = picture(real)
    real.window.curtain.lift()
    serve_a_visitor(real)
    assert picture(real) != blank
    QTest.keyClick(real.window, Qt.Key.Key_F9)
    assert picture(real) == blank
    QTest.keyClick(real.window.curtain, Qt.Key.Key_Escape)
    assert picture(real) != blank


@pytest.mark.parametrize("touch", [touch_by_key, touch_by_mouse], ids=["key", "mouse"])
def test_whoever_touches_the_desk_keeps_it_open(real: RealWindow, touch: Callable[[QWindow], None]) -> None:
    timer = real.window.curtain._idle
    timer.start(60_000)  # as it is some time after the last touch
    touch(real.window.windowHandle())
    assert timer.interval() > 60_000


def test_idle_blanks_as_the_key_does(real: RealWindow) -> None:
    serve_a_visitor(real)
    assert real.window.curtain.is_counting
    real.window.curtain._idle.timeout.emit()
    assert real.window.curtain.isVisible()


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_nothing_stands_before_the_curtain(real: RealWindow) -> None:
    """Neither a dialog nor a menu nor a tool tip; and the key is heard in a dialog too."""
    dialog = QDialog(real.window)
    QLineEdit(MARK, dialog)
    dialog.open()
    real.window.top.menu.popup(QPoint(10, 10))
    QToolTip.showText(QPoint(10, 10), MARK, real.window)
    QApplication.processEvents()  # what the screen's own system tells of the new windows
    QTest.keyClick(real.window.top.menu.windowHandle(), Qt.Key.Key_F9)
    real.settle()
    assert real.window.curtain.isVisible()
    others = [w for w in QApplication.topLevelWidgets() if w.isVisible() and w is not real.window]
    assert others == []
    dialog.deleteLater()


def test_what_is_covered_takes_no_key(real: RealWindow) -> None:
    serve_a_visitor(real)
    words = real.window.field.text()
    real.window.curtain.draw()
    for _n in range(8):
        press(QApplication.focusWidget() or real.window, Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        assert focus is None or real.window.curtain.isAncestorOf(focus) or focus is real.window.curtain
    QTest.keyClick(real.window, Qt.Key.Key_A)
    assert real.window.field.text() == words
    real.window.curtain.lift()
    assert real.window.centralWidget().isEnabled()


def test_the_keyboard_is_where_it_was_when_the_curtain_goes(real: RealWindow) -> None:
    real.window.field.setFocus()
    before: QWidget | None = QApplication.focusWidget()
    real.window.curtain.draw()
    real.window.curtain.lift()
    assert QApplication.focusWidget() is before
