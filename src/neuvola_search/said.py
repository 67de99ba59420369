"""What the words of a query say together: how fully each expression, and which is the plainest."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import is_
from typing import Final

_COVER: Final = 0.95
"""How much an expression depends on how much of the query it explains."""

Said = tuple[float, float, int]
"""How fully an expression is said, how much that is, and its number."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the lexicon knows of one word.

    ``sayings``: the expressions with it, and how much of each it is. ``weight``: how much it tells where it
    tells most. ``pull``: what its pieces weigh for topics and needs, ``size`` the squares of their values.
    ``is_met``: whether it stands in an expression itself, not only parts of it. ``is_slip``: whether this is
    known of another word, which it resembles.
    """

    sayings: Mapping[int, float]
    weight: float
    pull: Sequence[float]
    size: float
    is_met: bool
    is_slip: bool = False


@dataclass(frozen=True, slots=True)
class Before:
    """What the words before the last one say together: they come again with the next key.

    ``sayings``: how much of each expression is said; ``said``: by topic those of which there is enough, and
    that may be its plainest, with how fully and how much is said of each.
    """

    words: tuple[Known, ...]
    sayings: Mapping[int, float]
    said: Mapping[int, Sequence[Said]]
    pull: Sequence[float]

    def begin(self, words: Sequence[Known]) -> bool:
        """Whether the words begin with these."""
        return len(words) >= len(self.words) and all(map(is_, words, self.words))


def sureness(plainly: float, value: float, whole: float) -> float:
    """How sure an expression is that is said so plainly, where all the words weigh ``whole``."""
    return plainly * (1.0 - _COVER + _COVER * min(1.0, value / whole))


def plainest(said: Iterable[Said]) -> list[Said]:
    """The expressions that no other is said as fully and with as much as."""
    found: list[Said] = []
    most = 0.0
    for one in sorted(said, key=lambda one: (-one[0], -one[1], one[2])):
        if one[0] * one[1] > most:
            most = one[0] * one[1]
            found.append(one)
    return found
