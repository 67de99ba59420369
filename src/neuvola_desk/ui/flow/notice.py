"""What was just done and the way to take it back, or which visits still wait, in one line."""

from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from neuvola_desk.i18n import _, ngettext
from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.flow.undo import Undoable, UndoStack
from neuvola_desk.ui.parts.buttons import Button, IconButton
from neuvola_desk.ui.parts.labels import IconLabel, Label
from neuvola_desk.ui.visit.registrar import Offer, VisitRegistrar, Way

TOLD_SECONDS: Final = 10
"""After that Ctrl+Z still undoes what lasts, and the form a visit until the part of day closes."""


class UndoNotice(QWidget):
    """The newest thing counts its seconds down and goes; visits that wait stay until they are safe."""

    turned = Signal()
    """Something is told, or nothing any more."""

    def __init__(self, context: WindowContext, registrar: VisitRegistrar, stack: UndoStack) -> None:
        super().__init__()
        self._registrar = registrar
        self._stack = stack
        self._done: Undoable | None = None
        self._left = 0
        self.setObjectName("undo-notice")
        self._make_parts(context)
        self._lay_out()
        self.second = QTimer(self)
        self.second.setInterval(1000)
        self.second.timeout.connect(self._count_down)
        stack.told.connect(self._tell)
        registrar.offered.connect(self._offer)
        registrar.withdrawn.connect(stack.withdraw)
        registrar.waiting_changed.connect(self.retranslate)
        context.signals.language_changed.connect(self.retranslate)
        self.retranslate()

    def _make_parts(self, context: WindowContext) -> None:
        self._icon = IconLabel(context.theme, "check", "good")
        self._words = Label("", "strong")
        self.undo_button = Button(context.theme, "plain", "undo")
        self.undo_button.clicked.connect(self._undo)
        self.retry_button = Button(context.theme, "plain", "forward")
        self.retry_button.clicked.connect(self._registrar.retry)
        self._close = IconButton(context.theme, "close", small=True)
        self._close.clicked.connect(self._stack.silence)

    def _lay_out(self) -> None:
        self._frame = QFrame()
        outside = QVBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addWidget(self._frame)
        row = QHBoxLayout(self._frame)
        row.setContentsMargins(12, 0, 8, 0)
        row.setSpacing(12)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._words, 1)
        for button in (self.undo_button, self.retry_button, self._close):
            row.addWidget(button)

    @property
    def has_something(self) -> bool:
        """Whether there is anything to be told."""
        return self._done is not None or self._registrar.waiting > 0

    def watch(self, focused: QObject | None) -> None:
        """Lets Ctrl+Z through from a field that has nothing of its own to undo."""
        if focused is not None and _line_of(focused) is not None:
            focused.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A line of text claims Ctrl+Z always, also when it would do nothing with it."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.matches(QKeySequence.StandardKey.Undo)
            and len(self._stack)
        ):
            line = _line_of(watched)
            if line is not None and not line.isUndoAvailable():
                event.ignore()
                return True
        return super().eventFilter(watched, event)

    def retranslate(self) -> None:
        """Sets the texts again."""
        done, waiting = self._done, self._registrar.waiting
        self.undo_button.set_words(
            _("Peru ({n} s)").format(n=self._left), done.undo_told() if done else "", _("Ctrl+Z")
        )
        self.retry_button.set_words(_("Yritä uudelleen"), _("Yritä merkitä odottavat käynnit uudelleen"))
        self._close.set_words(_("Sulje ilmoitus"))
        self._words.setText(done.told() if done else _waiting_words(waiting))
        self._icon.show_icon(*(("check", "good") if done else ("warn", "warn")))
        self._set_kind("notice" if done else "warning")
        self.undo_button.setVisible(done is not None)
        self._close.setVisible(done is not None)
        self.retry_button.setVisible(done is None)
        self.setVisible(self.has_something)
        self.turned.emit()

    @property
    def least_height(self) -> int:
        """What the buttons of the line take, whether there is one or not."""
        return self.undo_button.sizeHint().height()

    def _tell(self, done: Undoable | None) -> None:
        self._done = done
        self._left = TOLD_SECONDS if done else 0
        if done is None:
            self.second.stop()
        else:
            self.second.start()
        self.retranslate()

    def _undo(self) -> None:
        if self._done is not None:
            self._stack.take_back(self._done)

    def _offer(self, offer: Offer) -> None:
        self._stack.push(
            Undoable(
                partial(self._registrar.take_back, offer),
                partial(_told, offer.way),
                partial(_undo_told, offer.way),
                lasts=False,
            )
        )

    def _set_kind(self, kind: str) -> None:
        frame = self._frame
        if frame.property("kind") != kind:
            frame.setProperty("kind", kind)
            frame.style().unpolish(frame)
            frame.style().polish(frame)

    def _count_down(self) -> None:
        self._left -= 1
        if self._left <= 0:
            self._stack.silence()
        else:
            self.retranslate()


def _line_of(field: QObject) -> QLineEdit | None:
    """The line of text in a field; None where it has none."""
    if isinstance(field, QComboBox):
        return field.lineEdit() if field.isEditable() else None
    return field if isinstance(field, QLineEdit) else None


def _told(way: Way) -> str:
    """What was done; never what the visit was about, for the next visitor may see the line."""
    if way is Way.QUESTION:
        return _("Kysymys laskettu: +1 tälle päivälle.")
    if way is Way.LEAVING:
        return _("Edellisen kävijän käynti merkittiin.")
    return _("Pikakäynti merkitty.") if way is Way.KEY else _("Käynti merkitty.")


def _undo_told(way: Way) -> str:
    return _("Peru kysymyksen laskeminen") if way is Way.QUESTION else _("Peru käynnin merkintä")


def _waiting_words(waiting: int) -> str:
    told = ngettext(
        "{n} käynti odottaa: sitä ei vielä saatu talteen.",
        "{n} käyntiä odottaa: niitä ei vielä saatu talteen.",
        waiting,
    )
    return told.format(n=waiting)
