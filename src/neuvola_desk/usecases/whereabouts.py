"""Where a service is from the counselling point: how far and which way, where both places are known.

The point's own place is that of a service of the catalogue at the same address: nobody has to give
coordinates, and a point that shares its house with nothing known gets no sketch rather than a wrong one.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from math import asin, atan2, cos, degrees, radians, sin, sqrt
from typing import Final, Protocol

from neuvola_core.catalogue import Coordinates, Place, Service
from neuvola_core.text import Text
from neuvola_search.query import Query, Results

MOST: Final = 3
FARTHEST: Final = 60_000
"""Metres beyond which a direction helps nobody to find the way."""
_EARTH: Final = 6_371_000.0
_SAME_HOUSE: Final = 300.0
_CANDIDATES: Final = 20


class Direction(IntEnum):
    """The eight winds, clockwise from the north."""

    NORTH = 0
    NORTH_EAST = 1
    EAST = 2
    SOUTH_EAST = 3
    SOUTH = 4
    SOUTH_WEST = 5
    WEST = 6
    NORTH_WEST = 7


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """A place as the crow flies from the point: metres, and degrees clockwise from the north."""

    name: Text
    metres: float
    bearing: float

    @property
    def direction(self) -> Direction:
        """The nearest of the eight winds."""
        return Direction(round(self.bearing / 45) % 8)


class Finding(Protocol):
    """The catalogue, as far as this goes."""

    def search(self, query: Query) -> Results:
        """Ranked hits."""

    def services(self, ids: Iterable[str]) -> tuple[Service, ...]:
        """Services by id."""


def own_place(catalogue: Finding, address: str) -> Coordinates | None:
    """Where the point is, by what else is at its address; None where that is not known for certain."""
    street, _comma, rest = address.partition(",")
    wanted = _folded(street)
    if not any(character.isdigit() for character in wanted):
        return None  # a street without a number is no place
    hits = catalogue.search(Query(text=street, limit=_CANDIDATES)).hits
    places = (place for service in catalogue.services(hit.id for hit in hits) for place in service.places)
    found = [p.coordinates for p in places if p.coordinates and _is_at(p, wanted, rest)]
    if not found or any(_distance(found[0], other) > _SAME_HOUSE for other in found):
        return None
    return found[0]


def whereabouts(service: Service, own: Coordinates) -> tuple[Whereabouts, ...]:
    """The places that one may be told of, the nearest first; places in the same house are one."""
    found = sorted(_seen_from(own, service.places), key=lambda seen: seen.metres)
    return tuple(found[:MOST])


def _seen_from(own: Coordinates, places: Iterable[Place]) -> Iterator[Whereabouts]:
    told: set[Coordinates] = set()
    for place in places:
        there = place.coordinates
        if there is None or there in told:
            continue
        told.add(there)
        metres = _distance(own, there)
        if metres <= FARTHEST:
            yield Whereabouts(place.name or place.address.street, metres, _bearing(own, there))


def _is_at(place: Place, wanted: str, rest: str) -> bool:
    address = place.address
    if wanted not in {_folded(street) for street in address.street.values()}:
        return False
    told = _folded(rest)
    offices = (address.postal_code, *address.post_office.values())
    return not told or any(office and _folded(office) in told for office in offices)


def _folded(words: str) -> str:
    return " ".join(words.casefold().split())


def _distance(one: Coordinates, other: Coordinates) -> float:
    first, second = radians(one.latitude), radians(other.latitude)
    across = sin(radians(other.longitude - one.longitude) / 2) ** 2
    along = sin((second - first) / 2) ** 2
    return 2 * _EARTH * asin(sqrt(along + cos(first) * cos(second) * across))


def _bearing(one: Coordinates, other: Coordinates) -> float:
    first, second = radians(one.latitude), radians(other.latitude)
    turn = radians(other.longitude - one.longitude)
    east = sin(turn) * cos(second)
    north = cos(first) * sin(second) - sin(first) * cos(second) * cos(turn)
    return degrees(atan2(east, north)) % 360
