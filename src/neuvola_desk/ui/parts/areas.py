"""Pieces that several screens are laid out of."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea, QVBoxLayout, QWidget


def scroll_area(inside: QWidget) -> QScrollArea:
    """An area without a frame that scrolls what does not fit."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidget(inside)
    return area


def fill_scrolling(page: QWidget, inside: QWidget) -> None:
    """Fills a page with what scrolls downwards only; the keyboard goes to the controls in it."""
    area = scroll_area(inside)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    whole = QVBoxLayout(page)
    whole.setContentsMargins(0, 0, 0, 0)
    whole.addWidget(area)


def card(*parts: QWidget | QLayout) -> QFrame:
    """A card with its parts one below another."""
    made = QFrame()
    made.setProperty("kind", "card")
    column = QVBoxLayout(made)
    column.setContentsMargins(24, 16, 24, 24)
    column.setSpacing(16)
    for part in parts:
        if isinstance(part, QWidget):
            column.addWidget(part)
        else:
            column.addLayout(part)
    return made


def hint_page(hint: QWidget) -> QWidget:
    """A page with nothing but a hint, a little above the middle."""
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(32, 32, 32, 32)
    column.addStretch(1)
    column.addWidget(hint)
    column.addStretch(2)
    return page
