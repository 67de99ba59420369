"""Near hits and better spellings: for a query that finds little, what resembles it in the catalogue's words.

Near hits are shown apart and are in no count, so that the counts of true matches stay true.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from pyroaring import BitMap

from neuvola_search.analysis import Word, tokens
from neuvola_search.documents import TIERS
from neuvola_search.index import NOWHERE, Alike, Postings, View, anywhere
from neuvola_search.matching import Match, TopicMatch, at_least
from neuvola_search.ranking import POOL, add_topics, rarity, score_words
from neuvola_search.suggest import MISSPELT_FROM, allowed_edits, edits, grams, likeness

FEW: Final = 5
"""With fewer true hits than this, near ones are looked for."""
MOST_NEAR: Final = 10

_ALIKE: Final = 0.42
_EXPANSIONS: Final = 12
_COMPARED: Final = 80
_DOCS_OF_WORD: Final = 400
_PART: Final = 0.45
_WEIGHTS: Final = (8.0, 6.0, 3.0, 1.5)
_LEAST: Final = 0.8


def alike(view: View, word: Word) -> tuple[Alike, ...]:
    """Words of the catalogue that resemble the word, the most alike first."""
    typed = word.form.surface
    if len(typed) < MISSPELT_FROM:
        return ()
    key = f"{typed}…" if word.open else typed
    known = view.index.kept_alike.get(key)
    return view.index.kept_alike.put(key, _alike(view, typed, is_open=word.open)) if known is None else known


def _alike(view: View, typed: str, *, is_open: bool) -> tuple[Alike, ...]:
    wanted = grams(typed, whole=not is_open)
    levels = at_least([docs for docs in (view.gram(gram) for gram in wanted) if docs])
    found: list[int] = []
    for level in reversed(levels[len(wanted) // 3 :]):
        found += (number for number in level if number not in found[:_COMPARED])
        if len(found) >= _COMPARED:
            break
    judged = (
        Alike(candidate, _judge(wanted, typed, candidate, is_open=is_open))
        for candidate in view.vocabulary(found[:_COMPARED])
        if candidate != typed
    )
    good = sorted((one for one in judged if one.likeness >= _ALIKE), key=lambda a: (-a.likeness, a.word))
    return tuple(good[:_EXPANSIONS])


def _judge(wanted: frozenset[str], typed: str, candidate: str, *, is_open: bool) -> float:
    whole = likeness(grams(typed), grams(candidate))
    if not is_open or len(candidate) <= len(typed):
        return whole
    return max(whole, 0.95 * likeness(wanted, grams(candidate[: len(typed) + 1], whole=False)))


class Nearness:
    """What resembles the words of one query; looked up once for near hits and the better spelling."""

    def __init__(self, view: View, matches: Sequence[Match], guesses: Sequence[TopicMatch] = ()) -> None:
        self._view = view
        self._matches = matches
        self._guesses = guesses
        self._alike: dict[int, tuple[Alike, ...]] = {}

    def _alike_of(self, position: int) -> tuple[Alike, ...]:
        found = self._alike.get(position)
        if found is None:
            found = alike(self._view, self._matches[position].word)
            self._alike[position] = found
        return found

    def hits(self, allowed: BitMap, wanted: int) -> list[tuple[int, str]]:
        """The nearest of the allowed documents, each with the word of the catalogue it is there for."""
        near = self._scores(allowed)
        levels = at_least([match.docs & allowed for match in self._matches])
        some = next((level for level in reversed(levels) if level), NOWHERE)
        pool = BitMap(near) | BitMap(self._view.in_order(some, POOL))
        guessed = BitMap.union(NOWHERE, *(topic.docs & allowed for topic in self._guesses)) - pool
        matched = guessed & BitMap.union(NOWHERE, *(match.literal for match in self._matches))
        pool |= matched | self._first_of_equals(guessed - matched, wanted)
        scores = dict.fromkeys(pool, 0.0)
        score_words(self._view, scores, pool, self._matches)
        add_topics(scores, pool, self._guesses)
        for docno, (value, _) in near.items():
            scores[docno] += value
        best = sorted(
            (docno for docno, score in scores.items() if score >= _LEAST),
            key=lambda d: (-round(scores[d], 3), self._view.rank[d]),
        )
        return [(docno, near.get(docno, (0.0, ""))[1]) for docno in best[:wanted]]

    def _first_of_equals(self, docs: BitMap, wanted: int) -> BitMap:
        """Of documents that are there for their topics alone, the first of each lot that is worth the same.

        A topic can have a tenth of the catalogue.
        """
        lots, enough = [docs], NOWHERE
        for topic in self._guesses:
            parted = []
            for lot in lots:
                rest = lot & topic.docs
                parted.append(lot - rest)
                for _, some in topic.levels:
                    parted.append(some & rest)
                    rest = rest - some
            enough = BitMap.union(enough, *(lot for lot in parted if len(lot) <= wanted))
            lots = [lot for lot in parted if len(lot) > wanted]
        return BitMap.union(enough, *(BitMap(self._view.in_order(lot, wanted)) for lot in lots))

    def among(self, docs: BitMap) -> Mapping[int, tuple[float, str]]:
        """How near the documents are to the words that nothing matches, and by which word of theirs."""
        return self._scores(docs, only_missing=True)

    def _scores(self, allowed: BitMap, *, only_missing: bool = False) -> dict[int, tuple[float, str]]:
        scores: dict[int, tuple[float, str]] = {}
        for position, match in enumerate(self._matches):
            if only_missing and match.docs:
                continue
            weight = rarity(self._view, match)
            found = self._near_docs(match, self._alike_of(position), allowed - match.docs)
            for docno, (value, term) in found.items():
                before, best = scores.get(docno, (0.0, term))
                scores[docno] = (before + value * weight, best)
        return scores

    def _near_docs(
        self, match: Match, found: Iterable[Alike], allowed: BitMap
    ) -> dict[int, tuple[float, str]]:
        docs: dict[int, tuple[float, str]] = {}
        for one in found:
            self._add(docs, self._view.term(one.word), allowed, one.likeness, one.word)
        if len(match.word.form.parts) > 1 and not match.literal:
            for part in match.word.form.parts:
                keys = (key for base in part for key in (f"=l:{base}", f"=p:{base}"))
                postings = self._view.terms(keys)
                self._add(docs, postings, allowed, _PART, part[0])
        return docs

    def _add(
        self,
        docs: dict[int, tuple[float, str]],
        postings: Postings,
        allowed: BitMap,
        likeness: float,
        word: str,
    ) -> None:
        if not anywhere(postings):
            return
        for tier in TIERS:
            value = likeness * _WEIGHTS[tier]
            for docno in (postings[tier] & allowed)[:_DOCS_OF_WORD]:
                if value > docs.get(docno, (0.0, ""))[0]:
                    docs[docno] = (value, word)

    def spelling(self, text: str) -> str:
        """The query with each word that nothing matches in a spelling that the catalogue has; or empty."""
        better = {}
        for position, match in enumerate(self._matches):
            if not match.docs and not match.word.form.bases:
                word = self._nearest(match.word, self._alike_of(position))
                if word:
                    better[match.word.typed] = self._view.dotted(word)
        if not better:
            return ""
        return " ".join(better.get(token, token) for token in tokens(text))

    def _nearest(self, word: Word, found: Iterable[Alike]) -> str:
        typed = word.form.surface
        limit = allowed_edits(len(typed))
        best: tuple[int, bool, int, str] | None = None
        for one in found:
            slips = edits(typed, one.word, limit)
            if slips > limit:
                continue
            count = anywhere(self._view.term(one.word)).intersection_cardinality(self._view.live)
            rank = (slips, one.word[0] != typed[0], -count, one.word)
            if count and (best is None or rank < best):
                best = rank
        return best[3] if best else ""
