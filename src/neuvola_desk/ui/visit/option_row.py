"""One field of the form as a row of options: one is chosen, arrows and figures choose, Tab goes on."""

from enum import StrEnum
from typing import Final, Generic, TypeVar

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from neuvola_desk.ui.parts.buttons import Button
from neuvola_desk.ui.parts.flow import FlowLayout
from neuvola_desk.ui.parts.labels import Label
from neuvola_desk.ui.theme import Theme
from neuvola_desk.ui.visit.words import value_words

Value = TypeVar("Value", bound=StrEnum)

_STEPS: Final = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}


class _Row(QWidget):
    """Carries the signal: a generic class cannot be a QObject of its own."""

    changed = Signal()
    edited = Signal()


class OptionRow(_Row, Generic[Value]):
    """The values of one closed field, the first preselected; ``edited`` is sent for what a person does."""

    def __init__(self, theme: Theme, values: type[Value]) -> None:
        super().__init__()
        self._values = tuple(values)
        self._name = Label("", "strong")
        self._group = QWidget()
        self._buttons = [Button(theme, "option") for _value in self._values]
        flow = FlowLayout(self._group, spacing=2)
        for button in self._buttons:
            button.setCheckable(True)
            button.setAutoExclusive(True)  # told to a screen reader as a radio button
            button.toggled.connect(self._toggled)
            button.clicked.connect(self.edited)
            button.installEventFilter(self)
            flow.addWidget(button)
        self._buttons[0].setChecked(True)
        self._set_tab_stop()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self._name)
        column.addWidget(self._group)

    @property
    def value(self) -> Value:
        """The chosen value."""
        return self._values[self._chosen()]

    def choose(self, value: Value) -> None:
        """Chooses a value; a keyboard that is in the row follows."""
        was_here = any(button.hasFocus() for button in self._buttons)
        self._buttons[self._values.index(value)].setChecked(True)
        if was_here:
            self.take_focus()

    def reset(self) -> None:
        """Back to the first value."""
        self._buttons[0].setChecked(True)

    def take_focus(self) -> None:
        """Puts the keyboard on the chosen option."""
        self._buttons[self._chosen()].setFocus(Qt.FocusReason.TabFocusReason)

    def set_words(self, name: str) -> None:
        """The field's name; the options say it too, for a screen reader comes to them one by one."""
        self._name.setText(name)
        self._group.setAccessibleName(name)
        for button, value in zip(self._buttons, self._values, strict=True):
            words = value_words(value)
            button.set_words(words, f"{name}: {words}")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows, Home, End and the figures 1–9 choose at once, as in a group of radio buttons."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and watched in self._buttons:
            there = self._target(event)
            if there is not None:
                self._buttons[there].setChecked(True)
                self.take_focus()
                self.edited.emit()
                return True
        return super().eventFilter(watched, event)

    def _target(self, event: QKeyEvent) -> int | None:
        """Which option a key is for; None for a key that is for somebody else."""
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier
        key, last = event.key(), len(self._buttons) - 1
        if not plain:
            return None
        if key in _STEPS:
            return (self._chosen() + _STEPS[Qt.Key(key)]) % len(self._buttons)
        if key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            return 0 if key == Qt.Key.Key_Home else last
        number = key - Qt.Key.Key_1
        return number if 0 <= number <= min(last, 8) else None

    def _chosen(self) -> int:
        return next(i for i, button in enumerate(self._buttons) if button.isChecked())

    def _set_tab_stop(self) -> None:
        """Tab comes to the chosen option only."""
        for button in self._buttons:
            strong = button.isChecked()
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if strong else Qt.FocusPolicy.ClickFocus)

    def _toggled(self, checked: bool) -> None:
        if checked:
            self._set_tab_stop()
            self.changed.emit()
