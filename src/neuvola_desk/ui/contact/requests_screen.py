""" "Pyynnön peruminen ja tila": the code of a visitor who changed their mind, and how far requests are."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from neuvola_desk.ui.contact.states_card import StatesCard
from neuvola_desk.ui.contact.withdraw_card import WithdrawCard
from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.offers import page_title
from neuvola_desk.ui.parts.areas import card, fill_scrolling
from neuvola_desk.ui.screen import Screen


class RequestsScreen(Screen):
    """A volunteer finds the first card only."""

    key = "requests"

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context)
        self.withdrawal = WithdrawCard(context)
        self.states = StatesCard(context)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(24, 8, 24, 24)
        column.setSpacing(16)
        column.addWidget(card(self.withdrawal))
        column.addWidget(card(self.states))
        column.addStretch(1)
        fill_scrolling(self, inside)
        context.signals.covered.connect(self.clear_visitor)
        context.signals.contact_changed.connect(self._look_again)
        self.retranslate()

    def title(self) -> str:
        """The heading of the page."""
        return page_title(self.key)

    def arrive(self) -> None:
        """The keyboard is at the code; the states are asked for."""
        self.states.look()
        self.withdrawal.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Sets the texts again."""
        self.withdrawal.retranslate()
        self.states.retranslate()

    def clear_visitor(self) -> None:
        """Neither code nor reference stays."""
        self.withdrawal.clear()
        self.states.clear()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nor when another page comes to the front."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.clear_visitor()

    def _look_again(self) -> None:
        if self.isVisible():
            self.states.look()
