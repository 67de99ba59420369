"""A line over the status bar while the record does not open: why, and where it can be mended."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from neuvola_core.errors import NeuvolaError, RecordDamagedError, RecordKeyError
from neuvola_desk.i18n import _
from neuvola_desk.messages import sentence
from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.parts.buttons import Button
from neuvola_desk.ui.parts.labels import IconLabel, Label


class RecordBar(QWidget):
    """Goes when the record has been opened; a passphrase that nobody wanted to give is no reason for it."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__()
        self._context = context
        self._fault: NeuvolaError | None = None
        self._words = Label("", "strong")
        self.mend_button = Button(context.theme, "plain", "forward")
        self.mend_button.clicked.connect(self._mend)
        frame = QFrame()
        frame.setProperty("kind", "warning")
        row = QHBoxLayout(frame)
        row.setContentsMargins(12, 4, 8, 4)
        row.setSpacing(12)
        row.addWidget(IconLabel(context.theme, "warn", "warn"), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._words, 1)
        row.addWidget(self.mend_button)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(16, 4, 16, 8)
        outside.addWidget(frame)
        signals = context.signals
        signals.record_closed.connect(self.tell)
        signals.fault.connect(self.tell)
        signals.visit_logged.connect(self._forget)
        signals.language_changed.connect(self.retranslate)
        self.retranslate()

    def tell(self, fault: NeuvolaError) -> None:
        """Shows a fault of the record; of anything else it says nothing."""
        is_key = isinstance(fault, RecordKeyError) and fault.facts.get("reason") != "no-passphrase"
        if is_key or isinstance(fault, RecordDamagedError):
            self._fault = fault
            self.retranslate()

    def retranslate(self) -> None:
        """Sets the texts again."""
        self._words.setText(sentence(self._fault) if self._fault else "")
        self.mend_button.set_words(_("Korjaa…"), _("Avaa sivu Avain ja varmuuskopiot"))
        self.setVisible(self._fault is not None)

    def _forget(self) -> None:
        self._fault = None
        self.retranslate()

    def _mend(self) -> None:
        self._context.signals.screen_wanted.emit("recovery")
