"""What the card asks the desk; runs on a worker. What is written may be refused: the fault is the answer."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from neuvola_core.catalogue import Service
from neuvola_core.correction import Part
from neuvola_core.errors import NeuvolaError, NotAllowedError, RecordKeyError
from neuvola_desk.record_port import ServiceNote
from neuvola_desk.usecases.similar import similar
from neuvola_desk.usecases.whereabouts import Whereabouts, own_place, whereabouts
from neuvola_search.query import Hit

if TYPE_CHECKING:
    from neuvola_desk.desk import Desk


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What else there is, and where the service is from here."""

    service: str
    similar: tuple[Hit, ...] = ()
    whereabouts: tuple[Whereabouts, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of something that was written: the note as it is now, a proposal's id, or the fault."""

    service: str
    note: ServiceNote | None = None
    correction: str = ""
    fault: NeuvolaError | None = None


def card_of(desk: "Desk", service_id: str) -> Service:
    """The service; raises ``UnknownServiceError``."""
    return desk.catalogue.service(service_id)


def surroundings(desk: "Desk", service: Service, told: tuple[str, ...]) -> Surroundings:
    """Similar services, and how far this one is from the point, by the first that is told of it and known."""
    seen: tuple[Whereabouts, ...] = ()
    if any(place.coordinates for place in service.places):
        known = (own_place(desk.catalogue, one) for one in told if one)
        own = next((place for place in known if place is not None), None)
        seen = whereabouts(service, own) if own else ()
    return Surroundings(service.id, similar(desk.catalogue, service), seen)


def note_of(desk: "Desk", service_id: str) -> ServiceNote | None:
    """What the point knows; None where whoever is here may not see it, or the record does not open."""
    try:
        return desk.service_notes.of(service_id)
    except (NotAllowedError, RecordKeyError):
        return None


def write_note(desk: "Desk", service_id: str, text: str) -> Kept:
    """Keeps a note."""
    try:
        return Kept(service_id, desk.service_notes.write(service_id, text))
    except NeuvolaError as fault:
        return Kept(service_id, fault=fault)


def mark_call(desk: "Desk", service_id: str, made: bool) -> Kept:
    """Notes that somebody has called today, or takes it back."""
    notes = desk.service_notes
    return Kept(service_id, notes.call_made(service_id) if made else notes.take_call_back(service_id))


def settle_suggestion(desk: "Desk", service_id: str, taken: bool) -> Kept:
    """What a volunteer suggested is taken up or dropped."""
    notes = desk.service_notes
    return Kept(service_id, notes.take_up(service_id) if taken else notes.drop(service_id))


def propose(desk: "Desk", service_id: str, part: Part, text: str) -> Kept:
    """Keeps a correction for the coordinator."""
    try:
        return Kept(service_id, correction=desk.feedback.correct(service_id, part, text).id)
    except NeuvolaError as fault:
        return Kept(service_id, fault=fault)


def take_back(desk: "Desk", service_id: str, correction: str) -> Kept:
    """Takes a proposal back that has not left the desk."""
    gone = desk.feedback.take_back(correction)
    return Kept(service_id, correction="" if gone else correction)
