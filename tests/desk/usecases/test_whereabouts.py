"""How far a service is and which way: only where both places are known."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from neuvola_core.catalogue import Coordinates, Service
from neuvola_core.text import Text
from neuvola_desk.usecases.whereabouts import Direction, coordinates_in, own_place, whereabouts
from neuvola_search.catalogue import Catalogue, open_catalogue
from support.small_desk import NOW, services

HERE = Coordinates(62.8924, 27.6770)
DEBT, SHELTER, FOOD, _FRIEND = services()[:4]


def at(made: Service, there: Coordinates | None) -> Service:
    [channel] = made.channels
    assert channel.place is not None
    return replace(made, channels=(replace(channel, place=replace(channel.place, coordinates=there)),))


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    opened = open_catalogue(tmp_path / "catalogue.db")
    yield opened
    opened.close()


def bring(catalogue: Catalogue, *some: Service) -> None:
    catalogue.apply(some, origin="test", complete=True, fetched_on=NOW.date())


@pytest.mark.parametrize(
    ("there", "direction", "metres"),
    [
        (Coordinates(62.9024, 27.6770), Direction.NORTH, 1112),
        (Coordinates(62.8924, 27.6970), Direction.EAST, 1013),
        (Coordinates(62.8824, 27.6770), Direction.SOUTH, 1112),
        (Coordinates(62.8924, 27.6570), Direction.WEST, 1013),
        (Coordinates(62.9024, 27.6989), Direction.NORTH_EAST, 1573),
    ],
)
def test_distance_and_direction(there: Coordinates, direction: Direction, metres: int) -> None:
    [seen] = whereabouts(at(FOOD, there), HERE)
    assert seen.direction is direction
    assert seen.metres == pytest.approx(metres, abs=5)
    assert seen.name == Text(fi="Toimipiste")


@pytest.mark.parametrize(
    "told",
    [
        "60.1712, 24.9432",
        "60,1712 24,9432",
        "24.9432 / 60.1712",
        "N 60.1712° E 24.9432°",
        "P60,1712;I24,9432",
    ],
)
def test_degrees_are_read_however_they_are_written(told: str) -> None:
    assert coordinates_in(told) == Coordinates(60.1712, 24.9432)


@pytest.mark.parametrize(
    "told", ["", "60.17", "Kauppakatu 1.2, 3.4", "10.0, 20.0", "60.17, 24.94, 1.5", "60 24"]
)
def test_what_is_no_pair_of_degrees_in_finland_is_none(told: str) -> None:
    assert coordinates_in(told) is None


def test_a_point_may_be_told_by_degrees_or_by_a_place_nearby(catalogue: Catalogue) -> None:
    bring(catalogue, at(DEBT, HERE), FOOD)
    assert own_place(catalogue, "62.8924, 27.6770") == HERE
    assert own_place(catalogue, "talous- ja velkaneuvonta") == HERE
    assert own_place(catalogue, "Ruoka-apu ja yhteinen ateria") is None, "nobody knows where it is"
    assert own_place(catalogue, "velkaneuvonta") is None, "not the whole name"


def test_a_hidden_place_has_no_direction() -> None:
    assert whereabouts(at(SHELTER, Coordinates(62.9, 27.7)), HERE) == ()


def test_a_place_at_the_other_end_of_the_country_has_none() -> None:
    assert whereabouts(at(FOOD, Coordinates(69.9, 27.0)), HERE) == ()


def test_places_are_told_nearest_first_and_each_once() -> None:
    near, far = Coordinates(62.8930, 27.6780), Coordinates(62.9324, 27.7770)
    channels = (*at(FOOD, far).channels, *at(FOOD, near).channels, *at(FOOD, far).channels)
    found = whereabouts(replace(FOOD, channels=channels), HERE)
    assert [round(seen.metres, -2) for seen in found] == [100, 6700]


def test_the_point_is_where_a_service_has_the_same_address(catalogue: Catalogue) -> None:
    bring(catalogue, at(DEBT, HERE), FOOD)
    for address in ("Kauppakatu 1, 70100 Kuopio", "kauppakatu  1", "Kauppakatu 1, Kuopio"):
        assert own_place(catalogue, address) == HERE


@pytest.mark.parametrize(
    "address",
    ["", "Kauppakatu", "Kauppakatu 11, 70100 Kuopio", "Kauppakatu 1, 20100 Turku", "Kirkkokatu 4, Kuopio"],
)
def test_where_nothing_is_known_of_the_address_nothing_is_guessed(catalogue: Catalogue, address: str) -> None:
    bring(catalogue, at(DEBT, HERE), FOOD)
    assert own_place(catalogue, address) is None


def test_one_address_in_two_towns_is_no_place(catalogue: Catalogue) -> None:
    bring(catalogue, at(DEBT, HERE), at(replace(DEBT, id="other"), Coordinates(60.17, 24.94)))
    assert own_place(catalogue, "Kauppakatu 1") is None


def test_a_hidden_address_does_not_give_the_point_away(catalogue: Catalogue) -> None:
    bring(catalogue, at(SHELTER, HERE))
    assert own_place(catalogue, "Salainen kuja 7, 70100 Kuopio") is None
