import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from neuvola_core.catalogue import Service
from neuvola_core.errors import UnknownServiceError
from neuvola_core.text import Text
from neuvola_search.catalogue import Applied, Catalogue, open_catalogue
from neuvola_search.query import Query

Put = Callable[..., Applied]
Make = Callable[..., Service]
Find = Callable[..., list[str]]


def test_what_is_put_in_comes_out_equal(catalogue: Catalogue, put: Put, make: Make) -> None:
    service = make(
        "Ruoka-apu", summary="Ruokakasseja.", needs=("rahat_eivat_riita",), municipalities=("091",)
    )
    assert put(service) == Applied(added=1)
    read = catalogue.service(service.id)
    assert replace(read, source=replace(read.source, fetched_on=None)) == service
    assert read.source.fetched_on == date(2026, 11, 20)


def test_what_was_given_back_is_read_again(catalogue: Catalogue, find: Find, put: Put, make: Make) -> None:
    put(make("Velkaneuvonta"))
    before = find("velkaneuvonnassa")
    catalogue.give_back()
    assert find("velkaneuvonnassa") == before
    assert before


def test_the_same_again_is_unchanged_but_fetched_later(catalogue: Catalogue, put: Put, make: Make) -> None:
    service = make("Ruoka-apu")
    put(service)
    assert put(service, fetched_on=date(2026, 12, 1)) == Applied(unchanged=1)
    assert catalogue.service(service.id).source.fetched_on == date(2026, 12, 1)


def test_a_changed_service_is_found_by_its_new_words_only(find: Find, put: Put, make: Make) -> None:
    put(make("Ruokala", source_id="1"))
    assert put(make("Kirppis", source_id="1")) == Applied(updated=1)
    assert (find("ruokala"), find("kirppis")) == ([], ["Kirppis"])


def test_what_does_not_come_again_is_withdrawn(
    catalogue: Catalogue, find: Find, put: Put, make: Make
) -> None:
    one, other = make("Yksi"), make("Toinen")
    put(one, other)
    assert put(other, fetched_on=date(2026, 12, 1)) == Applied(unchanged=1, withdrawn=1)
    assert find() == ["Toinen"]
    assert catalogue.service(one.id).name == one.name
    assert catalogue.withdrawn_on(one.id) == date(2026, 12, 1)
    assert catalogue.withdrawn_on(other.id) is None
    assert put(other) == Applied(unchanged=1)


def test_what_comes_back_is_updated_and_found(find: Find, put: Put, make: Make) -> None:
    one, other = make("Yksi"), make("Toinen")
    put(one, other)
    put(other)
    assert put(one, other) == Applied(updated=1, unchanged=1)
    assert find("yksi") == ["Yksi"]


def test_an_incomplete_reading_withdraws_only_what_it_says_is_gone(find: Find, put: Put, make: Make) -> None:
    one, other = make("Yksi"), make("Toinen")
    put(one, other)
    assert put(complete=False, gone=[one.id, "nobody"]) == Applied(withdrawn=1)
    assert find() == ["Toinen"]


def test_gone_may_fill_while_the_services_come(catalogue: Catalogue, put: Put, make: Make) -> None:
    one, other = make("Yksi"), make("Toinen")
    put(one, other)
    gone: list[str] = []

    def reading() -> "list[Service]":
        gone.append(one.id)
        return [other]

    items = (service for _ in range(1) for service in reading())
    applied = catalogue.apply(items, origin="x", complete=False, gone=gone, fetched_on=date(2026, 12, 1))
    assert applied == Applied(unchanged=1, withdrawn=1)


def test_origins_do_not_withdraw_each_other(find: Find, put: Put, make: Make) -> None:
    put(make("Yksi"), origin="a")
    put(make("Toinen"), origin="b")
    assert sorted(find()) == ["Toinen", "Yksi"]


def test_of_an_identity_that_comes_twice_the_first_holds(find: Find, put: Put, make: Make) -> None:
    assert put(make("Eka", source_id="1"), make("Toka", source_id="1")) == Applied(added=1, repeated=1)
    assert find() == ["Eka"]


def test_what_cannot_be_stored_does_not_stop_the_rest(find: Find, put: Put, make: Make) -> None:
    put(make("Vanha", source_id="1"))
    broken = make("rikki \ud800", source_id="1")
    assert put(broken, make("Ehjä")) == Applied(added=1, refused=(broken.id,))
    assert find() == ["Ehjä", "Vanha"]


def test_the_first_real_import_removes_the_demo(
    catalogue: Catalogue, find: Find, put: Put, make: Make
) -> None:
    demo = make("Esimerkki", source="demo")
    put(demo, origin="demo")
    assert catalogue.info().is_demo
    put(origin="empty")
    assert catalogue.info().is_demo
    put(make("Oikea"))
    assert not catalogue.info().is_demo
    assert find() == ["Oikea"]
    with pytest.raises(UnknownServiceError):
        catalogue.service(demo.id)


def test_the_demo_can_be_kept(find: Find, put: Put, make: Make) -> None:
    put(make("Esimerkki", source="demo"), origin="demo")
    put(make("Oikea"), replaces_demo=False)
    assert find() == ["Esimerkki", "Oikea"]


def test_info_counts_and_dates_each_source(catalogue: Catalogue, put: Put, make: Make) -> None:
    put(make("A", source="ptv"), make("B", source="ptv"), origin="ptv", fetched_on=date(2026, 11, 1))
    put(make("C", source="lipas"), origin="lipas", fetched_on=date(2026, 11, 3))
    put(make("A", source="ptv"), origin="ptv", fetched_on=date(2026, 11, 2))
    info = catalogue.info()
    assert (info.services, info.withdrawn, info.newest) == (2, 1, date(2026, 11, 3))
    assert [(s.name, s.count, s.imported_on) for s in info.sources] == [
        ("lipas", 1, date(2026, 11, 3)),
        ("ptv", 1, date(2026, 11, 2)),
    ]


def test_a_new_catalogue_is_empty(catalogue: Catalogue) -> None:
    info = catalogue.info()
    assert (info.services, info.withdrawn, info.sources, info.newest) == (0, 0, (), None)
    assert catalogue.search(Query()).total == 0
    assert catalogue.search(Query("ruoka")).hits == ()


def test_reading_by_id_and_by_source(catalogue: Catalogue, put: Put, make: Make) -> None:
    one, other = make("Yksi"), make("Toinen")
    put(one, other)
    found = catalogue.services([other.id, "nobody", one.id])
    assert [service.id for service in found] == [other.id, one.id]
    assert catalogue.by_source("test", "service", "Yksi").id == one.id
    for unknown in ("nobody", "\ud800", ""):
        with pytest.raises(UnknownServiceError):
            catalogue.service(unknown)
        with pytest.raises(UnknownServiceError):
            catalogue.by_source("test", "service", unknown)


def test_all_services_leaves_the_withdrawn_out_unless_asked(
    catalogue: Catalogue, put: Put, make: Make
) -> None:
    put(make("Yksi"), make("Toinen"))
    put(make("Toinen"))
    assert [s.name.best() for s in catalogue.all_services()] == ["Toinen"]
    assert sorted(s.name.best() for s in catalogue.all_services(withdrawn=True)) == ["Toinen", "Yksi"]


def test_the_cursor_goes_in_with_the_services(catalogue: Catalogue, put: Put, make: Make) -> None:
    assert catalogue.cursor() == ""
    put(make("Yksi"), cursor="42")
    put(make("Yksi"))
    assert catalogue.cursor() == "42"


def test_progress_is_told(put: Put, make: Make) -> None:
    told: list[int] = []
    put(*(make(f"Palvelu {n}") for n in range(120)), progress=told.append)
    assert told == [50, 100]


def test_a_failing_source_leaves_everything_as_it_was(
    catalogue: Catalogue, find: Find, put: Put, make: Make
) -> None:
    put(make("Vanha"))

    def breaking() -> "list[Service]":
        raise RuntimeError("the source broke")

    items = (service for step in (lambda: [make("Uusi")], breaking) for service in step())
    with pytest.raises(RuntimeError):
        catalogue.apply(items, origin="test", complete=True, fetched_on=date(2026, 12, 1))
    assert find() == ["Vanha"]


def test_many_changes_sweep_the_dead_out(catalogue: Catalogue, find: Find, put: Put, make: Make) -> None:
    for word in ("alku", "keski", "loppu"):
        put(*(make(f"{word} {n}", source_id=str(n), summary=f"{word}teksti") for n in range(600)))
    assert catalogue.search(Query("loppu")).total == 600
    assert catalogue.search(Query("alkuteksti")).total == 0
    assert find("loppu 77") == ["loppu 77"]
    assert catalogue.search(Query("alkutekst")).suggestion == ""


def test_an_older_index_is_made_again_from_what_is_stored(path: Path, make: Make) -> None:
    first = open_catalogue(path)
    first.apply([make("Yksi"), make("Toinen")], origin="a", complete=True, fetched_on=date(2026, 11, 1))
    first.apply([make("Yksi")], origin="a", complete=True, fetched_on=date(2026, 11, 2))
    before = first.info()
    first.close()
    with sqlite3.connect(path) as raw:
        raw.execute("UPDATE meta SET value = '0/older' WHERE key = 'index'")
        raw.execute("DELETE FROM terms")
    raw.close()
    told: list[int] = []
    again = open_catalogue(path, progress=told.append)
    assert again.info() == before
    assert [hit.name for hit in again.search(Query("yksi")).hits] == [Text(fi="Yksi")]
    assert again.search(Query("toinen")).total == 0
    again.close()
