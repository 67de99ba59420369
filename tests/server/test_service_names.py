"""Names of services, asked for so that nobody learns which one was meant."""

from dataclasses import replace

import pytest

from neuvola_core.slip import service_number
from neuvola_core.text import Text
from neuvola_server.house import House
from neuvola_server.service_names import LEAST_TOGETHER
from support.publishing import incoming, news
from support.services import make_service


def _publish(house: House, *names: str) -> None:
    house.publication.publish(news(*map(incoming, names)))


def test_every_service_is_among_those_that_begin_alike(sqlite_house: House) -> None:
    _publish(sqlite_house, *(f"Palvelu {number}" for number in range(400)))
    names = sqlite_house.service_names
    assert names.depth == 1
    for number in (0, 199, 399):
        one = make_service(f"Palvelu {number}")
        alike = names.alike(service_number(one.id)[: names.depth])
        assert len(alike) >= LEAST_TOGETHER / 2
        assert [found.id for found in alike if found.name == one.name] == [one.id]


@pytest.mark.parametrize("beginning", ["ab", "abcdef0123", "%", "g"])
def test_only_the_length_that_keeps_a_service_among_others_is_answered(
    sqlite_house: House, beginning: str
) -> None:
    _publish(sqlite_house, *(f"Palvelu {number}" for number in range(400)))
    assert sqlite_house.service_names.alike(beginning) == ()


def test_a_small_catalogue_is_told_whole(sqlite_house: House) -> None:
    _publish(sqlite_house, "Ruoka-apu", "Velkaneuvonta")
    names = sqlite_house.service_names
    assert names.depth == 0
    assert sorted(one.name.best() for one in names.alike("")) == ["Ruoka-apu", "Velkaneuvonta"]


def test_an_empty_catalogue_has_no_names(sqlite_house: House) -> None:
    assert sqlite_house.service_names.alike("") == ()
    assert sqlite_house.service_names.named("ruoka") == ()


def test_what_has_changed_is_told_at_once(house: House) -> None:
    _publish(house, "Ruoka-apu")
    assert [one.name.best() for one in house.service_names.alike("")] == ["Ruoka-apu"]
    house.publication.publish(news(incoming("Velkaneuvonta"), complete=True))
    [one] = house.service_names.alike("")
    assert one.name.best() == "Velkaneuvonta"
    assert house.service_names.one(one.id) == one
    assert house.service_names.one(make_service("Ruoka-apu").id) is None


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("ruoka-apu", ["Ruoka-apu"]),
        ("RUOKA", ["Ruoka-apu", "Ruoka-apu Itä"]),
        ("ita ruoka", ["Ruoka-apu Itä"]),
        ("velka", ["Velkaneuvonta"]),
        ("neuvonta", []),
        ("r", []),
        ("", []),
    ],
)
def test_a_name_is_found_as_it_is_typed(sqlite_house: House, typed: str, found: list[str]) -> None:
    _publish(sqlite_house, "Ruoka-apu", "Ruoka-apu Itä", "Velkaneuvonta")
    assert sorted(one.name.best() for one in sqlite_house.service_names.named(typed)) == found


def test_whose_it_is_tells_services_of_one_name_apart(sqlite_house: House) -> None:
    _publish(sqlite_house, "Ruoka-apu")
    [one] = sqlite_house.service_names.named("ruoka")
    assert replace(one, organisation=Text(fi="Kulman Tuki ry")).told("sv") == "Ruoka-apu – Kulman Tuki ry"
    assert replace(one, organisation=Text()).told("sv") == "Ruoka-apu"
