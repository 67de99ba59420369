"""ETRS-TM35FIN (EPSG:3067) to WGS84 degrees, without a projection library.

The inverse Gauss–Krüger series in the third flattening, to its fourth power, as in the Finnish public
administration recommendation JHS 197 (Annex 1); GRS80 ellipsoid, central meridian 27° E, scale 0.9996,
false easting 500 000 m. ETRS89 and WGS84 agree to better than a metre, so no datum shift is made.
"""

from math import asin, asinh, atan, atanh, cos, cosh, degrees, isfinite, radians, sin, sinh, sqrt, tan, tanh
from typing import Final

from neuvola_core.catalogue import Coordinates

_SEMI_MAJOR: Final = 6378137.0
_FLATTENING: Final = 1 / 298.257222101
_SCALE: Final = 0.9996
_CENTRAL_MERIDIAN: Final = radians(27)
_FALSE_EASTING: Final = 500_000.0

_N: Final = _FLATTENING / (2 - _FLATTENING)
_RADIUS: Final = _SEMI_MAJOR / (1 + _N) * (1 + _N**2 / 4 + _N**4 / 64)
_ECCENTRICITY: Final = sqrt(2 * _FLATTENING - _FLATTENING**2)
_SERIES: Final = (
    _N / 2 - 2 / 3 * _N**2 + 37 / 96 * _N**3 - _N**4 / 360,
    _N**2 / 48 + _N**3 / 15 - 437 / 1440 * _N**4,
    17 / 480 * _N**3 - 37 / 840 * _N**4,
    4397 / 161280 * _N**4,
)

_EASTINGS: Final = (43_500.0, 765_000.0)
_NORTHINGS: Final = (6_522_000.0, 7_796_000.0)
"""The box that the Finnish Service Catalogue accepts points in."""
_LATITUDES: Final = (58.8, 70.2)
_LONGITUDES: Final = (19.0, 32.0)


def from_tm35fin(northing: float, easting: float) -> Coordinates:
    """The point in degrees, to seven decimals (a centimetre)."""
    xi = northing / (_RADIUS * _SCALE)
    eta = (easting - _FALSE_EASTING) / (_RADIUS * _SCALE)
    xi_prime, eta_prime = xi, eta
    for order, coefficient in enumerate(_SERIES, start=1):
        angle = 2 * order
        xi_prime -= coefficient * sin(angle * xi) * cosh(angle * eta)
        eta_prime -= coefficient * cos(angle * xi) * sinh(angle * eta)
    beta = asin(sin(xi_prime) / cosh(eta_prime))
    longitude = asin(tanh(eta_prime) / cos(beta))
    conformal = asinh(tan(beta))
    isometric = conformal
    for _ in range(5):
        isometric = conformal + _ECCENTRICITY * atanh(_ECCENTRICITY * tanh(isometric))
    latitude = atan(sinh(isometric))
    return Coordinates(round(degrees(latitude), 7), round(degrees(_CENTRAL_MERIDIAN + longitude), 7))


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        number = float(value.strip().replace(",", ".")) if isinstance(value, str) else float(value)
    except (ValueError, OverflowError):
        return None
    return number if isfinite(number) else None


def _within(value: float, bounds: tuple[float, float]) -> bool:
    return bounds[0] <= value <= bounds[1]


def in_finland(latitude: object, longitude: object) -> Coordinates | None:
    """A point given in degrees, or None where it is no point in or near Finland."""
    first, second = _number(latitude), _number(longitude)
    if first is None or second is None or not (_within(first, _LATITUDES) and _within(second, _LONGITUDES)):
        return None
    return Coordinates(round(first, 7), round(second, 7))


def point(latitude: object, longitude: object) -> Coordinates | None:
    """A point from what a source calls latitude and longitude: TM35FIN metres (PTV) or degrees.

    None where the pair is neither, or lies outside Finland.
    """
    northing, easting = _number(latitude), _number(longitude)
    if northing is None or easting is None:
        return None
    if _within(northing, _NORTHINGS) and _within(easting, _EASTINGS):
        return from_tm35fin(northing, easting)
    return in_finland(northing, easting)
