"""The table of the dictionary: what is packed is read, and no word makes it run away."""

from itertools import islice
from pathlib import Path

import pytest

from neuvola_search.dictionary import LONGEST_WORD, TABLE, Dictionary, pack

EMPTY = ("eps", "", "")


def symbol(text: str) -> tuple[str, str, str]:
    return ("text", text, "")


@pytest.fixture
def small(tmp_path: Path) -> Dictionary:
    """Knows "ab" as "AB", "äb" as "Äb", and "a", "aa", "aaa" … by a loop that also turns without reading."""
    transitions = [
        (0, symbol("a"), symbol("A"), 1),
        (1, symbol("b"), symbol("B"), 2),
        (0, symbol("ä"), symbol("Ä"), 3),
        (3, symbol("b"), symbol("b"), 2),
        (1, symbol("a"), symbol("a"), 1),
        (1, EMPTY, symbol("!"), 1),
    ]
    path = tmp_path / "small.table"
    path.write_bytes(pack(transitions, frozenset({2}), "test"))
    return Dictionary(path)


def test_a_packed_table_reads_what_was_put_in(small: Dictionary) -> None:
    assert "AB" in set(islice(small.lookup("ab"), 50))
    assert set(small.lookup("äb")) == {"Äb"}
    assert set(small.lookup("b")) == set(small.lookup("äa")) == set()


def test_dots_may_be_left_untyped(small: Dictionary) -> None:
    assert "Äb" in set(islice(small.lookup("ab", undotted=True), 5000))
    assert "Äb" not in set(islice(small.lookup("ab"), 5000))


@pytest.mark.parametrize(
    "word", ["", "z", "ab\0", "😀", "a" * LONGEST_WORD, "a" * (LONGEST_WORD + 1), "a" * 10**6]
)
def test_any_word_ends(small: Dictionary, word: str) -> None:
    assert list(small.lookup(word)) == []


def test_a_file_that_is_no_table_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.table"
    path.write_bytes(b"something else " * 10)
    with pytest.raises(ValueError, match=r"other\.table"):
        Dictionary(path)


@pytest.mark.skipif(not TABLE.exists(), reason="the Finnish table has not been built")
def test_finnish_words_are_known_and_nonsense_is_not() -> None:
    finnish = Dictionary()
    assert any("velka" in reading for reading in finnish.lookup("velkojen"))
    assert list(finnish.lookup("xqzwv")) == []
