"""The settings in use: taken into use at once, written in the background."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from neuvola_core.errors import NeuvolaError, NotAllowedError, RecordKeyError
from neuvola_desk.config import Settings, load_settings, save_settings
from neuvola_desk.i18n import use_language
from neuvola_desk.ui.background import Background, Lane, Work
from neuvola_desk.ui.qt_texts import QtTexts
from neuvola_desk.ui.signals import DeskSignals
from neuvola_desk.ui.theme import Theme

if TYPE_CHECKING:  # for their names only: the settings are read before the first paint
    from neuvola_desk.desk import Desk
    from neuvola_desk.ui.door import DeskDoor


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
        self._door: DeskDoor | None = None
        self.value = load_settings(path)
        signals.settings_changed.connect(self.change)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_system)

    @property
    def folder(self) -> Path:
        """Where the desk keeps its files."""
        return self._path.parent

    def keep_through(self, door: "DeskDoor") -> None:
        """From now on the desk keeps the settings, and may refuse those that bind everybody."""
        self._door = door

    def apply(self) -> None:
        """Takes language and looks into use, at the start."""
        self._use_language()
        self._theme.apply(self.value)

    def change(self, settings: Settings) -> None:
        """Takes new settings into use and keeps them."""
        self._use(settings)
        keep: Work = partial(save_settings, self._path, settings)
        if self._door is not None:
            keep = self._door.work(partial(_keep, settings=settings))
        # In the record's lane: one at a time, in order, and not dropped when the window closes.
        self._background.run(keep, failed=self._not_kept, lane=Lane.RECORD)

    def _not_kept(self, fault: NeuvolaError) -> None:
        """What the desk did not take is not in use either."""
        self._signals.fault.emit(fault)
        if isinstance(fault, NotAllowedError | RecordKeyError):
            self._use(load_settings(self._path))

    def _use(self, settings: Settings) -> None:
        before, self.value = self.value, settings
        if before.language != settings.language:
            self._use_language()
            self._signals.language_changed.emit()
        if (before.theme, before.text_scale) != (settings.theme, settings.text_scale):
            self._theme.apply(settings)

    def _follow_system(self) -> None:
        if self.value.theme == "system":
            self._theme.apply(self.value)

    def _use_language(self) -> None:
        use_language(self.value.language)
        self._texts.use(self.value.language)


def _keep(desk: "Desk", settings: Settings) -> None:
    desk.keep_settings(settings)
