import pytest

from neuvola_search.suggest import allowed_edits, edits, grams, likeness


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [
        ("omaishoitaja", "omaishoitaja", 0),
        ("omaishoitja", "omaishoitaja", 1),
        ("hamaslaakari", "hammaslaakari", 1),
        ("kela", "kale", 2),
        ("ab", "ba", 1),
        ("lapsi", "koulu", 3),
    ],
)
def test_edits(one: str, other: str, count: int) -> None:
    assert edits(one, other, 2) == count
    assert edits(other, one, 2) == count


def test_short_words_may_have_one_slip() -> None:
    assert (allowed_edits(5), allowed_edits(12)) == (1, 2)


def test_likeness_is_between_nothing_and_all() -> None:
    assert likeness(grams("ruoka"), grams("ruoka")) == 1
    assert likeness(grams("ruoka"), grams("kyyti")) == 0
    assert likeness(frozenset(), frozenset()) == 0


def test_an_open_word_has_no_far_end() -> None:
    assert "la$" in grams("neuvola")
    assert not any("$" in gram for gram in grams("neuvola", whole=False))
