"""What has been picked for this visitor. Lives in memory only and is gone at "Seuraava kävijä"."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject

from neuvola_core.text import EMPTY, Text
from neuvola_desk.ui.signals import DeskSignals

LARGEST: Final = 12
"""As many services as a leaflet holds."""


@dataclass(frozen=True, slots=True)
class Picked:
    """A service in the tray, with what the list shows of it."""

    id: str
    name: Text
    organisation: Text = EMPTY


class Tray(QObject):
    """An ordered set of services; every change is told by ``signals.tray_changed``."""

    def __init__(self, signals: DeskSignals, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._signals = signals
        self._picked: tuple[Picked, ...] = ()
        signals.next_visitor.connect(self.clear)

    def __len__(self) -> int:
        return len(self._picked)

    def __iter__(self) -> Iterator[Picked]:
        return iter(self._picked)

    def __contains__(self, service_id: object) -> bool:
        return any(picked.id == service_id for picked in self._picked)

    def __bool__(self) -> bool:
        return bool(self._picked)

    @property
    def ids(self) -> tuple[str, ...]:
        """The services in the order of the leaflet."""
        return tuple(picked.id for picked in self._picked)

    @property
    def is_full(self) -> bool:
        """Whether a leaflet would hold no more."""
        return len(self._picked) >= LARGEST

    def add(self, picked: Picked) -> bool:
        """Puts it last; False if it is there already or there is no room."""
        if picked.id in self or self.is_full:
            return False
        self._set((*self._picked, picked))
        return True

    def remove(self, service_id: str) -> None:
        """Takes it out, if it is there."""
        self._set(tuple(picked for picked in self._picked if picked.id != service_id))

    def move(self, service_id: str, steps: int) -> None:
        """Moves it towards the beginning (negative) or the end."""
        order = list(self._picked)
        here = next((i for i, picked in enumerate(order) if picked.id == service_id), -1)
        there = here + steps
        if here < 0 or not 0 <= there < len(order):
            return
        order.insert(there, order.pop(here))
        self._set(tuple(order))

    def clear(self) -> None:
        """Empties it."""
        self._set(())

    def _set(self, picked: tuple[Picked, ...]) -> None:
        if picked != self._picked:
            self._picked = picked
            self._signals.tray_changed.emit()
