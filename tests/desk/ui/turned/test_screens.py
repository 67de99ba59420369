"""The visitor's screen is another than the worker's, where there is one."""

from dataclasses import dataclass
from typing import cast

from PySide6.QtCore import QRect
from PySide6.QtGui import QScreen

from neuvola_desk.ui.turned.screens import visitors_screen


@dataclass
class Monitor:
    area: QRect

    def geometry(self) -> QRect:
        return self.area


def screen(x: int, y: int = 0) -> QScreen:
    return cast(QScreen, Monitor(QRect(x, y, 1920, 1080)))


def test_with_one_screen_it_is_turned() -> None:
    own = screen(0)
    assert visitors_screen([own], own) is own


def test_with_two_the_other_is_the_visitors() -> None:
    own, other = screen(1920), screen(0)
    assert visitors_screen([other, own], own) is other
    assert visitors_screen([own, other], own) is other


def test_a_screen_that_shows_the_same_picture_is_not_another() -> None:
    own, mirror = screen(0), screen(0)
    assert visitors_screen([own, mirror], own) is own
