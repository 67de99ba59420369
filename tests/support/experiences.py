"""Experiences in a test: services of providers in the catalogue, answers that visitors gave about them."""

from typing import Any, Final

from neuvola_core.catalogue import Organisation
from neuvola_core.experience import Helped
from neuvola_core.ids import catalogue_id
from neuvola_core.slip import new_slip, slip_hash
from neuvola_core.text import Text
from neuvola_core.visit import UnmetReason
from neuvola_server.experiences import Answer
from neuvola_server.house import House
from support.publishing import incoming, news

KITCHEN: Final = Organisation(
    catalogue_id("test", "organisation", "k"), Text(fi="Keittiö ry", sv="Köket rf", en="Kitchen")
)
FOOD: Final = catalogue_id("test", "service", "Ruoka-apu")
MEAL: Final = catalogue_id("test", "service", "Yhteinen ateria")
DEBT: Final = catalogue_id("test", "service", "Velkaneuvonta")


def publish(house: House) -> None:
    """Two services of one provider, and one of which nobody is said to give it."""
    of_it: dict[str, Any] = {"organisation": KITCHEN}
    services = (
        incoming("Ruoka-apu", **of_it),
        incoming("Yhteinen ateria", **of_it),
        incoming("Velkaneuvonta"),
    )
    house.publication.publish(news(*services))


def tell(
    house: House,
    text: str = "",
    service: str = FOOD,
    helped: Helped = Helped.YES,
    obstacle: UnmetReason | None = None,
    *,
    slip: str = "",
) -> str:
    """A visitor answers on the page of their leaflet; returns the code's hash."""
    slip = slip or slip_hash(new_slip())
    house.experiences.take(Answer(slip, service, helped, obstacle, text))
    return slip
