"""Which topics of the lexicon a service belongs to, by what it calls itself: told when it is indexed."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

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


class _Name(NamedTuple):
    """What services of a topic call themselves: ``others`` are its words but the one it is looked up by."""

    topic: str
    need: str
    weight: float
    needs_need: bool
    others: tuple[frozenset[str], ...]


_Names = dict[str, list[_Name]]


class Placer:
    """Places services; made once for a lexicon, for writers."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._names: _Names = {}
        self._of_need: dict[str, _Names] = {}
        words: dict[frozenset[str], frozenset[str]] = {}
        for one in lexicon.names():
            phrase = [words.get(word) or words.setdefault(word, _with_parts(word)) for word in one.phrase]
            # Looked up by its longest word: the rarest one, as a rule.
            rarest = max(phrase, key=_longest) if len(phrase) > 1 else phrase[0]
            phrase.remove(rarest)
            need = one.topic.partition("/")[0]
            weight = max(_LEAST_NAME, 1.0 - _FURTHER * one.rank) * (1.0 if one.is_own else _OTHERWISE)
            # A word of another language says too many things: "shelter" is a bomb shelter too.
            name = _Name(one.topic, need, weight, one.language != "fi", tuple(phrase))
            of_need = self._of_need.setdefault(need, {})
            for key in rarest:
                self._names.setdefault(key, []).append(name)
                of_need.setdefault(key, []).append(name)
        self.keys: Final = frozenset().union(*words.values())
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
        of_needs = [self._of_need[need] for need in needs if need in self._of_need]
        for tier, some in enumerate(keys):
            for names in of_needs if tier >= _WITH_NEED else (self._names,):
                for key in some & names.keys():
                    for name in names[key]:
                        if name.needs_need and name.need not in needs:
                            continue
                        for word in name.others:
                            if word.isdisjoint(some):
                                break
                        else:
                            yield tier, name.topic, name.weight


def _longest(keys: frozenset[str]) -> int:
    return max(map(len, keys))


def _with_parts(keys: frozenset[str]) -> frozenset[str]:
    parts = [f"=p:{key[3:]}" for key in keys if key[:3] == "=l:" and len(key) - 3 >= _PART_FROM]
    return keys.union(parts) if parts else keys


@lru_cache(1)
def placer(lexicon: Lexicon) -> Placer:
    """The placer of a lexicon."""
    return Placer(lexicon)
