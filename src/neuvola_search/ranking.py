"""The order of hits.

A hit's score is the sum over the query's words of where and how well each matched (``_WEIGHTS``), weighed by
how rare the word is, with what the whole name says added. Need matches lie below literal ones of name and
keyword; near hits are ranked apart. A pool of the best classes is scored, never all the matches of a short
prefix: classes are the documents that match every word in the name, in name or keywords, and so on.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Final

from pyroaring import BitMap

from neuvola_search.analysis import plain
from neuvola_search.documents import TIERS, Tier
from neuvola_search.index import NOWHERE, View
from neuvola_search.matching import Match, TopicMatch

POOL: Final = 300
"""How many documents are scored, and by how many the pool grows for later pages."""

_WEIGHTS: Final = (
    (10.0, 9.0, 7.0, 6.5),
    (7.5, 7.0, 5.4, 4.8),
    (5.6, 5.0, 3.6, 3.2),
    (3.2, 2.9, 2.0, 1.8),
)
"""By tier (name, keyword, summary, body) and grade (as it stands, inflected, beginning or part, in parts)."""
_STEPS: Final = tuple(
    sorted(
        ((weight, tier, grade) for tier, row in enumerate(_WEIGHTS) for grade, weight in enumerate(row)),
        reverse=True,
    )
)
_TOPIC: Final = 12.0
_NEXT_TOPIC: Final = 0.2
_COVERED: Final = 0.7
"""What a hit for only some of the words keeps: its score times the share that they weigh, to this power."""
_ALSO: Final = (0.0, 1.2, 0.8, 0.5)
_EXACT_NAME: Final = 30.0
_OTHER_NAME: Final = 12.0
_NAME_BEGINS: Final = 4.0
_WHOLE_NAME: Final = 1.5
_BY_ITSELF: Final = 0.6
_MIXED: Final = 14
_AGAIN: Final = {"need": 0.95, "name": 0.75, "series": 0.9}
_SERIES_FROM: Final = 6
_LOCAL: Final = 3.0
_KNOWN: Final = 1.0
_GENERAL: Final = 0.93
"""What a general description is worth beside a service that somebody offers."""
_NAMED_FROM: Final = 400
_EQUAL: Final = 0.001
"""Scores that are nearer to each other may be the same when they are rounded."""


Kind = tuple[str, str]
"""What hits can have in common: "name" with their name, "series" with its first word, which names that are
numbered or told one by one share, or "need" with the need they are there for."""


@dataclass(frozen=True, slots=True)
class _Named:
    """The documents whose name is the query, that are also called so, and whose name begins so.

    The last are there once for each language in which it does.
    """

    own: BitMap
    other: BitMap
    begins: Sequence[int]


@dataclass(frozen=True, slots=True)
class Favoured:
    """What speaks for documents beside the words: local ones, those known to be free, near ones by score."""

    local: BitMap = NOWHERE
    known: tuple[BitMap, ...] = ()
    near: Mapping[int, float] = field(default_factory=dict)


def ranked(
    view: View,
    text: str,
    matches: Sequence[Match],
    topics: Sequence[TopicMatch],
    docs: BitMap,
    favoured: Favoured,
    wanted: int,
) -> list[int]:
    """The first ``wanted`` of the matching documents, best first."""
    size = POOL * math.ceil(wanted / POOL)
    name = plain(text)
    named = _named(view, name)
    pool = _pool(view, _classes(named, matches, topics, docs), docs, size, BitMap(favoured.near))
    scores = dict.fromkeys(pool, 0.0)
    score_words(view, scores, pool, matches)
    add_topics(scores, pool, topics)
    _add_names(view, scores, pool, named, matches)
    _add_favours(scores, pool, favoured)
    _lower_general(view, scores, pool, docs)
    return _mixed(view, _best(view, scores, max(wanted, _MIXED)), scores, topics)[:wanted]


def _best(view: View, scores: Mapping[int, float], wanted: int) -> list[int]:
    """The first documents by score, then the last checked, then by name."""
    some: Iterable[int] = scores
    if len(scores) > wanted:
        # Sorted by the score alone first, which is quicker, down to what may be its equal when rounded.
        least = sorted(scores.values(), reverse=True)[wanted - 1] - _EQUAL
        some = [docno for docno, score in scores.items() if score >= least]
    return sorted(some, key=lambda d: (-round(scores[d], 3), -view.checked[d], view.rank[d]))[:wanted]


def _named(view: View, name: str) -> _Named:
    own, other = BitMap(), BitMap()
    for docno, is_own in view.named(name):
        (own if is_own else other).add(docno)
    return _Named(own, other, view.named_from(name, _NAMED_FROM) if name else [])


def _pool(view: View, classes: Iterator[BitMap], docs: BitMap, size: int, near: BitMap) -> BitMap:
    if len(docs) <= size:
        return docs
    pool = BitMap(view.in_order(near & docs, size))
    for docs_of_class in classes:
        fresh = docs_of_class - pool
        room = size - len(pool)
        if len(fresh) > room:
            pool.update(view.in_order(fresh, room))
            return pool
        pool |= fresh
    return pool


def _classes(
    named: _Named, matches: Sequence[Match], topics: Sequence[TopicMatch], docs: BitMap
) -> Iterator[BitMap]:
    yield (named.own | named.other) & docs
    yield BitMap(named.begins) & docs
    for tier in TIERS:
        found = docs
        for match in matches:
            found = found & BitMap.union(NOWHERE, *match.tiers[: tier + 1])
        yield found
        if tier == Tier.NAME:
            for topic in topics:
                for worth, some in topic.levels:
                    if worth >= _BY_ITSELF:
                        yield some & docs
    for topic in topics:
        yield topic.docs & docs
    # What matches only some of the words comes with the rarest first.
    for match in sorted(matches, key=lambda m: len(m.docs)):
        yield docs & match.docs
    yield docs


def rarity(view: View, match: Match) -> float:
    """Inverse document frequency, scaled to 0.3–1."""
    count = len(view.live)
    return 0.3 + 0.7 * math.log((count + 1) / (len(match.literal) + 1)) / math.log(count + 2)


def score_words(view: View, scores: dict[int, float], pool: BitMap, matches: Sequence[Match]) -> None:
    """Adds to the scores of the pool's documents what the words of the query give them."""
    if len(matches) == 1:
        _add_word(scores, pool, matches[0], rarity(view, matches[0]))
        return
    found = dict.fromkeys(pool, 0.0)
    covered = dict.fromkeys(pool, 0.0)
    whole = 0.0
    for match in matches:
        rare = rarity(view, match)
        whole += rare
        for docno in match.literal & pool:
            covered[docno] += rare
        _add_word(found, pool, match, rare)
    for docno, value in found.items():
        if value:
            scores[docno] += value * (covered[docno] / whole) ** _COVERED


def _add_word(scores: dict[int, float], pool: BitMap, match: Match, rare: float) -> None:
    tiers = [pool & docs for docs in match.tiers]
    rest = BitMap.union(*tiers)
    for weight, tier, grade in _STEPS:
        found = match.grades[grade][tier] & rest
        if found:
            for docno in found:
                scores[docno] += weight * rare
            rest -= found
            if not rest:
                break
    for tier, extra in enumerate(_ALSO):
        if extra:
            for docno in tiers[tier] & BitMap.union(*tiers[:tier]):
                scores[docno] += extra * rare


def add_topics(scores: dict[int, float], pool: BitMap, topics: Iterable[TopicMatch]) -> None:
    """Adds to the scores of the pool's documents what the best of their topics and the next one give them."""
    worths = [
        (_TOPIC * topic.spoken.sure * worth, found)
        for topic in topics
        for worth, docs in topic.levels
        if (found := docs & pool)
    ]
    worths.sort(key=itemgetter(0), reverse=True)
    once, twice = BitMap(), BitMap()
    best: dict[int, float] = {}
    for value, found in worths:
        again = (found & once) - twice
        for docno in again:
            best[docno] += _NEXT_TOPIC * value
        twice |= again
        found -= once
        for docno in found:
            best[docno] = value
        once |= found
    for docno, value in best.items():
        scores[docno] += value


def _mixed(
    view: View, best: list[int], scores: Mapping[int, float], topics: Sequence[TopicMatch]
) -> list[int]:
    """The best ones so that they do not all say the same: each of a name or a need already seen gives way.

    Nothing is lost: what gives way comes right after.
    """
    left = best[:_MIXED]
    taken: list[int] = []
    kinds = _kinds(view, left, topics)
    seen = {kind: 0 for some in kinds.values() for kind in some}
    fresh = dict.fromkeys(seen, 1.0)
    worth = {docno: scores[docno] for docno in left}
    while left:
        choice = max(left, key=worth.__getitem__)
        left.remove(choice)
        taken.append(choice)
        for kind in kinds[choice]:
            seen[kind] += 1
            fresh[kind] = _AGAIN[kind[0]] ** seen[kind]
        is_other = frozenset(kinds[choice]).isdisjoint
        for docno in left:
            if not is_other(kinds[docno]):
                worth[docno] = scores[docno] * math.prod([fresh[kind] for kind in kinds[docno]])
    return taken + best[_MIXED:]


def _kinds(view: View, some: Sequence[int], topics: Sequence[TopicMatch]) -> dict[int, tuple[Kind, ...]]:
    view.read_cards(some)
    needs = _needs(BitMap(some), topics)
    return {docno: tuple(_kinds_of(view.name(docno), needs.get(docno, ""))) for docno in some}


def _kinds_of(name: str, need: str) -> Iterator[Kind]:
    yield "name", name
    first = name.partition(" ")[0]
    if _SERIES_FROM <= len(first) < len(name):
        yield "series", first
    if need:
        yield "need", need


def _needs(docs: BitMap, topics: Sequence[TopicMatch]) -> dict[int, str]:
    """The need that each of the documents is there for."""
    best: dict[int, tuple[float, str]] = {}
    for topic in topics:
        for worth, some in topic.levels:
            value = (topic.spoken.sure * worth, topic.spoken.need)
            for docno in some & docs:
                best[docno] = max(value, best.get(docno, value))
    return {docno: need for docno, (_, need) in best.items()}


def _add_names(
    view: View,
    scores: dict[int, float],
    pool: BitMap,
    named: _Named,
    matches: Sequence[Match],
) -> None:
    for value, docs in ((_EXACT_NAME, named.own), (_OTHER_NAME, named.other)):
        for docno in docs & pool:
            scores[docno] += value
    for docno in named.begins:
        if docno in scores:
            scores[docno] += _NAME_BEGINS
    for match in matches:
        as_it_stands, inflected = (grade[Tier.NAME] & pool for grade in match.grades[:2])
        for docno in as_it_stands | inflected:
            # The more of the name was asked for, the more it is meant.
            scores[docno] += _WHOLE_NAME / max(1, view.words[docno])


def _add_favours(scores: dict[int, float], pool: BitMap, favoured: Favoured) -> None:
    for docno in pool & favoured.local:
        scores[docno] += _LOCAL
    for docno, value in favoured.near.items():
        if docno in scores:
            scores[docno] += value
    for known in favoured.known:
        for docno in pool & known:
            scores[docno] += _KNOWN


def _lower_general(view: View, scores: dict[int, float], pool: BitMap, docs: BitMap) -> None:
    """A general description comes after the services it describes."""
    for docno in pool & view.facet("general", "description"):
        scores[docno] *= _GENERAL
        best = max([scores[d] for d in view.described(docno) & docs & pool], default=None)
        if best is not None:
            scores[docno] = min(scores[docno], best - 0.01)
