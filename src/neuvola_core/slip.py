"""The slip (Palautekoodi): a random code on a leaflet by which its visitor can tell later whether it helped.

Nothing of it is kept when it is printed. Its link carries everything after ``#``, which no browser sends.
"""

import uuid
from collections.abc import Iterable
from typing import Final

from neuvola_core import codes
from neuvola_core.errors import InvalidRecordError

SIGNS: Final = 12
NUMBER_SIGNS: Final = 10
"""Of a service's id, so many hex digits stand in a link: enough to tell it from all others, and short."""
PAGE: Final = "/slip"
"""Where a server has the page behind the link."""
PURPOSE: Final = "slip"
_SEPARATOR: Final = "."


def new_slip() -> str:
    """A code that nobody has had."""
    return codes.new_code(SIGNS)


def slip_hash(typed: str) -> str:
    """What an experience carries of a code, however it was typed; raises ``InvalidRecordError``."""
    code = codes.plain(typed)
    if len(code) != SIGNS or not codes.is_whole(code):
        raise InvalidRecordError(field="slip", value=len(code))
    return codes.code_hash(PURPOSE, code)


def service_number(service_id: str) -> str:
    """The beginning of a service's id; empty for an id that is no UUID, which no server knows."""
    try:
        return uuid.UUID(service_id).hex[:NUMBER_SIGNS]
    except ValueError:
        return ""


def slip_link(address: str, code: str, services: Iterable[str]) -> str:
    """The link to a server's page, with the code and the services where no server sees them."""
    numbers = filter(None, map(service_number, services))
    return f"{address.rstrip('/')}{PAGE}#{_SEPARATOR.join((code, *numbers))}"
