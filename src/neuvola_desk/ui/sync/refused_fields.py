"""The controls of a refused record's fields: each shows and gives its field in words, as ``unsent`` does."""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from typing import Final

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from neuvola_core.correction import LONGEST_TEXT, Part
from neuvola_core.experience import Helped
from neuvola_core.taxonomy import needs
from neuvola_core.visit import Interpreter, Language, Length, Meeting, Outcome, Target, UnmetReason
from neuvola_desk.i18n import _, current_language
from neuvola_desk.ui.card.text_box import TextBox
from neuvola_desk.ui.card.words import part_words
from neuvola_desk.ui.theme import Theme
from neuvola_desk.ui.visit.words import value_words

_SLOTS: Final = 3
"""Needs, and needs that were not met, are three at most."""
Choice = tuple[str, str]
"""A value of the record and its words."""


class FieldControl(QWidget):
    """One field; ``value`` is what it says now, in words."""

    def __init__(self) -> None:
        super().__init__()
        self._row = QVBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(4)

    @property
    def value(self) -> str:
        """The field in words."""
        raise NotImplementedError

    def put(self, words: str) -> None:
        """Shows what is in the record."""
        raise NotImplementedError

    def name(self, name: str, description: str) -> None:
        """What the field is called, and what is wrong with it."""
        for child in self.findChildren(QWidget):
            if isinstance(child, QLineEdit | QComboBox | TextBox):
                child.setAccessibleName(name)
                child.setAccessibleDescription(description)


class LineControl(FieldControl):
    """A short word that is typed."""

    def __init__(self) -> None:
        super().__init__()
        self._line = QLineEdit()
        self._row.addWidget(self._line)
        self.setFocusProxy(self._line)

    @property
    def value(self) -> str:
        """What stands in the line."""
        return self._line.text().strip()

    def put(self, words: str) -> None:
        """Fills the line."""
        self._line.setText(words)


class TextControl(FieldControl):
    """A text of some lines."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._box = TextBox(theme, LONGEST_TEXT)
        self._row.addWidget(self._box)
        self.setFocusProxy(self._box)

    @property
    def value(self) -> str:
        """What stands in the box."""
        return self._box.text

    def put(self, words: str) -> None:
        """Fills the box."""
        self._box.put(words)


class ChoiceBox(QComboBox):
    """A drop-down list of values; one that is not in the list any more stands first, as it is."""

    def __init__(self, choices: Sequence[Choice]) -> None:
        super().__init__()
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(10)
        for value, words in choices:
            self.addItem(words, value)

    @property
    def value(self) -> str:
        """The chosen value."""
        return str(self.currentData() or "")

    def put(self, value: str) -> None:
        """Chooses a value."""
        if self.findData(value) < 0:
            self.insertItem(0, value, value)
        self.setCurrentIndex(self.findData(value))


class ChoiceControl(FieldControl):
    """One of a closed list."""

    def __init__(self, choices: Sequence[Choice]) -> None:
        super().__init__()
        self._box = ChoiceBox(choices)
        self._row.addWidget(self._box)
        self.setFocusProxy(self._box)

    @property
    def value(self) -> str:
        """The chosen value."""
        return self._box.value

    def put(self, words: str) -> None:
        """Chooses a value."""
        self._box.put(words)


class SlotsControl(FieldControl):
    """Up to three things in a row each of one or two choices: needs, or needs with why they were not met."""

    def __init__(self, *columns: Sequence[Choice]) -> None:
        super().__init__()
        self._slots: list[tuple[ChoiceBox, ...]] = []
        for _slot in range(_SLOTS):
            line = QHBoxLayout()
            line.setSpacing(4)
            boxes = tuple(ChoiceBox(choices) for choices in columns)
            for box in boxes:
                line.addWidget(box, 1)
            self._row.addLayout(line)
            self._slots.append(boxes)
        self.setFocusProxy(self._slots[0][0])

    @property
    def value(self) -> str:
        """The slots that are filled, their parts with a colon between."""
        told = (tuple(box.value for box in boxes) for boxes in self._slots)
        return ",".join(":".join(parts) for parts in told if parts[0])

    def put(self, words: str) -> None:
        """Fills the slots; any beyond the last go, for the record may not have them."""
        listed = [one for one in words.split(",") if one]
        for boxes, one in zip(self._slots, [*listed, *[""] * _SLOTS], strict=False):
            for box, part in zip(boxes, [*one.split(":"), ""], strict=False):
                box.put(part)


def control(name: str, theme: Theme) -> FieldControl:
    """The control of a field."""
    if name == "needs":
        return SlotsControl(_needs())
    if name == "unmet":
        return SlotsControl(_needs(), [("", "–"), *_of(UnmetReason, value_words)])
    if name in _CLOSED:
        return ChoiceControl(_CLOSED[name]())
    return TextControl(theme) if name == "text" else LineControl()


def _needs() -> list[Choice]:
    language = current_language()
    named = [(term.id, needs().name(term.id, language)) for term in needs().terms]
    return [("", "–"), *sorted(named, key=lambda choice: choice[1].casefold())]


def _of(kind: type[StrEnum], words: Callable[..., str]) -> list[Choice]:
    return [(value.value, words(value)) for value in kind]


def _helped_words(value: Helped) -> str:
    return {
        Helped.YES: _("Sai apua"),
        Helped.PARTLY: _("Sai osittain"),
        Helped.WAITING: _("Odottaa vielä"),
        Helped.NO: _("Ei saanut"),
        Helped.DID_NOT_GO: _("Ei mennyt"),
    }[value]


_CLOSED: Final[Mapping[str, Callable[[], list[Choice]]]] = {
    "channel": lambda: _of(Meeting, value_words),
    "target": lambda: _of(Target, value_words),
    "language": lambda: _of(Language, value_words),
    "interpreter": lambda: _of(Interpreter, value_words),
    "outcome": lambda: _of(Outcome, value_words),
    "length": lambda: _of(Length, value_words),
    "helped": lambda: _of(Helped, _helped_words),
    "obstacle": lambda: [("", "–"), *_of(UnmetReason, value_words)],
    "part": lambda: _of(Part, part_words),
}
