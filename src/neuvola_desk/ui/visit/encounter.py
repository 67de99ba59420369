"""The visit that is going on: what was searched, picked and chosen, and whether it has been logged."""

from datetime import datetime

from PySide6.QtCore import QObject, Signal

from neuvola_core.taxonomy import OTHER_NEED
from neuvola_desk.record_port import Given
from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.search.searched import Searched
from neuvola_desk.usecases.quick_visit import MOST_NEEDS, quick_draft
from neuvola_desk.usecases.visit_draft import VisitDraft


class Encounter(QObject):
    """Lives in memory only and is gone at "Seuraava kävijä"; ``changed`` tells that the form should look."""

    changed = Signal()

    def __init__(self, context: WindowContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self.number = 0
        """Which visitor this is: an answer that comes back too late carries another number."""
        self._begin()
        signals = context.signals
        signals.searched.connect(self._hear)
        signals.service_opened.connect(self._note_card)
        signals.tray_changed.connect(self._note_tray)
        signals.leaflet_made.connect(self._note_leaflet)
        signals.contact_made.connect(self._note_contact)
        signals.next_visitor.connect(self._forget)

    def _begin(self) -> None:
        self._searched = Searched()
        self._picked_for: dict[str, str] = {}
        self._chosen: tuple[str, ...] | None = None
        self._card_opened = False
        self._declined = False
        self.has_draft = False
        """Whether somebody has touched the form."""
        self.leaflet_made = False
        self.contact_made = False
        """Whether the visitor asked organisations to get in touch; it says how the visit ended."""
        self.is_logged = False
        """Whether the visit is logged, or is being logged right now."""
        self.visit_id = ""
        """The logged visit, once the record has answered."""
        self.touched: datetime = self._context.now()

    @property
    def needs(self) -> tuple[str, ...]:
        """Chosen by hand, else those that services were picked for and that the newest search is about."""
        if self._chosen is not None:
            return self._chosen
        found = (*self._picked_for.values(), *self._searched.needs)
        return tuple(dict.fromkeys(need for need in found if need))[:MOST_NEEDS]

    @property
    def begun(self) -> bool:
        """Whether there is anything of a visit: something searched, opened, picked, printed or filled in."""
        return self._searched.begun or self.has_draft or self._has_led_somewhere

    @property
    def is_unlogged(self) -> bool:
        """Whether a visit would be lost if the next visitor came now; one that was taken back would not."""
        return self.begun and not self.is_logged and not self._declined

    @property
    def _has_led_somewhere(self) -> bool:
        return self._card_opened or bool(self._context.tray) or self.leaflet_made or self.contact_made

    def given(self, needs: tuple[str, ...]) -> tuple[Given, ...]:
        """What the tray holds, each service with the need it was picked for, if the visit has that need."""
        first = needs[0] if needs else OTHER_NEED
        picked = ((self._picked_for.get(service, ""), service) for service in self._context.tray.ids)
        return tuple(Given(need if need in needs else first, service) for need, service in picked)

    def smallest_draft(self) -> VisitDraft:
        """The visit without anything that only the form tells."""
        return quick_draft(
            self.needs,
            self.given(self.needs),
            leaflet_printed=self.leaflet_made,
            contact_made=self.contact_made,
        )

    def choose(self, needs: tuple[str, ...]) -> None:
        """The needs were chosen by hand: searches do not change them any more."""
        self._chosen = needs
        self.fill()

    def fill(self) -> None:
        """The form has been touched."""
        self.has_draft = True
        self._touch()

    def drop_draft(self) -> None:
        """What was put into the form is gone; what was searched and picked stays."""
        self._chosen = None
        self.has_draft = False
        self.changed.emit()

    def claim(self) -> None:
        """The visit is on its way to the record: the next visitor may come before the answer."""
        self.is_logged = True
        self._declined = False

    def mark_logged(self, visit_id: str) -> None:
        """The record has the visit."""
        self.is_logged, self.visit_id = True, visit_id
        self.changed.emit()

    def mark_unlogged(self, *, declined: bool = False) -> None:
        """The record does not have it: refused, or (``declined``) taken back by the person."""
        self.is_logged, self.visit_id, self._declined = False, "", declined
        self.changed.emit()

    def _touch(self) -> None:
        self._declined = False
        self.touched = self._context.now()

    def _hear(self, searched: Searched) -> None:
        if searched == self._searched or not (searched.begun or self._may_begin_again):
            return
        self._searched = searched
        self._touch()
        self.changed.emit()

    @property
    def _may_begin_again(self) -> bool:
        """An emptied search that led to nothing was a slip; after one that led somewhere, its needs stay."""
        return not (self._has_led_somewhere or self.has_draft or self.is_logged)

    def _note_card(self, _service_id: str) -> None:
        self._card_opened = True
        self._touch()

    def _note_tray(self) -> None:
        need = next(iter(self._searched.needs), "")
        self._picked_for = {
            service: self._picked_for.get(service, need) for service in self._context.tray.ids
        }
        self._touch()
        self.changed.emit()

    def _note_leaflet(self) -> None:
        self.leaflet_made = True
        self._touch()
        self.changed.emit()

    def _note_contact(self) -> None:
        self.contact_made = True
        self._touch()
        self.changed.emit()

    def _forget(self) -> None:
        self.number += 1
        self._begin()
        self.changed.emit()
