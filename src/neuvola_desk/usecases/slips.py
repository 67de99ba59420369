"""Which leaflets may carry a slip (Palautekoodi), and where its link leads."""

from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

from neuvola_core.catalogue import Service
from neuvola_core.taxonomy import needs

_WITHOUT: Final = frozenset({"fold", "pocket"})
"""Forms that a strip cannot be torn off."""


def is_sensitive(services: Iterable[Service]) -> bool:
    """Whether what is told of a service could harm whoever is found with it."""
    known = needs()
    return any(known.get(need).sensitive for one in services for need in one.needs if need in known)


def may_carry_slip(services: Iterable[Service], form: str) -> bool:
    """Whether a leaflet of these services in this form may have a code on it."""
    return form not in _WITHOUT and not is_sensitive(services)


def public_address(chosen: str, enrolled_with: str) -> str:
    """Where a phone finds the server's page: as the point has chosen, else where its desks send to.

    Empty where nothing is known that a phone could open: desks may have a way in that others do not have.
    """
    if chosen.strip():
        return chosen.strip()
    return enrolled_with if urlsplit(enrolled_with).scheme == "https" else ""
