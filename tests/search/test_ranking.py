from collections.abc import Callable
from datetime import date

import pytest

from neuvola_core.catalogue import Charge, Cost, Service
from neuvola_search.catalogue import Applied, Catalogue
from neuvola_search.query import Query

Put = Callable[..., Applied]
Make = Callable[..., Service]
Find = Callable[..., list[str]]


def test_the_exact_name_comes_first_then_the_beginning_then_the_rest(
    find: Find, put: Put, make: Make
) -> None:
    put(make("Muu neuvola"), make("Neuvola"), make("Neuvola lapsille"), make("Aikuisten neuvola ja kirppis"))
    assert find("neuvola") == ["Neuvola", "Neuvola lapsille", "Muu neuvola", "Aikuisten neuvola ja kirppis"]


def test_fields_rank_in_their_order(find: Find, put: Put, make: Make) -> None:
    put(
        make("D", description="kirppis"),
        make("C", summary="kirppis"),
        make("B", keywords=("kirppis",)),
        make("A kirppis"),
    )
    assert find("kirppis") == ["A kirppis", "B", "C", "D"]


def test_the_word_itself_ranks_above_its_inflection_and_that_above_a_beginning(
    find: Find, put: Put, make: Make
) -> None:
    put(make("Xx hyljeranta"), make("Xx hylkeen"), make("Xx hylje"))
    assert find("hylje ") == ["Xx hylje", "Xx hylkeen", "Xx hyljeranta"]


def test_another_name_counts_as_much_as_a_name_that_only_has_the_word(
    find: Find, put: Put, make: Make
) -> None:
    put(make("Perusopetus", synonyms=("koulu",)), make("Koulukuraattori ja muuta apua koululaisille"))
    assert find("koulu")[0] == "Perusopetus"


def test_a_general_description_comes_after_the_services_it_describes(
    find: Find, put: Put, make: Make
) -> None:
    general = make("Toimeentulotuki", kind="general-description", source="ptv", nationwide=True)
    for named in (general.id, general.source.source_id):
        put(
            general,
            make("Vaasan toimeentulotuki ja muu pitkä nimi", source_id="1", general_description=named),
            make("Toimeentulotuen neuvonta", source_id="2", description="toimeentulotuki"),
        )
        assert find("toimeentulotuki").index("Vaasan toimeentulotuki ja muu pitkä nimi") < find(
            "toimeentulotuki"
        ).index("Toimeentulotuki")


def test_general_descriptions_are_browsed_last(find: Find, put: Put, make: Make) -> None:
    put(make("Aa", kind="general-description", nationwide=True), make("Bb"))
    assert find() == ["Bb", "Aa"]


@pytest.mark.parametrize("text", ["", "ruoka-apu"])
def test_local_services_come_before_those_of_the_whole_country(
    find: Find, put: Put, make: Make, text: str
) -> None:
    put(
        make("Ruoka-apu A", nationwide=True),
        make("Ruoka-apu B", municipalities=("091",)),
        make("Ruoka-apu C", municipalities=("049",)),
    )
    assert find(text, municipalities=("091",)) == ["Ruoka-apu B", "Ruoka-apu A"]


def test_known_to_be_free_comes_before_not_known(find: Find, put: Put, make: Make) -> None:
    put(make("Ruoka A"), make("Ruoka B", cost=Cost(Charge.FREE)))
    assert find("ruoka", free=True) == ["Ruoka B", "Ruoka A"]


def test_of_equals_the_one_checked_last_comes_first(find: Find, put: Put, make: Make) -> None:
    put(
        make("Ruoka A"),
        make("Ruoka B", checked_on=date(2026, 1, 1)),
        make("Ruoka C", checked_on=date(2026, 6, 1)),
    )
    assert find("ruoka") == ["Ruoka C", "Ruoka B", "Ruoka A"]


def test_the_best_are_found_among_very_many(catalogue: Catalogue, put: Put, make: Make) -> None:
    put(
        make("Zorro"),
        *(make(f"Zeta {n:04}", keywords=("zorro",)) for n in range(900)),
        *(make(f"Aino {n:04}", summary="zorro") for n in range(900)),
    )
    for typed in ("z", "zo", "zorro"):
        results = catalogue.search(Query(typed, limit=5))
        assert results.total == 1801
    assert catalogue.search(Query("zorro")).hits[0].name.best() == "Zorro"
    assert all(hit.name.best().startswith("Z") for hit in results.hits)


def test_the_answer_is_the_same_twice(catalogue: Catalogue, put: Put, make: Make) -> None:
    put(*(make(f"Palvelu {n % 7} {n}", summary="neuvontaa") for n in range(50)))
    first = catalogue.search(Query("neuvontaa palvelu"))
    assert catalogue.search(Query("neuvontaa palvelu")).hits == first.hits


def test_names_of_a_series_give_way_to_another(find: Find, put: Put, make: Make) -> None:
    put(*(make(f"Hyljetarha {letter}") for letter in "abc"), make("Kalatarha"))
    assert find("tarha ")[:2] == ["Hyljetarha a", "Kalatarha"]
