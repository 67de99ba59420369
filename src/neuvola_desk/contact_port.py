"""What the use cases and the exchange ask of the record about contact requests; a part of ``record_port``.

Nothing here names a visitor, a need, a service or a time of day.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:  # for their names only: the window meets these before any contact request
    from neuvola_core.contact import Consent, ContactRequest, HandlingState


class Stage(StrEnum):
    """Where a contact request is, as far as the desk goes."""

    WAITING = "odottaa"
    ARRIVED = "perilla"
    LOST = "ei_perille"
    """It never reached the server in its time, or cannot any more: destroyed on the desk."""
    WITHDRAWN = "peruttu"


class Withdrawn(StrEnum):
    """What became of a withdrawal."""

    DESTROYED = "destroyed"
    """The request had not left: nothing of it is left and nothing is sent."""
    SENDING = "sending"
    """The request may have left, or is another desk's: word goes to the server."""
    ALREADY = "already"
    """It was withdrawn or destroyed before."""


@dataclass(frozen=True, slots=True)
class KeptRequest:
    """What is kept of a contact request beside the sealed text: the proof of consent, and its state."""

    id: str
    organisations: tuple[str, ...]
    consent: "Consent"
    stage: Stage
    states: "tuple[HandlingState, ...]" = ()

    @property
    def day(self) -> date:
        """The day of creation."""
        return self.consent.day


class ContactStore(Protocol):
    """Contact requests of this desk; nothing in it opens what is sealed."""

    def add(self, request: "ContactRequest", consent: "Consent") -> None:
        """The request and its outbox row: both or neither."""

    def withdraw(self, code_hash: str, withdrawal_id: str) -> Withdrawn:
        """Destroys the request of a code if it is here; the server is told of one that may have left."""

    def all(self) -> tuple[KeptRequest, ...]:
        """Every request that is not over its time, in no order that means anything."""

    def asked_after(self, today: date) -> tuple[str, ...]:
        """Ids of those that the server may know and that are not over."""

    def settle_states(self, asked: Iterable[str], states: "Mapping[str, tuple[HandlingState, ...]]") -> None:
        """What the server said of those that were asked after; one that it does not know is left out."""

    def lost(self) -> int:
        """How many never reached the server and are not seen to be so."""

    def note_lost_seen(self) -> None:
        """Somebody has seen them."""
