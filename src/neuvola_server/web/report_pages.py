"""The page of reports: a point's visits in figures, for its coordinators, to be read or printed.

Asking for a period that has closed publishes it, which is done once and changes nothing that was told.
"""

import json
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Response
from fastapi.responses import HTMLResponse

from neuvola_core.errors import ReportRefusedError
from neuvola_core.reports.grid import GRACE, Period
from neuvola_core.roles import Act
from neuvola_core.visit import IsoWeek
from neuvola_exchange.report_text import ReportText, ReportWords
from neuvola_exchange.report_words import report_refusal
from neuvola_exchange.words import IN_FINNISH, Translation
from neuvola_server.web.routing import PageRoute
from neuvola_server.web.staff import Needs, Staff

router = APIRouter(
    prefix="/reports", include_in_schema=False, default_response_class=HTMLResponse, route_class=PageRoute
)
Reporter = Annotated[Staff, Depends(Needs(Act.REPORT))]
_WORDS: Final = Path(__file__).parent / "texts" / "report_words"


@router.get("")
def reports(
    staff: Reporter, point: str = "", first: str = "", last: str = "", campaign: str = ""
) -> Response:
    """The newest block that has closed, or what was asked for."""
    points = {key: name for key, name in staff.house.reports.points().items() if staff.person.may_see(key)}
    asked = {
        "point": point or next(iter(points), ""),
        "first": first,
        "last": last,
        "campaign": campaign.strip(),
    }
    if not first and not last:
        block = newest_block(staff.house.reports.today)
        asked |= {"first": block.start.isoformat(), "last": block.end.isoformat()}
    told, status, report = "", HTTPStatus.OK, None
    if asked["point"] in points:
        try:
            report = _told(staff, asked, points[asked["point"]])
        except ValueError:
            told, status = staff.words("report-days"), HTTPStatus.UNPROCESSABLE_ENTITY
        except ReportRefusedError as fault:
            translation = translation_of(staff.words.language)
            told, status = report_refusal(fault.facts, translation), HTTPStatus.UNPROCESSABLE_ENTITY
    elif points:
        told, status = staff.words("report-point"), HTTPStatus.NOT_FOUND
    return staff.page("reports.html", status, told=told, points=points, asked=asked, report=report)


def _told(staff: Staff, asked: Mapping[str, str], name: str) -> ReportText:
    first, last = (date.fromisoformat(asked[key]) for key in ("first", "last"))
    report = staff.house.reports.of(asked["point"], first, last, asked["campaign"])
    language = staff.words.language
    return ReportWords(report, language, translation_of(language), name).text()


def newest_block(today: date) -> Period:
    """The newest block that can change no more."""
    block = Period.of(IsoWeek.of(today - GRACE))
    while block.ready_on > today:
        block = Period.of(IsoWeek.of(block.start - timedelta(days=1)))
    return block


@cache
def _texts(language: str) -> Mapping[str, str]:
    found: Mapping[str, str] = json.loads((_WORDS / f"{language}.json").read_text("utf-8"))
    return found


def translation_of(language: str) -> Translation:
    """The words of reports in a language of the pages; they are written in Finnish."""
    return IN_FINNISH if language == "fi" else _texts(language).__getitem__
