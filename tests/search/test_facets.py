"""The counts are exact: each is the total that choosing the value gives."""

from collections.abc import Callable
from dataclasses import replace
from itertools import product

import pytest

from neuvola_core.catalogue import Charge, Cost, Service
from neuvola_search.catalogue import Applied, Catalogue
from neuvola_search.query import Query

Put = Callable[..., Applied]
Make = Callable[..., Service]

FIELDS = {
    "need": "needs",
    "activity": "activities",
    "municipality": "municipalities",
    "target": "targets",
    "language": "languages",
}


@pytest.fixture
def many(put: Put, make: Make) -> None:
    needs = ("velat", "rahat_eivat_riita", "asunnottomuus")
    places = ("091", "049", "837")
    services = []
    for number, (need, place, nationwide) in enumerate(product(needs, places, (False, False, True))):
        services.append(
            make(
                f"Palvelu {number}",
                summary="neuvontaa" if number % 2 else "tukea",
                needs=(need, "muu") if number % 5 == 0 else (need,),
                municipalities=(place,),
                nationwide=nationwide,
                target_groups=("nuoret",) if number % 3 else ("ikaantyneet", "nuoret"),
                languages=("fi", "sv") if number % 4 else ("fi",),
                cost=Cost(Charge.FREE if number % 2 else Charge.CHARGED),
            )
        )
    put(*services)


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize(
    "query",
    [
        Query(),
        Query("neuvontaa"),
        Query("zzzzzz"),
        Query(needs=("velat",)),
        Query("tukea", municipalities=("091",)),
        Query(needs=("velat", "muu"), municipalities=("049", "837"), targets=("ikaantyneet",)),
        Query(languages=("sv",), free=True),
        Query("palvelu", municipalities=("Vaasa",)),
    ],
)
def test_every_count_is_what_choosing_gives(catalogue: Catalogue, query: Query) -> None:
    results = catalogue.search(query)
    for kind, field in FIELDS.items():
        for value, count in results.facets[kind].items():
            chosen = catalogue.search(replace(query, **{field: (value,)}))
            assert chosen.total == count > 0, (kind, value)
    for option, count in results.facets["option"].items():
        assert catalogue.search(replace(query, **{option: True})).total == count > 0
    nationwide = results.facets.get("area", {}).get("nationwide", 0)
    elsewhere = catalogue.search(replace(query, municipalities=("186",)))
    assert elsewhere.total == nationwide


@pytest.mark.usefixtures("many")
def test_within_a_kind_values_are_alternatives(catalogue: Catalogue) -> None:
    one = catalogue.search(Query(needs=("velat",))).total
    other = catalogue.search(Query(needs=("asunnottomuus",))).total
    assert catalogue.search(Query(needs=("velat", "asunnottomuus"))).total == one + other


@pytest.mark.usefixtures("many")
def test_aliases_and_names_stand_for_ids(catalogue: Catalogue) -> None:
    assert (
        catalogue.search(Query(needs=("velkaneuvonta",))).total
        == catalogue.search(Query(needs=("velat",))).total
    )
    by_code = catalogue.search(Query(municipalities=("91",))).total
    assert by_code == catalogue.search(Query(municipalities=("Helsinki",))).total > 0


@pytest.mark.usefixtures("many")
def test_unknown_choices_give_nothing_and_do_not_raise(catalogue: Catalogue) -> None:
    for clicks in ({"needs": ("ei-ole",)}, {"targets": ("\ud800",)}, {"languages": ("",)}):
        assert catalogue.search(Query(**clicks)).total == 0  # type: ignore[arg-type]


def test_near_hits_are_in_no_count(catalogue: Catalogue, put: Put, make: Make) -> None:
    put(make("Omaishoitajat", needs=("velat",)))
    results = catalogue.search(Query("omaishoitjat"))
    assert [hit.near for hit in results.hits] == [True]
    assert results.total == 0
    assert not any(results.facets.values())


def test_a_merged_municipality_counts_for_its_successor(catalogue: Catalogue, put: Put, make: Make) -> None:
    put(make("Vanha", municipalities=("911",)), make("Uusi", municipalities=("541",)))
    results = catalogue.search(Query(municipalities=("541",)))
    assert results.total == results.facets["municipality"]["541"] == 2
