"""One keystroke: a query against one generation of the index. No connection or row leaves this module."""

import sqlite3
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from pyroaring import BitMap

from neuvola_core.crisis import speaks_of_danger
from neuvola_core.opening import State, status
from neuvola_search.analysis import Analyser
from neuvola_search.documents import Card, Tier
from neuvola_search.facets import Filters
from neuvola_search.index import Index
from neuvola_search.lexicon import Lexicon
from neuvola_search.matching import Match, all_or_most, beginning, match, read_where_rare
from neuvola_search.near import FEW, MOST_NEAR, Nearness
from neuvola_search.query import Hit, Matched, Query, Reason, Results
from neuvola_search.ranking import Favoured, ranked

_MATCHED: Final = {
    Tier.NAME: Matched.NAME,
    Tier.KEYWORD: Matched.KEYWORD,
    Tier.SUMMARY: Matched.SUMMARY,
    Tier.BODY: Matched.BODY,
}
_OPEN_KEPT: Final = 4

Near = Mapping[int, tuple[float, str]]
"""How near documents are, and by which word of theirs."""


class OpenNow:
    """Which services are open at a minute: asked of each service once a minute."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, datetime], dict[int, bool]] = {}

    def among(self, index: Index, connection: sqlite3.Connection, docs: BitMap, at: datetime) -> BitMap:
        """Those of the documents that are known to be open at an aware time."""
        minute = at.replace(second=0, microsecond=0)
        known = self._known.setdefault((index.generation, minute), {})
        while len(self._known) > _OPEN_KEPT:
            self._known.pop(next(iter(self._known)), None)
        found = BitMap()
        for docno in docs & index.facet("hours", "stated"):
            if docno not in known:
                hours = index.hours(connection, docno)
                known[docno] = any(status(one, minute).state is State.OPEN for one in hours)
            if known[docno]:
                found.add(docno)
        return found


@dataclass(frozen=True, slots=True)
class Engine:
    """What outlives a generation of the index."""

    analyser: Analyser
    lexicon: Lexicon
    open_now: OpenNow

    def search(self, index: Index, connection: sqlite3.Connection, query: Query) -> Results:
        """The answer to a query; never raises for its text."""
        started = time.perf_counter()
        words = read_where_rare(index, connection, self.analyser, self.analyser.query(query.text))
        matches = match(index, connection, words, self.lexicon)
        docs, matched_words = all_or_most(matches) if words else (index.live, 0)
        is_open = self.open_now.among(index, connection, docs, query.open_at) if query.open_at else None
        filters = Filters(index, query, is_open)
        left = filters.left(docs)
        finds_little = bool(words) and (len(left) < FEW or matched_words < len(words))
        nearness = Nearness(index, connection, matches) if finds_little else None
        near = nearness.among(left) if nearness and left else {}
        page = self._page(index, connection, query, matches, left, filters, near)
        hits = [hit for docno in page if (hit := self._hit(index, connection, docno, matches, near))]
        if nearness and len(left) < FEW and query.offset <= 0:
            room = min(MOST_NEAR, query.limit - len(hits))
            hits += self._near(index, connection, query, matches, filters, nearness, left, room)
        return Results(
            query=query,
            total=len(left),
            took_ms=(time.perf_counter() - started) * 1000,
            hits=tuple(hits),
            facets=filters.counts(docs),
            suggestion=nearness.spelling(query.text) if nearness else "",
            crisis=speaks_of_danger(query.text),
        )

    def _page(
        self,
        index: Index,
        connection: sqlite3.Connection,
        query: Query,
        matches: Sequence[Match],
        left: BitMap,
        filters: Filters,
        near: Near,
    ) -> list[int]:
        start = max(0, query.offset)
        wanted = start + max(0, query.limit)
        if wanted <= start or not left:
            return []
        if matches:
            favoured = Favoured(filters.local, filters.known, {d: value for d, (value, _) in near.items()})
            return ranked(index, connection, query.text, matches, left, favoured, wanted)[start:]
        found: list[int] = []
        general = index.facet("general", "description")
        rest = left - filters.local - general
        for group in (left & filters.local - general, rest, left & general):
            found += index.in_order(group, wanted - len(found))
        return found[start:wanted]

    def _hit(
        self, index: Index, connection: sqlite3.Connection, docno: int, matches: Sequence[Match], near: Near
    ) -> Hit | None:
        card = index.card(connection, docno)
        if card is None:
            return None
        reasons = [reason for one in matches for reason in self._reasons(card, docno, one)]
        if docno in near and near[docno][1]:
            reasons.append(Reason(Matched.NEAR, index.dotted(connection, near[docno][1])))
        why = sorted(dict.fromkeys(reasons), key=lambda r: _ORDER[r.matched])
        return replace(card.hit, why=tuple(why))

    def _reasons(self, card: Card, docno: int, one: Match) -> Iterator[Reason]:
        tier = next((tier for tier in Tier if docno in one.tiers[tier]), None)
        if tier is not None:
            yield Reason(_MATCHED[tier], self._word(card, tier, one) or one.word.typed)
        if tier is None or tier > Tier.KEYWORD:
            for need in one.needs:
                if docno in need.docs:
                    yield Reason(Matched.NEED, need.need)

    def _word(self, card: Card, tier: Tier, one: Match) -> str:
        """The word of the service's text that the query's word found."""
        texts = {
            Tier.NAME: tuple(card.hit.name.items()),
            Tier.KEYWORD: (
                *((word.language, word.text) for word in card.keywords),
                *card.hit.organisation.items(),
            ),
            Tier.SUMMARY: tuple(card.hit.summary.items()),
            Tier.BODY: (),
        }[tier]
        form = one.word.form
        parts = {f"=p:{base}" for base in form.bases or (form.surface,)}
        wanted = parts.union(form.whole, *(keys for phrase in one.renamed for keys in phrase))
        start = beginning(one.word)
        for language, text in texts:
            found = self.analyser.first(text, language, wanted, start)
            if found:
                return found
        return ""

    def _near(
        self,
        index: Index,
        connection: sqlite3.Connection,
        query: Query,
        matches: Sequence[Match],
        filters: Filters,
        nearness: Nearness,
        left: BitMap,
        room: int,
    ) -> list[Hit]:
        if room <= 0:
            return []
        allowed = filters.left(index.live, "open") - left
        if query.open_at:
            allowed = self.open_now.among(index, connection, allowed, query.open_at)
        hits = []
        for docno, term in nearness.hits(allowed, room):
            hit = self._hit(index, connection, docno, matches, {docno: (0.0, term)})
            if hit:
                hits.append(replace(hit, near=True))
        return hits


_ORDER: Final = {matched: place for place, matched in enumerate(Matched)}
