"""A report as it is asked for and answered: periods on the grid, each published once and never changed.

A period closes two weeks after its last day. It is then counted once, and what was published of it is kept:
what comes later is in no report, so that two reports of different days cannot be compared for who came in
between. Until then only needs are told, rounded down to fives.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Final, Protocol

from neuvola_core.errors import ReportRefusedError
from neuvola_core.reports import suppression
from neuvola_core.reports.grid import QUARTER_WEEKS, Period, weeks_between, widened
from neuvola_core.reports.suppression import NOTHING, Published
from neuvola_core.reports.tables import Counted
from neuvola_core.visit import IsoWeek

WHOLE_CAMPAIGN: Final = "campaign"
"""The name of a campaign's one period among what is kept."""


class State(StrEnum):
    """Whether a page may be passed on: READY may; OPEN will be; PART is what one desk still holds."""

    READY = "ready"
    OPEN = "open"
    PART = "part"


@dataclass(frozen=True, slots=True)
class Page:
    """One period of a report.

    A READY page is ``published``. Any other tells ``needs`` in fives, over those ``weeks`` of it that were
    looked at, and the day on which it can be ready.
    """

    first: IsoWeek
    last: IsoWeek
    state: State
    ready_on: date
    period: Period | None = None
    published: Published = NOTHING
    needs: Mapping[str, int] = field(default_factory=dict)
    weeks: tuple[IsoWeek, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """An answer; ``asked`` are the days asked for, ``first`` and ``last`` the weeks they were widened to.

    ``total`` is there where several quarters stand side by side: the sums of what they show.
    """

    point: str
    asked: tuple[date, date]
    first: IsoWeek
    last: IsoWeek
    pages: tuple[Page, ...]
    campaign: str = ""
    total: Published | None = None

    @property
    def is_ready(self) -> bool:
        """Whether all of it may be passed on."""
        return all(page.state is State.READY for page in self.pages)


@dataclass(frozen=True, slots=True)
class Kept:
    """A closed period as it was published; the figures behind it stay until its quarter has closed too."""

    published: Published = NOTHING
    counted: Counted | None = None
    first: IsoWeek | None = None
    last: IsoWeek | None = None


class Figures(Protocol):
    """Where the figures of one point come from, and where what was published is kept."""

    @property
    def point(self) -> str:
        """The point's id."""

    def counted(self, first: IsoWeek, last: IsoWeek, campaign: str = "") -> Counted:
        """The figures of these weeks: of a campaign, or of the visits that have none."""

    def span(self, campaign: str) -> tuple[IsoWeek, IsoWeek] | None:
        """The first and the last week of a campaign's visits; None where there are none."""

    def kept(self, campaign: str, name: str) -> Kept | None:
        """What was published of a period before."""

    def keep(self, campaign: str, name: str, kept: Kept) -> Kept:
        """Keeps what is published of a period, unless something is; gives what is kept from now on."""

    def forget_counted(self, campaign: str, name: str) -> None:
        """Drops the figures behind what is kept of a period."""


def make(figures: Figures, first: date, last: date, today: date) -> Report:
    """The point's ordinary report; raises ``ReportRefusedError``."""
    periods = widened(first, last, today)
    pages = tuple(page for period in periods for page in _pages(figures, period, today))
    ready = [page.published for page in pages if page.state is State.READY]
    total = suppression.summed(ready) if len(periods) > 1 and len(ready) == len(pages) else None
    return _report(figures, (first, last), pages, total)


def make_campaign(figures: Figures, campaign: str, first: date, last: date, today: date) -> Report:
    """The one report of a campaign: over all blocks that its visits touch, whatever days are asked for.

    Raises ``ReportRefusedError``.
    """
    widened(first, last, today)
    kept = figures.kept(campaign, WHOLE_CAMPAIGN)
    if kept and kept.first and kept.last:
        start, end = kept.first, kept.last
    else:
        touched = figures.span(campaign)
        if touched is None:
            raise ReportRefusedError(reason="campaign", campaign=campaign)
        start, end = Period.of(touched[0]).first, Period.of(touched[1]).last
    ready_on = Period.of(end).ready_on
    if kept is None and ready_on <= today:
        kept = _kept_campaign(figures, campaign, start, end)
    if kept:
        page = Page(start, end, State.READY, ready_on, None, kept.published)
    else:
        page = _rounded(figures, start, end, campaign, State.OPEN, ready_on)
    return replace(_report(figures, (first, last), (page,), None), campaign=campaign)


def make_partial(
    figures: Figures,
    first: date,
    last: date,
    today: date,
    holds: Callable[[IsoWeek], bool],
    campaign: str = "",
) -> Report:
    """What one desk of several may tell: needs in fives, over the weeks that it still holds whole."""
    blocks = [block for period in widened(first, last, today) for block in period.blocks]
    pages = []
    for block in blocks:
        if block.start > today:
            continue
        until = min(block.last, IsoWeek.of(today))
        weeks = tuple(week for week in weeks_between(block.first, until) if holds(week))
        page = Page(block.first, block.last, State.PART, block.ready_on, block, weeks=weeks)
        if weeks:
            counted = figures.counted(weeks[0], weeks[-1], campaign)
            page = replace(page, needs=suppression.rounded_needs(counted))
        pages.append(page)
    return replace(_report(figures, (first, last), tuple(pages), None), campaign=campaign)


def close(figures: Figures, quarter: Period) -> Published:
    """Publishes a quarter and its blocks for good; all of them must have closed."""
    kept = figures.kept("", str(quarter))
    if kept:
        return kept.published
    blocks = [(block, _kept_block(figures, block)) for block in quarter.blocks]
    published = suppression.publish_quarter(
        [(one.counted or Counted(), one.published) for _block, one in blocks]
    )
    kept = figures.keep("", str(quarter), Kept(published))
    for block in quarter.blocks:
        figures.forget_counted("", str(block))
    return kept.published


def close_campaign(figures: Figures, campaign: str, today: date) -> None:
    """Publishes a campaign for good, if it has closed."""
    touched = figures.span(campaign)
    if touched and not figures.kept(campaign, WHOLE_CAMPAIGN):
        start, end = Period.of(touched[0]).first, Period.of(touched[1]).last
        if Period.of(end).ready_on <= today:
            _kept_campaign(figures, campaign, start, end)


def _report(
    figures: Figures, asked: tuple[date, date], pages: tuple[Page, ...], total: Published | None
) -> Report:
    return Report(figures.point, asked, pages[0].first, pages[-1].last, pages, total=total)


def _pages(figures: Figures, period: Period, today: date) -> list[Page]:
    """A quarter that is still open is told by those of its blocks that have begun."""
    if period.ready_on <= today:
        published = _kept_block(figures, period).published if period.block else close(figures, period)
        return [Page(period.first, period.last, State.READY, period.ready_on, period, published)]
    if not period.block:
        begun = [block for block in period.blocks if block.start <= today]
        return [page for block in begun for page in _pages(figures, block, today)]
    page = _rounded(figures, period.first, period.last, "", State.OPEN, period.ready_on)
    return [replace(page, period=period)]


def _rounded(
    figures: Figures, first: IsoWeek, last: IsoWeek, campaign: str, state: State, ready_on: date
) -> Page:
    needs = suppression.rounded_needs(figures.counted(first, last, campaign))
    return Page(first, last, state, ready_on, needs=needs, weeks=tuple(weeks_between(first, last)))


def _kept_block(figures: Figures, block: Period) -> Kept:
    kept = figures.kept("", str(block))
    if kept is None:
        counted = figures.counted(block.first, block.last)
        kept = figures.keep("", str(block), Kept(suppression.publish(counted), counted))
    return kept


def _kept_campaign(figures: Figures, campaign: str, first: IsoWeek, last: IsoWeek) -> Kept:
    counted = figures.counted(first, last, campaign)
    rare_too = sum(1 for _week in weeks_between(first, last)) >= QUARTER_WEEKS
    kept = Kept(suppression.publish(counted, rare_too=rare_too), None, first, last)
    return figures.keep(campaign, WHOLE_CAMPAIGN, kept)
