"""One closed field of the record as a drop-down list; the first letter of a word chooses it."""

from enum import StrEnum
from typing import Generic, TypeVar

from PySide6.QtWidgets import QComboBox

from neuvola_desk.ui.visit.words import value_words

Value = TypeVar("Value", bound=StrEnum)


class ValueBox(QComboBox, Generic[Value]):
    """The values in their order, the first one preselected."""

    def __init__(self, values: type[Value]) -> None:
        super().__init__()
        self._values = tuple(values)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        for value in self._values:
            self.addItem("", value.value)

    @property
    def kind(self) -> type[Value]:
        """The field of the record."""
        return type(self._values[0])

    @property
    def value(self) -> Value:
        """The chosen value."""
        return self._values[self.currentIndex()]

    def choose(self, value: Value) -> None:
        """Chooses a value."""
        self.setCurrentIndex(self._values.index(value))

    def reset(self) -> None:
        """Back to the first value."""
        self.setCurrentIndex(0)

    def retranslate(self) -> None:
        """Sets the words again."""
        for number, value in enumerate(self._values):
            self.setItemText(number, value_words(value))
