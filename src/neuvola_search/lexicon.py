"""What people say for what they need: the lay words of the need vocabulary, joined to a query when asked."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from neuvola_core.taxonomy import Term, needs
from neuvola_search.analysis import Analyser, Word, tokens

_OPEN_FROM: Final = 4
"""A word still being typed may stand for a lay word once this much of it is there."""
_LAST: Final = "\U0010ffff"
_AND: Final = re.compile(r"[,/–&]| ja | tai | och | eller | and | or ")


@dataclass(frozen=True, slots=True)
class Spoken:
    """A need that words of a query speak of; ``positions`` are those words, ``sure`` how plainly they do."""

    need: str
    positions: frozenset[int]
    sure: float


@dataclass(frozen=True, slots=True)
class _Phrase:
    need: str
    length: int


class Lexicon:
    """Lay words and phrases by their keys."""

    def __init__(self, analyser: Analyser) -> None:
        self._phrases: list[_Phrase] = []
        self._places: dict[str, list[tuple[int, int]]] = {}
        for term in needs().terms:
            for language, text in dict.fromkeys(_sayings(term)):
                self._add(term.id, analyser.phrase(text, language))
        self._words = sorted(key for key in self._places if key[0] != "=")

    def _add(self, need: str, phrase: tuple[frozenset[str], ...]) -> None:
        if not phrase:
            return
        number = len(self._phrases)
        self._phrases.append(_Phrase(need, len(phrase)))
        for place, keys in enumerate(phrase):
            for key in keys:
                self._places.setdefault(key, []).append((number, place))

    def spoken(self, words: tuple[Word, ...]) -> tuple[Spoken, ...]:
        """The needs that the words speak of, each with the words of its longest phrase."""
        found: dict[int, dict[int, tuple[int, float]]] = {}
        for position, word in enumerate(words):
            for number, place, sure in self._places_of(word):
                places = found.setdefault(number, {})
                if sure > places.get(place, (0, 0.0))[1]:
                    places[place] = (position, sure)
        best: dict[str, Spoken] = {}
        for number, places in found.items():
            phrase = self._phrases[number]
            positions = frozenset(position for position, _ in places.values())
            if len(places) < phrase.length or len(positions) < phrase.length:
                continue
            sure = min(sure for _, sure in places.values())
            one = Spoken(phrase.need, positions, sure)
            other = best.get(phrase.need)
            if other is None or (len(one.positions), one.sure) > (len(other.positions), other.sure):
                best[phrase.need] = one
        return tuple(best.values())

    def _places_of(self, word: Word) -> Iterator[tuple[int, int, float]]:
        for key in word.form.whole:
            for number, place in self._places.get(key, ()):
                yield number, place, 1.0
        if word.open and len(word.form.surface) >= _OPEN_FROM:
            start = word.form.surface
            for key in self._words[bisect_left(self._words, start) : bisect_left(self._words, start + _LAST)]:
                for number, place in self._places[key]:
                    yield number, place, 0.8
        for base in (base for part in word.form.parts for base in part):
            for number, place in self._places.get(f"=l:{base}", ()):
                if self._phrases[number].length == 1:
                    yield number, place, 0.6


def lay_words() -> frozenset[str]:
    """Every Finnish word of the lay phrases."""
    sayings = (saying for term in needs().terms for saying in _sayings(term))
    return frozenset(token for language, text in sayings if language == "fi" for token in tokens(text))


def _sayings(term: Term) -> Iterator[tuple[str, str]]:
    for language, words in term.words.items():
        yield from ((language, word) for word in words)
    for language, name in term.name.items():
        yield from ((language, part) for part in _AND.split(name) if part.strip())
