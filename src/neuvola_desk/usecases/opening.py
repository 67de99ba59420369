"""Whether one can get into a service now: one answer over all its channels."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from neuvola_core.catalogue import Service
from neuvola_core.hours import NOT_KNOWN, Hours
from neuvola_core.opening import OpenStatus, State, status

_RANK: Final = {State.OPEN: 0, State.BY_APPOINTMENT: 1, State.CLOSED: 2, State.NOT_KNOWN: 3}


@dataclass(frozen=True, slots=True)
class ServiceOpening:
    """The state of a service at a moment, and the hours it comes from."""

    hours: Hours
    status: OpenStatus


def service_opening(service: Service, at: datetime) -> ServiceOpening:
    """Open if any channel is, as the "auki nyt" filter says; else the channel that opens first.

    Not known where no channel states its hours.
    """
    stated = dict.fromkeys(channel.hours for channel in service.channels if channel.hours.is_stated)
    found = [ServiceOpening(hours, status(hours, at)) for hours in stated or (NOT_KNOWN,)]
    return min(found, key=_order)


def _order(found: ServiceOpening) -> tuple[int, bool, float]:
    opens = found.status.opens_next
    return (_RANK[found.status.state], opens is None, opens.timestamp() if opens else 0.0)
