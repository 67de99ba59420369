"""Reports of a point over all its desks: published once, and kept when the visits are erased."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from neuvola_core.errors import ReportRefusedError
from neuvola_core.reports.report import State
from neuvola_core.reports.tables import TableId
from neuvola_core.wire import Record, Total
from neuvola_server.house import House
from neuvola_server.storage import schema
from support.houses import HandClock, Server, TestDesk, house_at, undo_of, visit_record

NOVEMBER = (date(2026, 11, 16), date(2026, 11, 18))  # weeks 44–47
AUTUMN = (date(2026, 10, 1), date(2026, 12, 1))


def _visits(number: int, week: int = 47, **fields: object) -> list[Record]:
    return [visit_record(week={"year": 2026, "week": week}, **fields) for _ in range(number)]


@pytest.fixture
def desk(house: House, clock: HandClock) -> TestDesk:
    server = Server(house, clock, ask=house.port, door=lambda: house.door("127.0.0.1"))
    return server.enrol(point="kallio", point_name="Kallion neuvontapiste")


def _kept(house: House) -> dict[tuple[str, str], str]:
    table = schema.suppressed_report
    rows = house.database.read(lambda connection: connection.execute(select(table)).all())
    return {(row.campaign, row.period): row.body for row in rows}


def test_a_block_over_all_desks_and_counters(house: House, desk: TestDesk, clock: HandClock) -> None:
    totals = (
        Total("footfall", ("kallio", "2026-11-16", "aamu"), 8),
        Total("footfall", ("muualla", "2026-11-16", "aamu"), 50),
        Total("given", ("kallio", "2026-W46", "velat", "s1"), 4),
        Total("given", ("kallio", "2026-W46", "velat", "s2"), 3),
        Total("given", ("kallio", "2026-W43", "velat", "s2"), 90),
    )
    records = [*_visits(6, needs=["velat"]), *_visits(3, 44), *_visits(9, point="muualla")]
    desk.sync(*records, totals=totals, counter_series="c")
    clock.move(days=30)
    page = house.reports.of("kallio", *NOVEMBER).pages[0].published
    assert (page.visits, page.footfall, page.given.cells) == (9, 8, {"velat": 7})
    assert page.of(TableId.NEED).cells == {"velat": 6}
    assert page.of(TableId.CHANNEL).rest == 9


def test_an_undone_visit_is_not_counted(house: House, desk: TestDesk, clock: HandClock) -> None:
    records = _visits(7)
    desk.sync(*records, undo_of(records[0]))
    clock.move(days=30)
    assert house.reports.of("kallio", *NOVEMBER).pages[0].published.visits == 6


def test_what_comes_late_is_in_no_report(house: House, desk: TestDesk, clock: HandClock) -> None:
    desk.sync(*_visits(7), *_visits(7, 41))
    clock.move(days=70)
    before = house.reports.of("kallio", *NOVEMBER)
    desk.sync(*_visits(1))
    assert house.reports.of("kallio", *NOVEMBER) == before
    assert house.reports.of("kallio", *AUTUMN).pages[0].published.visits == 14


def test_an_open_block_is_not_to_be_published(house: House, desk: TestDesk) -> None:
    desk.sync(*_visits(9, needs=["velat"]))
    page = house.reports.of("kallio", *NOVEMBER).pages[0]
    assert (page.state, page.needs) == (State.OPEN, {"velat": 5})
    assert _kept(house) == {}


def test_a_point_that_nobody_knows(house: House, desk: TestDesk) -> None:
    assert house.reports.points() == {"kallio": "Kallion neuvontapiste"}
    assert house.reports.of("kallio", *NOVEMBER).pages[0].needs == {}
    with pytest.raises(ReportRefusedError) as fault:
        house.reports.of("kallion", *NOVEMBER)
    assert fault.value.facts == {"reason": "point", "point": "kallion"}


def test_tables_outlive_the_visits(house: House, desk: TestDesk, clock: HandClock) -> None:
    totals = (Total("footfall", ("kallio", "2026-11-16", "aamu"), 12),)
    desk.sync(*_visits(8, needs=["velat"]), *_visits(6, campaign="arabia"), totals=totals, counter_series="c")
    clock.move(days=730)
    assert house.retention.sweep().visits == 14
    assert set(_kept(house)) == {
        ("", "2026-Q4"),
        *(("", f"2026-Q4-{block}") for block in (1, 2, 3)),
        ("arabia", "campaign"),
    }
    assert not any("counted" in body for body in _kept(house).values())
    page = house.reports.of("kallio", *NOVEMBER).pages[0].published
    assert (page.visits, page.footfall, page.of(TableId.NEED).cells) == (8, 12, {"velat": 8})
    own = house.reports.of("kallio", *NOVEMBER, "arabia").pages[0].published
    assert own.visits == 6


def test_nothing_is_published_by_a_sweep_before_its_time(
    house: House, desk: TestDesk, clock: HandClock
) -> None:
    desk.sync(*_visits(8))
    clock.move(days=400)
    house.retention.sweep()
    assert _kept(house) == {}


def test_a_week_at_the_end_of_time_harms_nothing(house: House, desk: TestDesk, clock: HandClock) -> None:
    desk.sync(visit_record(week={"year": 9999, "week": 52}), *_visits(5))
    clock.move(days=730)
    house.retention.sweep()
    assert house.reports.of("kallio", *NOVEMBER).pages[0].published.visits == 5


def test_the_day_is_that_of_finland(tmp_path: Path) -> None:
    late = HandClock(datetime(2026, 11, 22, 23, 0, tzinfo=UTC))
    with house_at(tmp_path / "server", clock=late) as house:
        assert house.reports.today == date(2026, 11, 23)
