"""One keystroke: a query against one generation of the index. No connection or row leaves this module."""

import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import datetime, timedelta
from operator import attrgetter
from typing import Any, Final

from pyroaring import BitMap

from neuvola_core.crisis import speaks_of_danger
from neuvola_core.hours import Hours
from neuvola_core.opening import open_today
from neuvola_search.analysis import Analyser, Word
from neuvola_search.documents import read_hours
from neuvola_search.facets import Filters
from neuvola_search.former_names import FormerNames
from neuvola_search.index import View
from neuvola_search.lexicon import Lexicon
from neuvola_search.matching import PLAINLY, Match, TopicMatch, all_or_most, match, read_where_rare, topics_of
from neuvola_search.near import FEW, MOST_NEAR, Nearness
from neuvola_search.query import Hit, Matched, Query, Reason, Results
from neuvola_search.ranking import Favoured, ranked
from neuvola_search.why import Fields, Why

_OF_SERVICE: Final[Callable[[Hit], tuple[Any, ...]]] = attrgetter(*(one.name for one in fields(Hit)[:-2]))
"""All of a hit but its last two fields, which the query gives it: why it is there and whether it is near."""
_LOOKED_AHEAD: Final = timedelta(days=1)
_MOST_NEEDS: Final = 3
_ACUTE_NEED: Final = "itsemurha_ajatukset"
"""Words that speak of it first bring the crisis lines, however they are spelt."""
_MOST_WORDS: Final = 12
"""Words of a query that are looked for in the services; the lexicon hears them all."""


class _Told:
    """What was told of services in one generation of the index; it holds from the last question on."""

    def __init__(self, generation: int, at: datetime) -> None:
        self.generation = generation
        self.last_asked = at
        self.known = BitMap()
        self.open = BitMap()
        self._until: dict[datetime, BitMap] = {}
        self._soonest = at + _LOOKED_AHEAD

    def forget(self, at: datetime) -> None:
        """Forgets what may have changed by now."""
        if at >= self._soonest:
            for until in [until for until in self._until if until <= at]:
                docs = self._until.pop(until)
                self.known -= docs
                self.open -= docs
            self._soonest = min(self._until, default=at + _LOOKED_AHEAD)
        self.last_asked = at

    def take(self, docno: int, is_open: bool, until: datetime) -> None:
        """Notes that a service is open or not until then."""
        self.known.add(docno)
        if is_open:
            self.open.add(docno)
        self._until.setdefault(until, BitMap()).add(docno)
        self._soonest = min(self._soonest, until)


class OpenNow:
    """Which services are open: each is asked again only when what was told of it may have changed."""

    def __init__(self) -> None:
        self._told: _Told | None = None
        self._asking = threading.Lock()

    def among(self, view: View, docs: BitMap, at: datetime) -> BitMap:
        """Those of the documents that are known to be open at an aware time."""
        docs = docs & view.facet("hours", "stated")
        with self._asking:
            told = self._told
            if told is None or told.generation != view.index.generation or at < told.last_asked:
                told = self._told = _Told(view.index.generation, at)
            told.forget(at)
            alike: dict[bytes, tuple[bool, datetime]] = {}
            for docno, stored in view.hours(docs - told.known):
                if stored not in alike:
                    alike[stored] = _opened(read_hours(stored) if stored else (), at)
                told.take(docno, *alike[stored])
            return docs & told.open


def _opened(hours: Iterable[Hours], at: datetime) -> tuple[bool, datetime]:
    """Whether any of the timetables is open, and until when that surely holds: a day at most."""
    told = [open_today(one, at) for one in hours]
    return any(is_open for is_open, _ in told), min((until for _, until in told), default=at + _LOOKED_AHEAD)


class Engine:
    """What outlives a generation of the index."""

    def __init__(self, analyser: Analyser, lexicon: Lexicon, former: FormerNames, open_now: OpenNow) -> None:
        self._analyser = analyser
        self._lexicon = lexicon
        self._former = former
        self._open_now = open_now
        self._fields = Fields(analyser)
        # One value, replaced whole: threads may ask at the same time.
        self._before: tuple[int, tuple[Match, ...]] = (-1, ())

    def search(self, view: View, query: Query) -> Results:
        """The answer to a query; never raises for its text."""
        started = time.perf_counter()
        every = read_where_rare(view, self._analyser, self._analyser.query(query.text))
        words = (tuple(word for word in every if not word.is_stop) or every)[:_MOST_WORDS]
        spoken = self._lexicon.spoken(every)
        every_topic = topics_of(view, spoken)
        topics = [topic for topic in every_topic if not topic.spoken.guess]
        matches = self._matched(view, words, topics)
        docs, matched_words = all_or_most(matches) if words else (view.live, 0)
        docs = BitMap.union(docs, *(topic.docs for topic in topics if topic.is_plain))
        is_open = self._open_now.among(view, docs, query.open_at) if query.open_at else None
        filters = Filters(view.index, query, is_open)
        left = filters.left(docs)
        nearness = None
        if words and (len(left) < FEW or matched_words < len(words)):
            nearness = Nearness(view, matches, [topic for topic in every_topic if topic.spoken.guess])
        answer = _Answer(
            view,
            query,
            matches,
            topics,
            left,
            filters,
            nearness,
            Why(view, self._fields, matches, every_topic),
        )
        hits = answer.hits()
        if nearness and len(left) < FEW and query.offset <= 0:
            hits += answer.near_hits(self._allowed(view, query, filters) - left, query.limit - len(hits))
        needs = tuple(dict.fromkeys(one.need for one in spoken if one.sure >= PLAINLY))[:_MOST_NEEDS]
        return Results(
            query=query,
            total=len(left),
            took_ms=(time.perf_counter() - started) * 1000,
            hits=tuple(hits),
            facets=filters.counts(docs),
            suggestion=nearness.spelling(query.text) if nearness else "",
            needs=needs,
            crisis=needs[:1] == (_ACUTE_NEED,) or speaks_of_danger(query.text),
        )

    def _matched(
        self, view: View, words: tuple[Word, ...], topics: Sequence[TopicMatch]
    ) -> tuple[Match, ...]:
        generation, before = self._before
        known = before if generation == view.index.generation else ()
        matches = match(view, words, topics, self._former, known)
        self._before = (view.index.generation, matches)
        return matches

    def _allowed(self, view: View, query: Query, filters: Filters) -> BitMap:
        allowed = filters.left(view.live, "open")
        return self._open_now.among(view, allowed, query.open_at) if query.open_at else allowed


class _Answer:
    """The hits of one query."""

    def __init__(
        self,
        view: View,
        query: Query,
        matches: Sequence[Match],
        topics: Sequence[TopicMatch],
        left: BitMap,
        filters: Filters,
        nearness: Nearness | None,
        why: Why,
    ) -> None:
        self._view = view
        self._query = query
        self._matches = matches
        self._topics = topics
        self._left = left
        self._filters = filters
        self._nearness = nearness
        self._why = why

    def hits(self) -> list[Hit]:
        """The page asked for, best first."""
        start = max(0, self._query.offset)
        wanted = start + max(0, self._query.limit)
        if wanted <= start or not self._left:
            return []
        near = self._nearness.among(self._left) if self._nearness else {}
        docs = self._ranked(wanted, near) if self._matches else self._by_name(wanted)
        self._view.read_cards(docs[start:])
        found = (self._hit(docno, near.get(docno, (0.0, ""))[1]) for docno in docs[start:])
        return [hit for hit in found if hit]

    def _ranked(self, wanted: int, near: Mapping[int, tuple[float, str]]) -> list[int]:
        scores = {docno: value for docno, (value, _) in near.items()}
        favoured = Favoured(self._filters.local, self._filters.known, scores)
        return ranked(self._view, self._query.text, self._matches, self._topics, self._left, favoured, wanted)

    def _by_name(self, wanted: int) -> list[int]:
        general = self._view.facet("general", "description")
        real = self._left - general
        local = real & self._filters.local
        found: list[int] = []
        for group in (local, real - local, self._left & general):
            found += self._view.in_order(group, wanted - len(found))
        return found

    def near_hits(self, allowed: BitMap, room: int) -> list[Hit]:
        """What resembles the words among the allowed documents."""
        if room <= 0 or self._nearness is None:
            return []
        nearest = self._nearness.hits(allowed, min(room, MOST_NEAR))
        found = (self._hit(docno, term, near=True) for docno, term in nearest)
        return [hit for hit in found if hit]

    def _hit(self, docno: int, near_word: str, *, near: bool = False) -> Hit | None:
        card = self._view.card(docno)
        if card is None:
            return None
        why = self._why.reasons(docno)
        if near_word:
            why = (*why, Reason(Matched.NEAR, self._view.dotted(near_word)))
        return Hit(*(*_OF_SERVICE(card.hit), why, near))
