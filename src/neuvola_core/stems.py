"""A matcher that finds word beginnings and phrases in folded text.

A stem is written as people write it and folded like the text: ``velka`` is the beginning of a word,
``eläke$`` its end too, ``*terapia`` may stand anywhere inside a word (the tail of a compound), and
``paha olo`` is a run of words of which each begins so. A hyphen parts words: ``ruoka-apu`` is a run of two.
"""

import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Generic, TypeVar

from neuvola_core.folding import fold

Key = TypeVar("Key", bound=Hashable)

_WORD: Final = re.compile(r"\w+")


def words(text: str) -> list[str]:
    """The folded words of a text in order."""
    return _WORD.findall(fold(text))


@dataclass(frozen=True, slots=True)
class _Part:
    text: str
    inside: bool
    whole: bool

    def fits(self, word: str) -> bool:
        if self.inside:
            return word.endswith(self.text) if self.whole else self.text in word
        return word == self.text if self.whole else word.startswith(self.text)


def _parts(stem: str) -> tuple[_Part, ...]:
    pieces = ((piece, fold(piece.strip("*$"))) for piece in re.findall(r"[\w*$]+", stem))
    return tuple(_Part(text, p.startswith("*"), p.endswith("$")) for p, text in pieces if text)


@dataclass(frozen=True, slots=True)
class _Stem(Generic[Key]):
    key: Key
    written: str
    first: _Part
    rest: tuple[_Part, ...]

    def follows(self, run: Sequence[str], place: int) -> bool:
        following = run[place + 1 : place + 1 + len(self.rest)]
        return len(following) == len(self.rest) and all(
            part.fits(word) for part, word in zip(self.rest, following, strict=True)
        )


class StemMatcher(Generic[Key]):
    """Says which of its keys a text speaks of; made once, then fast on any number of texts."""

    def __init__(self, stems: Mapping[Key, Iterable[str]]) -> None:
        self._begins: dict[str, list[_Stem[Key]]] = {}
        self._inside: dict[str, list[_Stem[Key]]] = {}
        for key, written in stems.items():
            for text in written:
                first, *rest = _parts(text)
                table = self._inside if first.inside else self._begins
                table.setdefault(first.text, []).append(_Stem(key, text, first, tuple(rest)))
        self._lengths = range(1, max(map(len, self._begins), default=0) + 1)
        self._tails = sorted({len(text) for text in self._inside})
        self._of_word = lru_cache(maxsize=1 << 16)(self._look_up)

    def _look_up(self, word: str) -> tuple[_Stem[Key], ...]:
        found = [
            stem for end in self._lengths if end <= len(word) for stem in self._begins.get(word[:end], ())
        ]
        pieces = {word[at : at + n] for n in self._tails for at in range(len(word) - n + 1)}
        found += [stem for piece in pieces for stem in self._inside.get(piece, ())]
        return tuple(stem for stem in found if stem.first.fits(word))

    def find(self, text: str) -> Mapping[Key, frozenset[str]]:
        """Key → the stems of it that the text has, as they were written."""
        found: dict[Key, set[str]] = {}
        run = words(text)
        for place, word in enumerate(run):
            for stem in self._of_word(word):
                if stem.follows(run, place):
                    found.setdefault(stem.key, set()).add(stem.written)
        return {key: frozenset(stems) for key, stems in found.items()}
