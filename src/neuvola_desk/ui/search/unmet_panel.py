"""What no help was found for: the worker picks the need, and a reason, and takes them to the visit form.

Nothing is written here, and the words of the search are not part of it: they only bring near needs first.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from neuvola_core import taxonomy
from neuvola_core.visit import UnmetReason
from neuvola_desk.i18n import _, current_language
from neuvola_desk.ui.parts.buttons import Button
from neuvola_desk.ui.parts.clearing import name_clear_button
from neuvola_desk.ui.parts.flow import FlowLayout
from neuvola_desk.ui.parts.labels import Label
from neuvola_desk.ui.search.one_of import Choice, OneOf
from neuvola_desk.ui.theme import Theme
from neuvola_desk.ui.visit.need_finder import find_needs
from neuvola_desk.ui.visit.words import value_words


class UnmetPanel(QScrollArea):
    """``picked`` tells a need and a reason ("" where none was picked)."""

    picked = Signal(str, str)
    left = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._near: tuple[str, ...] = ()
        self._heading = Label("", "title")
        self._hint = Label("", "muted")
        self._need_heading = Label("", "strong")
        self.field = QLineEdit()
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(self._offer)
        self.field.returnPressed.connect(self._take_first)
        self._none = Label("", "small")
        self.needs = OneOf(theme)
        self.needs.chosen.connect(self._need_chosen)
        self._reason_heading = Label("", "strong")
        self.reasons = OneOf(theme)
        self.go_button = Button(theme, "primary", "visit")
        self.go_button.setAutoDefault(True)  # Enter presses it
        self.go_button.clicked.connect(self._go)
        self._back = Button(theme, "quiet")
        self._back.clicked.connect(self.left)
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        self.setObjectName("empty")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        inside.setObjectName("empty-inside")
        self.setWidget(inside)
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 16, 32, 16)
        column.setSpacing(8)
        column.addWidget(self._heading)
        column.addWidget(self._hint)
        column.addSpacing(8)
        for part in (self._need_heading, self.field, self.needs, self._none):
            column.addWidget(part)
        column.addSpacing(8)
        column.addWidget(self._reason_heading)
        column.addWidget(self.reasons)
        column.addSpacing(16)
        foot = QWidget()
        flow = FlowLayout(foot, spacing=8)
        flow.addWidget(self.go_button)
        flow.addWidget(self._back)
        column.addWidget(foot)
        column.addStretch(1)

    def begin(self, near: tuple[str, ...]) -> None:
        """An empty choice, with these needs on offer first."""
        self._near = near
        self.field.setText("")  # unlike clear(), this leaves nothing for "undo" to bring back
        self.needs.offer(())
        self.reasons.offer(_reasons())
        self._offer()

    def clear_visitor(self) -> None:
        """Forgets what was picked and typed."""
        self.begin(())

    def take_focus(self) -> None:
        """Puts the keyboard into the field that finds a need."""
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Sets the texts again and keeps what was picked."""
        self._heading.setText(_("Mihin apua ei löytynyt?"))
        self._hint.setText(
            _("Valitse tarve ja syy. Mitään ei tallenneta ennen kuin painat lomakkeella Merkitse käynti.")
        )
        self._need_heading.setText(_("Tarve"))
        self.field.setPlaceholderText(_("Etsi tarve, esim. velat"))
        self.field.setAccessibleName(_("Etsi tarve"))
        name_clear_button(self.field)
        self._none.setText(_("Sillä sanalla ei löydy tarvetta. Kokeile toista, tai kirjoita: muu."))
        self._reason_heading.setText(_("Syy (voit jättää valitsematta)"))
        self.needs.setAccessibleName(_("Tarve"))
        self.reasons.setAccessibleName(_("Syy"))
        self.go_button.set_words(_("Vie käyntilomakkeelle"))
        self._back.set_words(_("Takaisin"))
        self.reasons.offer(_reasons(), self.reasons.value)
        self._offer()

    def _offer(self) -> None:
        """What fits the field, else what is near; the picked need stays first."""
        typed, picked = self.field.text(), self.needs.value
        found = find_needs(typed, current_language()) if typed.strip() else self._near
        shown = dict.fromkeys((picked, *found) if picked else found)
        self.needs.offer([_named(need) for need in shown], picked)
        self._none.setVisible(bool(typed.strip()) and not found)
        self._fit()

    def _take_first(self) -> None:
        found = find_needs(self.field.text(), current_language())
        if found:
            self.needs.offer([_named(need) for need in found], found[0])
            self._need_chosen(found[0])

    def _need_chosen(self, _need: str) -> None:
        self._fit()

    def _fit(self) -> None:
        self.go_button.setEnabled(bool(self.needs.value))

    def _go(self) -> None:
        self.picked.emit(self.needs.value, self.reasons.value)


def _named(need: str) -> Choice:
    return need, taxonomy.needs().name(need, current_language())


def _reasons() -> list[Choice]:
    return [(reason.value, value_words(reason)) for reason in UnmetReason]
