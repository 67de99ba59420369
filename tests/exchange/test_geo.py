import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuvola_core.catalogue import Coordinates
from neuvola_exchange.geo import from_tm35fin, in_finland, point


def test_a_known_point_of_the_service_catalogue() -> None:
    found = point("6713890.211", "226225.47")
    assert found == Coordinates(pytest.approx(60.46792, abs=1e-5), pytest.approx(22.01798, abs=1e-5))


def test_the_central_meridian_is_27_degrees_east() -> None:
    assert from_tm35fin(6_900_000, 500_000).longitude == 27.0


def test_a_thousand_points_that_have_both(shared: Path) -> None:
    places = json.loads((shared / "data/lipas/sports-places-1000.json").read_text(encoding="utf-8"))
    worst = 0.0
    for place in places:
        both = place["location"]["coordinates"]
        found = from_tm35fin(both["tm35fin"]["lat"], both["tm35fin"]["lon"])
        worst = max(
            worst,
            abs(found.latitude - both["wgs84"]["lat"]),
            abs(found.longitude - both["wgs84"]["lon"]),
        )
    assert len(places) == 1000
    assert worst < 1e-6


def test_degrees_are_taken_as_they_are() -> None:
    assert point("60,1699", 24.9384) == Coordinates(60.1699, 24.9384)
    assert in_finland(60.1699, 24.9384) == Coordinates(60.1699, 24.9384)


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [
        ("0", "0"),
        ("226225.47", "6713890.211"),  # the wrong way round
        ("", ""),
        (None, None),
        (True, False),
        ("nan", "inf"),
        (59.33, 18.06),  # Stockholm
        ([60], {}),
    ],
)
def test_what_is_no_point_in_finland(latitude: object, longitude: object) -> None:
    assert point(latitude, longitude) is None


anything = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.integers())


@given(anything, anything)
def test_nothing_raises(latitude: object, longitude: object) -> None:
    found = point(latitude, longitude)
    assert found is None or (58 < found.latitude < 71 and 18 < found.longitude < 33)
