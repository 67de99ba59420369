"""The order of hits.

A hit's score is the sum over the query's words of where and how well each matched (``_WEIGHTS``), weighed by
how rare the word is, with what the whole name says added. Need matches lie below literal ones of name and
keyword; near hits are ranked apart. A pool of the best classes is scored, never all the matches of a short
prefix: classes are the documents that match every word in the name, in name or keywords, and so on.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from pyroaring import BitMap

from neuvola_search.analysis import plain
from neuvola_search.documents import TIERS, Tier
from neuvola_search.index import NOWHERE, View
from neuvola_search.matching import Match

POOL: Final = 300
"""How many documents are scored, and by how many the pool grows for later pages."""

_WEIGHTS: Final = (
    (10.0, 9.0, 6.0, 5.5),
    (7.5, 7.0, 4.5, 4.0),
    (4.0, 3.6, 2.2, 2.0),
    (2.0, 1.8, 1.1, 1.0),
)
"""By tier (name, keyword, summary, body) and grade (as it stands, inflected, beginning or part, in parts)."""
_STEPS: Final = tuple(
    sorted(
        ((weight, tier, grade) for tier, row in enumerate(_WEIGHTS) for grade, weight in enumerate(row)),
        reverse=True,
    )
)
_NEED: Final = 5.0
_NEED_TOO: Final = 2.5
_CENTRAL: Final = 0.06
_ALSO: Final = (0.0, 1.2, 0.8, 0.5)
_EXACT_NAME: Final = 30.0
_OTHER_NAME: Final = 12.0
_NAME_BEGINS: Final = 4.0
_WHOLE_NAME: Final = 3.0
_LOCAL: Final = 3.0
_KNOWN: Final = 1.0
_GENERAL: Final = 6.0
_NAMED_FROM: Final = 400


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
    docs: BitMap,
    favoured: Favoured,
    wanted: int,
) -> list[int]:
    """The first ``wanted`` of the matching documents, best first."""
    size = POOL * math.ceil(wanted / POOL)
    name = plain(text)
    pool = _pool(view, name, matches, docs, size, BitMap(favoured.near))
    scores = dict.fromkeys(pool, 0.0)
    score_words(view, scores, pool, matches)
    _add_names(view, scores, pool, name, matches)
    _add_favours(scores, pool, favoured)
    _lower_general(view, scores, pool, docs)
    return sorted(scores, key=lambda d: (-round(scores[d], 3), -view.checked[d], view.rank[d]))[:wanted]


def _pool(
    view: View,
    name: str,
    matches: Sequence[Match],
    docs: BitMap,
    size: int,
    near: BitMap,
) -> BitMap:
    if len(docs) <= size:
        return docs
    pool = BitMap(view.in_order(near & docs, size))
    for docs_of_class in _classes(view, name, matches, docs):
        fresh = docs_of_class - pool
        room = size - len(pool)
        if len(fresh) > room:
            pool.update(view.in_order(fresh, room))
            return pool
        pool |= fresh
    return pool


def _classes(view: View, name: str, matches: Sequence[Match], docs: BitMap) -> Iterator[BitMap]:
    yield BitMap(docno for docno, _ in view.named(name)) & docs
    yield BitMap(view.named_from(name, _NAMED_FROM)) & docs
    for tier in TIERS:
        found = docs
        for match in matches:
            reach = match.tiers[: tier + 1]
            needs = (need.docs for need in match.needs) if tier else ()
            found = found & BitMap.union(NOWHERE, *reach, *needs)
        if tier == Tier.KEYWORD:
            yield from (found & central for central in _central(matches))
        yield found
    # What matches only some of the words comes with the rarest first.
    for match in sorted(matches, key=lambda m: len(m.docs)):
        yield docs & match.docs
    yield docs


def _central(matches: Sequence[Match]) -> Iterator[BitMap]:
    levels = [need.central for match in matches for need in match.needs]
    for number in range(max(map(len, levels), default=0), 0, -1):
        yield BitMap.union(NOWHERE, *(level[number - 1] for level in levels if len(level) >= number))


def rarity(view: View, match: Match) -> float:
    """Inverse document frequency, scaled to 0.3–1."""
    count = len(view.live)
    return 0.3 + 0.7 * math.log((count + 1) / (len(match.literal) + 1)) / math.log(count + 2)


def score_words(view: View, scores: dict[int, float], pool: BitMap, matches: Sequence[Match]) -> None:
    """Adds to the scores of the pool's documents what each word of the query gives them."""
    for match in matches:
        _add_word(scores, pool, match, rarity(view, match))


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
    for docno, sure in _needs(match, pool).items():
        scores[docno] += sure * (_NEED_TOO if docno in match.literal else _NEED)


def _needs(match: Match, pool: BitMap) -> Mapping[int, float]:
    found: dict[int, float] = {}
    for need in match.needs:
        sure = dict.fromkeys(need.docs & pool, need.sure)
        for level in need.central:
            for docno in level & pool:
                sure[docno] += _CENTRAL
        for docno, value in sure.items():
            found[docno] = max(value, found.get(docno, 0.0))
    return found


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
        scores[docno] -= _GENERAL
        card = view.card(docno)
        if card is None:
            continue
        real = (view.facet("names", card.hit.id) | view.facet("names", card.hit.source_id)) & docs
        best = max((scores[d] for d in real if d in scores), default=None)
        if best is not None:
            scores[docno] = min(scores[docno], best - 0.01)
