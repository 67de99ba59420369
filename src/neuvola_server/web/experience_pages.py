"""The pages of experiences: their texts are read, passed on or removed, and handed to providers in batches.

Nothing here is of a visitor, a point, a week or a leaflet. Experiences belong to no point, so a coordinator
of one point does not read them.
"""

import csv
import io
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Response
from fastapi.responses import HTMLResponse

from neuvola_core.coarsening import ENOUGH
from neuvola_core.roles import Act
from neuvola_exchange.formulas import guarded
from neuvola_server.experience_reading import Batch
from neuvola_server.web.experience_rows import AnswerRow, answer_row, named
from neuvola_server.web.forms import Fields, is_proven
from neuvola_server.web.rendering import download, see_other
from neuvola_server.web.routing import Instead, PageRoute
from neuvola_server.web.staff import Needs, Staff

router = APIRouter(
    prefix="/experiences", include_in_schema=False, default_response_class=HTMLResponse, route_class=PageRoute
)
Reader = Annotated[Staff, Depends(Needs(Act.READ_EXPERIENCES))]
_BOM: Final = "\ufeff"


@router.get("")
def experiences(staff: Reader) -> Response:
    """What is to be read, and what may be handed on."""
    return _page(staff)


@router.post("/pass")
def pass_on(staff: Reader, fields: Fields) -> Response:
    """Lets a text go on."""
    return _act(staff, fields, staff.house.experience_reading.pass_on)


@router.post("/remove")
def remove(staff: Reader, fields: Fields) -> Response:
    """Erases a text; its coded answers go on."""
    return _act(staff, fields, staff.house.experience_reading.remove_text)


@router.get("/batch")
def batch(staff: Reader, provider: str = "") -> Response:
    """A batch to be printed."""
    return _batch_page(staff, _batch(staff, provider))


@router.get("/batch.csv")
def batch_as_table(staff: Reader, provider: str = "") -> Response:
    """The same for a spreadsheet."""
    found, words = _batch(staff, provider), staff.words
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([words(name) for name in ("service", "helped", "obstacle", "text")])
    for row in _rows(staff, found):
        writer.writerow([guarded(cell) for cell in (row.service, row.helped, row.obstacle, row.text)])
    content = (_BOM + out.getvalue()).encode("utf-8")
    return download(content, "text/csv; charset=utf-8", words("batch-file"), language=words.language)


@router.post("/hand-on")
def hand_on(staff: Reader, fields: Fields) -> Response:
    """Notes that the provider has got what was shown; then it is shown no more."""
    _may_act(staff, fields)
    provider, stamp = fields.get("provider", ""), fields.get("stamp", "")
    if not staff.house.experience_reading.hand_on(provider, stamp, who=staff.person.name):
        found = _batch(staff, provider)
        return _batch_page(staff, found, staff.words("batch-changed"), HTTPStatus.CONFLICT)
    return see_other("/experiences")


def _act(staff: Staff, fields: Mapping[str, str], act: Callable[..., bool]) -> Response:
    _may_act(staff, fields)
    if not act(fields.get("id", ""), who=staff.person.name):
        return _page(staff, staff.words("experience-gone"), HTTPStatus.NOT_FOUND)
    return see_other("/experiences")


def _may_act(staff: Staff, fields: Mapping[str, str]) -> None:
    """Answers with the page instead where the form is not this browser's, or is not its person's business."""
    if staff.is_of_one_point:
        raise Instead(_page(staff, status=HTTPStatus.FORBIDDEN))
    if not is_proven(staff.cookie, fields):
        raise Instead(_page(staff, staff.words("stale"), HTTPStatus.FORBIDDEN))


def _batch(staff: Staff, provider: str) -> Batch:
    if staff.is_of_one_point:
        raise Instead(_page(staff))
    found = staff.house.experience_reading.batch(provider)
    if found is None:
        raise Instead(_page(staff, staff.words("batch-unready"), HTTPStatus.NOT_FOUND))
    return found


def _batch_page(staff: Staff, found: Batch, told: str = "", status: int = HTTPStatus.OK) -> Response:
    name = named(found.name, staff.words)
    return staff.page(
        "experience_batch.html", status, told=told, batch=found, name=name, rows=_rows(staff, found)
    )


def _rows(staff: Staff, found: Batch) -> list[AnswerRow]:
    return [answer_row(answer, staff.words) for answer in found.answers]


def _page(staff: Staff, told: str = "", status: int = HTTPStatus.OK) -> Response:
    if staff.is_of_one_point:
        return staff.page("experiences.html", status, told=told, may_read=False)
    seen, words = staff.house.experience_reading.all(), staff.words
    unread = [(one.id, named(one.provider, words), answer_row(one.answer, words)) for one in seen.unread]
    batches = [(one.provider, named(one.name, words), len(one.answers)) for one in seen.batches]
    return staff.page(
        "experiences.html",
        status,
        told=told,
        may_read=True,
        unread=unread,
        n=len(unread) + seen.left,
        left=seen.left,
        batches=sorted(batches, key=lambda one: one[1].casefold()),
        enough=ENOUGH,
        others=sorted((named(name, words) for name in seen.others), key=str.casefold),
    )
