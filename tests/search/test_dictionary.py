"""The table of the dictionary: what is packed is read, and no word makes it run away."""

from itertools import islice
from pathlib import Path

import pytest

from neuvola_search import dictionary
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


def flag(kind: str, key: str, value: str = "") -> tuple[str, str, str]:
    return (kind, key, value)


@pytest.fixture
def flagged(tmp_path: Path) -> Dictionary:
    """Four silent ways to read "a" and then "b": only that whose flags agree gets to the end."""
    transitions = [
        (0, flag("P", "case", "one"), flag("P", "case", "one"), 1),
        (0, flag("P", "case", "two"), EMPTY, 2),
        (0, flag("R", "case", "one"), EMPTY, 3),
        (0, EMPTY, EMPTY, 4),
        *((state, symbol("a"), symbol(str(state)), 5) for state in (1, 2, 3, 4)),
        (5, flag("U", "case", "one"), EMPTY, 6),
        (5, flag("D", "case", "one"), EMPTY, 7),
        (6, symbol("b"), symbol("b"), 8),
        (7, symbol("b"), symbol("c"), 8),
        (8, flag("C", "case"), EMPTY, 9),
    ]
    path = tmp_path / "flagged.table"
    path.write_bytes(pack(transitions, frozenset({9}), "test"))
    return Dictionary(path)


def test_only_paths_whose_flags_agree_are_read(flagged: Dictionary) -> None:
    assert set(flagged.lookup("ab")) == {"1b", "4b", "2c", "4c"}
    assert set(flagged.lookup("a")) == set()


def test_what_is_kept_of_earlier_words_changes_no_reading(
    flagged: Dictionary, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = list(flagged.lookup("ab"))
    assert list(flagged.lookup("ab")) == before
    monkeypatch.setattr(dictionary, "_KEPT_MOVES", 1)
    monkeypatch.setattr(dictionary, "_KEPT_BEGINNINGS", 1)
    for _ in range(3):
        assert list(flagged.lookup("b")) == []
        assert list(flagged.lookup("ab")) == before


def test_a_silent_loop_through_a_crossroads_ends(tmp_path: Path) -> None:
    transitions = [(0, EMPTY, symbol(text), target) for text, target in (("x", 1), ("y", 1), ("z", 2))]
    transitions += [(1, EMPTY, symbol("!"), 0), (2, symbol("a"), symbol("a"), 3)]
    path = tmp_path / "loop.table"
    path.write_bytes(pack(transitions, frozenset({3}), "test"))
    assert "za" in set(islice(Dictionary(path).lookup("a"), 50))


@pytest.mark.skipif(not TABLE.exists(), reason="the Finnish table has not been built")
def test_finnish_words_are_known_and_nonsense_is_not() -> None:
    finnish = Dictionary()
    assert any("velka" in reading for reading in finnish.lookup("velkojen"))
    assert list(finnish.lookup("xqzwv")) == []
