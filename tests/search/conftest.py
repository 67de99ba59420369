"""A small catalogue made by hand."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from neuvola_core.catalogue import Service, Source, Word
from neuvola_core.ids import catalogue_id
from neuvola_core.text import Text
from neuvola_search.catalogue import Applied, Catalogue, open_catalogue
from neuvola_search.query import Query, Results

TODAY = date(2026, 11, 20)
Make = Callable[..., Service]


def make_service(name: str, *, source: str = "test", kind: str = "service", **fields: Any) -> Service:
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


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "catalogue.db"


@pytest.fixture
def catalogue(path: Path) -> Iterator[Catalogue]:
    opened = open_catalogue(path)
    yield opened
    opened.close()


@pytest.fixture
def make() -> Make:
    return make_service


@pytest.fixture
def put(catalogue: Catalogue) -> Callable[..., Applied]:
    def apply(*services: Service, **options: Any) -> Applied:
        return fill(catalogue, *services, **options)

    return apply


@pytest.fixture
def find(catalogue: Catalogue) -> Callable[..., list[str]]:
    """Names of the true hits for a text and clicks."""

    def search(text: str = "", **clicks: Any) -> list[str]:
        return names(catalogue.search(Query(text, **clicks)))

    return search
