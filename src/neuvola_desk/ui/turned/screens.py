"""On which screen the visitor looks along."""

from collections.abc import Sequence

from PySide6.QtGui import QScreen


def visitors_screen(screens: Sequence[QScreen], own: QScreen) -> QScreen:
    """Another one than the worker's, if there is one: a picture of the same one is not another."""
    others = [screen for screen in screens if not screen.geometry().intersects(own.geometry())]
    return others[0] if others else own
