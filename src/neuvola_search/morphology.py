"""From a Finnish word form to its base forms and the parts of a compound.

A reading of the dictionary such as ``[Ln][Xp]koti[X]kot[Sn][Ny]i[Bh][Bc][Lt][Xp]hoitaa[X]hoi[Ln][Xj]to[X]do``
has the surface letters outside brackets, the base form of a root between ``[Xp]`` and ``[X]``, the ending of
a derived base form between ``[Xj]`` and ``[X]``, and ``[Bc]`` between the parts of a compound (the notation
of Voikko's dictionary, voikko-fi).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from neuvola_search.dictionary import TABLE, Dictionary

_PIECE: Final = re.compile(r"\[(\w+)\]([^\[]*)")
_DOTTED: Final = frozenset("åäö")
_CACHED_WORDS: Final = 1_000


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a compound, or a whole simple word: its base forms, the nearest to the word form first."""

    bases: tuple[str, ...]
    surface: str


@dataclass(frozen=True, slots=True)
class Analysis:
    """One reading of a word form. ``lemma`` is its base form, written together for a compound."""

    parts: tuple[Part, ...]

    @property
    def lemma(self) -> str:
        """The base form: all but the last part as they stand ("asumis" + "tuki")."""
        return "".join(part.surface for part in self.parts[:-1]) + self.parts[-1].bases[0]


class _PartReader:
    """Collects one part while its pieces go by."""

    def __init__(self) -> None:
        self.surface = ""
        self.bases: list[str] = []
        self._mode = ""

    def take(self, tag: str, text: str) -> None:
        if tag == "Xp":
            self.bases.insert(0, text.lower())
        elif tag == "Xj":
            self.bases.insert(0, self.surface + text)
        elif tag == "Tn4":
            # The verbal noun: "asumi(nen)", "asumis(tuki)".
            self.bases.insert(0, self.surface + "minen")
            self.surface += text
        else:
            self.surface += text

    def part(self) -> Part | None:
        surface = self.surface.strip("-")
        bases = [base.replace("=", "").strip("-") for base in self.bases]
        known = tuple(dict.fromkeys(base for base in bases if base))
        return Part(known or (surface,), surface) if surface or known else None


def read(reading: str) -> Analysis | None:
    """The analysis that a reading of the dictionary spells out; None for one without letters."""
    readers = [_PartReader()]
    for tag, text in _PIECE.findall(reading):
        if tag == "Bc":
            readers.append(_PartReader())
            readers[-1].surface = text
        else:
            readers[-1].take(tag, text)
    parts = tuple(part for part in (reader.part() for reader in readers) if part)
    return Analysis(parts) if parts else None


class FinnishMorphology:
    """Base forms of Finnish words by the dictionary table; knows nothing of other languages."""

    def __init__(self, dictionary: Dictionary) -> None:
        self._dictionary = dictionary
        self.analyse: Callable[[str], tuple[Analysis, ...]] = lru_cache(_CACHED_WORDS)(self._analyse)

    def give_back(self) -> None:
        """Gives memory back that a next reading takes again."""
        self._dictionary.give_back()

    def _analyse(self, word: str) -> tuple[Analysis, ...]:
        """Readings of a lower-case word, those with the fewest parts only; empty for an unknown word.

        A word typed without any dots is looked up with them restored when it is not a word as it stands.
        """
        readings = list(self._dictionary.lookup(word))
        if not readings and _DOTTED.isdisjoint(word):
            readings = list(self._dictionary.lookup(word, undotted=True))
        found = dict.fromkeys(analysis for analysis in map(read, readings) if analysis)
        fewest = min((len(analysis.parts) for analysis in found), default=0)
        return tuple(analysis for analysis in found if len(analysis.parts) == fewest)


@cache
def finnish() -> FinnishMorphology | None:
    """The morphology of this installation; None where the dictionary table has not been made."""
    return FinnishMorphology(Dictionary()) if TABLE.exists() else None
