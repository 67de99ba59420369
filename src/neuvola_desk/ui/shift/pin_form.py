"""A new PIN, typed twice; for one's own the old one is asked too."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from neuvola_core.roles import Role
from neuvola_desk.i18n import _
from neuvola_desk.role_words import DESK_ROLES, role_name
from neuvola_desk.ui.parts.buttons import Button
from neuvola_desk.ui.parts.labels import Label
from neuvola_desk.ui.settings.fields import Field
from neuvola_desk.ui.shift.pin_field import PinField
from neuvola_desk.ui.theme import Theme
from neuvola_desk.usecases.pin_hash import LEAST_DIGITS
from neuvola_desk.usecases.pins import LONGEST_NAME


class PinForm(QWidget):
    """Not seen until something is asked; forgets every digit when it closes."""

    added = Signal(object, str, str)
    """Role, name, PIN."""
    changed = Signal(object, int, str)
    """Role, number, PIN."""
    changed_own = Signal(str, str)
    """The old PIN and the new one."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._target: tuple[Role, int, str] | None = None
        self._is_own = False
        self._title = Label("", "strong")
        self.role = QComboBox()
        self.name = QLineEdit()
        self.name.setMaxLength(LONGEST_NAME)
        self.old, self.new, self.again = PinField(), PinField(), PinField()
        self._fields = {
            "role": Field(self.role),
            "name": Field(self.name),
            "old": Field(self.old),
            "new": Field(self.new),
            "again": Field(self.again),
        }
        self.told = Label("", "error")
        self.keep_button = Button(theme, "primary", "check")
        self.cancel_button = Button(theme, "plain")
        self._lay_out()
        self.role.currentIndexChanged.connect(self._role_chosen)
        self.again.returnPressed.connect(self.keep)
        self.keep_button.clicked.connect(self.keep)
        self.cancel_button.clicked.connect(self.close_form)
        for button in (self.keep_button, self.cancel_button):
            button.setAutoDefault(True)
        self.retranslate()
        self.hide()

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.keep_button)
        foot.addWidget(self.cancel_button)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for part in (self._title, *self._fields.values(), self.told):
            column.addWidget(part)
        column.addLayout(foot)

    def retranslate(self) -> None:
        """Sets the texts again."""
        for number, role in enumerate(self._roles()):
            self.role.setItemText(number, role_name(role))
        fields = self._fields
        fields["role"].set_words(_("Kenelle"))
        fields["name"].set_words(_("Lyhyt nimi"), _("Näkyy vain tässä luettelossa. Voi olla tyhjä."))
        fields["old"].set_words(_("Nykyinen PIN-koodi"))
        fields["new"].set_words(_("Uusi PIN-koodi"), _("4–6 numeroa"))
        fields["again"].set_words(_("Uusi PIN-koodi uudelleen"))
        self.keep_button.set_words(_("Tallenna"), _("Tallenna PIN-koodi"))
        self.cancel_button.set_words(_("Peruuta"))
        self._title.setText(self._title_words())

    def ask_new(self, *, first: bool) -> None:
        """For a new PIN; the very first one is the coordinator's."""
        self._open()
        self.role.clear()
        roles = (Role.COORDINATOR,) if first else DESK_ROLES
        for role in roles:
            self.role.addItem(role_name(role), role.value)
        self._fields["role"].setVisible(not first)
        self._role_chosen()
        self._begin(self.new if first else self.role)

    def ask_change(self, role: Role, number: int, called: str) -> None:
        """For another PIN in the place of one that was forgotten."""
        self._open(target=(role, number, called))
        self._begin(self.new)

    def ask_own(self) -> None:
        """For another PIN of one's own."""
        self._open(is_own=True)
        self._fields["old"].show()
        self._begin(self.old)

    def keep(self) -> None:
        """Hands on what was typed, or says what is wrong with it; the digits stay nowhere."""
        old, new, again = (field.take() for field in (self.old, self.new, self.again))
        if len(new) < LEAST_DIGITS:
            self.show_fault(_("PIN-koodissa on 4–6 numeroa."))
        elif new != again:
            self.show_fault(_("PIN-koodit eivät ole samat. Kirjoita ne uudelleen."))
        elif self._is_own:
            self.changed_own.emit(old, new)
        elif self._target is not None:
            self.changed.emit(self._target[0], self._target[1], new)
        else:
            self.added.emit(Role(self.role.currentData()), self.name.text(), new)

    def show_fault(self, told: str) -> None:
        """Says why the PIN was not taken."""
        self.told.setText(told)
        self.told.setVisible(bool(told))
        first = self.old if self._is_own else self.new
        first.setAccessibleDescription(told)
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_form(self) -> None:
        """Forgets what was typed and goes."""
        for field in (self.old, self.new, self.again, self.name):
            field.clear()
        self.hide()

    def _open(self, target: tuple[Role, int, str] | None = None, *, is_own: bool = False) -> None:
        self.close_form()
        self._target, self._is_own = target, is_own
        for name in ("role", "name", "old"):
            self._fields[name].hide()
        self.told.hide()
        self.retranslate()

    def _begin(self, first: QWidget) -> None:
        self._title.setText(self._title_words())
        self.show()
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _role_chosen(self) -> None:
        is_new = self._target is None and not self._is_own
        self._fields["name"].setVisible(is_new and self.role.currentData() != Role.VOLUNTEER.value)

    def _roles(self) -> tuple[Role, ...]:
        return tuple(Role(self.role.itemData(number)) for number in range(self.role.count()))

    def _title_words(self) -> str:
        if self._is_own:
            return _("Vaihda oma PIN-koodi")
        if self._target is not None:
            return _("Vaihda PIN-koodi: {who}").format(who=self._target[2])
        return _("Koordinaattorin PIN-koodi") if self.role.count() == 1 else _("Uusi PIN-koodi")
