"""The lexicon made ready for look-up: a small SQLite file, made at set-up by the analyser of the index.

``keys`` leads from a key of a word (see ``analysis``) to its places in expressions, as little-endian 32-bit
numbers: that of the expression times eight, plus the word's place in it. ``sayings`` are arrays over all the
expressions: topic, number of words, weakness, and the weight of each word, which is the greater the fewer
topics it is said of: log((topics + 1) / (topics it is said of + ½)). ``names`` are what services of a topic
call themselves, ``forms`` what the dictionary told of the words, as in catalogue.db. ``vocabulary`` and
``grams`` are the word forms and their trigrams, for words that are misspelt. ``leanings`` are the weights of
the pieces of words (see ``leaning``): the numbers of topics and needs, then as many weights of one byte.
"""

import json
import math
import sqlite3
import sys
from array import array
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import closing
from hashlib import sha256
from importlib.resources import files
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from neuvola_search.analysis import Analyser, Form, pieces_of, tokens
from neuvola_search.leaning import Tally
from neuvola_search.lexicon_source import Topic, topics
from neuvola_search.stopwords import STOP
from neuvola_search.suggest import MISSPELT_FROM, grams

TABLE: Final = Path(str(files("neuvola_search"))) / "data" / "lexicon.table"
WORDS: Final = 8
"""Words of an expression that count; further ones are left out."""
_FORMAT: Final = 7
_SCHEMA: Final = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE keys (key TEXT PRIMARY KEY, places BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE sayings (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE vocabulary (id INTEGER PRIMARY KEY, word TEXT NOT NULL);
CREATE TABLE grams (gram TEXT PRIMARY KEY, words BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE leanings (piece TEXT PRIMARY KEY, weights BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE forms (word TEXT PRIMARY KEY, reading TEXT NOT NULL) WITHOUT ROWID;
"""


def packed(numbers: array) -> bytes:  # type: ignore[type-arg]
    """The numbers little-endian, whatever the machine."""
    if sys.byteorder == "big":
        numbers = array(numbers.typecode, numbers)
        numbers.byteswap()
    return numbers.tobytes()


def unpacked(typecode: str, data: bytes) -> array:  # type: ignore[type-arg]
    """Numbers written by ``packed``."""
    numbers = array(typecode, data)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def numbered_needs(needs: Iterable[str]) -> list[int]:
    """The needs as numbers, in the order in which they are first met."""
    numbers: dict[str, int] = {}
    return [numbers.setdefault(need, len(numbers)) for need in needs]


def leanings(data: bytes) -> tuple[Sequence[int], Sequence[int]]:
    """What a piece weighs, as it is kept."""
    count = len(data) // 3
    return unpacked("H", data[: 2 * count]), data[2 * count :]


def edition(analyser: Analyser) -> str:
    """Names what the table is made of: the lexicon's text, the analysis and this module's format."""
    content = sha256()
    for topic in topics():
        content.update(repr((topic.id, topic.services, topic.otherwise, topic.expressions)).encode())
    return f"{_FORMAT}/{analyser.version}/{content.hexdigest()[:16]}"


class _Sayings:
    """The expressions as they are gathered."""

    def __init__(self, analyser: Analyser) -> None:
        self._analyser = analyser
        self.topics: list[Topic] = []
        self.topic = array("H")
        self.length = array("B")
        self.weak = array("B")
        self.phrases: list[tuple[frozenset[str], ...]] = []
        self.spoken: dict[str, set[int]] = {}
        """For each key the topics it is said of."""
        self.tally = Tally()

    def add(self, topic: Topic, elsewhere: Collection[str]) -> None:
        """Takes a topic in; names that also stand ``elsewhere``, in another topic, speak of that one."""
        number = len(self.topics)
        self.topics.append(topic)
        said = [(one.text, one.language, one.is_weak) for one in topic.expressions]
        said += [(text, language, False) for language, text in topic.services if text not in elsewhere]
        seen: set[tuple[frozenset[str], ...]] = set()
        for text, language, is_weak in said:
            forms = self._forms(text, language)
            phrase = tuple(dict.fromkeys(frozenset(form.whole) for form in forms))[:WORDS]
            if not phrase or phrase in seen:
                continue
            seen.add(phrase)
            self.tally.add(number, forms, is_weak=is_weak)
            self.topic.append(number)
            self.length.append(len(phrase))
            self.weak.append(is_weak)
            self.phrases.append(phrase)
            for keys in phrase:
                for key in keys:
                    self.spoken.setdefault(key, set()).add(number)

    def _forms(self, text: str, language: str) -> list[Form]:
        """The words of what somebody says, small ones too."""
        return [
            self._analyser.form(pieces[0], language) for token in tokens(text) if (pieces := pieces_of(token))
        ]

    def weight(self, keys: frozenset[str]) -> float:
        """How much a word tells: that of its commonest key."""
        spread = max(len(self.spoken[key]) for key in keys)
        return math.log((len(self.topics) + 1) / (spread + 0.5))


def make(path: Path, analyser: Analyser) -> None:
    """Writes the table whole or not at all."""
    sayings = _Sayings(analyser)
    for of_need in groupby(topics(), key=lambda topic: topic.need):
        first, *others = of_need[1]
        own = {text for topic in others for _, text in topic.services}
        sayings.add(first, own)
        for topic in others:
            sayings.add(topic, ())
    unfinished = path.with_suffix(".new")
    unfinished.unlink(missing_ok=True)
    with closing(sqlite3.connect(unfinished)) as connection:
        connection.executescript(_SCHEMA)
        _write(connection, sayings, analyser)
        connection.commit()
        connection.execute("VACUUM")
    unfinished.replace(path)


def _write(connection: sqlite3.Connection, sayings: _Sayings, analyser: Analyser) -> None:
    connection.execute("INSERT INTO meta VALUES ('edition', ?)", (edition(analyser),))
    places: dict[str, array] = {}  # type: ignore[type-arg]
    weights = array("f")
    for number, phrase in enumerate(sayings.phrases):
        for place, keys in enumerate(phrase):
            weights.append(sayings.weight(keys))
            for key in keys:
                places.setdefault(key, array("I")).append(number * WORDS + place)
    connection.executemany("INSERT INTO keys VALUES (?, ?)", ((key, packed(p)) for key, p in places.items()))
    connection.executemany(
        "INSERT INTO sayings VALUES (?, ?)",
        (
            ("topic", packed(sayings.topic)),
            ("length", packed(sayings.length)),
            ("weak", packed(sayings.weak)),
            ("weights", packed(weights)),
            ("topics", json.dumps([(topic.need, topic.name) for topic in sayings.topics]).encode()),
            ("names", json.dumps(_names(sayings.topics, analyser)).encode()),
        ),
    )
    _write_vocabulary(
        connection, sorted(key for key in places if key.isalpha() and len(key) >= MISSPELT_FROM)
    )
    connection.executemany("INSERT INTO forms VALUES (?, ?)", _forms(sayings.topics, analyser))
    connection.executemany("INSERT INTO leanings VALUES (?, ?)", _leanings(sayings))


def _leanings(sayings: _Sayings) -> Iterator[tuple[str, bytes]]:
    for piece, weights in sayings.tally.weights(numbered_needs(topic.need for topic in sayings.topics)):
        yield piece, packed(array("H", weights)) + bytes(weights.values())


def _write_vocabulary(connection: sqlite3.Connection, words: Sequence[str]) -> None:
    """The word forms by their trigrams, for words that are misspelt."""
    connection.executemany("INSERT INTO vocabulary VALUES (?, ?)", enumerate(words))
    found: dict[str, array] = {}  # type: ignore[type-arg]
    for number, word in enumerate(words):
        for gram in grams(word):
            found.setdefault(gram, array("H")).append(number)
    connection.executemany(
        "INSERT INTO grams VALUES (?, ?)", ((gram, packed(n)) for gram, n in found.items())
    )


def _names(of_topics: Iterable[Topic], analyser: Analyser) -> dict[str, list[Any]]:
    """The words of all the names, each by its keys, and the names.

    For each name the topic's number, the language, whether it names the topic's own services, and the numbers
    of its words.
    """
    words: dict[tuple[str, ...], int] = {}
    found = []
    for number, topic in enumerate(of_topics):
        for names, is_own in ((topic.services, True), (topic.otherwise, False)):
            for language, name in names:
                phrase = [tuple(sorted(keys)) for keys in analyser.phrase(name, language)]
                if phrase:
                    said = [words.setdefault(keys, len(words)) for keys in phrase]
                    found.append((number, language, is_own, said))
    return {"words": list(words), "names": found}


def _forms(of_topics: Iterable[Topic], analyser: Analyser) -> list[tuple[str, str]]:
    texts = [one.text for topic in of_topics for one in topic.expressions if one.language == "fi"]
    names = [name for topic in of_topics for name in (*topic.services, *topic.otherwise)]
    texts += [name for language, name in names if language == "fi"]
    words = {piece for text in texts for token in tokens(text) for piece in pieces_of(token)}
    return [(word, analyser.form(word, "fi").reading) for word in sorted(words - STOP)]
