"""Why a hit is there: the words of the service that the query's words found."""

import threading
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from operator import itemgetter
from typing import Final

from neuvola_search.analysis import Analyser
from neuvola_search.documents import TIERS, Tier, card_words
from neuvola_search.index import Kept, View
from neuvola_search.matching import Match, TopicMatch, beginning
from neuvola_search.query import Matched, Reason

_ORDER: Final = tuple(Matched)
_PLACES: Final = tuple(_ORDER.index(Matched[tier.name]) for tier in TIERS)
_NEED: Final = _ORDER.index(Matched.NEED)
_MOST_NEEDS: Final = 2
_KEPT_FIELDS: Final = 400
_READING: Final = threading.Lock()

_Found = tuple[int, str]
"""A reason while they are gathered: its place in the order of ``Matched``, and its term."""


class _Field:
    """The words that a card shows in one field: asked for the first that a query's word found.

    They are analysed as far as anybody had to look; what was is found again by its keys at once.
    """

    def __init__(self, analyser: Analyser, words: Iterable[tuple[str, str]]) -> None:
        self._analyser = analyser
        self._words = list(words)
        self._read = 0
        self._firsts: dict[str, int] = {}
        """For each key the number of the first word that has it."""
        self._starts = ""
        """What the words begin with, each after a blank, and in ``_starting`` which words they are."""
        self._starting: list[int] = []

    def first(self, keys: frozenset[str], start: str) -> str:
        """The first word that has one of the keys or begins so; empty if none does."""
        firsts, last = self._firsts, len(self._words)
        found = min([firsts.get(key, last) for key in keys])
        at = self._starts.find(f" {start}") if start else -1
        if at >= 0:
            found = min(found, self._starting[self._starts.count(" ", 0, at)])
        if found == last and self._read < last:
            with _READING:
                while found == last and self._read < last:
                    if self._next(keys, start):
                        found = self._read - 1
        return self._words[found][1] if found < last else ""

    def _next(self, keys: frozenset[str], start: str) -> bool:
        language, word = self._words[self._read]
        own = self._analyser.token_keys(word, language)
        begins = [key for key in (own if "-" in word else own[:1]) if key[:1] != "="]
        for key in own:
            self._firsts.setdefault(key, self._read)
        self._starting += [self._read] * len(begins)
        self._starts += "".join(f" {key}" for key in begins)
        self._read += 1
        return not keys.isdisjoint(own) or (bool(start) and any(key.startswith(start) for key in begins))


class Fields:
    """What the cards of one generation of the index show, as far as it was asked for."""

    def __init__(self, analyser: Analyser) -> None:
        self._analyser = analyser
        # One value, replaced whole: threads may ask at the same time.
        self._kept: tuple[int, Kept[_Field | None]] = (-1, Kept(_KEPT_FIELDS))

    def field(self, view: View, docno: int, tier: Tier) -> _Field | None:
        """A field of the service's card; None for what a card does not show."""
        if tier is Tier.BODY:
            return None
        generation, kept = self._kept
        if generation != view.index.generation:
            kept = Kept(_KEPT_FIELDS)
            self._kept = (view.index.generation, kept)
        number = docno * len(TIERS) + tier
        found = kept.get(number)
        if found is None:
            card = view.card(docno)
            found = kept.put(number, _Field(self._analyser, card_words(card, tier))) if card else None
        return found


class Why:
    """The reasons of the hits of one query."""

    def __init__(
        self, view: View, fields: Fields, matches: Sequence[Match], topics: Sequence[TopicMatch]
    ) -> None:
        self._view = view
        self._fields = fields
        self._topics = topics
        self._sought = tuple((match, _keys(match), beginning(match.word)) for match in matches)

    def reasons(self, docno: int) -> tuple[Reason, ...]:
        """Best first, each once."""
        found = dict.fromkeys(self._literal(docno))
        if sum(place < _NEED for place, _ in found) < len(self._sought):
            found.update(dict.fromkeys(self._needs(docno)))
        return tuple(Reason(_ORDER[place], term) for place, term in sorted(found, key=itemgetter(0)))

    def _literal(self, docno: int) -> Iterator[_Found]:
        for match, keys, start in self._sought:
            for tier in TIERS:
                if docno in match.tiers[tier]:
                    field = self._fields.field(self._view, docno, tier)
                    word = field.first(keys, start) if field else ""
                    yield _PLACES[tier], word or match.word.typed
                    break

    def _needs(self, docno: int) -> Iterator[_Found]:
        needs = (topic.spoken.need for topic in self._topics if docno in topic.docs)
        for need in islice(dict.fromkeys(needs), _MOST_NEEDS):
            yield _NEED, need


def _keys(match: Match) -> frozenset[str]:
    form = match.word.form
    parts = (f"=p:{base}" for base in form.bases or (form.surface,))
    renamed = (key for phrase in match.renamed for keys in phrase for key in keys)
    return frozenset((*form.whole, *parts, *renamed))
