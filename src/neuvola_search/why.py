"""Why a hit is there: the words of the service that the query's words found."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from neuvola_search.analysis import Analyser
from neuvola_search.documents import Card, Tier
from neuvola_search.matching import Match, TopicMatch, beginning
from neuvola_search.query import Matched, Reason

_MATCHED: Final = {
    Tier.NAME: Matched.NAME,
    Tier.KEYWORD: Matched.KEYWORD,
    Tier.SUMMARY: Matched.SUMMARY,
    Tier.BODY: Matched.BODY,
}
_MOST_NEEDS: Final = 2
_ORDER: Final = {matched: place for place, matched in enumerate(Matched)}


@dataclass(frozen=True, slots=True)
class _Sought:
    """What to look for in a text to show the word that a query's word found."""

    match: Match
    keys: frozenset[str]
    start: str


class Why:
    """The reasons of the hits of one query."""

    def __init__(self, analyser: Analyser, matches: Sequence[Match], topics: Sequence[TopicMatch]) -> None:
        self._analyser = analyser
        self._topics = topics
        self._sought = tuple(_Sought(match, _keys(match), beginning(match.word)) for match in matches)

    def reasons(self, card: Card, docno: int) -> tuple[Reason, ...]:
        """Best first, each once."""
        found = dict.fromkeys(r for sought in self._sought for r in self._literal(card, docno, sought))
        by_name = sum(reason.matched in (Matched.NAME, Matched.KEYWORD) for reason in found)
        if by_name < len(self._sought):
            found.update(dict.fromkeys(self._needs(docno)))
        return tuple(sorted(found, key=lambda reason: _ORDER[reason.matched]))

    def _literal(self, card: Card, docno: int, sought: _Sought) -> Iterator[Reason]:
        tier = next((tier for tier in Tier if docno in sought.match.tiers[tier]), None)
        if tier is not None:
            yield Reason(_MATCHED[tier], self._word(card, tier, sought) or sought.match.word.typed)

    def _needs(self, docno: int) -> Iterator[Reason]:
        needs = (topic.spoken.need for topic in self._topics if docno in topic.docs)
        for need in islice(dict.fromkeys(needs), _MOST_NEEDS):
            yield Reason(Matched.NEED, need)

    def _word(self, card: Card, tier: Tier, sought: _Sought) -> str:
        for language, text in _texts(card, tier):
            found = self._analyser.first(text, language, sought.keys, sought.start)
            if found:
                return found
        return ""


def _keys(match: Match) -> frozenset[str]:
    form = match.word.form
    parts = (f"=p:{base}" for base in form.bases or (form.surface,))
    renamed = (key for phrase in match.renamed for keys in phrase for key in keys)
    return frozenset((*form.whole, *parts, *renamed))


def _texts(card: Card, tier: Tier) -> Iterator[tuple[str, str]]:
    if tier is Tier.NAME:
        yield from card.hit.name.items()
    elif tier is Tier.KEYWORD:
        yield from ((word.language, word.text) for word in card.keywords)
        yield from card.hit.organisation.items()
    elif tier is Tier.SUMMARY:
        yield from card.hit.summary.items()
