"""The order of hits.

A hit's score is the sum over the query's words of where and how well each matched (``_WEIGHTS``), weighed by
how rare the word is, with what the whole name says added. Need matches lie below literal ones of name and
keyword; near hits are ranked apart. A pool of the best classes is scored, never all the matches of a short
prefix: classes are the documents that match every word in the name, in name or keywords, and so on.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
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


Kind = tuple[str, str]
"""What hits can have in common: "name" with their name, "series" with its first word, which names that are
numbered or told one by one share, or "need" with the need they are there for."""


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
    pool = _pool(view, _classes(view, name, matches, topics, docs), docs, size, BitMap(favoured.near))
    scores = dict.fromkeys(pool, 0.0)
    score_words(view, scores, pool, matches)
    add_topics(scores, pool, topics)
    _add_names(view, scores, pool, name, matches)
    _add_favours(scores, pool, favoured)
    _lower_general(view, scores, pool, docs)
    best = sorted(scores, key=lambda d: (-round(scores[d], 3), -view.checked[d], view.rank[d]))
    return _mixed(view, best, scores, topics)[:wanted]


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
    view: View, name: str, matches: Sequence[Match], topics: Sequence[TopicMatch], docs: BitMap
) -> Iterator[BitMap]:
    yield BitMap(docno for docno, _ in view.named(name)) & docs
    yield BitMap(view.named_from(name, _NAMED_FROM)) & docs
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
    rest = pool & BitMap.union(NOWHERE, *match.tiers)
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
            before = BitMap.union(NOWHERE, *match.tiers[:tier])
            for docno in match.tiers[tier] & before & pool:
                scores[docno] += extra * rare


def add_topics(scores: dict[int, float], pool: BitMap, topics: Iterable[TopicMatch]) -> None:
    """Adds to the scores of the pool's documents what the best of their topics and the next one give them."""
    best: dict[int, float] = {}
    next_best: dict[int, float] = {}
    for topic in topics:
        rest = topic.docs & pool
        for worth, docs in topic.levels:
            value = _TOPIC * topic.spoken.sure * worth
            found = docs & rest
            for docno in found:
                lower = min(value, best.get(docno, 0.0))
                best[docno] = max(value, best.get(docno, 0.0))
                next_best[docno] = max(lower, next_best.get(docno, 0.0))
            rest -= found
    for docno, value in best.items():
        scores[docno] += value + _NEXT_TOPIC * next_best[docno]


def _mixed(
    view: View, best: list[int], scores: Mapping[int, float], topics: Sequence[TopicMatch]
) -> list[int]:
    """The best ones so that they do not all say the same: each of a name or a need already seen gives way.

    Nothing is lost: what gives way comes right after.
    """
    left = best[:_MIXED]
    taken: list[int] = []
    seen: dict[Kind, int] = {}
    kinds = {docno: _kinds(view, docno, topics) for docno in left}
    while left:
        choice = max(left, key=lambda d: scores[d] * _freshness(kinds[d], seen))
        left.remove(choice)
        taken.append(choice)
        for kind in kinds[choice]:
            seen[kind] = seen.get(kind, 0) + 1
    return taken + best[_MIXED:]


def _freshness(kinds: Iterable[Kind], seen: Mapping[Kind, int]) -> float:
    return math.prod(_AGAIN[kind[0]] ** seen.get(kind, 0) for kind in kinds)


def _kinds(view: View, docno: int, topics: Sequence[TopicMatch]) -> tuple[Kind, ...]:
    topic = max(
        ((one.spoken.sure * one.worth(docno), one.spoken.need) for one in topics if docno in one.docs),
        default=(0.0, ""),
    )[1]
    name = view.name(docno)
    first = name.partition(" ")[0]
    kinds: list[Kind] = [("name", name)]
    if _SERIES_FROM <= len(first) < len(name):
        kinds.append(("series", first))
    if topic:
        kinds.append(("need", topic))
    return tuple(kinds)


def _add_names(
    view: View,
    scores: dict[int, float],
    pool: BitMap,
    name: str,
    matches: Sequence[Match],
) -> None:
    for docno, own in view.named(name):
        if docno in scores:
            scores[docno] += _EXACT_NAME if own else _OTHER_NAME
    for docno in view.named_from(name, _NAMED_FROM) if name else ():
        if docno in scores:
            scores[docno] += _NAME_BEGINS
    for match in matches:
        for docno in (match.grades[0][Tier.NAME] | match.grades[1][Tier.NAME]) & pool:
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
        card = view.card(docno)
        if card is None:
            continue
        real = (view.facet("names", card.hit.id) | view.facet("names", card.hit.source_id)) & docs
        best = max((scores[d] for d in real if d in scores), default=None)
        if best is not None:
            scores[docno] = min(scores[docno], best - 0.01)
