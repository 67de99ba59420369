"""In a narrow column words go on in the next line, and buttons stand under each other."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from neuvola_desk.ui.leaflet.button_row import ButtonRow
from neuvola_desk.ui.leaflet.wrapped_check import WrappedCheck

WORDS = "Palautekoodi esitteen alareunaan ja vielä vähän muutakin"


@pytest.fixture
def check(qtbot: QtBot) -> WrappedCheck:
    check = WrappedCheck()
    qtbot.addWidget(check)
    check.setText(WORDS)
    return check


def test_words_too_long_for_the_column_take_more_lines_and_all_of_them_are_seen(check: WrappedCheck) -> None:
    one_line = check.heightForWidth(1000)
    assert check.heightForWidth(150) >= one_line + 2 * check.fontMetrics().height()
    assert check.minimumSizeHint().width() < 100
    check.resize(150, check.heightForWidth(150))
    picture = check.grab().toImage()
    rows = [
        any(picture.pixelColor(x, y).lightness() < 128 for x in range(40, picture.width()))
        for y in range(picture.height())
    ]
    lines = sum(now and not before for before, now in zip([False, *rows], rows, strict=False))
    assert lines >= 3
    columns = [
        x
        for x in range(picture.width())
        for y in range(picture.height())
        if picture.pixelColor(x, y).lightness() < 128
    ]
    assert max(columns) < picture.width() - 1


def test_it_is_still_a_check_box(check: WrappedCheck, qtbot: QtBot) -> None:
    check.resize(150, check.heightForWidth(150))
    check.show()
    qtbot.mouseClick(check, Qt.MouseButton.LeftButton, pos=check.rect().center())
    assert check.isChecked()
    qtbot.keyClick(check, Qt.Key.Key_Space)
    assert not check.isChecked()
    assert check.text() == WORDS


def test_buttons_share_a_line_where_their_words_fit(qtbot: QtBot) -> None:
    first, second = QPushButton("Tulosta"), QPushButton("Tallenna esite PDF-tiedostoksi…")
    row = ButtonRow(first, second)
    qtbot.addWidget(row)
    wide = first.sizeHint().width() + second.sizeHint().width() + 40
    row.resize(wide, 100)
    row.show()
    qtbot.waitUntil(lambda: first.y() == second.y())
    row.resize(wide - 60, 100)
    qtbot.waitUntil(lambda: first.y() < second.y())
    second.setText("…")
    qtbot.waitUntil(lambda: first.y() == second.y())
