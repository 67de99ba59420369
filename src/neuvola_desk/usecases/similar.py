"""Other services that could do as well: for the same needs, of the same kind, where this one is offered."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final, Protocol

from neuvola_core.catalogue import Service
from neuvola_search.query import Hit, Query, Results

MOST: Final = 4
_POOL: Final = 48
_MOST_PLACES: Final = 40
"""Beyond so many municipalities a service is as good as everywhere, and so is what resembles it."""


class Finding(Protocol):
    """The catalogue, as far as this goes."""

    def search(self, query: Query) -> Results:
        """Ranked hits."""

    def services(self, ids: Iterable[str]) -> tuple[Service, ...]:
        """Services by id."""


def similar(catalogue: Finding, service: Service) -> tuple[Hit, ...]:
    """The most alike first, never the service itself; nothing where nobody knows what it is for."""
    if not service.needs:
        return ()
    query = Query(
        needs=service.needs, activities=service.activities, municipalities=_places(service), limit=_POOL
    )
    found = _best(catalogue, service, query)
    if not found and service.activities:
        found = _best(catalogue, service, replace(query, activities=()))
    return found


def _places(service: Service) -> tuple[str, ...]:
    is_everywhere = service.nationwide or len(service.municipalities) > _MOST_PLACES
    return () if is_everywhere else service.municipalities


def _best(catalogue: Finding, service: Service, query: Query) -> tuple[Hit, ...]:
    hits = {hit.id: hit for hit in catalogue.search(query).hits if not hit.near and hit.id != service.id}
    others = [other for other in catalogue.services(hits) if not _is_kin(service, other)]
    best = sorted(others, key=lambda other: -_likeness(service, other))  # equals stay as the search has them
    return tuple(hits[other.id] for other in best[:MOST])


def _is_kin(service: Service, other: Service) -> bool:
    """Whether they are one service in two guises: an errand and its service, or the same name twice."""
    family = {service.id, service.parent_id} & {other.id, other.parent_id}
    return bool(family - {""}) or (other.name, other.organisation) == (service.name, service.organisation)


def _likeness(service: Service, other: Service) -> float:
    first = 1.5 if service.needs[0] in other.needs else 0.0
    shared = len({*service.needs} & {*other.needs}) / len({*service.needs} | {*other.needs})
    doings = len({*service.activities} & {*other.activities})
    groups = len({*service.target_groups} & {*other.target_groups}) / (len(service.target_groups) or 1)
    is_near = not other.nationwide and bool({*service.municipalities} & {*other.municipalities})
    return first + 2 * shared + doings + groups + (0.5 if is_near else 0.0)
