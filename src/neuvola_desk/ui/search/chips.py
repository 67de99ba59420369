"""How many were found, and beside it what has been chosen, as chips that can be taken away one by one."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from neuvola_desk.i18n import _, current_language
from neuvola_desk.ui.parts.buttons import Button
from neuvola_desk.ui.parts.flow import FlowLayout
from neuvola_desk.ui.search.choices import KINDS, SWITCHES, Choices
from neuvola_desk.ui.search.facet_options import option_name
from neuvola_desk.ui.search.filters import switch_name
from neuvola_desk.ui.theme import Theme


class ChipRow(QWidget):
    """One chip a choice, after the widgets that always lead the row."""

    removed = Signal(str, str)
    switched_off = Signal(str)
    profile_removed = Signal()
    all_removed = Signal()

    def __init__(self, theme: Theme, *leading: QWidget) -> None:
        super().__init__()
        self.setObjectName("chips")
        self._theme = theme
        self._flow = FlowLayout(self, 8)
        for widget in leading:
            self._flow.addWidget(widget)
        self._chips: list[Button] = []
        self._choices = Choices()

    @property
    def chips(self) -> tuple[Button, ...]:
        """The chips, in the order they are shown."""
        return tuple(self._chips)

    def show_choices(self, choices: Choices) -> None:
        """Makes the chips anew when the choices are others."""
        if choices.typed("") != self._choices:
            self._choices = choices.typed("")
            self.retranslate()

    def retranslate(self) -> None:
        """Makes the chips in the language in use."""
        for old in self._chips:
            self._flow.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._chips = []
        self.setAccessibleName(_("Valinnat"))
        profile, by_hand = self._choices.profile, self._choices.by_hand()
        if profile is not None:
            self._add(profile.name.best(current_language())).clicked.connect(self.profile_removed)
        for kind in KINDS:
            for value in by_hand.of(kind):
                self._add(option_name(kind, value)).clicked.connect(partial(self._remove, kind, value))
        for switch in SWITCHES:
            if getattr(by_hand, switch):
                self._add(switch_name(switch)).clicked.connect(partial(self._switch_off, switch))
        if len(self._chips) > 1:
            every = Button(self._theme, "quiet")
            every.set_words(_("Poista kaikki"), _("Poista kaikki valinnat"))
            every.clicked.connect(self._remove_all)
            self._put(every)
        self.updateGeometry()

    def _add(self, name: str) -> Button:
        chip = Button(self._theme, "chip", "close")
        chip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the cross stands after the word
        chip.set_words(name.replace("&", "&&"), _("Poista valinta: {name}").format(name=name))
        self._put(chip)
        return chip

    def _put(self, chip: Button) -> None:
        self._chips.append(chip)
        self._flow.addWidget(chip)
        chip.show()  # at once: the row is never seen without it

    def _remove(self, kind: str, value: str, _checked: bool = False) -> None:
        self.removed.emit(kind, value)

    def _switch_off(self, switch: str, _checked: bool = False) -> None:
        self.switched_off.emit(switch)

    def _remove_all(self) -> None:
        self.all_removed.emit()
