"""What the server did not take: a line each, with what can be done about it."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from neuvola_core.roles import Act
from neuvola_desk.i18n import _
from neuvola_desk.ui.parts.buttons import Button
from neuvola_desk.ui.parts.flow import clear_layout
from neuvola_desk.ui.parts.labels import IconLabel, Label
from neuvola_desk.ui.sync.words import kind_words
from neuvola_desk.ui.theme import Theme
from neuvola_desk.usecases.shift import ShiftState

if TYPE_CHECKING:  # for their names only
    from neuvola_desk.sync.status import Refused


class RefusedList(QWidget):
    """Empty, and not seen, as long as everything is taken."""

    resent = Signal(str)
    discarded = Signal(str, object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shift = ShiftState()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)

    def show_refused(self, refused: "Sequence[Refused]", shift: ShiftState) -> None:
        """Replaces the lines; what may be done about them depends on who is at the desk."""
        self._shift = shift
        clear_layout(self._column)
        for one in refused:
            self._column.addWidget(self._line(one))
        self.setVisible(bool(refused))

    def _line(self, one: "Refused") -> QWidget:
        from neuvola_desk.sync.status import refusal_words

        told = Label(f"{kind_words(one.kind)}: {refusal_words(one.reason)}")
        again = Button(self._theme, "plain", "forward")
        again.set_words(_("Lähetä uudelleen"))
        again.clicked.connect(partial(self.resent.emit, one.id))
        give_up = Button(self._theme, "plain", "close")
        give_up.set_words(_("Hylkää"))
        give_up.setMenu(self._reasons(one, give_up))
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(IconLabel(self._theme, "warn", "danger"))
        row.addWidget(told, 1)
        if self._shift.may(Act.RESEND_REFUSED):
            row.addWidget(again)
        if self._shift.may(Act.DISCARD_REFUSED):
            row.addWidget(give_up)
        return line

    def _reasons(self, one: "Refused", parent: QWidget) -> QMenu:
        from neuvola_desk.sync.unsent import Reason

        words = {
            Reason.TWICE: _("Merkitty kahteen kertaan"),
            Reason.MISTAKE: _("Merkitty vahingossa"),
            Reason.HOPELESS: _("Ei voi korjata"),
        }
        menu = QMenu(parent)
        for reason, told in words.items():
            menu.addAction(told, partial(self.discarded.emit, one.id, reason))
        return menu
