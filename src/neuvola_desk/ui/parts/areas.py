"""Pieces that several screens are laid out of."""

from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget


def scroll_area(inside: QWidget) -> QScrollArea:
    """An area without a frame that scrolls what does not fit."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidget(inside)
    return area


def hint_page(hint: QWidget) -> QWidget:
    """A page with nothing but a hint, a little above the middle."""
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(32, 32, 32, 32)
    column.addStretch(1)
    column.addWidget(hint)
    column.addStretch(2)
    return page
