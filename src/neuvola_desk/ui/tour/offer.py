"""The line that offers the tour, at the first start of a desk and never again."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from neuvola_desk.i18n import _
from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.parts.buttons import Button
from neuvola_desk.ui.parts.labels import IconLabel, Label


class TourOffer(QWidget):
    """That it was offered is kept when the window is at work: the first paint does not wait for it."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__()
        self._context = context
        self._words = Label("", "strong")
        self.begin_button = Button(context.theme, "primary", "forward")
        self.later_button = Button(context.theme, "quiet")
        self.begin_button.clicked.connect(context.signals.tour_wanted)
        for button in (self.begin_button, self.later_button):
            button.setAutoDefault(True)
            button.clicked.connect(self.hide)
        frame = QFrame()
        frame.setProperty("kind", "notice")
        row = QHBoxLayout(frame)
        row.setContentsMargins(12, 4, 8, 4)
        row.setSpacing(12)
        row.addWidget(IconLabel(context.theme, "help", "accent"), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._words, 1)
        row.addWidget(self.begin_button)
        row.addWidget(self.later_button)
        outside = QVBoxLayout(self)
        outside.setContentsMargins(16, 4, 16, 8)
        outside.addWidget(frame)
        signals = context.signals
        signals.catalogue_changed.connect(self._keep, Qt.ConnectionType.SingleShotConnection)
        signals.tour_wanted.connect(self.hide)
        signals.language_changed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        """Sets the texts again."""
        self._words.setText(_("Tervetuloa! Katsotaanko kahdessa minuutissa, miten työasemaa käytetään?"))
        self.begin_button.set_words(_("Aloita kierros"))
        self.later_button.set_words(_("Ei nyt"), tip=_("Kierros löytyy myöhemmin ohjeesta (F1)"))

    def _keep(self) -> None:
        settings = replace(self._context.preferences.value, tour_offered=True)
        self._context.signals.settings_changed.emit(settings)
