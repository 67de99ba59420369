"""What people say for what they need, and former names of offices: joined to a query when it is asked."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from neuvola_core.official_names import OfficialName, official_names
from neuvola_core.taxonomy import Term, needs
from neuvola_search.analysis import Analyser, Word, pieces_of, tokens

Phrase = tuple[frozenset[str], ...]
"""The keys of each word of a phrase."""

_OPEN_FROM: Final = 4
"""A word still being typed may stand for a lay word once this much of it is there."""
_LAST: Final = "\U0010ffff"
_AND: Final = re.compile(r"[,/–&]| ja | tai | och | eller | and | or ")
_BRACKETS: Final = re.compile(r"\(.*?\)")
_WHOSE: Final = re.compile(
    r"^(kunnan|hyvinvointialueen|kommunens|välfärdsområdets|municipal|wellbeing services county) ",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Spoken:
    """What words of a query speak of; ``positions`` are those words, ``sure`` how plainly they do."""

    of: str
    positions: frozenset[int]
    sure: float


@dataclass(frozen=True, slots=True)
class _Saying:
    of: str
    length: int


class _Sayings:
    """Phrases by the keys of their words."""

    def __init__(self) -> None:
        self._sayings: list[_Saying] = []
        self._places: dict[str, list[tuple[int, int]]] = {}
        self._words: list[str] = []

    def add(self, of: str, phrase: Phrase) -> None:
        if not phrase:
            return
        number = len(self._sayings)
        self._sayings.append(_Saying(of, len(phrase)))
        for place, keys in enumerate(phrase):
            for key in keys:
                self._places.setdefault(key, []).append((number, place))

    def complete(self) -> None:
        """Called once all are added."""
        self._words = sorted(key for key in self._places if key[0] != "=")

    def spoken(self, words: tuple[Word, ...]) -> tuple[Spoken, ...]:
        """Each thing that the words speak of, with the words of its longest phrase."""
        found: dict[int, dict[int, tuple[int, float]]] = {}
        for position, word in enumerate(words):
            for number, place, sure in self._places_of(word):
                places = found.setdefault(number, {})
                if sure > places.get(place, (0, 0.0))[1]:
                    places[place] = (position, sure)
        best: dict[str, Spoken] = {}
        for number, places in found.items():
            saying = self._sayings[number]
            positions = frozenset(position for position, _ in places.values())
            if len(places) < saying.length or len(positions) < saying.length:
                continue
            one = Spoken(saying.of, positions, min(sure for _, sure in places.values()))
            other = best.get(saying.of)
            if other is None or (len(one.positions), one.sure) > (len(other.positions), other.sure):
                best[saying.of] = one
        return tuple(best.values())

    def _places_of(self, word: Word) -> Iterator[tuple[int, int, float]]:
        for key in word.form.whole:
            for number, place in self._places.get(key, ()):
                yield number, place, 1.0
        if word.open and len(word.form.surface) >= _OPEN_FROM:
            start = word.form.surface
            first, last = bisect_left(self._words, start), bisect_left(self._words, start + _LAST)
            for key in self._words[first:last]:
                for number, place in self._places[key]:
                    yield number, place, 0.8
        for base in (base for part in word.form.parts for base in part):
            for number, place in self._places.get(f"=l:{base}", ()):
                if self._sayings[number].length == 1:
                    yield number, place, 0.6


class Lexicon:
    """Lay words of the needs, and what former names are called today."""

    def __init__(self, analyser: Analyser) -> None:
        self._needs = _Sayings()
        for term in needs().terms:
            for language, text in dict.fromkeys(_sayings(term)):
                self._needs.add(term.id, analyser.phrase(text, language))
        self._needs.complete()
        self._signs = {term.id: _signs(term, analyser) for term in needs().terms}
        self._former = _Sayings()
        self._current: dict[str, tuple[Phrase, ...]] = {}
        for name in official_names():
            of = name.current.best()
            self._current[of] = tuple(analyser.phrase(text, code) for code, text in _current(name))
            for former in name.former:
                self._former.add(of, analyser.phrase(former, ""))
        self._former.complete()

    def needs(self, words: tuple[Word, ...]) -> tuple[Spoken, ...]:
        """The needs that the words speak of."""
        return self._needs.spoken(words)

    def signs(self, need: str) -> tuple[tuple[str, ...], ...]:
        """The keys of each single lay word of a need, alone or in a compound: the more, the more central."""
        return self._signs.get(need, ())

    def renamed(self, words: tuple[Word, ...]) -> Mapping[int, tuple[Phrase, ...]]:
        """For each word of a former name, the phrases that say the same today."""
        found: dict[int, tuple[Phrase, ...]] = {}
        for spoken in self._former.spoken(words):
            if spoken.sure == 1.0:
                for position in spoken.positions:
                    found[position] = (*found.get(position, ()), *self._current[spoken.of])
        return found


@lru_cache(2)
def lexicon(analyser: Analyser) -> Lexicon:
    """The lexicon as this analyser reads it; made once."""
    return Lexicon(analyser)


def _signs(term: Term, analyser: Analyser) -> tuple[tuple[str, ...], ...]:
    forms = {}
    for language, text in _sayings(term):
        words = [piece for token in tokens(text) for piece in pieces_of(token)[:1]]
        if len(words) == 1:
            form = analyser.form(words[0], language)
            forms[form.bases or form.stems] = form
    return tuple((*form.whole, *(f"=p:{base}" for base in form.bases)) for form in forms.values())


def _current(name: OfficialName) -> Iterator[tuple[str, str]]:
    for language, text in name.current.items():
        yield language, _WHOSE.sub("", _BRACKETS.sub("", text).strip())


def lay_words() -> frozenset[str]:
    """Every Finnish word of the lay phrases and of the names of offices."""
    sayings = (saying for term in needs().terms for saying in _sayings(term))
    names = (saying for name in official_names() for saying in _current(name))
    finnish = [text for language, text in (*sayings, *names) if language == "fi"]
    former = [text for name in official_names() for text in name.former]
    return frozenset(token for text in (*finnish, *former) for token in tokens(text))


def _sayings(term: Term) -> Iterator[tuple[str, str]]:
    for language, words in term.words.items():
        yield from ((language, word) for word in words)
    for language, name in term.name.items():
        yield from ((language, part) for part in _AND.split(name) if part.strip())
