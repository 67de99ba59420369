"""Reports over time: a period is published once, and what comes later is in no report."""

from dataclasses import dataclass, field, replace
from datetime import date

import pytest

from neuvola_core import codec
from neuvola_core.errors import ReportRefusedError
from neuvola_core.reports.grid import Period
from neuvola_core.reports.report import Kept, Report, State, close, make, make_campaign, make_partial
from neuvola_core.reports.tables import Counted, TableId, count
from neuvola_core.visit import IsoWeek, Outcome, Target, Visit

TODAY = date(2026, 11, 22)
OCTOBER = (date(2026, 10, 1), date(2026, 10, 2))  # weeks 40–43
SUMMER = (date(2026, 7, 1), date(2026, 9, 20))  # weeks 27–39


@dataclass
class Book:
    """A point's figures in memory, stored as bytes like everywhere."""

    visits: list[Visit] = field(default_factory=list)
    footfall: int = 0
    given: dict[str, int] = field(default_factory=dict)
    point: str = "kallio"
    stored: dict[tuple[str, str], bytes] = field(default_factory=dict)

    def log(self, number: int, week: int, year: int = 2026, **fields: object) -> None:
        for _ in range(number):
            usual = {"needs": ("velat",), **fields}
            visit_id = str(len(self.visits))
            self.visits.append(Visit(id=visit_id, point="kallio", week=IsoWeek(year, week), **usual))  # type: ignore[arg-type]

    def counted(self, first: IsoWeek, last: IsoWeek, campaign: str = "") -> Counted:
        own = [v for v in self.visits if first <= v.week <= last and v.campaign == campaign]
        return count(own, self.footfall, self.given)

    def span(self, campaign: str) -> tuple[IsoWeek, IsoWeek] | None:
        weeks = [visit.week for visit in self.visits if visit.campaign == campaign]
        return (min(weeks), max(weeks)) if weeks else None

    def kept(self, campaign: str, name: str) -> Kept | None:
        found = self.stored.get((campaign, name))
        return None if found is None else codec.from_json(found, Kept)

    def keep(self, campaign: str, name: str, kept: Kept) -> Kept:
        self.stored.setdefault((campaign, name), codec.to_json(kept))
        return self.kept(campaign, name) or kept

    def forget_counted(self, campaign: str, name: str) -> None:
        kept = self.kept(campaign, name)
        assert kept
        self.stored[campaign, name] = codec.to_json(replace(kept, counted=None))


@pytest.fixture
def book() -> Book:
    return Book()


def needs_of(report: Report, page: int = 0) -> dict[str, int]:
    return dict(report.pages[page].published.of(TableId.NEED).cells)


def test_a_closed_block_says_what_it_was_widened_to(book: Book) -> None:
    book.log(7, 41)
    book.log(4, 42, needs=("tyo",))
    report = make(book, *OCTOBER, TODAY)
    assert (report.first, report.last) == (IsoWeek(2026, 40), IsoWeek(2026, 43))
    assert report.is_ready
    assert report.pages[0].published.visits == 11
    assert needs_of(report) == {"velat": 7}


def test_what_comes_after_a_block_closed_is_in_no_report(book: Book) -> None:
    book.log(7, 28)
    book.log(6, 33)
    block = make(book, date(2026, 7, 1), date(2026, 7, 2), TODAY)
    book.log(1, 29)
    assert make(book, date(2026, 7, 1), date(2026, 7, 2), TODAY) == block
    quarter = make(book, *SUMMER, TODAY)
    assert needs_of(quarter) == {"velat": 13}
    assert quarter.pages[0].published.visits == 13


def test_the_figures_behind_a_block_go_when_its_quarter_closes(book: Book) -> None:
    book.log(7, 28)
    make(book, date(2026, 7, 1), date(2026, 7, 2), TODAY)
    kept = book.kept("", "2026-Q3-1")
    assert kept
    assert kept.counted
    make(book, *SUMMER, TODAY)
    assert all(b"counted" not in body for body in book.stored.values())
    assert needs_of(make(book, date(2026, 7, 1), date(2026, 7, 2), TODAY)) == {"velat": 7}


def test_an_open_block_tells_needs_in_fives_and_nothing_else(book: Book) -> None:
    book.log(13, 47)
    book.log(4, 46, needs=("tyo",))
    page = make(book, TODAY, TODAY, TODAY).pages[0]
    assert (page.state, page.needs, page.published.visits) == (State.OPEN, {"velat": 10}, None)
    assert page.ready_on == date(2026, 12, 7)
    assert not book.stored


def test_an_open_quarter_is_told_by_the_blocks_that_have_begun(book: Book) -> None:
    book.log(6, 41)
    report = make(book, date(2026, 10, 1), TODAY, TODAY)
    assert [(str(page.period), page.state) for page in report.pages] == [
        ("2026-Q4-1", State.READY),
        ("2026-Q4-2", State.OPEN),
    ]
    assert not report.is_ready
    assert report.total is None


def test_quarters_side_by_side_and_what_they_tell_together(book: Book) -> None:
    for week in (2, 6, 10):
        book.log(5, week)
    for week in (15, 19, 24):
        book.log(8, week)
        book.log(2, week, needs=("tyo",))
    report = make(book, date(2026, 1, 5), date(2026, 6, 1), TODAY)
    assert [page.published.visits for page in report.pages] == [15, 30]
    assert report.total
    assert report.total.visits == 45
    assert report.total.of(TableId.NEED).cells == {"velat": 39}
    assert report.total.of(TableId.NEED).at_least == {"tyo": 6}
    assert report.total.of(TableId.CHANNEL).rest == 45


def test_fewer_than_five_visits_are_not_told_nor_is_their_quarter(book: Book) -> None:
    book.log(20, 28)
    book.log(20, 32)
    book.log(4, 36)
    assert make(book, date(2026, 9, 1), date(2026, 9, 2), TODAY).pages[0].published.visits is None
    assert make(book, *SUMMER, TODAY).pages[0].published.visits is None


def test_a_block_with_nobody_in_it_hides_nothing_of_its_quarter(book: Book) -> None:
    book.log(20, 28)
    book.log(20, 36)
    assert make(book, *SUMMER, TODAY).pages[0].published.visits == 40


def test_urgent_help_is_told_in_quarters_alone(book: Book) -> None:
    for week in (28, 32, 36):
        book.log(10, week)
        book.log(6, week, outcome=Outcome.CRISIS)
    blocks = [make(book, Period(2026, 3, n).start, Period(2026, 3, n).end, TODAY) for n in (1, 2, 3)]
    assert all("kriisi" not in one.pages[0].published.of(TableId.OUTCOME).cells for one in blocks)
    quarter = make(book, *SUMMER, TODAY).pages[0].published
    assert quarter.of(TableId.OUTCOME).cells == {"kriisi": 18}


def test_services_given_are_told_where_their_need_is(book: Book) -> None:
    book.given = {"velat": 9, "tyo": 12, "asunnon_haku": 3}
    book.log(7, 41)
    assert make(book, *OCTOBER, TODAY).pages[0].published.given.cells == {"velat": 9}


def test_a_campaign_is_counted_by_itself_over_its_whole_span(book: Book) -> None:
    book.log(7, 41)
    book.log(6, 41, campaign="arabia")
    book.log(6, 42, campaign="arabia", needs=("tyo",))
    own = make_campaign(book, "arabia", *OCTOBER, TODAY)
    assert (own.first, own.last, own.campaign) == (IsoWeek(2026, 40), IsoWeek(2026, 43), "arabia")
    assert needs_of(own) == {"tyo": 6, "velat": 6}
    assert make(book, *OCTOBER, TODAY).pages[0].published.visits == 7
    book.log(9, 46, campaign="arabia")
    assert make_campaign(book, "arabia", *OCTOBER, TODAY) == own


def test_a_campaign_that_goes_on_is_open(book: Book) -> None:
    book.log(6, 41, campaign="arabia")
    book.log(6, 47, campaign="arabia")
    page = make_campaign(book, "arabia", *OCTOBER, TODAY).pages[0]
    assert (page.state, page.needs) == (State.OPEN, {"velat": 10})


def test_a_campaign_without_visits_is_refused(book: Book) -> None:
    with pytest.raises(ReportRefusedError) as fault:
        make_campaign(book, "arabia", *OCTOBER, TODAY)
    assert fault.value.facts["reason"] == "campaign"


def test_a_desk_of_a_server_tells_what_it_still_holds(book: Book) -> None:
    book.log(30, 42)
    book.log(6, 45)
    book.log(1, 47)
    report = make_partial(book, date(2026, 10, 1), TODAY, TODAY, lambda week: week >= IsoWeek(2026, 43))
    assert [(page.state, page.needs) for page in report.pages] == [
        (State.PART, {}),
        (State.PART, {"velat": 5}),
    ]
    assert report.pages[0].weeks == (IsoWeek(2026, 43),)
    assert not book.stored


def test_closing_twice_is_closing_once(book: Book) -> None:
    book.log(9, 28, target=Target.YOUNG)
    first = close(book, Period(2026, 3))
    book.log(9, 28)
    assert close(book, Period(2026, 3)) == first
