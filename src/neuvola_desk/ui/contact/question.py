"""A question with a few answers, none of them chosen for anybody unless the question says so."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from neuvola_desk.ui.parts.buttons import Button
from neuvola_desk.ui.parts.flow import FlowLayout
from neuvola_desk.ui.parts.labels import Label
from neuvola_desk.ui.theme import Theme

_STEPS: Final = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}


class Question(QWidget):
    """Arrows go from answer to answer; Enter, the space bar or an answer's figure gives it.

    Nothing is chosen by the focus alone, for an answer that nobody gave would be worse than none.
    """

    answered = Signal()
    """Somebody gave an answer, be it the same as before."""

    def __init__(self, theme: Theme, keys: Sequence[str], preset: str = "") -> None:
        super().__init__()
        self._keys = tuple(keys)
        self._preset = preset
        self._name, self._told = Label("", "lead"), Label("", "muted")
        self._answers = QWidget()
        self._group = QButtonGroup(self)
        self.buttons = {key: Button(theme, "option") for key in self._keys}
        flow = FlowLayout(self._answers, spacing=8)
        for button in self.buttons.values():
            button.setCheckable(True)
            button.setAutoDefault(True)  # Enter gives the answer
            button.clicked.connect(self.answered)
            button.installEventFilter(self)
            self._group.addButton(button)
            flow.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (self._name, self._told, self._answers):
            column.addWidget(part)
        self.reset()

    @property
    def value(self) -> str:
        """The answer; empty while there is none."""
        return next((key for key, button in self.buttons.items() if button.isChecked()), "")

    def reset(self) -> None:
        """Back to no answer, or to the one it begins with."""
        self._group.setExclusive(False)
        for key, button in self.buttons.items():
            button.setChecked(key == self._preset)
        self._group.setExclusive(True)

    def set_words(self, name: str, words: Sequence[str], told: str = "") -> None:
        """The question and its answers; ``told`` is the same question in the visitor's language."""
        self._name.setText(name)
        self._told.setText(told)
        self._told.setVisible(bool(told))
        self._answers.setAccessibleName(name)
        for button, word in zip(self.buttons.values(), words, strict=True):
            button.set_words(word, f"{name} {word}")

    def take_focus(self) -> None:
        """The keyboard goes to the answer that was given, else to the first."""
        self.buttons[self.value or self._keys[0]].setFocus(Qt.FocusReason.TabFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows move, figures answer."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            buttons = list(self.buttons.values())
            plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            if watched in buttons and plain == Qt.KeyboardModifier.NoModifier:
                return self._take_key(event.key(), buttons, watched)
        return super().eventFilter(watched, event)

    @staticmethod
    def _take_key(key: int, buttons: list[Button], at: QObject) -> bool:
        if key in _STEPS:
            step = _STEPS[Qt.Key(key)]
            here = next(number for number, button in enumerate(buttons) if button is at)
            buttons[(here + step) % len(buttons)].setFocus(Qt.FocusReason.TabFocusReason)
            return True
        number = key - Qt.Key.Key_1
        if 0 <= number < len(buttons):
            buttons[number].setFocus(Qt.FocusReason.TabFocusReason)
            buttons[number].click()
            return True
        return False
