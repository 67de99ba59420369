"""Why a hit is there: the words of the service that the query's words found."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import itemgetter
from typing import Final

from neuvola_core.folding import fold
from neuvola_search.analysis import Analyser, pieces_of
from neuvola_search.documents import TIERS, Tier, card_words
from neuvola_search.index import Kept, View
from neuvola_search.matching import Match, TopicMatch, beginning
from neuvola_search.query import Matched, Reason

_ORDER: Final = tuple(Matched)
_PLACES: Final = tuple(_ORDER.index(Matched[tier.name]) for tier in TIERS)
_NEED: Final = _ORDER.index(Matched.NEED)
_MOST_NEEDS: Final = 2
_KEPT_FIELDS: Final = 1_000
_KEPT_FOUND: Final = 24

_Found = tuple[int, str]
"""A reason while they are gathered: its place in the order of ``Matched``, and its term."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What a word of the query finds in a text: words that have one of the keys, or begin so.

    ``letters``: what a word must have some of to have one of the keys. ``called``: equal for two that find
    the same words in every text.
    """

    match: Match
    keys: frozenset[str]
    begins: str
    letters: frozenset[str]
    called: str


class _Field:
    """The words that a card shows in one field; only those that may be shown are analysed."""

    __slots__ = ("_analyser", "_beginnings", "_found", "_languages", "_words")

    def __init__(self, analyser: Analyser, words: Iterable[tuple[str, str]]) -> None:
        self._analyser = analyser
        self._languages: list[str] = []
        self._words: list[str] = []
        for language, word in words:
            self._languages.append(language)
            self._words.append(word)
        self._beginnings = _beginnings(self._words)
        self._found: dict[str, str] = {}

    def first(self, sought: Sought) -> str:
        """The first word that is found; empty if none is. The words before the last one are sought again."""
        found = self._found.get(sought.called)
        if found is None:
            if len(self._found) >= _KEPT_FOUND:
                self._found = {}
            found = self._found[sought.called] = self._first(sought)
        return found

    def _first(self, sought: Sought) -> str:
        at = self._beginnings.find(f" {sought.begins}") if sought.begins else -1
        for number in self._with_letters(sought.letters, at if at >= 0 else len(self._beginnings)):
            word = self._words[number]
            if not sought.keys.isdisjoint(self._analyser.token_keys(word, self._languages[number])):
                return word
        return self._words[self._beginnings.count("\n", 0, at)] if at >= 0 else ""

    def _with_letters(self, letters: Iterable[str], end: int) -> list[int]:
        """The numbers of the words before some place that have any of the letters."""
        text = self._beginnings
        found = set()
        for some in letters:
            at, line, counted = text.find(some, 0, end), 0, 0
            while at >= 0:
                line += text.count("\n", counted, at)
                found.add(line)
                counted = text.find("\n", at, end)
                at = text.find(some, counted, end) if counted >= 0 else -1
        return sorted(found)


def _beginnings(words: Iterable[str]) -> str:
    """What each word begins with, in a line; those of its hyphenated parts stand in the line too."""
    lines = [word if word.isalpha() else " ".join(pieces_of(word)) for word in words]
    return fold(" " + "\n ".join(lines))


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
        self._sought = tuple(map(_sought, matches))

    def reasons(self, docno: int) -> tuple[Reason, ...]:
        """Best first, each once."""
        literal = [self._literal(docno, one) for one in self._sought]
        found = dict.fromkeys([reason for reason in literal if reason])
        if sum([place < _NEED for place, _ in found]) < len(self._sought):
            needs = (topic.spoken.need for topic in self._topics if docno in topic.docs)
            found.update(((_NEED, need), None) for need in islice(dict.fromkeys(needs), _MOST_NEEDS))
        return tuple([Reason(_ORDER[place], term) for place, term in sorted(found, key=itemgetter(0))])

    def _literal(self, docno: int, sought: Sought) -> _Found | None:
        match = sought.match
        for tier in TIERS:
            if docno in match.tiers[tier]:
                field = self._fields.field(self._view, docno, tier)
                word = field.first(sought) if field else ""
                return _PLACES[tier], word or match.word.typed
        return None


def _sought(match: Match) -> Sought:
    form = match.word.form
    parts = (f"=p:{base}" for base in form.bases or (form.surface,))
    renamed = (key for phrase in match.renamed for keys in phrase for key in keys)
    keys = frozenset((*form.whole, *parts, *renamed))
    letters = frozenset(map(_letters, keys))
    begins = beginning(match.word)
    return Sought(match, keys, begins, letters, " ".join((begins, *sorted(keys))))


def _letters(key: str) -> str:
    """A word and its base form begin alike, whatever the ending ("aika", "ajan"); most share two letters."""
    text = key.rpartition(":")[2]
    return text[:2] if key.startswith("=p:") else f" {text[:1]}"
