"""The organisations of the catalogue, by name."""

from pathlib import Path

from neuvola_core.catalogue import Organisation
from neuvola_core.text import Text
from neuvola_server.house import House
from neuvola_server.web.organisations import MOST_SHOWN, organisation_names, organisations
from support.houses import house_at
from support.publishing import incoming, news


def fill(house: House, *named: tuple[str, Text]) -> None:
    of = [Organisation(id_, name) for id_, name in named]
    services = [incoming(f"Palvelu {n}", organisation=one) for n, one in enumerate(of)]
    house.publication.publish(news(*services, incoming("Ilman järjestöä")))


def test_each_is_found_once_by_the_words_of_any_of_its_names(tmp_path: Path):
    with house_at(tmp_path) as house:
        kulma = Text(fi="Kulman Väki ry", sv="Hörnets Folk rf")
        fill(house, ("k", kulma), ("k", kulma), ("n", Text(fi="Naapurit")))
        assert dict(organisations(house.database, "vaki kulma")) == {"k": dict(kulma)}
        assert list(organisations(house.database, "HÖRNET")) == ["k"]
        assert organisations(house.database, "kulma naapurit") == {}
        assert organisations(house.database, "  ") == {}
        assert organisation_names(house.database, "n") == {"fi": "Naapurit"}
        assert organisation_names(house.database, "x") == {}


def test_what_is_withdrawn_is_not_found(tmp_path: Path):
    with house_at(tmp_path) as house:
        fill(house, ("k", Text(fi="Kulma")))
        house.publication.publish(news(complete=True))
        assert organisations(house.database, "kulma") == {}


def test_not_all_are_shown(tmp_path: Path):
    with house_at(tmp_path) as house:
        fill(house, *((f"k{n:02}", Text(fi=f"Kulma {n:02}")) for n in range(MOST_SHOWN + 5)))
        found = organisations(house.database, "kulma")
        assert list(found) == [f"k{n:02}" for n in range(MOST_SHOWN)]
