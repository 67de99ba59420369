"""Why a hit is there: the words of the service that the query's words found."""

import threading
from collections.abc import Iterable, Sequence
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
_KEPT_FIELDS: Final = 1_000
_READING: Final = threading.Lock()

_Found = tuple[int, str]
"""A reason while they are gathered: its place in the order of ``Matched``, and its term."""

_Read = tuple[str, tuple[str, ...], str]
"""A word of a text, its keys, and what it begins with, each after a blank."""


class _Field:
    """The words that a card shows in one field, analysed as far as anybody had to look."""

    def __init__(self, analyser: Analyser, words: Iterable[tuple[str, str]]) -> None:
        self._analyser = analyser
        self._words = list(words)
        self._read: list[_Read] = []

    def first(self, keys: frozenset[str], start: str) -> str:
        """The first word that has one of the keys or begins so; empty if none does."""
        begin = f" {start}" if start else "\n"  # what no word has
        read = self._read
        for word, own, begins in read:
            if begin in begins or not keys.isdisjoint(own):
                return word
        for number in range(len(read), len(self._words)):
            word, own, begins = self._at(number)
            if begin in begins or not keys.isdisjoint(own):
                return word
        return ""

    def _at(self, number: int) -> _Read:
        with _READING:
            if number == len(self._read):
                language, word = self._words[number]
                own = self._analyser.token_keys(word, language)
                begins = "".join([f" {key}" for key in (own if "-" in word else own[:1])])
                self._read.append((word, own, begins))
        return self._read[number]


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
        literal = [self._literal(docno, *one) for one in self._sought]
        found = dict.fromkeys([reason for reason in literal if reason])
        if sum([place < _NEED for place, _ in found]) < len(self._sought):
            needs = (topic.spoken.need for topic in self._topics if docno in topic.docs)
            found.update(((_NEED, need), None) for need in islice(dict.fromkeys(needs), _MOST_NEEDS))
        return tuple([Reason(_ORDER[place], term) for place, term in sorted(found, key=itemgetter(0))])

    def _literal(self, docno: int, match: Match, keys: frozenset[str], start: str) -> _Found | None:
        for tier in TIERS:
            if docno in match.tiers[tier]:
                field = self._fields.field(self._view, docno, tier)
                word = field.first(keys, start) if field else ""
                return _PLACES[tier], word or match.word.typed
        return None


def _keys(match: Match) -> frozenset[str]:
    form = match.word.form
    parts = (f"=p:{base}" for base in form.bases or (form.surface,))
    renamed = (key for phrase in match.renamed for keys in phrase for key in keys)
    return frozenset((*form.whole, *parts, *renamed))
