"""The background work: what a round does, that one fault leaves the rest, and when it comes again."""

import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from structlog.testing import capture_logs

from neuvola_core.catalogue import Service
from neuvola_server.house import House
from neuvola_server.publication import KEPT_DAYS
from neuvola_server.snapshots import LEASE
from neuvola_server.storage.schema import change
from support.publishing import StandingClock, incoming, make_house, news
from support.sheet_file import HEADER, ROWS
from support.web_source import Page, web_source


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


@pytest.fixture
def house(tmp_path: Path, clock: StandingClock) -> Iterator[House]:
    with closing(make_house(tmp_path, clock=clock)) as made:
        yield made


def changes(house: House) -> int:
    with house.database.engine.connect() as connection:
        return int(connection.execute(select(func.count()).select_from(change)).scalar_one())


def test_a_round_fetches_what_is_due_and_makes_it_ready_for_desks(house: House, clock: StandingClock) -> None:
    with web_source() as source:
        sheet = "\n".join((HEADER, *ROWS))
        house.harvests.add("sheet/kulma", source.put("/palvelut.csv", sheet, "text/csv"))
        assert house.keeper.round() == clock.now + timedelta(minutes=1)
        newest = house.snapshots.newest()
        assert newest is not None
        assert newest.manifest.count == 3
        house.keeper.round()
        assert source.asked == ["/palvelut.csv"]
    assert house.snapshots.newest() == newest


def test_a_source_that_is_slow_holds_up_neither_catalogue_nor_sweep(
    house: House, clock: StandingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    swept: list[str] = []
    monkeypatch.setattr(house.retention, "sweep", lambda: swept.append("sweep"))
    house.publication.publish(news(incoming("Ruoka-apu")))

    def slow() -> Page:
        assert swept == ["sweep"]
        assert house.snapshots.newest() is not None
        return Page(status=503)

    with web_source() as source:
        source.pages["/hidas"] = slow
        house.harvests.add("sheet/hidas", f"{source.address}/hidas")
        house.keeper.round()
        assert source.asked == ["/hidas"]
    (followed,) = house.harvests.all()
    assert followed.last_fault == "source-unreachable status"


def test_fetching_ends_with_the_process(house: House) -> None:
    stop = threading.Event()

    def ending() -> Page:
        stop.set()
        return Page(b"[]")

    with web_source() as source, capture_logs() as told:
        source.pages["/p"] = ending
        house.harvests.add("sheet/p", f"{source.address}/p")
        house.keeper.keep(stop)
    assert ("keeper-stopped", "harvest") in [(row["event"], row["work"]) for row in told]
    assert house.raw_files.kept("sheet/p") == ()


def test_a_fault_in_one_work_leaves_the_others(house: House, clock: StandingClock) -> None:
    house.publication.publish(news(incoming("Ruoka-apu")))
    folder = house.settings.data_dir / "snapshots"
    folder.write_text("a file in the way")
    with capture_logs() as told:
        due = house.keeper.round()
    assert due == clock.now + timedelta(minutes=1)
    assert [(row["event"], row["work"], row["kind"]) for row in told] == [
        ("keeper-fault", "snapshot", "FileExistsError")
    ]
    assert house.snapshots.newest() is None
    folder.unlink()
    house.keeper.round()
    assert house.snapshots.newest() is not None


def test_what_was_kept_long_enough_goes_once_a_day(house: House, clock: StandingClock) -> None:
    house.keeper.round()
    house.publication.publish(news(incoming("Yksi"), incoming("Kaksi")))
    clock.go(days=KEPT_DAYS + 1)
    house.clock_watch.believe()
    house.publication.publish(news(incoming("Kolme")))
    house.keeper.round()
    assert changes(house) == 2
    house.publication.publish(news(incoming("Neljä")))
    clock.go(days=KEPT_DAYS + 1)
    house.clock_watch.believe()
    house.keeper.round()
    assert changes(house) == 1
    assert house.publication.now().count == 4


def test_a_host_leaves_alone_what_another_is_doing(
    house: House, clock: StandingClock, tmp_path: Path
) -> None:
    house.publication.publish(news(incoming("Ruoka-apu")))
    with closing(make_house(tmp_path, clock=clock)) as other:
        assert other.leases.take(LEASE)
        assert other.leases.take("sweep")
        house.keeper.round()
        assert house.snapshots.newest() is None
        clock.go(minutes=10)  # the other has died
        house.keeper.round()
    assert house.snapshots.newest() is not None


def test_a_long_build_is_broken_off_at_the_end_and_another_host_may_begin(
    house: House, clock: StandingClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.publication.publish(news(*(incoming(f"Palvelu {n}") for n in range(60))))
    stop = threading.Event()

    whole = house.catalogue.services

    def ending(source: str) -> Iterator[Service]:
        stop.set()
        return whole(source)

    monkeypatch.setattr(house.catalogue, "services", ending)
    with capture_logs() as told:
        house.keeper.keep(stop)
    assert [(row["event"], row["work"]) for row in told] == [("keeper-stopped", "snapshot")]
    assert house.snapshots.newest() is None
    with closing(make_house(tmp_path, clock=clock)) as other:
        assert other.leases.take(LEASE)


def test_it_goes_round_until_it_is_stopped(house: House, clock: StandingClock) -> None:
    house.publication.publish(news(incoming("Ruoka-apu")))
    stop = threading.Event()
    thread = threading.Thread(target=house.keeper.keep, args=(stop,))
    thread.start()
    tries = 0
    while house.snapshots.newest() is None and tries < 200:
        tries += 1
        stop.wait(0.05)
    stop.set()
    thread.join(10)
    assert not thread.is_alive()
    assert house.snapshots.newest() is not None
