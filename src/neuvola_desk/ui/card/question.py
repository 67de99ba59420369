"""What the card asks the desk; runs on a worker."""

from typing import TYPE_CHECKING

from neuvola_core.catalogue import Service

if TYPE_CHECKING:
    from neuvola_desk.desk import Desk


def card_of(desk: "Desk", service_id: str) -> Service:
    """The service; raises ``UnknownServiceError``."""
    return desk.catalogue.service(service_id)
