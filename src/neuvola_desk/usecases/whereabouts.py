"""Where a service is from the counselling point: how far and which way, where both places are known.

The point's own place is that of a service of the catalogue at the same address: nobody has to give
coordinates, and a point that shares its house with nothing known gets no sketch rather than a wrong one. Who
knows better may name a place of the catalogue nearby, or give coordinates after all.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
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
_DEGREES: Final = re.compile(r"\d{1,3}[.,]\d+")
_AROUND_DEGREES: Final = re.compile(r"[\s,;/°NEPInepi]*")
_SOUTHERNMOST, _NORTHERNMOST, _WESTERNMOST, _EASTERNMOST = 59.0, 71.0, 19.0, 32.0
"""What is beyond is not in Finland, and so a slip of the pen."""


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


def own_place(catalogue: Finding, told: str) -> Coordinates | None:
    """Where the point is by what is told of it; None where that is not known for certain.

    ``told`` is an address or the name of a place or service of the catalogue, or degrees: "60.17, 24.94".
    """
    return coordinates_in(told) or _by_address(catalogue, told) or _by_name(catalogue, told)


def coordinates_in(told: str) -> Coordinates | None:
    """Degrees in Finland, whichever comes first and with point or comma; None for anything else."""
    found = [float(number.replace(",", ".")) for number in _DEGREES.findall(told)]
    if len(found) != 2 or not _AROUND_DEGREES.fullmatch(_DEGREES.sub("", told)):
        return None
    east, north = sorted(found)  # Finland is farther north than east
    is_there = _SOUTHERNMOST <= north <= _NORTHERNMOST and _WESTERNMOST <= east <= _EASTERNMOST
    return Coordinates(north, east) if is_there else None


def _by_address(catalogue: Finding, address: str) -> Coordinates | None:
    street, _comma, rest = address.partition(",")
    wanted = _folded(street)
    if not any(character.isdigit() for character in wanted):
        return None  # a street without a number is no place
    places = (place for service in _found(catalogue, street) for place in service.places)
    return _one_spot([p.coordinates for p in places if p.coordinates and _is_at(p, wanted, rest)])


def _by_name(catalogue: Finding, name: str) -> Coordinates | None:
    wanted = _folded(name)
    if not wanted:
        return None
    return _one_spot(
        [
            place.coordinates
            for service in _found(catalogue, name)
            for place in service.places
            if place.coordinates
            and wanted in {_folded(one) for one in (*place.name.values(), *service.name.values())}
        ]
    )


def _found(catalogue: Finding, text: str) -> tuple[Service, ...]:
    hits = catalogue.search(Query(text=text, limit=_CANDIDATES)).hits
    return catalogue.services(hit.id for hit in hits)


def _one_spot(found: Sequence[Coordinates]) -> Coordinates | None:
    """Where all are in the same house; else nobody can tell which is meant."""
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
