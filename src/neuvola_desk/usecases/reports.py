"""Reports at the desk: of its point while the desk is alone, of its own visits once there is a server.

There is one publisher of a point's figures. A desk without a server is it, and publishes each closed period
once. A desk of a server holds but its own visits, and those it has sent for thirty days: it tells needs in
fives, to be looked at here, and leaves publishing to the server.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final, Protocol

from neuvola_core import codec
from neuvola_core.coarsening import WEEKS
from neuvola_core.reports.report import Figures, Kept, Report, make, make_campaign, make_partial
from neuvola_core.reports.tables import Counted, as_they_leave, count
from neuvola_core.roles import Act, Rights
from neuvola_core.visit import IsoWeek, Visit
from neuvola_desk.record_port import SERVER_DAY, Count, Footfall, GivenCount, SettingStore
from neuvola_desk.usecases.clock import Clock

_SENT: Final = timedelta(days=30)
"""So long a visit stays here after it was sent."""
_FIRST_WEEK: Final = IsoWeek(1, 1)
_LAST_WEEK: Final = IsoWeek(9999, 1)


class HeldVisits(Protocol):
    """The visits that the desk holds."""

    def of_weeks(self, point: str, first: IsoWeek, last: IsoWeek) -> tuple[Visit, ...]:
        """The point's visits of these weeks, both ends included."""


class HeldCounters(Protocol):
    """The counters as they stand."""

    def totals(self) -> tuple[Count, ...]:
        """Every counter."""


class ReportRecord(Protocol):
    """The part of the record that reports stand on."""

    @property
    def visits(self) -> HeldVisits:
        """Visits."""

    @property
    def counters(self) -> HeldCounters:
        """Counters."""

    @property
    def settings(self) -> SettingStore:
        """Where what was published is kept."""


@dataclass(frozen=True, slots=True)
class DeskFigures:
    """The figures of one point as this desk's record has them (``neuvola_core.reports.report.Figures``)."""

    record: ReportRecord
    point: str

    def counted(self, first: IsoWeek, last: IsoWeek, campaign: str = "") -> Counted:
        """As coarse as the visits would leave the desk; counters belong to no campaign."""
        before = IsoWeek.of(date.fromisocalendar(first.year, first.week, 1) - timedelta(weeks=WEEKS))
        held = self.record.visits.of_weeks(self.point, before, last)
        own = [visit for visit in held if visit.week >= first and visit.campaign == campaign]
        footfall, given = (0, {}) if campaign else self._counters(first, last)
        return count(as_they_leave(own, held), footfall, given)

    def span(self, campaign: str) -> tuple[IsoWeek, IsoWeek] | None:
        """The first and the last week of the campaign's visits."""
        held = self.record.visits.of_weeks(self.point, _FIRST_WEEK, _LAST_WEEK)
        weeks = [visit.week for visit in held if visit.campaign == campaign]
        return (min(weeks), max(weeks)) if weeks else None

    def kept(self, campaign: str, name: str) -> Kept | None:
        """What was published of a period before."""
        stored = self.record.settings.get(self._name(campaign, name))
        return codec.from_json(stored, Kept) if stored else None

    def keep(self, campaign: str, name: str, kept: Kept) -> Kept:
        """Keeps what is published of a period, unless something is; gives what is kept from now on."""
        if self.kept(campaign, name) is None:
            self._put(campaign, name, kept)
        return self.kept(campaign, name) or kept

    def forget_counted(self, campaign: str, name: str) -> None:
        """Drops the figures behind what is kept of a period."""
        kept = self.kept(campaign, name)
        if kept and kept.counted:
            self._put(campaign, name, replace(kept, counted=None))

    def _put(self, campaign: str, name: str, kept: Kept) -> None:
        self.record.settings.put_all({self._name(campaign, name): codec.to_json(kept).decode()})

    def _name(self, campaign: str, name: str) -> str:
        return f"report/{self.point}/{campaign}/{name}"

    def _counters(self, first: IsoWeek, last: IsoWeek) -> tuple[int, Mapping[str, int]]:
        footfall, given = 0, dict[str, int]()
        for total in self._of_point(self.record.counters.totals()):
            if isinstance(total, Footfall) and first <= IsoWeek.of(total.day) <= last:
                footfall += total.n
            elif isinstance(total, GivenCount) and first <= total.week <= last:
                given[total.need] = given.get(total.need, 0) + total.n
        return footfall, given

    def _of_point(self, totals: Iterable[Count]) -> Iterable[Count]:
        return (total for total in totals if total.point == self.point)


class Reports:
    """The reports of the point that the settings name."""

    def __init__(
        self, record: ReportRecord, clock: Clock, point: str, *, publishes: bool, rights: Rights
    ) -> None:
        """``publishes`` is false where a server publishes the point's figures."""
        self._record = record
        self._clock = clock
        self._figures: Figures = DeskFigures(record, point)
        self._publishes = publishes
        self._rights = rights

    def of(self, first: date, last: date, campaign: str = "") -> Report:
        """The report of these days, widened to the grid; ``campaign`` wants that campaign's whole span.

        Raises ``ReportRefusedError``, ``NotAllowedError``.
        """
        self._rights.require(Act.REPORT)
        today = self._clock.now().date()
        if not self._publishes:
            return make_partial(self._figures, first, last, today, self._holds, campaign)
        if campaign:
            return make_campaign(self._figures, campaign, first, last, today)
        return make(self._figures, first, last, today)

    def _holds(self, week: IsoWeek) -> bool:
        """Whether nothing of a week can have been erased: what was sent in a later one is here still."""
        told = self._record.settings.get(SERVER_DAY)
        return not told or week > IsoWeek.of(date.fromisoformat(told) - _SENT)
