"""The word shown as the reason is the first of the field that the query's word found."""

from collections.abc import Callable

import pytest

from neuvola_core.catalogue import Service
from neuvola_search.catalogue import Applied, Catalogue
from neuvola_search.query import Query

Put = Callable[..., Applied]
Make = Callable[..., Service]


def terms(catalogue: Catalogue, text: str) -> list[str]:
    return [reason.term for hit in catalogue.search(Query(text)).hits for reason in hit.why]


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("kerho", "kerhosta"),
        ("kerhoja ", "kerhosta"),
        ("kirppu", "kirpputorin"),
        ("apu", "ruoka-apu"),
        ("ruoka", "ruoka-apu"),
    ],
)
def test_the_first_word_by_its_keys_or_by_its_beginning(
    catalogue: Catalogue, put: Put, make: Make, text: str, term: str
) -> None:
    put(make("Xx", summary="Tietoa kerhosta, kerho ja kirpputorin kirppu sekä ruoka-apu, apu ja ruoka"))
    assert terms(catalogue, text)[0] == term


def test_another_query_for_the_same_hit_is_given_its_own_word(
    catalogue: Catalogue, put: Put, make: Make
) -> None:
    put(make("Xx", summary="Neuvola, kirppis ja uimahalli"))
    for word in ("uimahalli", "neuvola", "kirppis", "uimahalli", "neuvola"):
        assert terms(catalogue, word)[0] == word


def test_a_changed_service_is_shown_by_its_new_words(catalogue: Catalogue, put: Put, make: Make) -> None:
    put(make("Kerhotalo"))
    assert terms(catalogue, "kerho") == ["kerhotalo"]
    put(make("Kerhotila"))
    assert terms(catalogue, "kerho") == ["kerhotila"]


def test_a_word_whose_stem_changes_is_shown(catalogue: Catalogue, put: Put, make: Make) -> None:
    put(make("Xx", summary="Tässä ajan varaus, ensin avun pyyntö"))
    assert terms(catalogue, "aika ")[0] == "ajan"
    assert terms(catalogue, "apu ")[0] == "avun"
