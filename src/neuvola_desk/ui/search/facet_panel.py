"""The three clicks: need, activity, and where the visitor wants to go."""

from collections.abc import Mapping
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from neuvola_desk.i18n import _
from neuvola_desk.ui.parts.clearing import name_clear_button
from neuvola_desk.ui.parts.labels import Label
from neuvola_desk.ui.search.choices import Choices, Kind
from neuvola_desk.ui.search.facet_list import FacetList, Option
from neuvola_desk.ui.search.facet_options import narrowed, options
from neuvola_desk.ui.theme import Theme

_STEPS: Final[tuple[Kind, ...]] = ("need", "activity", "municipality")


class FacetStep(QWidget):
    """A numbered heading over its options; the municipality has a field to find its name by."""

    chosen = Signal(str, str)
    finished = Signal()

    def __init__(self, theme: Theme, kind: Kind, number: int) -> None:
        super().__init__()
        self.kind = kind
        self._offered: tuple[Option, ...] = ()
        self._number = QLabel(str(number))
        self._number.setProperty("role", "step")
        self._heading = Label("", "strong")
        self._list = FacetList(theme)
        self._list.chosen.connect(self._tell)
        self._list.finished.connect(self.finished)
        self._field = QLineEdit()
        self._field.setProperty("kind", "narrow")
        self._field.setClearButtonEnabled(True)
        if kind != "municipality":
            self._field.hide()
        self._field.textChanged.connect(self._narrow)
        self._field.returnPressed.connect(self._choose_first)
        head = QHBoxLayout()
        head.setContentsMargins(4, 0, 0, 0)
        head.setSpacing(8)
        head.addWidget(self._number)
        head.addWidget(self._heading, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self._field)
        column.addWidget(self._list, 1)

    def set_words(self, heading: str, hint: str = "") -> None:
        """The question the step asks."""
        self._heading.setText(heading)
        self._list.setAccessibleName(heading)
        self._field.setPlaceholderText(hint)
        self._field.setAccessibleName(hint or heading)
        name_clear_button(self._field)

    def show_options(self, offered: tuple[Option, ...]) -> None:
        """The options of the newest answer."""
        self._offered = offered
        self._narrow()

    def clear_typed(self) -> None:
        """Empties the field, and leaves nothing for "undo" to bring back."""
        self._field.setText("")

    @property
    def list(self) -> FacetList:
        """The list, for the keyboard order."""
        return self._list

    @property
    def field(self) -> QLineEdit:
        """The field, for the keyboard order."""
        return self._field

    def _narrow(self) -> None:
        self._list.show_options(narrowed(self._offered, self._field.text()))

    def _choose_first(self) -> None:
        fitting = [option for option in self._list.options() if not option.chosen]
        if self._field.text().strip() and fitting:
            self._field.clear()
            self._tell(fitting[0].id)
            self.finished.emit()

    def _tell(self, option_id: str) -> None:
        self.chosen.emit(self.kind, option_id)


class FacetPanel(QWidget):
    """The column of the three steps; Enter leads from one to the next, and ``finished`` from the last."""

    chosen = Signal(str, str)
    finished = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("facets")
        self._theme = theme
        self._steps = {kind: FacetStep(theme, kind, n) for n, kind in enumerate(_STEPS, start=1)}
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 8, 16)
        column.setSpacing(16)
        for number, (kind, step) in enumerate(self._steps.items(), start=1):
            step.chosen.connect(self.chosen)
            step.finished.connect(partial(self.take_focus, number + 1))
            column.addWidget(step, 5 if kind == "need" else 4)
        self.retranslate()

    def retranslate(self) -> None:
        """Sets the texts again."""
        self._steps["need"].set_words(_("Mihin tarvitaan apua?"))
        self._steps["activity"].set_words(_("Millaista apua?"))
        self._steps["municipality"].set_words(_("Missä päin haluat asioida?"), _("Etsi paikkakunta"))

    def show_counts(self, facets: Mapping[str, Mapping[str, int]], choices: Choices) -> None:
        """Offers what the newest answer says would give something."""
        for number, (kind, step) in enumerate(self._steps.items(), start=1):
            step.show_options(options(kind, facets.get(kind, {}), choices))
            if step.list.hasFocus() and not step.list.options():
                self.take_focus(number + 1)

    def clear_visitor(self) -> None:
        """Empties the municipality field."""
        self._steps["municipality"].clear_typed()

    def take_focus(self, number: int) -> None:
        """Puts the keyboard into the list of a step; past the last one it is somebody else's.

        A list that turns out to offer nothing is passed over when the answer is there.
        """
        if number > len(_STEPS):
            self.finished.emit()
        else:
            self._steps[_STEPS[number - 1]].list.setFocus(Qt.FocusReason.TabFocusReason)

    def focus_order(self) -> tuple[QWidget, ...]:
        """The widgets in the order of the keyboard."""
        place = self._steps["municipality"]
        return (self._steps["need"].list, self._steps["activity"].list, place.field, place.list)
