"""However a catalogue is filled, its index is the same; and the dictionary is asked of a word once."""

import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from pyroaring import BitMap

from neuvola_core.catalogue import Service
from neuvola_search import analysis, postings
from neuvola_search.analysis import Analyser
from neuvola_search.catalogue import open_catalogue
from neuvola_search.morphology import Analysis, Part
from neuvola_search.schema import PREFIX_LENGTH
from support.services import fill

Make = Callable[..., Service]
Tables = dict[str, dict[str, list[set[int]]]]

NAMES = ("Perheneuvola", "Perhekerho", "Velkaneuvonta", "Neuvola", "Ruoka-apu", "Äitiysneuvola", "Äidin apu")


class Asked:
    """A dictionary that counts what it is asked."""

    def __init__(self) -> None:
        self.words: Counter[str] = Counter()

    def analyse(self, word: str) -> tuple[Analysis, ...]:
        self.words[word] += 1
        return (Analysis((Part((word,), word),)),)


def tables(path: Path) -> Tables:
    found: Tables = {}
    with closing(sqlite3.connect(path)) as connection:
        for table in ("terms", "prefixes"):
            rows = connection.execute(f"SELECT term, name, keyword, summary, body FROM {table}").fetchall()
            found[table] = {
                row[0]: [set(BitMap.deserialize(b)) if b else set() for b in row[1:]] for row in rows
            }
        grams = connection.execute("SELECT gram, words FROM trigrams").fetchall()
        words = dict(connection.execute("SELECT id, word FROM vocabulary").fetchall())
        found["grams"] = {gram: [set(map(hash, map(words.get, BitMap.deserialize(b))))] for gram, b in grams}
    return found


def services(make: Make) -> list[Service]:
    return [make(name, summary=f"{NAMES[-at]} ja {name}", keywords=(name,)) for at, name in enumerate(NAMES)]


def test_small_batches_give_the_same_index_as_one(
    tmp_path: Path, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(open_catalogue(tmp_path / "one.db")) as one:
        fill(one, *services(make))
    monkeypatch.setattr(postings, "_LEAST_BATCH", 5)
    monkeypatch.setattr(postings, "_MOST_BATCH", 5)
    with closing(open_catalogue(tmp_path / "many.db")) as many:
        fill(many, *services(make))
    assert tables(tmp_path / "many.db") == tables(tmp_path / "one.db")


def test_services_that_come_one_by_one_give_the_same_index_as_all_at_once(tmp_path: Path, make: Make) -> None:
    with closing(open_catalogue(tmp_path / "once.db")) as once:
        fill(once, *services(make))
    with closing(open_catalogue(tmp_path / "singly.db")) as singly:
        for service in services(make):
            fill(singly, service, complete=False)
    assert tables(tmp_path / "singly.db") == tables(tmp_path / "once.db")


def test_a_prefix_has_the_services_of_every_word_that_begins_so(tmp_path: Path, make: Make) -> None:
    with closing(open_catalogue(tmp_path / "c.db")) as catalogue:
        fill(catalogue, *services(make))
    found = tables(tmp_path / "c.db")
    words = [term for term in found["terms"] if not term.startswith("=")]
    starts = {word[:length] for word in words for length in range(1, PREFIX_LENGTH + 1)}
    assert set(found["prefixes"]) == starts
    for start in starts:
        of_words = [found["terms"][word] for word in words if word.startswith(start)]
        assert found["prefixes"][start] == [set().union(*tier) for tier in zip(*of_words, strict=True)]


def test_the_dictionary_is_asked_once_of_a_word_even_when_the_analyser_has_forgotten(
    tmp_path: Path, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postings, "_LEAST_BATCH", 1)
    monkeypatch.setattr(analysis, "_CACHED_BY_WRITER", 0)
    asked = Asked()
    with closing(open_catalogue(tmp_path / "c.db", analyser=Analyser(asked))) as catalogue:
        asked.words.clear()  # what the lexicon asked
        fill(catalogue, *(make(f"Laiturikerho {number}") for number in range(4)))
    assert asked.words["laiturikerho"] == 1
