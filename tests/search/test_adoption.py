"""The server's catalogue on the desk: followed page by page, or adopted as a whole."""

import shutil
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from neuvola_core import codec
from neuvola_core.catalogue import Service
from neuvola_core.errors import DiskFullError, SnapshotDamagedError
from neuvola_core.text import Text
from neuvola_search.catalogue import Catalogue, Followed, open_catalogue
from neuvola_search.query import Query
from neuvola_search.schema import SCHEMA_VERSION, connect, set_meta
from support.change_log import ChangeLog
from support.disks import disk_of
from support.services import fill, make_service, names

VELKA = make_service("Velkaneuvonta", summary="Apua velkoihin.")
RUOKA = make_service("Ruoka-apu")
UINTI = make_service("Uimahalli")


@pytest.fixture
def log() -> ChangeLog:
    return ChangeLog()


@pytest.fixture
def ready_made(tmp_path: Path) -> Callable[[ChangeLog], Path]:
    """A file as the server makes it: everything followed, and all of it in one file."""
    made: list[Path] = []

    def make(log: ChangeLog) -> Path:
        file = tmp_path / f"ready-{len(made)}.db"
        catalogue = open_catalogue(file)
        catalogue.follow(log.page(limit=1000))
        catalogue.close()
        made.append(file)
        return file

    return make


def found(catalogue: Catalogue, text: str) -> list[str]:
    return names(catalogue.search(Query(text)))


def test_pages_bring_services_and_take_them_away(catalogue: Catalogue, log: ChangeLog) -> None:
    log.put(VELKA, RUOKA)
    assert catalogue.follow(log.page()) == Followed(pulled=2)
    assert found(catalogue, "velkaneuvonta") == ["Velkaneuvonta"]
    log.withdraw(RUOKA)
    log.put(replace(VELKA, name=Text(fi="Talousneuvonta")))
    assert catalogue.follow(log.page(after=2)) == Followed(pulled=1, withdrawn=1)
    assert found(catalogue, "talousneuvonta") == ["Talousneuvonta"]
    assert found(catalogue, "ruoka-apu") == []
    assert catalogue.cursor() == log.cursor(4)


def test_a_superseded_change_waits_for_the_later_one(catalogue: Catalogue, log: ChangeLog) -> None:
    log.put(VELKA)
    log.put(RUOKA)
    log.put(replace(VELKA, name=Text(fi="Talousneuvonta")))
    catalogue.follow(log.page(limit=2))
    assert found(catalogue, "velkaneuvonta") == []
    catalogue.follow(log.page(after=2))
    assert found(catalogue, "talousneuvonta") == ["Talousneuvonta"]


def test_a_page_twice_is_a_hole_and_changes_nothing(catalogue: Catalogue, log: ChangeLog) -> None:
    log.put(VELKA, RUOKA)
    catalogue.follow(log.page())
    with pytest.raises(SnapshotDamagedError) as refused:
        catalogue.follow(log.page())
    assert refused.value.facts["reason"] == "hole"
    assert catalogue.cursor() == log.cursor(2)


def test_a_number_that_is_missing_is_seen(catalogue: Catalogue, log: ChangeLog) -> None:
    log.put(VELKA, RUOKA, UINTI)
    page = log.page()
    with pytest.raises(SnapshotDamagedError) as refused:
        catalogue.follow(replace(page, changes=(page.changes[0], page.changes[2])))
    assert refused.value.facts["reason"] == "hole"
    assert found(catalogue, "velkaneuvonta") == []


def test_another_text_than_the_chain_names_is_refused(catalogue: Catalogue, log: ChangeLog) -> None:
    log.put(VELKA)
    page = log.page()
    forged = replace(page.changes[0], service={**(page.changes[0].service or {}), "name": {"fi": "Muu"}})
    with pytest.raises(SnapshotDamagedError) as refused:
        catalogue.follow(replace(page, changes=(forged,)))
    assert refused.value.facts["reason"] == "digest"


def test_a_changed_past_breaks_the_chain(catalogue: Catalogue, log: ChangeLog) -> None:
    log.put(VELKA)
    catalogue.follow(log.page())
    other = ChangeLog()
    other.put(RUOKA, UINTI)
    with pytest.raises(SnapshotDamagedError) as refused:
        catalogue.follow(other.page(after=1))
    assert refused.value.facts["reason"] == "chain"


def test_a_service_too_few_is_seen_at_the_end(catalogue: Catalogue, log: ChangeLog) -> None:
    log.put(VELKA)
    page = log.page()
    with pytest.raises(SnapshotDamagedError) as refused:
        catalogue.follow(replace(page, head=replace(page.head, count=2)))
    assert refused.value.facts["reason"] == "count"


def test_what_this_program_does_not_read_is_kept_as_it_came(catalogue: Catalogue) -> None:
    class Newer(ChangeLog):
        def _add(self, service_id: str, digest: str, **fields: object) -> None:
            said = {**fields["service"], "a_new_field": "tärkeä"}  # type: ignore[dict-item]
            super()._add(service_id, codec.digest(codec.to_json(said)), **{**fields, "service": said})

    log = Newer()
    log.put(VELKA)
    catalogue.follow(log.page())
    assert catalogue.service(VELKA.id).name == VELKA.name
    stored = connect(catalogue.path).execute("SELECT canonical FROM services").fetchone()[0]
    assert "tärkeä".encode() in stored


def test_a_source_confirmed_whole_makes_its_services_fresh(catalogue: Catalogue, log: ChangeLog) -> None:
    log.put(VELKA)
    catalogue.follow(log.page())
    assert catalogue.service(VELKA.id).source.fetched_on == date(2026, 11, 20)
    catalogue.confirm({"test": "2026-12-01"})
    assert catalogue.service(VELKA.id).source.fetched_on == date(2026, 12, 1)
    catalogue.confirm({"test": "2026-11-25"})
    assert catalogue.service(VELKA.id).source.fetched_on == date(2026, 12, 1)


def test_a_ready_made_file_takes_the_place_of_everything(
    catalogue: Catalogue, log: ChangeLog, ready_made: Callable[[ChangeLog], Path]
) -> None:
    fill(catalogue, UINTI)
    log.put(VELKA, RUOKA)
    assert found(catalogue, "uimahalli") == ["Uimahalli"]
    adopted = catalogue.adopt(ready_made(log), log.cursor(2), 2)
    assert adopted == Followed(pulled=2, withdrawn=1)
    assert found(catalogue, "uimahalli") == []
    assert found(catalogue, "velkaneuvonta") == ["Velkaneuvonta"]
    assert catalogue.cursor() == log.cursor(2)
    log.put(UINTI)
    catalogue.follow(log.page(after=2))
    assert found(catalogue, "uimahalli") == ["Uimahalli"]


def test_another_process_sees_the_adopted_catalogue(
    path: Path, catalogue: Catalogue, log: ChangeLog, ready_made: Callable[[ChangeLog], Path]
) -> None:
    fill(catalogue, UINTI)
    other = open_catalogue(path)
    assert found(other, "uimahalli") == ["Uimahalli"]
    log.put(VELKA)
    catalogue.adopt(ready_made(log), log.cursor(1), 1)
    assert found(other, "uimahalli") == []
    assert found(other, "velkaneuvonta") == ["Velkaneuvonta"]
    other.close()


def test_searches_go_on_while_a_file_is_adopted(
    catalogue: Catalogue, log: ChangeLog, ready_made: Callable[[ChangeLog], Path]
) -> None:
    fill(catalogue, *(make_service(f"Neuvonta {n}") for n in range(50)))
    log.put(*(make_service(f"Neuvonta {n}", source_id=f"s{n}") for n in range(80)))
    file = ready_made(log)
    totals: set[int] = set()
    stop = threading.Event()

    def search() -> None:
        while not stop.is_set():
            totals.add(catalogue.search(Query("neuvonta")).total)

    reader = threading.Thread(target=search)
    reader.start()
    catalogue.adopt(file, log.cursor(80), 80)
    totals.add(catalogue.search(Query("neuvonta")).total)
    stop.set()
    reader.join()
    assert totals <= {50, 80}
    assert 80 in totals


@pytest.mark.parametrize(
    ("mangle", "reason"),
    [
        (lambda file: file.write_bytes(b"ei tietokanta" * 100), "file"),
        (lambda file: file.write_bytes(file.read_bytes()[:9000]), "file"),
        (lambda file: _pragma(file, SCHEMA_VERSION + 1), "schema"),
    ],
)
def test_a_file_that_is_no_catalogue_is_refused(
    catalogue: Catalogue,
    log: ChangeLog,
    ready_made: Callable[[ChangeLog], Path],
    mangle: Callable[[Path], object],
    reason: str,
) -> None:
    fill(catalogue, UINTI)
    log.put(VELKA)
    file = ready_made(log)
    mangle(file)
    with pytest.raises(SnapshotDamagedError) as refused:
        catalogue.adopt(file, log.cursor(1), 1)
    assert refused.value.facts["reason"] == reason
    assert found(catalogue, "uimahalli") == ["Uimahalli"]


def _pragma(file: Path, version: int) -> None:
    connection = connect(file, writer=True)
    connection.execute(f"PRAGMA user_version = {version}")
    connection.close()


@pytest.mark.parametrize(
    ("cursor", "count", "reason"), [("e1.1.0000000000000000", 1, "cursor"), (None, 2, "count")]
)
def test_a_file_of_another_state_is_refused(
    catalogue: Catalogue,
    log: ChangeLog,
    ready_made: Callable[[ChangeLog], Path],
    cursor: str | None,
    count: int,
    reason: str,
) -> None:
    log.put(VELKA)
    with pytest.raises(SnapshotDamagedError) as refused:
        catalogue.adopt(ready_made(log), cursor or log.cursor(1), count)
    assert refused.value.facts["reason"] == reason


def test_an_index_of_another_version_is_made_anew(
    catalogue: Catalogue, log: ChangeLog, ready_made: Callable[[ChangeLog], Path]
) -> None:
    log.put(VELKA)
    file = ready_made(log)
    connection = connect(file, writer=True)
    set_meta(connection, "index", "99/newer/newer")
    connection.execute("DROP TABLE terms")
    connection.close()
    catalogue.adopt(file, log.cursor(1), 1)
    assert found(catalogue, "velkaneuvontaa") == ["Velkaneuvonta"]


def test_a_full_disk_leaves_the_old_catalogue(
    tmp_path: Path, log: ChangeLog, ready_made: Callable[[ChangeLog], Path]
) -> None:
    log.put(*(make_service(f"Neuvonta {n}", summary="apua " * 200) for n in range(400)))
    file = ready_made(log)
    with disk_of("900k", tmp_path / "disk") as disk:
        catalogue = open_catalogue(disk / "catalogue.db")
        fill(catalogue, UINTI)
        with pytest.raises(DiskFullError):
            catalogue.adopt(file, log.cursor(400), 400)
        assert found(catalogue, "uimahalli") == ["Uimahalli"]
        catalogue.close()


def test_the_file_may_be_thrown_away_afterwards(
    catalogue: Catalogue, log: ChangeLog, ready_made: Callable[[ChangeLog], Path]
) -> None:
    log.put(VELKA)
    file = ready_made(log)
    shutil.copy(file, file.with_suffix(".copy"))
    catalogue.adopt(file, log.cursor(1), 1)
    file.unlink()
    assert found(catalogue, "velkaneuvonta") == ["Velkaneuvonta"]


def test_services_are_core_values(catalogue: Catalogue, log: ChangeLog) -> None:
    log.put(VELKA)
    catalogue.follow(log.page())
    service: Service = catalogue.service(VELKA.id)
    assert service.summary.best() == "Apua velkoihin."
