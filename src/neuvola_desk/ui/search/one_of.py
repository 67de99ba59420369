"""A row of buttons of which none or one is chosen: nothing is chosen for anybody."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from neuvola_desk.ui.parts.flow import FlowLayout, clear_layout
from neuvola_desk.ui.search.whole_name import WholeNameButton
from neuvola_desk.ui.theme import Theme

Choice = tuple[str, str]
"""An id and its words."""


class OneOf(QWidget):
    """``chosen`` tells an id, or "" when the chosen one was let go."""

    chosen = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._choices: tuple[Choice, ...] = ()
        self._chosen = ""
        self._buttons: dict[str, WholeNameButton] = {}
        self._flow = FlowLayout(self, 4)

    @property
    def value(self) -> str:
        """The chosen id, or ""."""
        return self._chosen

    def offer(self, choices: Sequence[Choice], chosen: str = "") -> None:
        """Shows these; buttons that are there already stay where they are."""
        if tuple(choices) != self._choices:
            self._choices = tuple(choices)
            clear_layout(self._flow)
            self._buttons = {key: self._button(key, words) for key, words in choices}
        self._chosen = chosen if chosen in self._buttons else ""
        self._mark()

    def _button(self, key: str, words: str) -> WholeNameButton:
        button = WholeNameButton(self._theme, "option")
        button.setCheckable(True)
        button.set_words(words.replace("&", "&&"))
        button.clicked.connect(partial(self._choose, key))
        self._flow.addWidget(button)
        return button

    def _choose(self, key: str, _checked: bool = False) -> None:
        self._chosen = "" if key == self._chosen else key
        self._mark()
        self.chosen.emit(self._chosen)

    def _mark(self) -> None:
        for key, button in self._buttons.items():
            button.setChecked(key == self._chosen)
            button.set_icon_name("check" if key == self._chosen else "")
