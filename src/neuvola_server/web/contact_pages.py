"""The page of what hangs: contact requests that organisations are not done with, by reference.

Nothing here is of a visitor or of a point; operators see figures only.
"""

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse

from neuvola_core.roles import Act
from neuvola_server.contacts import mails
from neuvola_server.web.hanging_rows import figures, hanging_row
from neuvola_server.web.routing import PageRoute
from neuvola_server.web.staff import Watcher

router = APIRouter(
    prefix="/contacts", include_in_schema=False, default_response_class=HTMLResponse, route_class=PageRoute
)


@router.get("")
def contacts(staff: Watcher) -> Response:
    """What hangs, the oldest first."""
    hanging = staff.house.handlings.hanging()
    by_reference = staff.may(Act.HANGING_REQUESTS)
    lost = {(one.reference, one.organisation) for one in staff.house.database.read(mails.faults)}
    rows = [
        hanging_row(one, staff.words, unreached=(one.reference, one.organisation) in lost)
        for one in (hanging if by_reference else ())
    ]
    return staff.page(
        "contacts.html",
        rows=rows,
        figures=figures(hanging, staff.words),
        late=sum(bool(row.notices) for row in rows),
        by_reference=by_reference,
        linked=staff.may(Act.MANAGE_DESK),
    )
