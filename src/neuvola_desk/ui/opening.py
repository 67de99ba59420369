"""Whether a service is open: the best of what its channels say, by the rule of the "auki nyt" filter."""

from datetime import datetime
from typing import Final

from neuvola_core.catalogue import Service
from neuvola_core.opening import OpenStatus, State, status

_RANK: Final = {State.OPEN: 0, State.BY_APPOINTMENT: 1, State.CLOSED: 2, State.NOT_KNOWN: 3}


def service_status(service: Service, at: datetime) -> OpenStatus | None:
    """Open if any channel is; else the one that opens first; None where no channel states its hours."""
    stated = dict.fromkeys(channel.hours for channel in service.channels if channel.hours.is_stated)
    found = [status(hours, at) for hours in stated]
    return min(found, key=_order, default=None)


def _order(found: OpenStatus) -> tuple[int, bool, float]:
    opens = found.opens_next
    return (_RANK[found.state], opens is None, opens.timestamp() if opens else 0.0)


def state_words(found: OpenStatus) -> str:
    """Stand-in."""
    return str(found.state)
