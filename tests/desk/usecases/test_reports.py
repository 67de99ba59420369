"""Reports at the desk: the point's while it is alone, its own visits once there is a server."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from neuvola_core.errors import NotAllowedError
from neuvola_core.reports.report import State
from neuvola_core.reports.tables import TableId
from neuvola_core.roles import Act, Role, require
from neuvola_core.visit import IsoWeek, Language, PartOfDay
from neuvola_desk.record_port import SERVER_DAY, Given
from neuvola_desk.storage.record import Record, open_record
from neuvola_desk.usecases.clock import FixedClock
from neuvola_desk.usecases.reports import Reports
from neuvola_desk.usecases.visit_draft import VisitDraft
from neuvola_desk.usecases.visits import VisitLog

CLOCK = FixedClock(datetime(2026, 11, 22, 10, 0))  # noqa: DTZ001 - the clock gives it its zone
OCTOBER = (date(2026, 10, 1), date(2026, 10, 2))
SERVICE = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"


class Present:
    """Somebody of a role."""

    def __init__(self, role: Role) -> None:
        self.role = role

    def require(self, act: Act) -> None:
        require(self.role, act)


COORDINATOR = Present(Role.COORDINATOR)


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    record = open_record(tmp_path / "desk.db", b"k" * 32)
    yield record
    record.close()


@pytest.fixture
def log(record: Record) -> VisitLog:
    return VisitLog(record, CLOCK, "kallio", rights=COORDINATOR)


def reports(record: Record, *, publishes: bool = True, role: Role = Role.COORDINATOR) -> Reports:
    return Reports(record, CLOCK, "kallio", publishes=publishes, rights=Present(role))


def test_the_points_closed_block(record: Record, log: VisitLog) -> None:
    for _ in range(6):
        log.log(VisitDraft(needs=("velat",), given=(Given("velat", SERVICE),)), week=IsoWeek(2026, 41))
    log.log(VisitDraft(needs=("tyo",)), week=IsoWeek(2026, 41))
    record.counters.count_footfall("kallio", date(2026, 10, 7), PartOfDay.MORNING, 9)
    page = reports(record).of(*OCTOBER).pages[0].published
    assert (page.visits, page.footfall, page.given.cells) == (7, 9, {"velat": 6})
    assert page.of(TableId.NEED).cells == {"velat": 6}


def test_visits_are_as_coarse_as_they_would_leave(record: Record, log: VisitLog) -> None:
    for week in (41, 42):
        for _ in range(4):
            log.log(VisitDraft(needs=("velat",), language=Language.AR), week=IsoWeek(2026, week))
    # Those of the first week were four in thirteen weeks and are of another language; the others are eight.
    page = reports(record).of(*OCTOBER).pages[0].published
    assert page.of(TableId.LANGUAGE).cells == {}
    assert page.of(TableId.LANGUAGE).rest == 8


def test_what_was_published_stays(record: Record, log: VisitLog) -> None:
    for _ in range(6):
        log.log(VisitDraft(needs=("velat",)), week=IsoWeek(2026, 41))
    before = reports(record).of(*OCTOBER)
    log.log(VisitDraft(needs=("velat",)), week=IsoWeek(2026, 41))
    assert reports(record).of(*OCTOBER) == before


def test_a_campaign_has_a_report_of_its_own(record: Record) -> None:
    for campaign in ("", "arabia"):
        log = VisitLog(record, CLOCK, "kallio", campaign, rights=COORDINATOR)
        for _ in range(6):
            log.log(VisitDraft(needs=("velat",)), week=IsoWeek(2026, 41))
    own = reports(record).of(*OCTOBER, "arabia").pages[0].published
    assert (own.visits, own.footfall) == (6, None)
    assert reports(record).of(*OCTOBER).pages[0].published.visits == 6


def test_a_desk_of_a_server_publishes_nothing(record: Record, log: VisitLog) -> None:
    for week in (41, 44, 47):
        for _ in range(6):
            log.log(VisitDraft(needs=("velat",)), week=IsoWeek(2026, week))
    record.settings.put(SERVER_DAY, "2026-11-22")
    october, now = reports(record, publishes=False).of(date(2026, 10, 1), date(2026, 11, 22)).pages
    assert (october.state, october.weeks, october.needs) == (State.PART, (), {})
    assert [week.week for week in now.weeks] == [44, 45, 46, 47]
    assert now.needs == {"velat": 10}


@pytest.mark.parametrize("role", [Role.VOLUNTEER, Role.COUNSELLOR])
def test_reports_are_the_coordinators(record: Record, role: Role) -> None:
    with pytest.raises(NotAllowedError):
        reports(record, role=role).of(*OCTOBER)
