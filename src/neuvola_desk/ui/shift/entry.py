"""Giving a PIN: the line, what became of it, and the wait after five misses."""

from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from neuvola_core.errors import NeuvolaError, PinRefusedError
from neuvola_desk.i18n import _
from neuvola_desk.messages import sentence
from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.parts.buttons import Button
from neuvola_desk.ui.parts.labels import Label
from neuvola_desk.ui.shift.pin_field import PinField

_SECOND_MS: Final = 1000


class PinEntry(QWidget):
    """Hands what is typed to the keeper and shows its answer; while there is a wait nothing can be typed."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__()
        self._keeper = context.shift
        self._fault: NeuvolaError | None = None
        self._left = 0
        self._asking = False
        self._name = Label("", "strong", wrap=False)
        self.field = PinField()
        self._name.setBuddy(self.field)
        self.button = Button(context.theme, "primary")
        self.told = Label("", "error")
        self._second = QTimer(self)
        self._second.setInterval(_SECOND_MS)
        self._second.timeout.connect(self.count_down)
        self._lay_out()
        self.field.returnPressed.connect(self.enter)
        self.field.textEdited.connect(self._typed)
        self.button.clicked.connect(self.enter)
        self.button.setAutoDefault(True)
        self._keeper.refused.connect(self._refuse)
        self._keeper.entered.connect(self.forget)
        self.retranslate()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.field, 1)
        row.addWidget(self.button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._name)
        column.addLayout(row)
        column.addWidget(self.told)

    def retranslate(self) -> None:
        """Sets the texts again."""
        self._name.setText(_("PIN-koodi"))
        self.button.set_words(_("Avaa"), _("Avaa PIN-koodilla"))
        self.field.setAccessibleName(_("PIN-koodi, 4–6 numeroa"))
        self._show()

    def take_focus(self) -> None:
        """The keyboard is ready for the digits."""
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Nothing was typed and nothing is wrong; a wait goes on."""
        self.field.clear()
        self._asking = False
        self._fault = None
        self._show()

    def enter(self) -> None:
        """Gives what was typed, once."""
        if self.field.text() and not self._asking and not self._left:
            self._asking = True
            self._keeper.enter(self.field.take())

    def count_down(self) -> None:
        """A second of the wait has passed."""
        self._left -= 1
        if self._left <= 0:
            self._left = 0
            self._second.stop()
            self._fault = None
        self._show()
        if not self._left and self.isVisible():
            self.take_focus()

    def _refuse(self, fault: NeuvolaError) -> None:
        self._asking = False
        self._fault = fault
        if isinstance(fault, PinRefusedError) and fault.facts["reason"] == "wait":
            self._left = int(str(fault.facts["seconds"]))
            self._second.start()
        self._show()
        QAccessible.updateAccessibility(QAccessibleEvent(self.told, QAccessible.Event.Alert))
        if self.isVisible() and not self._left:
            self.take_focus()

    def _typed(self) -> None:
        self._fault = None
        self._show()

    def _show(self) -> None:
        self.field.setEnabled(not self._left)
        self.button.setEnabled(not self._left)
        fault = PinRefusedError(reason="wait", seconds=self._left) if self._left else self._fault
        told = sentence(fault) if fault else ""
        self.told.setText(told)
        self.told.setVisible(bool(told))
        self.field.setAccessibleDescription(told)
