"""Services made by hand, and what a search of them gives."""

from datetime import date
from typing import Any

from neuvola_core.catalogue import Service, Source, Word
from neuvola_core.ids import catalogue_id
from neuvola_core.text import Text
from neuvola_search.catalogue import Applied, Catalogue
from neuvola_search.query import Results

TODAY = date(2026, 11, 20)


def make_service(name: str | Text, *, source: str = "test", kind: str = "service", **fields: Any) -> Service:
    source_id = fields.pop("source_id", name)
    for key in ("summary", "description"):
        if isinstance(fields.get(key), str):
            fields[key] = Text(fi=fields[key])
    for key in ("keywords", "synonyms"):
        fields[key] = tuple(Word("fi", word) for word in fields.get(key, ()))
    return Service(
        id=catalogue_id(source, kind, source_id),
        source=Source(source, kind, source_id),
        name=Text(fi=name) if isinstance(name, str) else name,
        **fields,
    )


def fill(catalogue: Catalogue, *services: Service, **options: Any) -> Applied:
    given: dict[str, Any] = {"origin": "test", "complete": True, "fetched_on": TODAY, **options}
    return catalogue.apply(services, **given)


def names(results: Results) -> list[str]:
    return [hit.name.best() for hit in results.hits if not hit.near]
