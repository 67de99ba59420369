"""Lay queries against the judged listings: one of an expected topic is among the first five."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from neuvola_core.catalogue import Service, Source, Word
from neuvola_core.classify import with_terms
from neuvola_core.text import Text
from neuvola_search.catalogue import open_catalogue
from neuvola_search.query import Query

pytestmark = pytest.mark.shared


def _text(row: dict[str, str], field: str) -> Text:
    return Text({language: row.get(f"{field}_{language}") for language in ("fi", "sv", "en")})


def _services(folder: Path) -> Iterator[Service]:
    for line in (folder / "corpus.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield with_terms(
            Service(
                id=row["id"],
                source=Source("judged", "service", row["id"]),
                name=_text(row, "title"),
                summary=_text(row, "summary"),
                description=_text(row, "description"),
                keywords=tuple(Word("fi", word) for word in row["keywords"]),
            )
        )


def test_lay_queries_find_a_listing_of_the_expected_topic(shared: Path, path: Path) -> None:
    folder = shared / "search"
    topics = {
        row["id"]: set(row["topics"])
        for row in map(json.loads, (folder / "corpus.jsonl").read_text(encoding="utf-8").splitlines())
    }
    queries = [
        json.loads(line) for line in (folder / "queries_dev.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    catalogue = open_catalogue(path)
    catalogue.apply(_services(folder), origin="judged", complete=True, fetched_on=date(2026, 11, 1))
    missed = [
        row["query"]
        for row in queries
        if not any(
            topics[hit.id] & set(row["expected"]) for hit in catalogue.search(Query(row["query"])).hits[:5]
        )
    ]
    catalogue.close()
    assert len(missed) <= len(queries) * 0.03, missed
