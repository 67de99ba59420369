"""What of a service is shown to the visitor: what the leaflet would say, and so nothing of the visitor.

Needs, profiles, reasons, notes of the point and whatever was logged are not in a leaflet's content at all.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # for its name only
    from neuvola_desk.desk import Desk


@dataclass(frozen=True, slots=True)
class Fact:
    """A heading and what stands under it."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A service in the visitor's language, as far as it has words in it, else in Finnish."""

    id: str
    name: str
    organiser: str
    lead: tuple[str, ...]
    facts: tuple[Fact, ...]
    badge: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """The services to look at together."""

    language: str
    is_rtl: bool
    services: tuple[Shown, ...]


def read(desk: "Desk", ids: tuple[str, ...], language: str) -> Reading:
    """On a worker; each service by itself, for there is as much room for each as it needs."""
    from neuvola_desk.usecases.leaflets.texts import texts

    shown = tuple(_shown(desk, service_id, language) for service_id in ids)
    return Reading(language, texts(language).is_rtl, shown)


def _shown(desk: "Desk", service_id: str, language: str) -> Shown:
    from neuvola_desk.usecases.leaflets.content import content
    from neuvola_desk.usecases.leaflets.values import LeafletRequest

    service, today = desk.catalogue.service(service_id), desk.clock.now().date()
    [block] = content(LeafletRequest((service,), language, made_on=today)).blocks
    return Shown(
        id=service_id,
        name=block.name.text,
        organiser=block.organiser.text if block.organiser else "",
        lead=tuple(line.text for line in block.lead),
        facts=tuple(Fact(row.label.text, tuple(line.text for line in row.lines)) for row in block.rows),
        badge=block.badge.text if block.badge else "",
    )
