"""All pages of the server: plain HTML of this server alone, without script but for one page.

Staff come in by log-in (``/desks``, ``/receivers``, ``/contacts``, ``/reports``, ``/experiences``), an
organisation by the link in its mail (``/requests``), a visitor with the code of a receipt (``/withdraw``) or
of a leaflet (``/slip``).
"""

from typing import Final

from fastapi import APIRouter
from fastapi.responses import FileResponse

from neuvola_server.web import (
    contact_pages,
    desk_pages,
    experience_pages,
    log_in_pages,
    receiver_pages,
    report_pages,
    request_pages,
    slip_pages,
    withdraw_pages,
)
from neuvola_server.web.rendering import STYLE, STYLE_FILE

PARTS: Final = (
    log_in_pages.router,
    desk_pages.router,
    receiver_pages.router,
    contact_pages.router,
    report_pages.router,
    experience_pages.router,
    request_pages.router,
    slip_pages.router,
    withdraw_pages.router,
)

router = APIRouter(include_in_schema=False)
for part in PARTS:
    router.include_router(part)


@router.get(STYLE)
def style() -> FileResponse:
    """The looks of the pages."""
    headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "public, max-age=300"}
    return FileResponse(STYLE_FILE, headers=headers)
