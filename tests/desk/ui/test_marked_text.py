"""Marked letters are heavier and underlined, on whatever line they stand."""

import pytest
from PySide6.QtGui import QColor, QFont, QImage, QPainter
from PySide6.QtWidgets import QApplication

from neuvola_desk.ui.search.marked_text import MarkedText, mark_format

pytestmark = pytest.mark.usefixtures("qapp")

LONG = "Neuvontaa velkaantuneille ja maksuvaikeuksissa oleville kotitalouksille koko maassa " * 4


def drawn(text: str, marks: list[tuple[int, int]], width: int = 300, most: int = 2) -> tuple[QImage, int]:
    image = QImage(width, 80, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.setPen(QColor("black"))
    font = QFont()
    font.setPixelSize(15)
    height = MarkedText(text, marks, font, width, most, mark_format(QColor("red"))).paint(painter, 0, 0)
    painter.end()
    return image, height


def underlined(image: QImage) -> set[int]:
    """The columns in which there is a red line."""
    columns = ((x, image.pixelColor(x, y)) for x in range(image.width()) for y in range(image.height()))
    return {x for x, colour in columns if colour.red() > 200 and colour.green() < 120 and colour.blue() < 120}


def test_only_marked_letters_are_underlined() -> None:
    plain, _height = drawn("Asumistuki", [])
    some, _height = drawn("Asumistuki", [(0, 6)])
    every, _height = drawn("Asumistuki", [(0, 10)])
    assert not underlined(plain)
    assert 0 < len(underlined(some)) < len(underlined(every))
    assert min(underlined(some)) < 5


def test_a_mark_behind_a_letter_outside_the_basic_plane_is_in_its_place(qapp: QApplication) -> None:
    before, _height = drawn("🙂🙂 velka", [(3, 8)])
    whole, _height = drawn("🙂🙂 velka", [(0, 8)])
    assert abs(max(underlined(before)) - max(underlined(whole))) <= 2  # a heavier letter before it
    assert min(underlined(before)) > min(underlined(whole))


def test_a_text_takes_no_more_lines_than_it_may() -> None:
    _image, one = drawn("Neuvontaa", [], most=2)
    image, two = drawn(LONG, [(0, len(LONG))], most=2)
    assert two == 2 * one
    assert max(underlined(image)) <= image.width()


def test_the_ellipsis_at_the_end_is_not_marked() -> None:
    image, _height = drawn(LONG, [(len(LONG) - 5, len(LONG))])
    assert not underlined(image)
