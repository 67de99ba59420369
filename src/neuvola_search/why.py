"""Why a hit is there: the words of the service that the query's words found."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from operator import itemgetter
from typing import Final

from neuvola_search.analysis import Analyser
from neuvola_search.documents import Tier
from neuvola_search.index import Kept, View
from neuvola_search.matching import Match, TopicMatch, beginning
from neuvola_search.query import Matched, Reason

_ORDER: Final = tuple(Matched)
_BY_TIER: Final = tuple(
    (tier, _ORDER.index(Matched[tier.name])) for tier in (Tier.NAME, Tier.KEYWORD, Tier.SUMMARY, Tier.BODY)
)
_NEED: Final = _ORDER.index(Matched.NEED)
_MOST_NEEDS: Final = 2
_JUDGED_WORDS: Final = 24
_MOST_JUDGED: Final = 5_000

_Found = tuple[int, str]
"""A reason while they are gathered: its place in the order of ``Matched``, and its term."""


@dataclass(frozen=True, slots=True)
class _Sought:
    """What to look for in a text to show the word that a query's word found.

    ``judged`` tells of the words of texts, by their language, whether they are it.
    """

    keys: frozenset[str]
    start: str
    judged: dict[str, dict[str, bool]] = field(default_factory=dict, compare=False)


class Judged:
    """Words of texts compared with those of a query; all of a query's but the last come with the next key."""

    def __init__(self) -> None:
        self._kept: Kept[_Sought] = Kept(_JUDGED_WORDS)

    def sought(self, match: Match) -> _Sought:
        """What to look for on behalf of a word of a query."""
        sought = _Sought(_keys(match), beginning(match.word))
        name = hash(sought)
        kept = self._kept.get(name)
        return kept if kept == sought else self._kept.put(name, sought)


class Why:
    """The reasons of the hits of one query."""

    def __init__(
        self,
        view: View,
        analyser: Analyser,
        judged: Judged,
        matches: Sequence[Match],
        topics: Sequence[TopicMatch],
    ) -> None:
        self._view = view
        self._analyser = analyser
        self._topics = topics
        self._sought = tuple((match, judged.sought(match)) for match in matches)

    def reasons(self, docno: int) -> tuple[Reason, ...]:
        """Best first, each once."""
        found = dict.fromkeys(self._literal(docno))
        if sum(place < _NEED for place, _ in found) < len(self._sought):
            found.update(dict.fromkeys(self._needs(docno)))
        return tuple(Reason(_ORDER[place], term) for place, term in sorted(found, key=itemgetter(0)))

    def _literal(self, docno: int) -> Iterator[_Found]:
        for match, sought in self._sought:
            for tier, place in _BY_TIER:
                if docno in match.tiers[tier]:
                    yield place, self._word(docno, tier, sought) or match.word.typed
                    break

    def _needs(self, docno: int) -> Iterator[_Found]:
        needs = (topic.spoken.need for topic in self._topics if docno in topic.docs)
        for need in islice(dict.fromkeys(needs), _MOST_NEEDS):
            yield _NEED, need

    def _word(self, docno: int, tier: Tier, sought: _Sought) -> str:
        for language, words in self._view.words_of(docno, tier):
            judged = sought.judged.get(language)
            if judged is None or len(judged) > _MOST_JUDGED:
                judged = sought.judged[language] = {}
            for word in words:
                is_it = judged.get(word)
                if is_it is None:
                    is_it = judged[word] = self._analyser.has(word, language, sought.keys, sought.start)
                if is_it:
                    return word
        return ""


def _keys(match: Match) -> frozenset[str]:
    form = match.word.form
    parts = (f"=p:{base}" for base in form.bases or (form.surface,))
    renamed = (key for phrase in match.renamed for keys in phrase for key in keys)
    return frozenset((*form.whole, *parts, *renamed))
