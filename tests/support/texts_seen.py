"""Every text that a person reads or hears in a window, with what shows it; and whether it has room enough."""

from collections.abc import Iterator
from itertools import chain

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QTabBar,
    QWidget,
)

from neuvola_desk.ui.parts.labels import ElidedLabel

_ROUNDING = 2
"""Pixels that a layout may take without a letter being touched."""
_HEARD = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.AccessibleDescriptionRole,
)


def shown_in(place: QWidget) -> list[QWidget]:
    """The widgets that can be seen, the outermost first; all of a menu, which is closed."""
    inside = [place, *place.findChildren(QWidget)]
    return inside if isinstance(place, QMenu) else [one for one in inside if one.isVisible()]


def texts(place: QWidget) -> Iterator[tuple[QWidget, str]]:
    """What is read or heard, without what somebody typed."""
    for widget in shown_in(place):
        for text in chain(_said(widget), _of_items(widget)):
            if text.strip():
                yield widget, text


def _said(widget: QWidget) -> Iterator[str]:
    yield from (widget.accessibleName(), widget.accessibleDescription(), widget.toolTip())
    if isinstance(widget, QLabel | QAbstractButton):
        yield widget.text()
    if isinstance(widget, QLineEdit):
        yield widget.placeholderText()
    if isinstance(widget, QComboBox):
        yield from (widget.itemText(n) for n in range(widget.count()))
    if isinstance(widget, QTabBar):
        for n in range(widget.count()):
            yield from (widget.tabText(n), widget.tabToolTip(n))
    if isinstance(widget, QMenu):
        yield from (action.text() for action in widget.findChildren(QAction))


def _of_items(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, QHeaderView):
        model = widget.model()
        if model is not None:
            yield from (str(model.headerData(n, widget.orientation()) or "") for n in range(widget.count()))
    elif isinstance(widget, QAbstractItemView) and widget.model() is not None:
        model = widget.model()
        for row in range(model.rowCount()):
            told = (model.index(row, 0).data(role) for role in _HEARD)
            yield from (text for text in told if isinstance(text, str))


def clipped(place: QWidget) -> Iterator[str]:
    """The texts that have too little room, with what they have and what they need."""
    for widget in shown_in(place):
        for text, has, needs in _rooms(widget):
            if text and needs > has + _ROUNDING:
                yield f"{type(widget).__name__} {text!r}: {has} < {needs}"


def _rooms(widget: QWidget) -> Iterator[tuple[str, int, int]]:
    """Text, the pixels there are, the pixels it needs."""
    metrics = widget.fontMetrics()
    if isinstance(widget, ElidedLabel):
        yield widget.text(), widget.contentsRect().width(), metrics.horizontalAdvance(widget.text())
    elif isinstance(widget, QLabel) and widget.wordWrap():
        yield widget.text(), widget.height(), widget.heightForWidth(widget.width())
        words = max(widget.text().split() or [""], key=metrics.horizontalAdvance)
        if not (widget.toolTip() and widget.toolTip() in words):  # a path cannot be broken, but it is told
            yield words, widget.contentsRect().width(), metrics.horizontalAdvance(words)
    elif isinstance(widget, QLabel):
        yield widget.text(), widget.width(), widget.minimumSizeHint().width()
        yield widget.text(), widget.height(), widget.minimumSizeHint().height()
    elif isinstance(widget, QAbstractButton):
        yield widget.text(), widget.width(), widget.sizeHint().width()
        yield widget.text(), widget.height(), widget.minimumSizeHint().height()
    elif isinstance(widget, QComboBox):
        arrow = 32
        yield widget.currentText(), widget.width() - arrow, metrics.horizontalAdvance(widget.currentText())
    elif isinstance(widget, QLineEdit) and widget.placeholderText() not in widget.toolTip():
        yield widget.placeholderText(), widget.width(), metrics.horizontalAdvance(widget.placeholderText())
    elif isinstance(widget, QTabBar):
        yield "tabs", widget.width(), widget.sizeHint().width()
    elif isinstance(widget, QHeaderView) and widget.orientation() is Qt.Orientation.Horizontal:
        for n in range(widget.count()):
            text = str(widget.model().headerData(n, Qt.Orientation.Horizontal) or "")
            yield text, widget.sectionSize(n), widget.sectionSizeHint(n)
