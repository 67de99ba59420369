"""Sources followed by schedule: what is asked when, what is withdrawn, and what a fault leaves alone."""

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from neuvola_server import harvest
from neuvola_server.harvest import AFTER_FAULT, DAILY, WEEKLY, FollowedSource, HarvestRefusedError, Harvests
from neuvola_server.house import House
from support.publishing import NOON, StandingClock, make_house
from support.sheet_file import HEADER, ROWS
from support.web_source import Page, WebSource, web_source


@pytest.fixture
def source() -> Iterator[WebSource]:
    with web_source() as running:
        yield running


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


@pytest.fixture
def house(tmp_path: Path, clock: StandingClock) -> Iterator[House]:
    with closing(make_house(tmp_path, clock=clock)) as made:
        yield made


@pytest.fixture
def harvests(house: House) -> Harvests:
    return house.harvests


def sheet(*rows: str) -> str:
    return "\n".join((HEADER, *rows)) + "\n"


def event(number: int, *, name: str = "Kerho") -> dict[str, object]:
    return {
        "id": f"helsinki:{number}",
        "@type": "Event/LinkedEvent",
        "event_status": "EventScheduled",
        "super_event_type": None,
        "publication_status": "public",
        "name": {"fi": f"{name} {number}"},
        "start_time": "2026-12-01T10:00:00Z",
    }


def events(*numbers: int, after: str = "", name: str = "Kerho") -> str:
    return json.dumps({"meta": {"next": after or None}, "data": [event(n, name=name) for n in numbers]})


def followed(harvests: Harvests) -> FollowedSource:
    (found,) = harvests.all()
    return found


def test_a_new_source_is_due_at_once_and_then_the_next_day(
    house: House, harvests: Harvests, source: WebSource, clock: StandingClock
) -> None:
    assert harvests.next_due() is None
    assert harvests.run_due() == ()
    harvests.add("sheet/kulma", source.put("/palvelut.csv", sheet(*ROWS), "text/csv"))
    assert harvests.next_due() == NOON
    (done,) = harvests.run_due()
    assert done.report is not None
    assert (done.origin, done.report.added, done.fault) == ("sheet/kulma", 3, "")
    assert house.publication.now().fresh == {"sheet": "2026-11-20"}
    assert harvests.next_due() == NOON + DAILY
    assert harvests.run_due() == ()
    clock.go(days=1)
    (done,) = harvests.run_due()
    assert done.report is not None
    assert done.report.unchanged == 3
    assert len(house.raw_files.kept("sheet/kulma")) == 1


def test_what_is_no_longer_in_the_whole_source_is_withdrawn(
    house: House, harvests: Harvests, source: WebSource, clock: StandingClock
) -> None:
    harvests.add("sheet/kulma", source.put("/palvelut.csv", sheet(*ROWS), "text/csv"))
    harvests.run_due()
    source.put("/palvelut.csv", sheet(*ROWS[:2]), "text/csv")
    clock.go(days=1)
    harvests.run_due()
    assert house.publication.now().count == 2
    assert [one.missing_since for one in house.catalogue.missing()] == ["2026-11-21"]


def test_changes_are_asked_daily_with_an_overlap_and_everything_weekly(
    house: House, harvests: Harvests, source: WebSource, clock: StandingClock
) -> None:
    harvests.add("events", f"{source.address}/event/?since={{since}}", "linked-events")
    source.put("/event/?since=1970-01-01", events(1, 2, after="/event/?page=2"))
    source.put("/event/?page=2", events(3))
    harvests.run_due()
    assert house.publication.now().count == 3
    clock.go(days=1)
    source.put("/event/?since=2026-11-18", events(2, name="Piiri"))
    (done,) = harvests.run_due()
    assert done.report is not None
    assert (done.report.updated, done.report.withdrawn) == (1, 0)
    assert (followed(harvests).last_whole, followed(harvests).last_part) == (NOON, NOON + DAILY)
    assert house.publication.now().fresh == {"linked-events": "2026-11-20"}
    clock.go(days=6)
    source.put("/event/?since=1970-01-01", events(1, 2))
    (done,) = harvests.run_due()
    assert done.report is not None
    assert done.report.withdrawn == 1
    assert followed(harvests).last_whole == NOON + WEEKLY
    assert source.asked[-1] == "/event/?since=1970-01-01"


@pytest.mark.parametrize(
    ("page", "fault"),
    [
        (Page(status=500), "source-unreachable status"),
        (Page(b"<html>huolto</html>", "text/html"), "source-unreachable web-page"),
        (Page(b"id,name_fi\n1,Ke", "text/csv", cut=50), "source-unreachable cut-off"),
        (Page(b"aivan muuta", "text/plain"), "unreadable-source unknown-format"),
        (Page(sheet(ROWS[0]).encode(), "text/csv"), "shrunk-source"),
        (Page(sheet().encode(), "text/csv"), "shrunk-source"),
    ],
)
def test_a_fault_is_noted_the_old_data_stays_and_it_is_tried_again_soon(
    house: House, harvests: Harvests, source: WebSource, clock: StandingClock, page: Page, fault: str
) -> None:
    harvests.add("sheet/kulma", source.put("/palvelut.csv", sheet(*ROWS), "text/csv"))
    harvests.run_due()
    before = house.publication.now()
    clock.go(days=1)
    source.pages["/palvelut.csv"] = page
    (done,) = harvests.run_due()
    assert (done.report, done.fault) == (None, fault)
    assert house.publication.now() == before
    now = followed(harvests)
    assert (now.last_fault, now.last_whole, now.last_try) == (fault, NOON, NOON + DAILY)
    assert harvests.next_due() == NOON + DAILY + AFTER_FAULT
    assert harvests.run_due() == ()
    clock.go(hours=1)
    source.put("/palvelut.csv", sheet(*ROWS), "text/csv")
    (done,) = harvests.run_due()
    assert done.fault == followed(harvests).last_fault == ""


def test_a_fault_of_this_program_is_noted_and_not_hidden(
    harvests: Harvests, source: WebSource, clock: StandingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    harvests.add("sheet/kulma", source.put("/palvelut.csv", sheet(*ROWS), "text/csv"))

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(harvest.registry, "open_source", broken)
    with pytest.raises(ZeroDivisionError):
        harvests.run_due()
    assert followed(harvests).last_fault == "ZeroDivisionError"
    assert harvests.next_due() == clock.now + AFTER_FAULT


def test_several_addresses_are_one_source(house: House, harvests: Harvests, source: WebSource) -> None:
    first, second = source.put("/a", events(1)), source.put("/b", events(2))
    harvests.add("events", f"{first}\n{second}", "linked-events")
    assert harvests.run("events").fault == ""
    assert house.publication.now().count == 2


def test_a_source_is_asked_now_in_part_or_whole(
    house: House, harvests: Harvests, source: WebSource, clock: StandingClock
) -> None:
    harvests.add("events", f"{source.address}/event/?since={{since}}", "linked-events")
    source.put("/event/?since=1970-01-01", events(1))
    harvests.run("events", whole=False)  # nothing was asked before: from the beginning, and nothing withdrawn
    assert followed(harvests).last_whole is None
    assert harvests.next_due() == clock.now
    told: list[int] = []
    harvests.run("events", progress=lambda done, total: told.append(done))
    assert told
    with pytest.raises(HarvestRefusedError):
        harvests.run("unknown")


def test_hosts_do_not_ask_the_same_source_at_once(
    house: House, harvests: Harvests, source: WebSource, clock: StandingClock, tmp_path: Path
) -> None:
    harvests.add("sheet/kulma", source.put("/palvelut.csv", sheet(*ROWS), "text/csv"))
    with closing(make_house(tmp_path, clock=clock)) as other:
        assert other.leases.take("harvest/sheet/kulma", timedelta(hours=1))
        assert harvests.run_due() == ()
        clock.go(hours=1)
        assert len(harvests.run_due()) == 1
        assert other.leases.take("harvest/sheet/kulma")


def test_a_source_can_be_moved_and_left(harvests: Harvests, house: House, source: WebSource) -> None:
    harvests.add("sheet/kulma", source.put("/vanha.csv", sheet(*ROWS), "text/csv"))
    harvests.run_due()
    harvests.add("sheet/kulma", f"{source.address}/uusi.csv", "sheet")
    assert (followed(harvests).address, followed(harvests).format) == (f"{source.address}/uusi.csv", "sheet")
    assert followed(harvests).last_whole == NOON
    assert harvests.remove("sheet/kulma")
    assert not harvests.remove("sheet/kulma")
    assert house.publication.now().count == 3


@pytest.mark.parametrize(
    ("origin", "address", "source_format", "field"),
    [
        (" ", "https://a.example", "auto", "origin"),
        ("ptv", "", "auto", "address"),
        ("ptv", "https://a.example /etc/passwd", "auto", "address"),
        ("ptv", "https://a.example", "word", "format"),
    ],
)
def test_a_source_that_cannot_be_followed_is_refused(
    harvests: Harvests, origin: str, address: str, source_format: str, field: str
) -> None:
    with pytest.raises(HarvestRefusedError) as refused:
        harvests.add(origin, address, source_format)
    assert refused.value.facts["field"] == field


def test_an_address_can_be_imported_like_a_file(house: House, source: WebSource) -> None:
    first = source.put("/a.csv", sheet(*ROWS), "text/csv")
    second = source.put("/b.csv", sheet(ROWS[0].replace("1,", "9,", 1)), "text/csv")
    assert house.catalogue.import_([first, second]).added == 4
    assert house.catalogue.import_([second, first]).withdrawn == 0
