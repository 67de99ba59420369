"""What a word leans towards, though no expression be said whole: what its pieces are said of.

Every word of the lexicon is known by its pieces: its base forms, those of its parts, and its runs of three
and four letters, which compounds never written down, slips and endings share with words that were. A piece
weighs for a topic, and for the topic's need, by how much oftener it is said of it than of all; what all the
pieces of a query weigh together is made into shares. This is naive Bayes without the terms that are the same
for all topics.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log1p, sqrt
from typing import Final

from neuvola_search.analysis import Form
from neuvola_search.stopwords import STOP

LEVELS: Final = 24
"""Weights are kept in twenty-fourths."""
MOST: Final = 255
_LETTERS: Final = (3, 4)
_PART: Final = 0.85
_LETTER: Final = 0.7
_SMALL_WORD: Final = 0.2
_DOUBT: Final = 2.0
"""How many sayings of any topic a piece is thought to have besides those that it has."""
_WEAK: Final = 0.5
_LEAST_SAID: Final = 2
"""Runs of letters that stand in fewer expressions tell nothing."""
_OF_NEED: Final = 0.7
_LEAST_SHARE: Final = 0.003

Weights = tuple[Sequence[int], Sequence[int]]
"""Topics and needs by number, and what a piece weighs for each."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """The pieces of a word: base forms by how much each tells, and it whole, whose runs each tell ``run``."""

    bases: Mapping[str, float]
    marked: str
    run: float

    @property
    def size(self) -> float:
        """The sum of the squares of what they tell."""
        letters = self.run * self.run * _count(self.marked)
        return letters + sum(value * value for value in self.bases.values())


def pieces(form: Form, *, is_open: bool = False) -> Pieces:
    """The pieces of a word; the far end of an open one is left open."""
    scale = _SMALL_WORD if form.surface in STOP else 1.0
    bases = form.bases or (form.surface,)
    found = {f"={base}": scale / len(bases) for base in bases}
    for part in form.parts:
        for base in part:
            found[f"={base}"] = found.get(f"={base}", 0.0) + scale * _PART / len(part)
    marked = f"^{form.surface}" if is_open else f"^{form.surface}$"
    return Pieces(found, marked, scale * _LETTER / sqrt(_count(marked) or 1))


def _count(marked: str) -> int:
    return sum(max(0, len(marked) - long + 1) for long in _LETTERS)


def runs(marked: str, since: int = 0) -> list[str]:
    """The runs of letters of a marked word that end after so many of its letters."""
    ends = range(since + 1, len(marked) + 1)
    return [marked[end - long : end] for end in ends for long in _LETTERS if end >= long]


class Tally:
    """Counts of which topics each piece is said of; topics and their needs by number."""

    def __init__(self) -> None:
        self._said: dict[str, dict[int, float]] = {}
        self._sayings: dict[str, int] = {}

    def add(self, topic: int, forms: Iterable[Form], *, is_weak: bool) -> None:
        """Takes an expression in; long ones count no more than short ones."""
        found: dict[str, float] = {}
        for of_word in map(pieces, forms):
            for base, value in of_word.bases.items():
                found[base] = found.get(base, 0.0) + value
            for run in runs(of_word.marked):
                found[run] = found.get(run, 0.0) + of_word.run
        long = sqrt(sum(value * value for value in found.values())) or 1.0
        for piece, value in found.items():
            said = self._said.setdefault(piece, {})
            said[topic] = said.get(topic, 0.0) + value / long * (_WEAK if is_weak else 1.0)
            self._sayings[piece] = self._sayings.get(piece, 0) + 1

    def weights(self, needs: Sequence[int]) -> Iterator[tuple[str, dict[int, int]]]:
        """For each piece what it weighs for topics and for needs, whose numbers follow those of the topics.

        ``needs``: the need of each topic.
        """
        topics = len(needs)
        usual = [0.0] * (topics + max(needs, default=0) + 1)
        every = 0.0
        for said in self._said.values():
            for topic, value in said.items():
                usual[topic] += value
                usual[topics + needs[topic]] += value
                every += value
        usual = [value / every for value in usual]
        for piece, said in self._said.items():
            if piece[0] != "=" and self._sayings[piece] < _LEAST_SAID:
                continue
            of_needs: dict[int, float] = {}
            for topic, value in said.items():
                need = topics + needs[topic]
                of_needs[need] = of_needs.get(need, 0.0) + value
            yield piece, _weighed({**said, **of_needs}, usual)


def _weighed(said: Mapping[int, float], usual: Sequence[float]) -> dict[int, int]:
    weights = {
        number: round(LEVELS * log1p(value / (_DOUBT * usual[number]))) for number, value in said.items()
    }
    return {number: min(weight, MOST) for number, weight in weights.items() if weight}


def summed(letters: Sequence[int], further: Iterable[Weights]) -> Sequence[int]:
    """What runs of letters weigh together for each topic and need: some, and further ones."""
    found = list(letters)
    for some in further:
        for number, weight in zip(*some, strict=True):
            found[number] += weight
    return found


def pull(word: Pieces, letters: Iterable[int], bases: Mapping[str, Weights]) -> list[float]:
    """What a word weighs for each topic and need: its letters together, and its base forms."""
    tells = word.run / LEVELS
    found = [tells * weight for weight in letters]
    for base, value in word.bases.items():
        if base in bases:
            tells = value / LEVELS
            for number, weight in zip(*bases[base], strict=True):
                found[number] += tells * weight
    return found


def shares(pull: Sequence[float], size: float, needs: Sequence[int]) -> dict[int, float]:
    """How much of what is said leans towards each topic; those that get next to nothing are left out.

    ``pull`` is what all the words weigh, ``size`` the sum of their sizes, ``needs`` the need of each topic.
    """
    scale = 1 / sqrt(size)
    of_needs = [_OF_NEED * value for value in pull[len(needs) :]]
    power = [exp(scale * (value + of_needs[need])) for value, need in zip(pull, needs, strict=False)]
    least = _LEAST_SHARE * (whole := sum(power))
    return {topic: value / whole for topic, value in enumerate(power) if value >= least}
