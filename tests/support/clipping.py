"""Finds words that are drawn into less room than they need, and what cannot be scrolled to."""

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QCheckBox,
    QComboBox,
    QLabel,
    QPushButton,
    QWidget,
)

from neuvola_desk.ui.parts.labels import ElidedLabel

_SLACK = 2
"""Pixels by which a font's own measures differ from its letters."""


def clipped(window: QWidget) -> list[str]:
    """What of the visible words is cut, each with where it is."""
    return [f"{told} in {_place(widget)}" for widget in _visible(window) for told in _faults(widget)]


def _visible(window: QWidget) -> Iterator[QWidget]:
    for widget in window.findChildren(QWidget):
        if widget.isVisibleTo(window) and widget.isVisible():
            yield widget


def _faults(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, QLabel) and widget.text():
        yield from _of_label(widget)
    elif isinstance(widget, QAbstractButton | QComboBox):
        yield from _of_button(widget)
    if isinstance(widget, QLabel | QAbstractButton | QComboBox) and _words(widget):
        yield from _out_of_reach(widget)


def _of_label(label: QLabel) -> Iterator[str]:
    if isinstance(label, ElidedLabel):
        return  # one line that ends in …, whole in the tool tip and on the card
    if label.wordWrap():
        needed = label.heightForWidth(label.width())
        widest = max(label.fontMetrics().horizontalAdvance(word) for word in _breaking(label))
        if widest > label.contentsRect().width() + _SLACK:
            yield f"word too wide: {label.text()!r} needs {widest}, has {label.contentsRect().width()}"
    else:
        needed = label.sizeHint().height()
        if label.sizeHint().width() > label.width() + _SLACK:
            yield f"cut at the side: {label.text()!r} needs {label.sizeHint().width()}, has {label.width()}"
    if needed > label.height() + _SLACK:
        yield f"cut below: {label.text()!r} needs {needed}, has {label.height()}"


def _breaking(label: QLabel) -> list[str]:
    """What is never divided: words up to a soft hyphen; a path is whole in the tool tip."""
    words = label.text().replace("\u00ad", " ").split()
    return ["", *(word for word in words if not label.toolTip() or "/" not in word)]


def _of_button(button: QAbstractButton | QComboBox) -> Iterator[str]:
    words = _words(button)
    if not words or not isinstance(button, QPushButton | QCheckBox):
        return
    needed = button.fontMetrics().horizontalAdvance(words.replace("&&", "&"))
    if needed > button.width() + _SLACK and not button.toolTip():
        yield f"cut button: {words!r} needs {needed}, has {button.width()}"


def _out_of_reach(widget: QWidget) -> Iterator[str]:
    """Whether a part lies beyond the edge of what it stands in, where no scroll bar leads."""
    area = QRect(QPoint(0, 0), widget.size())
    at, within = widget, widget.parentWidget()
    while within is not None and not at.isWindow():
        area.translate(at.pos())
        scroller = within.parentWidget()
        is_viewport = isinstance(scroller, QAbstractScrollArea) and scroller.viewport() is within
        room = within.rect()
        if is_viewport and isinstance(scroller, QAbstractScrollArea):
            sideways = scroller.horizontalScrollBar().maximum() > 0
            if not sideways and (area.left() < -_SLACK or area.right() > room.right() + _SLACK):
                yield f"beyond the side: {_words(widget)!r} to {area.right()} of {room.right()}"
            return  # up and down it can be scrolled
        if area.right() > room.right() + _SLACK or area.bottom() > room.bottom() + _SLACK:
            beyond = f"{area.right()},{area.bottom()} of {room.right()},{room.bottom()}"
            yield f"out of reach: {_words(widget)!r} to {beyond}"
            return
        at, within = within, within.parentWidget()


def _words(widget: QWidget) -> str:
    if isinstance(widget, QLabel | QAbstractButton):
        return widget.text()
    return widget.currentText() if isinstance(widget, QComboBox) else ""


def _place(widget: QWidget) -> str:
    names: list[str] = []
    one: QWidget | None = widget
    while one is not None:
        names.append(type(one).__name__)
        one = one.parentWidget()
    return " < ".join(names[:5])
