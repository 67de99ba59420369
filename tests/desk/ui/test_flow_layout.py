"""What flows onto lines: in order, in the middle of its line, and measured anew when a part changes."""

import pytest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from neuvola_desk.ui.parts.flow import FlowLayout


def box(width: int, height: int) -> QLabel:
    made = QLabel()
    made.setFixedSize(width, height)
    return made


@pytest.fixture
def line(qtbot: QtBot) -> tuple[QWidget, list[QLabel]]:
    """Three parts, the second one lower, in 200 pixels."""
    whole, boxes = QWidget(), [box(60, 40), box(60, 20), box(60, 40)]
    qtbot.addWidget(whole)
    flow = FlowLayout(whole, spacing=10)
    for one in boxes:
        flow.addWidget(one)
    whole.resize(200, 100)
    whole.show()
    return whole, boxes


def places(whole: QWidget, boxes: list[QLabel]) -> list[tuple[int, int]]:
    layout = whole.layout()
    assert layout is not None
    layout.activate()
    return [(one.x(), one.y()) for one in boxes]


def test_a_lower_part_stands_in_the_middle_of_its_line(line: tuple[QWidget, list[QLabel]]) -> None:
    assert places(*line) == [(0, 0), (70, 10), (140, 0)]


def test_what_has_grown_goes_on_to_the_next_line(line: tuple[QWidget, list[QLabel]]) -> None:
    whole, boxes = line
    places(whole, boxes)
    boxes[1].setFixedWidth(100)
    assert places(whole, boxes) == [(0, 0), (70, 10), (0, 50)]


def test_what_is_hidden_leaves_its_place_to_others(line: tuple[QWidget, list[QLabel]]) -> None:
    whole, boxes = line
    places(whole, boxes)
    boxes[0].hide()
    assert places(whole, boxes)[1:] == [(0, 10), (70, 0)]


def test_its_height_follows_its_width(line: tuple[QWidget, list[QLabel]]) -> None:
    layout = line[0].layout()
    assert layout is not None
    assert [layout.heightForWidth(width) for width in (200, 130, 60)] == [40, 90, 120]
