"""The settings in use: taken into use at once, written in the background."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from neuvola_desk.config import Settings, load_settings, save_settings
from neuvola_desk.i18n import use_language
from neuvola_desk.ui.background import Background, Lane
from neuvola_desk.ui.qt_texts import QtTexts
from neuvola_desk.ui.signals import DeskSignals
from neuvola_desk.ui.theme import Theme


class Preferences(QObject):
    """Holds the settings; ``change`` is what the settings screen and the menu call."""

    def __init__(
        self, path: Path, background: Background, signals: DeskSignals, theme: Theme, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._path = path
        self._background = background
        self._signals = signals
        self._theme = theme
        self._texts = QtTexts(self)
        self.value = load_settings(path)
        signals.settings_changed.connect(self.change)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_system)

    @property
    def folder(self) -> Path:
        """Where the desk keeps its files."""
        return self._path.parent

    def apply(self) -> None:
        """Takes language and looks into use, at the start."""
        self._use_language()
        self._theme.apply(self.value)

    def change(self, settings: Settings) -> None:
        """Takes new settings into use and keeps them."""
        before, self.value = self.value, settings
        if before.language != settings.language:
            self._use_language()
            self._signals.language_changed.emit()
        if (before.theme, before.text_scale) != (settings.theme, settings.text_scale):
            self._theme.apply(settings)
        # In the record's lane: one at a time, in order, and not dropped when the window closes.
        self._background.run(partial(save_settings, self._path, settings), lane=Lane.RECORD)

    def _follow_system(self) -> None:
        if self.value.theme == "system":
            self._theme.apply(self.value)

    def _use_language(self) -> None:
        use_language(self.value.language)
        self._texts.use(self.value.language)
