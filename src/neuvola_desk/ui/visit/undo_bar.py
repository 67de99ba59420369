"""A line over the status bar: what was just logged, and the way to take it back."""

from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout

from neuvola_desk.i18n import _
from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.parts.buttons import Button, IconButton
from neuvola_desk.ui.parts.labels import IconLabel, Label
from neuvola_desk.ui.visit.registrar import Offer, VisitRegistrar

BRIEF_SECONDS: Final = 10


class UndoBar(QFrame):
    """Shows the newest offer; a brief one counts its seconds down and goes."""

    def __init__(self, context: WindowContext, registrar: VisitRegistrar) -> None:
        super().__init__()
        self._registrar = registrar
        self._offer: Offer | None = None
        self._left = 0
        self.setObjectName("undo-bar")
        self.setProperty("kind", "notice")
        self._words = Label("", "strong")
        self.undo_button = Button(context.theme, "plain", "undo")
        self.undo_button.clicked.connect(self.undo)
        self._close = IconButton(context.theme, "close", small=True)
        self._close.clicked.connect(self.dismiss)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 4, 12, 4)
        row.setSpacing(12)
        row.addWidget(IconLabel(context.theme, "check", "good"), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._words, 1)
        row.addWidget(self.undo_button)
        row.addWidget(self._close)
        self._second = QTimer(self)
        self._second.setInterval(1000)
        self._second.timeout.connect(self._count_down)
        registrar.offered.connect(self.show_offer)
        registrar.withdrawn.connect(self.dismiss)
        context.signals.language_changed.connect(self.retranslate)
        self.retranslate()
        self.hide()

    def show_offer(self, offer: Offer) -> None:
        """Offers to undo, in place of what was offered before."""
        self._offer = offer
        self._left = BRIEF_SECONDS
        if offer.brief:
            self._second.start()
        else:
            self._second.stop()
        self.retranslate()
        self.show()

    def undo(self) -> None:
        """Takes back what is offered, if anything is."""
        if self._offer is not None and self.isVisible():
            self._registrar.undo(self._offer.visit_id)

    def dismiss(self) -> None:
        """Offers nothing any more."""
        self._second.stop()
        self._offer = None
        self.hide()

    def retranslate(self) -> None:
        """Sets the texts again."""
        told = self._offer.told if self._offer else ""
        brief = self._offer is not None and self._offer.brief
        self._words.setText(told)
        words = _("Peru ({n} s)").format(n=self._left) if brief else _("Peru")
        self.undo_button.set_words(words, _("Peru käynnin merkintä"), _("Ctrl+Z"))
        self._close.set_words(_("Sulje ilmoitus"))

    def _count_down(self) -> None:
        self._left -= 1
        if self._left <= 0:
            self.dismiss()
        else:
            self.retranslate()
