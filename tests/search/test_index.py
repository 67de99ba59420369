"""What is kept of an index stays within bounds, and is what was put there."""

from collections.abc import Callable

import pytest
from pyroaring import BitMap

from neuvola_core.catalogue import Service
from neuvola_search.catalogue import Applied, Catalogue
from neuvola_search.index import Index, Kept, View, anywhere
from neuvola_search.schema import PREFIX_LENGTH, connect

Put = Callable[..., Applied]
Make = Callable[..., Service]


def test_what_came_first_is_forgotten_when_all_weigh_too_much() -> None:
    kept: Kept[str] = Kept(10)
    for key, weight in (("a", 4), ("b", 4), ("a", 5), ("c", 5)):
        kept.put(key, key.upper(), weight)
    assert [kept.get(key) for key in "abc"] == ["A", None, "C"]


def test_one_that_weighs_more_than_all_may_is_kept_until_the_next() -> None:
    kept: Kept[str] = Kept(10)
    kept.put("large", "L", 100)
    assert kept.get("large") == "L"
    kept.put("small", "S")
    assert kept.get("large") is None
    assert kept.get("small") == "S"


def test_a_prefix_finds_the_same_whether_it_is_ready_made_or_added_up(
    catalogue: Catalogue, put: Put, make: Make
) -> None:
    put(make("Perheneuvola"), make("Perhekerho"), make("Perhoset"), make("Kerho", summary="perheille"))
    connection = connect(catalogue.path)
    try:
        view = View(Index(connection, catalogue.path, 1), connection)
        counts = [len(anywhere(view.prefix("perheneu"[:length]))) for length in range(1, 9)]
    finally:
        connection.close()
    assert len("perheneu") > PREFIX_LENGTH
    assert counts == [4, 4, 4, 4, 3, 1, 1, 1]


def test_words_of_the_vocabulary_come_in_the_order_asked_for(
    catalogue: Catalogue, put: Put, make: Make
) -> None:
    put(make("Perheneuvola"), make("Kirpputori"))
    connection = connect(catalogue.path)
    try:
        view = View(Index(connection, catalogue.path, 1), connection)
        known = {word: number for number in range(1, 50) for word in view.vocabulary([number])}
        wanted = [known["perheneuvola"], 10**9, known["kirpputori"]]
        assert list(view.vocabulary(wanted)) == ["perheneuvola", "kirpputori"]
        assert list(view.vocabulary([])) == []
    finally:
        connection.close()


@pytest.mark.parametrize("count", [1, 3, 40, 150, 299])
@pytest.mark.parametrize("limit", [0, 1, 20, 400])
def test_the_first_by_name_are_the_same_however_many_there_are(
    catalogue: Catalogue, put: Put, make: Make, count: int, limit: int
) -> None:
    put(*(make(f"Kerho {number * 7919 % 300:03}") for number in range(300)))
    connection = connect(catalogue.path)
    try:
        index = Index(connection, catalogue.path, 1)
    finally:
        connection.close()
    docs = BitMap(list(index.live)[::-1][:count])
    assert index.in_order(docs, limit) == sorted(docs, key=lambda docno: index.rank[docno])[:limit]


def test_numbers_added_for_counting_are_of_no_service(catalogue: Catalogue, put: Put, make: Make) -> None:
    put(*(make(f"Kerho {number}") for number in range(600)))
    connection = connect(catalogue.path)
    try:
        index = Index(connection, catalogue.path, 1)
    finally:
        connection.close()
    countable = index.countable(index.live)
    assert len(countable) > 600
    assert countable & BitMap(range(len(index.rank))) == index.live
