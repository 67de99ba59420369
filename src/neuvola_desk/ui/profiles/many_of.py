"""A row of buttons of which any may be on: what a profile begins from."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from neuvola_desk.ui.parts.flow import FlowLayout
from neuvola_desk.ui.parts.labels import Label
from neuvola_desk.ui.search.whole_name import WholeNameButton
from neuvola_desk.ui.theme import Theme


class ManyOf(QWidget):
    """``edited`` is sent for what a person does."""

    edited = Signal()

    def __init__(self, theme: Theme, values: Sequence[str]) -> None:
        super().__init__()
        self._name = Label("", "strong")
        self._buttons: dict[str, WholeNameButton] = {}
        group = QWidget()
        flow = FlowLayout(group, 4)
        for value in values:
            button = WholeNameButton(theme, "option")
            button.setCheckable(True)
            button.toggled.connect(self._mark)
            button.clicked.connect(self.edited)
            self._buttons[value] = button
            flow.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._name)
        column.addWidget(group)

    @property
    def values(self) -> tuple[str, ...]:
        """Those that are on."""
        return tuple(value for value, button in self._buttons.items() if button.isChecked())

    def choose(self, values: Sequence[str]) -> None:
        """Turns these on and the others off."""
        for value, button in self._buttons.items():
            button.setChecked(value in values)

    def set_words(self, name: str, names: Sequence[str]) -> None:
        """The name of the row, and of its values in their order."""
        self._name.setText(name)
        for button, words in zip(self._buttons.values(), names, strict=True):
            button.set_words(words.replace("&", "&&"), f"{name}: {words}")

    def set_enabled(self, enabled: bool) -> None:
        """Whether anything can be changed."""
        for button in self._buttons.values():
            button.setEnabled(enabled)

    def _mark(self, _checked: bool) -> None:
        for button in self._buttons.values():
            button.set_icon_name("check" if button.isChecked() else "")
