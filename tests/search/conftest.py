"""A small catalogue made by hand."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from neuvola_core.catalogue import Service
from neuvola_search.catalogue import Applied, Catalogue, open_catalogue
from neuvola_search.query import Query
from support.services import fill, make_service, names

Make = Callable[..., Service]


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
