"""Whoever clicks everything twice means it once: the second click of a double click does nothing.

Between the two a list may have moved or another page come under the pointer; the second would hit what
nobody meant.
"""

from typing import Final

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QAbstractSlider, QAbstractSpinBox, QLabel, QLineEdit, QTextEdit, QWidget

_OWN_DOUBLE_CLICK: Final = (QAbstractSlider, QAbstractSpinBox, QLabel, QLineEdit, QTextEdit)
"""Where two clicks choose a word, or each click moves something."""


class OneClick(QObject):
    """Stands before the window's mouse; texts, scroll bars and spin boxes keep their double click."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._swallows = False
        handle = window.windowHandle()
        if handle is not None:
            handle.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Swallows the second press and its release."""
        kind = event.type()
        if kind == QEvent.Type.MouseButtonDblClick and isinstance(event, QMouseEvent):
            under = self._window.childAt(event.position().toPoint())
            self._swallows = not isinstance(under, _OWN_DOUBLE_CLICK)
            return self._swallows
        if kind == QEvent.Type.MouseButtonPress:
            self._swallows = False
        elif kind == QEvent.Type.MouseButtonRelease and self._swallows:
            self._swallows = False
            return True
        return super().eventFilter(watched, event)
