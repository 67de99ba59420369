"""A quiet word to the worker: how to talk about what the visitor came with. Never printed, never turned."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from neuvola_core.profiles import Profile
from neuvola_desk.i18n import _, current_language
from neuvola_desk.ui.parts.buttons import IconButton
from neuvola_desk.ui.parts.labels import IconLabel, Label
from neuvola_desk.ui.theme import Theme


class AdviceStrip(QFrame):
    """Seen while the choices are a profile's, until it is closed; the next profile shows it again."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._profile: Profile | None = None
        self._closed = False
        self.setProperty("kind", "card")
        self._heading = Label("", "strong")
        self._words = Label("", "muted")
        self.close_button = IconButton(theme, "close", small=True)
        self.close_button.clicked.connect(self._close)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._heading)
        words.addWidget(self._words)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 8, 8)
        row.setSpacing(8)
        row.addWidget(IconLabel(theme, "info", "accent"), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        self.retranslate()

    def show_profile(self, profile: Profile | None) -> None:
        """The profile that is in use now, if any."""
        if profile != self._profile:
            self._profile, self._closed = profile, False
            self.retranslate()

    def retranslate(self) -> None:
        """Sets the texts again."""
        advice = self._profile.advice.best(current_language()) if self._profile else ""
        self._heading.setText(_("Vinkki sinulle"))
        self._words.setText(advice)
        self.setAccessibleName(_("Vinkki sinulle"))
        self.setAccessibleDescription(advice)
        self.close_button.set_words(_("Piilota vinkki"))
        self.setVisible(bool(advice) and not self._closed)

    def _close(self) -> None:
        self._closed = True
        self.retranslate()
