"""A line over the status bar: what was just logged and the way to take it back, or what still waits."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from neuvola_desk.i18n import _, ngettext
from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.parts.buttons import Button, IconButton
from neuvola_desk.ui.parts.labels import IconLabel, Label
from neuvola_desk.ui.visit.registrar import Offer, VisitRegistrar, Way

OFFER_SECONDS: Final = 10
"""After that the form still undoes, until the part of day closes."""


class UndoBar(QWidget):
    """The newest offer counts its seconds down and goes; visits that wait stay until they are safe."""

    def __init__(self, context: WindowContext, registrar: VisitRegistrar) -> None:
        super().__init__()
        self._registrar = registrar
        self._offer: Offer | None = None
        self._left = 0
        self.setObjectName("undo-bar")
        self._icon = IconLabel(context.theme, "check", "good")
        self._words = Label("", "strong")
        self.undo_button = Button(context.theme, "plain", "undo")
        self.undo_button.clicked.connect(self.undo)
        self.retry_button = Button(context.theme, "plain", "forward")
        self.retry_button.clicked.connect(registrar.retry)
        self._close = IconButton(context.theme, "close", small=True)
        self._close.clicked.connect(self.dismiss)
        self._frame = QFrame()
        outside = QVBoxLayout(self)
        outside.setContentsMargins(16, 4, 16, 8)
        outside.addWidget(self._frame)
        row = QHBoxLayout(self._frame)
        row.setContentsMargins(12, 2, 8, 2)
        row.setSpacing(12)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._words, 1)
        for button in (self.undo_button, self.retry_button, self._close):
            row.addWidget(button)
        self.second = QTimer(self)
        self.second.setInterval(1000)
        self.second.timeout.connect(self._count_down)
        registrar.offered.connect(self.show_offer)
        registrar.withdrawn.connect(self.dismiss)
        registrar.waiting_changed.connect(self.retranslate)
        context.signals.language_changed.connect(self.retranslate)
        self.retranslate()

    def watch(self, field: QLineEdit) -> None:
        """Lets Ctrl+Z through to the offer from a field that has nothing of its own to undo."""
        field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A line of text claims Ctrl+Z always, also when it would do nothing with it."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.matches(QKeySequence.StandardKey.Undo)
            and self._offer is not None
            and isinstance(watched, QLineEdit)
            and not watched.isUndoAvailable()
        ):
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def show_offer(self, offer: Offer) -> None:
        """Offers to undo, in place of what was offered before."""
        self._offer = offer
        self._left = OFFER_SECONDS
        self.second.start()
        self.retranslate()

    def undo(self) -> None:
        """Takes back what is offered, if anything is."""
        if self._offer is not None:
            self._registrar.undo(self._offer.visit_id)

    def dismiss(self) -> None:
        """Offers nothing any more."""
        self.second.stop()
        self._offer = None
        self.retranslate()

    def retranslate(self) -> None:
        """Sets the texts again."""
        offer, waiting = self._offer, self._registrar.waiting
        self.undo_button.set_words(
            _("Peru ({n} s)").format(n=self._left), _("Peru käynnin merkintä"), _("Ctrl+Z")
        )
        self.retry_button.set_words(_("Yritä uudelleen"), _("Yritä merkitä odottavat käynnit uudelleen"))
        self._close.set_words(_("Sulje ilmoitus"))
        self._words.setText(_told(offer.way) if offer else _waiting_words(waiting))
        self._icon.show_icon(*(("check", "good") if offer else ("warn", "warn")))
        self._set_kind("notice" if offer else "warning")
        self.undo_button.setVisible(offer is not None)
        self._close.setVisible(offer is not None)
        self.retry_button.setVisible(offer is None)
        self.setVisible(offer is not None or waiting > 0)

    def _set_kind(self, kind: str) -> None:
        frame = self._frame
        if frame.property("kind") != kind:
            frame.setProperty("kind", kind)
            frame.style().unpolish(frame)
            frame.style().polish(frame)

    def _count_down(self) -> None:
        self._left -= 1
        if self._left <= 0:
            self.dismiss()
        else:
            self.retranslate()


def _told(way: Way) -> str:
    """What was done; never what the visit was about, for the next visitor may see the line."""
    if way is Way.LEAVING:
        return _("Edellisen kävijän käynti merkittiin.")
    return _("Pikakäynti merkitty.") if way is Way.KEY else _("Käynti merkitty.")


def _waiting_words(waiting: int) -> str:
    told = ngettext(
        "{n} käynti odottaa: sitä ei vielä saatu talteen.",
        "{n} käyntiä odottaa: niitä ei vielä saatu talteen.",
        waiting,
    )
    return told.format(n=waiting)
