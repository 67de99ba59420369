"""What has been chosen, as chips that can be taken away one by one."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from neuvola_desk.i18n import _
from neuvola_desk.ui.parts.buttons import Button
from neuvola_desk.ui.parts.flow import FlowLayout, clear_layout
from neuvola_desk.ui.search.choices import KINDS, SWITCHES, Choices
from neuvola_desk.ui.search.facet_options import option_name
from neuvola_desk.ui.search.filters import switch_name
from neuvola_desk.ui.theme import Theme


class ChipRow(QWidget):
    """One chip a choice; hidden when there is none."""

    removed = Signal(str, str)
    switched_off = Signal(str)
    all_removed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("chips")
        self._theme = theme
        self._flow = FlowLayout(self, 8)
        self._choices = Choices()
        self.hide()

    def show_choices(self, choices: Choices) -> None:
        """Makes the chips anew when the choices are others."""
        if choices.typed("") != self._choices:
            self._choices = choices.typed("")
            self.retranslate()

    def retranslate(self) -> None:
        """Makes the chips in the language in use."""
        clear_layout(self._flow)
        self.setAccessibleName(_("Valinnat"))
        for kind in KINDS:
            for value in self._choices.of(kind):
                self._add(option_name(kind, value)).clicked.connect(partial(self._remove, kind, value))
        for switch in SWITCHES:
            if getattr(self._choices, switch):
                self._add(switch_name(switch)).clicked.connect(partial(self._switch_off, switch))
        count = self._flow.count()
        if count > 1:
            every = Button(self._theme, "quiet")
            every.set_words(_("Poista kaikki"), _("Poista kaikki valinnat"))
            every.clicked.connect(self._remove_all)
            self._flow.addWidget(every)
        self.setVisible(count > 0)
        self.updateGeometry()

    def _add(self, name: str) -> Button:
        chip = Button(self._theme, "chip", "close")
        chip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the cross stands after the word
        chip.set_words(name, _("Poista valinta: {name}").format(name=name))
        self._flow.addWidget(chip)
        return chip

    def _remove(self, kind: str, value: str, _checked: bool = False) -> None:
        self.removed.emit(kind, value)

    def _switch_off(self, switch: str, _checked: bool = False) -> None:
        self.switched_off.emit(switch)

    def _remove_all(self) -> None:
        self.all_removed.emit()
