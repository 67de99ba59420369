"""How far requests are, by reference: for those who may see it, and never a word of the visitor."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from neuvola_core.errors import NeuvolaError
from neuvola_core.roles import Act
from neuvola_desk.contact_words import handling_words, lost_words, stage_words
from neuvola_desk.i18n import _, current_language
from neuvola_desk.messages import sentence
from neuvola_desk.ui.background import Lane
from neuvola_desk.ui.contact import asking
from neuvola_desk.ui.contact.asking import States
from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.parts.buttons import Button
from neuvola_desk.ui.parts.flow import clear_layout
from neuvola_desk.ui.parts.labels import Label
from neuvola_desk.ui.settings.fields import Field
from neuvola_desk.ui.shift.needed import PinNeeded
from neuvola_desk.usecases.consent import name_in
from neuvola_desk.usecases.contact_requests import RequestState


class StatesCard(QWidget):
    """The requests of this desk, the newest first; a reference narrows them to one."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__()
        self._context = context
        self._states: States | None = None
        self._title, self._lost, self._told = Label("", "lead"), Label("", "warn"), Label("", "muted")
        self.line = QLineEdit()
        self.field = Field(self.line)
        self.button = Button(context.theme, "plain", "search")
        self.button.setAutoDefault(True)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        self._inside = QWidget()
        inside = QVBoxLayout(self._inside)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(8)
        inside.addWidget(self.field)
        inside.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        inside.addWidget(self._lost)
        inside.addWidget(self._told)
        inside.addLayout(self._rows)
        self.needed = PinNeeded(context, Act.REQUEST_STATES, self.look, self, _about)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for part in (self._title, self.needed, self._inside):
            column.addWidget(part)
        self.line.returnPressed.connect(self.look)
        self.button.clicked.connect(self.look)
        context.shift.changed.connect(self._shift_changed)
        self.retranslate()

    def look(self) -> None:
        """Asks how they stand, where whoever is at the desk may see it."""
        if self._may_see:
            self._context.signals.record_wanted.emit()
            self._context.door.ask(asking.states(self.line.text()), self._show, self._fail, Lane.RECORD)

    def clear(self) -> None:
        """Nothing asked, nothing shown."""
        self.line.setText("")
        self._states = None
        self.retranslate()

    def retranslate(self) -> None:
        """Sets the texts again."""
        self._title.setText(_("Yhteydenottopyyntöjen tila"))
        self.field.set_words(_("Viite"), _("Tyhjä näyttää kaikki tämän työaseman pyynnöt."))
        self.button.set_words(_("Näytä tila"))
        self._inside.setVisible(self._may_see)
        self._fill()

    @property
    def _may_see(self) -> bool:
        return self._context.shift.may(Act.REQUEST_STATES)

    def _shift_changed(self) -> None:
        self.clear()
        if self.isVisible():
            self.look()

    def _show(self, states: States) -> None:
        if self._may_see:
            self._states = states
            self._fill()

    def _fail(self, fault: NeuvolaError) -> None:
        self._states = None
        self._fill()
        self._told.setText(sentence(fault))
        self._told.setVisible(True)

    def _fill(self) -> None:
        clear_layout(self._rows)
        states = self._states
        lost = states.lost if states else 0
        self._lost.setText(lost_words(lost) if lost else "")
        self._lost.setVisible(bool(lost))
        is_empty = states is not None and not states.found
        self._told.setText(_("Pyyntöjä ei ole.") if is_empty else "")
        self._told.setVisible(is_empty)
        for state in states.found if states else ():
            self._rows.addWidget(_row(state))


def _row(state: RequestState) -> QFrame:
    frame = QFrame()
    frame.setProperty("kind", "card")
    column = QVBoxLayout(frame)
    column.setContentsMargins(16, 12, 16, 12)
    column.setSpacing(4)
    day = f"{state.day.day}.{state.day.month}.{state.day.year}"
    column.addWidget(Label(f"{state.reference} · {day}", "strong").let_copy())
    column.addWidget(Label(stage_words(state.stage)))
    for one in state.organisations:
        name = name_in(one.name, current_language()) or _("Järjestö, joka ei enää ota pyyntöjä vastaan")
        column.addWidget(Label(f"{name}: {handling_words(one.state, one.reason)}", "small"))
    return frame


def _about() -> str:
    return _("Pyyntöjen tila näytetään vain työntekijälle.")
