"""The PINs of the point in the settings: who may come in, and whose forgotten one is changed."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from neuvola_core.errors import NeuvolaError
from neuvola_core.roles import Act, Role
from neuvola_desk.i18n import _
from neuvola_desk.messages import sentence
from neuvola_desk.role_words import role_name
from neuvola_desk.ui.background import Lane
from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.parts.buttons import Button, IconButton
from neuvola_desk.ui.parts.flow import FlowLayout, clear_layout
from neuvola_desk.ui.parts.labels import IconLabel, Label
from neuvola_desk.ui.shift.needed import PinNeeded
from neuvola_desk.ui.shift.pin_form import PinForm

if TYPE_CHECKING:  # for their names only: the record is imported on a worker
    from neuvola_desk.desk import Desk
    from neuvola_desk.usecases.pins import PinEntry


class PinsCard(QFrame):
    """A coordinator sees and manages all of them, a counsellor changes their own, others see how it is."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__()
        self._context = context
        self._pins: tuple[PinEntry, ...] = ()
        self.setProperty("kind", "card")
        theme = context.theme
        self._title = Label("", "lead")
        self._banner = QFrame()
        self._banner.setProperty("kind", "notice")
        self._banner_words = Label("")
        self._rows = QVBoxLayout()
        self._rows.setSpacing(4)
        self.form = PinForm(theme)
        self.form.added.connect(self._add)
        self.form.changed.connect(self._change)
        self.form.changed_own.connect(self._change_own)
        self.own_button = Button(theme, "plain", "lock")
        self.own_button.clicked.connect(self.form.ask_own)
        self.add_button = Button(theme, "plain", "plus")
        self.add_button.clicked.connect(self._want_new)
        for button in (self.own_button, self.add_button):
            button.setAutoDefault(True)
        self.needed = PinNeeded(context, Act.MANAGE_PINS, self.refresh, self)
        self._lay_out()
        context.shift.changed.connect(self._shift_changed)
        self.retranslate()

    def _lay_out(self) -> None:
        banner = QHBoxLayout(self._banner)
        banner.setContentsMargins(12, 8, 12, 8)
        banner.setSpacing(8)
        banner.addWidget(IconLabel(self._context.theme, "info"), 0, Qt.AlignmentFlag.AlignTop)
        banner.addWidget(self._banner_words, 1)
        buttons = QWidget()
        flow = FlowLayout(buttons)
        flow.addWidget(self.add_button)
        flow.addWidget(self.own_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 24)
        column.setSpacing(12)
        column.addWidget(self._title)
        column.addWidget(self._banner)
        column.addWidget(self.needed)
        column.addLayout(self._rows)
        column.addWidget(buttons)
        column.addWidget(self.form)

    def retranslate(self) -> None:
        """Sets the texts again."""
        self._title.setText(_("PIN-koodit"))
        self._banner_words.setText(
            _(
                "PIN-koodeja ei ole: kaikki voivat kaiken. Kun koordinaattori asettaa PIN-koodin, työasema "
                "alkaa lukittuna, ja haku ja hätänumerot toimivat silti. Tulosta ensin avainlehti: sillä "
                "pääsee takaisin, jos koordinaattorin PIN-koodi unohtuu."
            )
        )
        self.add_button.set_words(_("Uusi PIN-koodi"))
        self.own_button.set_words(_("Vaihda oma PIN-koodi"))
        self.form.retranslate()
        self._show()

    def refresh(self) -> None:
        """Asks the record, where whoever is at the desk may see them."""
        if self._context.shift.may(Act.MANAGE_PINS) and self._context.shift.state.has_pins:
            self._ask(_all, self._take)

    def _show(self) -> None:
        shift = self._context.shift
        has_pins, manages = shift.state.has_pins, shift.may(Act.MANAGE_PINS)
        self._banner.setVisible(not has_pins)
        self.add_button.setVisible(manages)
        self.own_button.setVisible(has_pins and shift.may(Act.CHANGE_OWN_PIN))
        clear_layout(self._rows)
        for pin in self._pins:
            self._rows.addWidget(self._row(pin))
        self.needed.retranslate()

    def _row(self, pin: "PinEntry") -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        called = pin_words(pin)
        row.addWidget(IconLabel(self._context.theme, "person"), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(Label(called), 1)
        change = Button(self._context.theme, "plain")
        change.set_words(_("Vaihda"), _("Vaihda PIN-koodi: {who}").format(who=called))
        change.clicked.connect(partial(self._want_change, pin))
        remove = IconButton(self._context.theme, "remove", small=True)
        remove.set_words(_("Poista PIN-koodi: {who}").format(who=called))
        remove.clicked.connect(partial(self._remove, pin))
        row.addWidget(change)
        row.addWidget(remove)
        return line

    def _shift_changed(self) -> None:
        self._pins = ()
        self.form.close_form()
        self._show()
        if self.isVisible():
            self.refresh()

    def _want_new(self) -> None:
        self.form.ask_new(first=not self._context.shift.state.has_pins)

    def _want_change(self, pin: "PinEntry", _checked: bool = False) -> None:
        self.form.ask_change(pin.role, pin.number, pin_words(pin))

    def _add(self, role: Role, name: str, typed: str) -> None:
        self._ask(partial(_add, role=role, name=name, typed=typed), self._done)

    def _change(self, role: Role, number: int, typed: str) -> None:
        self._ask(partial(_change, role=role, number=number, typed=typed), self._done)

    def _change_own(self, old: str, new: str) -> None:
        self._ask(partial(_change_own, old=old, new=new), self._done)

    def _remove(self, pin: "PinEntry", _checked: bool = False) -> None:
        self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self._ask(partial(_remove, role=pin.role, number=pin.number), self._done)

    def _ask(self, question: Callable[["Desk"], object], then: Callable[[object], None]) -> None:
        self._context.signals.record_wanted.emit()
        self._context.door.ask(question, then, self._fail, Lane.RECORD)

    def _take(self, pins: object) -> None:
        self._pins = tuple(pins) if isinstance(pins, Sequence) else ()
        self._show()

    def _done(self, _answer: object) -> None:
        self.form.close_form()
        self._context.signals.said.emit(_("PIN-koodit tallennettu."))
        self._context.shift.look()
        self.refresh()

    def _fail(self, fault: NeuvolaError) -> None:
        if self.form.isVisible():
            self.form.show_fault(sentence(fault))
        else:
            self._context.signals.fault.emit(fault)


def pin_words(pin: "PinEntry") -> str:
    """Whose PIN it is."""
    return f"{role_name(pin.role)} {pin.number}" + (f" – {pin.name}" if pin.name else "")


def _all(desk: "Desk") -> "tuple[PinEntry, ...]":
    return desk.pins.all()


def _add(desk: "Desk", role: Role, name: str, typed: str) -> None:
    desk.pins.add(role, typed, name)


def _change(desk: "Desk", role: Role, number: int, typed: str) -> None:
    desk.pins.change(role, number, typed)


def _change_own(desk: "Desk", old: str, new: str) -> None:
    desk.pins.change_own(old, new)


def _remove(desk: "Desk", role: Role, number: int) -> None:
    desk.pins.remove(role, number)
