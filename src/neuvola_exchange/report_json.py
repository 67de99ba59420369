"""A report as the commands answer it in JSON: ids instead of words, and nothing that is hidden."""

from collections.abc import Mapping, Sequence
from datetime import date

from neuvola_core.reports.audit import THRESHOLD
from neuvola_core.reports.report import Page, Report, State
from neuvola_core.reports.suppression import Published, Shown
from neuvola_core.reports.tables import TableId
from neuvola_core.visit import IsoWeek


def report_json(report: Report) -> Mapping[str, object]:
    """The whole report; ``visits`` is null where a period is not told at all."""
    start, end = _days(report.first, report.last)
    return {
        "point": report.point,
        "campaign": report.campaign or None,
        "asked": {"from": report.asked[0].isoformat(), "to": report.asked[1].isoformat()},
        "period": _period(report.first, report.last),
        "widened": report.asked != (start, end),
        "ready": report.is_ready,
        "threshold": THRESHOLD,
        "pages": [_page(page) for page in report.pages],
        "total": _published(report.total) if report.total else None,
    }


def _period(first: IsoWeek, last: IsoWeek) -> Mapping[str, str]:
    start, end = _days(first, last)
    weeks = {"first_week": str(first), "last_week": str(last)}
    return {"from": start.isoformat(), "to": end.isoformat(), **weeks}


def _days(first: IsoWeek, last: IsoWeek) -> tuple[date, date]:
    start = date.fromisocalendar(first.year, first.week, 1)
    return start, date.fromisocalendar(last.year, last.week, 7)


def _page(page: Page) -> Mapping[str, object]:
    told: dict[str, object] = {
        **_period(page.first, page.last),
        "name": str(page.period) if page.period else None,
        "state": page.state.value,
        "ready_on": page.ready_on.isoformat(),
    }
    if page.state is State.READY:
        return {**told, **_published(page.published)}
    rounded = {"need": [{"id": need, "at_least": n} for need, n in page.needs.items()]}
    return {**told, "whole_weeks": [str(week) for week in page.weeks], "tables": rounded}


def _published(published: Published) -> Mapping[str, object]:
    return {
        "visits": published.visits,
        "footfall": published.footfall,
        "at_least": list(published.least),
        "tables": {table.value: _rows(published.of(table)) for table in TableId if published.visits},
        "given": _rows(published.given),
        "rest": {table.value: rest for table in TableId if (rest := published.of(table).rest) is not None},
    }


def _rows(shown: Shown) -> Sequence[Mapping[str, object]]:
    exact = [{"id": category, "count": n} for category, n in shown.cells.items()]
    return exact + [{"id": category, "at_least": n} for category, n in shown.at_least.items()]
