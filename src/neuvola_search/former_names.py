"""What offices and benefits are called today, for those who ask by a name of before."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final

from neuvola_core.official_names import OfficialName, official_names
from neuvola_search.analysis import Analyser, Word

Phrase = tuple[frozenset[str], ...]
"""The keys of each word of a phrase."""

_BRACKETS: Final = re.compile(r"\(.*?\)")
_WHOSE: Final = re.compile(
    r"^(kunnan|hyvinvointialueen|kommunens|välfärdsområdets|municipal|wellbeing services county) ",
    re.IGNORECASE,
)


class FormerNames:
    """Former names by the keys of their words."""

    def __init__(self, analyser: Analyser) -> None:
        self._former: list[tuple[Phrase, tuple[Phrase, ...]]] = []
        self._with_key: dict[str, set[int]] = {}
        for name in official_names():
            today = tuple(analyser.phrase(text, language) for language, text in _current(name))
            for former in name.former:
                self._add(analyser.phrase(former, ""), today)

    def _add(self, former: Phrase, today: tuple[Phrase, ...]) -> None:
        number = len(self._former)
        self._former.append((former, today))
        for key in former[0] if former else ():
            self._with_key.setdefault(key, set()).add(number)

    def today(self, words: tuple[Word, ...]) -> Mapping[int, tuple[Phrase, ...]]:
        """For each word of a former name in a query, the phrases that say the same today."""
        found: dict[int, tuple[Phrase, ...]] = {}
        keys = [frozenset(word.form.whole) for word in words]
        for number in sorted({n for some in keys for key in some for n in self._with_key.get(key, ())}):
            former, today = self._former[number]
            positions = {place for word in former for place in _places(word, keys)[:1]}
            if len(positions) == len(former):
                for position in positions:
                    found[position] = (*found.get(position, ()), *today)
        return found


def _places(word: frozenset[str], keys: Sequence[frozenset[str]]) -> list[int]:
    return [position for position, some in enumerate(keys) if not word.isdisjoint(some)]


def _current(name: OfficialName) -> Iterator[tuple[str, str]]:
    for language, text in name.current.items():
        yield language, _WHOSE.sub("", _BRACKETS.sub("", text).strip())


@lru_cache(2)
def former_names(analyser: Analyser) -> FormerNames:
    """The former names as this analyser reads them; made once."""
    return FormerNames(analyser)
