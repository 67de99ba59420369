"""Sources brought in and published, corrections that survive them, and what became of what is missing."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from neuvola_core.catalogue import Service
from neuvola_core.errors import UnknownServiceError, UnreadableSourceError
from neuvola_core.wire import NOWHERE
from neuvola_exchange.account import ImportReport
from neuvola_exchange.report import Reading
from neuvola_search.catalogue import open_catalogue
from neuvola_server.amending import AmendmentRefusedError
from neuvola_server.catalogue import PublishedCatalogue
from neuvola_server.fetching import SourceUnreachableError
from neuvola_server.house import House
from support.publishing import Follower, StandingClock, make_house, undated
from support.services import make_service
from support.sheet_file import ROWS, write_sheet


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


@pytest.fixture(params=["sqlite", "postgresql"])
def house(request: pytest.FixtureRequest, tmp_path: Path, clock: StandingClock) -> Iterator[House]:
    url = request.getfixturevalue("postgres_url") if request.param == "postgresql" else ""
    made = make_house(tmp_path / "server", url, clock)
    yield made
    made.close()


@pytest.fixture
def catalogue(house: House) -> PublishedCatalogue:
    return house.catalogue


def offered(catalogue: PublishedCatalogue, name: str) -> Service:
    return next(one for one in catalogue.services() if one.name.best() == name)


def numbers(service: Service) -> list[str]:
    return [phone.number for channel in service.channels for phone in channel.phones]


def told(house: House, service_id: str) -> object:
    """What desks are told last of a service."""
    last = [one for one in house.publication.page(NOWHERE, 1000).changes if one.id == service_id][-1]
    return last.service


def test_an_import_is_published_and_the_same_again_is_not(
    house: House, catalogue: PublishedCatalogue, tmp_path: Path
) -> None:
    sheet = write_sheet(tmp_path)
    report = catalogue.import_([sheet])
    assert report == ImportReport(format="sheet", read=3, added=3)
    assert house.publication.now().count == 3
    again = catalogue.import_([sheet])
    assert again == ImportReport(format="sheet", read=3, unchanged=3)
    assert house.publication.now().seq == 3
    assert house.publication.now().fresh == {"sheet": "2026-11-20"}
    assert catalogue.sources() == {"sheet": date(2026, 11, 20)}


def test_desk_and_server_give_the_same_account_of_a_source(
    catalogue: PublishedCatalogue, tmp_path: Path
) -> None:
    from neuvola_desk.usecases.imports import CatalogueImport

    desk = CatalogueImport(open_catalogue(tmp_path / "desk.db"), lambda: date(2026, 11, 20))
    bad = (*ROWS, ",nimetön,,,,,,,,,,,", "5,Tuntematon,,,,,,ei_tarve,,,,,")
    for rows in (bad, bad[1:], ROWS):
        sheet = write_sheet(tmp_path, rows)
        assert catalogue.import_([sheet]) == desk.run([sheet])


@pytest.mark.shared
def test_the_real_register_comes_in_with_the_known_figures(
    catalogue: PublishedCatalogue, shared: Path
) -> None:
    folder = shared / "data" / "helsinki-register"
    report = catalogue.import_([folder])
    assert (report.added, report.empty) == (1071, 454)
    assert catalogue.import_([folder]).unchanged == 1071
    assert sum(1 for _ in catalogue.services()) == 1071
    assert sum(1 for _ in catalogue.services("helsinki")) == 1071
    assert not any(catalogue.services("ptv"))


def test_what_cannot_be_written_down_is_reported_and_what_is_stored_of_it_stays(
    house: House, catalogue: PublishedCatalogue
) -> None:
    good, bad = make_service("Ruoka-apu"), make_service("Kerho")
    catalogue.bring_in(Reading("test", "test", True, iter([good, bad])))
    broken = make_service("Kerho", summary="puolikas \ud800 merkki")
    report = catalogue.bring_in(Reading("test", "test", True, iter([good, broken])))
    assert (report.unchanged, report.withdrawn) == (1, 0)
    assert [(row.where, row.code) for row in report.rejected] == [(bad.id, "not-a-record")]
    assert house.publication.now().count == 2


def test_an_unreadable_source_leaves_everything_as_it_was(
    house: House, catalogue: PublishedCatalogue, tmp_path: Path
) -> None:
    catalogue.import_([write_sheet(tmp_path)])
    before = house.publication.now()
    with pytest.raises(UnreadableSourceError):
        catalogue.import_([tmp_path / "puuttuu.csv"])
    with pytest.raises(SourceUnreachableError):
        catalogue.import_(["http://palvelut.example/services.json"])
    assert house.publication.now() == before


def test_a_service_that_did_not_come_says_since_when_it_is_missing(
    catalogue: PublishedCatalogue, clock: StandingClock, tmp_path: Path
) -> None:
    catalogue.import_([write_sheet(tmp_path)])
    lost = offered(catalogue, "Ruoka-apu")
    clock.go(days=3)
    assert catalogue.import_([write_sheet(tmp_path, ROWS[:2])]).withdrawn == 1
    entry = catalogue.entry(lost.id)
    assert (entry.withdrawn_on, entry.missing_since) == ("2026-11-23", "2026-11-23")
    assert [one.service.id for one in catalogue.missing()] == [lost.id]
    assert lost.id not in {one.id for one in catalogue.services()}
    assert catalogue.import_([write_sheet(tmp_path)]).updated == 1
    assert catalogue.missing() == ()
    assert catalogue.entry(lost.id).withdrawn_on == ""


def test_everything_of_a_source_can_be_withdrawn(
    house: House, catalogue: PublishedCatalogue, tmp_path: Path
) -> None:
    catalogue.import_([write_sheet(tmp_path), write_sheet(tmp_path, ROWS[:1], "toinen.csv")])
    assert catalogue.withdraw("sheet/palvelut").withdrawn == 2  # the third came again in the other sheet
    assert house.publication.now().count == 1


# --- corrections ---


def test_a_correction_is_published_and_survives_the_next_import(
    house: House, catalogue: PublishedCatalogue, tmp_path: Path
) -> None:
    catalogue.import_([write_sheet(tmp_path)])
    service = offered(catalogue, "Ystävätoiminta")
    made = catalogue.amend(service.id, "phone", ["017 999 8888"], "soitettu")
    assert (made.day, made.reason) == ("2026-11-20", "soitettu")
    assert house.publication.now().seq == 4
    new_words = ROWS[1].replace("Juttuseuraa kotiin", "Seuraa kotiin").replace("017 123 4568", "017 111 2222")
    assert catalogue.import_([write_sheet(tmp_path, (ROWS[0], new_words, ROWS[2]))]).updated == 1
    now = catalogue.entry(service.id)
    assert now.service.summary.best() == "Seuraa kotiin"
    assert numbers(now.service) == ["017 999 8888"]
    assert now.service.amended == ("phone",)
    assert now.of_source.amended == ()
    assert numbers(now.of_source) == ["017 111 2222"]
    assert now.amendments == (made,)
    follower = Follower(house.publication)
    follower.follow()


def test_a_change_that_a_correction_hides_is_no_news_to_desks(
    house: House, catalogue: PublishedCatalogue, tmp_path: Path
) -> None:
    catalogue.import_([write_sheet(tmp_path)])
    service = offered(catalogue, "Ystävätoiminta")
    catalogue.amend(service.id, "summary", {"fi": "Oma teksti"})
    before = house.publication.now()
    changed = ROWS[1].replace("Juttuseuraa kotiin", "Seuraa kotiin")
    assert catalogue.import_([write_sheet(tmp_path, (ROWS[0], changed, ROWS[2]))]).updated == 1
    assert house.publication.now().seq == before.seq
    assert catalogue.entry(service.id).of_source.summary.best() == "Seuraa kotiin"


def test_withdrawing_a_correction_gives_the_sources_word_back(
    house: House, catalogue: PublishedCatalogue, tmp_path: Path
) -> None:
    catalogue.import_([write_sheet(tmp_path)])
    service = offered(catalogue, "Velkaneuvonta")
    first = catalogue.amend(service.id, "name", {"fi": "Talousneuvonta"})
    second = catalogue.amend(service.id, "name", {"fi": "Talous- ja velkaneuvonta"})
    assert catalogue.entry(service.id).amendments == (second,)
    assert house.publication.now().seq == 5
    catalogue.withdraw_amendment(first.id)
    assert house.publication.now().seq == 5
    catalogue.withdraw_amendment(second.id)
    assert undated([catalogue.entry(service.id).service]) == undated([service])
    assert house.publication.now().seq == 6
    assert told(house, service.id) is not None


def test_a_correction_of_a_withdrawn_service_waits_for_its_return(
    house: House, catalogue: PublishedCatalogue, tmp_path: Path
) -> None:
    catalogue.import_([write_sheet(tmp_path)])
    service = offered(catalogue, "Ruoka-apu")
    catalogue.import_([write_sheet(tmp_path, ROWS[:2])])
    before = house.publication.now()
    catalogue.amend(service.id, "name", {"fi": "Ruokakassi"})
    assert house.publication.now() == before
    catalogue.import_([write_sheet(tmp_path)])
    assert offered(catalogue, "Ruokakassi").id == service.id


def test_a_correction_that_says_what_is_there_already_changes_only_the_mark(
    house: House, catalogue: PublishedCatalogue, tmp_path: Path
) -> None:
    catalogue.import_([write_sheet(tmp_path)])
    service = offered(catalogue, "Ruoka-apu")
    catalogue.amend(service.id, "name", {"fi": "Ruoka-apu"})
    catalogue.amend(service.id, "name", {"fi": "Ruoka-apu"})
    assert house.publication.now().seq == 4


def test_a_correction_that_does_not_fit_or_of_nothing_is_refused(
    house: House, catalogue: PublishedCatalogue, tmp_path: Path
) -> None:
    catalogue.import_([write_sheet(tmp_path)])
    before = house.publication.now()
    with pytest.raises(AmendmentRefusedError):
        catalogue.amend(offered(catalogue, "Ruoka-apu").id, "phone", ["soita"])
    with pytest.raises(UnknownServiceError):
        catalogue.amend("unknown", "phone", ["017 123 4567"])
    assert house.publication.now() == before


# --- raw files ---


def test_the_raw_files_of_the_last_five_imports_are_kept(
    house: House, catalogue: PublishedCatalogue, clock: StandingClock, tmp_path: Path
) -> None:
    for n in range(7):
        clock.go(hours=1)
        catalogue.import_([write_sheet(tmp_path, (ROWS[0].replace("ulosotto", f"sana{n}"),))])
        catalogue.import_([write_sheet(tmp_path, (ROWS[0].replace("ulosotto", f"sana{n}"),))])
    assert len(house.raw_files.kept("sheet/palvelut")) == 5
