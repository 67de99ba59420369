"""Services that could do as well, and never the one itself."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from neuvola_core.catalogue import Service
from neuvola_core.text import Text
from neuvola_desk.usecases.similar import MOST, similar
from neuvola_search.catalogue import Catalogue, open_catalogue
from support.small_desk import COUNTY, NOW, service, services

DEBT = services()[0]


def named(number: int, name: str, need: str, **fields: object) -> Service:
    return service(number, name, need, organisation=COUNTY, **fields)


OTHERS = (
    named(201, "Velkalinja", "velat", target_groups=("tyoikainen",)),
    named(202, "Velkapiiri", "velat", activities=("vertaistuki",)),
    named(203, "Velkaneuvonta Turussa", "velat", municipalities=("853",)),
    named(204, "Kirpputori", "rahat_eivat_riita"),
    named(205, "Talous- ja velkaneuvonnan asiointi", "velat", parent_id=DEBT.id),
)


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    opened = open_catalogue(tmp_path / "catalogue.db")
    opened.apply((*services(), *OTHERS), origin="test", complete=True, fetched_on=NOW.date())
    yield opened
    opened.close()


def names(catalogue: Catalogue, made: Service) -> list[str]:
    return [hit.name.best("fi") for hit in similar(catalogue, made)]


def test_the_same_need_the_same_kind_and_the_same_place(catalogue: Catalogue) -> None:
    assert names(catalogue, DEBT) == ["Velkalinja", "Velkaneuvonnan chat"]


def test_where_nothing_is_of_the_same_kind_the_need_alone_decides(catalogue: Catalogue) -> None:
    alone = replace(DEBT, activities=("kuljetus",))
    assert set(names(catalogue, alone)) == {"Velkalinja", "Velkaneuvonnan chat", "Velkapiiri"}


def test_a_service_of_the_whole_country_is_compared_everywhere(catalogue: Catalogue) -> None:
    everywhere = replace(DEBT, nationwide=True, municipalities=())
    assert "Velkaneuvonta Turussa" in names(catalogue, everywhere)


def test_the_same_service_under_another_id_is_no_alternative(catalogue: Catalogue) -> None:
    twin = replace(DEBT, id="another", name=Text(fi="Velkalinja"), organisation=COUNTY)
    assert "Velkalinja" not in names(catalogue, twin)


def test_there_are_a_few_at_most(catalogue: Catalogue) -> None:
    many = tuple(named(300 + n, f"Velkakahvila {n}", "velat") for n in range(12))
    catalogue.apply((DEBT, *many), origin="test", complete=True, fetched_on=NOW.date())
    assert len(similar(catalogue, DEBT)) == MOST


def test_a_service_that_is_for_nothing_known_resembles_nothing(catalogue: Catalogue) -> None:
    assert similar(catalogue, replace(DEBT, needs=())) == ()
