"""Other ways to search the same services, each set up as well as it can be for ranked hits with all counts.

A peer answers a keystroke with the first 20 in its order, the exact total, and how many of the matches have
each need, municipality, language and target group. The last word is still being typed, so it is a beginning.
All the words must match, or any of them where nothing has all: people type whole sentences. Where a peer
cannot do a part of the job, its ``lacks`` says so; none knows which services have the most of the words.
"""

import sqlite3
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import Any, Protocol

import msgspec

from neuvola_core.catalogue import Service
from neuvola_core.folding import fold
from neuvola_core.text import Text

FIRST = 20
FIELDS = ("name", "keywords", "summary", "body")
WEIGHTS = (10.0, 7.5, 4.0, 2.0)
KINDS = ("need", "municipality", "language", "target")
_BATCH = 2_000

Counts = Mapping[str, Mapping[str, int]]
Answer = tuple[Sequence[int], int, Counts]


@dataclass(frozen=True, slots=True)
class Row:
    """A service as a peer takes it: a number, four fields of text, and the values of each kind of facet."""

    number: int
    texts: tuple[str, str, str, str]
    facets: tuple[tuple[str, ...], ...]


def _joined(*texts: Text) -> str:
    return "\n".join(part for text in texts for part in text.values())


def row(number: int, service: Service) -> Row:
    words = (*service.synonyms, *service.keywords, *service.ontology)
    organisation = service.organisation.name if service.organisation else Text()
    places = (text for p in service.places for text in (p.name, p.address.street, p.address.post_office))
    channels = (text for channel in service.channels for text in (channel.name, channel.description))
    body = _joined(service.description, service.instructions, service.conditions, *places, *channels)
    keywords = "\n".join((*(word.text for word in words), _joined(organisation)))
    return Row(
        number,
        (_joined(service.name), keywords, _joined(service.summary), body),
        (service.needs, service.municipalities, service.languages, service.target_groups),
    )


class Peer(Protocol):
    """A way to search; made for a folder that holds its files."""

    name: str
    lacks: str

    def __init__(self, folder: Path) -> None: ...

    def build(self, rows: Iterable[Row]) -> None:
        """Takes in everything."""

    def open(self) -> None:
        """Opens what was built, for searching."""

    def search(self, text: str) -> Answer:
        """Answers a keystroke."""

    def update(self, rows: Sequence[Row]) -> None:
        """Replaces services by others with the same numbers."""


class _Tally:
    """Facet values of each service in memory as small numbers, and their count for some services."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], int] = {}
        self._of: dict[int, array[int]] = {}

    def put(self, number: int, facets: Sequence[Sequence[str]]) -> None:
        pairs = ((kind, value) for kind, values in zip(KINDS, facets, strict=True) for value in values)
        self._of[number] = array("H", (self._known.setdefault(pair, len(self._known)) for pair in pairs))

    def counts(self, numbers: Iterable[int]) -> Counts:
        counted = Counter(chain.from_iterable(map(self._of.__getitem__, numbers)))
        found: dict[str, dict[str, int]] = {kind: {} for kind in KINDS}
        for (kind, value), number in self._known.items():
            if counted[number]:
                found[kind][value] = counted[number]
        return found


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    batch: list[Row] = []
    for one in rows:
        batch.append(one)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    yield batch


class _InSqlite:
    """What the SQL peers share: a table of facets, read into memory when opened."""

    name = ""
    lacks = ""
    table = ""
    columns: Sequence[str] = FIELDS

    def __init__(self, folder: Path) -> None:
        self.path = folder / "peer.db"
        self.connection = sqlite3.connect(self.path)
        self._tally = _Tally()

    def fields(self, one: Row) -> tuple[str, ...]:
        return one.texts

    def _put(self, rows: Sequence[Row]) -> None:
        marks = ", ".join("?" * (len(self.columns) + 1))
        names = ", ".join(("rowid", *self.columns))
        self.connection.executemany(
            f"INSERT INTO texts ({names}) VALUES ({marks})", [(one.number, *self.fields(one)) for one in rows]
        )
        self.connection.executemany(
            "INSERT OR REPLACE INTO facets VALUES (?, ?)",
            [(one.number, msgspec.json.encode(one.facets)) for one in rows],
        )

    def build(self, rows: Iterable[Row]) -> None:
        self.connection.execute(self.table)
        self.connection.execute("CREATE TABLE facets (number INTEGER PRIMARY KEY, facets BLOB)")
        for batch in _batches(rows):
            self._put(batch)
        self.connection.commit()
        self.connection.close()

    def open(self) -> None:
        for number, facets in self.connection.execute("SELECT number, facets FROM facets"):
            self._tally.put(number, msgspec.json.decode(facets))

    def update(self, rows: Sequence[Row]) -> None:
        self.connection.executemany("DELETE FROM texts WHERE rowid = ?", [(one.number,) for one in rows])
        self._put(rows)
        self.connection.commit()

    def answer(self, ranked: Sequence[int], matching: Iterable[int]) -> Answer:
        numbers = list(matching)
        return ranked, len(numbers), self._tally.counts(numbers)


class Like(_InSqlite):
    """Every word somewhere in the text."""

    name = "SQL LIKE"
    lacks = "order: names that begin so, then by name; no inflection, no slips"
    table = "CREATE TABLE texts (name TEXT, body TEXT)"
    columns = ("name", "body")

    def fields(self, one: Row) -> tuple[str, ...]:
        return fold(one.texts[0]), fold("\n".join(one.texts))

    def search(self, text: str) -> Answer:
        words = fold(text).split()
        found = self._search(words, " AND ")
        return found if found[1] or len(words) < 2 else self._search(words, " OR ")

    def _search(self, words: Sequence[str], joint: str) -> Answer:
        where = joint.join("body LIKE '%' || ? || '%'" for _ in words) or "1"
        rows = self.connection.execute(
            f"SELECT rowid FROM texts WHERE {where} ORDER BY name LIKE ? || '%' DESC, name",
            (*words, words[0] if words else ""),
        )
        numbers = [number for (number,) in rows]
        return self.answer(numbers[:FIRST], numbers)


class Fts5(_InSqlite):
    """SQLite's full-text search with indexes of prefixes, ranked by bm25 with weights of fields."""

    name = "FTS5, prefix index"
    lacks = "no inflection but beginnings, no slips"
    table = (
        f"CREATE VIRTUAL TABLE texts USING fts5({', '.join(FIELDS)},"
        " tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3 4 5')"
    )

    def terms(self, text: str) -> list[str]:
        words = [word.replace('"', "") for word in text.split()]
        terms = [f'"{word}"' for word in words if word]
        if terms and not text[-1].isspace():
            terms[-1] += "*"
        return terms

    def search(self, text: str) -> Answer:
        terms = self.terms(text)
        if not terms:
            return (), 0, {}
        found = self._search(" AND ".join(terms))
        return found if found[1] or len(terms) < 2 else self._search(" OR ".join(terms))

    def _search(self, query: str) -> Answer:
        rank = ", ".join(map(str, WEIGHTS))
        ranked = self.connection.execute(
            f"SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY bm25(texts, {rank}) LIMIT {FIRST}",
            (query,),
        ).fetchall()
        matching = self.connection.execute("SELECT rowid FROM texts WHERE texts MATCH ?", (query,))
        return self.answer([number for (number,) in ranked], [number for (number,) in matching])


class Trigram(Fts5):
    """SQLite's trigram index: any part of a word; shorter words are left out, as it has nothing for them."""

    name = "FTS5, trigrams"
    lacks = "words of one or two letters find nothing; no inflection but parts, no slips"
    table = f"CREATE VIRTUAL TABLE texts USING fts5({', '.join(FIELDS)}, tokenize = 'trigram')"

    def fields(self, one: Row) -> tuple[str, ...]:
        return tuple(map(fold, one.texts))

    def terms(self, text: str) -> list[str]:
        words = [word.replace('"', "") for word in fold(text).split()]
        return [f'"{word}"' for word in words if len(word) > 2]


class Tantivy:
    """The Rust library, Finnish stemmer; the last word as it is stemmed, and as a beginning with a slip."""

    name = "tantivy"
    lacks = "compounds only from their beginning"

    def __init__(self, folder: Path) -> None:
        tantivy: Any = import_module("tantivy")
        self._lib = tantivy
        self._folder = folder / "tantivy"
        self._folder.mkdir(exist_ok=True)
        builder = tantivy.SchemaBuilder()
        builder.add_integer_field("number", indexed=True, fast=True)
        for field in FIELDS:
            builder.add_text_field(field, tokenizer_name="finnish")
            builder.add_text_field(f"{field}_words", tokenizer_name="folded")
        for kind in KINDS:
            builder.add_text_field(kind, tokenizer_name="raw", fast=True)
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema, path=str(self._folder), reuse=True)
        simple = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.lowercase())
        self._index.register_tokenizer("folded", simple.filter(tantivy.Filter.ascii_fold()).build())
        # Stemmed before it is folded: the stemmer knows ä and ö.
        simple = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.lowercase())
        stemmed = simple.filter(tantivy.Filter.stemmer("finnish")).filter(tantivy.Filter.ascii_fold())
        self._analyser = stemmed.build()
        self._index.register_tokenizer("finnish", self._analyser)
        self._counts = {kind: {"terms": {"field": kind, "size": 400}} for kind in KINDS}

    def _documents(self, rows: Iterable[Row]) -> Iterator[Any]:
        for one in rows:
            document = self._lib.Document(number=one.number)
            for field, text in zip(FIELDS, one.texts, strict=True):
                document.add_text(field, text)
                document.add_text(f"{field}_words", text)
            for kind, values in zip(KINDS, one.facets, strict=True):
                for value in values:
                    document.add_text(kind, value)
            yield document

    def build(self, rows: Iterable[Row]) -> None:
        writer = self._index.writer(heap_size=100_000_000, num_threads=1)
        for document in self._documents(rows):
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()

    def open(self) -> None:
        self._index.reload()
        self._searcher = self._index.searcher()

    def _any_field(self, word: str, *, is_open: bool) -> Any:
        query, schema = self._lib.Query, self._schema
        stem = (self._analyser.analyze(word) or [word])[0]
        ways = []
        for field, weight in zip(FIELDS, WEIGHTS, strict=True):
            ways.append(query.boost_query(query.term_query(schema, field, stem), weight))
            if is_open:
                slips = 1 if len(word) > 3 else 0
                begins = query.fuzzy_term_query(schema, f"{field}_words", fold(word), slips, True, True)
                ways.append(query.boost_query(begins, weight))
        return query.disjunction_max_query(ways, 0.1)

    def search(self, text: str) -> Answer:
        words = text.casefold().split()
        if not words:
            return (), 0, {}
        open_end = not text[-1:].isspace()
        parts = [self._any_field(w, is_open=open_end and w is words[-1]) for w in words]
        found = self._search(parts, self._lib.Occur.Must)
        return found if found[1] or len(parts) < 2 else self._search(parts, self._lib.Occur.Should)

    def _search(self, parts: Sequence[Any], occur: Any) -> Answer:
        query = self._lib.Query.boolean_query([(occur, part) for part in parts])
        found = self._searcher.search(query, FIRST, count=True)
        numbers = self._searcher.fast_field_values("number", [address for _, address in found.hits])
        counted = self._searcher.aggregate(query, self._counts)
        counts = {k: {b["key"]: b["doc_count"] for b in v["buckets"]} for k, v in counted.items()}
        return list(map(int, numbers)), int(found.count), counts

    def update(self, rows: Sequence[Row]) -> None:
        writer = self._index.writer(num_threads=1)
        for one in rows:
            writer.delete_documents("number", one.number)
        for document in self._documents(rows):
            writer.add_document(document)
        writer.commit()
        self.open()


class Xapian:
    """The C++ library with its Finnish stemmer; the last word is a partial term."""

    name = "Xapian"
    lacks = "a beginning stands for its 1,000 commonest words only; no slips"

    def __init__(self, folder: Path) -> None:
        xapian: Any = import_module("xapian")
        self._lib = xapian
        self._path = str(folder / "xapian")
        self._stemmer = xapian.Stem("finnish")

    def _document(self, one: Row) -> Any:
        document = self._lib.Document()
        terms = self._lib.TermGenerator()
        terms.set_stemmer(self._stemmer)
        terms.set_document(document)
        for text, weight in zip(one.texts, WEIGHTS, strict=True):
            terms.index_text_without_positions(fold(text), int(weight))
        for slot, values in enumerate(one.facets):
            document.add_value(slot, "\t".join(values))
        document.set_data(str(one.number))
        return document

    def build(self, rows: Iterable[Row]) -> None:
        database = self._lib.WritableDatabase(self._path, self._lib.DB_CREATE_OR_OPEN)
        for one in rows:
            database.replace_document(one.number + 1, self._document(one))
        database.commit()
        database.close()

    def open(self) -> None:
        self._database = self._lib.Database(self._path)
        self._parser = self._lib.QueryParser()
        self._parser.set_database(self._database)
        self._parser.set_stemmer(self._stemmer)
        self._parser.set_stemming_strategy(self._lib.QueryParser.STEM_SOME)
        self._parser.set_max_expansion(1_000, self._lib.Query.WILDCARD_LIMIT_MOST_FREQUENT)

    def search(self, text: str) -> Answer:
        found = self._search(text, self._lib.Query.OP_AND)
        return found if found[1] or len(text.split()) < 2 else self._search(text, self._lib.Query.OP_OR)

    def _search(self, text: str, joint: int) -> Answer:
        self._parser.set_default_op(joint)
        query = self._parser.parse_query(fold(text), self._lib.QueryParser.FLAG_PARTIAL)
        enquire = self._lib.Enquire(self._database)
        enquire.set_query(query)
        spies = [self._lib.ValueCountMatchSpy(slot) for slot in range(len(KINDS))]
        for spy in spies:
            enquire.add_matchspy(spy)
        found = enquire.get_mset(0, FIRST, self._database.get_doccount())
        counts: dict[str, Counter[str]] = {}
        for kind, spy in zip(KINDS, spies, strict=True):
            counts[kind] = Counter()
            for combination in spy.values():
                for value in combination.term.decode().split("\t"):
                    counts[kind][value] += combination.termfreq
        return [hit.docid - 1 for hit in found], found.get_matches_estimated(), counts

    def update(self, rows: Sequence[Row]) -> None:
        self.build(rows)
        self.open()


PEERS: Mapping[str, type[Peer]] = {
    "like": Like,
    "fts5": Fts5,
    "trigram": Trigram,
    "tantivy": Tantivy,
    "xapian": Xapian,
}
