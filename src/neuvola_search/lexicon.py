"""What people say for what they need: joined to a query when it is asked."""

import json
import sqlite3
import threading
from array import array
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from operator import add
from pathlib import Path
from typing import Any, Final, NamedTuple

from neuvola_search.analysis import Form, Word
from neuvola_search.leaning import Pieces, pieces, pull, runs, shares, summed
from neuvola_search.lexicon_table import TABLE, WORDS, leanings, numbered_needs, unpacked
from neuvola_search.said import Before, Known, Said, plainest, sureness
from neuvola_search.slips import neighbours
from neuvola_search.suggest import MISSPELT_FROM, allowed_edits, edits, grams, likeness

_OPEN_FROM: Final = 4
"""A word still being typed may stand for a lay word once this much of it is there."""
_OPEN: Final = 0.85
_LONGER: Final = 0.4
"""What a longer word counts where what has been typed is a lay word itself."""
_PART: Final = 0.7
_MOST_OPEN: Final = 60
_LAST: Final = "\U0010ffff"
_LEAST_SHARE: Final = 0.4
_LEAST_WEIGHT: Final = 1.2
"""Words that everything is said with speak of nothing, though they be a whole expression."""
_UNKNOWN: Final = 3.0
"""What a word of the query weighs that the lexicon does not know."""
_WEAK: Final = 0.6
_KEPT_WORDS: Final = 80
_LEANING: Final = 0.6
"""How sure a topic is that all of what is said leans towards, whatever expressions it has."""
_LEAST: Final = 0.08
_MOST: Final = 24
_COMPARED: Final = 40
_ALIKE: Final = 0.45
_SLIP_FROM: Final = 8
"""From this length on what the dictionary reads may be a slip too."""
_SLIP: Final = 0.8
"""How plainly a word with one slip says what the word says."""
_NEIGHBOURS: Final = "SELECT key, length(places) FROM keys WHERE key IN (SELECT value FROM json_each(?))"
_PLACES: Final = "SELECT key, places FROM keys WHERE key IN"
_LEANINGS: Final = "SELECT piece, weights FROM leanings WHERE piece IN"
_WHOLE_NEED: Final = 0.3
"""How sure the first topic of a need, which is that of the whole need, is where another one is spoken of."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A topic that a query speaks of: by these words, as plainly as ``sure`` (0–1) says.

    A ``guess`` is one that it would speak of if its misspelt words were what they resemble. ``whole`` is the
    topic that stands for the whole need.
    """

    topic: str
    need: str
    words: frozenset[Word]
    sure: float
    guess: bool = False
    whole: str = ""


class TopicName(NamedTuple):
    """What services of a topic call themselves: the keys of each word; rank 0 is the best of its names.

    Unless ``is_own``, those services help with the need where it has none of its own.
    """

    topic: str
    language: str
    is_own: bool
    rank: int
    phrase: tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class _Places:
    """Where in expressions a word stands, and where its parts do, with how much that counts."""

    of_word: Mapping[int, float]
    of_parts: Mapping[int, float]


class Lexicon:
    """The lexicon table, opened; threads may share it. Without a table it knows nothing."""

    def __init__(self, path: Path = TABLE) -> None:
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._kept: OrderedDict[tuple[Form, bool, bool], Known] = OrderedDict()
        self._before: dict[bool, Before] = {}
        self._topics: list[tuple[str, str]] = []
        self.edition = ""
        if path.exists():
            self._connection = sqlite3.connect(
                f"{path.resolve().as_uri()}?immutable=1", uri=True, check_same_thread=False
            )
            self._load(self._connection)

    def _load(self, connection: sqlite3.Connection) -> None:
        values = dict(connection.execute("SELECT key, value FROM sayings"))
        self.edition = connection.execute("SELECT value FROM meta WHERE key = 'edition'").fetchone()[0]
        self._topics = [(need, f"{need}/{name}") for need, name in json.loads(values["topics"])]
        self._needs = numbered_needs(need for need, _ in self._topics)
        self._letters: tuple[str, Sequence[int]] = ("", [0] * (len(self._topics) + max(self._needs) + 1))
        first: dict[str, int] = {}
        self._first = [first.setdefault(need, number) for number, (need, _) in enumerate(self._topics)]
        self._topic = unpacked("H", values["topic"])
        length = unpacked("B", values["length"])
        self._weak = values["weak"]
        self._weights = unpacked("f", values["weights"])
        self._starts = array("I", accumulate(length, initial=0))
        weights, starts = self._weights, self._starts
        self._total = array("f", (sum(weights[starts[n] : starts[n + 1]]) for n in range(len(length))))

    @property
    def topics(self) -> tuple[str, ...]:
        """The ids of all topics, "need/topic"."""
        return tuple(topic for _, topic in self._topics)

    def names(self) -> Iterable[TopicName]:
        """What services of each topic call themselves; read anew at each call, for writers only."""
        rows = self._rows("SELECT value FROM sayings WHERE key = 'names'")
        stored = json.loads(rows[0][0]) if rows else {"words": (), "names": ()}
        words = [frozenset(keys) for keys in stored["words"]]
        ranks: dict[tuple[int, str, bool], int] = {}
        for number, language, is_own, said in stored["names"]:
            key = (number, language, is_own)
            rank = ranks[key] = ranks.get(key, -1) + 1
            phrase = tuple([words[word] for word in said])
            yield TopicName(self._topics[number][1], language, is_own, rank, phrase)

    def give_back(self) -> None:
        """Gives memory back that a next reading takes again."""
        self._rows("PRAGMA shrink_memory")

    def recall(self, word: str) -> str | None:
        """What the dictionary told of a word of the lexicon; None for others."""
        rows = self._rows("SELECT reading FROM forms WHERE word = ?", word)
        return str(rows[0][0]) if rows else None

    def spoken(self, words: tuple[Word, ...]) -> tuple[Spoken, ...]:
        """The topics that the words speak of, the surest first."""
        if self._connection is None or not words:
            return ()
        known = [self._known(word) for word in words]
        meant = [self._known(word, meant=True) for word in words]
        if any(
            not word.is_stop and (one.sayings or word.form.bases)
            for word, one in zip(words, known, strict=True)
        ):
            # What is known shows that the rest is about it too, slips and all.
            return self._topics_of(words, meant, leans=True)
        plain = self._topics_of(words, known, leans=False)
        spoken = {one.topic for one in plain}
        guesses = (one for one in self._topics_of(words, meant, leans=True) if one.topic not in spoken)
        return (*plain, *(replace(one, guess=True) for one in guesses))

    def _topics_of(self, words: Sequence[Word], known: Sequence[Known], *, leans: bool) -> tuple[Spoken, ...]:
        *others, last = known
        before = self._before[leans] = self._together(others, self._before.get(leans))
        best = self._said(before, last, sum(one.weight for one in known))
        sure = {topic: value for topic, (value, _) in best.items()}
        if leans:
            pulls = list(map(add, before.pull, last.pull))
            for topic, share in shares(pulls, sum(one.size for one in known), self._needs).items():
                sure[topic] = sure.get(topic, 0.0) + _LEANING * share
        for topic, value in list(sure.items()):
            first = self._first[topic]
            sure[first] = max(sure.get(first, 0.0), value * _WHOLE_NEED)
        plainest = sorted(
            ((value, topic) for topic, value in sure.items() if value >= _LEAST),
            key=lambda one: (-one[0], one[1]),
        )
        return tuple(self._spoken(topic, value, words, known, best) for value, topic in plainest[:_MOST])

    def _together(self, known: Sequence[Known], before: Before | None) -> Before:
        if before is None or not before.begin(known):
            before = Before((), {}, {}, [0.0] * len(self._letters[1]))
        for one in known[len(before.words) :]:
            before = self._with(before, one)
        return before

    def _with(self, before: Before, one: Known) -> Before:
        sayings = dict(before.sayings)
        said: dict[int, list[Said]] = {}
        for saying, value in one.sayings.items():
            value = sayings[saying] = sayings.get(saying, 0.0) + value
            if plainly := self._plainly(saying, value):
                said.setdefault(self._topic[saying], []).append((plainly, value, saying))
        newest = {topic: plainest((*before.said.get(topic, ()), *some)) for topic, some in said.items()}
        pull = list(map(add, before.pull, one.pull))
        return Before((*before.words, one), sayings, {**before.said, **newest}, pull)

    def _plainly(self, saying: int, value: float) -> float:
        """How fully an expression is said; 0 if too little of it."""
        share: float = value / self._total[saying]
        if share < _LEAST_SHARE or value < _LEAST_WEIGHT:
            return 0.0
        return min(share, 1.0) * (_WEAK if self._weak[saying] else 1.0)

    def _said(self, before: Before, last: Known, whole: float) -> dict[int, tuple[float, int]]:
        """For each topic how plainly its best expression is said, and which expression that is."""
        best: dict[int, tuple[float, int]] = {}
        for topic, some in before.said.items():
            best[topic] = max([(sureness(plainly, value, whole), -saying) for plainly, value, saying in some])
        for saying, value in last.sayings.items():
            value += before.sayings.get(saying, 0.0)
            if plainly := self._plainly(saying, value):
                found = (sureness(plainly, value, whole), -saying)
                topic = self._topic[saying]
                if topic not in best or found > best[topic]:
                    best[topic] = found
        return {topic: (sure, -saying) for topic, (sure, saying) in best.items()}

    def _spoken(
        self,
        topic: int,
        sure: float,
        words: Sequence[Word],
        known: Sequence[Known],
        best: Mapping[int, tuple[float, int]],
    ) -> Spoken:
        need, name = self._topics[topic]
        by: frozenset[Word] = frozenset()
        if topic in best:
            said = best[topic][1]
            some = zip(words, known, strict=True)
            by = frozenset([word for word, one in some if said in one.sayings and not one.is_slip])
        return Spoken(name, need, by, min(1.0, sure), whole=self._topics[self._first[topic]][1])

    def _known(self, word: Word, *, meant: bool = False) -> Known:
        """What the lexicon knows of a word, or of the one meant by it; kept, for words come again."""
        key = (word.form, word.open, meant)
        kept = self._kept.pop(key, None)
        if kept is None:
            kept = self._meant_by(word) if meant else self._knowledge(word)
        self._kept[key] = kept  # the last one now
        while len(self._kept) > _KEPT_WORDS:
            self._kept.popitem(last=False)
        return kept

    def _knowledge(self, word: Word) -> Known:
        of_word = pieces(word.form, is_open=word.open)
        places = self._places_of(word)
        sayings = self._weighed({**places.of_parts, **places.of_word})
        weight = max(sayings.values(), default=_UNKNOWN)
        return Known(sayings, weight, self._pull(of_word), of_word.size, bool(places.of_word))

    def _pull(self, word: Pieces) -> Sequence[float]:
        before, letters = self._letters
        if not word.marked.startswith(before):
            before, letters = "", [0] * len(letters)
        fresh = runs(word.marked, len(before))
        wanted = [*word.bases, *fresh]
        rows = self._rows(f"{_LEANINGS} ({', '.join('?' * len(wanted))})", *wanted)
        weights = {piece: leanings(data) for piece, data in rows}
        letters = summed(letters, (weights[run] for run in fresh if run in weights))
        self._letters = (word.marked, letters)
        return pull(word, letters, weights)

    def _meant_by(self, word: Word) -> Known:
        known = self._known(word)
        if known.is_met or word.is_stop:
            return known
        meant, alike = self._meant(word.form.surface, is_word=bool(word.form.bases))
        if not meant:
            return known
        sayings = self._weighed(dict.fromkeys(self._stored(meant), alike))
        return replace(known, sayings=sayings, weight=max(sayings.values()), is_slip=True)

    def _weighed(self, places: Mapping[int, float]) -> dict[int, float]:
        found: dict[int, float] = {}
        for place, alike in places.items():
            saying = place // WORDS
            value = alike * self._weights[self._starts[saying] + place % WORDS]
            if value > found.get(saying, 0.0):
                found[saying] = value
        return found

    def _places_of(self, word: Word) -> _Places:
        of_parts = [f"=l:{base}" for part in word.form.parts for base in part]
        whole = word.form.whole
        wanted = (*whole, *of_parts)
        stored = dict(self._rows(f"{_PLACES} ({', '.join('?' * len(wanted))})", *wanted))
        found: dict[int, float] = {}
        if word.open and len(word.form.surface) >= _OPEN_FROM:
            alike = _LONGER if word.form.surface in stored else _OPEN
            found.update(dict.fromkeys(self._beginning(word.form.surface), alike))
        for key in whole:
            if key in stored:
                found.update(dict.fromkeys(unpacked("I", stored[key]), 1.0))
        parts = {place: _PART for key in of_parts if key in stored for place in unpacked("I", stored[key])}
        return _Places(found, parts)

    def _meant(self, typed: str, *, is_word: bool) -> tuple[str, float]:
        """The word of the lexicon that a misspelt one is nearest to, and how near; 0 if none is near.

        Long slips can be read as some word, which is one, but seldom what was meant.
        """
        if len(typed) < (_SLIP_FROM if is_word else MISSPELT_FROM):
            return "", 0.0
        slips = neighbours(typed)
        rows = self._rows(_NEIGHBOURS, json.dumps(list(slips)))
        if rows:
            # The slip that is made most, of the word that is said most.
            return min(rows, key=lambda row: (slips[row[0]], -row[1], row[0]))[0], _SLIP
        return ("", 0.0) if is_word else self._resembling(typed)

    def _resembling(self, typed: str) -> tuple[str, float]:
        limit = allowed_edits(len(typed))
        wanted = grams(typed)
        shared: dict[int, int] = {}
        for gram in wanted:
            for number in self._column("SELECT words FROM grams WHERE gram = ?", gram, "H"):
                shared[number] = shared.get(number, 0) + 1
        best = ("", 0.0)
        for number in sorted(shared, key=lambda n: -shared[n])[:_COMPARED]:
            candidate = self._word(number)
            if edits(typed, candidate, limit) <= limit:
                value = likeness(wanted, grams(candidate))
                if value > best[1]:
                    best = (candidate, value)
        return best if best[1] >= _ALIKE else ("", 0.0)

    def _stored(self, key: str) -> Iterable[int]:
        return self._column("SELECT places FROM keys WHERE key = ?", key, "I")

    def _column(self, statement: str, key: str, typecode: str) -> Iterable[int]:
        rows = self._rows(statement, key)
        return unpacked(typecode, rows[0][0]) if rows else ()

    def _word(self, number: int) -> str:
        return str(self._rows("SELECT word FROM vocabulary WHERE id = ?", number)[0][0])

    def _beginning(self, start: str) -> Iterable[int]:
        rows = self._rows(
            "SELECT places FROM keys WHERE key >= ? AND key < ? LIMIT ?", start, start + _LAST, _MOST_OPEN
        )
        return [place for row in rows for place in unpacked("I", row[0])]

    def _rows(self, statement: str, *values: str | int) -> list[tuple[Any, ...]]:
        if self._connection is None:
            return []
        with self._lock:
            return self._connection.execute(statement, values).fetchall()
