"""Bringing catalogues onto the desk: the account that is given, and the demo of the first start."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from neuvola_core.errors import UnreadableSourceError
from neuvola_desk.resources import resource_path
from neuvola_desk.usecases.imports import CatalogueImport, ImportReport
from neuvola_exchange.report import Noted, Rejected
from neuvola_search.catalogue import Catalogue, open_catalogue
from neuvola_search.query import Query
from support.sheet_file import ROWS, write_sheet

TODAY = date(2026, 11, 20)
DEMO = resource_path("demo", "catalogue.csv")


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    opened = open_catalogue(tmp_path / "catalogue.db")
    yield opened
    opened.close()


@pytest.fixture
def imports(catalogue: Catalogue) -> CatalogueImport:
    return CatalogueImport(catalogue, lambda: TODAY)


def ptv_service(
    source_id: str, *, status: str = "Published", name: str = "Velkaneuvonta"
) -> dict[str, object]:
    names = [{"language": "fi", "value": name, "type": "Name"}] if name else []
    return {"id": source_id, "serviceNames": names, "publishingStatus": status}


def write_ptv(folder: Path, *records: object) -> Path:
    path = folder / "palvelut.json"
    path.write_text(json.dumps(records))
    return path


def test_everything_that_was_read_is_accounted_for(imports: CatalogueImport, tmp_path: Path) -> None:
    records = (ptv_service("a"), ptv_service("b", name=""), 5, ptv_service("c", status="Draft"))
    report = imports.run([write_ptv(tmp_path, *records)])
    assert (report.format, report.added, report.empty) == ("ptv", 1, 1)
    assert [row.code for row in report.rejected] == ["not-a-record"]
    assert [row.code for row in report.noted] == ["not-published"]
    assert report.read == report.added + report.empty + len(report.rejected)


def test_what_the_source_says_is_gone_is_withdrawn(
    imports: CatalogueImport, catalogue: Catalogue, tmp_path: Path
) -> None:
    imports.run([write_ptv(tmp_path, ptv_service("a"), ptv_service("b", name="Ruoka-apu"))])
    gone = ptv_service("a", status="Deleted")
    report = imports.run([write_ptv(tmp_path, gone)])
    assert (report.withdrawn, report.read) == (1, 1)
    assert catalogue.search(Query("velka")).total == 0
    assert catalogue.search(Query("ruoka")).total == 1


def test_progress_is_told_up_to_the_end(imports: CatalogueImport, tmp_path: Path) -> None:
    rows = tuple(f"{n},Palvelu {n},,,,,,,,,,," for n in range(120))
    told: list[tuple[int, int | None]] = []
    imports.run([write_sheet(tmp_path, rows)], progress=lambda done, total: told.append((done, total)))
    assert told == sorted(told)
    assert told[-1] == (120, 120)
    assert len(told) >= 4


def test_several_sources_give_one_account(imports: CatalogueImport, tmp_path: Path) -> None:
    sheet = write_sheet(tmp_path, (*ROWS, ",nimetön,,,,,,,,,,,"))
    report = imports.run([sheet, write_ptv(tmp_path, ptv_service("a"))])
    assert (report.format, report.added, report.read) == ("sheet+ptv", 4, 5)
    assert len(report.rejected) == 1


def test_accounts_add_up() -> None:
    one = ImportReport("sheet", 1, 2, 3, 4, 5, 6, (Rejected("a", "no-id"),), (Noted("b", "draft"),))
    assert one.joined(ImportReport()) == one
    twice = one.joined(one)
    assert (twice.read, twice.added, twice.updated, twice.unchanged) == (2, 4, 6, 8)
    assert (twice.withdrawn, twice.empty, twice.format) == (10, 12, "sheet")
    assert (len(twice.rejected), len(twice.noted)) == (2, 2)


def test_an_unreadable_source_leaves_the_catalogue_as_it_was(
    imports: CatalogueImport, catalogue: Catalogue, tmp_path: Path
) -> None:
    imports.run([write_sheet(tmp_path)])
    with pytest.raises(UnreadableSourceError):
        imports.run([tmp_path / "puuttuu.csv"])
    assert catalogue.info().services == 3


def test_the_demo_fills_an_empty_catalogue_and_gives_way_to_the_first_real_one(
    imports: CatalogueImport, catalogue: Catalogue, tmp_path: Path
) -> None:
    report = imports.load_demo(DEMO)
    assert report.added > 0
    assert catalogue.info().is_demo
    assert {service.source.name for service in catalogue.all_services()} == {"demo"}
    assert imports.run([write_sheet(tmp_path)]).added == 3
    assert {service.source.name for service in catalogue.all_services()} == {"sheet"}


def test_the_demo_never_comes_beside_real_services(
    imports: CatalogueImport, catalogue: Catalogue, tmp_path: Path
) -> None:
    imports.run([write_sheet(tmp_path)])
    assert imports.load_demo(DEMO) == ImportReport(format="sheet")
    assert catalogue.info().services == 3
