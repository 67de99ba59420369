"""The visit that is going on: what was searched and picked, and whether it has been logged."""

from datetime import datetime

from PySide6.QtCore import QObject

from neuvola_desk.record_port import Given
from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.search.searched import Searched
from neuvola_desk.usecases.quick_visit import OTHER_NEED


class Encounter(QObject):
    """Lives in memory only and is gone at "Seuraava kävijä"."""

    def __init__(self, context: WindowContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._searched = Searched()
        self._began = False
        self.logged = False
        self.leaflet_made = False
        self.touched: datetime = context.now()
        context.signals.searched.connect(self._hear)
        context.signals.tray_changed.connect(self.touch)
        context.signals.leaflet_made.connect(self._note_leaflet)

    @property
    def needs(self) -> tuple[str, ...]:
        """The needs that this visit seems to be about, most fitting first; may be empty."""
        return self._searched.needs

    @property
    def begun(self) -> bool:
        """Whether there is anything of a visit: something searched, picked or printed."""
        return self._began or bool(self._context.tray) or self.leaflet_made

    @property
    def is_unlogged(self) -> bool:
        """Whether a visit would be lost if the next visitor came now."""
        return self.begun and not self.logged

    def given(self, needs: tuple[str, ...]) -> tuple[Given, ...]:
        """What the tray holds, each service with the first of the needs."""
        need = needs[0] if needs else OTHER_NEED
        return tuple(Given(need, service) for service in self._context.tray.ids)

    def start(self) -> None:
        """The form has been touched: a visit has begun."""
        self._began = True
        self.touch()

    def touch(self) -> None:
        """Somebody is at it now."""
        self.touched = self._context.now()

    def forget(self) -> None:
        """The next visitor."""
        self._searched = Searched()
        self._began = self.logged = self.leaflet_made = False

    def _hear(self, searched: Searched) -> None:
        if searched.begun:
            self._searched = searched
            self._began = True
            self.touch()

    def _note_leaflet(self) -> None:
        self.leaflet_made = True
        self.touch()
