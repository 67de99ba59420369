"""The pages of the desks: how each does, a new one-time code, revoking."""

from collections.abc import Callable, Mapping
from http import HTTPStatus

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from neuvola_core.errors import InvalidVisitError, RefusedContentError
from neuvola_server.desks import Desk, DeskNameTakenError
from neuvola_server.enrolment import LIFE
from neuvola_server.naming import plain_name
from neuvola_server.web.codes import grouped
from neuvola_server.web.desk_rows import desk_row
from neuvola_server.web.forms import Fields, is_proven
from neuvola_server.web.overview import overview
from neuvola_server.web.rendering import see_other
from neuvola_server.web.routing import PageRoute
from neuvola_server.web.staff import Manager, Staff

router = APIRouter(
    prefix="/desks", include_in_schema=False, default_response_class=HTMLResponse, route_class=PageRoute
)


@router.get("")
def desks(staff: Manager) -> Response:
    """Every desk that is this person's business."""
    return _page(staff)


@router.post("/code")
def new_code(staff: Manager, fields: Fields) -> Response:
    """Makes a one-time code and shows it this once."""
    if not is_proven(staff.cookie, fields):
        return _page(staff, staff.words("stale"), HTTPStatus.FORBIDDEN, fields)
    name, point, point_name = (plain_name(fields.get(key, "")) for key in ("name", "point", "point_name"))
    lost = (fields.get("point") and not point) or (fields.get("point_name") and not point_name)
    if not name or lost:
        told = staff.words("no-point" if name else "no-name")
        return _page(staff, told, HTTPStatus.UNPROCESSABLE_ENTITY, fields)
    if not staff.person.may_see(point):
        return _page(staff, staff.words("forbidden"), HTTPStatus.FORBIDDEN, fields)
    try:
        code = staff.house.enrolment.new_code(name, point=point, point_name=point_name, who=staff.person.name)
    except (InvalidVisitError, RefusedContentError):
        return _page(staff, staff.words("no-point"), HTTPStatus.UNPROCESSABLE_ENTITY, fields)
    except DeskNameTakenError:
        return _page(staff, staff.words("taken", name=name), HTTPStatus.CONFLICT, fields)
    until = staff.words.time(staff.house.clock() + LIFE)
    return staff.page("code.html", name=name, code=grouped(code), until=until)


@router.post("/revoke")
def revoke(staff: Manager, fields: Fields) -> Response:
    """Takes a desk's right to sync away."""
    return _act(staff, fields, lambda name, who: staff.house.desks.revoke(name, who=who))


@router.post("/clear-copied")
def clear_copied(staff: Manager, fields: Fields) -> Response:
    """Notes that the copy of a desk is gone."""
    return _act(staff, fields, lambda name, who: staff.house.desks.clear_copied(name, who=who))


def _act(staff: Staff, fields: Mapping[str, str], act: Callable[[str, str], None]) -> Response:
    if not is_proven(staff.cookie, fields):
        return _page(staff, staff.words("stale"), HTTPStatus.FORBIDDEN)
    name = fields.get("name", "")
    if _desk_of(staff, name) is None:
        return _page(staff, staff.words("gone", name=name), HTTPStatus.NOT_FOUND)
    act(name, staff.person.name)
    return see_other("/desks")


def _desk_of(staff: Staff, name: str) -> Desk | None:
    """The desk of that name, if it is this person's business."""
    found = (d for d in staff.house.desks.all() if d.name == name and staff.person.may_see(d.point))
    return next(found, None)


def _page(
    staff: Staff, told: str = "", status: int = 200, given: Mapping[str, str] | None = None
) -> Response:
    seen = overview(staff.house)
    now = staff.house.clock()
    rows = [
        desk_row(desk, seen.gaps.get(desk.id, {}), seen.head, now, staff.words)
        for desk in seen.desks
        if staff.person.may_see(desk.point)
    ]
    rows.sort(key=lambda row: (row.revoked, not row.notices, row.name.casefold()))
    return staff.page(
        "desks.html",
        status,
        told=told,
        rows=rows,
        given=given or {},
        enrolled=sum(not row.revoked for row in rows),
        troubled=sum(bool(row.notices) for row in rows),
    )
