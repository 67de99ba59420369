"""Any text is safe."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from neuvola_search.catalogue import Catalogue, open_catalogue
from neuvola_search.query import Query
from support.services import make_service

NASTY = st.text(
    st.one_of(
        st.characters(),
        st.characters(categories=["Cs", "Cc", "Cf", "Mn", "So"]),
        st.sampled_from(list("\"'*();:-–%_\\ äöåÄÖ^$[]{}|&=<>~\x00\u202e\u0308")),
    ),
    max_size=60,
)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    path: Path = tmp_path_factory.mktemp("any") / "catalogue.db"
    catalogue = open_catalogue(path)
    services = [
        make_service(name, summary="neuvontaa ja tukea")
        for name in ("Ruoka-apu", "Äitiysneuvola", "A-klinikka")
    ]
    catalogue.apply(services, origin="test", complete=True, fetched_on=date(2026, 11, 1))
    yield catalogue
    catalogue.close()


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(NASTY)
@example('"ruoka" OR NEAR(apu)')
@example("'; DROP TABLE services; --")
@example("name:ruoka* AND (apu")
@example("\ud800\udfff\x00")
@example("\u202eupa-akour\u202c")
@example("👩‍👩‍👧‍👦 ruoka")
@example("مرحبا ruoka שלום")
@example("-" * 200)
@example("ı̇İŞß")
@example("=fi:ruoka")
@example("%_[a-z]\\")
def test_any_text_gives_an_answer(filled: Catalogue, text: str) -> None:
    results = filled.search(Query(text, needs=(text,) if len(text) % 3 == 0 else ()))
    assert results.query.text == text
    assert 0 <= results.total <= 3
    assert len(results.hits) <= 20


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(min_size=1, max_size=12))
def test_a_long_paste_is_cut(filled: Catalogue, text: str) -> None:
    results = filled.search(Query(text * (10_000 // len(text))))
    assert results.took_ms < 2_000


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(NASTY, max_size=3), st.integers(-5, 50), st.integers(-5, 50))
def test_any_click_gives_an_answer(filled: Catalogue, values: list[str], limit: int, offset: int) -> None:
    chosen = tuple(values)
    query = Query(
        municipalities=chosen, targets=chosen, languages=chosen, activities=chosen, limit=limit, offset=offset
    )
    assert filled.search(query).total in {0, 3}


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(NASTY.filter(str.strip), min_size=1, max_size=4, unique=True))
def test_any_text_can_be_put_in_and_taken_out(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    printable = [text.encode(errors="ignore").decode().strip() or "x" for text in texts]
    services = [make_service(t, summary=t, source_id=str(n), keywords=(t,)) for n, t in enumerate(printable)]
    catalogue = open_catalogue(tmp_path_factory.mktemp("put") / "catalogue.db")
    try:
        applied = catalogue.apply(services, origin="t", complete=True, fetched_on=date(2026, 11, 1))
        assert applied.added == len(services)
        assert [s.name for s in catalogue.all_services()] == [s.name for s in services]
        for text in printable:
            catalogue.search(Query(text))
    finally:
        catalogue.close()
