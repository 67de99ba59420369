"""The order of the keyboard is that of the eye: widgets that were made later do not come last."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QWidget


def chain(first: QWidget, layout: QLayout, last: QWidget) -> None:
    """Lets Tab go from ``first`` through what ``layout`` holds, as it is laid out, to ``last``."""
    before = first
    for widget in (*_stops(layout), last):
        QWidget.setTabOrder(before, widget)
        before = widget


def _stops(layout: QLayout) -> Iterator[QWidget]:
    for number in range(layout.count()):
        item = layout.itemAt(number)
        widget = item.widget() if item else None
        inner = widget.layout() if widget else item.layout() if item else None
        if widget is not None and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            yield widget
        if inner is not None:
            yield from _stops(inner)
