"""The writing side of the index: gathers the keys of many services and merges them into the tables.

Works inside the caller's transaction and keeps a bounded number of postings in memory.
"""

import sqlite3
from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

from pyroaring import BitMap

from neuvola_search.analysis import Analyser
from neuvola_search.documents import TIERS, Document
from neuvola_search.schema import PREFIX_LENGTH, bitmap
from neuvola_search.suggest import MISSPELT_FROM, grams

_LEAST_BATCH: Final = 8_000_000
_MOST_BATCH: Final = 16_000_000
"""Words held before they are merged. Each merge rewrites what is stored, so batches grow with that."""
_NUMBERS: Final = partial(array, "I")
_BUNDLE: Final = 500
_COLUMNS: Final = ("name", "keyword", "summary", "body")


def _values(docs: Iterable[BitMap | None]) -> tuple[bytes | None, ...]:
    return tuple(found.serialize() if found else None for found in docs)


class _Prefixes:
    """The prefixes while the words go by in their order: each passes what it has on to the shorter one."""

    def __init__(self, table: "_Table") -> None:
        self._table = table
        self._texts: list[str] = []
        self._found: list[tuple[list[BitMap], ...]] = []

    def add(self, word: str, docs: Iterable[BitMap | None]) -> None:
        """Takes in the documents of a word."""
        while self._texts and not word.startswith(self._texts[-1]):
            self._close()
        for length in range(len(self._texts) + 1, min(len(word), PREFIX_LENGTH) + 1):
            self._texts.append(word[:length])
            self._found.append(tuple([] for _ in TIERS))
        self._pass_on(docs)

    def _pass_on(self, docs: Iterable[BitMap | None]) -> None:
        for tier, found in zip(self._found[-1], docs, strict=True):
            if found is not None:
                tier.append(found)

    def _close(self) -> None:
        docs = [_union(tier) if tier else None for tier in self._found.pop()]
        self._table.add(self._texts.pop(), docs)
        if self._found:
            self._pass_on(docs)

    def finish(self) -> None:
        """Takes no more words."""
        while self._texts:
            self._close()


class _Table:
    """A table of postings: what is added is merged with what is stored, a bundle of rows at a time."""

    def __init__(self, connection: sqlite3.Connection, path: Path, name: str, *more: str) -> None:
        self._connection = connection
        self._path = path
        columns = ("term", *_COLUMNS, *more)
        self._select = f"SELECT {', '.join(columns)} FROM {name} WHERE term IN"  # noqa: S608 - constants
        self._insert = f"INSERT OR REPLACE INTO {name} VALUES ({', '.join('?' * len(columns))})"  # noqa: S608 - constants
        self._is_empty = connection.execute(f"SELECT 1 FROM {name} LIMIT 1").fetchone() is None  # noqa: S608 - constant
        self._rows: list[tuple[str, Sequence[BitMap | None], tuple[str | None, ...]]] = []
        self.new: list[str] = []

    def add(self, term: str, docs: Sequence[BitMap | None], *more: str | None) -> None:
        """Takes a term in; a value of its other columns yields to the one that is stored."""
        self._rows.append((term, docs, more))
        if len(self._rows) >= _BUNDLE:
            self.write()

    def write(self) -> None:
        """Merges the rows held."""
        stored = self._stored()
        merged = []
        for term, docs, more in self._rows:
            before = stored.get(term)
            if before is None:
                self.new.append(term)
                merged.append((term, *_values(docs), *more))
            else:
                both = (self._both(new, old) for new, old in zip(docs, before, strict=False))
                kept = (old or new for old, new in zip(before[len(docs) :], more, strict=True))
                merged.append((term, *both, *kept))
        self._connection.executemany(self._insert, merged)
        self._rows.clear()

    def _stored(self) -> dict[str, tuple[Any, ...]]:
        if self._is_empty:
            return {}
        terms = [term for term, *_ in self._rows]
        rows = self._connection.execute(f"{self._select} ({', '.join('?' * len(terms))})", terms)
        return {row[0]: row[1:] for row in rows}

    def _both(self, docs: BitMap | None, stored: bytes | None) -> bytes | None:
        if docs is None:
            return stored
        if stored is not None:
            docs = bitmap(stored, self._path) | docs
        return docs.serialize()


class PostingBatch:
    """What is to be added to the postings of terms, prefixes, names and facets.

    Gathered by word; only when it is merged does each word become its keys.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path, analyser: Analyser) -> None:
        self._connection = connection
        self._path = path
        self._analyser = analyser
        self._words: tuple[dict[str, dict[str, array[int]]], ...] = tuple({} for _ in TIERS)
        self._names: list[tuple[str, int, bool]] = []
        self._facets: dict[tuple[str, str], list[int]] = {}
        self._postings = 0
        self._merged_postings = 0

    def add(self, docno: int, document: Document) -> None:
        """Takes a document in; docnos come in rising order."""
        for tier, words in zip(self._words, document.words, strict=True):
            for language, some in words.items():
                gathered = tier.setdefault(language, defaultdict(_NUMBERS))
                for word in some:
                    gathered[word].append(docno)
                self._postings += len(some)
        self._names += ((name, docno, own) for name, own in document.names)
        for facet in document.facets:
            self._facets.setdefault(facet, []).append(docno)

    @property
    def is_full(self) -> bool:
        """Whether it is time to merge what has been gathered."""
        return self._postings >= min(max(_LEAST_BATCH, self._merged_postings // 4), _MOST_BATCH)

    def flush(self) -> None:
        """Merges what has been gathered into the tables."""
        new = self._merge_keys()
        self._connection.executemany(
            "INSERT OR IGNORE INTO names (name, docno, own) VALUES (?, ?, ?)", self._names
        )
        for facet, docs in self._facets.items():
            add_to_facet(self._connection, self._path, facet, BitMap(docs))
        add_vocabulary(self._connection, self._path, new)
        self._names.clear()
        self._facets.clear()
        self._merged_postings += self._postings
        self._postings = 0

    def _by_key(self) -> tuple[tuple[dict[str, list[BitMap]], ...], dict[str, str]]:
        """The documents of each key by tier, and how the texts write a folded word; empties what it reads."""
        found: tuple[dict[str, list[BitMap]], ...] = tuple({} for _ in TIERS)
        dotted: dict[str, tuple[int, str]] = {}
        for tier, by_language in zip(found, self._words, strict=True):
            for language, words in by_language.items():
                while words:
                    word, numbers = words.popitem()
                    docs = BitMap(numbers)
                    keys = self._analyser.token_keys(word, language)
                    for key in keys:
                        tier.setdefault(key, []).append(docs)
                    if keys and not word.isascii():
                        dotted[keys[0]] = max(dotted.get(keys[0], (0, "")), (numbers[-1], word))
            by_language.clear()
        return found, {key: word for key, (_, word) in dotted.items()}

    def _merge_keys(self) -> list[str]:
        """Merges terms in their order, and with them the prefixes that go by; gives the new terms."""
        found, dotted = self._by_key()
        terms = _Table(self._connection, self._path, "terms", "dotted")
        prefixes = _Table(self._connection, self._path, "prefixes")
        passing = _Prefixes(prefixes)
        for key in sorted(set().union(*found)):
            docs = [_union(tier.pop(key)) if key in tier else None for tier in found]
            terms.add(key, docs, dotted.get(key))
            if key[0] != "=":
                passing.add(key, docs)
        passing.finish()
        terms.write()
        prefixes.write()
        return terms.new


def _union(docs: Sequence[BitMap]) -> BitMap:
    return docs[0] if len(docs) == 1 else BitMap.union(*docs)


def add_to_facet(connection: sqlite3.Connection, path: Path, facet: tuple[str, str], docs: BitMap) -> None:
    """Adds services to a facet value."""
    row = connection.execute("SELECT docs FROM facets WHERE kind = ? AND value = ?", facet).fetchone()
    merged = bitmap(row[0], path) | docs if row else docs
    connection.execute("INSERT OR REPLACE INTO facets VALUES (?, ?, ?)", (*facet, merged.serialize()))


def remove_from_facets(connection: sqlite3.Connection, path: Path, dead: BitMap) -> None:
    """Takes dead docnos out of every facet value, so that facets are exact without a mask."""
    for kind, value, blob in connection.execute("SELECT kind, value, docs FROM facets").fetchall():
        before = bitmap(blob, path)
        if before.intersect(dead):
            after = before - dead
            if after:
                connection.execute(
                    "UPDATE facets SET docs = ? WHERE kind = ? AND value = ?",
                    (after.serialize(), kind, value),
                )
            else:
                connection.execute("DELETE FROM facets WHERE kind = ? AND value = ?", (kind, value))


def add_vocabulary(connection: sqlite3.Connection, path: Path, keys: Iterable[str]) -> None:
    """Makes word forms known to spelling repair."""
    last = connection.execute("SELECT max(id) FROM vocabulary").fetchone()[0] or 0
    words = (key for key in keys if len(key) >= MISSPELT_FROM and key.isalpha())
    numbered = list(enumerate(words, last + 1))
    connection.executemany("INSERT INTO vocabulary (id, word) VALUES (?, ?)", numbered)
    found: dict[str, list[int]] = {}
    for number, word in numbered:
        for gram in grams(word):
            found.setdefault(gram, []).append(number)
    rows = []
    for gram, numbers in found.items():
        row = connection.execute("SELECT words FROM trigrams WHERE gram = ?", (gram,)).fetchone()
        merged = BitMap(numbers)
        if row:
            merged |= bitmap(row[0], path)
        rows.append((gram, merged.serialize()))
    connection.executemany("INSERT OR REPLACE INTO trigrams VALUES (?, ?)", rows)


def sweep(connection: sqlite3.Connection, path: Path, live: BitMap) -> None:
    """Takes dead docnos out of the postings and forgets the words that only they had."""
    for table in ("terms", "prefixes"):
        _sweep_table(connection, path, table, live)
    connection.execute("DELETE FROM vocabulary")
    connection.execute("DELETE FROM trigrams")
    words = connection.execute("SELECT term FROM terms WHERE term < '=' OR term >= '>' ORDER BY term")
    add_vocabulary(connection, path, [str(row[0]) for row in words.fetchall()])
    dead = [
        (docno,)
        for (docno,) in connection.execute("SELECT DISTINCT docno FROM names").fetchall()
        if docno not in live
    ]
    if dead:
        connection.execute("CREATE TEMP TABLE IF NOT EXISTS swept (docno INTEGER PRIMARY KEY)")
        connection.executemany("INSERT OR IGNORE INTO swept VALUES (?)", dead)
        connection.execute("DELETE FROM names WHERE docno IN (SELECT docno FROM swept)")
        connection.execute("DELETE FROM swept")


def _sweep_table(connection: sqlite3.Connection, path: Path, table: str, live: BitMap) -> None:
    columns = ", ".join(_COLUMNS)
    last = ""
    while True:
        page = connection.execute(
            f"SELECT term, {columns} FROM {table} WHERE term > ? ORDER BY term LIMIT 5000",  # noqa: S608 - constants
            (last,),
        ).fetchall()
        if not page:
            return
        last = page[-1][0]
        for term, *blobs in page:
            before = [bitmap(blob, path) if blob else None for blob in blobs]
            if all(docs is None or docs.issubset(live) for docs in before):
                continue
            after = [docs & live if docs is not None else None for docs in before]
            if any(after):
                connection.execute(
                    f"UPDATE {table} SET ({columns}) = (?, ?, ?, ?) WHERE term = ?",  # noqa: S608 - constants
                    (*_values(after), term),
                )
            else:
                connection.execute(f"DELETE FROM {table} WHERE term = ?", (term,))  # noqa: S608 - constant
