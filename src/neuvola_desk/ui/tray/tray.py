"""What has been picked for this visitor. Lives in memory only and is gone at "Seuraava kävijä"."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import QObject

from neuvola_core.text import EMPTY, Text
from neuvola_desk.i18n import _
from neuvola_desk.ui.flow.undo import Undoable
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
    """An ordered set of services; every change is told by ``signals.tray_changed`` and can be taken back."""

    def __init__(self, signals: DeskSignals, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._signals = signals
        self._picked: tuple[Picked, ...] = ()
        signals.next_visitor.connect(self._forget)

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
        self._done(Undoable(partial(self._take_out, picked.id)))
        return True

    def remove(self, service_id: str) -> None:
        """Takes it out, if it is there."""
        found = [(place, picked) for place, picked in enumerate(self._picked) if picked.id == service_id]
        for place, picked in found:
            self._take_out(service_id)
            self._done(Undoable(partial(self._put_back, place, picked), _removed, _put_back_told))

    def move(self, service_id: str, steps: int) -> None:
        """Moves it towards the beginning (negative) or the end."""
        order = list(self._picked)
        here = next((i for i, picked in enumerate(order) if picked.id == service_id), -1)
        there = here + steps
        if here < 0 or not 0 <= there < len(order):
            return
        order.insert(there, order.pop(here))
        self._set(tuple(order))
        self._done(Undoable(partial(self.move, service_id, -steps)))

    def clear(self) -> None:
        """Empties it."""
        before = self._picked
        if before:
            self._set(())
            self._done(Undoable(partial(self._put_all_back, before), _cleared, _put_back_told))

    def _take_out(self, service_id: str) -> None:
        self._set(tuple(picked for picked in self._picked if picked.id != service_id))

    def _put_back(self, place: int, picked: Picked) -> None:
        """Where it was, as far as there is room and nobody has picked it again."""
        if picked.id not in self and not self.is_full:
            self._set((*self._picked[:place], picked, *self._picked[place:]))

    def _put_all_back(self, before: tuple[Picked, ...]) -> None:
        since = tuple(picked for picked in self._picked if picked not in before)
        self._set((*before, *since)[:LARGEST])

    def _forget(self) -> None:
        self._set(())

    def _done(self, done: Undoable) -> None:
        self._signals.done.emit(done)

    def _set(self, picked: tuple[Picked, ...]) -> None:
        if picked != self._picked:
            self._picked = picked
            self._signals.tray_changed.emit()


def _removed() -> str:
    return _("Palvelu poistettiin valituista.")


def _cleared() -> str:
    return _("Valitut palvelut tyhjennettiin.")


def _put_back_told() -> str:
    return _("Palauta valittuihin")
