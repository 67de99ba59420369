"""The needs nearest to words that found nothing: by lay words, by single words, by letters. No Qt."""

import re
from collections.abc import Container, Iterator
from functools import cache
from typing import Final

from neuvola_core import taxonomy
from neuvola_core.folding import fold
from neuvola_core.taxonomy import OTHER_NEED
from neuvola_desk.ui.visit.need_finder import find_needs

MOST: Final = 3

_SHORTEST: Final = 4
_ALIKE: Final = 0.55
_BY_ALL, _BY_WORD, _STEP = 3.0, 2.0, 0.1
_WORD: Final = re.compile(r"[^\W_]+")


def nearest_needs(typed: str, language: str, offered: Container[str], most: int = MOST) -> tuple[str, ...]:
    """Ids of the offered needs that resemble the words, the best first; none rather than one far off."""
    scores: dict[str, float] = {}
    for need, score in _judged(typed, language):
        if need in offered and need != OTHER_NEED:
            scores[need] = max(score, scores.get(need, 0.0))
    return tuple(sorted(scores, key=lambda need: -scores[need])[:most])


def _judged(typed: str, language: str) -> Iterator[tuple[str, float]]:
    for place, need in enumerate(find_needs(typed, language)):
        yield need, _BY_ALL - place * _STEP
    for word in _WORD.findall(fold(typed)):
        if len(word) >= _SHORTEST:
            for place, need in enumerate(find_needs(word, language)):
                yield need, _BY_WORD - place * _STEP
            yield from _by_letters(word)


def _by_letters(typed: str) -> Iterator[tuple[str, float]]:
    wanted = _grams(typed)
    for need, words in _lay_words():
        best = max((_likeness(wanted, word) for word in words), default=0.0)
        if best >= _ALIKE:
            yield need, best


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Dice's coefficient: twice what they share by all they have."""
    return 2 * len(one & other) / (len(one) + len(other))


def _grams(word: str) -> frozenset[str]:
    marked = f"^{word}$"
    return frozenset(marked[at : at + 3] for at in range(len(marked) - 2))


@cache
def _lay_words() -> tuple[tuple[str, tuple[frozenset[str], ...]], ...]:
    """For each need the three-letter pieces of the words that people call it by, in every language."""
    found = []
    for term in taxonomy.needs().terms:
        spoken = (*term.name.values(), *(phrase for words in term.words.values() for phrase in words))
        words = {word for phrase in spoken for word in _WORD.findall(fold(phrase)) if len(word) >= _SHORTEST}
        found.append((term.id, tuple(map(_grams, sorted(words)))))
    return tuple(found)
