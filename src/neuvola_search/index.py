"""The reading side of the index: postings, facets, names and cards of one generation of the catalogue.

An ``Index`` holds what has been read so far of one generation; it is thrown away whole when a writer has made
a new one. Threads may share it: whatever two of them read twice is equal.
"""

import sqlite3
import threading
from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Final, Generic, TypeVar

from pyroaring import BitMap

from neuvola_search.documents import TIERS, TOPIC, Card, read_card
from neuvola_search.schema import PREFIX_LENGTH, bitmap, meta

Postings = tuple[BitMap, BitMap, BitMap, BitMap]
"""The documents that have a key, by the tier it stands in."""

NOWHERE: Final = BitMap()
NONE: Final[Postings] = (NOWHERE, NOWHERE, NOWHERE, NOWHERE)
_LAST: Final = "\U0010ffff"
_Blobs = tuple[bytes | None, bytes | None, bytes | None, bytes | None]
_KEPT_POSTINGS: Final = 4 * 2**20
"""Bytes of postings kept of terms, and as many of prefixes."""
_POSTINGS_WEIGH: Final = 512
"""What four empty bitmaps take."""
_KEPT_GRAMS: Final = 500
_KEPT_IN_TOPICS: Final = 500_000
"""Services of topics that are kept together."""
_KEPT_CARDS: Final = 800
_KEPT_ALIKE: Final = 40
_AT_ONCE: Final = 500
_BLOCK: Final = 65_536
_SPARSE: Final = 4_096
_WORTH_WHILE: Final = 500
_IN_BLOCK: Final = 1_000
_BLOCKS_FOR_SORTING: Final = 16
"""How many services are sorted in while one block is gone through."""

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Alike:
    """A word of the catalogue that resembles one of the query."""

    word: str
    likeness: float


class Kept(Generic[V]):
    """A cache that forgets what came first once all together weigh more than its limit."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._values: dict[str | int, tuple[V, int]] = {}
        self._weight = 0
        self._putting = threading.Lock()

    def get(self, key: str | int) -> V | None:
        """What was kept, or None."""
        kept = self._values.get(key)
        return kept[0] if kept else None

    def put(self, key: str | int, value: V, weight: int = 1) -> V:
        """Keeps a value and gives it back; the newest stays however much it weighs."""
        with self._putting:
            _, before = self._values.pop(key, (value, 0))
            self._values[key] = (value, weight)
            self._weight += weight - before
            while self._weight > self._limit and len(self._values) > 1:
                _, lighter = self._values.pop(next(iter(self._values)))
                self._weight -= lighter
        return value


def joined(all_of: Iterable[Postings]) -> Postings:
    """The union of several postings, tier by tier."""
    found = [postings for postings in all_of if postings is not NONE]
    if not found:
        return NONE
    if len(found) == 1:
        return found[0]
    name, keyword, summary, body = (BitMap.union(*(p[tier] for p in found)) for tier in TIERS)
    return (name, keyword, summary, body)


def anywhere(postings: Postings) -> BitMap:
    """The documents of all tiers together."""
    return NOWHERE if postings is NONE else BitMap.union(*postings)


class Index:
    """What has been read of one generation."""

    def __init__(self, connection: sqlite3.Connection, path: Path, generation: int) -> None:
        self.generation = generation
        self.path = path
        self.facets = self._read_facets(connection)
        orders = dict(connection.execute("SELECT key, value FROM orders").fetchall())
        self.rank = array("I", orders.get("rank", b""))
        self.words: bytes = orders.get("words", b"")
        self.checked = array("H", orders.get("checked", b""))
        self.ordered = array("I", orders.get("ordered", b""))
        self.counted: dict[str, tuple[BitMap, dict[str, int]]] = {}
        """By kind of facet the services that were last counted, and how many of them each value has."""
        self.kept_terms: Kept[Postings] = Kept(_KEPT_POSTINGS)
        self.kept_prefixes: Kept[Postings] = Kept(_KEPT_POSTINGS)
        self.kept_cards: Kept[Card] = Kept(_KEPT_CARDS)
        self.kept_levels: Kept[tuple[tuple[tuple[float, BitMap], ...], BitMap]] = Kept(_KEPT_IN_TOPICS)
        self.kept_grams: Kept[BitMap] = Kept(_KEPT_GRAMS)
        self.kept_names: Kept[str] = Kept(_KEPT_CARDS)
        self.kept_alike: Kept[tuple[Alike, ...]] = Kept(_KEPT_ALIKE)
        self.kept_described: Kept[BitMap] = Kept(_KEPT_CARDS)

    @classmethod
    def current_generation(cls, connection: sqlite3.Connection) -> int:
        """The generation that the connection's transaction sees."""
        return int(meta(connection, "generation") or 0)

    def _read_facets(self, connection: sqlite3.Connection) -> Mapping[str, Mapping[str, BitMap]]:
        found: dict[str, dict[str, BitMap]] = {}
        for kind, value, docs in connection.execute(
            "SELECT kind, value, docs FROM facets WHERE kind != ?", (TOPIC,)
        ):
            found.setdefault(kind, {})[value] = bitmap(docs, self.path)
        return found

    @cached_property
    def live(self) -> BitMap:
        """The services that are in search."""
        return self.facet("state", "live")

    @cached_property
    def _unused(self) -> BitMap:
        """Numbers that no service has, in the last block of numbers; empty where there are too few."""
        first = len(self.rank)
        numbers = BitMap(range(first, -(-first // _BLOCK) * _BLOCK, 2))
        return numbers if len(numbers) > _SPARSE else NOWHERE

    def countable(self, docs: BitMap) -> BitMap:
        """The documents in a form that is quick to intersect with many sets, numbers of no service added.

        Up to 4,096 documents of a block are a list, more a field of bits, which is four times as quick.
        """
        return docs | self._unused if len(docs) > _WORTH_WHILE else docs

    def facet(self, kind: str, value: str) -> BitMap:
        """The live services with a facet value."""
        return self.facets.get(kind, {}).get(value, NOWHERE)

    def in_order(self, docs: BitMap, limit: int) -> list[int]:
        """The first ``limit`` of some live services by name."""
        limit = min(limit, len(docs))
        if limit <= 0:
            return []
        blocks = self._in_blocks
        if len(blocks) * limit * _BLOCKS_FOR_SORTING < len(docs) * (len(docs) - limit):
            # The blocks that are likely to be needed cost less than sorting what is left out.
            found: list[int] = []
            for block in blocks:
                found += sorted(docs & block, key=self.rank.__getitem__)
                if len(found) >= limit:
                    return found[:limit]
        return sorted(docs, key=self.rank.__getitem__)[:limit]

    @cached_property
    def _in_blocks(self) -> list[BitMap]:
        """The live services in the order of their names, a thousand at a time."""
        starts = range(0, len(self.ordered), _IN_BLOCK)
        return [BitMap(self.ordered[start : start + _IN_BLOCK]) for start in starts]


class View:
    """One generation of the index seen through the calling thread's connection."""

    def __init__(self, index: Index, connection: sqlite3.Connection) -> None:
        self.index = index
        self.connection = connection
        self.live = index.live
        self.rank = index.rank
        self.checked = index.checked
        self.words = index.words
        self.facet = index.facet
        self.in_order = index.in_order

    def _postings(self, row: _Blobs) -> Postings:
        name, keyword, summary, body = (bitmap(blob, self.index.path) if blob else NOWHERE for blob in row)
        return (name, keyword, summary, body)

    def term(self, key: str) -> Postings:
        """The documents that have exactly this key; dead ones may be among them."""
        kept = self.index.kept_terms.get(key)
        if kept is not None:
            return kept
        return self._read(self.index.kept_terms, key, "terms WHERE term = ?", key)

    def terms(self, keys: Iterable[str]) -> Postings:
        """The documents that have any of the keys."""
        return joined(self.term(key) for key in keys)

    def prefix(self, prefix: str) -> Postings:
        """The documents that have a word form which begins so."""
        kept = self.index.kept_prefixes.get(prefix)
        if kept is not None:
            return kept
        if len(prefix) <= PREFIX_LENGTH:
            return self._read(self.index.kept_prefixes, prefix, "prefixes WHERE term = ?", prefix)
        where = "terms WHERE term >= ? AND term < ?"
        return self._read(self.index.kept_prefixes, prefix, where, prefix, prefix + _LAST)

    def _read(self, kept: Kept[Postings], key: str, where: str, *values: str) -> Postings:
        rows: list[_Blobs] = self.connection.execute(
            f"SELECT name, keyword, summary, body FROM {where}",  # noqa: S608 - constants
            values,
        ).fetchall()
        weight = sum(len(blob) for row in rows for blob in row if blob)
        return kept.put(key, joined([self._postings(row) for row in rows]), _POSTINGS_WEIGH + weight)

    def topic(self, topic: str) -> list[tuple[int, BitMap]]:
        """The services that belong to a topic of the lexicon, by how plainly they do (see ``topics``)."""
        rows = self.connection.execute(
            "SELECT value, docs FROM facets WHERE kind = ? AND value >= ? AND value < ?",
            (TOPIC, f"{topic}/", f"{topic}0"),  # "0" comes after "/"
        )
        return [(int(value.rpartition("/")[2]), bitmap(docs, self.index.path)) for value, docs in rows]

    def dotted(self, word: str) -> str:
        """A word form as texts write it."""
        row = self.connection.execute("SELECT dotted FROM terms WHERE term = ?", (word,)).fetchone()
        return str(row[0]) if row and row[0] else word

    def named(self, name: str) -> Iterator[tuple[int, bool]]:
        """Docnos whose name or other name is exactly this, with whether it is the name itself."""
        for docno, own in self.connection.execute("SELECT docno, own FROM names WHERE name = ?", (name,)):
            yield docno, bool(own)

    def named_from(self, start: str, limit: int) -> list[int]:
        """Docnos whose own name begins so, in alphabetical order."""
        rows = self.connection.execute(
            "SELECT docno FROM names WHERE name >= ? AND name < ? AND own LIMIT ?",
            (start, start + _LAST, limit),
        )
        return [row[0] for row in rows]

    def gram(self, gram: str) -> BitMap:
        """The numbers of the vocabulary's words that have a trigram."""
        kept = self.index.kept_grams.get(gram)
        if kept is not None:
            return kept
        row = self.connection.execute("SELECT words FROM trigrams WHERE gram = ?", (gram,)).fetchone()
        return self.index.kept_grams.put(gram, bitmap(row[0], self.index.path) if row else NOWHERE)

    def vocabulary(self, numbers: Iterable[int]) -> Iterator[str]:
        """The words with these numbers."""
        wanted = list(numbers)
        marks = ", ".join("?" * len(wanted))
        words = dict(
            self.connection.execute(f"SELECT id, word FROM vocabulary WHERE id IN ({marks})", wanted)  # noqa: S608 - marks
        )
        yield from (words[number] for number in wanted if number in words)

    def card(self, docno: int) -> Card | None:
        """What a list shows of a service."""
        kept = self.index.kept_cards.get(docno)
        if kept is None:
            self.read_cards((docno,))
            kept = self.index.kept_cards.get(docno)
        return kept

    def read_cards(self, docnos: Iterable[int]) -> None:
        """Reads cards that will be asked for, all at once."""
        cards = self.index.kept_cards
        wanted = [docno for docno in docnos if cards.get(docno) is None]
        if wanted:
            marks = ", ".join("?" * len(wanted))
            for docno, card in self.connection.execute(
                f"SELECT docno, card FROM services WHERE docno IN ({marks})",  # noqa: S608 - marks
                wanted,
            ):
                cards.put(docno, read_card(card))

    def name(self, docno: int) -> str:
        """What a service is called, for comparison with others."""
        kept = self.index.kept_names.get(docno)
        if kept is None:
            card = self.card(docno)
            kept = self.index.kept_names.put(docno, card.hit.name.best("fi") if card else "")
        return kept

    def described(self, docno: int) -> BitMap:
        """The services that name a general description as theirs."""
        kept = self.index.kept_described.get(docno)
        if kept is not None:
            return kept
        row = self.connection.execute("SELECT id, source_id FROM services WHERE docno = ?", (docno,))
        named = (self.facet("names", value) for value in row.fetchone() or ())
        return self.index.kept_described.put(docno, BitMap.union(NOWHERE, *named))

    def hours(self, docnos: Iterable[int]) -> Iterator[tuple[int, bytes]]:
        """The services, each with the stated hours of its channels as stored; empty if there are none."""
        left = iter(docnos)
        while some := list(islice(left, _AT_ONCE)):
            marks = ", ".join("?" * len(some))
            yield from self.connection.execute(
                f"SELECT docno, hours FROM services WHERE docno IN ({marks})",  # noqa: S608 - marks
                some,
            )
