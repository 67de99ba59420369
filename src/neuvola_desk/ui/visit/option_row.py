"""One field of the form as a row of options: one is chosen, the arrow keys move, Tab goes on."""

from enum import StrEnum
from typing import Generic, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QVBoxLayout, QWidget

from neuvola_desk.ui.parts.buttons import Button
from neuvola_desk.ui.parts.flow import FlowLayout
from neuvola_desk.ui.parts.labels import Label
from neuvola_desk.ui.theme import Theme
from neuvola_desk.ui.visit.words import value_words

Value = TypeVar("Value", bound=StrEnum)


class _Row(QWidget):
    """Carries the signal: a generic class cannot be a QObject of its own."""

    changed = Signal()


class OptionRow(_Row, Generic[Value]):
    """The values of one closed field, the first preselected."""

    def __init__(self, theme: Theme, values: type[Value]) -> None:
        super().__init__()
        self._theme = theme
        self._values = tuple(values)
        self._name = Label("", "strong", wrap=False)
        self._buttons = [Button(theme, "option") for _value in self._values]
        group = QWidget()
        flow = FlowLayout(group, spacing=4)
        for button in self._buttons:
            button.setCheckable(True)
            button.setAutoExclusive(True)
            button.toggled.connect(self._tell)
            flow.addWidget(button)
        self._buttons[0].setChecked(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._name)
        column.addWidget(group)
        theme.changed.connect(self._fit)

    @property
    def value(self) -> Value:
        """The chosen value."""
        chosen = next(i for i, button in enumerate(self._buttons) if button.isChecked())
        return self._values[chosen]

    def choose(self, value: Value) -> None:
        """Chooses a value."""
        self._buttons[self._values.index(value)].setChecked(True)

    def reset(self) -> None:
        """Back to the first value."""
        self._buttons[0].setChecked(True)

    def set_words(self, name: str) -> None:
        """The field's name; the options say it too, for a screen reader comes to them one by one."""
        self._name.setText(name)
        for button, value in zip(self._buttons, self._values, strict=True):
            words = value_words(value)
            button.set_words(words, f"{name}: {words}")
        self._fit()

    def _fit(self) -> None:
        """A chosen option is bold: it gets its room beforehand, so that nothing moves when it is chosen."""
        look = self._theme.look
        metrics = QFontMetrics(look.font("strong"))
        for button in self._buttons:
            button.setMinimumWidth(metrics.horizontalAdvance(button.text()) + look.px(3))

    def _tell(self, checked: bool) -> None:
        if checked:
            self.changed.emit()
