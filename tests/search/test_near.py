from collections.abc import Callable

import pytest

from neuvola_core.catalogue import Service
from neuvola_search.catalogue import Applied, Catalogue
from neuvola_search.query import Matched, Query

Put = Callable[..., Applied]
Make = Callable[..., Service]


@pytest.mark.parametrize(
    ("typed", "name", "better"),
    [
        ("omaishoitja", "Omaishoitajat", ""),
        ("omaishiotajat", "Omaishoitajat", "omaishoitajat"),
        ("hamaslääkäri", "Hammaslääkäri", "hammaslääkäri"),
        ("lastensuojeluilmotus", "Lastensuojeluilmoitus", "lastensuojeluilmoitus"),
        ("aitiysnuevola", "Äitiysneuvola", "äitiysneuvola"),
    ],
)
def test_a_slip_still_leads_there(
    catalogue: Catalogue, put: Put, make: Make, typed: str, name: str, better: str
) -> None:
    put(make(name), make("Kirppis"))
    results = catalogue.search(Query(typed))
    assert results.hits[0].name.best() == name
    assert results.hits[0].near
    assert results.hits[0].why[-1].matched is Matched.NEAR
    assert results.total == 0
    if better:
        assert results.suggestion == better


def test_the_better_spelling_keeps_the_other_words(catalogue: Catalogue, put: Put, make: Make) -> None:
    put(make("Hammaslääkäri Vaasa"))
    assert catalogue.search(Query("hamaslääkäri ja vaasa")).suggestion == "hammaslääkäri ja vaasa"


def test_a_slip_beside_a_common_word_puts_what_is_meant_first(
    catalogue: Catalogue, put: Put, make: Make
) -> None:
    put(
        make("Hammaslääkäri", summary="Vaasa"),
        *(make(f"Aaa {n}", summary="Vaasa") for n in range(30)),
    )
    results = catalogue.search(Query("hamaslääkäri vaasa"))
    assert results.hits[0].name.best() == "Hammaslääkäri"
    assert {Matched.SUMMARY, Matched.NEAR} <= {reason.matched for reason in results.hits[0].why}
    assert results.suggestion == "hammaslääkäri vaasa"


def test_with_enough_true_hits_nothing_near_is_shown(catalogue: Catalogue, put: Put, make: Make) -> None:
    put(*(make(f"Neuvola {n}") for n in range(5)), make("Neuvoa-antava"))
    results = catalogue.search(Query("neuvola"))
    assert not any(hit.near for hit in results.hits)
    assert results.suggestion == ""


def test_near_hits_keep_to_the_clicks(catalogue: Catalogue, put: Put, make: Make) -> None:
    put(make("Omaishoitajat A", needs=("velat",)), make("Omaishoitajat B"))
    results = catalogue.search(Query("omaishoitjat", needs=("velat",)))
    assert [hit.name.best() for hit in results.hits] == ["Omaishoitajat A"]


def test_near_hits_stay_within_the_limit_and_on_the_first_page(
    catalogue: Catalogue, put: Put, make: Make
) -> None:
    put(*(make(f"Omaishoitajat {n}") for n in range(30)))
    assert len(catalogue.search(Query("omaishoitjat", limit=3)).hits) == 3
    assert len(catalogue.search(Query("omaishoitjat", limit=100)).hits) == 10
    assert catalogue.search(Query("omaishoitjat", offset=5)).hits == ()


def test_the_words_of_withdrawn_services_are_not_suggested(
    catalogue: Catalogue, put: Put, make: Make
) -> None:
    put(make("Hammaslääkäri"), make("Kirppis"))
    put(make("Kirppis"))
    results = catalogue.search(Query("hamaslääkäri"))
    assert (results.hits, results.suggestion) == ((), "")
