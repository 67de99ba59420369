"""Reports of a point over everything that its desks sent, and what is kept of them for good.

The server is the one publisher of a point whose desks it has. Visits are erased after 24 months; before that
the periods they lie in are published, and that stays.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Final

import msgspec
from sqlalchemy import ColumnElement, Connection, select, update

from neuvola_core import codec
from neuvola_core.errors import ReportRefusedError
from neuvola_core.opening import ZONE
from neuvola_core.reports.grid import Period
from neuvola_core.reports.report import Kept, Report, close, close_campaign, make, make_campaign
from neuvola_core.reports.tables import Counted, count
from neuvola_core.visit import IsoWeek, Visit
from neuvola_core.wire import CounterKind, RecordKind
from neuvola_server.records import NOT_COME, STORED
from neuvola_server.storage import schema
from neuvola_server.storage.database import Database
from neuvola_server.storage.inserts import insert_into

_RECORD: Final = schema.record
_TOTAL: Final = schema.total
_KEPT: Final = schema.suppressed_report


class Reports:
    """The reports of every point."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    @property
    def today(self) -> date:
        """The day in Finland."""
        return self._clock().astimezone(ZONE).date()

    def points(self) -> Mapping[str, str]:
        """Names of the points that desks belong to, by id."""
        desk = schema.desk
        rows = self._database.read(
            lambda connection: connection.execute(
                select(desk.c.point, desk.c.point_name).where(desk.c.point != "").order_by(desk.c.point_name)
            ).all()
        )
        return {row.point: row.point_name or row.point for row in rows}

    def of(self, point: str, first: date, last: date, campaign: str = "") -> Report:
        """The report of these days, widened to the grid; ``campaign`` wants that campaign's whole span.

        A period that has closed is published by whoever asks first. Raises ``ReportRefusedError``.
        """
        return self._database.write(lambda connection: self._of(connection, point, first, last, campaign))

    def _of(self, connection: Connection, point: str, first: date, last: date, campaign: str) -> Report:
        figures = ServerFigures(connection, point)
        if not figures.is_known and point not in self.points():
            raise ReportRefusedError(reason="point", point=point)
        if campaign:
            return make_campaign(figures, campaign, first, last, self.today)
        return make(figures, first, last, self.today)


def keep_tables(connection: Connection, through: str, today: date) -> None:
    """Publishes for good what visits received up to a week belong to, before these are erased."""
    due = select(_RECORD.c.body).where(
        _RECORD.c.kind == RecordKind.VISIT,
        _RECORD.c.state == STORED,
        _RECORD.c.week != NOT_COME,
        _RECORD.c.week <= through,
    )
    touched: dict[str, set[tuple[str, Period]]] = {}
    for body in connection.execute(due).scalars():
        visit = codec.from_json(body, Visit)
        quarter = Period.of(visit.week).whole_quarter
        touched.setdefault(visit.point, set()).add((visit.campaign, quarter))
    for point, places in sorted(touched.items()):
        figures = ServerFigures(connection, point)
        for campaign, quarter in sorted(places):
            if campaign:
                close_campaign(figures, campaign, today)
            elif quarter.last < IsoWeek.of(today) and quarter.ready_on <= today:
                close(figures, quarter)


@dataclass(frozen=True)
class ServerFigures:
    """The figures of one point in one transaction (``neuvola_core.reports.report.Figures``)."""

    connection: Connection
    point: str

    @cached_property
    def visits(self) -> tuple[Visit, ...]:
        """Every visit of the point."""
        named = f'"point":{json.dumps(self.point, ensure_ascii=False)}'
        stored = select(_RECORD.c.body).where(
            _RECORD.c.kind == RecordKind.VISIT,
            _RECORD.c.state == STORED,
            _RECORD.c.body.contains(named, autoescape=True),
        )
        found = (codec.from_json(body, Visit) for body in self.connection.execute(stored).scalars())
        # A desk may think that it is the last year there is, and nothing can be counted on from there.
        return tuple(v for v in found if v.point == self.point and v.week.year < date.max.year)

    @property
    def is_known(self) -> bool:
        """Whether anything was ever sent or published for the point."""
        published = select(_KEPT.c.period).where(_KEPT.c.point == self.point).limit(1)
        return bool(self.visits) or self.connection.execute(published).first() is not None

    def counted(self, first: IsoWeek, last: IsoWeek, campaign: str = "") -> Counted:
        """The figures of these weeks; counters belong to no campaign."""
        own = [v for v in self.visits if first <= v.week <= last and v.campaign == campaign]
        footfall, given = (0, {}) if campaign else self._counters(first, last)
        return count(own, footfall, given)

    def span(self, campaign: str) -> tuple[IsoWeek, IsoWeek] | None:
        """The first and the last week of the campaign's visits."""
        weeks = [visit.week for visit in self.visits if visit.campaign == campaign]
        return (min(weeks), max(weeks)) if weeks else None

    def kept(self, campaign: str, name: str) -> Kept | None:
        """What was published of a period before."""
        body = self.connection.execute(select(_KEPT.c.body).where(*_place(self.point, campaign, name)))
        stored = body.scalar()
        return None if stored is None else codec.from_json(stored, Kept)

    def keep(self, campaign: str, name: str, kept: Kept) -> Kept:
        """Keeps what is published of a period, unless something is; gives what is kept from now on."""
        row = {"point": self.point, "campaign": campaign, "period": name, "body": _written(kept)}
        adding = insert_into(self.connection, _KEPT).values(row)
        self.connection.execute(adding.on_conflict_do_nothing())
        return self.kept(campaign, name) or kept

    def forget_counted(self, campaign: str, name: str) -> None:
        """Drops the figures behind what is kept of a period."""
        kept = self.kept(campaign, name)
        if kept and kept.counted:
            place = _place(self.point, campaign, name)
            body = _written(replace(kept, counted=None))
            self.connection.execute(update(_KEPT).where(*place).values(body=body))

    def _counters(self, first: IsoWeek, last: IsoWeek) -> tuple[int, Mapping[str, int]]:
        footfall, given = 0, dict[str, int]()
        kinds = (CounterKind.FOOTFALL, CounterKind.GIVEN)
        wanted = select(_TOTAL.c.kind, _TOTAL.c.key, _TOTAL.c.n).where(_TOTAL.c.kind.in_(kinds))
        for row in self.connection.execute(wanted):
            match row.kind, msgspec.json.decode(row.key):
                case CounterKind.FOOTFALL, [self.point, day, _part] if first <= _week_of(day) <= last:
                    footfall += row.n
                case CounterKind.GIVEN, [self.point, week, need, _service] if str(first) <= week <= str(last):
                    given[need] = given.get(need, 0) + row.n
        return footfall, given


def _week_of(day: str) -> IsoWeek:
    return IsoWeek.of(date.fromisoformat(day))


def _written(kept: Kept) -> str:
    return codec.to_json(kept).decode()


def _place(point: str, campaign: str, name: str) -> tuple[ColumnElement[bool], ...]:
    return _KEPT.c.point == point, _KEPT.c.campaign == campaign, _KEPT.c.period == name
