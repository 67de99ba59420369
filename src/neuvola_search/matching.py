"""Which services a query's words match, and how well: sets of docnos, no scores yet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import Final

from pyroaring import BitMap

from neuvola_search.analysis import Analyser, Word
from neuvola_search.documents import TIERS
from neuvola_search.former_names import FormerNames, Phrase
from neuvola_search.index import NONE, NOWHERE, Postings, View, anywhere, joined
from neuvola_search.lexicon import Spoken
from neuvola_search.topics import LEVELS

_BEGINS_FROM: Final = 4
"""A finished word also stands for words that begin with it once it is this long."""
_STEM_FROM: Final = 5
"""From this length on, the stem stands for the beginning: "perheneuvolasta" finds "perheneuvolan"."""
_RARE: Final = 5
_NEED_ONLY: Final = 0.3
"""What a service is worth to a topic that has its need and says nothing of the topic itself."""
_OWN: Final = 0.5
_INSTEAD: Final = 0.6
"""What the services of the whole need are worth to a topic that has none of its own."""
PLAINLY: Final = 0.15
"""From this sureness on the services of a topic are among the answers, whatever the other words match."""
_MOST_TOPICS: Final = 5


@dataclass(frozen=True, slots=True)
class TopicMatch:
    """A topic that the query speaks of, and its live services by how much they are worth to it (0–1)."""

    spoken: Spoken
    levels: tuple[tuple[float, BitMap], ...]
    docs: BitMap

    @property
    def is_plain(self) -> bool:
        """Whether the query speaks of it plainly enough to bring in services by itself."""
        return self.spoken.sure >= PLAINLY and not self.spoken.guess


@dataclass(frozen=True, slots=True)
class Match:
    """What one word of the query matches.

    ``grades`` are the postings by how the word matched: as it stands, inflected, as a beginning or a part of
    a compound, in several words. ``renamed`` are phrases that say today what the word said once.
    """

    word: Word
    grades: tuple[Postings, ...]
    tiers: Postings
    literal: BitMap
    docs: BitMap = NOWHERE
    renamed: tuple[Phrase, ...] = ()


def beginning(word: Word) -> str:
    """What the word stands for as a beginning of others; empty if it is too short for that."""
    surface = word.form.surface
    stem = next((s.partition(":")[2] for s in word.form.stems if s.startswith("=fi:")), "")
    if len(stem) >= _STEM_FROM and surface.startswith(stem):
        return stem
    return surface if word.open or len(surface) >= _BEGINS_FROM else ""


def read_where_rare(view: View, analyser: Analyser, words: Sequence[Word]) -> tuple[Word, ...]:
    """Looks a word that is still being typed up in the dictionary only once few words begin as it does."""
    return tuple(
        analyser.read(word) if word.unread and len(anywhere(view.prefix(word.form.surface))) < _RARE else word
        for word in words
    )


def topics_of(view: View, spoken: Sequence[Spoken]) -> tuple[TopicMatch, ...]:
    """The topics that a query speaks of and that have services, the surest first."""
    found = (_topic(view, one) for one in _first(spoken))
    return tuple(one for one in found if one.docs)


def _first(spoken: Sequence[Spoken]) -> list[Spoken]:
    plain = [one for one in spoken if not one.guess]
    return plain[:_MOST_TOPICS] + [one for one in spoken if one.guess][:_MOST_TOPICS]


def _topic(view: View, spoken: Spoken) -> TopicMatch:
    known = view.index.kept_levels.get(spoken.topic)
    if known is None:
        levels = tuple(_levels(view, spoken))
        docs = BitMap.union(NOWHERE, *(some for _, some in levels))
        known = view.index.kept_levels.put(spoken.topic, (levels, docs), len(docs))
    return TopicMatch(spoken, *known)


def _levels(view: View, spoken: Spoken) -> Iterator[tuple[float, BitMap]]:
    """The live services of a topic by how much they are worth to it, the best first, each once."""
    found = [(level / LEVELS, docs) for level, docs in view.topic(spoken.topic)]
    with_need = view.facet("need", spoken.need)
    if spoken.whole != spoken.topic and not any(worth >= _OWN and docs for worth, docs in found):
        of_whole = view.topic(spoken.whole)
        found += ((_INSTEAD * level / LEVELS, docs & with_need) for level, docs in of_whole)
    found.append((_NEED_ONLY, with_need))
    found.sort(key=itemgetter(0), reverse=True)
    rest = view.live
    for worth, docs in found:
        fresh = docs & rest
        rest = rest - fresh
        if fresh:
            yield worth, fresh


def match(
    view: View,
    words: tuple[Word, ...],
    topics: Sequence[TopicMatch],
    former: FormerNames,
    before: Sequence[Match] = (),
) -> tuple[Match, ...]:
    """What each of the words matches, the services of the topics they speak of included.

    ``before`` is what words matched in the same generation of the index: most come again with the next key.
    """
    renamed = former.today(words)
    known = {one.word.typed: one for one in before}
    found = []
    for position, word in enumerate(words):
        newer = renamed.get(position, ())
        one = known.get(word.typed)
        if one is None or one.word != word or one.renamed != newer:
            one = _match(view, word, newer)
        spoken = [topic.docs for topic in topics if topic.is_plain and word in topic.spoken.words]
        found.append(replace(one, docs=BitMap.union(one.literal, *spoken)))
    return tuple(found)


def _match(view: View, word: Word, renamed: tuple[Phrase, ...]) -> Match:
    form = word.form
    start = beginning(word)
    begins = view.prefix(start) if start else NONE
    compounds = view.terms([f"=p:{base}" for base in form.bases or (form.surface,)])
    grades = (
        view.term(form.surface),
        view.terms(form.whole[1:]),
        joined((begins, compounds)),
        _apart(view, word, renamed),
    )
    tiers = joined(grades)
    return Match(word, grades, tiers, anywhere(tiers) & view.live, renamed=renamed)


def _apart(view: View, word: Word, renamed: tuple[Phrase, ...]) -> Postings:
    """Texts that say the word in several: parts of a compound or of a hyphenated word, a newer name."""
    found = []
    if word.pieces:
        found.append(_all_of([view.terms(piece.keys) for piece in word.pieces]))
    elif word.form.parts:
        keys = ([key for base in part for key in (f"=l:{base}", f"=p:{base}")] for part in word.form.parts)
        found.append(_all_of([view.terms(some) for some in keys]))
    found += (_all_of([view.terms(keys) for keys in phrase]) for phrase in renamed)
    return joined(found)


def _all_of(parts: Sequence[Postings]) -> Postings:
    """The documents that have all the parts, in the last tier that is needed for that."""
    found: list[BitMap] = []
    before = NOWHERE
    for tier in TIERS:
        both = BitMap.intersection(*(BitMap.union(*part[: tier + 1]) for part in parts)) if parts else NOWHERE
        found.append(both - before)
        before = both
    return (found[0], found[1], found[2], found[3])


def at_least(sets: Sequence[BitMap]) -> list[BitMap]:
    """The documents in at least one, two, … all of the sets."""
    levels: list[BitMap] = []
    for docs in sets:
        carried = docs
        for number, level in enumerate(levels):
            levels[number], carried = level | carried, level & carried
        levels.append(carried)
    return levels


def all_or_most(matches: Sequence[Match]) -> tuple[BitMap, int]:
    """The documents that match every word, or as many as any document does, with how many that is."""
    levels = at_least([match.docs for match in matches])
    for number in range(len(levels), 0, -1):
        if levels[number - 1]:
            return levels[number - 1], number
    return NOWHERE, 0
