"""A refused record as a small form: what was refused is marked and says why, everything else can be seen."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from neuvola_core.errors import NeuvolaError, RefusedContentError
from neuvola_desk.i18n import _
from neuvola_desk.messages import sentence
from neuvola_desk.refusal_words import field_words
from neuvola_desk.ui.parts.buttons import Button
from neuvola_desk.ui.parts.labels import IconLabel, Label
from neuvola_desk.ui.sync.refused_fields import FieldControl, control
from neuvola_desk.ui.theme import Theme

if TYPE_CHECKING:  # for its name only
    from neuvola_desk.sync.unsent import RefusedRecord

_WIDE: Final = frozenset({"unmet"})
"""Two things side by side, which takes the width of the form."""
_NOT_TYPED: Final = frozenset({"service"})
"""An id that nobody can know by heart."""


class RefusedForm(QFrame):
    """``kept`` carries what was changed; ``confirmed`` the same where the text is not about a visitor."""

    kept = Signal(object, bool)
    left = Signal()

    def __init__(self, theme: Theme, record: "RefusedRecord", told: str) -> None:
        """``told`` is why the record was refused."""
        super().__init__()
        self.setProperty("kind", "card")
        self._theme = theme
        self._before: Mapping[str, str] = record.values
        self._controls: dict[str, FieldControl] = {}
        self._fields = self._columns(record, told)
        self.fault = Label("", "error")
        self.keep_button = Button(theme, "primary", "forward")
        self.sure_button = Button(theme, "plain", "check")
        self.leave_button = Button(theme, "quiet")
        self._lay_out()

    def _lay_out(self) -> None:
        about = _("Tarkista tiedot ja korjaa se, mikä ei kelvannut. Muut kohdat voivat jäädä ennalleen.")
        self.keep_button.set_words(_("Lähetä korjattuna"))
        self.sure_button.set_words(_("Ei ole kävijän tieto, lähetä"))
        self.leave_button.set_words(_("Peruuta"))
        for button in (self.keep_button, self.sure_button, self.leave_button):
            button.setAutoDefault(True)
        self.keep_button.clicked.connect(self._keep)
        self.sure_button.clicked.connect(self._keep_surely)
        self.leave_button.clicked.connect(self.left)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.keep_button, self.sure_button, self.leave_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(12)
        column.addWidget(Label(about, "muted"))
        column.addLayout(self._fields)
        column.addWidget(self.fault)
        column.addLayout(buttons)
        self.fault.hide()
        self.sure_button.hide()

    def take_focus(self) -> None:
        """The keyboard goes to what was refused."""
        first = next(iter(self._controls.values()), None)
        (first or self.keep_button).setFocus(Qt.FocusReason.OtherFocusReason)

    def show_fault(self, fault: NeuvolaError) -> None:
        """Says why it cannot be sent like this; what was changed stays."""
        self.fault.setText(sentence(fault))
        self.fault.show()
        asks = isinstance(fault, RefusedContentError) and bool(fault.facts.get("question"))
        self.sure_button.setVisible(asks)
        named = self._controls.get(str(fault.facts.get("field", "")))
        (self.sure_button if asks else named or self.keep_button).setFocus(Qt.FocusReason.OtherFocusReason)

    def _columns(self, record: "RefusedRecord", told: str) -> QVBoxLayout:
        """What was refused first, for it gets the keyboard; the others below it and beside."""
        names = [name for name in record.values if name not in _NOT_TYPED]
        names.sort(key=lambda name: name != record.fault)
        narrow = [name for name in names if name not in _WIDE]
        half = (len(narrow) + 1) // 2
        beside = QHBoxLayout()
        beside.setSpacing(24)
        fields = QVBoxLayout()
        fields.setSpacing(12)
        for name in names:
            if name in _WIDE and name == record.fault:
                fields.addWidget(self._field(name, record.values[name], told))
        for some in (narrow[:half], narrow[half:]):
            column = QVBoxLayout()
            column.setSpacing(12)
            for name in some:
                wrong = told if name == record.fault else ""
                column.addWidget(self._field(name, record.values[name], wrong))
            column.addStretch(1)
            beside.addLayout(column, 1)
        fields.addLayout(beside)
        for name in names:
            if name in _WIDE and name != record.fault:
                fields.addWidget(self._field(name, record.values[name], ""))
        return fields

    def _field(self, name: str, words: str, wrong: str) -> QWidget:
        made = control(name, self._theme)
        made.put(words)
        made.name(field_words(name), wrong)
        self._controls[name] = made
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        head = QHBoxLayout()
        head.setSpacing(4)
        if wrong:
            head.addWidget(IconLabel(self._theme, "warn", "danger"))
        title = Label(field_words(name), "strong")
        title.setBuddy(made)
        head.addWidget(title, 1)
        column.addLayout(head)
        column.addWidget(made)
        if wrong:
            column.addWidget(Label(wrong, "error"))
        return whole

    def _changes(self) -> dict[str, str]:
        said = {name: made.value for name, made in self._controls.items()}
        return {name: words for name, words in said.items() if words != self._before[name]}

    def _keep(self) -> None:
        self.kept.emit(self._changes(), False)

    def _keep_surely(self) -> None:
        self.kept.emit(self._changes(), True)
