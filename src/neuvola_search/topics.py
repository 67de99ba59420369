"""Which topics of the lexicon a service belongs to, by what it calls itself: told when it is indexed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from neuvola_search.lexicon import Lexicon

LEVELS: Final = 12
"""How plainly a service belongs to a topic is kept in twelfths: 12 by its name, 1 by a word of its text."""
_TIERS: Final = (1.0, 0.75, 0.6, 0.4)
"""By the field in which the service says what the topic's services call themselves."""
_FURTHER: Final = 0.04
"""What each further name of a topic is worth less than the one before it."""
_LEAST_NAME: Final = 0.6
_OTHERWISE: Final = 0.55
_WITH_NEED: Final = 1
"""From this field on only services that have the topic's need belong to it."""
_PART_FROM: Final = 6
"""A name at least this long may be a part of a compound."""


@dataclass(frozen=True, slots=True)
class _Name:
    topic: str
    need: str
    weight: float
    needs_need: bool
    phrase: tuple[frozenset[str], ...]


class Placer:
    """Places services; made once for a lexicon, for writers."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._names: dict[str, list[_Name]] = {}
        self._of_need: dict[str, set[str]] = {}
        for one in lexicon.names():
            phrase = tuple(map(_with_parts, one.phrase))
            need = one.topic.partition("/")[0]
            weight = max(_LEAST_NAME, 1.0 - _FURTHER * one.rank) * (1.0 if one.is_own else _OTHERWISE)
            # A word of another language says too many things: "shelter" is a bomb shelter too.
            name = _Name(one.topic, need, weight, one.language != "fi", phrase)
            # Looked up by its longest word: the rarest one, as a rule.
            for key in max(phrase, key=lambda keys: max(map(len, keys))):
                self._names.setdefault(key, []).append(name)
                self._of_need.setdefault(need, set()).add(key)
        every = (name for names in self._names.values() for name in names)
        self.keys: Final = frozenset(key for name in every for word in name.phrase for key in word)
        """All that tells anything of a service."""

    def levels(self, keys: Sequence[frozenset[str]], needs: frozenset[str]) -> Mapping[str, int]:
        """For each topic of a service with these keys by field, how plainly it belongs to it (1–12)."""
        found: dict[str, float] = {}
        for tier, topic, weight in self._found(keys, needs):
            value = _TIERS[tier] * weight
            if value > found.get(topic, 0.0):
                found[topic] = value
        return {topic: max(1, round(value * LEVELS)) for topic, value in found.items()}

    def _found(
        self, keys: Sequence[frozenset[str]], needs: frozenset[str]
    ) -> Iterator[tuple[int, str, float]]:
        of_needs = set().union(*(self._of_need.get(need, ()) for need in needs))
        for tier, some in enumerate(keys):
            for key in some & (of_needs if tier >= _WITH_NEED else self._names.keys()):
                for name in self._names[key]:
                    if (tier >= _WITH_NEED or name.needs_need) and name.need not in needs:
                        continue
                    if all(not word.isdisjoint(some) for word in name.phrase):
                        yield tier, name.topic, name.weight


def _with_parts(keys: frozenset[str]) -> frozenset[str]:
    bases = [key[3:] for key in keys if key.startswith("=l:") and len(key) - 3 >= _PART_FROM]
    return keys | {f"=p:{base}" for base in bases}


@lru_cache(1)
def placer(lexicon: Lexicon) -> Placer:
    """The placer of a lexicon."""
    return Placer(lexicon)
