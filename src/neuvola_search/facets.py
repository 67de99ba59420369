"""Filters and their counts: what each further click would leave."""

from collections.abc import Iterable, Mapping
from typing import Final

from pyroaring import BitMap

from neuvola_core.areas import municipality
from neuvola_core.errors import UnknownMunicipalityError
from neuvola_core.taxonomy import Vocabulary, activities, needs, target_groups
from neuvola_search.documents import term_id
from neuvola_search.index import NOWHERE, Index
from neuvola_search.query import Query

OPTIONS: Final = ("free", "rides", "takes_new_people")
KINDS: Final = ("need", "activity", "municipality", "target", "language")


class Filters:
    """The clicks of a query as sets of documents, one for each kind that was clicked."""

    def __init__(self, index: Index, query: Query, open_now: BitMap | None) -> None:
        self._index = index
        self._nationwide = index.facet("area", "nationwide")
        chosen = {
            "need": _ids(needs(), query.needs),
            "activity": _ids(activities(), query.activities),
            "municipality": [_code(code) for code in query.municipalities],
            "target": _ids(target_groups(), query.targets),
            "language": query.languages,
        }
        self._sets = {kind: self._any(kind, values) for kind, values in chosen.items() if values}
        options = {"free": query.free, "rides": query.rides, "takes_new_people": query.takes_new_people}
        for kind, wanted in options.items():
            if wanted:
                self._sets[kind] = self._not_denied(kind)
        if open_now is not None:
            self._sets["open"] = open_now
        self.local = (
            self._sets["municipality"] - self._nationwide if "municipality" in self._sets else NOWHERE
        )
        self.known = tuple(index.facet(kind, "yes") for kind in OPTIONS if kind in self._sets)

    def _any(self, kind: str, values: Iterable[str]) -> BitMap:
        found = BitMap.union(NOWHERE, *(self._index.facet(kind, value) for value in values))
        return found | self._nationwide if kind == "municipality" else found

    def _not_denied(self, kind: str) -> BitMap:
        # "Not known" never filters out.
        return self._index.live - self._index.facet(kind, "no")

    def left(self, docs: BitMap, without: str = "") -> BitMap:
        """What of the documents passes all the filters but one."""
        for kind, allowed in self._sets.items():
            if kind != without:
                docs = docs & allowed
        return docs

    def counts(self, docs: BitMap) -> Mapping[str, Mapping[str, int]]:
        """How many of the documents each value would leave, the choices of other kinds kept."""
        every = self.left(docs)
        bases = {kind: self.left(docs, kind) for kind in self._sets}
        found = {kind: self._values(kind, bases.get(kind, every)) for kind in KINDS}
        nationwide = bases.get("municipality", every).intersection_cardinality(self._nationwide)
        if nationwide:
            found["municipality"] = {c: n + nationwide for c, n in found["municipality"].items()}
            found["area"] = {"nationwide": nationwide}
        options = {
            kind: bases.get(kind, every).intersection_cardinality(self._not_denied(kind)) for kind in OPTIONS
        }
        found["option"] = {kind: count for kind, count in options.items() if count}
        return found

    def _values(self, kind: str, base: BitMap) -> dict[str, int]:
        if not base:
            return {}
        counted, found = self._index.counted.get(kind, (NOWHERE, {}))
        if counted != base:
            count = self._index.countable(base).intersection_cardinality
            values = self._index.facets.get(kind, {})
            found = {value: number for value, docs in values.items() if (number := count(docs))}
            # One value, replaced whole; the next key often leaves the same services.
            self._index.counted[kind] = (base, found)
        return dict(found)


def _ids(vocabulary: Vocabulary, values: Iterable[str]) -> list[str]:
    return [term_id(vocabulary, value) for value in values]


def _code(value: str) -> str:
    try:
        return municipality(value).code
    except UnknownMunicipalityError:
        return value
